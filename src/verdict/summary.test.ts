import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { judge, summarise, verdictOf } from '.';
import type { Evidence, ScenarioResult } from '.';
import { baselineOf, check, evidence, scenario } from './testing';

describe('summarise', () => {
  const run = (results: readonly ScenarioResult[], more: Partial<Evidence> = {}, strict = false) =>
    verdictOf(evidence([check('a/c'), check('a/d')], results, more), { durationMs: 5, strict }).summary;
  const passed = scenario('1', ['a/c', 'a/d'], 'passed');

  it('is conformant and exits 0 when everything passed', () => {
    assert.deepEqual(run([passed]), {
      type: 'summary',
      conformant: true,
      partial: false,
      total: 2,
      byStatus: { passed: 2 },
      scenarios: 1,
      durationMs: 5,
      exitCode: 0,
    });
  });

  it('counts passes without a property to compare, and failures for another check alone', () => {
    const results = [
      scenario('1', ['a/c'], 'passed'),
      scenario('2', ['a/d'], 'failed', { precondition: 'a/c' }),
    ];
    const { withoutProperty, byPrecondition } = run(results, { bases: new Map([['a/c', 'counts']]) });
    assert.deepEqual([withoutProperty, byPrecondition], [1, 1]);
  });

  it('exits 1 on a failed check, and on one that was not run', () => {
    assert.deepEqual(
      [run([passed, scenario('2', ['a/c'], 'failed')]), run([scenario('1', ['a/c'], 'passed')])].map(
        ({ conformant, exitCode }) => [conformant, exitCode],
      ),
      [
        [false, 1],
        [false, 1],
      ],
    );
  });

  it('exits 1 on a line that is not understood', () => {
    const checks = [check('a/c'), check('a/x', { kind: 'not-understood' })];
    const { summary } = verdictOf(evidence(checks, [scenario('1', ['a/c'], 'passed')]), { durationMs: 1 });
    assert.deepEqual([summary.conformant, summary.exitCode], [false, 1]);
  });

  for (const status of ['pending', 'unsupported'] as const) {
    it(`exits 0 on ${status}, and 1 when strict`, () => {
      const results = [scenario('1', ['a/c'], 'passed'), scenario('2', ['a/d'], status)];
      assert.deepEqual([run(results).exitCode, run(results, {}, true).exitCode], [0, 1]);
    });

    it(`exits 3, and is not conformant, when all is ${status}: no vacuous green`, () => {
      const summary = run([scenario('1', ['a/c', 'a/d'], status)]);
      assert.deepEqual([summary.conformant, summary.exitCode], [false, 3]);
    });
  }

  it('exits 3 when nothing was selected', () => {
    const summary = run([], { planned: [{ id: 'a:1', checks: ['a/c', 'a/d'] }], selected: new Set() });
    assert.deepEqual([summary.partial, summary.conformant, summary.exitCode], [true, null, 3]);
  });

  for (const status of ['harness-error', 'undefined', 'ambiguous'] as const) {
    it(`exits 3 on ${status}, also beside a failed check: its list is incomplete`, () => {
      const results = [passed, scenario('2', ['a/c'], status), scenario('3', ['a/c'], 'failed')];
      assert.equal(run(results).exitCode, 3);
    });
  }

  it('exits 3 when a part of the harness broke, though every check was judged', () => {
    const checks = [check('a/c'), check('a/d')];
    const { summary } = verdictOf(evidence(checks, [passed]), { durationMs: 1, harnessFailed: true });
    assert.deepEqual([summary.byStatus, summary.exitCode], [{ passed: 2 }, 3]);
  });

  it('is partial when the user let it end at the first failure, and counts what ran', () => {
    const results = [scenario('1', ['a/c'], 'failed'), scenario('2', ['a/d'], 'skipped')];
    const { summary } = verdictOf(evidence([check('a/c'), check('a/d')], results), {
      durationMs: 1,
      cut: true,
    });
    assert.deepEqual(
      [summary.partial, summary.conformant, summary.exitCode, summary.scenarios],
      [true, null, 1, 1],
    );
  });

  it('says that someone stopped it, by which signal, and of what did not end that it was stopped before', () => {
    const planned = ['1', '2'].map((id) => ({ id, checks: [id === '1' ? 'a/c' : 'a/d'] }));
    const { checks, summary } = verdictOf(
      evidence([check('a/c'), check('a/d')], [scenario('1', ['a/c'], 'engine-error')], {
        ...{ planned, selected: new Set(['1', '2']), interrupted: true },
      }),
      { durationMs: 1, interruptedBy: 143 },
    );
    assert.deepEqual(
      [summary.interrupted, summary.partial, summary.conformant, summary.exitCode],
      [true, true, null, 143],
    );
    assert.equal(checks[1]?.reason, 'the run was interrupted before scenario "2" had ended');
  });

  it('exits 4 when the engine broke, before all else', () => {
    const results = [passed, scenario('2', [], 'engine-error'), scenario('3', [], 'undefined')];
    assert.equal(run(results).exitCode, 4);
  });

  it('counts a fault of a scenario that names no check', () => {
    assert.equal(run([passed, scenario('2', [], 'undefined')]).exitCode, 3);
  });

  it('exits 0 when the only failure is known', () => {
    const results = [scenario('1', ['a/c'], 'passed'), scenario('2', ['a/d'], 'failed')];
    const summary = run(results, { baseline: baselineOf('a/d') });
    assert.deepEqual([summary.conformant, summary.exitCode], [true, 0]);
  });

  it('exits 1 when a check of the baseline passed, or does not exist', () => {
    for (const [entry, problem] of [
      ['a/c', 'passed'],
      ['a/gone', 'unknown'],
    ] as const) {
      const summary = run([passed], { baseline: baselineOf(entry) });
      assert.deepEqual([summary.conformant, summary.exitCode], [false, 1]);
      assert.deepEqual(summary.unexpected, [{ check: entry, problem }]);
    }
  });

  it('finds the faults of scenarios in the lines alone', () => {
    const lines = judge(evidence([check('a/c')], [scenario('1', ['a/c'], 'engine-error')]));
    assert.equal(summarise(lines, { durationMs: 1, scenarios: 1 }).exitCode, 4);
  });
});
