import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { getRequestListener } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { createServer } from 'node:http';
import { ConnectionLost, fetchFailed, isLoopback } from '../core/network';
import { createRouter } from './router';
import type { Router } from './router';
import { createTransport } from './transport';
import type { Transport } from './transport';

/** A transport that listens: engines in other processes reach the systems through it. */
export interface HttpTransport extends Transport {
  /** `http://127.0.0.1:<port>`. */
  readonly origin: string;
}

/** How the transport listens. */
export interface HttpTransportOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Answers what leads to no system; default: the connection is closed, and the request is unmatched. */
  readonly otherwise?: (request: Request) => Promise<Response | undefined>;
}

/** The only address that is ever bound. */
const LOOPBACK = '127.0.0.1';

/** Headers and a path of this size are read at most (bytes); Node answers 431 beyond. */
const LARGEST_HEAD = 64 * 1024;

/**
 * Opens a transport on a real socket, bound to 127.0.0.1 alone. The host `crm.test` is at `<origin>/crm.test`. A request
 * whose `Host` is not a loopback name is refused (421): a page of another site cannot reach the systems by its own name.
 *
 * @throws Error where the port is taken
 */
export async function openHttp({ port = 0, otherwise }: HttpTransportOptions = {}): Promise<HttpTransport> {
  const router = createRouter();
  const server = createServer({ maxHeaderSize: LARGEST_HEAD, noDelay: true });
  await listen(server, port);
  const origin = `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
  const answer = answerer({
    router,
    origin,
    ...(otherwise === undefined ? {} : { otherwise }),
  });
  const listener = getRequestListener((request, env) => answer(request, env as HttpBindings), {
    overrideGlobalObjects: false,
  });
  server.on('request', (incoming, outgoing) => {
    void listener(incoming, outgoing);
  });
  const transport = createTransport(router, {
    originOf: (host) => `${origin}/${host}`,
    fetch: fetchWithin(origin, router),
    closed() {
      server.close();
      server.closeAllConnections();
    },
  });
  return { ...transport, origin };
}

function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message;
      reject(new Error(`Port ${port} of ${LOOPBACK} cannot be used: ${why}. Choose another one.`));
    });
    server.listen(port, LOOPBACK, resolve);
  });
}

interface Answering {
  readonly router: Router;
  readonly origin: string;
  readonly otherwise?: (request: Request) => Promise<Response | undefined>;
}

function answerer({ router, origin, otherwise }: Answering) {
  return async (request: Request, { incoming, outgoing }: HttpBindings): Promise<Response> => {
    if (!isLoopback(new URL(`http://${incoming.headers.host ?? ''}`).hostname)) {
      return new Response('This is a mocked system: call it by a loopback address.\n', { status: 421 });
    }
    const asked = canonical(request, `${origin}${incoming.url ?? '/'}`);
    const system = router.find(asked);
    try {
      if (system !== undefined) {
        return await system.handler(asked);
      }
      const given = await otherwise?.(asked);
      if (given !== undefined) {
        return given;
      }
      router.miss(asked.method, asked.url);
    } catch (error) {
      if (!(error instanceof ConnectionLost)) {
        throw error;
      }
    }
    outgoing.socket?.destroy();
    return RESPONSE_ALREADY_SENT;
  };
}

/** The request under the transport's own address, no matter which loopback name it came by. */
function canonical(request: Request, url: string): Request {
  if (request.url === url) {
    return request;
  }
  const { method, headers, body } = request;
  return new Request(url, { method, headers, ...(body === null ? {} : { body, duplex: 'half' }) });
}

/** `fetch` for engines in this process: a call to another place is unmatched, no matter what listens there. */
function fetchWithin(origin: string, router: Router): typeof fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    if (new URL(request.url).origin !== origin) {
      throw fetchFailed(router.miss(request.method, request.url));
    }
    return globalThis.fetch(request);
  };
}
