import { join } from 'node:path';
import { fetchFailed } from '../core/network';
import { guardNock, loadNock } from './nock-control';
import { CONNECTION_HEADERS, intercept, unmatched } from './nock-intercept';
import { createRouter } from './router';
import type { Router } from './router';
import { createTransport } from './transport';
import type { Transport } from './transport';

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
    threadModule: join(__dirname, 'nock-thread'),
    closesLoopback: true,
    added(system) {
      const { origin } = new URL(system.baseUrl);
      if (!interceptors.has(origin)) {
        interceptors.set(
          origin,
          intercept(origin, (request) => answer(router, request)),
        );
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

async function answer(router: Router, request: Request): Promise<Response> {
  const system = router.find(request);
  if (system === undefined) {
    throw router.miss(request.method, request.url);
  }
  return system.handler(request);
}
