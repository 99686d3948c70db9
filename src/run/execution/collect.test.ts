/** What a scenario's steps make of it: only what the harness itself judged is a pass or a failure. */
import assert from 'node:assert/strict';
import type { Envelope } from '@cucumber/messages';
import { ATTACHMENT_MEDIA_TYPE, type ScenarioAttachment } from '../../testbed';
import type { ScenarioResult } from '../../verdict';
import { Collector } from './collect';

interface Told {
  /** Of the steps: a hook, a Given and a Then; a hook after them. */
  readonly statuses: readonly string[];
  readonly outcome?: ScenarioAttachment;
  readonly message?: string;
}

const NO_TIME = { seconds: 0, nanos: 0 };
const STEPS = ['before', 'given', 'then', 'after'];

function envelopes({ statuses, outcome, message }: Told): readonly unknown[] {
  const pickleSteps = [
    { id: 'p-given', text: 'there is a Shop Order "a"', type: 'Context', astNodeIds: [] },
    { id: 'p-then', text: 'nothing happens', type: 'Outcome', astNodeIds: [] },
  ];
  const tags = ['@document:shop-to-desk', '@check:shop-to-desk/x'].map((name) => ({ name, astNodeId: '' }));
  return [
    { pickle: { id: 'pickle', name: 'one', tags, steps: pickleSteps } },
    {
      testCase: {
        id: 'case',
        pickleId: 'pickle',
        testSteps: STEPS.map((id) => ({
          id,
          ...(id.length > 4 && id !== 'given' ? {} : { pickleStepId: `p-${id}` }),
        })),
      },
    },
    { testCaseStarted: { id: 'started', testCaseId: 'case', attempt: 0, timestamp: NO_TIME } },
    ...(outcome === undefined
      ? []
      : [
          {
            attachment: {
              mediaType: ATTACHMENT_MEDIA_TYPE,
              body: JSON.stringify(outcome),
              testCaseStartedId: 'started',
            },
          },
        ]),
    ...statuses.map((status, index) => ({
      testStepFinished: {
        testCaseStartedId: 'started',
        testStepId: STEPS[index],
        testStepResult: {
          status,
          duration: { seconds: 0, nanos: 2_000_000 },
          ...(status === 'FAILED' && message !== undefined ? { message } : {}),
        },
      },
    })),
    { testCaseFinished: { testCaseStartedId: 'started' } },
  ];
}

function resultOf(told: Told): ScenarioResult {
  const collector = new Collector();
  for (const envelope of envelopes(told)) {
    collector.accept(envelope as Envelope);
  }
  assert.equal(collector.results.length, 1);
  return collector.results[0]!;
}

const P = 'PASSED';

describe('the state of a scenario', () => {
  const cases: readonly (readonly [string, Told, string])[] = [
    ['every step passed', { statuses: [P, P, P, P] }, 'passed'],
    ['a step found a mismatch', { statuses: [P, P, 'FAILED', P], outcome: { mismatch: true } }, 'failed'],
    ['a step failed without one: the harness threw', { statuses: [P, P, 'FAILED', P] }, 'harness-error'],
    ['the hook before failed', { statuses: ['FAILED', 'SKIPPED', 'SKIPPED', P] }, 'harness-error'],
    ['the hook after failed', { statuses: [P, P, P, 'FAILED'] }, 'harness-error'],
    [
      'the hook after failed as well as the engine',
      { statuses: [P, P, 'FAILED', 'FAILED'], outcome: { mismatch: true } },
      'harness-error',
    ],
    ['a step is undefined', { statuses: [P, 'UNDEFINED', 'SKIPPED', P] }, 'undefined'],
    ['a step is ambiguous', { statuses: [P, 'AMBIGUOUS', 'SKIPPED', P] }, 'ambiguous'],
    ['a step is pending', { statuses: [P, 'PENDING', 'SKIPPED', P] }, 'harness-error'],
    [
      'a step is undefined and the hook after failed',
      { statuses: [P, 'UNDEFINED', 'SKIPPED', 'FAILED'] },
      'undefined',
    ],
    [
      'its steps were skipped, by --bail',
      { statuses: ['SKIPPED', 'SKIPPED', 'SKIPPED', 'SKIPPED'] },
      'skipped',
    ],
    ['one step was skipped for no stated reason', { statuses: [P, P, 'SKIPPED', P] }, 'skipped'],
    ['a step reported no result', { statuses: [P, P] }, 'skipped'],
    ['a step is of unknown state', { statuses: [P, 'UNKNOWN', P, P] }, 'skipped'],
    ['no step reported a result', { statuses: [] }, 'skipped'],
    [
      'the engine lacks the capability',
      { statuses: [P, 'SKIPPED', 'SKIPPED', P], outcome: { unsupported: 'clear' } },
      'unsupported',
    ],
    [
      'the engine broke',
      { statuses: [P, 'FAILED', 'SKIPPED', P], outcome: { engineError: 'it broke' } },
      'engine-error',
    ],
  ];
  for (const [what, told, status] of cases) {
    it(`is ${status} where ${what}`, () => {
      assert.equal(resultOf(told).status, status);
    });
  }

  it('carries what the reports need: id, checks, time, message without stack, and the blamed sentence', () => {
    const message =
      'Mismatch: expected: 1\n  found: 2\n    at somewhere (file.ts:1:2)\n    at elsewhere (file.ts:3:4)';
    const result = resultOf({
      statuses: [P, 'FAILED', 'SKIPPED', P],
      outcome: { mismatch: true, precondition: 'shop-to-desk/y' },
      message,
    });
    assert.equal(result.id, 'shop-to-desk:one');
    assert.deepEqual(result.checks, ['shop-to-desk/x']);
    assert.equal(result.durationMs, 8);
    assert.equal(result.error, 'expected: 1\n  found: 2');
    assert.equal(result.precondition, 'shop-to-desk/y');
    assert.deepEqual(
      result.steps.map(({ keyword, status }) => `${keyword} ${status}`),
      ['Given failed', 'Then skipped'],
    );
  });

  it('names the engine error as the error, whatever failed before it', () => {
    const told = {
      statuses: [P, P, 'FAILED', 'FAILED'],
      outcome: { mismatch: true, engineError: 'it broke' },
      message: 'x',
    };
    assert.equal(resultOf(told).error, 'it broke');
  });
});

describe('what was selected', () => {
  it('is every scenario that cucumber planned, run or not', () => {
    const collector = new Collector();
    for (const envelope of envelopes({ statuses: [] }).slice(0, 2)) {
      collector.accept(envelope as Envelope);
    }
    assert.deepEqual([...collector.selected], ['shop-to-desk:one']);
    assert.deepEqual(collector.results, []);
  });

  it('keeps what cucumber says of a feature that it cannot read', () => {
    const collector = new Collector();
    collector.accept({
      parseError: { source: { uri: 'a.feature' }, message: '(1:1): expected #Feature' },
    });
    assert.deepEqual(collector.parseErrors, ['(1:1): expected #Feature']);
  });
});

describe('what the engine calls itself', () => {
  it('is kept from the scenario that reports it', () => {
    const collector = new Collector();
    const engine = { name: 'mine', version: '1.2.3' };
    const told = envelopes({ statuses: [P, P, P, P], outcome: { engine } });
    for (const envelope of told) {
      collector.accept(envelope as Envelope);
    }
    assert.deepEqual(collector.engine, engine);
  });
});
