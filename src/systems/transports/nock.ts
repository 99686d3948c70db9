import type { ClientRequest } from 'node:http';
import type { Body, ReplyFnContext } from 'nock';
import { fetchFailed } from '../core/network';
import { guardNock, loadNock } from './nock-control';
import { createRouter } from './router';
import type { Router } from './router';
import { createTransport } from './transport';
import type { Transport } from './transport';

/** Nock matches each method separately; these are the ones that reach a system (the rest are unmatched). */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Headers of one connection (RFC 9110, section 7.6.1): nock was seen to wait for ever on an explicit keep-alive. */
const CONNECTION_HEADERS = ['connection', 'keep-alive', 'proxy-connection', 'transfer-encoding', 'upgrade'];

/**
 * A transport that catches the calls of the whole process with nock: the `fetch` of the transport, the global one, and
 * `node:http` all reach the systems; everything else fails and is listed. One catch-all interceptor for each host and
 * method leads into the systems' handlers. The network is closed to nock while the transport is open.
 */
export function openNock(): Transport {
  const library = loadNock();
  const release = guardNock();
  const router = createRouter();
  const interceptors = new Map<string, () => void>();
  const onNoMatch = (...facts: unknown[]): void => {
    router.miss(...unmatched(facts));
  };
  library.emitter.on('no match', onNoMatch);
  return createTransport(router, {
    originOf: (host) => `https://${host}`,
    fetch: fetchThroughNock,
    added(system) {
      const { origin } = new URL(system.baseUrl);
      if (!interceptors.has(origin)) {
        interceptors.set(origin, intercept(origin, router));
      }
    },
    closed() {
      interceptors.forEach((undo) => {
        undo();
      });
      library.emitter.off('no match', onNoMatch);
      release();
    },
  });
}

async function fetchThroughNock(...[input, init]: Parameters<typeof fetch>): Promise<Response> {
  const request = new Request(input, init);
  CONNECTION_HEADERS.forEach((name) => {
    request.headers.delete(name);
  });
  try {
    return await globalThis.fetch(request);
  } catch (error) {
    request.signal.throwIfAborted();
    throw error instanceof TypeError && error.message === 'fetch failed' ? error : fetchFailed(error);
  }
}

/** Catches all calls to a host; returns what takes the interceptors away again. */
function intercept(origin: string, router: Router): () => void {
  const library = loadNock();
  const scope = library(origin).persist();
  scope.on('request', keepNockFromParsing);
  const interceptors = METHODS.map((method) => {
    const interceptor = scope.intercept(() => true, method);
    interceptor.reply(async function reply(this: ReplyFnContext, _path: string, body: Body) {
      const request = readRequest(origin, this.req, body);
      const system = router.find(request);
      if (system === undefined) {
        throw router.miss(request.method, request.url);
      }
      return replyOf(await system.handler(request));
    });
    return interceptor;
  });
  return () => {
    interceptors.forEach((interceptor) => library.removeInterceptor(interceptor));
  };
}

/**
 * Nock parses a JSON body before it passes it on, which loses its bytes, and throws past everyone where it is not JSON.
 * It looks at this copy of the headers to decide; `getHeaders()` still has them all.
 */
function keepNockFromParsing(request: { headers: Record<string, string> }): void {
  request.headers = {};
}

function readRequest(origin: string, request: ClientRequest, body: Body): Request {
  const headers = new Headers();
  for (const [name, value] of Object.entries(request.getHeaders())) {
    if (name !== 'host' && !CONNECTION_HEADERS.includes(name)) {
      [value ?? []].flat().forEach((one) => {
        headers.append(name, String(one));
      });
    }
  }
  const { method } = request;
  const bytes = readBytes(request, body);
  const withBody = method !== 'GET' && method !== 'HEAD' && bytes.length > 0;
  return new Request(`${origin}${request.path}`, { method, headers, ...(withBody ? { body: bytes } : {}) });
}

/** Nock passes a body on that is not UTF-8 as hexadecimal text; the buffers that it collected are the bytes themselves. */
function readBytes(request: ClientRequest, body: Body): Buffer {
  const buffers: unknown = Reflect.get(request, 'requestBodyBuffers');
  return Array.isArray(buffers) && buffers.every((buffer) => Buffer.isBuffer(buffer))
    ? Buffer.concat(buffers)
    : Buffer.from(typeof body === 'string' ? body : JSON.stringify(body));
}

async function replyOf(response: Response): Promise<[number, Buffer, Record<string, string>]> {
  const body = Buffer.from(await response.arrayBuffer());
  return [response.status, body, Object.fromEntries(response.headers)];
}

/** Nock reports an unmatched call with the request, or with its options, or with both. */
function unmatched(facts: readonly unknown[]): [method: string, url: string] {
  const options = (facts[1] ?? facts[0]) as Partial<Record<'method' | 'proto' | 'host' | 'path', unknown>>;
  const { method = 'GET', proto = 'http', host = '', path = '/' } = options;
  const site = String(host).replace(proto === 'https' ? /:443$/ : /:80$/, '');
  return [String(method), `${String(proto)}://${site}${String(path)}`];
}
