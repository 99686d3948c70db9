/** What transports that listen do alike: from Node's requests to the systems' handlers, and back. */
import type { IncomingMessage, RequestListener, Server } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import type { HttpBindings } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import { ConnectionLost } from '../core/network';
import type { Router } from './router';

/** The only address that is ever bound. */
export const LOOPBACK = '127.0.0.1';

/** Headers and a path of this size are read at most (bytes); Node answers 431 beyond. */
export const LARGEST_HEAD = 64 * 1024;

/** How requests find their systems. */
export interface ListenerOptions {
  readonly router: Router;
  /** The address that the client called, which decides where the request leads. */
  readonly urlOf: (incoming: IncomingMessage) => string;
  /** Answers what may not come in at all. */
  readonly refuse?: (incoming: IncomingMessage) => Response | undefined;
  /** Answers what leads to no system; without an answer the connection is closed. */
  readonly otherwise: (request: Request) => Promise<Response | undefined>;
}

/** Listens for requests: those that lead to a system are answered by it, or lose their connection where it says so. */
export function createListener({ router, urlOf, refuse, otherwise }: ListenerOptions): RequestListener {
  const answer = async (request: Request, { incoming, outgoing }: HttpBindings): Promise<Response> => {
    const refusal = refuse?.(incoming);
    if (refusal !== undefined) {
      return refusal;
    }
    const asked = canonical(request, urlOf(incoming));
    const system = router.find(asked);
    try {
      const given = await (system === undefined ? otherwise(asked) : system.handler(asked));
      if (given !== undefined) {
        return given;
      }
    } catch (error) {
      if (!(error instanceof ConnectionLost)) {
        throw error;
      }
    }
    outgoing.socket?.destroy();
    return RESPONSE_ALREADY_SENT;
  };
  const listener = getRequestListener((request, env) => answer(request, env as HttpBindings), {
    overrideGlobalObjects: false,
  });
  return (incoming, outgoing) => {
    void listener(incoming, outgoing);
  };
}

/** The request under the address that counts, no matter which name it came by. */
function canonical(request: Request, url: string): Request {
  if (request.url === url) {
    return request;
  }
  const { method, headers, body } = request;
  return new Request(url, { method, headers, ...(body === null ? {} : { body, duplex: 'half' }) });
}

/**
 * Binds a server to 127.0.0.1.
 * @param port - 0: a free one
 * @throws Error where the port is taken
 */
export function listen(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const why = error.code === 'EADDRINUSE' ? 'another program listens there' : error.message;
      reject(new Error(`Port ${port} of ${LOOPBACK} cannot be used: ${why}. Choose another one.`));
    });
    server.listen(port, LOOPBACK, resolve);
  });
}
