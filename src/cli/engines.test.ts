/** Engines of the user's own that cannot be loaded, break, hang, or call where they must not. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import type { CheckLine } from '../verdict';
import {
  contents,
  ended,
  put,
  resultsOf,
  shopProject,
  start,
  syncproof,
  verdictLine,
  type Said,
} from './testing';
import { packageRoot } from '../core/package-root';

const REFERENCE = JSON.stringify(join(packageRoot(), 'src/reference-engine/reference'));

/** An engine that does nothing, but for the methods given here. */
function engine(methods: string): string {
  return `exports.createEngine = ({ fetch, log }) => {
  let systems;
  const first = () => Object.values(systems)[0];
  return {
    hello: async () => ({ engine: { name: 'mine', version: '1' }, capabilities: [] }),
    configure: async (message) => { systems = message.systems; return {}; },
    sync: async () => ({}),
    stop: async () => {},
    ${methods}
  };
};
`;
}

function withEngine(source: string): string {
  return shopProject({
    'syncproof.config.yaml': 'engines: {mine: {module: ./mine.js}}\nengine: mine\n',
    'mine.js': source,
  });
}

/** One scenario is enough to see how an engine breaks. */
const ONE = ['run', '--no-allure', '--timeout', '1', '--name', 'becomes exactly one'];

function judged(cwd: string): CheckLine {
  const found = resultsOf(cwd).checks.find(({ scenarios }) => scenarios.length > 0);
  assert.ok(found);
  return found;
}

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
    ['lacks a method', engine('sync: undefined,'), /failed at "sync": TypeError/],
    [
      'throws in stop',
      engine('stop() { throw new Error("will not go"); },'),
      /failed at "stop": Error: will not go/,
    ],
    ['never answers', engine('sync: () => new Promise(() => {}),'), /did not answer "sync" within 1 s/],
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
        resultsOf(cwd).checks.filter(({ status }) => status === 'passed' || status === 'failed'),
        [],
      );
    });
  }

  it('does not wait again for an engine that was silent once', async () => {
    const cwd = withEngine(engine('sync: () => new Promise(() => {}), stop: () => new Promise(() => {}),'));
    const said = await syncproof(cwd, ONE);
    assert.equal(said.code, 4);
    const [scenario] = judged(cwd).scenarios;
    assert.ok((scenario?.durationMs ?? 0) < 1900, `${scenario?.durationMs ?? 0} ms`);
  });

  it('never turns the end of the process into a good end', async () => {
    const cwd = withEngine(engine('sync: async () => process.exit(0),'));
    const said = await ended(start(cwd, ONE));
    assert.equal(said.code, 3);
    assert.match(said.err, /ended before it was done/);
    assert.equal(contents(cwd).has('reports/results.ndjson'), false);
  });
});

describe('an engine that calls where it must not (the check fails, and nothing is reached)', () => {
  const failing = async (source: string, ...words: string[]): Promise<[Said, string]> => {
    const cwd = withEngine(source);
    const said = await syncproof(cwd, [...ONE, ...words]);
    assert.equal(said.code, 1, said.out + said.err);
    const check = judged(cwd);
    assert.equal(check.status, 'failed');
    return [said, check.reason ?? ''];
  };

  for (const transport of ['nock', 'direct']) {
    it(`names the call to an unknown host, also where the engine shrugs it off (${transport})`, async () => {
      const call =
        "sync: async () => { await fetch('https://api.example.com/v1/x?token=abc').catch(() => {}); return {}; },";
      const [, reason] = await failing(engine(call), '--transport', transport);
      assert.match(reason, /leads to none of its systems: GET https:\/\/api\.example\.com\/v1\/x/);
      assert.match(reason, /https:\/\/shop\.test\/s\d+/);
    });

    it(`names the call rather than the error that it led to (${transport})`, async () => {
      const call =
        "sync: async () => { await fetch('https://api.example.com/', { method: 'POST' }); return {}; },";
      const [, reason] = await failing(engine(call), '--transport', transport);
      assert.match(reason, /leads to none of its systems: POST https:\/\/api\.example\.com\//);
    });
  }

  it('sees calls that go past the fetch that the engine was given', async () => {
    const call =
      "sync: async () => { await globalThis.fetch('https://api.example.com/').catch(() => {}); return {}; },";
    const [, reason] = await failing(engine(call));
    assert.match(reason, /GET https:\/\/api\.example\.com\//);
  });

  it('sees calls to this machine: nothing there belongs to the run', async () => {
    const call = "sync: async () => { await fetch('http://127.0.0.1:9/x').catch(() => {}); return {}; },";
    const [, reason] = await failing(engine(call));
    assert.match(reason, /GET http:\/\/127\.0\.0\.1:9\/x/);
  });

  it('names a request to a system that no engine may make', async () => {
    const source = `const { createEngine } = require(${REFERENCE});
exports.createEngine = ({ fetch, log }) => {
  const inner = createEngine({ fetch, log });
  let systems;
  return {
    hello: (message) => inner.hello(message),
    configure: (message) => { systems = message.systems; return inner.configure(message); },
    sync: async (message) => {
      const system = Object.values(systems)[0];
      await fetch(system.baseUrl + '/Nonsense', { headers: { authorization: 'Bearer ' + system.token } });
      return inner.sync(message);
    },
    stop: () => inner.stop(),
  };
};
`;
    const [, reason] = await failing(source);
    assert.match(reason, /a call that no engine may make: GET \/Nonsense at /);
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
      const report = await syncproof(cwd, ['report', '--no-allure']);
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
