/** What a network does between an engine and the systems: which hosts are this machine, and how calls fail. */
import { redact } from '../../core/redact';

export { isLoopback } from '../../core/loopback';

/** A request as `Transport.unmatched()` lists it; tokens in the URL are redacted. */
export function unmatchedLine(method: string, url: string): string {
  return redact(`${method} ${url}`);
}

/**
 * The connection breaks instead of an answer: a fault that a handler throws, and that every transport turns into what its
 * clients would see on a real network. `code` is what Node's sockets say: `ECONNREFUSED`, `ECONNRESET`.
 */
export class ConnectionLost extends Error {
  override readonly name = 'ConnectionLost';

  constructor(readonly code: 'ECONNREFUSED' | 'ECONNRESET') {
    super(code === 'ECONNREFUSED' ? 'connect ECONNREFUSED' : 'read ECONNRESET');
  }
}

/** What Node's `fetch` rejects with where no connection can be made. */
export function fetchFailed(cause: unknown): TypeError {
  return new TypeError('fetch failed', { cause });
}

/** The cause of a failed call that no system was added for. */
export function noSystemAt(method: string, url: string): Error {
  const message = `There is no simulated system at ${unmatchedLine(method, url)}: add one, or fix the base URL.`;
  return Object.assign(new Error(message), { code: 'ENOTFOUND' });
}
