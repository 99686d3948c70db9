/** Engines that are programs: right ones, and every way in which a wrong one is found out. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { Mismatch, Unsupported } from '../errors';
import type { EngineHost } from '../host';
import type { CommandLocation } from '../location';
import {
  CONFIGURATION,
  engineError,
  hostStage,
  isAlive,
  notesIn,
  noting,
  program,
  sessionOf,
} from '../testing';
import { processHost, type ProcessHostOptions } from './process';

const stage = hostStage();

function hostOf(location: CommandLocation, options: ProcessHostOptions = {}): EngineHost {
  const host = processHost(location, options);
  return stage.keep(host);
}

describe('an engine that is a program', () => {
  it('gets numbered messages, and ends when its input closes', async () => {
    const file = join(stage.directory, 'notes');
    const session = sessionOf(hostOf(program(noting(file))));
    await session.start(CONFIGURATION);
    await session.sync({ mode: 'full' });
    assert.deepEqual(await session.links(), []);
    await session.stop();
    const notes = notesIn(file);
    assert.deepEqual(
      notes.map(({ message }) => message),
      [
        { type: 'hello', seq: 1, protocol: 1 },
        { type: 'configure', seq: 2, ...CONFIGURATION },
        { type: 'sync', seq: 3, mode: 'full' },
        { type: 'links', seq: 4 },
        { type: 'stop', seq: 5 },
      ],
    );
    assert.deepEqual(session.identity, { name: 'fake', version: '1' });
    assert.equal(isAlive(notes[0]?.pid ?? 0), false);
  });

  it('is another process for each session, unless it claims "sessions"', async () => {
    const pids = async (capabilities: readonly string[]): Promise<number> => {
      const file = join(stage.directory, `notes-${capabilities.length}`);
      const host = hostOf(program(noting(file), capabilities));
      for (const name of ['s1', 's2', 's3']) {
        const session = sessionOf(host, 10_000, name);
        await session.start(CONFIGURATION);
        await session.stop();
      }
      return new Set(notesIn(file).map(({ pid }) => pid)).size;
    };
    assert.equal(await pids([]), 3);
    assert.equal(await pids(['sessions']), 1);
  });

  it('is greeted once where it claims "sessions", and each message names its session', async () => {
    const file = join(stage.directory, 'notes');
    const host = hostOf(program(noting(file), ['sessions']));
    for (const name of ['s1', 's2']) {
      const session = sessionOf(host, 10_000, name);
      await session.start(CONFIGURATION);
      await session.stop();
    }
    assert.deepEqual(
      notesIn(file).map(({ message }) => [message.type, message.seq, message.session]),
      [
        ['hello', 1, undefined],
        ['configure', 2, 's1'],
        ['stop', 3, 's1'],
        ['configure', 4, 's2'],
        ['stop', 5, 's2'],
      ],
    );
  });

  for (const capabilities of [['restart'], ['restart', 'sessions']]) {
    it(`is killed and started again at a restart (${capabilities.join(', ')})`, async () => {
      const file = join(stage.directory, 'notes');
      const session = sessionOf(hostOf(program(noting(file), capabilities)));
      await session.start(CONFIGURATION);
      await session.restart();
      const types = notesIn(file).map(({ message }) => message.type);
      assert.deepEqual(types, ['hello', 'configure', 'hello', 'configure']);
      const [first, , second] = notesIn(file);
      assert.notEqual(first?.pid, second?.pid);
      assert.equal(isAlive(first?.pid ?? 0), false);
      assert.equal(isAlive(second?.pid ?? 0), true);
    });
  }

  it('gets the variables of this process, and those given', async () => {
    const session = sessionOf(
      hostOf(program('reply({ error: process.env.PROXY + (process.env.PATH ? "" : " no path") }); return;'), {
        environment: { PROXY: 'http://127.0.0.1:1' },
      }),
    );
    await assert.rejects(session.start(CONFIGURATION), /http:\/\/127\.0\.0\.1:1/);
  });

  it('reaches loopback whatever proxy this process has', async () => {
    const before = process.env.NO_PROXY;
    process.env.NO_PROXY = 'intranet.test';
    try {
      const asked = program('reply({ error: process.env.NO_PROXY }); return;');
      await assert.rejects(
        sessionOf(hostOf(asked)).start(CONFIGURATION),
        /intranet\.test,localhost,127\.0\.0\.1,::1/,
      );
    } finally {
      if (before === undefined) {
        delete process.env.NO_PROXY;
      } else {
        process.env.NO_PROXY = before;
      }
    }
  });

  it('has its standard error kept, line by line', async () => {
    const session = sessionOf(hostOf(program('console.error("at work: " + type);')));
    await session.start(CONFIGURATION);
    await session.stop();
    assert.deepEqual(session.log, ['at work: hello', 'at work: configure', 'at work: stop']);
  });

  it('answers a message with an error: "sync" fails the check, all else is an engine error', async () => {
    const failing = program(
      'if (type !== "hello" && type !== "configure") { reply({ error: "no disk" }); return; }',
    );
    const session = sessionOf(hostOf(failing));
    await session.start(CONFIGURATION);
    await assert.rejects(session.sync({ mode: 'full' }), Mismatch);
    await assert.rejects(session.links(), engineError(/answered to "links" with the error: no disk/));
  });

  it('may refuse a capability', async () => {
    const refusing = program('if (type === "configure") { reply({ unsupported: "gates" }); return; }');
    await assert.rejects(sessionOf(hostOf(refusing)).start(CONFIGURATION), Unsupported);
  });
});

/** What a wrong program does at "sync", and what is said of it. */
const WRONG: readonly (readonly [string, string, RegExp])[] = [
  [
    'prints junk',
    'say("Starting up…"); return;',
    /one JSON object a line and nothing else .* it wrote: Starting up…/,
  ],
  ['prints a list', 'say("[1]"); return;', /a line that is not a JSON object: \[1\]/],
  [
    'answers with another seq',
    'say(JSON.stringify({ seq: 7 })); return;',
    /must repeat "seq": 3, and has "seq": 7\. It sent: \{"seq":7\}/,
  ],
  ['answers without a seq', 'say("{}"); return;', /must repeat "seq": 3, and has no "seq"/],
  [
    'answers with the seq of an earlier message',
    'say(JSON.stringify({ seq: 2 })); return;',
    /must repeat "seq": 3, and has "seq": 2/,
  ],
  [
    'answers with a session that it was not given',
    'say(JSON.stringify({ seq, session: "s9" })); return;',
    /must have no "session", and has "session": "s9"/,
  ],
  [
    'begins with a byte order mark',
    'say("\\uFEFF" + JSON.stringify({ seq })); return;',
    /must be UTF-8, and the line begins with a byte order mark/,
  ],
  [
    'writes UTF-16',
    'process.stdout.write(Buffer.from(JSON.stringify({ seq }) + "\\n", "utf16le")); return;',
    /the line has NUL bytes, as UTF-16 has them/,
  ],
  [
    'ends in the middle of a line',
    'process.stdout.write("{\\"seq\\"", () => process.exit()); return;',
    /it wrote: \{"seq"/,
  ],
  [
    'exits',
    'console.error("out of disk"); process.exit(3);',
    /ended with exit code 3 before it answered "sync"; the last line of its log: out of disk/,
  ],
  [
    'exits without a word',
    'process.exit(0);',
    /ended with exit code 0 before it answered "sync"; its log is empty/,
  ],
  [
    'is killed',
    'process.kill(process.pid, "SIGTERM"); return;',
    /was ended by SIGTERM before it answered "sync"/,
  ],
  [
    'closes its output',
    'require("node:fs").closeSync(1); return;',
    /closed its standard output, and still runs/,
  ],
  ['never answers', 'return;', /did not answer "sync" within 0\.\d+ s/],
];

describe('a program that breaks', () => {
  for (const [what, statement, message] of WRONG) {
    it(`is an engine error that says so where it ${what}, and is not left running`, async () => {
      const file = join(stage.directory, 'notes');
      const timeout = what === 'never answers' ? 600 : 10_000;
      const session = sessionOf(
        hostOf(program(`${noting(file)} if (type === 'sync') { ${statement} }`)),
        timeout,
      );
      await session.start(CONFIGURATION);
      await assert.rejects(session.sync({ mode: 'full' }), engineError(message));
      assert.equal(session.started, false);
      const [{ pid } = { pid: 0 }] = notesIn(file);
      assert.equal(isAlive(-pid), false);
    });
  }

  it('is quoted where it does not end its line', async () => {
    const session = sessionOf(
      hostOf(program('if (type === "sync") { process.stdout.write(JSON.stringify({ seq })); return; }')),
      600,
    );
    await session.start(CONFIGURATION);
    await assert.rejects(
      session.sync({ mode: 'full' }),
      engineError(/did not answer "sync" within 0\.6 s: it has written, without a line feed: \{"seq":3\}/),
    );
  });

  it('is found out at the next message where it answers twice', async () => {
    const session = sessionOf(hostOf(program('if (type === "sync") { reply({}); reply({}); return; }')));
    await session.start(CONFIGURATION);
    await session.sync({ mode: 'full' });
    await assert.rejects(
      session.stop(),
      engineError(/must repeat "seq": 4, and has "seq": 3|no message asked for/),
    );
  });

  it('must repeat the session that it serves', async () => {
    const silent = program('if (type === "configure") { say(JSON.stringify({ seq })); return; }', [
      'sessions',
    ]);
    await assert.rejects(
      sessionOf(hostOf(silent)).start(CONFIGURATION),
      engineError(/must repeat "session": "s1", and has no "session"/),
    );
  });

  it('is an engine error where there is no such program', async () => {
    const location = { name: 'mine', command: ['no-such-program', '--fast'], directory: stage.directory };
    await assert.rejects(
      sessionOf(hostOf(location)).start(CONFIGURATION),
      engineError(
        /could not be started: there is no program "no-such-program".*the command is: no-such-program --fast; it runs in /,
      ),
    );
  });

  it('is an engine error where it exits at once', async () => {
    const location = {
      name: 'mine',
      command: [process.execPath, '-e', 'process.exit(7)'],
      directory: stage.directory,
    };
    await assert.rejects(
      sessionOf(hostOf(location)).start(CONFIGURATION),
      engineError(/ended with exit code 7 before it answered "hello"/),
    );
  });

  it('is ended at the limit where it never reads its input, even with a long message to it', async () => {
    const deaf = {
      name: 'mine',
      command: [process.execPath, '-e', 'setInterval(() => undefined, 1000)'],
      directory: stage.directory,
    };
    await assert.rejects(
      sessionOf(hostOf(deaf), 300).start(CONFIGURATION),
      engineError(/did not answer "hello" within 0\.3 s/),
    );
  });

  it('is cut short where it writes more than an answer may hold', async () => {
    const endless = program(
      'if (type === "sync") { const more = () => process.stdout.write("x".repeat(1 << 20), more); more(); return; }',
    );
    const session = sessionOf(hostOf(endless));
    await session.start(CONFIGURATION);
    await assert.rejects(session.sync({ mode: 'full' }), engineError(/a line of more than 16 MiB/));
  });

  it('may write without end to its log: all of it is read, and the newest lines are kept', async () => {
    const chatty = program(
      'if (type === "sync") { for (let n = 1; n <= 20000; n += 1) { require("node:fs").writeSync(2, "line " + n + "x".repeat(3000) + "\\n"); } }',
    );
    const session = sessionOf(hostOf(chatty), 60_000);
    await session.start(CONFIGURATION);
    await session.sync({ mode: 'full' });
    await session.stop();
    assert.ok(session.log.length <= 100);
    assert.match(session.log.at(-1) ?? '', /^line 20000x+$/);
    assert.equal(session.log.at(-1)?.length, 2000);
  });
});
