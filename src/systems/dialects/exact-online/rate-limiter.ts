/**
 * How many calls an app may make for an administration (page "API limits" of Exact Online's developer documentation): a
 * number in each minute of the clock, and a number in each day of UTC. Calls without a division in their path do not count.
 */
import type { Clock } from '../../core/types';
import { createRateLimiter } from '../../http/rate-limiter';
import type { RateLimit, RateLimitUsage } from '../../http/rate-limiter';
import { ExactRefusal } from './refusal';

/** What is allowed; what is absent is not limited. */
export interface CallLimits {
  /** Exact Online's is 60. */
  readonly perMinute?: number;
  /** Exact Online's is 5,000. */
  readonly perDay?: number;
}

interface ExactLimit extends RateLimit {
  /** What the names of its headers begin with. */
  readonly prefix: string;
  /** What the window is called in the error. */
  readonly name: string;
}

const MINUTE = 60_000;
const DAY = 86_400_000;

/**
 * Makes what counts the calls of an administration.
 * @returns counts a call and gives the headers of its answer; it throws ExactRefusal (429) where there were too many, with
 * the headers of the limit that was hit, and no `Retry-After`
 */
export function createCallCounter(
  clock: Clock,
  { perMinute, perDay }: CallLimits = {},
): () => Readonly<Record<string, string>> {
  const limits: ExactLimit[] = [
    ...limitOf({ prefix: 'X-RateLimit-Minutely', name: 'minute', window: MINUTE }, perMinute),
    ...limitOf({ prefix: 'X-RateLimit', name: 'day', window: DAY }, perDay),
  ];
  const limiter = createRateLimiter(clock, limits);
  return () => {
    const decision = limiter.count();
    if (!decision.allowed) {
      const { limit, name } = decision.exceeded.limit;
      throw new ExactRefusal(429, `Too many requests: ${limit} calls are allowed in a ${name}.`, {
        headers: headersOf(decision.exceeded),
        ordinary: true,
      });
    }
    return Object.assign({}, ...decision.usage.map(headersOf)) as Readonly<Record<string, string>>;
  };
}

function limitOf(facts: Omit<ExactLimit, 'limit'>, limit: number | undefined): readonly ExactLimit[] {
  return limit === undefined ? [] : [{ ...facts, limit }];
}

/** `Reset` is in milliseconds since the epoch, UTC. */
function headersOf({
  limit: { prefix, limit },
  remaining,
  resetsAt,
}: RateLimitUsage<ExactLimit>): Readonly<Record<string, string>> {
  return {
    [`${prefix}-Limit`]: String(limit),
    [`${prefix}-Remaining`]: String(remaining),
    [`${prefix}-Reset`]: String(resetsAt),
  };
}
