import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { BUILT_IN_ENGINES } from '../reference-engine';
import { packageRoot } from '../run';
import { mutantRow, runEngine, unexplainedFailures, type MutantRow } from '.';

const cwd = packageRoot();
const corpora = ['syncproof.config.yaml', 'fixtures/syncproof.config.yaml'].map((configFile) => ({
  cwd,
  configFile,
}));
const table = parse(readFileSync(join(cwd, 'fixtures', 'mutants.yaml'), 'utf8')) as Record<string, MutantRow>;
const faulty = BUILT_IN_ENGINES.filter((engine) => engine.mutant).map(({ name }) => name);

async function runsOf(engine: string): Promise<Awaited<ReturnType<typeof runEngine>>[]> {
  const runs = [];
  for (const corpus of corpora) {
    runs.push(await runEngine(engine, corpus));
  }
  return runs;
}

describe('every pass is known to be able to fail', () => {
  it('finds no fault in the reference engine, over the five documents and the fixtures', async () => {
    for (const { summary } of await runsOf('reference')) {
      assert.equal(summary.conformant, true);
    }
  });

  it('passes no sentence and no scenario of an engine that does nothing', async () => {
    for (const { checks } of await runsOf('noop')) {
      const judged = checks.filter(({ status }) => status !== 'informative');
      assert.deepEqual([...new Set(judged.map(({ status }) => status))], ['failed']);
      const passed = checks.flatMap(({ scenarios }) => scenarios.filter(({ status }) => status === 'passed'));
      assert.deepEqual(
        passed.map(({ id }) => id),
        [],
      );
    }
  });

  it('has a row in the table for each faulty engine, and no other', () => {
    assert.deepEqual(Object.keys(table).sort(), [...faulty].sort());
  });

  for (const engine of faulty) {
    it(`catches "${engine}" in the sentences that the table names, and in a Then`, async () => {
      const runs = await runsOf(engine);
      assert.deepEqual(mutantRow(runs), table[engine]);
      assert.deepEqual(
        unexplainedFailures(runs).map(({ id, status, error }) => ({ id, status, error })),
        [],
      );
    });
  }
});
