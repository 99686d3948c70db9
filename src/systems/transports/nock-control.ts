/**
 * The one place that switches nock on and off. Nock replaces `fetch` and `http` of the whole process as soon as it is
 * loaded: so it is loaded when it is first needed, and put away when nobody needs it any more.
 */
import { createRequire } from 'node:module';
import type nock from 'nock';

export type Nock = typeof nock;

let held = 0;

/** Nock, loaded now if it was not. */
export function loadNock(): Nock {
  return createRequire(__filename)('nock') as Nock;
}

/**
 * Switches nock on and closes the network, loopback included, to every call that it sees.
 * @returns takes the guard back; with the last one nock is switched off and the network is open to it again
 */
export function guardNock(): () => void {
  const library = loadNock();
  held += 1;
  if (!library.isActive()) {
    library.activate();
  }
  library.disableNetConnect();
  return () => {
    held -= 1;
    if (held > 0) {
      return;
    }
    library.enableNetConnect();
    library.restore();
  };
}
