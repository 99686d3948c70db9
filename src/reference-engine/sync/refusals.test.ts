import assert from 'node:assert/strict';
import type { WriteOperation } from '../planner/operations';
import { Refusals } from './refusals';

function write(body: Record<string, string>): WriteOperation {
  return { id: 'one', body } as unknown as WriteOperation;
}

/** Of so many syncs, those in which the write was tried; it is refused every time. */
function attempts(syncs: number, operation = write({ name: 'Ada' })): number[] {
  const refusals = new Refusals();
  const tried: number[] = [];
  for (let sync = 1; sync <= syncs; sync += 1) {
    refusals.nextSync();
    if (refusals.isPaused(operation)) {
      continue;
    }
    tried.push(sync);
    refusals.refused(operation);
  }
  return tried;
}

describe('refusals', () => {
  it('tries a refused write ever more rarely, and never gives it up', () => {
    assert.deepEqual(attempts(40), [1, 3, 6, 11, 20, 29, 38]);
  });

  it('tries at once when there is something else to write', () => {
    const refusals = new Refusals();
    refusals.nextSync();
    refusals.refused(write({ name: 'Ada' }));
    refusals.nextSync();
    assert.equal(refusals.isPaused(write({ name: 'Ada' })), true);
    assert.equal(refusals.isPaused(write({ name: 'Bob' })), false);
  });

  it('starts again after the system took the write', () => {
    const refusals = new Refusals();
    refusals.nextSync();
    refusals.refused(write({ name: 'Ada' }));
    refusals.taken(write({ name: 'Ada' }));
    assert.equal(refusals.isPaused(write({ name: 'Ada' })), false);
  });
});
