/** Reports are never lost, and never partial by accident: which set a run replaces, and what it does where it cannot write. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { writeReports } from '../reports';
import { Context, type Terminal } from './context';
import {
  contents,
  PARTIAL,
  quickRun,
  resultsOf,
  SHOP_SECTION,
  shopProject,
  syncproof,
  verdictLine,
} from './testing';
import { report } from './write-reports';

/** The files of the whole set, and those beside it. */
function sets(cwd: string): readonly [ReadonlyMap<string, string>, readonly string[]] {
  const all = [...contents(cwd)].filter(([path]) => path.startsWith('reports/'));
  const isBeside = ([path]: readonly [string, string]): boolean => path.startsWith(`${PARTIAL}/`);
  return [new Map(all.filter((file) => !isBeside(file))), all.filter(isBeside).map(([path]) => path)];
}

const TAG = `@check:${SHOP_SECTION}/keep-in-sync`;

describe('a partial run', () => {
  for (const words of [
    ['--tags', TAG],
    ['--name', 'becomes exactly one'],
    ['--bail', '--engine', 'noop'],
  ]) {
    it(`goes beside the whole set, which stays: ${words.join(' ')}`, async () => {
      const cwd = shopProject();
      await quickRun(cwd);
      const [before] = sets(cwd);
      const { err } = await quickRun(cwd, ...words);
      const [after, beside] = sets(cwd);
      assert.deepEqual(after, before);
      assert.deepEqual(
        beside,
        [...before.keys()].map((path) => path.replace('reports/', `${PARTIAL}/`)),
      );
      assert.match(err, /Reports in reports\/partial\/ \(partial run: those of the last whole run stay\): /);
      const { partial, conformant } = resultsOf(cwd, PARTIAL).summary;
      assert.deepEqual([partial, conformant], [true, null]);
    });
  }

  it('goes where the user says, and beside what the config says', async () => {
    const cwd = shopProject({ 'syncproof.config.yaml': 'out: found\n' });
    await quickRun(cwd, '--tags', TAG, '--out', 'mine');
    assert.equal(resultsOf(cwd, 'mine').summary.partial, true);
    await quickRun(cwd, '--tags', TAG);
    assert.equal(resultsOf(cwd, 'found/partial').summary.partial, true);
    assert.ok(!existsSync(join(cwd, 'reports')) && !existsSync(join(cwd, 'mine/partial')));
  });

  it('is not what --bail makes of a run in which nothing fails: the set is whole', async () => {
    const cwd = shopProject();
    await quickRun(cwd, '--bail');
    assert.equal(resultsOf(cwd).summary.conformant, true);
    assert.deepEqual(sets(cwd)[1], []);
  });

  it('is what --bail leaves at the first failure, which every scenario that did not run names', async () => {
    const cwd = shopProject();
    const said = await quickRun(cwd, '--bail', '--engine', 'one-way');
    assert.equal(said.code, 1);
    assert.match(verdictLine(said), /^partial run, not everything held: .*1 failed, .*not-run/);
    const { checks } = resultsOf(cwd, PARTIAL);
    const scenarios = checks.flatMap((check) => check.scenarios);
    const failed = new Set(scenarios.filter(({ status }) => status === 'failed').map(({ name }) => name));
    assert.equal(failed.size, 1);
    const skipped = scenarios.filter(({ status }) => status === 'skipped');
    assert.ok(skipped.length > 0);
    assert.deepEqual(
      [...new Set(skipped.map(({ reason }) => reason))],
      [`--bail, and the scenario "${[...failed].join()}" did not pass`],
    );
  });

  it('is what the command under a failure makes, however the run was selected', async () => {
    const cwd = shopProject();
    await quickRun(cwd, '--engine', 'one-way');
    const [before] = sets(cwd);
    const { out } = await quickRun(cwd, '--engine', 'one-way', '--tags', `${TAG} and not @nothing`);
    const again = /again: npx syncproof (run .*)/.exec(out)?.[1] ?? '';
    assert.equal(again.match(/--tags/g)?.length, 1, again);
    const words = again.split(' ').map((word) => word.replaceAll("'", ''));
    const said = await syncproof(cwd, [...words, '--no-allure']);
    assert.equal(said.code, 1, said.err);
    assert.deepEqual(sets(cwd)[0], before);
    const selected = resultsOf(cwd, PARTIAL).checks.filter(({ scenarios }) => scenarios.length > 0);
    assert.deepEqual(
      selected.map(({ id }) => `@check:${id}`),
      [TAG],
    );
  });
});

describe('reports that cannot be written', () => {
  const cases: readonly (readonly [string, string, readonly string[], RegExp])[] = [
    ['where a link leads nowhere', 'nowhere', [], /The reports cannot be written to .*nowhere: /],
    ['of a partial run', 'reports/partial', ['--tags', TAG], /reports\/partial: /],
    ['of a partial run under --bail', 'reports/partial', ['--bail'], /reports\/partial: /],
    ['of a run that may be interrupted', 'reports/interrupted', [], /reports\/interrupted: /],
    ['where the user wants them', 'mine', ['--out', 'mine'], /mine: .*another place with --out/],
  ];
  for (const [what, link, words, message] of cases) {
    it(`are found before anything runs, ${what} (exit 2)`, async () => {
      const out = link === 'nowhere' ? link : 'reports';
      const cwd = shopProject({ 'syncproof.config.yaml': `out: ${out}\n`, 'reports/mine.txt': 'mine' });
      symlinkSync(join(cwd, 'gone/away'), join(cwd, link));
      const said = await quickRun(cwd, ...words);
      assert.equal(said.code, 2, said.out);
      assert.match(said.err, message);
      assert.equal(said.out, '');
      assert.doesNotMatch(said.err, /scenarios|^\s+at /m);
    });
  }

  it('leaves no directory behind where it only tried', async () => {
    const cwd = shopProject();
    const { code } = await quickRun(cwd, '--out', 'deep/below', '--tags', '@nothing');
    assert.equal(code, 2);
    assert.deepEqual(readdirSync(cwd).sort(), ['package.json', 'specs']);
  });

  for (const code of ['ENOSPC', 'EIO', 'EDQUOT']) {
    it(`loses no verdict where the disk says ${code} after the run: the checklist, one line, exit 3`, async () => {
      const cwd = shopProject();
      const ran = await quickRun(cwd);
      const before = contents(cwd);
      const said = { out: '', err: '' };
      const terminal: Terminal = {
        cwd,
        out: (text) => (said.out += text),
        err: (text) => (said.err += text),
        ...{ isTerminal: false, drawsProgress: false, mayColour: false, columns: 100 },
        untilStopped: () => new Promise(() => undefined),
      };
      const failing: typeof writeReports = () =>
        Promise.reject(Object.assign(new Error(`${code}: no, write`), { code, syscall: 'write' }));
      const context = await Context.load(terminal, { quiet: true });
      const exitCode = await report(context, resultsOf(cwd), { allure: false }, failing);
      assert.equal(exitCode, 3);
      assert.equal(said.out, ran.out);
      assert.match(said.err, new RegExp(`^The reports were not written: ${code}: no, write\\. .*\\n$`));
      assert.deepEqual(contents(cwd), before);
    });
  }
});
