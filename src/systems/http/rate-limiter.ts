/** Limits on calls in fixed windows of time: a number in each minute of the clock, a number in each day. */
import type { Clock } from '../core/types';

/** How many calls are allowed in each window. */
export interface RateLimit {
  readonly limit: number;
  /** The length of a window, in milliseconds; windows begin at its multiples since the epoch. */
  readonly window: number;
}

/** What is used of a limit now. */
export interface RateLimitUsage<Limit extends RateLimit> {
  readonly limit: Limit;
  readonly remaining: number;
  /** When the window ends, in milliseconds since the epoch. */
  readonly resetsAt: number;
}

/** Whether a call is allowed, and what is used of the limits. */
export type RateLimitDecision<Limit extends RateLimit> =
  | { readonly allowed: true; readonly usage: readonly RateLimitUsage<Limit>[] }
  | { readonly allowed: false; readonly exceeded: RateLimitUsage<Limit> };

/** Counts calls. */
export interface RateLimiter<Limit extends RateLimit> {
  /** Counts a call, unless a limit is used up. */
  count(): RateLimitDecision<Limit>;
}

/** @param limits - all of them hold; of several that are used up the first is reported */
export function createRateLimiter<Limit extends RateLimit>(
  clock: Clock,
  limits: readonly Limit[],
): RateLimiter<Limit> {
  const counts = limits.map((limit) => ({ limit, start: 0, used: 0 }));
  const usageOf = ({ limit, start, used }: (typeof counts)[number]): RateLimitUsage<Limit> => ({
    limit,
    remaining: limit.limit - used,
    resetsAt: start + limit.window,
  });
  return {
    count() {
      const now = clock.now();
      for (const count of counts) {
        const start = now - (now % count.limit.window);
        if (count.start !== start) {
          Object.assign(count, { start, used: 0 });
        }
      }
      const full = counts.find(({ used, limit }) => used >= limit.limit);
      if (full !== undefined) {
        return { allowed: false, exceeded: usageOf(full) };
      }
      for (const count of counts) {
        count.used += 1;
      }
      return { allowed: true, usage: counts.map(usageOf) };
    },
  };
}
