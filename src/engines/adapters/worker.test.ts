/** Engines in a worker thread: right ones, and every way in which a wrong one is ended without the harness. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../core/package-root';
import { UsageError } from '../../core/usage-error';
import type { EngineHost } from '../host';
import { Unsupported } from '../errors';
import { EngineSession } from '../session';
import { CONFIGURATION, engineError, engineModule as engine, hostStage, until } from '../testing';
import { workerHost } from './worker';

const stage = hostStage();

function hostOf(source: string, timeout = 10_000, heap = 512): EngineHost {
  const module = join(stage.directory, 'engine.js');
  writeFileSync(module, source);
  const host = workerHost({ name: 'mine', module }, { timeout, heap });
  return stage.keep(host);
}

interface SessionParts {
  readonly timeout?: number;
  readonly name?: string;
  readonly fetch?: typeof globalThis.fetch;
  readonly clock?: { now(): number; advance(milliseconds: number): unknown };
}

function session(host: EngineHost, parts: SessionParts = {}): EngineSession {
  const clock = { now: () => 0, advance: () => undefined };
  return new EngineSession({ host, name: 's1', fetch: globalThis.fetch, clock, timeout: 10_000, ...parts });
}

async function started(host: EngineHost, parts: SessionParts = {}): Promise<EngineSession> {
  const opened = session(host, parts);
  await opened.start(CONFIGURATION);
  return opened;
}

describe('an engine in a worker thread', () => {
  it('is blamed in the next session, and only there, for what it throws after the last answer of one', async () => {
    const place = JSON.stringify(join(stage.directory, 'thrown'));
    const late = `fs.writeFileSync(${place}, ''); throw new TypeError('late');`;
    const stop = `stop: async () => { if (!fs.existsSync(${place})) { setTimeout(() => { ${late} }); } },`;
    const host = hostOf(engine(stop, "const fs = require('node:fs');"));
    const first = await started(host);
    await first.stop();
    await until(() => first.log.some((line) => line.includes('ended after its last answer')), 'its end');
    const blame =
      /had ended before "hello".*threw where nothing caught it: TypeError: late, thrown at .*engine\.js:\d+/;
    await assert.rejects(started(host, { name: 's2' }), engineError(blame));
    await (await started(host, { name: 's3' })).stop();
  });

  it('is asked like one inside the process, and is another one for each session, in the same thread', async () => {
    const host = hostOf(
      engine(
        `sync: async ({ mode }) => { log(mode + ' ' + (count += 1) + ' ' + require('node:worker_threads').threadId); return {}; },
         links: async () => ({ clusters: [] }),`,
        'let count = 0;',
      ),
    );
    const threads: (string | undefined)[] = [];
    for (const [at, name] of ['s1', 's2'].entries()) {
      const told = await started(host, { name });
      await told.sync({ mode: 'full' });
      assert.deepEqual(await told.links(), []);
      await told.stop();
      const [mode, count, thread] = told.log[0]?.split(' ') ?? [];
      assert.deepEqual([mode, count], ['full', String(at + 1)]);
      threads.push(thread);
    }
    assert.notEqual(threads[0], '0');
    assert.equal(threads[0], threads[1]);
  });

  it('is unsupported where it does not have a message that it may leave out', async () => {
    await assert.rejects((await started(hostOf(engine()))).links(), Unsupported);
  });

  it('sees the time of its scenario, also after it waited and after a call', async () => {
    const times: number[] = [];
    let time = 1000;
    const clock = { now: () => time, advance: (milliseconds: number) => (time += milliseconds) };
    const fetch = (): Promise<Response> => {
      time += 7;
      return Promise.resolve(new Response('x'));
    };
    const methods = `sync: async () => {
      const times = [now()];
      await wait(2500);
      times.push(now());
      await fetch('https://a.test/');
      log(JSON.stringify([...times, now()]));
      return {};
    },`;
    const told = await started(hostOf(engine(methods)), { clock, fetch });
    await told.sync({ mode: 'full' });
    times.push(...(JSON.parse(told.log[0] ?? '[]') as number[]));
    assert.deepEqual(times, [1000, 3500, 3507]);
  });

  it('calls by the fetch of its scenario: bytes, headers and status in both directions', async () => {
    const requests: unknown[] = [];
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const request = new Request(input, init);
      requests.push([
        request.method,
        request.url,
        request.headers.get('x-a'),
        [...new Uint8Array(await request.arrayBuffer())],
      ]);
      return new Response(Uint8Array.of(255, 0), { status: 418, statusText: 'no', headers: { 'x-b': '2' } });
    };
    const methods = `sync: async () => {
      const response = await fetch('https://a.test/x?y=1', { method: 'PUT', headers: { 'x-a': '1' }, body: Buffer.from([0, 200]) });
      log(JSON.stringify([response.status, response.statusText, response.headers.get('x-b'), [...new Uint8Array(await response.arrayBuffer())]]));
      return {};
    },`;
    const told = await started(hostOf(engine(methods)), { fetch });
    await told.sync({ mode: 'full' });
    assert.deepEqual(requests, [['PUT', 'https://a.test/x?y=1', '1', [0, 200]]]);
    assert.deepEqual(told.log, ['[418,"no","2",[255,0]]']);
  });

  it('gets the errors of fetch as they were, and can abort a call', async () => {
    let aborted = false;
    const fetch: typeof globalThis.fetch = (input, init) => {
      if (!new Request(input).url.includes('slow')) {
        const cause = Object.assign(new Error('read ECONNRESET'), { code: 'ECONNRESET' });
        return Promise.reject(new TypeError('fetch failed', { cause }));
      }
      return new Promise((_, reject) => {
        init?.signal?.addEventListener('abort', () => {
          aborted = true;
          reject(new Error('aborted'));
        });
      });
    };
    const methods = `sync: async () => {
      const failed = await fetch('https://a.test/').catch((error) => error);
      log([failed instanceof TypeError, failed.message, failed.cause.message, failed.cause.code].join());
      const patience = new AbortController();
      const slow = fetch('https://a.test/slow', { signal: patience.signal }).catch((error) => error);
      setTimeout(() => patience.abort(), 20);
      log((await slow).name);
      return {};
    },`;
    const told = await started(hostOf(engine(methods)), { fetch });
    await told.sync({ mode: 'full' });
    assert.deepEqual(told.log, ['true,fetch failed,read ECONNRESET,ECONNRESET', 'AbortError']);
    assert.equal(aborted, true);
  });
});

describe('what an engine in a worker thread prints', () => {
  it('goes to its log, line by line, whichever way it is printed', async () => {
    const methods = `sync: async () => {
      log('logged');
      console.log('to the console');
      console.error('and its errors');
      process.stdout.write('half');
      process.stdout.write(' a line\\n');
      process.stderr.write(Buffer.from('bytes\\n'));
      require('node:fs').writeSync(1, 'to the number\\n');
      await new Promise((resolve) => require('node:fs').write(2, Buffer.from('xand later\\ny'), 1, 10, null, resolve));
      process.stdout.write('without an end');
      return {};
    },`;
    const told = await started(hostOf(engine(methods, "console.log('at loading');")));
    await told.sync({ mode: 'full' });
    assert.deepEqual(told.log, [
      ...['at loading', 'logged', 'to the console', 'and its errors', 'half a line', 'bytes'],
      ...['to the number', 'and later', 'without an end'],
    ]);
  });

  it('is the newest of it where it is very much, and says that the rest is gone', async () => {
    const methods = `sync: async () => {
      const line = 'x'.repeat(100_000);
      for (let count = 0; count < 3000; count += 1) { console.log(line); }
      console.log('the end');
      return {};
    },`;
    const told = await started(hostOf(engine(methods)));
    await told.sync({ mode: 'full' });
    assert.equal(told.log.at(-1), 'the end');
    assert.match(told.log[0] ?? '', /older output was dropped/);
    assert.ok(told.log.join('').length < 300_000);
  }).timeout(60_000);

  it('is known also where it blocks, or has ended itself', async () => {
    for (const [end, why] of [
      ['for (;;);', /within 1 s/],
      ['process.exit(7);', /process\.exit\(7\)/],
    ] as const) {
      const host = hostOf(engine(`sync: async () => { console.log('last words'); ${end} },`), 1000);
      const told = await started(host, { timeout: 1000 });
      await assert.rejects(told.sync({ mode: 'full' }), engineError(why));
      assert.deepEqual(told.log.slice(0, 1), ['last words']);
    }
  });
});

describe('an engine in a worker thread that breaks', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['blocks its thread', 'for (;;);', /did not answer "sync" within 1 s/],
    [
      'blocks its thread by waiting for a program',
      "require('node:child_process').execSync('sleep 60'); for (;;);",
      /did not answer "sync" within 1 s|failed at "sync": Error: .*ETIMEDOUT/,
    ],
    ['calls process.exit', 'process.exit(0);', /failed at "sync": it called process\.exit\(0\)/],
    [
      'calls process.abort',
      'process.abort();',
      /failed at "sync": (Type)?Error.*process\.abort\(\) is not supported in workers/,
    ],
    [
      'sends its process a signal',
      "process.kill(process.pid, 'SIGKILL');",
      /failed at "sync": it called process\.kill\(\d+, "SIGKILL"\)/,
    ],
    [
      'throws in a timer',
      "setTimeout(() => { throw new Error('late'); }); await new Promise(() => {});",
      /failed at "sync": it threw where nothing caught it: Error: late, thrown at .*engine\.js:\d+:\d+/,
    ],
    [
      'leaves a rejection without a handler',
      "void Promise.reject(new Error('forgotten')); await new Promise(() => {});",
      /failed at "sync": it threw where nothing caught it: Error: forgotten/,
    ],
    [
      'answers with something that is not data',
      'return { answer: () => 1 };',
      /broke the protocol: an answer is not data: .*could not be cloned/,
    ],
    [
      'changes the directory of the process',
      "process.chdir('/');",
      /failed at "sync": TypeError.*process\.chdir\(\) is not supported in workers/,
    ],
  ];
  for (const [what, code, message] of cases) {
    it(`is an engine error where it ${what}, and the next session has an engine again`, async () => {
      const once = "const once = require('node:fs').existsSync(__dirname + '/broken');";
      const host = hostOf(
        engine(
          `sync: async () => {
            if (once) { return {}; }
            require('node:fs').writeFileSync(__dirname + '/broken', '');
            ${code}
          },`,
          once,
        ),
        1000,
      );
      const told = await started(host, { timeout: 1000 });
      await assert.rejects(told.sync({ mode: 'full' }), engineError(message));
      const next = await started(host, { name: 's2', timeout: 5000 });
      await next.sync({ mode: 'full' });
      await next.stop();
    });
  }

  it('is an engine error where it uses too much memory', async () => {
    const methods = 'sync: async () => { const all = []; for (;;) { all.push({ x: [1, 2, 3] }); } },';
    const told = await started(hostOf(engine(methods), 10_000, 64), { timeout: 50_000 });
    await assert.rejects(
      told.sync({ mode: 'full' }),
      engineError(/failed at "sync": it ran out of memory: a module may use 64 MiB/),
    );
  }).timeout(60_000);

  it('is an engine error where it ends itself between two messages', async () => {
    const methods = 'configure: async () => { setTimeout(() => process.exit(3)); return {}; },';
    const told = await started(hostOf(engine(methods)));
    await assert.rejects(
      (async () => {
        for (;;) {
          await told.sync({ mode: 'full' });
        }
      })(),
      engineError(/"sync".*it called process\.exit\(3\)/),
    );
  });

  it('is not heard where it speaks past the harness', async () => {
    const methods = `sync: async () => {
      const { parentPort, workerData } = require('node:worker_threads');
      parentPort.postMessage({ kind: 'answer', id: 1, answer: 'junk' });
      log(String(workerData));
      return {};
    },`;
    const told = await started(hostOf(engine(methods)));
    await told.sync({ mode: 'full' });
    assert.deepEqual(told.log, ['null']);
  });
});

describe('the module of an engine in a worker thread', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    ['throws', "throw new Error('no database');", /engine\.js, cannot be loaded: no database/],
    ['exports nothing', '', /exports no function "createEngine"/],
    ['calls process.exit', 'process.exit(1);', /cannot be loaded: .* it called process\.exit\(1\)/],
  ];
  for (const [what, source, message] of cases) {
    it(`is refused before a session where it ${what}`, async () => {
      await assert.rejects(
        async () => hostOf(source).prepare?.(),
        (error) => {
          assert.ok(error instanceof UsageError, String(error));
          assert.match(error.message, message);
          return true;
        },
      );
    });

    it(`is an engine error of a session where it ${what}`, async () => {
      await assert.rejects(started(hostOf(source)), engineError(message));
    });
  }

  it('may be one of the sources', async () => {
    const module = join(packageRoot(), 'src/reference-engine/reference');
    const host = workerHost({ name: 'reference', module }, { timeout: 30_000 });
    stage.keep(host);
    const connection = await host.open({
      session: 's1',
      fetch: globalThis.fetch,
      clock: { now: () => 0, advance: () => undefined },
      log: () => undefined,
      signal: new AbortController().signal,
    });
    assert.match(JSON.stringify(connection.hello), /syncproof reference engine/);
  });
});
