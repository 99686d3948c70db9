/** Engines with one bug, each over a few documents: the line that forbids the bug is red, and no other. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root';
import { BUILT_IN_ENGINES, BUILT_IN_NAMES, builtInEngine } from '../reference-engine';
import { MUTANTS } from '../reference-engine/mutants/all-mutants';
import { failedInThen, redLines } from '.';
import { runsOn, table, unexplained } from './testing';

const mutants = BUILT_IN_ENGINES.filter((engine) => engine.mutant).map(({ name }) => name);
const forbidding = new Map(MUTANTS.map(({ name, caughtBy }) => [name, caughtBy]));

/** The kinds of sentences and rows that forbid the bug, as its author stated them. */
function forbiddenBy(name: string): readonly string[] {
  return forbidding.get(builtInEngine(name)?.exportName ?? name) ?? [];
}

describe('every pass is known to be able to fail', () => {
  it('has a row in the table for each mutant, and for each that has parameters at least one; no other', () => {
    const named = Object.keys(table).map((name) => builtInEngine(name));
    assert.deepEqual(
      [...new Set(named.map((engine) => engine?.exportName))].sort(),
      BUILT_IN_NAMES.filter((name) => mutants.includes(name) || name.includes('<')).sort(),
    );
    assert.ok(named.every((engine) => engine?.mutant));
  });

  it('has a row in docs/mutation-testing.md for each built-in engine but the reference', () => {
    const whole = readFileSync(join(packageRoot(), 'docs', 'mutation-testing.md'), 'utf8');
    const [page = ''] = whole.split('\n## The oracle is tested');
    const rows = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(rows.sort(), BUILT_IN_NAMES.filter((name) => name !== 'reference').sort());
  });

  for (const [name, { on, red, open }] of Object.entries(table)) {
    it(open === undefined ? `catches "${name}"` : `does not catch "${name}" yet: ${open}`, async () => {
      const runs = await runsOn(name, on);
      const lines = redLines(runs);
      assert.deepEqual(
        lines.map(({ id, precondition }) => (precondition === undefined ? id : `precondition ${id}`)),
        red,
      );
      assert.deepEqual(unexplained(runs), []);
      const kinds = forbiddenBy(name);
      const caught = lines.filter(
        ({ kind, scenarios }) => scenarios.some(failedInThen) && kinds.some((each) => each === kind),
      );
      assert.equal(caught.length > 0, open === undefined, `it should be caught by ${kinds.join(' or ')}`);
    });
  }
});
