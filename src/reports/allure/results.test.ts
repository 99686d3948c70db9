import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { Status } from 'allure-js-commons';
import type { StepResult, TestResult } from 'allure-js-commons';
import { allureFiles } from '..';
import type { RunResults } from '../../verdict';
import { NASTY, sampleResults } from '../testing';
import { widthOf } from '../../core/printable-text';

const results = sampleResults();

function testResults(of: RunResults = results): TestResult[] {
  return allureFiles(of)
    .filter(({ name }) => name.endsWith('-result.json'))
    .map(({ content }) => JSON.parse(content) as TestResult);
}

/** The entry of a check. */
function named(check: string): TestResult {
  const found = testResults().filter((result) => result.fullName === check);
  assert.equal(found.length, 1, check);
  return found[0]!;
}

function labels(result: TestResult, name: string): string[] {
  return result.labels.filter((label) => label.name === name).map(({ value }) => value);
}

describe('allureFiles', () => {
  it('has one entry for each sentence and row, so that its share is that of the verdict', () => {
    const { byStatus, total } = results.summary;
    const all = testResults();
    assert.equal(all.length, total - (byStatus.informative ?? 0));
    assert.equal(all.filter(({ status }) => status === Status.PASSED).length, byStatus.passed);
    const judged = results.checks.filter(({ status }) => status !== 'informative').map(({ id }) => id);
    assert.deepEqual(
      all.map(({ fullName = '' }) => fullName),
      judged,
    );
  });

  it('gives every result different ids, so that none hides another as a retry', () => {
    const all = testResults();
    for (const id of ['uuid', 'historyId', 'testCaseId', 'fullName'] as const) {
      assert.equal(new Set(all.map((result) => result[id])).size, all.length, id);
    }
  });

  it('gives the same bytes for the same results, and the same ids wherever a line is', () => {
    assert.deepEqual(allureFiles(sampleResults()), allureFiles(results));
    const moved = results.checks.map((line) => ({ ...line, line: line.line + 7 }));
    const names = (found: RunResults): string[] => allureFiles(found).map(({ name }) => name);
    assert.deepEqual(names({ ...results, checks: moved }), names(results));
  });

  it('counts whole milliseconds, one entry after the other', () => {
    const uneven = results.checks.map((line) => ({
      ...line,
      scenarios: line.scenarios.map((scenario) => ({
        ...scenario,
        steps: scenario.steps.map((step) => ({ ...step, durationMs: 0.123456 })),
      })),
    }));
    const all = testResults({ ...results, checks: uneven });
    const times = all.flatMap((result) => [
      result,
      ...result.steps,
      ...result.steps.flatMap(({ steps }) => steps),
    ]);
    assert.ok(times.every(({ start, stop }) => Number.isInteger(start) && Number.isInteger(stop)));
    const starts = all.map(({ start }) => start ?? 0);
    assert.ok(starts.every((start, at) => at === 0 || start > (starts[at - 1] ?? 0)));
    assert.equal(starts[0], Date.parse(results.run.startedAt));
  });

  it('takes nothing for a pass that was not judged', () => {
    const statuses = Object.fromEntries(testResults().map(({ fullName = '', status }) => [fullName, status]));
    assert.deepEqual(statuses, {
      'a-to-b/passed': 'passed',
      'a-to-b/failed': 'failed',
      'a-to-b/known': 'skipped',
      'a-to-b/disputed': 'skipped',
      'a-to-b/pending': 'skipped',
      'a-to-b/unsupported': 'skipped',
      'a-to-b/odd': 'broken',
      'a-to-b/left-out': 'skipped',
      'a-to-b/not-run': 'broken',
      'a-to-b/blamed': 'failed',
      'a-to-b/properties': 'failed',
      'a-to-b/properties/name~name': 'passed',
      'a-to-b/properties/phone~phone': 'failed',
    });
  });

  for (const [status, shown] of [
    ['undefined', 'broken'],
    ['ambiguous', 'broken'],
    ['harness-error', 'broken'],
    ['engine-error', 'broken'],
    ['failed', 'failed'],
    ['unsupported', 'skipped'],
  ] as const) {
    it(`shows a scenario that ended in ${status} as ${shown}, whatever became of its check`, () => {
      const checks = results.checks.slice(2, 3).map((line) => ({
        ...line,
        scenarios: line.scenarios.map((scenario) => ({ ...scenario, status })),
      }));
      const [result] = testResults({ ...results, checks });
      assert.equal(result?.status, 'passed');
      assert.deepEqual(
        result.steps.map((step) => [step.name, step.status]),
        [['every passes', shown]],
      );
    });
  }

  it('files a row under document, section and its sentence', () => {
    const row = named('a-to-b/properties/name~name');
    assert.equal(row.name, 'name | name | "string"');
    assert.deepEqual(labels(row, 'epic'), ['A to B Dataflow']);
    assert.deepEqual(labels(row, 'feature'), ['A Person to B Contact']);
    assert.deepEqual(labels(row, 'story'), ['The following properties are synchronized:']);
    assert.deepEqual(labels(row, 'subSuite'), ['The following properties are synchronized:']);
    assert.match(row.description ?? '', /specs\/a-to-b\.rst:36/);
    assert.ok(labels(row, 'tag').includes('check:a-to-b/properties/name~name'));
    assert.deepEqual(labels(named('a-to-b/passed'), 'subSuite'), []);
  });

  it('shows the steps of a scenario that passed once, and of one that failed in each check that it failed', () => {
    const [first, second] = ['name~name', 'phone~phone'].map((row) => named(`a-to-b/properties/${row}`));
    const both = (result: TestResult | undefined): StepResult | undefined =>
      result?.steps.find(({ name }) => name === 'both rows');
    assert.equal(both(first)?.steps.length, 2);
    assert.equal(both(second)?.steps.length, 0);
    assert.equal(both(second)?.status, 'passed');
    const failing = results.checks.map((line) =>
      line.id === 'a-to-b/failed' || line.id === 'a-to-b/known'
        ? { ...line, scenarios: results.checks.find(({ id }) => id === 'a-to-b/failed')!.scenarios }
        : line,
    );
    const all = testResults({ ...results, checks: failing }).filter(({ fullName = '' }) =>
      /failed|known/.test(fullName),
    );
    assert.deepEqual(
      all.map(({ steps }) => steps[0]?.steps.length),
      [2, 2],
    );
  });

  it('begins the message with the reason, then the scenario and its step; the rest is in the trace', () => {
    const failed = named('a-to-b/failed');
    assert.match(
      failed.statusDetails.message ?? '',
      /^expected 1 Contact, found 0\n.*\nscenario: every fails \(failed\)\nstep: Then B holds a Contact$/,
    );
    assert.match(
      failed.statusDetails.trace ?? '',
      /^state: failed\nspecs\/a-to-b\.rst:14: .*\nlast calls, of 1:[^]*\nagain: npx syncproof run .*$/,
    );
  });

  it('names the sentence to blame once, behind the reason', () => {
    const { message = '', trace = '' } = named('a-to-b/blamed').statusDetails;
    assert.match(message, /^expected 1 Contact, found 0\n/);
    assert.match(message, /\nprecondition: fix this first: specs\/a-to-b\.rst:14: a <b>[^\n]*$/);
    assert.equal(`${message}\n${trace}`.match(/fix this first/g)?.length, 1);
    assert.match(trace, /^state: precondition\n/);
  });

  it('attaches what happened step by step, the raw calls and the log of what did not pass', () => {
    const [step] = named('a-to-b/failed').steps;
    assert.deepEqual(
      step?.attachments.map(({ name, type }) => [name, type]),
      [
        ['What happened, step by step', 'text/plain'],
        ['HTTP calls, raw', 'application/json'],
        ["Engine's log, its end", 'text/plain'],
      ],
    );
    const contents = new Map(allureFiles(results).map(({ name, content }) => [name, content]));
    const [lane, calls, log] = step.attachments.map(({ source }) => contents.get(source) ?? '');
    assert.match(lane ?? '', /1\. B: POST \/Contact → 500\n/);
    assert.equal((JSON.parse(calls ?? '') as unknown[]).length, 1);
    assert.equal(log, 'listening\nthe ledger said no\n');
    assert.deepEqual(named('a-to-b/passed').steps[0]?.attachments, []);
  });

  it('skips a failure that is known or disputed, with the reason first and a link to the issue', () => {
    const known = named('a-to-b/known');
    assert.equal(known.status, Status.SKIPPED);
    assert.match(
      known.statusDetails.message ?? '',
      /^nobody has fixed it yet \(https:\/\/issues\.example\/7\)\nexpected 1 Contact/,
    );
    assert.deepEqual(known.links, [
      { url: 'https://issues.example/7', name: 'issues.example/7', type: 'issue' },
    ]);
    assert.ok(labels(known, 'tag').includes('known'));
    assert.equal(known.steps[0]?.status, 'failed');
    const disputed = named('a-to-b/disputed');
    assert.equal(disputed.status, Status.SKIPPED);
    assert.match(disputed.statusDetails.message ?? '', /^the author says so\nexpected 1 Contact/);
    assert.deepEqual(disputed.links, []);
  });

  it('says what a pass rests on that compared no property', () => {
    const checks = results.checks.map((line) =>
      line.id === 'a-to-b/passed' ? { ...line, basis: 'both records exist, and are <linked>' } : line,
    );
    const [passed] = testResults({ ...results, checks });
    assert.equal(passed?.status, 'passed');
    assert.equal(
      passed.statusDetails.message,
      'passed without a property to compare: both records exist, and are <linked>',
    );
    assert.match(passed.description ?? '', /Rests on: both records exist, and are &lt;linked&gt;/);
    assert.ok(labels(passed, 'tag').includes('without a property'));
  });
});

describe('what Allure shows of the run', () => {
  function file(name: string, of: RunResults = results): string {
    return allureFiles(of).find((each) => each.name === name)?.content ?? '';
  }

  it('has the verdict first, then engine, date, versions, seed, and each document with its SHA-256', () => {
    const lines = file('environment.properties').split('\n');
    assert.match(lines[0] ?? '', /^verdict = no verdict, .*2 of 13 sentences and rows passed/);
    assert.ok(lines.includes('engine = reference 1.2.3'));
    assert.ok(lines.includes('date = 2026-01-02T03:04:05.000Z'));
    assert.ok(lines.includes('syncproof = 0.1.0'));
    assert.ok(lines.includes('seed = 42'));
    assert.ok(lines.includes('failed.for-another-sentence = 1 of 4'));
    assert.ok(lines.includes(`document.a-to-b = specs/a-to-b.rst sha256 ${'a'.repeat(64)}`));
    assert.match((JSON.parse(file('executor.json')) as { buildName: string }).buildName, /^no verdict, /);
  });

  it('lists fifty documents at most, and says how many there are besides', () => {
    const [document] = results.run.documents;
    const documents = Array.from({ length: 60 }, (_, at) => ({ ...document!, slug: `d${at}` }));
    const text = file('environment.properties', { ...results, run: { ...results.run, documents } });
    assert.equal(text.match(/^document\./gm)?.length, 50);
    assert.match(text, /^documents\.left-out = 10, see results\.ndjson$/m);
  });

  it('has one category for each entry that did not pass, none for one that did', () => {
    const categories = JSON.parse(file('categories.json')) as { name: string; traceRegex: string }[];
    const found = testResults().map(({ fullName = '', status, statusDetails: { trace = '' } }) => {
      // Allure 2 wants the whole trace to fit, with a dot for line ends too.
      const fitting = categories.filter(({ traceRegex }) =>
        new RegExp(`^(?:${traceRegex})$`, 's').test(trace),
      );
      assert.equal(fitting.length, status === Status.PASSED ? 0 : 1, fullName);
      return [fullName, fitting[0]?.name];
    });
    const names = Object.fromEntries(found) as Record<string, string | undefined>;
    assert.equal(names['a-to-b/failed'], 'The engine broke a sentence');
    assert.match(names['a-to-b/blamed'] ?? '', /precondition/);
    assert.equal(names['a-to-b/odd'], 'The document cannot be read');
    assert.equal(names['a-to-b/pending'], names['a-to-b/unsupported']);
    assert.match(names['a-to-b/pending'] ?? '', /not bound/);
    assert.equal(names['a-to-b/not-run'], 'The harness failed');
    assert.match(names['a-to-b/known'] ?? '', /excused/);
    assert.equal(names['a-to-b/left-out'], 'Not selected');
  });

  it('tells an engine that broke the protocol from a harness that failed', () => {
    const checks = results.checks.map((line) =>
      line.status === 'not-run'
        ? { ...line, scenarios: line.scenarios.map((each) => ({ ...each, status: 'engine-error' as const })) }
        : line,
    );
    const broken = testResults({ ...results, checks }).find(({ fullName }) => fullName === 'a-to-b/not-run');
    assert.match(broken?.statusDetails.trace ?? '', /^state: engine-error\n/);
  });

  it('keeps every text as text, and cuts names', () => {
    const text = `${NASTY}\u202E${'x'.repeat(10_000)}`;
    const checks = results.checks.map((line) => ({ ...line, text, reason: text, heading: text }));
    for (const result of testResults({ ...results, checks })) {
      assert.ok(widthOf(result.name ?? '') <= 500);
      assert.doesNotMatch(result.description ?? '', /<b>/);
      assert.doesNotMatch(JSON.stringify(result), /\\u00[01]|\u202E|\p{Surrogate}/u);
    }
  });
});
