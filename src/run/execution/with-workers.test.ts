/** A run in several processes: the same results as in one, whatever becomes of a worker. */
import assert from 'node:assert/strict';
import { cpSync, existsSync } from 'node:fs';
import { join } from 'node:path';
import { PARTIAL, contents, project, shopDocument, SHOP, syncproof } from '../../cli/testing';
import { loadConfig } from '../../config';
import { loadProfiles } from '../../config/profiles';
import { packageRoot } from '../../core/package-root';
import { UsageError } from '../../core/usage-error';
import type { RunResults, ScenarioResult } from '../../verdict';
import { planRun, readProject, runPlan, type CollectListener, type RunRequest } from '..';
import { meet, meetingEngine, ONE_WAY, REFERENCE } from './testing';

const CONFIG = 'engines: {mine: {module: ./mine.js}}\ntimeout: 60\n';

function projectWith(engine: string, files: Readonly<Record<string, string>> = {}): string {
  return project({
    ...{ [SHOP]: shopDocument(), 'specs/b-to-c.rst': shopDocument('B', 'C') },
    ...{ 'syncproof.config.yaml': CONFIG, 'mine.js': engine },
    ...files,
  });
}

async function run(
  cwd: string,
  request: Partial<RunRequest> = {},
  listener: CollectListener = {},
): Promise<RunResults> {
  const config = await loadConfig({ cwd });
  const loaded = await readProject({ config, profiles: await loadProfiles(config) }, [], cwd);
  const options = { specs: [], engine: 'mine', name: [], transport: 'direct', ...request } as const;
  return runPlan(await planRun(loaded, options), listener);
}

/** A text without its times and durations. */
function timeless(text: string): string {
  return (
    text
      .replaceAll(/"(?:durationMs|startedAt|start|stop)":(?:"[^"]*"|[\d.e+-]+)/g, '')
      // The first scenario of each process says what the engine calls itself.
      .replaceAll(/^\{"attachment".*\n/gm, '')
      .replaceAll(/"(?:timestamp|duration)":\{[^}]*\}/g, '')
      .replaceAll(/ (?:time|timestamp)="[^"]*"/g, '')
      .replaceAll(/ in [\d.]+ m?s/g, '')
  );
}

function scenariosOf({ checks }: RunResults): ScenarioResult[] {
  return [
    ...new Map(checks.flatMap(({ scenarios }) => scenarios.map((each) => [each.id, each] as const))).values(),
  ];
}

describe('a run in several processes', () => {
  /** The report files of a run by the command line, in so many processes; the checklist is made of its results alone. */
  async function reportsOf(cwd: string, processes: number, words: readonly string[]): Promise<unknown> {
    meet(cwd, processes);
    const said = await syncproof(cwd, [
      ...['run', '--engine', 'mine', '--parallel', String(processes), '--no-allure', ...words],
    ]);
    assert.equal(said.code, 1, said.err);
    const files = [...contents(join(cwd, words.includes('--name') ? PARTIAL : 'reports'))];
    const compared = files.filter(([name]) => !name.startsWith('checklist/'));
    assert.deepEqual([compared.length, files.length > compared.length], [5, true]);
    return compared.map(([name, text]) => [name, timeless(text)]);
  }

  it('writes the same files as in one process, for two and three', async () => {
    const cwd = projectWith(meetingEngine(ONE_WAY));
    const expected = await reportsOf(cwd, 1, ['--transport', 'direct']);
    assert.match(JSON.stringify(expected), /shop-\d/);
    for (const processes of [2, 3]) {
      assert.deepEqual(await reportsOf(cwd, processes, ['--transport', 'direct']), expected);
    }
  }).timeout(180_000);

  it('writes the same files where the systems have their vendors APIs, over nock', async () => {
    const name = 'wix.com-to-wix.rst';
    const cwd = project({ 'syncproof.config.yaml': CONFIG, 'mine.js': meetingEngine(ONE_WAY) });
    cpSync(join(packageRoot(), 'specs', name), join(cwd, 'specs', name));
    const words = ['--transport', 'nock', '--name', 'edited'];
    const expected = await reportsOf(cwd, 1, words);
    assert.match(JSON.stringify(expected), /[0-9a-f]{8}-[0-9a-f]{4}-8/);
    assert.deepEqual(await reportsOf(cwd, 2, words), expected);
  }).timeout(180_000);

  it('skips the same scenarios under --bail, those that had run included', async () => {
    const cwd = projectWith(meetingEngine(ONE_WAY));
    const states = async (processes: number): Promise<unknown> => {
      meet(cwd, processes);
      const results = await run(cwd, { parallel: processes, bail: true });
      assert.equal(results.summary.exitCode, 1);
      return JSON.parse(
        timeless(JSON.stringify(results.checks))
          .replaceAll(',,', ',')
          .replaceAll(/,([}\]])/g, '$1'),
      ) as unknown;
    };
    const expected = await states(1);
    assert.match(JSON.stringify(expected), /"status":"skipped"/);
    assert.deepEqual(await states(2), expected);
  }).timeout(180_000);

  it('reports each scenario once, after it has said how many there are', async () => {
    const cwd = projectWith(meetingEngine(REFERENCE));
    meet(cwd, 2);
    const planned: number[] = [];
    const finished: string[] = [];
    const results = await run(
      cwd,
      { parallel: 2 },
      {
        planned: (count) => planned.push(count),
        finished: ({ id }) => {
          assert.equal(planned.length, 1);
          finished.push(id);
        },
      },
    );
    assert.deepEqual(planned, [results.summary.scenarios]);
    assert.equal(finished.length, results.summary.scenarios);
    assert.equal(new Set(finished).size, finished.length);
  }).timeout(120_000);

  it('refuses tags that are not a tag expression, and filters that select nothing, like one process', async () => {
    const cwd = projectWith(meetingEngine(REFERENCE));
    meet(cwd, 1);
    for (const request of [{ tags: '@a @b (' }, { tags: '@nothing' }, { name: ['nothing at all'] }]) {
      const messages: string[] = [];
      for (const parallel of [1, 2]) {
        await assert.rejects(run(cwd, { ...request, parallel }), (error) => {
          assert.ok(error instanceof UsageError);
          messages.push(error.message);
          return true;
        });
      }
      assert.equal(messages[0], messages[1]);
    }
  }).timeout(120_000);
});

describe('a worker that is killed', () => {
  it('loses the scenario that it was running, says which and why, and no other', async () => {
    const dying = `if (isWorker && !existsSync(meeting + 'died')) {
      writeFileSync(meeting + 'died', '');
      require('node:child_process').execFileSync('kill', ['-9', String(process.pid)]);
    }`;
    const cwd = projectWith(meetingEngine(REFERENCE, dying));
    meet(cwd, 2);
    const results = await run(cwd, { parallel: 2 });
    assert.ok(existsSync(join(cwd, 'meeting/died')));
    const lost = scenariosOf(results).filter(({ status }) => status !== 'passed');
    assert.equal(lost.length, 1);
    assert.equal(lost[0]?.status, 'harness-error');
    assert.match(lost[0].error ?? '', /worker process that ran it was ended by SIGKILL/);
    assert.equal(results.summary.exitCode, 3);
    const [id] = lost[0].checks;
    const check = results.checks.find((each) => each.id === id);
    assert.equal(check?.status, 'not-run');
    assert.match(check.reason ?? '', /was ended by SIGKILL/);
  }).timeout(120_000);
});
