import { ConnectionLost, fetchFailed } from '../core/network';
import { createRouter } from './router';
import { createTransport } from './transport';
import type { Transport } from './transport';

/** A transport whose `fetch` calls the handlers straight away, without a socket; only its own `fetch` reaches the systems. */
export function openDirect(): Transport {
  const router = createRouter();
  return createTransport(router, {
    originOf: (host) => `https://${host}`,
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const system = router.find(request);
      if (system === undefined) {
        throw fetchFailed(router.miss(request.method, request.url));
      }
      const response = await system.handler(request).catch((error: unknown) => {
        throw error instanceof ConnectionLost ? fetchFailed(error) : error;
      });
      request.signal.throwIfAborted();
      return response;
    },
  });
}
