/** What only a separate process shows: signals, pipes, and where the output goes. */
import assert from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, until } from '../engines/testing';
import {
  contents,
  ended,
  project,
  quickRun,
  resultsOf,
  shopProject,
  start,
  syncproof,
  verdictLine,
} from './testing';
import { scratchRoot } from '../core/temporary-directory';

/** An engine that notes in a file that it runs, and then does this for ever. */
function endless(code: string): string {
  return `exports.createEngine = () => ({
  hello: async () => ({ engine: { name: 'hanging', version: '1' }, capabilities: [] }),
  configure: async () => ({}),
  sync: () => { require('node:fs').writeFileSync(process.env.SYNCPROOF_TEST_NOTE, ''); ${code} },
  stop: async () => {},
});
`;
}

const HANGING = endless('return new Promise(() => {});');
const BLOCKING = endless('for (;;);');

const INTERRUPTED = 'reports/interrupted';

/** All files but those that an interrupted run leaves. */
function withoutInterrupted(cwd: string): ReadonlyMap<string, string> {
  return new Map([...contents(cwd)].filter(([path]) => !path.startsWith(INTERRUPTED)));
}

/** How long a run may take to get to its engine, in milliseconds: it is started from the sources. */
const STARTING = 50_000;

const CONFIG = 'engines: {hanging: {module: ./hanging.js}}\n';

/** Resolves as soon as the process has said this on stderr. */
function said(child: ChildProcess, words: string): Promise<void> {
  let text = '';
  return new Promise((resolve, reject) => {
    child.stderr?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(words)) {
        resolve();
      }
    });
    child.on('close', () => {
      reject(new Error(`the process ended and never said "${words}":\n${text}`));
    });
  });
}

/** Temporary directories of runs, whoever made them. */
function scratch(): Set<string> {
  return new Set(readdirSync(scratchRoot()).filter((name) => name.startsWith('syncproof-')));
}

describe('an interrupted run', () => {
  for (const [signal, exitCode, processes, what, source] of [
    ['SIGINT', 130, '1', 'hangs', HANGING],
    ['SIGTERM', 143, '2', 'hangs', HANGING],
    ['SIGINT', 130, '1', 'blocks', BLOCKING],
    ['SIGINT', 130, '2', 'blocks', BLOCKING],
  ] as const) {
    it(`leaves reports and features as they were and nothing else behind: ${signal}, ${processes} process(es), the engine ${what}`, async () => {
      const cwd = shopProject({ 'hanging.js': source, 'syncproof.config.yaml': CONFIG });
      await quickRun(cwd);
      await syncproof(cwd, ['generate']);
      const before = contents(cwd);
      const note = join(project(), 'running');
      const child = start(cwd, ['run', '--engine', 'hanging', '--parallel', processes, '--no-allure'], {
        SYNCPROOF_TEST_NOTE: note,
      });
      const end = ended(child);
      await until(() => existsSync(note), 'the engine runs', STARTING);
      const mine = [...scratch()].filter((name) => name.includes(`-${child.pid ?? ''}-`));
      assert.ok(mine.length > 0);
      child.kill(signal);
      const { code } = await end;
      assert.equal(code, exitCode);
      assert.deepEqual(withoutInterrupted(cwd), before);
      assert.deepEqual(
        [...scratch()].filter((name) => mine.includes(name)),
        [],
      );
    }).timeout(60_000);
  }

  it('leaves no worker behind where it is killed in the middle', async () => {
    const noting = HANGING.replace(
      'exports.createEngine',
      "const note = () => require('node:fs').writeFileSync(__dirname + '/process-' + process.pid, '');\nexports.createEngine",
    ).replace('sync: () => {', 'sync: () => { note();');
    const cwd = shopProject({ 'hanging.js': noting, 'syncproof.config.yaml': CONFIG });
    const child = start(cwd, ['run', '--engine', 'hanging', '--parallel', '2', '--no-allure'], {
      SYNCPROOF_TEST_NOTE: join(project(), 'running'),
    });
    const end = ended(child);
    const processes = (): number[] =>
      readdirSync(cwd).flatMap((name) => (name.startsWith('process-') ? [Number(name.slice(8))] : []));
    await until(() => processes().length === 2, 'both processes run the engine', STARTING);
    assert.ok(processes().every(isAlive));
    child.kill('SIGKILL');
    await end;
    await until(() => !processes().some(isAlive), 'the end of both');
  }).timeout(60_000);

  it('leaves the old reports whole where it comes while Allure makes its report', async () => {
    const cwd = shopProject();
    await quickRun(cwd);
    const before = contents(cwd);
    const child = start(cwd, ['run', '--transport', 'direct']);
    const end = ended(child);
    await said(child, 'Writing the reports');
    child.kill('SIGINT');
    assert.equal((await end).code, 130);
    assert.deepEqual(withoutInterrupted(cwd), before);
    const { checks, summary } = resultsOf(cwd, INTERRUPTED);
    assert.deepEqual([summary.interrupted, summary.conformant, summary.exitCode], [true, null, 130]);
    assert.ok(checks.every(({ status }) => status === 'passed' || status === 'informative'));
  }).timeout(60_000);

  const later = `let count = 0;
${endless('count += 1; if (count < 20) { return {}; } for (;;);').replaceAll("writeFileSync(process.env.SYNCPROOF_TEST_NOTE, '');", "appendFileSync(process.env.SYNCPROOF_TEST_NOTE, 'x');")}`;
  for (const [signal, exitCode, processes] of [
    ['SIGINT', 130, '1'],
    ['SIGTERM', 143, '2'],
  ] as const) {
    it(`keeps what ran beside the old reports, though the engine blocks in the middle: ${signal}, ${processes} process(es)`, async () => {
      const cwd = shopProject({ 'hanging.js': later, 'syncproof.config.yaml': CONFIG });
      await quickRun(cwd);
      const before = contents(cwd);
      const note = join(project(), 'running');
      const child = start(cwd, ['run', '--engine', 'hanging', '--parallel', processes], {
        SYNCPROOF_TEST_NOTE: note,
      });
      const end = ended(child);
      await until(
        () => existsSync(note) && statSync(note).size >= 20,
        'the engine is in the middle',
        STARTING,
      );
      child.kill(signal);
      const { code, out, err } = await end;
      assert.equal(code, exitCode, err);
      assert.match(out, /\ninterrupted, no verdict: \d of 5 sentences and rows passed.* \(.*not-run.*\)\n$/);
      assert.deepEqual(withoutInterrupted(cwd), before);
      const { checks, summary } = resultsOf(cwd, INTERRUPTED);
      assert.deepEqual(
        [summary.interrupted, summary.partial, summary.conformant, summary.exitCode],
        [true, true, null, exitCode],
      );
      const ran = checks.flatMap(({ scenarios }) => scenarios);
      assert.ok(ran.length > 0);
      assert.equal(new Set(ran.map(({ id }) => id)).size, summary.scenarios);
      assert.match(
        checks.find(({ status }) => status === 'not-run')?.reason ?? '',
        /the run was interrupted before scenario ".*" had ended$/,
      );
      const again = await syncproof(cwd, ['report', '--no-allure', '--out', INTERRUPTED]);
      assert.deepEqual([again.code, again.out], [exitCode, out]);
    }).timeout(60_000);
  }

  it('ends a program that blocks, and all that it started, within the time that is left', async () => {
    const program = `const { appendFileSync } = require('node:fs');
let count = 0;
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const { type, seq } = JSON.parse(line);
  if (type === 'sync') {
    count += 1;
    appendFileSync(process.env.SYNCPROOF_TEST_NOTE, process.pid + '\\n');
    if (count === 3) { for (;;); }
  }
  const hello = { engine: { name: 'blocking', version: '1' }, capabilities: ['sessions'] };
  const { session } = JSON.parse(line);
  process.stdout.write(JSON.stringify({ seq, session, ...(type === 'hello' ? hello : {}) }) + '\\n');
});
`;
    const cwd = shopProject({
      'blocking.js': program,
      'syncproof.config.yaml': 'engines: {blocking: {command: [node, blocking.js]}}\n',
    });
    const note = join(project(), 'running');
    const child = start(cwd, ['run', '--engine', 'blocking'], { SYNCPROOF_TEST_NOTE: note });
    const end = ended(child);
    const notes = (): string[] =>
      existsSync(note) ? readFileSync(note, 'utf8').split('\n').slice(0, -1) : [];
    await until(() => notes().length >= 3, 'the engine is at its third', STARTING);
    child.kill('SIGINT');
    const { code, err } = await end;
    assert.equal(code, 130, err);
    assert.equal(resultsOf(cwd, INTERRUPTED).summary.interrupted, true);
    const pid = Number(notes()[0]);
    await until(() => !isAlive(pid), 'the end of the program');
  }).timeout(60_000);
});

describe('the process', () => {
  it('sends results to stdout, progress to stderr, and no escape codes into pipes', async () => {
    const cwd = shopProject();
    const result = await ended(
      start(cwd, ['run', '--no-allure', '--transport', 'direct'], { FORCE_COLOR: '1' }),
    );
    assert.equal(result.code, 0, result.err);
    assert.match(verdictLine(result), /^conformant/);
    assert.match(result.err, /scenarios, 0 failed/);
    assert.ok(!`${result.out}${result.err}`.includes('\u001b'));
  });

  it('exits with the verdict where nobody reads its output to the end', async () => {
    const cwd = shopProject();
    const child = start(cwd, ['run', '--no-allure', '--transport', 'direct', '--engine', 'noop']);
    child.stdout?.destroy();
    const { code, err } = await ended(child);
    assert.equal(code, 1, err);
    assert.doesNotMatch(err, /EPIPE/);
    assert.ok(contents(cwd).has('reports/results.ndjson'));
  });
});
