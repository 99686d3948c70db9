/** Webhooks of served systems: there is no harness that decides when, so events go out as soon as something changed. */
import type { Handler, MockedSystem } from '../systems';

/**
 * The system, sending its webhooks' events after every call that may have changed something. One delivery is under way at
 * a time, and one more waits at most; what failed is sent again with the next one.
 */
export function delivering(system: MockedSystem): MockedSystem {
  if (!system.abilities.webhooks) {
    return system;
  }
  let last = Promise.resolve();
  let isQueued = false;
  const deliver = (): void => {
    if (isQueued) {
      return;
    }
    isQueued = true;
    last = last.then(async () => {
      isQueued = false;
      await system.deliver();
    });
  };
  const handler: Handler = async (request) => {
    try {
      return await system.handler(request);
    } finally {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        deliver();
      }
    }
  };
  return { ...system, handler };
}
