import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createClock } from '../core/clock';
import { createRateLimiter } from './rate-limiter';

describe('a rate limiter', () => {
  it('counts in windows of the clock, reports what remains, and lets calls pass in the next window', () => {
    const clock = createClock(1500);
    const second = { limit: 2, window: 1000 };
    const limiter = createRateLimiter(clock, [second]);
    assert.deepEqual(limiter.count(), {
      allowed: true,
      usage: [{ limit: second, remaining: 1, resetsAt: 2000 }],
    });
    limiter.count();
    assert.deepEqual(limiter.count(), {
      allowed: false,
      exceeded: { limit: second, remaining: 0, resetsAt: 2000 },
    });
    clock.advance(500);
    assert.equal(limiter.count().allowed, true);
  });

  it('does not count a refused call against any limit', () => {
    const clock = createClock(0);
    const [second, minute] = [
      { limit: 1, window: 1000 },
      { limit: 3, window: 60_000 },
    ];
    const limiter = createRateLimiter(clock, [second, minute]);
    limiter.count();
    limiter.count();
    clock.advance(1000);
    assert.deepEqual(limiter.count(), {
      allowed: true,
      usage: [
        { limit: second, remaining: 0, resetsAt: 2000 },
        { limit: minute, remaining: 1, resetsAt: 60_000 },
      ],
    });
  });
});
