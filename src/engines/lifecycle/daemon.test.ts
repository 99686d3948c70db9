import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EngineError } from '../errors';
import type { EngineHost } from '../host';
import type { LifecycleCommands, UrlLocation } from '../location';
import { openEngineHost } from '../open-host';
import type { EngineSession } from '../session';
import { CONFIGURATION, isAlive, sessionOf, until } from '../testing';
import { holdDaemon, type ControlledDaemon } from './daemon';

/** A daemon: `node daemon.js <port> <behaviour>`; it notes its process id, and what it is asked. */
const SOURCE = `
const { createServer } = require('node:http');
const { appendFileSync } = require('node:fs');
const [port, behaviour] = process.argv.slice(2);
appendFileSync('pids', process.pid + '\\n');
console.log('up with ' + behaviour);
if (behaviour === 'exits') { console.error('no database'); process.exit(3); }
if (behaviour === 'stubborn') { process.on('SIGTERM', () => console.log('not now')); }
const server = createServer((request, response) => {
  let text = '';
  request.on('data', (piece) => (text += piece)).on('end', () => {
    if (request.url === '/health') {
      response.writeHead(behaviour === 'sick' ? 503 : 204).end();
      return;
    }
    const { type, seq, session } = JSON.parse(text);
    appendFileSync('asked', type + '\\n');
    if (type === 'sync' && behaviour === 'hangs') { return; }
    if (type === 'sync' && behaviour === 'crashes') { process.exit(1); }
    response.writeHead(200, { 'content-type': 'application/json' });
    response.end(JSON.stringify({ seq, session, engine: { name: 'fake', version: '1' }, capabilities: ['restart'] }));
  });
});
server.listen(Number(port), '127.0.0.1');
`;

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => {
        resolve(port);
      });
    });
  });
}

function node(source: string): string[] {
  return [process.execPath, '-e', source];
}

describe('a daemon that commands of the config start', () => {
  let directory: string;
  let port: number;
  const hosts: EngineHost[] = [];

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'syncproof-daemon-'));
    writeFileSync(join(directory, 'daemon.js'), SOURCE);
    port = await freePort();
  });

  afterEach(async () => {
    await Promise.all(hosts.splice(0).map((host) => host.close()));
    const left = pids().filter(isAlive);
    rmSync(directory, { recursive: true, force: true });
    assert.deepEqual(left, []);
  });

  function lines(file: string): string[] {
    const path = join(directory, file);
    return existsSync(path) ? readFileSync(path, 'utf8').trim().split('\n') : [];
  }

  function pids(): number[] {
    return lines('pids').map(Number);
  }

  function daemon(behaviour: string, commands: Partial<LifecycleCommands> = {}): UrlLocation {
    const start = [process.execPath, 'daemon.js', String(port), behaviour];
    const healthUrl = `http://127.0.0.1:${port}/health`;
    return {
      name: 'mine',
      url: `http://127.0.0.1:${port}`,
      lifecycle: { start, healthUrl, directory, ...commands },
    };
  }

  function open(location: UrlLocation, timeout = 10_000): (name?: string) => EngineSession {
    const host = openEngineHost(location, { timeout });
    hosts.push(host);
    return (name) => sessionOf(host, timeout, name);
  }

  it('is started once for all scenarios, and ended with the run', async () => {
    const location = daemon('works');
    const session = open(location);
    for (const name of ['s1', 's2']) {
      const one = session(name);
      await one.start(CONFIGURATION);
      await one.sync({ mode: 'full' });
      await one.stop();
      if (name === 's1') {
        assert.deepEqual(one.log, ['up with works']);
      }
    }
    assert.equal(pids().length, 1);
    assert.deepEqual(lines('asked'), ['hello', 'configure', 'sync', 'stop', 'configure', 'sync', 'stop']);
    await hosts.splice(0)[0]?.close();
    assert.equal(isAlive(pids()[0] ?? 0), false);
  });

  it('is shared by the hosts of this process, until the last one is closed', async () => {
    const location = daemon('works');
    const [first, second] = [open(location), open(location)];
    await first().start(CONFIGURATION);
    await hosts.shift()?.close();
    assert.equal(pids().filter(isAlive).length, 1);
    await second().start(CONFIGURATION);
    assert.equal(pids().length, 1);
  });

  it('is killed for a restart where there is a command for it, and started again', async () => {
    const kill = node(
      `process.kill(Number(require('node:fs').readFileSync('pids', 'utf8').trim().split('\\n').pop()), 'SIGKILL')`,
    );
    const session = open(daemon('works', { kill }))();
    await session.start(CONFIGURATION);
    await session.restart();
    await session.sync({ mode: 'full' });
    assert.equal(pids().length, 2);
    assert.deepEqual(lines('asked'), ['hello', 'configure', 'hello', 'configure', 'sync']);
  });

  it('is started again for the next scenario after it was silent', async () => {
    const session = open(daemon('hangs'), 4000);
    const first = session('s1');
    await first.start(CONFIGURATION);
    await assert.rejects(first.sync({ mode: 'full' }), /did not answer "sync" within 4 s/);
    await session('s2').start(CONFIGURATION);
    assert.equal(pids().length, 2);
    assert.equal(pids().filter(isAlive).length, 1);
  });

  it('is reported where it ends by itself, and started again for the next scenario', async () => {
    const session = open(daemon('crashes'));
    const first = session('s1');
    await first.start(CONFIGURATION);
    await assert.rejects(
      first.sync({ mode: 'full' }),
      /closed the connection before it answered \(ECONNRESET\)/,
    );
    await session('s2').start(CONFIGURATION);
    assert.equal(pids().length, 2);
  });

  it('is killed where it does not end after SIGTERM', async () => {
    const location = daemon('stubborn');
    const hold = holdDaemon(location.url, {
      commands: location.lifecycle ?? { directory },
      environment: {},
      timeout: 1,
    });
    const said: string[] = [];
    hold.daemon.listen((line) => said.push(line));
    await hold.daemon.ensureRunning(new AbortController().signal);
    await hold.release();
    assert.deepEqual(said.slice(1), [
      'not now',
      '(did not end within 5 s after it was asked to, and was killed)',
    ]);
  });

  const broken: readonly (readonly [string, string, Partial<LifecycleCommands>, RegExp])[] = [
    [
      'ends at once',
      'exits',
      {},
      /^the engine's command "start" ended with exit code 3; the last line of its log: no database$/,
    ],
    [
      'is not there',
      'works',
      { start: ['./no-such-daemon'] },
      /^the engine's command "start" could not be started: there is no program "\.\/no-such-daemon"/,
    ],
    [
      'hands over and ends, with nothing to stop it',
      'works',
      { start: node('') },
      /^the engine's command "start" ended with exit code 0; .* needs a "stop" in the config/,
    ],
  ];
  for (const [what, behaviour, commands, expected] of broken) {
    it(`is reported where its start ${what}`, async () => {
      const session = open(daemon(behaviour, commands))();
      await assert.rejects(session.start(CONFIGURATION), (error: Error) => {
        assert.ok(error instanceof EngineError);
        assert.match(error.message, expected);
        return true;
      });
    });
  }

  it('is not waited for longer than the limit where it is never healthy, and only once', async () => {
    const session = open(daemon('sick'), 3000);
    await assert.rejects(
      session('s1').start(CONFIGURATION),
      /did not answer "hello" within 3 s: http:\/\/127\.0\.0\.1:\d+\/health answers with status 503$/,
    );
    await until(() => pids().every((pid) => !isAlive(pid)), 'the daemon has ended');
    await assert.rejects(
      session('s2').start(CONFIGURATION),
      /was not healthy in time earlier in this run, and is not started again: .* answers with status 503/,
    );
    assert.equal(pids().length, 1);
  });

  describe('with commands that', () => {
    function controlled(commands: Partial<LifecycleCommands>, timeout = 10_000): ControlledDaemon {
      const { lifecycle = { directory } } = daemon('works', commands);
      const hold = holdDaemon(`held ${port}`, {
        commands: lifecycle,
        environment: { WORD: 'hush' },
        timeout,
      });
      hosts.push({ close: hold.release } as EngineHost);
      return hold.daemon;
    }

    it('fail are reported with what they said last', async () => {
      const reset = node(`console.error('cannot ' + process.env.WORD); process.exit(2)`);
      await assert.rejects(
        controlled({ reset }).reset(),
        /^EngineError: the engine's command "reset" ended with exit code 2; the last line of its log: cannot hush$/,
      );
    });

    it('do not end are killed at the limit', async () => {
      const reset = node(
        `require('node:fs').appendFileSync('pids', process.pid + '\\n'); setInterval(() => 0, 9999)`,
      );
      await assert.rejects(
        controlled({ reset }, 500).reset(),
        /^EngineError: the engine's command "reset" did not end within 0\.5 s, and was killed$/,
      );
      assert.deepEqual(pids().filter(isAlive), []);
    });

    it('stop it run before it is ended by force', async () => {
      const stop = node(`require('node:fs').appendFileSync('asked', 'the command stop\\n')`);
      const one = controlled({ stop });
      await one.ensureRunning(new AbortController().signal);
      await one.stop();
      assert.deepEqual(lines('asked'), ['the command stop']);
      assert.deepEqual(pids().filter(isAlive), []);
    });
  });
});
