/** How a run may end, and what its baseline has to say: the summary by parts. */
import assert from 'node:assert/strict';
import { changesOfBaseline, judge, summarise, verdictOf, type Evidence, type ScenarioResult } from '.';
import { baselineOf, check, evidence, scenario } from './testing';

const CHECKS = [check('a/c'), check('a/d')];
const PASSED = scenario('1', ['a/c', 'a/d'], 'passed');

function ending(options: Omit<Parameters<typeof verdictOf>[1], 'durationMs'>, result = PASSED) {
  return verdictOf(evidence(CHECKS, [result]), { durationMs: 5, ...options }).summary;
}

describe('how a run ended', () => {
  const whole = ending({});

  it('is not said where it came to its end', () => {
    assert.equal(whole.exitCode, 0);
    assert.deepEqual(ending({ cut: false, harnessFailed: false }), whole);
  });

  it('makes it partial where it was cut', () => {
    assert.deepEqual(ending({ cut: true }), { ...whole, conformant: null, partial: true });
  });

  it('makes the exit code 3 where a part of the harness broke', () => {
    assert.deepEqual(ending({ harnessFailed: true }), { ...whole, exitCode: 3 });
    assert.equal(ending({ harnessFailed: true }, scenario('1', ['a/c'], 'failed')).exitCode, 3);
  });

  for (const interruptedBy of [130, 143] as const) {
    it(`makes it partial and the exit code ${interruptedBy} where someone stopped it`, () => {
      const expected = {
        ...whole,
        conformant: null,
        partial: true,
        interrupted: true,
        exitCode: interruptedBy,
      };
      assert.deepEqual(ending({ interruptedBy }), expected);
      const engine = ending({ interruptedBy }, scenario('1', ['a/c', 'a/d'], 'engine-error'));
      assert.equal(engine.exitCode, interruptedBy);
      const lines = judge(evidence(CHECKS, [PASSED]));
      assert.deepEqual(summarise(lines, { interruptedBy, durationMs: 5, scenarios: 1 }), expected);
    });
  }
});

describe('a summary of lines alone', () => {
  const summary = (results: readonly ScenarioResult[], more: Partial<Evidence> = {}, rest = {}) =>
    summarise(judge(evidence(CHECKS, results, more)), { durationMs: 5, scenarios: 1, ...rest });

  it('is that of the run', () => {
    assert.deepEqual(summary([PASSED]), ending({}));
  });

  it('is partial where a check was not selected', () => {
    const planned = [
      { id: PASSED.id, checks: ['a/c'] },
      { id: 'a:2', checks: ['a/d'] },
    ];
    const results = [scenario('1', ['a/c'], 'passed')];
    const { partial, conformant } = summary(results, { planned, selected: new Set([PASSED.id]) });
    assert.deepEqual([partial, conformant], [true, null]);
  });

  it('lets pending be, unless it is strict', () => {
    const results = [scenario('1', ['a/c'], 'passed'), scenario('2', ['a/d'], 'pending')];
    assert.equal(summary(results).exitCode, 0);
    assert.equal(summary(results, {}, { strict: true }).exitCode, 1);
    assert.equal(verdictOf(evidence(CHECKS, results), { durationMs: 5 }).summary.exitCode, 0);
  });

  it('exits 1 where the baseline is wrong', () => {
    const unexpected = [{ check: 'a/c', problem: 'passed' }];
    const { exitCode, conformant } = summary([PASSED], {}, { unexpected });
    assert.deepEqual([exitCode, conformant], [1, false]);
  });

  it('was judged where all failed, whether that is excused or not', () => {
    const failed = [scenario('1', ['a/c', 'a/d'], 'failed')];
    assert.equal(summary(failed).exitCode, 1);
    const disputed = new Map(['a/c', 'a/d'].map((id) => [id, 'why'] as const));
    for (const excuse of [{ baseline: baselineOf('a/c', 'a/d') }, { disputed }]) {
      const { exitCode, conformant } = summary(failed, excuse);
      assert.deepEqual([exitCode, conformant], [0, true]);
    }
  });
});

describe('entries of the baseline', () => {
  const table = [
    check('a/t', { kind: 'properties' }),
    check('a/t/x', { kind: 'properties', table: 'a/t' }),
    check('a/one'),
  ];
  const unexpected = (given: Evidence, allDocuments?: boolean) =>
    verdictOf(given, { durationMs: 1, ...(allDocuments === undefined ? {} : { allDocuments }) }).summary
      .unexpected ?? [];

  it('are sorted, and unknown where no document has them', () => {
    const given = evidence(CHECKS, [PASSED], { baseline: baselineOf('b/x', 'a/d', 'a/c') });
    assert.deepEqual(
      unexpected(given).map(({ check: id, problem }) => [id, problem]),
      [
        ['a/c', 'passed'],
        ['a/d', 'passed'],
        ['b/x', 'unknown'],
      ],
    );
  });

  it('belong to a document by its whole name', () => {
    const given = evidence([check('alpha/c')], [scenario('1', ['alpha/c'], 'passed')], {
      baseline: baselineOf('apple/c'),
    });
    assert.deepEqual(unexpected(given, false), []);
    assert.equal(unexpected(given, true).length, 1);
  });

  it('of a table count where none of its rows was left out', () => {
    const results = [scenario('1', ['a/t', 'a/t/x'], 'passed')];
    const given = evidence(table, results, {
      baseline: baselineOf('a/t'),
      planned: [
        { id: 'a:1', checks: ['a/t', 'a/t/x'] },
        { id: 'a:2', checks: ['a/one'] },
      ],
      selected: new Set(['a:1']),
    });
    assert.deepEqual(unexpected(given), [{ check: 'a/t', problem: 'passed' }]);
  });

  it('are not asked for a table whose own scenario passed while a row failed', () => {
    const results = [scenario('1', ['a/t'], 'passed'), scenario('2', ['a/t/x'], 'failed')];
    assert.deepEqual(changesOfBaseline(judge(evidence(table, results)), []).add, ['a/t/x']);
  });
});
