import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Check, CheckKind } from '../model';
import { judge, verdictOf, type KnownFailure } from '.';
import { baselineOf, check, evidence, only, scenario, statuses } from './testing';

describe('judge: one check', () => {
  it('passes when all of its scenarios passed', () => {
    const line = only(
      judge(evidence([check('c')], [scenario('1', ['c'], 'passed'), scenario('2', ['c'], 'passed')])),
    );
    assert.equal(line.status, 'passed');
    assert.equal(line.reason, undefined);
    assert.equal(line.scenarios.length, 2);
  });

  it('fails with the message of the first scenario that failed', () => {
    const results = [
      scenario('1', ['c'], 'passed'),
      scenario('2', ['c'], 'failed', { error: 'first message' }),
      scenario('3', ['c'], 'failed', { error: 'second message' }),
    ];
    const line = only(judge(evidence([check('c')], results)));
    assert.deepEqual([line.status, line.reason], ['failed', 'first message']);
  });

  it('puts the sentence to blame first when every failure was in a precondition', () => {
    const results = [
      scenario('1', ['c'], 'failed', { error: 'no link', precondition: 'other' }),
      scenario('2', ['c'], 'failed', { error: 'no link', precondition: 'other' }),
    ];
    assert.equal(only(judge(evidence([check('c')], results))).reason, 'precondition: other\nno link');
  });

  it('tells its own failure, not the one in a precondition, when it has both', () => {
    const results = [
      scenario('1', ['c'], 'failed', { error: 'no link', precondition: 'other' }),
      scenario('2', ['c'], 'failed', { error: 'wrong value' }),
    ];
    assert.equal(only(judge(evidence([check('c')], results))).reason, 'wrong value');
  });

  it('names the check to blame when no scenario came to try its own sentence', () => {
    const blamed = { error: 'no link', precondition: 'other' };
    const all = [scenario('1', ['c'], 'failed', blamed), scenario('2', ['c'], 'passed')];
    assert.equal(only(judge(evidence([check('c')], all))).precondition, 'other');
    const own = [...all, scenario('3', ['c'], 'failed', { error: 'wrong value' })];
    assert.equal(only(judge(evidence([check('c')], own))).precondition, undefined);
  });

  it('waits where it fails only for a sentence that waits for a decision', () => {
    const results = [scenario('1', ['c'], 'failed', { precondition: 'other' })];
    const without = [{ check: 'other', status: 'pending', reason: 'line 1 contradicts line 2' }] as const;
    const line = judge(evidence([check('c'), check('other')], results, { without }))[0];
    assert.deepEqual(
      [line?.status, line?.reason, line?.precondition],
      ['pending', 'rests on other, which is pending: line 1 contradicts line 2', undefined],
    );
    const own = [...results, scenario('2', ['c'], 'failed')];
    assert.equal(judge(evidence([check('c'), check('other')], own, { without }))[0]?.status, 'failed');
  });

  it('says what a pass rests on, and nothing of the kind of another state', () => {
    const bases = new Map([['c', 'counts of records']]);
    const [passed, failed] = (['passed', 'failed'] as const).map((status) =>
      only(judge(evidence([check('c')], [scenario('1', ['c'], status)], { bases }))),
    );
    assert.deepEqual([passed?.basis, failed?.basis], ['counts of records', undefined]);
  });

  for (const status of ['harness-error', 'undefined', 'ambiguous', 'skipped', 'engine-error'] as const) {
    it(`is not run, neither passed nor failed, when a scenario ended in ${status}`, () => {
      const results = [scenario('1', ['c'], 'passed'), scenario('2', ['c'], status, { error: 'boom' })];
      const line = only(judge(evidence([check('c')], results)));
      assert.equal(line.status, 'not-run');
      assert.equal(line.reason, `scenario "2": ${status}: boom`);
    });

    it(`is failed when one scenario failed and another ended in ${status}`, () => {
      const results = [scenario('1', ['c'], status), scenario('2', ['c'], 'failed', { error: 'wrong' })];
      assert.equal(only(judge(evidence([check('c')], results))).status, 'failed');
    });
  }

  for (const status of ['unsupported', 'pending'] as const) {
    it(`is ${status} with the scenario's reason, even beside a scenario that passed`, () => {
      const results = [scenario('1', ['c'], 'passed'), scenario('2', ['c'], status, { reason: 'bind it' })];
      const line = only(judge(evidence([check('c')], results)));
      assert.deepEqual([line.status, line.reason], [status, 'bind it']);
    });
  }

  it('is not run when it was selected and no result came, whatever else passed', () => {
    const planned = [
      { id: 'a:1', checks: ['c'] },
      { id: 'a:2', checks: ['c'] },
    ];
    const line = only(judge(evidence([check('c')], [scenario('1', ['c'], 'passed')], { planned })));
    assert.deepEqual([line.status, line.reason], ['not-run', 'no result of scenario "a:2"']);
  });

  it('is not selected when scenarios were planned and none was selected', () => {
    const planned = [{ id: 'a:1', checks: ['c'] }];
    const line = only(judge(evidence([check('c')], [], { planned, selected: new Set() })));
    assert.equal(line.status, 'not-selected');
  });

  it('is judged by what ran when only some of its scenarios were selected', () => {
    const planned = [
      { id: 'a:1', checks: ['c'] },
      { id: 'a:2', checks: ['c'] },
    ];
    const partial = evidence([check('c')], [scenario('1', ['c'], 'passed')], {
      planned,
      selected: new Set(['a:1']),
    });
    const { checks, summary } = verdictOf(partial, { durationMs: 5 });
    assert.equal(only(checks).status, 'passed');
    assert.deepEqual([summary.partial, summary.conformant, summary.exitCode], [true, null, 0]);
  });

  it('counts a result for the checks it was planned for, though its tags were lost', () => {
    const planned = [{ id: 'a:1', checks: ['c'] }];
    const line = only(judge(evidence([check('c')], [scenario('1', [], 'failed')], { planned })));
    assert.equal(line.status, 'failed');
  });

  it('takes state and reason from the plan where it has no scenario (D21, D27)', () => {
    const without = [{ check: 'c', status: 'pending', reason: 'no row can link' } as const];
    const line = only(judge(evidence([check('c')], [], { without })));
    assert.deepEqual([line.status, line.reason], ['pending', 'no row can link']);
  });

  it('is not run when nobody planned or excused it', () => {
    const line = only(judge(evidence([check('c')], [])));
    assert.deepEqual([line.status, line.reason], ['not-run', 'no scenarios yet for this kind']);
  });

  const kinds: readonly CheckKind[] = ['title', 'generated', 'introduction', 'heading', 'table-header'];
  for (const kind of kinds) {
    it(`is informative when its kind is ${kind}`, () => {
      assert.equal(only(judge(evidence([check('c', { kind })], []))).status, 'informative');
    });
  }

  it('is not understood, with a reason, when no rule reads its line', () => {
    const line = only(judge(evidence([check('c', { kind: 'not-understood' })], [])));
    assert.equal(line.status, 'not-understood');
    assert.match(line.reason ?? '', /lint/);
  });
});

describe('judge: excuses', () => {
  const failing = [scenario('1', ['c'], 'failed', { error: 'wrong' })];

  it('makes a failed check disputed, with both reasons, when the config says so', () => {
    const line = only(
      judge(evidence([check('c')], failing, { disputed: new Map([['c', 'ask the author']]) })),
    );
    assert.deepEqual([line.status, line.reason], ['disputed', 'ask the author\nwrong']);
  });

  const issue = 'https://issues.example/7';
  const known: readonly (readonly [string, KnownFailure, string])[] = [
    ['its reason', { reason: 'rounding' }, 'rounding\nwrong'],
    ['its reason and its issue', { reason: 'rounding', issue }, `rounding (${issue})\nwrong`],
    ['that a reason is missing', {}, 'the baseline gives no reason; write one into its entry\nwrong'],
  ];
  for (const [what, entry, reason] of known) {
    it(`makes a failed check known when the baseline lists it, with ${what}`, () => {
      const line = only(judge(evidence([check('c')], failing, { baseline: new Map([['c', entry]]) })));
      assert.deepEqual([line.status, line.reason, line.baseline], ['known', reason, entry]);
    });
  }

  it('prefers a dispute to the baseline: it says more', () => {
    const marks = { disputed: new Map([['c', 'ask the author']]), baseline: baselineOf('c') };
    const line = only(judge(evidence([check('c')], failing, marks)));
    assert.deepEqual([line.status, line.baseline], ['disputed', undefined]);
  });

  for (const status of ['passed', 'pending', 'unsupported', 'harness-error'] as const) {
    it(`excuses failures alone: a ${status} scenario stays what it is`, () => {
      const marks = { disputed: new Map([['c', 'why']]), baseline: baselineOf('c') };
      const line = only(judge(evidence([check('c')], [scenario('1', ['c'], status)], marks)));
      assert.equal(line.status, status === 'harness-error' ? 'not-run' : status);
    });
  }
});

describe('judge: tables', () => {
  const table = check('t', { kind: 'properties' });
  const header = check('t/header', { kind: 'table-header', table: 't' });
  const row = (id: string, line: number): Check => check(id, { kind: 'properties', table: 't', line });
  const checks = [table, header, row('t/1', 7), row('t/2', 8)];

  it('gives the sentence the state of its worst row, and says which', () => {
    const results = [
      scenario('1', ['t/1'], 'passed'),
      scenario('2', ['t/2'], 'failed', { error: 'bad\ndetail' }),
    ];
    const lines = judge(evidence(checks, results));
    assert.deepEqual(statuses(lines), {
      t: 'failed',
      't/header': 'informative',
      't/1': 'passed',
      't/2': 'failed',
    });
    assert.equal(lines[0]?.reason, 'row of line 8: bad');
  });

  it('combines the rows with the scenarios of the sentence itself', () => {
    const results = [
      scenario('0', ['t'], 'failed', { error: 'frame broken' }),
      scenario('1', ['t/1'], 'passed'),
      scenario('2', ['t/2'], 'passed'),
    ];
    const line = judge(evidence(checks, results))[0];
    assert.deepEqual([line?.status, line?.reason], ['failed', 'frame broken']);
  });

  it('passes the sentence by its rows alone where it has no scenarios itself', () => {
    const results = [scenario('1', ['t/1'], 'passed'), scenario('2', ['t/2'], 'passed')];
    assert.equal(judge(evidence(checks, results))[0]?.status, 'passed');
  });

  it('takes the scenarios of the sentence where the table is empty (D24)', () => {
    const results = [scenario('0', ['t'], 'passed')];
    assert.equal(judge(evidence([table, header], results))[0]?.status, 'passed');
  });

  it('does not pass an empty table that has no scenarios itself', () => {
    assert.equal(judge(evidence([table, header], []))[0]?.status, 'not-run');
  });

  it('hands a row that the baseline knows on to the sentence as known', () => {
    const results = [scenario('1', ['t/1'], 'passed'), scenario('2', ['t/2'], 'failed')];
    const line = judge(evidence(checks, results, { baseline: baselineOf('t/2') }))[0];
    assert.deepEqual([line?.status, line?.reason], ['known', 'row of line 8: nobody fixed it']);
    assert.equal(line?.baseline, undefined);
  });
});

describe('judge: a broken row', () => {
  const rows = [
    check('sentence', { kind: 'keep-in-sync' }),
    check('table', { kind: 'properties' }),
    check('row 1', { kind: 'properties', table: 'table' }),
    check('row 2', { kind: 'properties', table: 'table' }),
  ];
  const shown = (name: string, status: 'passed' | 'failed', ...witnesses: readonly string[]) =>
    scenario(name, ['sentence'], status, { witnesses, error: `${name} is wrong` });
  const own = (row: string, status: 'passed' | 'failed') => scenario(`own ${row}`, [row], status);

  it('leaves the sentence to its other witness, and is red itself', () => {
    const lines = judge(
      evidence(rows, [
        shown('1', 'failed', 'row 1'),
        shown('2', 'passed', 'row 2'),
        own('row 1', 'failed'),
        own('row 2', 'passed'),
      ]),
    );
    assert.deepEqual(statuses(lines), {
      sentence: 'passed',
      table: 'failed',
      'row 1': 'failed',
      'row 2': 'passed',
    });
    assert.deepEqual(
      lines[0]?.scenarios.map(({ status, precondition }) => [status, precondition]),
      [
        ['failed', 'row 1'],
        ['passed', undefined],
      ],
    );
  });

  it('says nothing for a sentence that fails with a whole witness too', () => {
    const line = judge(
      evidence(rows, [
        shown('1', 'failed', 'row 1'),
        shown('2', 'failed', 'row 2'),
        shown('3', 'passed', 'row 2'),
        own('row 1', 'failed'),
        own('row 2', 'passed'),
      ]),
    )[0];
    assert.deepEqual([line?.status, line?.reason, line?.precondition], ['failed', '2 is wrong', undefined]);
  });

  it('excuses nothing where all rows fail alike, or where nothing of the sentence passed', () => {
    const alike = [shown('1', 'failed', 'row 1'), scenario('2', ['sentence'], 'passed')];
    const all = [...alike, own('row 1', 'failed'), own('row 2', 'failed')];
    assert.equal(judge(evidence(rows, all))[0]?.status, 'failed');
    const alone = [shown('1', 'failed', 'row 1'), own('row 1', 'failed'), own('row 2', 'passed')];
    assert.equal(judge(evidence(rows, alone))[0]?.status, 'failed');
  });

  it('is not one that fails before its own sentence, or only in scenarios of others', () => {
    const before = scenario('own', ['row 1'], 'failed', { precondition: 'sentence' });
    const results = [shown('1', 'failed', 'row 1'), shown('2', 'passed', 'row 2'), own('row 2', 'passed')];
    assert.equal(judge(evidence(rows, [...results, before]))[0]?.status, 'failed');
    assert.equal(judge(evidence(rows, results))[0]?.status, 'failed');
  });

  it('blames one row where several witnesses speak together', () => {
    const both = scenario('1', ['sentence'], 'failed', { witnesses: ['row 2', 'row 1'] });
    const results = [both, shown('2', 'passed', 'row 2'), own('row 1', 'failed'), own('row 2', 'passed')];
    const [line] = judge(evidence(rows, results));
    assert.deepEqual([line?.status, line?.scenarios[0]?.precondition], ['passed', 'row 1']);
  });

  it('comes first in the reason of its table, before rows that fail for another check', () => {
    const results = [
      scenario('1', ['row 1'], 'failed', { precondition: 'sentence', error: 'not linked' }),
      scenario('2', ['row 2'], 'failed', { error: 'wrong value' }),
    ];
    const table = judge(evidence(rows.slice(1), results))[0];
    assert.deepEqual([table?.reason, table?.precondition], ['row of line 1: wrong value', undefined]);
    const one = judge(evidence(rows.slice(1), results.slice(0, 1)));
    assert.equal(one[0]?.precondition, 'sentence', 'nothing worse is known of the table');
  });
});
