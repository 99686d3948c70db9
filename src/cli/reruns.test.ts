/** Running a part of what there is: what failed before, what changed, or nothing at all. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InterruptedExitCode } from '../verdict';
import { until } from '../engines/testing';
import {
  contents,
  PARTIAL,
  put,
  quickRun,
  resultsOf,
  SHOP,
  SHOP_SECTION,
  shopDocument,
  shopProject,
  syncproof,
} from './testing';
import { REFERENCE } from './testing-engines';

const ROW = `${SHOP_SECTION}/properties/name~title`;
/** An engine that breaks a part of the sentences: all of them run again would be a whole run. */
const PARTLY_WRONG = 'drop-row-2';

const OTHER_ROW = `${SHOP_SECTION}/properties/amount~total`;

/** Ids of the checks that have scenarios in the results. */
function ran(cwd: string, out = PARTIAL): string[] {
  return resultsOf(cwd, out)
    .checks.filter(({ scenarios }) => scenarios.length > 0)
    .map(({ id }) => id);
}

describe('run --rerun-failed', () => {
  it('runs the checks that failed in the last whole run, and then those that still fail', async () => {
    const cwd = shopProject();
    await quickRun(cwd, '--engine', PARTLY_WRONG);
    const failed = resultsOf(cwd)
      .checks.filter(({ status, scenarios }) => status === 'failed' && scenarios.length > 0)
      .map(({ id }) => id);
    assert.ok(failed.length > 0);
    const still = await quickRun(cwd, '--engine', PARTLY_WRONG, '--rerun-failed');
    assert.equal(still.code, 1, still.err);
    assert.deepEqual(ran(cwd), failed);
    assert.match(resultsOf(cwd, PARTIAL).run.command, / --rerun-failed$/);
    const fixed = await quickRun(cwd, '--rerun-failed');
    assert.equal(fixed.code, 0, fixed.err);
    assert.deepEqual(ran(cwd), failed);
    const nothing = await quickRun(cwd, '--rerun-failed');
    assert.equal(nothing.code, 2, nothing.err + nothing.out);
    assert.match(nothing.err, /^--rerun-failed: nothing failed in the last run \(reports\)/);
  });

  it('keeps what a partial run did not judge, and runs only what --tags selects as well', async () => {
    const cwd = shopProject();
    await quickRun(cwd, '--engine', 'noop');
    await quickRun(cwd, '--tags', `@check:${ROW}`);
    assert.equal((await quickRun(cwd, '--rerun-failed')).code, 0);
    assert.ok(ran(cwd).includes(OTHER_ROW) && !ran(cwd).includes(ROW));
    await quickRun(cwd, '--engine', 'noop');
    await quickRun(cwd, '--engine', 'noop', '--rerun-failed', '--tags', `@check:${ROW}`);
    assert.deepEqual(ran(cwd), [ROW]);
  });

  it('refuses where there are no results, or none that can be read (exit 2)', async () => {
    const cwd = shopProject();
    const none = await quickRun(cwd, '--rerun-failed');
    assert.equal(none.code, 2);
    assert.match(none.err, /^--rerun-failed: there are no results in reports, nor in reports\/partial\./);
    put(cwd, { 'reports/results.ndjson': 'nonsense\n' });
    const broken = await quickRun(cwd, '--rerun-failed');
    assert.equal(broken.code, 2);
    assert.match(broken.err, /^--rerun-failed: reports\/results\.ndjson: results line 1: not JSON/);
  });
});

describe('run --dry-run', () => {
  it('lists what would run, and which option leaves out the rest; nothing runs, nothing is written', async () => {
    const cwd = shopProject();
    const before = contents(cwd);
    const words = ['--tags', `@check:${ROW}`, '--name', 'after an edit of the Shop'];
    const { code, out } = await syncproof(cwd, ['run', '--dry-run', ...words]);
    assert.equal(code, 0);
    assert.deepEqual(contents(cwd), before);
    const entries = out.split('\n').filter((line) => line.startsWith('  '));
    assert.deepEqual(
      [...new Set(entries.map((line) => line.slice(2, 25).trimEnd()))].sort(),
      ['not by --name', 'not by --tags', 'not by --tags, --name', 'runs'].sort(),
    );
    const planned = Number(/ of (\d+) scenarios would run/.exec(out)?.[1]);
    assert.equal(entries.length, planned);
    await quickRun(cwd, ...words);
    const { checks, summary } = resultsOf(cwd, PARTIAL);
    const names = new Set(checks.flatMap(({ scenarios }) => scenarios.map(({ name }) => name)));
    const listed = entries.filter((line) => line.startsWith('  runs '));
    assert.equal(listed.length, summary.scenarios);
    assert.ok(listed.every((line) => [...names].some((name) => line.endsWith(name))));
    assert.match(
      out,
      new RegExp(`\\n${listed.length} of \\d+ scenarios would run, \\d+ left out; nothing was run\\.\\n$`),
    );
  });

  it('says of what has no scenario why, and asks no engine', async () => {
    const cwd = shopProject({
      [SHOP]: shopDocument().replace(
        'Every Shop Order will be synchronized with a Desk Ticket.',
        'A Shop Order is synchronized with a Desk Ticket if the moon is full.',
      ),
      'syncproof.config.yaml': 'engines: {mine: {command: [no-such-program]}}\nengine: mine\n',
    });
    const { code, out } = await syncproof(cwd, ['run', '--dry-run', '--quiet']);
    assert.equal(code, 0);
    assert.match(out, /^specs\/shop-to-desk\.rst\n/);
    assert.match(out, /\d+ scenarios would run; nothing was run\.\n$/);
  });

  for (const [what, words] of [
    ['selects nothing', ['--name', 'nothing at all']],
    ['is not a tag expression', ['--tags', '(']],
    ['is to be watched', ['--watch']],
    ['is to change the baseline', ['--update-baseline']],
  ] as const) {
    it(`refuses what ${what} (exit 2)`, async () => {
      const { code, out } = await syncproof(shopProject(), ['run', '--dry-run', ...words]);
      assert.deepEqual({ code, out }, { code: 2, out: '' });
    });
  }
});

/** Ends what is still watched. */
const STOPS: ((exitCode: InterruptedExitCode) => void)[] = [];

/** A watched run: what it says, and how it is ended. */
interface WatchedRun {
  readonly said: () => string;
  readonly printed: () => string;
  /** Resolves when it has waited for changes so many times. */
  readonly waits: (times: number) => Promise<void>;
  readonly end: () => Promise<number>;
}

function watched(cwd: string, words: readonly string[], isTerminal = false): WatchedRun {
  let stop: (exitCode: InterruptedExitCode) => void = () => undefined;
  const text = { out: '', err: '' };
  const ended = syncproof(cwd, ['run', '--watch', '--no-allure', '--transport', 'direct', ...words], {
    isTerminal,
    mayColour: false,
    out: (more) => (text.out += more),
    err: (more) => (text.err += more),
    untilStopped: () =>
      new Promise((resolve) => {
        stop = resolve;
        STOPS.push(resolve);
      }),
  });
  return {
    said: () => text.err,
    printed: () => text.out,
    waits: (times) =>
      until(() => text.err.split('Waiting for changes').length > times, `wait number ${times}`, 50_000),
    end: async () => {
      stop(130);
      return (await ended).code;
    },
  };
}

const CONFIG = 'engines: {mine: {module: ./mine.js}}\nengine: mine\n';
const MINE = `module.exports = require(${REFERENCE});\n`;

describe('run --watch', () => {
  afterEach(() => {
    STOPS.splice(0).forEach((end) => {
      end(130);
    });
  });

  it('runs all, then what diff says of a document, and nothing for words that nobody judges', async () => {
    const cwd = shopProject({ 'specs/b-to-c.rst': shopDocument('B', 'C') });
    const run = watched(cwd, []);
    await run.waits(1);
    assert.equal(resultsOf(cwd).summary.conformant, true);
    put(cwd, { [SHOP]: shopDocument().replace('- title\n', '- subject\n') });
    await run.waits(2);
    assert.match(run.said(), /\nChanged: specs\/shop-to-desk\.rst\n/);
    const again = resultsOf(cwd, PARTIAL);
    assert.ok(ran(cwd).includes(`${SHOP_SECTION}/properties/name~subject`));
    assert.ok(
      again.checks.filter(({ id }) => id.startsWith('b-to-c/')).every((each) => each.scenarios.length === 0),
    );
    put(cwd, {
      [SHOP]: shopDocument().replace('- title\n', '- subject\n').replace('of our own', 'of nobody else'),
    });
    await run.waits(3);
    assert.match(run.said(), /No scenario has to run again for that\.\n/);
    assert.equal(await run.end(), 0);
    assert.ok(!run.printed().includes('\u001b'));
  }).timeout(120_000);

  it('runs all where config or engine changed, says what is wrong with them, and goes on', async () => {
    const cwd = shopProject({ 'syncproof.config.yaml': CONFIG, 'mine.js': MINE });
    const run = watched(cwd, [], true);
    await run.waits(1);
    put(cwd, { 'syncproof.config.yaml': `${CONFIG}seed: 7\n` });
    await run.waits(2);
    assert.equal(resultsOf(cwd).run.seed, 7);
    assert.ok(run.printed().includes('\n\u001b[2J\u001b[3J\u001b[H'));
    put(cwd, { 'mine.js': 'exports.createEngine = 3;\n' });
    await run.waits(3);
    assert.match(run.said(), /exports no function "createEngine"/);
    put(cwd, { 'syncproof.config.yaml': `${CONFIG}sed: 7\n` });
    await until(() => run.said().includes('unknown key "sed"'), 'the error', 50_000);
    put(cwd, { 'syncproof.config.yaml': `${CONFIG}seed: 8\n`, 'mine.js': MINE });
    await run.waits(4);
    await until(() => resultsOf(cwd).run.seed === 8, 'the run with the new seed', 50_000);
    assert.equal(await run.end(), 0);
    assert.ok(!readFileSync(join(cwd, 'reports/results.ndjson'), 'utf8').includes('"interrupted"'));
  }).timeout(120_000);

  it('begins with what failed where --rerun-failed says so', async () => {
    const cwd = shopProject();
    await quickRun(cwd, '--engine', PARTLY_WRONG);
    const run = watched(cwd, ['--rerun-failed', '--engine', PARTLY_WRONG]);
    await run.waits(1);
    assert.ok(ran(cwd).length > 0 && ran(cwd).length < ran(cwd, 'reports').length);
    assert.equal(await run.end(), 0);
  });
});
