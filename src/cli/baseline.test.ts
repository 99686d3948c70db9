/** `syncproof run` with a baseline, and with `--update-baseline`. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  contents,
  project,
  put,
  quickRun,
  PARTIAL,
  resultsOf,
  SHOP,
  SHOP_SECTION,
  shopDocument,
  shopProject,
  syncproof,
} from './testing';

const NAME = 'baseline.yaml';
const SYNC = `${SHOP_SECTION}/keep-in-sync`;
const CREATED = `${SHOP_SECTION}/create-always`;

/** An engine that gets one sentence wrong: it takes its own writes for edits. */
const WRONG = ['--engine', 'echo'];

function baseline(...entries: readonly string[]): string {
  return `known:\n${entries.map((entry) => `  - ${entry}\n`).join('')}`;
}

function withBaseline(text: string): string {
  return shopProject({ [NAME]: text, 'syncproof.config.yaml': `baseline: ${NAME}\n` });
}

function checksOf(cwd: string): string[] {
  return [...readFileSync(join(cwd, NAME), 'utf8').matchAll(/check: (\S+)/g)].map(([, check]) => check ?? '');
}

describe('a run with a baseline', () => {
  it('is conformant where only what is listed fails, and says why in every report', async () => {
    const issue = 'https://issues.example/7';
    const cwd = withBaseline(baseline(`check: ${SYNC}\n    reason: not built yet\n    issue: ${issue}`));
    const { code, out, err } = await quickRun(cwd, ...WRONG);
    assert.equal(code, 0, out);
    assert.equal(err.includes('does not act on'), false);
    const { run, checks, summary } = resultsOf(cwd);
    assert.deepEqual([summary.conformant, summary.byStatus.failed, run.baseline], [true, undefined, NAME]);
    const sentence = checks.find(({ id }) => id === SYNC);
    assert.deepEqual([sentence?.status, sentence?.baseline], ['known', { reason: 'not built yet', issue }]);
    assert.match(out, /known\n +not built yet \(https:\/\/issues\.example\/7\)\n/);
    for (const report of ['summary.md', 'junit.xml']) {
      assert.match(readFileSync(join(cwd, 'reports', report), 'utf8'), /not built yet/, report);
    }
  });

  it('fails on an unexpected pass and on a stale entry, each with its place, until they are removed', async () => {
    const cwd = withBaseline(baseline(`check: ${SYNC}`, `check: ${CREATED}`, `check: ${SYNC}s`));
    const { code, out } = await quickRun(cwd, ...WRONG);
    assert.equal(code, 1, out);
    assert.equal(
      out.includes(
        `unexpected pass: ${CREATED} is listed as failing (${NAME}:3) and passed; remove the entry\n`,
      ),
      true,
      out,
    );
    assert.equal(
      out.includes(
        `unknown check: ${SYNC}s is listed as failing (${NAME}:4), and no document has it; remove the entry, or write ${SYNC}\n`,
      ),
      true,
      out,
    );
    assert.equal(resultsOf(cwd).summary.conformant, false);
    put(cwd, { [NAME]: baseline(`check: ${SYNC}`) });
    assert.equal((await quickRun(cwd, ...WRONG)).code, 0);
  });

  it('ignores entries of documents that the command line does not name', async () => {
    const cwd = withBaseline(baseline(`check: ${SYNC}`, 'check: b-to-c/x/keep-in-sync'));
    put(cwd, { 'specs/c-to-d.rst': shopDocument('C', 'D') });
    assert.equal((await quickRun(cwd, SHOP, ...WRONG)).code, 0);
    assert.equal((await quickRun(cwd, ...WRONG)).code, 1);
  });

  it('takes the file of the command line before that of the config, and repeats it in its own command', async () => {
    const cwd = withBaseline(baseline('check: nothing/like/this'));
    put(cwd, { 'sub/other.yaml': baseline(`check: ${SYNC}`) });
    const { code, out } = await quickRun(cwd, ...WRONG, '--baseline', 'sub/other.yaml');
    assert.equal(code, 0, out);
    assert.match(resultsOf(cwd).run.command, / --baseline sub\/other\.yaml$/);
    const inside = join(cwd, 'sub');
    assert.equal((await quickRun(inside, ...WRONG, '--baseline', 'other.yaml')).code, 0);
  });

  it('does not call a pass unexpected that rests on a part of the scenarios', async () => {
    const cwd = withBaseline(baseline(`check: ${CREATED}`));
    const names = (await quickRun(cwd), resultsOf(cwd).checks)
      .find(({ id }) => id === CREATED)
      ?.scenarios.map(({ name }) => name);
    assert.ok(names !== undefined && names.length > 1);
    const one = names[0]?.replace(/[^\w ]/g, '.') ?? '';
    const { code, out } = await quickRun(cwd, '--name', `^${one}$`);
    assert.equal(code, 0, out);
    assert.equal(resultsOf(cwd, PARTIAL).summary.unexpected, undefined);
  });

  it('does not call a pass unexpected that rests on a part of a group', async () => {
    const cwd = withBaseline(baseline(`check: ${CREATED}`));
    put(cwd, {
      'specs/c-to-d.rst': shopDocument('C', 'D'),
      'syncproof.config.yaml': `baseline: ${NAME}\ngroups: [[shop-to-desk, c-to-d]]\n`,
    });
    assert.equal((await quickRun(cwd, SHOP)).code, 0);
    assert.equal((await quickRun(cwd)).code, 1);
  });

  const refused: readonly (readonly [string, string | undefined, RegExp])[] = [
    [
      'that does not exist',
      undefined,
      /baseline\.yaml: the baseline does not exist; write it with "syncproof run --update-baseline"/,
    ],
    ['that is wrong', 'known: [{chek: a}]\n', /baseline\.yaml:1:\d+: .*; did you mean "check"\?/],
    [
      'that lists what is not judged',
      baseline(`check: ${SHOP_SECTION}/heading`),
      /baseline\.yaml:2:12: ".*\/heading" has the kind heading, which is not judged and so cannot fail; remove the entry/,
    ],
  ];
  for (const [what, text, message] of refused) {
    it(`is refused with a baseline ${what} (exit 2), and the reports stay`, async () => {
      const cwd = shopProject({
        'syncproof.config.yaml': `baseline: ${NAME}\n`,
        ...(text === undefined ? {} : { [NAME]: text }),
      });
      const before = contents(cwd);
      const { code, err } = await quickRun(cwd, ...WRONG);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.deepEqual(contents(cwd), before);
    });
  }
});

describe('a run with disputed checks', () => {
  it('is conformant where only they fail, and says why in every report', async () => {
    const cwd = shopProject({
      'syncproof.config.yaml': `disputed:\n  - {check: ${SYNC}, reason: nobody knows what it means}\n  - {check: ${CREATED}, reason: neither this}\n`,
    });
    const { code, out } = await quickRun(cwd, ...WRONG);
    assert.equal(code, 0, out);
    const { checks, summary } = resultsOf(cwd);
    assert.deepEqual([summary.conformant, summary.byStatus.disputed], [true, 1]);
    const status = (id: string): unknown => checks.find((check) => check.id === id)?.status;
    assert.deepEqual([status(SYNC), status(CREATED)], ['disputed', 'passed']);
    assert.match(out, / {2}disputed\n +nobody knows what it means\n/);
    for (const report of ['summary.md', 'junit.xml', 'results.ndjson']) {
      assert.match(readFileSync(join(cwd, 'reports', report), 'utf8'), /nobody knows what it means/, report);
    }
  });
});

describe('run --update-baseline', () => {
  it('creates the file with what fails, and is conformant by it', async () => {
    const cwd = shopProject();
    const { code, out, err } = await quickRun(cwd, ...WRONG, '--baseline', NAME, '--update-baseline');
    assert.equal(code, 0, out);
    assert.deepEqual(checksOf(cwd), [SYNC]);
    assert.match(
      err,
      new RegExp(
        `\\n {2}\\+ ${SYNC}\\n${NAME}: 1 added, 0 removed, 1 known failure; 1 without a reason: write why each fails into its entry\\n`,
      ),
    );
    assert.deepEqual([resultsOf(cwd).summary.conformant, resultsOf(cwd).summary.byStatus.known], [true, 1]);
    assert.equal((await quickRun(cwd, ...WRONG, '--baseline', NAME)).code, 0);
    assert.doesNotMatch(resultsOf(cwd).run.command, /update/);
  });

  it('adds and removes entries, sorted, and keeps reasons, issues and comments of the others', async () => {
    const kept = `  # The only one.\n  - check: ${SYNC} # really\n    reason: not built yet\n`;
    const cwd = withBaseline(`# ours\nknown:\n  - check: zzz/gone/for-good\n${kept}  - check: ${CREATED}\n`);
    assert.equal((await quickRun(cwd, ...WRONG, '--update-baseline')).code, 0);
    assert.equal(readFileSync(join(cwd, NAME), 'utf8'), `# ours\nknown:\n${kept}`);
    await quickRun(cwd, '--engine', 'noop', '--update-baseline');
    const checks = checksOf(cwd);
    assert.ok(checks.length > 2);
    assert.deepEqual(checks, [...checks].sort());
    assert.ok(readFileSync(join(cwd, NAME), 'utf8').includes(kept));
    const { code, err } = await quickRun(cwd, '--update-baseline');
    assert.equal(code, 0);
    assert.equal(readFileSync(join(cwd, NAME), 'utf8'), '# ours\nknown: []\n');
    assert.match(err, new RegExp(`${NAME}: 0 added, ${checks.length} removed, 0 known failures\\n`));
  });

  it('keeps entries of documents that the command line does not name', async () => {
    const cwd = withBaseline(baseline('check: b-to-c/x/keep-in-sync'));
    assert.equal((await quickRun(cwd, SHOP, ...WRONG, '--update-baseline')).code, 0);
    assert.deepEqual(checksOf(cwd), ['b-to-c/x/keep-in-sync', SYNC]);
  });

  const TEXT = baseline(`check: ${CREATED}`);
  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      '--tags',
      ['--tags', '@a'],
      /--update-baseline needs a whole run: with --tags only a part of the scenarios runs\. Leave it out\./,
    ],
    ['--name', ['--name', 'title'], /needs a whole run: with --name /],
    ['--bail', ['--bail'], /needs a whole run: with --bail /],
    [
      'a baseline that could not be written',
      ['--baseline', 'gone/baseline.yaml'],
      /cannot be written to .*gone\/baseline\.yaml: /,
    ],
    ['a wrong baseline', ['--baseline', 'package.json.yaml'], /unknown key "none"; /],
  ];
  for (const [what, words, message] of refused) {
    it(`is refused with ${what} (exit 2), and nothing is written`, async () => {
      const cwd = withBaseline(TEXT);
      put(cwd, { 'package.json.yaml': 'none: 1\n' });
      const before = contents(cwd);
      const { code, err } = await quickRun(cwd, '--update-baseline', ...words);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.deepEqual(contents(cwd), before);
    });
  }

  it('is refused without a name for the file', async () => {
    const { code, err } = await quickRun(shopProject(), '--update-baseline');
    assert.equal(code, 2);
    assert.match(
      err,
      /--update-baseline needs a file: name it with --baseline, or as "baseline" in the config/,
    );
  });

  it('is refused where a group is named in part', async () => {
    const cwd = project({
      [SHOP]: shopDocument(),
      'specs/b-to-c.rst': shopDocument('B', 'C'),
      'syncproof.config.yaml': `baseline: ${NAME}\ngroups: [[shop-to-desk, b-to-c]]\n`,
    });
    const { code, err } = await quickRun(cwd, SHOP, '--update-baseline');
    assert.equal(code, 2);
    assert.match(
      err,
      /shop-to-desk belongs to a group \("groups" in the config\) of which other documents are not named/,
    );
    assert.equal(existsSync(join(cwd, NAME)), false);
    assert.equal((await quickRun(cwd, '--update-baseline')).code, 0);
  });

  const broken: readonly (readonly [string, string, number, RegExp])[] = [
    [
      'the engine broke',
      'sync: async () => { throw new Error("boom"); }',
      4,
      /was not updated: the engine did not start, broke/,
    ],
    [
      'nothing was judged',
      'configure: async () => ({ unsupported: "native" })',
      3,
      /was not updated: the harness failed, or nothing was judged/,
    ],
  ];
  for (const [what, method, exit, message] of broken) {
    it(`leaves the file alone where ${what}`, async () => {
      const cwd = withBaseline(TEXT);
      put(cwd, {
        'mine.js': `exports.createEngine = () => ({
  hello: async () => ({ engine: { name: 'mine', version: '1' }, capabilities: [] }),
  configure: async () => ({}), sync: async () => ({}), stop: async () => {}, ${method} });\n`,
        'syncproof.config.yaml': `baseline: ${NAME}\nengines: {mine: {module: ./mine.js}}\n`,
      });
      const { code, err, out } = await quickRun(cwd, '--engine', 'mine', '--update-baseline');
      assert.equal(code, exit, out);
      assert.match(err, message);
      assert.equal(readFileSync(join(cwd, NAME), 'utf8'), TEXT);
    });
  }

  it('says what a directory in the place of the file is', async () => {
    const cwd = shopProject();
    mkdirSync(join(cwd, 'dir.yaml'));
    const { code, err } = await syncproof(cwd, ['run', '--baseline', 'dir.yaml', '--no-allure']);
    assert.equal(code, 2);
    assert.match(err, /dir\.yaml: it cannot be read \(it is not a regular file/);
  });
});
