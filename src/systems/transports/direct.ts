import { ConnectionLost, fetchFailed, noSystemAt, unmatchedLine } from '../core/connection-failure';
import { createRouter } from './router';
import type { Transport } from './types';

/** A transport whose `fetch` calls the handlers straight away, without a socket; only its own `fetch` reaches the systems. */
export function openDirect(): Transport {
  const router = createRouter();
  const unmatchedRequests: string[] = [];
  return {
    originOf: (host) => `https://${host}`,
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const system = router.find(request);
      if (system === undefined) {
        unmatchedRequests.push(unmatchedLine(request.method, request.url));
        throw fetchFailed(noSystemAt(request.method, request.url));
      }
      const response = await system.handler(request).catch((error: unknown) => {
        throw error instanceof ConnectionLost ? fetchFailed(error) : error;
      });
      request.signal.throwIfAborted();
      return response;
    },
    add: (system) => {
      router.add(system);
    },
    remove: (system) => {
      router.remove(system);
    },
    close: () => {
      router.clear();
    },
    unmatched: () => unmatchedRequests,
  };
}
