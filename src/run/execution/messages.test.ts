/** `messages.ndjson`: what cucumber's own formatters make of it, and that it is the same however the run was executed. */
import assert from 'node:assert/strict';
import { createReadStream, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { Writable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import Ajv2020 from 'ajv/dist/2020';
import type { Envelope } from '@cucumber/messages';
import { project, resultsOf, SHOP, shopDocument, syncproof } from '../../cli/testing';
import { redact } from '../../core/redact';
import { closeMessageFile, messageRecorder } from './message-file';
import { mergeMessages } from './message-merge';
import { meet, meetingEngine, ONE_WAY } from './testing';

/** Packages that come with cucumber. */
const load: NodeJS.Require = createRequire(require.resolve('@cucumber/cucumber'));

const CONFIG = 'engines: {mine: {module: ./mine.js}}\ntimeout: 60\n';

function shops(): string {
  return project({
    ...{ [SHOP]: shopDocument(), 'specs/b-to-c.rst': shopDocument('B', 'C') },
    ...{ 'syncproof.config.yaml': CONFIG, 'mine.js': meetingEngine(ONE_WAY) },
  });
}

/** Runs a project in so many processes, which all take part; answers its file of messages. */
async function run(cwd: string, processes: number, ...words: string[]): Promise<string> {
  meet(cwd, processes);
  const said = await syncproof(cwd, [
    ...[
      'run',
      '--engine',
      'mine',
      '--no-allure',
      '--transport',
      'direct',
      '--parallel',
      `${processes}`,
      ...words,
    ],
  ]);
  assert.equal(said.code, 1, said.err);
  return join(cwd, 'reports', 'messages.ndjson');
}

function envelopesOf(file: string): Envelope[] {
  return readFileSync(file, 'utf8')
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line) as Envelope);
}

/** Without what differs from run to run: times, and what the scenarios' random parts are. */
function timeless(file: string): string[] {
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => !line.startsWith('{"attachment"') && !line.startsWith('{"meta"'))
    .map((line) =>
      line
        .replaceAll(/"(?:timestamp|duration)":\{[^}]*\}/g, '')
        .replaceAll(/"(?:message|stackTrace)":"(?:[^"\\]|\\.)*"/g, ''),
    );
}

/** All ids that the envelopes define, and those that they point at, by what they point at. */
function assertWhole(envelopes: readonly Envelope[]): void {
  const known = new Set<string>();
  const define = (ids: readonly (string | undefined)[]): void => {
    for (const id of ids) {
      assert.ok(id !== undefined && !known.has(id), `${id ?? 'no id'} is defined twice, or not at all`);
      known.add(id);
    }
  };
  const point = (ids: readonly (string | undefined)[]): void => {
    const unknown = ids.filter((id) => id !== undefined && !known.has(id));
    assert.deepEqual(unknown, []);
  };
  for (const { gherkinDocument, pickle, stepDefinition, hook, testCase, ...rest } of envelopes) {
    if (gherkinDocument !== undefined) {
      define([...JSON.stringify(gherkinDocument).matchAll(/"id":"([^"]*)"/g)].map(([, id]) => id));
    }
    if (pickle !== undefined) {
      point([...pickle.astNodeIds, ...pickle.steps.flatMap(({ astNodeIds }) => astNodeIds)]);
      point(pickle.tags.map(({ astNodeId }) => astNodeId));
      define([pickle.id, ...pickle.steps.map(({ id }) => id)]);
    }
    define([stepDefinition, hook, rest.testRunStarted].flatMap((each) => each?.id ?? []));
    if (testCase !== undefined) {
      point([testCase.pickleId, testCase.testRunStartedId]);
      point(
        testCase.testSteps.flatMap((step) => [
          step.hookId,
          step.pickleStepId,
          ...(step.stepDefinitionIds ?? []),
        ]),
      );
      define([testCase.id, ...testCase.testSteps.map(({ id }) => id)]);
    }
    if (rest.testCaseStarted !== undefined) {
      point([rest.testCaseStarted.testCaseId]);
      define([rest.testCaseStarted.id]);
    }
    const step = rest.testStepStarted ?? rest.testStepFinished ?? rest.attachment;
    point([step?.testCaseStartedId, step?.testStepId]);
    point([rest.testCaseFinished?.testCaseStartedId, rest.testRunFinished?.testRunStartedId]);
  }
}

/** What a formatter of cucumber writes of the file. */
async function formatted(file: string, formatter: Transform): Promise<string> {
  const { NdjsonToMessageStream } = load('@cucumber/message-streams') as {
    NdjsonToMessageStream: new () => Transform;
  };
  let text = '';
  const sink = new Writable({
    write: (chunk: Buffer, _encoding, done): void => {
      text += chunk.toString();
      done();
    },
  });
  await pipeline(createReadStream(file, 'utf8'), new NdjsonToMessageStream(), formatter, sink);
  return text;
}

describe('messages.ndjson', () => {
  let cwd: string;
  let file: string;

  before(async () => {
    cwd = shops();
    file = await run(cwd, 1);
  });

  it('has every scenario of the run once, in a whole stream from the run to its end', () => {
    const envelopes = envelopesOf(file);
    const { summary } = resultsOf(cwd);
    const count = (kind: keyof Envelope): number => envelopes.filter((each) => kind in each).length;
    for (const kind of ['testCase', 'testCaseStarted', 'testCaseFinished', 'pickle'] as const) {
      assert.equal(count(kind), summary.scenarios, kind);
    }
    for (const kind of ['meta', 'testRunStarted', 'testRunFinished'] as const) {
      assert.equal(count(kind), 1, kind);
    }
    assert.equal(count('testStepStarted'), count('testStepFinished'));
    assert.ok('testRunFinished' in (envelopes.at(-1) ?? {}));
    assert.equal(envelopes.at(-1)?.testRunFinished?.success, false);
    assertWhole(envelopes);
    assert.throws(() => {
      assertWhole(envelopes.filter((each) => each.pickle === undefined));
    });
  });

  it("keeps to cucumber's schema of messages, and names no temporary directory", () => {
    const schema = JSON.parse(
      readFileSync(join(require.resolve('@cucumber/messages'), '../../messages.schema.json'), 'utf8'),
    ) as object;
    const validate = new Ajv2020({ strict: false }).compile(schema);
    for (const envelope of envelopesOf(file)) {
      assert.ok(validate(envelope), JSON.stringify([validate.errors, envelope]));
    }
    assert.equal(validate({ pickle: { id: 'x' } }), false);
    const uris = envelopesOf(file).flatMap(({ source, pickle, gherkinDocument }) => [
      ...[source?.uri, pickle?.uri, gherkinDocument?.uri].filter((uri) => uri !== undefined),
    ]);
    assert.ok(uris.length > 0 && uris.every((uri) => /^features\/[^/]+\.feature$/.test(uri)));
  });

  it('is the same however many processes ran the scenarios', async () => {
    const before = timeless(file);
    const shared = shops();
    assert.deepEqual(timeless(await run(shared, 3)), before);
    assertWhole(envelopesOf(join(shared, 'reports', 'messages.ndjson')));
  });

  it("can be read by cucumber's JUnit formatter, which counts what the run counts", () => {
    const { default: plugin } = load('@cucumber/junit-xml-formatter') as {
      default: {
        formatter: (context: {
          on: (event: 'message', handler: (envelope: Envelope) => void) => void;
          write: (text: string) => void;
          options: object;
        }) => void;
      };
    };
    let xml = '';
    let accept: (envelope: Envelope) => void = () => undefined;
    plugin.formatter({ on: (_, handler) => (accept = handler), write: (text) => (xml += text), options: {} });
    envelopesOf(file).forEach((envelope) => {
      accept(envelope);
    });
    const { checks } = resultsOf(cwd);
    const scenarios = new Map(checks.flatMap((line) => line.scenarios.map((each) => [each.id, each.status])));
    const failed = [...scenarios.values()].filter((status) => status === 'failed').length;
    assert.ok(failed > 0);
    assert.match(xml, new RegExp(`<testsuite [^>]*tests="${scenarios.size}"[^>]*failures="${failed}"`));
  });

  it("can be read by cucumber's HTML formatter", async () => {
    const { CucumberHtmlStream } = load('@cucumber/html-formatter') as {
      CucumberHtmlStream: new () => Transform;
    };
    const page = await formatted(file, new CucumberHtmlStream());
    assert.match(page, /^<!DOCTYPE html>/);
    assert.equal(page.match(/"testCaseFinished":/g)?.length, resultsOf(cwd).summary.scenarios);
  });

  it('stays with the reports that are made again', async () => {
    const before = readFileSync(file, 'utf8');
    await syncproof(cwd, ['report', '--no-allure']);
    assert.equal(readFileSync(file, 'utf8'), before);
  });

  it('holds no secret', () => {
    const text = readFileSync(file, 'utf8');
    assert.equal(redact(text), text);
  });
});

describe('messages of processes that end early', () => {
  const TIME = { seconds: 1, nanos: 0 };

  function caseOf(line: number, status: string, seconds: number): Envelope[] {
    const timestamp = { seconds, nanos: 0 };
    const uri = '/tmp/x/a.feature';
    return [
      {
        pickle: {
          id: `p${line}`,
          uri,
          name: 'one',
          language: 'en',
          steps: [],
          tags: [],
          astNodeIds: [],
          location: { line },
        },
      },
      { testCase: { id: `c${line}`, pickleId: `p${line}`, testSteps: [] } },
      { testCaseStarted: { id: `s${line}`, testCaseId: `c${line}`, attempt: 0, timestamp } },
      {
        testStepFinished: {
          testCaseStartedId: `s${line}`,
          testStepId: 'x',
          testStepResult: { status, duration: TIME },
          timestamp,
        },
      },
      { testCaseFinished: { testCaseStartedId: `s${line}`, timestamp, willBeRetried: false } },
    ] as unknown as Envelope[];
  }

  async function merged(directory: string): Promise<Envelope[]> {
    const target = join(directory, 'all.ndjson');
    await mergeMessages(directory, target);
    return envelopesOf(target);
  }

  it('leave out a scenario that did not end, and sort by lines as numbers', async () => {
    const directory = project();
    const accept = messageRecorder(directory);
    [...caseOf(10, 'PASSED', 3), ...caseOf(9, 'PASSED', 5), ...caseOf(2, 'PASSED', 7).slice(0, -1)].forEach(
      accept,
    );
    const envelopes = await merged(directory);
    assert.deepEqual(
      envelopes.flatMap(({ testCase }) => testCase?.id ?? []),
      ['features/a.feature:9/case', 'features/a.feature:10/case'],
    );
    const [first, last] = [envelopes.find((each) => each.testRunStarted), envelopes.at(-1)];
    assert.deepEqual(
      [first?.testRunStarted?.timestamp.seconds, last?.testRunFinished?.timestamp.seconds],
      [3, 5],
    );
    assert.equal(last?.testRunFinished?.success, true);
  });

  it('take the last of several tries of a scenario', async () => {
    const directory = project();
    for (const status of ['FAILED', 'SKIPPED']) {
      caseOf(3, status, 1).forEach(messageRecorder(directory));
    }
    const envelopes = await merged(directory);
    assert.deepEqual(
      envelopes.flatMap(({ testStepFinished }) => testStepFinished?.testStepResult.status ?? []),
      ['SKIPPED'],
    );
    assert.equal(envelopes.filter(({ testCase }) => testCase !== undefined).length, 1);
  });

  it('join those of other processes, which end in the middle of a line at worst', async () => {
    const directory = project();
    caseOf(3, 'PASSED', 1).forEach(messageRecorder(directory));
    closeMessageFile(directory);
    const [name = ''] = readdirSync(directory).filter((each) => each.startsWith('messages-'));
    const text = readFileSync(join(directory, name), 'utf8').replaceAll('a.feature', 'b.feature');
    writeFileSync(
      join(directory, 'messages-1.txt'),
      `${text}definition pickle%20features%2Fc.feature%3A1 {"pick`,
    );
    const envelopes = await merged(directory);
    assert.equal(envelopes.filter(({ testCase }) => testCase !== undefined).length, 2);
  });
});
