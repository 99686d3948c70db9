/** `syncproof run` on documents that are wrong, on parts of them, and again. */
import assert from 'node:assert/strict';
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { RunResults } from '../verdict';
import {
  contents,
  ended,
  project,
  put,
  quickRun,
  PARTIAL,
  resultsOf,
  SHOP,
  SHOP_SECTION,
  shopDocument,
  shopProject,
  start,
  syncproof,
  verdictLine,
} from './testing';
import { packageRoot } from '../core/package-root';
import { scratchRoot } from '../core/temporary-directory';

/** The results without what differs from run to run: times, and the scenarios' numbers in addresses. */
function timeless({ run, checks, summary }: RunResults): unknown {
  const text = JSON.stringify({ run: { ...run, startedAt: '' }, checks, summary });
  return JSON.parse(text.replace(/"durationMs":[^,}]+/g, '"durationMs":0')) as unknown;
}

describe('documents that are wrong (exit 1, and every line accounted for)', () => {
  const cases: readonly (readonly [string, string | Uint8Array, string])[] = [
    ['a file that is not a dataflow document', 'hello\n', 'not-a-dataflow-document'],
    ['a file that is not UTF-8', new Uint8Array([0xff, 0xfe, 0, 0x61]), 'not-utf8'],
    ['an empty file', '', 'empty-document'],
  ];
  for (const [what, content, code] of cases) {
    it(`reports ${what} with lint, generate and run`, async () => {
      const cwd = project({ 'specs/bad.rst': content });
      const linted = await syncproof(cwd, ['lint']);
      assert.equal(linted.code, 1);
      assert.match(linted.out, new RegExp(`specs/bad\\.rst:1:1 error ${code} `));
      assert.equal((await syncproof(cwd, ['generate'])).code, 1);
      const ran = await quickRun(cwd);
      assert.equal(ran.code, 1);
      assert.match(ran.err, new RegExp(`error ${code} `));
      assert.equal(resultsOf(cwd).summary.conformant, false);
      assert.doesNotMatch(verdictLine(ran), /^conformant/);
    });

    it(`still runs the documents beside ${what}, and is red`, async () => {
      const cwd = shopProject({ 'specs/bad.rst': content });
      assert.equal((await quickRun(cwd)).code, 1);
      const passed = resultsOf(cwd).checks.filter(({ status }) => status === 'passed');
      assert.equal(passed.length, 5);
      assert.equal(resultsOf(cwd).summary.conformant, false);
    });
  }

  it('reports a sentence with one word changed as not understood at its line; the others run and pass', async () => {
    const original = readFileSync(join(packageRoot(), 'specs/wix.com-to-wix.rst'), 'utf8');
    const changed = original.replace('it will keep in sync', 'it will stay in sync');
    assert.notEqual(changed, original);
    const line = changed.slice(0, changed.indexOf('it will stay in sync')).split('\n').length;
    const config = readFileSync(join(packageRoot(), 'syncproof.config.yaml'));
    const cwd = project({ 'specs/wix.com-to-wix.rst': changed, 'syncproof.config.yaml': config });
    const said = await quickRun(cwd);
    assert.equal(said.code, 1);
    assert.match(said.err, new RegExp(`wix\\.com-to-wix\\.rst:${line}:\\d+ error`));
    const { checks, summary } = resultsOf(cwd);
    const odd = checks.filter(({ status }) => status === 'not-understood');
    assert.deepEqual(
      odd.map((check) => [check.line, check.kind]),
      [[line, 'not-understood']],
    );
    const others = checks.filter(({ status }) => status !== 'not-understood' && status !== 'informative');
    assert.ok(others.length > 10);
    assert.deepEqual([...new Set(others.map(({ status }) => status))], ['passed']);
    assert.equal(summary.conformant, false);
  });

  it('reports a row with a cell too few, and is red', async () => {
    const cwd = shopProject({ [SHOP]: shopDocument().replace('     - total\n     - "integer"\n', '') });
    assert.equal((await quickRun(cwd)).code, 1);
    const { checks } = resultsOf(cwd);
    assert.ok(checks.some(({ status, text }) => status === 'not-understood' && text.includes('amount')));
    assert.ok(checks.some(({ status, text }) => status === 'passed' && text.startsWith('name')));
  });
});

describe('a run of a part', () => {
  it('is partial: null instead of true, the rest not-selected, exit 0', async () => {
    const cwd = shopProject();
    const said = await quickRun(cwd, '--tags', `@check:${SHOP_SECTION}/create-always`);
    assert.equal(said.code, 0, said.err);
    const { checks, summary } = resultsOf(cwd, PARTIAL);
    assert.deepEqual([summary.conformant, summary.partial], [null, true]);
    const status = (id: string): unknown => checks.find((check) => check.id === id)?.status;
    assert.equal(status(`${SHOP_SECTION}/create-always`), 'passed');
    assert.equal(status(`${SHOP_SECTION}/keep-in-sync`), 'not-selected');
    assert.match(verdictLine(said), /partial/);
  });

  it('takes several names, each a regular expression', async () => {
    const cwd = shopProject();
    const all = resultsOf(cwd, (await quickRun(cwd), 'reports')).summary.scenarios;
    assert.equal((await quickRun(cwd, '--name', 'title', '--name', '^nothing$')).code, 0);
    const some = resultsOf(cwd, PARTIAL).summary.scenarios;
    assert.ok(some > 0 && some < all, `${some} of ${all}`);
  });

  it('stops with --bail at the first failure; what did not run is not-run, and red', async () => {
    const cwd = shopProject();
    const said = await quickRun(cwd, '--engine', 'noop', '--bail');
    assert.equal(said.code, 1, said.err);
    const { checks } = resultsOf(cwd, PARTIAL);
    const counts = (status: string): number => checks.filter((check) => check.status === status).length;
    assert.ok(counts('failed') >= 1);
    assert.ok(counts('not-run') >= 1);
    assert.equal(counts('passed'), 0);
    const failed = checks.flatMap(({ scenarios }) => scenarios.filter(({ status }) => status === 'failed'));
    assert.equal(new Set(failed.map(({ id }) => id)).size, 1);
  });
});

describe('a run again', () => {
  it('gives the same results for the same seed, in the same order, and repeats by its own command', async () => {
    const cwd = shopProject();
    await quickRun(cwd, '--engine', 'one-way', '--seed', '7');
    const first = resultsOf(cwd);
    assert.equal(first.summary.conformant, false);
    const { command } = first.run;
    assert.equal(command, 'npx syncproof run --engine one-way --seed 7 --transport direct');
    await syncproof(cwd, [...command.split(' ').slice(1), '--no-allure']);
    assert.deepEqual(timeless(resultsOf(cwd)), timeless(first));
  });

  it('gives other values for another seed, and the same verdict', async () => {
    const cwd = shopProject();
    const calls = async (seed: string): Promise<[string, unknown]> => {
      await quickRun(cwd, '--engine', 'one-way', '--seed', seed);
      const { checks } = resultsOf(cwd);
      return [JSON.stringify(checks), checks.map(({ id, status }) => `${id} ${status}`)];
    };
    const [one, other] = [await calls('1'), await calls('2')];
    assert.notEqual(one[0], other[0]);
    assert.deepEqual(one[1], other[1]);
  });

  it('gives the same checks in the same order with two processes', async () => {
    const cwd = shopProject({ 'specs/b-to-c.rst': shopDocument('B', 'C') });
    const lines = async (...words: string[]): Promise<unknown> => {
      // Its own process: its workers load the steps in its environment.
      const process = start(cwd, [
        'run',
        '--engine',
        'one-way',
        '--no-allure',
        '--transport',
        'direct',
        ...words,
      ]);
      const said = await ended(process);
      assert.equal(said.code, 1, said.err);
      const { checks, summary } = resultsOf(cwd);
      const states = checks.map(({ id, status, scenarios }) => [
        id,
        status,
        scenarios.map((each) => each.id),
      ]);
      return [states, summary.exitCode, summary.scenarios];
    };
    assert.deepEqual(await lines('--parallel', '2'), await lines());
  }).timeout(120_000);

  it('leaves no temporary directory behind, whether it is judged or refused', async () => {
    const cwd = shopProject();
    const mine = (): string[] =>
      readdirSync(scratchRoot()).filter((name) => name.startsWith(`syncproof-run-${process.pid}-`));
    await quickRun(cwd);
    await quickRun(cwd, '--tags', '@nothing');
    assert.deepEqual(mine(), []);
  });

  it('replaces the reports of the run before, and leaves other files beside them', async () => {
    const cwd = shopProject({ 'reports/mine.txt': 'mine' });
    await quickRun(cwd, '--engine', 'noop');
    assert.equal(resultsOf(cwd).summary.conformant, false);
    await quickRun(cwd);
    assert.equal(resultsOf(cwd).summary.conformant, true);
    assert.equal(contents(cwd).get('reports/mine.txt'), 'mine');
    const names = [...contents(join(cwd, 'reports')).keys()];
    assert.deepEqual(names, [
      'badge.json',
      'checklist/index.html',
      'checklist/shop-to-desk.html',
      'junit.xml',
      'messages.ndjson',
      'mine.txt',
      'results.ndjson',
      'summary.md',
    ]);
  });
});

describe('syncproof report', () => {
  it('rebuilds the reports from the results, byte for byte, with the exit code of the run', async () => {
    const cwd = shopProject();
    const ran = await quickRun(cwd, '--engine', 'noop');
    const before = contents(cwd);
    put(cwd, { 'reports/junit.xml': 'broken', 'reports/summary.md': 'broken' });
    const said = await syncproof(cwd, ['report', '--no-allure']);
    assert.deepEqual([said.code, said.out], [ran.code, ran.out]);
    assert.deepEqual(contents(cwd), before);
  });

  const broken: readonly (readonly [string, (text: string) => string, RegExp])[] = [
    ['no JSON', (text) => text.replace('{"type":"check"', '{"type":"check'), /results line \d+: not JSON/],
    [
      'cut off',
      (text) => text.slice(0, text.lastIndexOf('{"type":"summary"')),
      /must have the type "summary"/,
    ],
    ['empty', () => '', /results\.ndjson: results line/],
  ];
  for (const [what, spoil, message] of broken) {
    it(`refuses results that are ${what} (exit 2), and loses nothing`, async () => {
      const cwd = shopProject();
      await quickRun(cwd);
      const file = join(cwd, 'reports/results.ndjson');
      put(cwd, { 'reports/results.ndjson': spoil(readFileSync(file, 'utf8')) });
      const before = contents(cwd);
      const { code, err } = await syncproof(cwd, ['report', '--no-allure']);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.deepEqual(contents(cwd), before);
    });
  }
});
