import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root';
import { BUILT_IN_ENGINES, BUILT_IN_NAMES, builtInEngine } from '../reference-engine';
import { mutantRow } from '.';
import { caughtMutants, runsOf, table, unexplained } from './testing';

const mutants = BUILT_IN_ENGINES.filter((engine) => engine.mutant).map(({ name }) => name);
const listed = [...Object.keys(table), ...Object.keys(caughtMutants)];

describe('every pass is known to be able to fail', () => {
  it('has a row in one of the tables for each mutant, and for each that has parameters at least one; no other', () => {
    const named = listed.map((name) => builtInEngine(name));
    assert.deepEqual(
      [...new Set(named.map((engine) => engine?.exportName))].sort(),
      BUILT_IN_NAMES.filter((name) => mutants.includes(name) || name.includes('<')).sort(),
    );
    assert.ok(named.every((engine) => engine?.mutant));
  });

  it('has a row in docs/mutation-testing.md for each built-in engine but the reference', () => {
    const page = readFileSync(join(packageRoot(), 'docs', 'mutation-testing.md'), 'utf8');
    const rows = [...page.matchAll(/^\| `([^`]+)` \|/gm)].map(([, name]) => name);
    assert.deepEqual(rows.sort(), BUILT_IN_NAMES.filter((name) => name !== 'reference').sort());
  });

  for (const engine of mutants.filter((name) => name in table)) {
    it(`catches "${engine}" in the sentences that the table names, and in a Then`, async () => {
      const runs = await runsOf(engine);
      assert.deepEqual(mutantRow(runs), table[engine]);
      assert.deepEqual(unexplained(runs), []);
    });
  }
});
