/** Engines that are programs, on the command line: what a run says of wrong ones, and that nothing stays behind. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { isAlive, until } from '../engines/testing';
import type { CheckLine } from '../verdict';
import { ended, PARTIAL, resultsOf, shopProject, start, syncproof } from './testing';

/**
 * A project whose engine is a program that answers every message right, and synchronizes nothing.
 *
 * @param statement - in JavaScript over `message`, `systems` (of configure), `call(url, token)` and `reply`; the right answer
 *   is sent afterwards unless it returns
 */
function projectWith(statement: string, name = 'mine.js'): string {
  const source = `
require('node:fs').writeFileSync(__dirname + '/process-' + process.pid, '');
let systems = {};
const call = (url, token) => fetch(url, { headers: { authorization: 'Bearer ' + token } }).catch(() => undefined);
const hello = { engine: { name: 'mine', version: '1' }, capabilities: [] };
const handle = async (message) => {
  const { type, seq } = message;
  const reply = (answer) => process.stdout.write(JSON.stringify({ seq, ...answer }) + '\\n');
  if (type === 'configure') systems = Object.values(message.systems);
  ${statement}
  reply(type === 'hello' ? hello : {});
};
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => handle(JSON.parse(line)));
`;
  const command = JSON.stringify([process.execPath, name]);
  return shopProject({
    'mine.js': source,
    'syncproof.config.yaml': `engines: {mine: {command: ${command}}}\nengine: mine\n`,
  });
}

/** One scenario is enough to see how an engine breaks. */
const ONE = ['run', '--no-allure', '--timeout', '5', '--name', 'becomes exactly one'];

function judged(cwd: string): CheckLine {
  const found = resultsOf(cwd, PARTIAL).checks.find(({ scenarios }) => scenarios.length > 0);
  assert.ok(found);
  return found;
}

/** The processes that the engine ran in. */
function processesIn(cwd: string): number[] {
  return readdirSync(cwd).flatMap((name) => (name.startsWith('process-') ? [Number(name.slice(8))] : []));
}

describe('run with an engine that is a program', () => {
  const cases: readonly (readonly [string, string, number, string, RegExp])[] = [
    ['does nothing', '', 1, 'failed', /^no Desk Ticket was created for Shop Order "first"/],
    ['prints to its standard output', 'console.log("Listening…");', 4, 'not-run', /it wrote: Listening…/],
    [
      'dies',
      'if (type === "sync") { console.error("no disk"); process.exit(3); }',
      4,
      'not-run',
      /ended with exit code 3 before it answered "sync"; the last line of its log: no disk/,
    ],
    [
      'calls with a wrong token',
      'if (type === "sync") await call(systems[0].baseUrl + "/Order", "wrong");',
      1,
      'failed',
      /that no engine may make: GET \/Order at shop \(The call has a wrong bearer token; send "Authorization: Bearer" and/,
    ],
    [
      'calls a system of another scenario',
      'if (type === "sync") await call(systems[0].baseUrl.replace(/s\\d+$/, "s99") + "/Order", systems[0].token);',
      1,
      'failed',
      /leads to none of its systems: GET \S+\/s99\/Order/,
    ],
    [
      'calls a place on loopback where there is no system',
      'if (type === "sync") await call(new URL("/admin", systems[0].baseUrl).href, "x");',
      1,
      'failed',
      /leads to none of its systems: GET http:\/\/127\.0\.0\.1:\d+\/admin/,
    ],
  ];
  for (const [what, statement, exitCode, status, reason] of cases) {
    it(`judges one that ${what}, with exit code ${exitCode}`, async () => {
      const cwd = projectWith(statement);
      const { code, err } = await syncproof(cwd, ONE);
      assert.equal(code, exitCode, err);
      const check = judged(cwd);
      assert.equal(check.status, status);
      assert.match(check.reason ?? '', reason);
      assert.deepEqual(processesIn(cwd).filter(isAlive), []);
    });
  }

  it('shows how the log of the engine ends', async () => {
    const cwd = projectWith('console.error("at work: " + type);');
    await syncproof(cwd, ONE);
    assert.deepEqual(judged(cwd).scenarios[0]?.log?.at(-1), 'at work: sync');
  });

  it('is exit 4 where there is no such program', async () => {
    const cwd = shopProject({
      'syncproof.config.yaml': 'engines: {mine: {command: [no-such-engine]}}\nengine: mine\n',
    });
    const { code } = await syncproof(cwd, ONE);
    assert.equal(code, 4);
    assert.match(judged(cwd).reason ?? '', /there is no program "no-such-engine"/);
  });

  for (const signal of ['SIGINT', 'SIGKILL'] as const) {
    it(`leaves no process behind where the run ends by ${signal} in the middle`, async () => {
      const cwd = projectWith(
        'if (type === "sync") { require("node:fs").writeFileSync(__dirname + "/syncing", ""); return; }',
      );
      const child = start(cwd, ['run', '--no-allure', '--parallel', '2']);
      const end = ended(child);
      await until(() => existsSync(join(cwd, 'syncing')), 'the engine is asked to synchronize', 60_000);
      assert.ok(processesIn(cwd).some(isAlive));
      child.kill(signal);
      await end;
      await until(() => !processesIn(cwd).some(isAlive), 'the end of all engines');
    }).timeout(90_000);
  }
});
