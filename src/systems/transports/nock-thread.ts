/**
 * Prepares an engine's thread for the transport that catches every call: nock in this thread leads `node:http` of any host
 * into the transport's `fetch`, which lies in another thread, and which answers or lists what is unmatched. `fetch` needs no
 * interceptor: it is the transport's.
 */
import { guardNock, loadNock } from './nock-control';
import { intercept, unmatched } from './nock-intercept';
import { forbidNetwork } from './network-guard';

/** Every origin. */
const ANYWHERE = /^/;

/** @param fetch - leads to the transport */
export function prepareThread(fetch: typeof globalThis.fetch): void {
  forbidNetwork();
  guardNock();
  globalThis.fetch = fetch;
  intercept(ANYWHERE, fetch);
  // Only a method that the interceptors do not have gets here; the transport lists the call.
  loadNock().emitter.on('no match', (...facts: unknown[]) => {
    const [method, url] = unmatched(facts);
    fetch(url, { method }).catch(() => undefined);
  });
}
