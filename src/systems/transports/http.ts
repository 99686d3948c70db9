import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import { fetchFailed, isLoopback } from '../core/network';
import { LARGEST_HEAD, LOOPBACK, createListener, listen } from './listener';
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
  /** More ports, for systems whose addresses are given: `http://127.0.0.1:4101`. Default: none. */
  readonly fixedPorts?: readonly number[];
  /** Answers what leads to no system; default: the connection is closed, and the request is unmatched. */
  readonly otherwise?: (request: Request) => Promise<Response | undefined>;
}

/**
 * Opens a transport on a real socket, bound to 127.0.0.1 alone. The host `crm.test` is at `<origin>/crm.test`. A request
 * whose `Host` is not a loopback name is refused (421): a page of another site cannot reach the systems by its own name.
 *
 * @throws Error where the port is taken
 */
export async function openHttp({
  port = 0,
  fixedPorts = [],
  otherwise,
}: HttpTransportOptions = {}): Promise<HttpTransport> {
  const router = createRouter();
  const servers = await listenAll([port, ...fixedPorts]);
  const [origin = ''] = servers.map(originOf);
  for (const server of servers) {
    const own = originOf(server);
    const listener = createListener({
      router,
      urlOf: ({ url }) => `${own}${url ?? '/'}`,
      refuse: refuseOtherHosts,
      async otherwise(request) {
        const given = await otherwise?.(request);
        if (given === undefined) {
          router.miss(request.method, request.url);
        }
        return given;
      },
    });
    server.on('request', listener);
  }
  const transport = createTransport(router, {
    originOf: (host) => `${origin}/${host}`,
    fetch: fetchWithin(origin, router),
    closed() {
      servers.forEach(close);
    },
  });
  return { ...transport, origin };
}

function originOf(server: Server): string {
  return `http://${LOOPBACK}:${(server.address() as AddressInfo).port}`;
}

function close(server: Server): void {
  server.close();
  server.closeAllConnections();
}

/** A server for each port. @throws Error where one is taken; none is left open then */
async function listenAll(ports: readonly number[]): Promise<Server[]> {
  const servers: Server[] = [];
  try {
    for (const port of ports) {
      const server = createServer({ maxHeaderSize: LARGEST_HEAD, noDelay: true });
      await listen(server, port);
      servers.push(server);
    }
    return servers;
  } catch (error) {
    servers.forEach(close);
    throw error;
  }
}

function refuseOtherHosts({ headers: { host = '' } }: IncomingMessage): Response | undefined {
  return isLoopback(new URL(`http://${host}`).hostname)
    ? undefined
    : new Response('This is a mocked system: call it by a loopback address.\n', { status: 421 });
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
