/** Nock's catch-all interceptors, as requests and responses of `fetch`. */
import type { ClientRequest } from 'node:http';
import type { Body, ReplyFnContext } from 'nock';
import { loadNock } from './nock-control';

/** Nock matches each method separately; these are the ones that reach a system (the rest are unmatched). */
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];

/** Headers of one connection (RFC 9110, section 7.6.1): nock was seen to wait for ever on an explicit keep-alive. */
export const CONNECTION_HEADERS = [
  'connection',
  'keep-alive',
  'proxy-connection',
  'transfer-encoding',
  'upgrade',
];

/**
 * Catches all calls to an origin, or to all that an expression matches.
 *
 * @param answer - gets the request as it would have been sent; what it throws is what the caller's request fails with.
 * @returns takes the interceptors away again
 */
export function intercept(
  origin: string | RegExp,
  answer: (request: Request) => Promise<Response>,
): () => void {
  const library = loadNock();
  const scope = library(origin).persist();
  scope.on('request', keepNockFromParsing);
  const interceptors = METHODS.map((method) => {
    const interceptor = scope.intercept(() => true, method);
    interceptor.reply(async function reply(this: ReplyFnContext, _path: string, body: Body) {
      const request = readRequest(typeof origin === 'string' ? origin : originOf(this.req), this.req, body);
      return replyOf(await answer(request));
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

/** Where the request goes, whatever its header `Host` says. */
function originOf(request: ClientRequest): string {
  const { proto, host } = Reflect.get(request, 'options') as NockOptions;
  return siteOf(proto, host);
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

/** What nock knows of a request: `host` with its port. */
type NockOptions = Partial<Record<'method' | 'proto' | 'host' | 'path', unknown>>;

function siteOf(proto: unknown = 'http', host: unknown = ''): string {
  return `${String(proto)}://${String(host).replace(proto === 'https' ? /:443$/ : /:80$/, '')}`;
}

/** Nock reports an unmatched call with the request, or with its options, or with both. */
export function unmatched(facts: readonly unknown[]): [method: string, url: string] {
  const { method = 'GET', proto, host, path = '/' } = (facts[1] ?? facts[0]) as NockOptions;
  return [String(method), `${siteOf(proto, host)}${String(path)}`];
}
