/**
 * The one place that switches nock on and off. Nock replaces `fetch` and `http` of the whole process as soon as it is
 * loaded: so it is loaded when it is first needed, and put away when nobody needs it any more.
 */
import { createRequire } from 'node:module';
import type nock from 'nock';
import { isLoopback } from './loopback';

export type Nock = typeof nock;

/** What calls that no interceptor answers may reach; where guards differ, the strictest holds. */
export type NockGuard = 'nothing' | 'loopback-only';

const held: NockGuard[] = [];

/** Nock, loaded now if it was not. */
export function loadNock(): Nock {
  return createRequire(__filename)('nock') as Nock;
}

/**
 * Switches nock on and closes the network to it.
 * @returns takes the guard back; with the last one nock is switched off and the network is open to it again
 */
export function guardNock(guard: NockGuard): () => void {
  held.push(guard);
  apply();
  return () => {
    held.splice(held.indexOf(guard), 1);
    apply();
  };
}

function apply(): void {
  const library = loadNock();
  if (held.length === 0) {
    library.enableNetConnect();
    library.restore();
    return;
  }
  if (!library.isActive()) {
    library.activate();
  }
  library.disableNetConnect();
  if (!held.includes('nothing')) {
    library.enableNetConnect((host) => isLoopback(host.replace(/:\d+$/, '')));
  }
}
