import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { changesOfBaseline, judge, rankOf, STATUSES, verdictOf } from '.';
import { baselineOf, check, evidence, scenario, SCENARIO_STATUSES } from './testing';

describe('judge: properties', () => {
  const results = fc.array(
    fc.record({
      checks: fc.uniqueArray(fc.constantFrom('s', 't', 't/1', 't/2'), { maxLength: 4 }),
      status: fc.constantFrom(...SCENARIO_STATUSES),
      selected: fc.boolean(),
      ran: fc.boolean(),
    }),
    { maxLength: 8 },
  );
  const checks = [
    check('s'),
    check('t', { kind: 'merge-on-match' }),
    check('t/1', { kind: 'merge-on-match', table: 't' }),
    check('t/2', { kind: 'merge-on-match', table: 't' }),
  ];
  const arbitrary = fc.tuple(results, fc.boolean(), fc.boolean()).map(([drawn, disputes, baselines]) => {
    const all = drawn.map((one, index) => ({
      ...one,
      result: scenario(String(index), one.checks, one.status),
    }));
    return evidence(
      checks,
      all.filter(({ ran, selected }) => ran && selected).map(({ result }) => result),
      {
        planned: all.map(({ result }) => ({ id: result.id, checks: result.checks })),
        selected: new Set(all.filter(({ selected }) => selected).map(({ result }) => result.id)),
        disputed: new Map(disputes ? [['s', 'why']] : []),
        baseline: baselineOf(...(baselines ? ['t/1', 's', 'gone'] : [])),
      },
    );
  });

  it('never says passed unless a scenario of the check or of its rows passed and none ended differently', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        for (const line of judge(given).filter(({ status }) => status === 'passed')) {
          const ours = new Set(line.id === 't' ? ['t', 't/1', 't/2'] : [line.id]);
          const judges = ({ checks: judged }: { readonly checks: readonly string[] }): boolean =>
            judged.some((id) => ours.has(id));
          const own = given.results.filter(judges);
          assert.ok(own.some(({ status }) => status === 'passed'));
          assert.ok(own.every(({ status }) => status === 'passed'));
          const expected = given.planned.filter(
            (planned) => judges(planned) && given.selected.has(planned.id),
          );
          assert.equal(own.length, expected.length);
        }
      }),
    );
  });

  it('gives every check exactly one state, in the order of the checks, and counts each of them once', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        const { checks: lines, summary } = verdictOf(given, { durationMs: 1 });
        assert.deepEqual(
          lines.map(({ id }) => id),
          given.checks.map(({ id }) => id),
        );
        assert.ok(lines.every(({ status }) => rankOf(status) >= 0));
        const counted = STATUSES.reduce((sum, status) => sum + (summary.byStatus[status] ?? 0), 0);
        assert.equal(counted, summary.total);
        assert.ok(lines.every(({ status, reason }) => status === 'passed' || reason !== undefined));
      }),
    );
  });

  it('has nothing left to change in a baseline that was changed as it asks, and no failure in a whole run', () => {
    fc.assert(
      fc.property(arbitrary, (drawn) => {
        const given = { ...drawn, selected: new Set(drawn.planned.map(({ id }) => id)) };
        const before = verdictOf(given, { durationMs: 1 });
        const { add, remove } = changesOfBaseline(before.checks, before.summary.unexpected ?? []);
        const kept = [...(given.baseline?.keys() ?? [])].filter((id) => !remove.includes(id));
        const after = verdictOf({ ...given, baseline: baselineOf(...kept, ...add) }, { durationMs: 1 });
        assert.equal(after.summary.byStatus.failed, undefined);
        assert.deepEqual(changesOfBaseline(after.checks, after.summary.unexpected ?? []), {
          add: [],
          remove: [],
        });
      }),
    );
  });

  it('does not depend on the order of the results', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        const reversed = { ...given, results: [...given.results].reverse() };
        assert.deepEqual(judge(reversed), judge(given));
      }),
    );
  });

  it('exits 0 only when something was judged and nothing is wrong', () => {
    fc.assert(
      fc.property(arbitrary, (given) => {
        const { summary } = verdictOf(given, { durationMs: 1 });
        if (summary.exitCode !== 0) {
          return;
        }
        assert.ok(
          (summary.byStatus.passed ?? 0) + (summary.byStatus.known ?? 0) + (summary.byStatus.disputed ?? 0) >
            0,
        );
        assert.equal(summary.byStatus.failed, undefined);
        assert.equal(summary.byStatus['not-run'], undefined);
        assert.notEqual(summary.conformant, false);
      }),
    );
  });
});
