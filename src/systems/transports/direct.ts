import { ConnectionLost, fetchFailed } from '../core/network';
import type { Handler, TextRequest } from '../core/types';
import { createRouter } from './router';
import type { Router } from './router';
import { textRequest } from './text-request';
import { createTransport } from './transport';
import type { Transport } from './transport';

type Fetch = typeof globalThis.fetch;

/** A transport whose `fetch` calls the handlers straight away, without a socket; only its own `fetch` reaches the systems. */
export function openDirect(): Transport {
  const router = createRouter();
  const fetchRequest = requestsThrough(router);
  return createTransport(router, {
    originOf: (host) => `https://${host}`,
    fetch(input, init) {
      const request = textRequest(input, init);
      const answerText = request === undefined ? undefined : router.find(request)?.handler.answerText;
      return request === undefined || answerText === undefined
        ? fetchRequest(input, init)
        : answered(answerText, request);
    },
  });
}

async function answered(
  answerText: NonNullable<Handler['answerText']>,
  request: TextRequest,
): Promise<Response> {
  try {
    const response = answerText(request);
    return response instanceof Response ? response : await response;
  } catch (error) {
    throw failure(error);
  }
}

function requestsThrough(router: Router): Fetch {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const system = router.find(request);
    if (system === undefined) {
      throw fetchFailed(router.miss(request.method, request.url));
    }
    const response = await system.handler(request).catch((error: unknown) => {
      throw failure(error);
    });
    request.signal.throwIfAborted();
    return response;
  };
}

/** What `fetch` rejects with. */
function failure(error: unknown): unknown {
  return error instanceof ConnectionLost ? fetchFailed(error) : error;
}
