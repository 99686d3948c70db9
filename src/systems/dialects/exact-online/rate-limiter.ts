/**
 * How many calls an app may make for an administration (page "API limits" of Exact Online's developer documentation): so
 * many in a minute of the clock, and so many in a day of UTC. Calls without a division in their path do not count.
 */
import type { Clock } from '../../core/types';
import { ExactRefusal } from './refusal';

/** What is allowed; what is absent is not limited. */
export interface CallLimits {
  /** Exact Online's is 60. */
  readonly perMinute?: number;
  /** Exact Online's is 5,000. */
  readonly perDay?: number;
}

/** Counts the calls of an administration. */
export interface RateLimiter {
  /**
   * Counts a call.
   * @returns the headers of its answer
   * @throws Refusal (429) where there were too many; it has the headers of the limit that was hit, and no `Retry-After`
   */
  count(): Readonly<Record<string, string>>;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

interface Window {
  readonly prefix: string;
  readonly name: string;
  readonly length: number;
  readonly limit: number;
  start: number;
  used: number;
}

function windowOf(prefix: string, name: string, length: number, limit: number | undefined): Window[] {
  return limit === undefined ? [] : [{ prefix, name, length, limit, start: 0, used: 0 }];
}

/** Makes the desk of an administration. */
export function createLimitDesk(clock: Clock, { perMinute, perDay }: CallLimits = {}): RateLimiter {
  const windows = [
    ...windowOf('X-RateLimit-Minutely', 'minute', MINUTE, perMinute),
    ...windowOf('X-RateLimit', 'day', DAY, perDay),
  ];
  return {
    count() {
      const now = clock.now();
      for (const window of windows) {
        const start = now - (now % window.length);
        if (window.start !== start) {
          Object.assign(window, { start, used: 0 });
        }
      }
      const full = windows.find(({ used, limit }) => used >= limit);
      if (full !== undefined) {
        const detail = `Too many requests: ${full.limit} calls are allowed in a ${full.name}.`;
        throw new ExactRefusal(429, detail, { headers: headersOf(full), ordinary: true });
      }
      for (const window of windows) {
        window.used += 1;
      }
      return Object.assign({}, ...windows.map(headersOf)) as Readonly<Record<string, string>>;
    },
  };
}

/** `Reset` is in milliseconds since the epoch, UTC. */
function headersOf({ prefix, limit, used, start, length }: Window): Readonly<Record<string, string>> {
  return {
    [`${prefix}-Limit`]: String(limit),
    [`${prefix}-Remaining`]: String(limit - used),
    [`${prefix}-Reset`]: String(start + length),
  };
}
