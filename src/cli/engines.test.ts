/** Engines of the user's own that cannot be loaded, break, hang or block. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { contents, ended, put, PARTIAL, resultsOf, start, syncproof, verdictLine } from './testing';
import { engineSource as engine, judged, ONE, REFERENCE, withEngine } from './testing-engines';

describe('an engine that cannot be used is reported before anything runs (exit 2)', () => {
  const cases: readonly (readonly [string, string | undefined, RegExp])[] = [
    [
      'whose module is missing',
      undefined,
      /module of the engine "mine", .*mine\.js, cannot be loaded: Cannot find module/,
    ],
    [
      'whose module exports no createEngine',
      'exports.start = () => {};',
      /mine\.js, exports no function "createEngine"/,
    ],
    ['whose module is nothing', 'module.exports = null;', /exports no function "createEngine"/],
    ['whose module is not JavaScript', 'this is not a program', /cannot be loaded: /],
    ['whose module throws', 'throw new Error("no database");', /cannot be loaded: no database/],
    ['whose module ends its process', 'process.exit(0);', /cannot be loaded: .*called process\.exit\(0\)/],
    [
      'whose module never ends being loaded',
      'for (;;);',
      /mine\.js, was not loaded within 5 s: what it does while it is loaded blocks it/,
    ],
  ];
  for (const [what, source, message] of cases) {
    it(`refuses an engine ${what}`, async () => {
      const cwd = withEngine(source ?? '');
      if (source === undefined) {
        put(cwd, { 'syncproof.config.yaml': 'engines: {mine: {module: ./nomine.js}}\nengine: mine\n' });
      }
      const before = contents(cwd);
      const { code, err, out } = await syncproof(cwd, ONE);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.doesNotMatch(err, /^\s+at /m);
      assert.equal(out, '');
      assert.deepEqual(contents(cwd), before);
    });
  }
});

describe('an engine that breaks (exit 4, never a pass, never a failed check)', () => {
  const cases: readonly (readonly [string, string, RegExp])[] = [
    [
      'throws in createEngine',
      'exports.createEngine = () => { throw new Error("no licence"); };',
      /failed at "createEngine": Error: no licence, thrown at .*mine\.js:1:\d+/,
    ],
    [
      'makes nothing',
      'exports.createEngine = () => undefined;',
      /createEngine returned undefined; it must return an object with the methods hello, configure, sync, stop/,
    ],
    ['throws in hello', engine('hello() { throw new Error("shy"); },'), /failed at "hello": Error: shy/],
    [
      'rejects in configure',
      engine('configure: async () => { throw new Error("what?"); },'),
      /failed at "configure": Error: what\?/,
    ],
    [
      'reports that it cannot be configured',
      engine('configure: async () => ({ error: "no route" }),'),
      /could not be configured: no route/,
    ],
    [
      'throws in sync',
      engine('sync() { throw new TypeError("boom"); },'),
      /failed at "sync": TypeError: boom, thrown at .*mine\.js:\d+:\d+/,
    ],
    [
      'rejects in sync with something other than an error',
      engine('sync: () => Promise.reject("boom"),'),
      /failed at "sync": boom/,
    ],
    [
      'answers sync with nothing',
      engine('sync: async () => {},'),
      /answered "sync" with undefined; expected an object/,
    ],
    [
      'answers hello without capabilities',
      engine('hello: async () => ({}),'),
      /answer to "hello" has no list "capabilities"/,
    ],
    ['lacks a method', engine('sync: undefined,'), /what createEngine returned has no method sync/],
    [
      'throws in stop',
      engine('stop() { throw new Error("will not go"); },'),
      /failed at "stop": Error: will not go/,
    ],
    ['never answers', engine('sync: () => new Promise(() => {}),'), /did not answer "sync" within 1 s/],
    [
      'blocks in createEngine',
      'exports.createEngine = () => { for (;;); };',
      /did not answer "hello" within 1 s/,
    ],
    ['blocks in hello', engine('hello() { for (;;); },'), /did not answer "hello" within 1 s/],
    ['blocks in configure', engine('configure() { for (;;); },'), /did not answer "configure" within 1 s/],
    ['blocks in sync', engine('sync() { for (;;); },'), /did not answer "sync" within 1 s/],
    ['blocks in stop', engine('stop() { for (;;); },'), /did not answer "stop" within 1 s/],
    [
      'throws in a timer',
      engine("sync: () => new Promise(() => { setTimeout(() => { throw new Error('late'); }); }),"),
      /failed at "sync": it threw where nothing caught it: Error: late, thrown at .*mine\.js/,
    ],
    [
      'forgets a rejection',
      engine("sync: () => new Promise(() => { void Promise.reject(new Error('lost')); }),"),
      /failed at "sync": it threw where nothing caught it: Error: lost/,
    ],
    [
      'sends its process a signal',
      engine("sync() { process.kill(process.pid, 'SIGTERM'); },"),
      /failed at "sync": it called process\.kill\(\d+, "SIGTERM"\)/,
    ],
    [
      'calls process.exit',
      engine('sync: async () => process.exit(0),'),
      /failed at "sync": it called process\.exit\(0\)/,
    ],
  ];
  for (const [what, source, message] of cases) {
    it(`names the message and the cause where it ${what}`, async () => {
      const cwd = withEngine(source);
      const said = await syncproof(cwd, ONE);
      assert.equal(said.code, 4, said.out + said.err);
      const check = judged(cwd);
      assert.equal(check.status, 'not-run');
      assert.match(check.reason ?? '', message);
      assert.match(check.reason ?? '', /engine-error/);
      assert.doesNotMatch(said.out, /^\s+at /m);
      assert.doesNotMatch(verdictLine(said), /^conformant/);
      assert.deepEqual(
        resultsOf(cwd, PARTIAL).checks.filter(({ status }) => status === 'passed' || status === 'failed'),
        [],
      );
    });
  }

  it('does not ask an engine again that was silent once', async () => {
    const silent = 'sync: () => new Promise(() => {}),';
    const noting = "stop: async () => require('node:fs').writeFileSync(__dirname + '/stopped', ''),";
    const cwd = withEngine(engine(`${silent} ${noting}`));
    const said = await syncproof(cwd, ONE);
    assert.equal(said.code, 4);
    assert.equal(contents(cwd).has('stopped'), false);
  });

  it('ends the process with the verdict where its own end is asked for, or it blocks, and prints none of what it printed', async () => {
    for (const [end, reason] of [
      ['process.exit(0)', /called process\.exit\(0\)/],
      ['(() => { for (;;); })()', /did not answer "sync" within 1 s/],
    ] as const) {
      const cwd = withEngine(engine(`sync: async () => { console.log('printed'); return ${end}; },`));
      const said = await ended(start(cwd, ONE));
      assert.equal(said.code, 4, said.err);
      assert.match(judged(cwd).reason ?? '', reason);
      assert.doesNotMatch(said.out + said.err, /printed/);
      const [scenario] = judged(cwd).scenarios;
      assert.deepEqual(scenario?.log?.at(-1), 'printed');
      const junit =
        contents(cwd).get('reports/partial/junit.xml') ?? contents(cwd).get('reports/junit.xml') ?? '';
      assert.match(junit, /the engine's log ends:\n {2}printed/);
    }
  });

  it('blocks its own scenario alone', async () => {
    const source = `const { existsSync, writeFileSync } = require('node:fs');
const { createEngine } = require(${REFERENCE});
exports.createEngine = (context) => {
  const engine = createEngine(context);
  const sync = engine.sync.bind(engine);
  engine.sync = (message) => {
    if (!existsSync(__dirname + '/blocked')) {
      writeFileSync(__dirname + '/blocked', '');
      for (;;);
    }
    return sync(message);
  };
  return engine;
};
`;
    const cwd = withEngine(source);
    const said = await syncproof(cwd, ['run', '--no-allure', '--transport', 'direct', '--timeout', '5']);
    assert.equal(said.code, 4, said.out + said.err);
    const outcomes = resultsOf(cwd).checks.flatMap(({ scenarios }) => scenarios.map(({ status }) => status));
    assert.equal(outcomes.filter((status) => status !== 'passed').length, 1, outcomes.join());
    assert.ok(outcomes.length > 5);
  });
});

describe('what an engine is given', () => {
  it('has a state directory that exists, and no trace of it stays', async () => {
    const check =
      "configure: async ({ stateDir }) => { require('node:fs').writeFileSync(stateDir + '/x', ''); require('node:fs').writeFileSync(process.cwd() + '/place', ''); return {}; },";
    const source = engine(check.replace("process.cwd() + '/place', ''", "__dirname + '/place', stateDir"));
    const cwd = withEngine(source);
    const said = await syncproof(cwd, ONE);
    assert.equal(said.code, 1, said.out);
    const place = contents(cwd).get('place') ?? '';
    assert.match(place, /syncproof-run-/);
    assert.throws(() => contents(place), /ENOENT/);
  });
});

describe('secrets', () => {
  it('are in nothing that is written or printed', async () => {
    const cwd = withEngine(engine("sync: async () => ({ error: 'login with hunter2-and-more failed' }),"));
    put(cwd, {
      'syncproof.config.yaml':
        "engines: {mine: {module: ./mine.js}}\nengine: mine\nsystems: {Shop: {aliases: ['${SYNCPROOF_TEST_SECRET}']}}\n",
    });
    process.env.SYNCPROOF_TEST_SECRET = 'hunter2-and-more';
    try {
      const said = await syncproof(cwd, ONE);
      assert.equal(said.code, 1, said.err);
      assert.match(said.out, /login with \[redacted\] failed/);
      const report = await syncproof(cwd, ['report', '--no-allure', '--out', PARTIAL]);
      const everything = [
        said.out,
        said.err,
        report.out,
        report.err,
        ...contents(join(cwd, 'reports')).values(),
      ];
      assert.deepEqual(
        everything.filter((text) => text.includes('hunter2-and-more')),
        [],
      );
    } finally {
      delete process.env.SYNCPROOF_TEST_SECRET;
    }
  });
});
