/** The lines of a verdict to the last word: what is in them, what is left out, and whose words count. */
import assert from 'node:assert/strict';
import { judge, rankOf, STATUSES, type CheckLine, type ScenarioResult } from '.';
import { baselineOf, check, evidence, only, scenario, statuses } from './testing';

function lineOf(results: readonly ScenarioResult[], more: Parameters<typeof evidence>[2] = {}): CheckLine {
  return only(judge(evidence([check('c')], results, more)));
}

describe('a check line', () => {
  const place = { document: 'specs/a-to-b.rst', line: 1, column: 1, endLine: 1, kind: 'create-always' };
  const passed = scenario('1', ['c'], 'passed');

  it('holds the check and its scenarios, and nothing that is not known', () => {
    assert.deepEqual(lineOf([passed]), {
      type: 'check',
      id: 'c',
      ...place,
      text: 'sentence of c',
      status: 'passed',
      scenarios: [passed],
    });
  });

  it('holds heading, table and cells where the check has them', () => {
    const more = { heading: 'A to B', table: 't', cells: ['a', 'b | c'] };
    assert.deepEqual(only(judge(evidence([check('c', more)], [passed]))), {
      type: 'check',
      id: 'c',
      ...place,
      text: 'sentence of c',
      ...more,
      status: 'passed',
      scenarios: [passed],
    });
  });

  it('of a table whose rows pass has no reason', () => {
    const checks = [check('t', { kind: 'properties' }), check('t/1', { kind: 'properties', table: 't' })];
    const [table] = judge(evidence(checks, [scenario('1', ['t/1'], 'passed')]));
    assert.deepEqual(Object.keys(table ?? {}).sort(), Object.keys(lineOf([passed])).sort());
    assert.equal(table?.status, 'passed');
  });
});

describe('the reason of a check', () => {
  const silent: readonly (readonly [ScenarioResult['status'], string])[] = [
    ['undefined', 'the harness has no step definition for one of its steps'],
    ['ambiguous', 'the harness has several step definitions for one of its steps'],
    ['skipped', 'it was skipped'],
    ['harness-error', 'the harness failed'],
    ['engine-error', 'the engine did not start, broke the protocol or stopped answering'],
  ];
  for (const [status, why] of silent) {
    it(`says what ${status} means where the scenario brings no message`, () => {
      assert.equal(lineOf([scenario('1', ['c'], status)]).reason, `scenario "1": ${status}: ${why}`);
    });
  }

  it('says that none of its scenarios was selected', () => {
    const planned = [{ id: 'a:1', checks: ['c'] }];
    assert.equal(lineOf([], { planned, selected: new Set() }).reason, 'none of its scenarios was selected');
  });

  it('says that the run was interrupted before a scenario had ended', () => {
    const planned = [{ id: 'a:1', checks: ['c'] }];
    assert.equal(
      lineOf([], { planned, interrupted: true }).reason,
      'the run was interrupted before scenario "a:1" had ended',
    );
  });

  it('is that of the first scenario as planned, then by id where none was planned', () => {
    const [one, two, six, seven] = ['1', '2', '6', '7'].map((name) =>
      scenario(name, ['c'], 'failed', { error: `of ${name}` }),
    ) as [ScenarioResult, ScenarioResult, ScenarioResult, ScenarioResult];
    const planned = [two, one].map(({ id, checks }) => ({ id, checks }));
    const line = lineOf([seven, one, six, two], { planned });
    assert.deepEqual(
      line.scenarios.map(({ name }) => name),
      ['2', '1', '6', '7'],
    );
    assert.equal(line.reason, 'of 2');
    assert.deepEqual(
      lineOf([six, seven, one], { planned }).scenarios.map(({ name }) => name),
      ['1', '6', '7'],
    );
  });

  it('is the first of two that weigh the same', () => {
    const results = ['1', '2'].map((name) => scenario(name, ['c'], 'pending', { reason: `bind ${name}` }));
    assert.equal(lineOf(results).reason, 'bind 1');
  });

  it('says of a failure without a message that it has none, or why it is', () => {
    assert.equal(lineOf([scenario('1', ['c'], 'failed')]).reason, 'it failed without a message');
    assert.equal(lineOf([scenario('1', ['c'], 'failed', { reason: 'why' })]).reason, 'why');
  });

  it('is of a failure, not of what passed before it', () => {
    const results = [
      scenario('1', ['c'], 'passed'),
      scenario('2', ['c'], 'failed', { error: 'no link', precondition: 'other' }),
    ];
    const line = lineOf(results);
    assert.deepEqual([line.reason, line.precondition], ['precondition: other\nno link', 'other']);
  });

  it('is not of a failure that is left to a witness, while there is another', () => {
    const results = [
      scenario('1', ['c'], 'failed', { error: 'broken row', precondition: 'row', witnesses: ['row'] }),
      scenario('2', ['c'], 'failed', { error: 'no link', precondition: 'other' }),
    ];
    assert.equal(lineOf(results).reason, 'precondition: other\nno link');
  });

  it('begins with what excuses the failure, and ends without blanks', () => {
    const results = [scenario('1', ['c'], 'failed', { error: 'boom\n\n' })];
    const disputed = new Map([['c', 'we doubt it']]);
    assert.equal(lineOf(results, { disputed }).reason, 'we doubt it\nboom');
    assert.equal(lineOf(results, { baseline: baselineOf('c') }).reason, 'nobody fixed it\nboom');
  });
});

describe('blame', () => {
  const rows = [
    check('sentence', { kind: 'keep-in-sync' }),
    check('other', { kind: 'keep-in-sync' }),
    check('table', { kind: 'properties' }),
    check('row 1', { kind: 'properties', table: 'table' }),
    check('row 2', { kind: 'properties', table: 'table' }),
  ];
  const shown = (name: string, status: 'passed' | 'failed', ...witnesses: readonly string[]) =>
    scenario(name, ['sentence'], status, { witnesses });
  const own = (check: string, status: 'passed' | 'failed') => scenario(`own ${check}`, [check], status);
  const sentence = (...results: ScenarioResult[]): CheckLine | undefined => judge(evidence(rows, results))[0];

  it('falls on no row that fails only where others are witnesses', () => {
    const both = scenario('3', ['other', 'row 1'], 'failed', { witnesses: ['row 2'] });
    const tried = [own('row 1', 'passed'), own('row 2', 'passed')];
    const line = sentence(shown('1', 'failed', 'row 1'), shown('2', 'passed', 'row 2'), both, ...tried);
    assert.equal(line?.status, 'failed');
  });

  it('falls on no row as long as no other row of its table was tried', () => {
    const line = sentence(
      shown('1', 'failed', 'row 1'),
      shown('2', 'passed', 'row 2'),
      own('row 1', 'failed'),
    );
    assert.equal(line?.status, 'failed');
  });

  it('falls on no sentence that a scenario names as its witness', () => {
    const passed = scenario('2', ['sentence'], 'passed');
    const tried = [own('other', 'failed'), own('row 2', 'passed'), own('table', 'passed')];
    assert.equal(sentence(shown('1', 'failed', 'other'), passed, ...tried)?.status, 'failed');
  });

  it('changes no scenario but those that fail at their own sentence with the broken row', () => {
    const results = [
      shown('1', 'failed', 'row 1'),
      shown('2', 'passed', 'row 1'),
      shown('3', 'failed', 'row 2'),
      scenario('4', ['sentence'], 'failed'),
      scenario('5', ['sentence'], 'failed', { precondition: 'other', witnesses: ['row 1'] }),
    ];
    const line = sentence(...results, own('row 1', 'failed'), own('row 2', 'passed'));
    const [first, ...rest] = results;
    assert.deepEqual(line?.scenarios, [{ ...first, precondition: 'row 1' }, ...rest]);
  });

  it('leaves rows, table and sentences to themselves', () => {
    const results = [shown('1', 'failed', 'row 1'), shown('2', 'passed', 'row 2')];
    const tried = [own('row 1', 'failed'), own('row 2', 'passed'), own('other', 'passed')];
    assert.deepEqual(statuses(judge(evidence(rows, [...results, ...tried]))), {
      sentence: 'passed',
      other: 'passed',
      table: 'failed',
      'row 1': 'failed',
      'row 2': 'passed',
    });
  });
});

describe('the order of states', () => {
  it('goes from what is wrong to what is fine', () => {
    assert.deepEqual(STATUSES, [
      'failed',
      'not-understood',
      'not-run',
      'known',
      'disputed',
      'unsupported',
      'pending',
      'not-selected',
      'passed',
      'informative',
    ]);
    assert.deepEqual(
      STATUSES.map((status) => rankOf(status)),
      STATUSES.map((_, index) => index),
    );
  });
});
