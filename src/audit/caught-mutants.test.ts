/** Mutants modelled on bugs that people reported, each over a few documents: the line that forbids the bug is red, no other. */
import assert from 'node:assert/strict';
import { MUTANTS } from '../reference-engine/mutants/all-mutants';
import { failedInThen, redLines } from '.';
import { caughtMutants, runsOn, unexplained } from './testing';

const forbidding = new Map(MUTANTS.map(({ name, caughtBy }) => [name, caughtBy]));

describe('a bug is caught on the line that forbids it, and its neighbours stay green', () => {
  for (const [name, { on, red, open }] of Object.entries(caughtMutants)) {
    it(open === undefined ? `catches "${name}"` : `does not catch "${name}" yet: ${open}`, async () => {
      const runs = await runsOn(name, on);
      const lines = redLines(runs);
      assert.deepEqual(
        lines.map(({ id, precondition }) => (precondition === undefined ? id : `precondition ${id}`)),
        red,
      );
      assert.deepEqual(unexplained(runs), []);
      const forbidden = forbidding.get(name) ?? [];
      const caught = lines.filter(
        ({ kind, scenarios }) => scenarios.some(failedInThen) && forbidden.some((each) => each === kind),
      );
      assert.equal(caught.length > 0, open === undefined, `it should be caught by ${forbidden.join(' or ')}`);
    });
  }
});
