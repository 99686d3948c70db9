import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createClock } from '..';

describe('createClock', () => {
  it('does not move until it is advanced', () => {
    const clock = createClock(1000);
    assert.equal(clock.now(), 1000);
    assert.equal(clock.advance(5), 1005);
    assert.equal(clock.now(), 1005);
  });

  it('refuses to go back, and times that are not whole milliseconds', () => {
    const clock = createClock(1000);
    assert.throws(() => clock.advance(-1), /cannot advance by -1 ms/);
    assert.throws(() => clock.advance(0.5), RangeError);
    assert.throws(() => createClock(Number.NaN), /cannot start at NaN/);
  });
});
