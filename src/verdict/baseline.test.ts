import assert from 'node:assert/strict';
import type { Check } from '../model';
import { changesOfBaseline, verdictOf, type Evidence, type Unexpected } from '.';
import { baselineOf, check, evidence, scenario } from './testing';

function row(id: string): Check {
  return check(id, { kind: 'properties', table: 'a/t' });
}

const CHECKS = [
  check('a/one'),
  check('a/two'),
  check('a/t', { kind: 'properties' }),
  row('a/t/x'),
  row('a/t/y'),
];

function unexpected(given: Evidence, allDocuments = true): readonly Unexpected[] {
  return verdictOf(given, { durationMs: 1, allDocuments }).summary.unexpected ?? [];
}

describe('entries of the baseline that a run does not bear out', () => {
  const passed = scenario('1', ['a/one'], 'passed');

  it('are those of checks that passed, and of checks that no document has', () => {
    const given = evidence(CHECKS, [passed, scenario('2', ['a/two'], 'failed')], {
      baseline: baselineOf('a/two', 'a/one', 'a/vanished'),
    });
    assert.deepEqual(unexpected(given), [
      { check: 'a/one', problem: 'passed' },
      { check: 'a/vanished', problem: 'unknown' },
    ]);
  });

  it('are not those of checks that are neither passed nor gone', () => {
    const statuses = ['failed', 'pending', 'unsupported', 'harness-error'] as const;
    for (const status of statuses) {
      const given = evidence(CHECKS, [scenario('1', ['a/one'], status)], { baseline: baselineOf('a/one') });
      assert.deepEqual(unexpected(given), [], status);
    }
  });

  it('are not those of documents that the user did not name', () => {
    const given = evidence(CHECKS, [passed], { baseline: baselineOf('b/c', 'a/vanished') });
    assert.deepEqual(unexpected(given, false), [{ check: 'a/vanished', problem: 'unknown' }]);
    assert.equal(unexpected(given).length, 2);
  });

  it('are not those of checks of which a scenario was left out, nor of tables with such a row', () => {
    const results = [scenario('1', ['a/one', 'a/t', 'a/t/x', 'a/t/y'], 'passed')];
    const left = { id: 'a:left out', checks: ['a/one', 'a/t/x'] };
    const more = { baseline: baselineOf('a/one', 'a/t', 'a/t/x', 'a/t/y') };
    const planned = [{ id: 'a:1', checks: results[0]?.checks ?? [] }, left];
    const given = evidence(CHECKS, results, { ...more, planned, selected: new Set(['a:1']) });
    assert.deepEqual(unexpected(given), [{ check: 'a/t/y', problem: 'passed' }]);
  });

  it('are not those of documents whose group was cut', () => {
    const given = evidence(CHECKS, [passed], { baseline: baselineOf('a/one') });
    assert.equal(unexpected(given).length, 1);
    assert.deepEqual(unexpected({ ...given, cutGroups: new Set(['a']) }), []);
  });

  const near: readonly (readonly [string, string | undefined])[] = [
    ['doc/x-order-to-y-ticket/properties/name~titel', 'doc/x-order-to-y-ticket/properties/name~title'],
    ['doc/x-orders-to-y-ticket/properties/name~title', 'doc/x-order-to-y-ticket/properties/name~title'],
    ['dok/x-order-to-y-ticket/properties/name~title', 'doc/x-order-to-y-ticket/properties/name~title'],
    ['doc/x-order-to-y-ticket/something/else', undefined],
    ['doc/heading', undefined],
  ];
  for (const [id, meant] of near) {
    it(`of "${id}" ${meant === undefined ? 'suggest nothing' : 'suggest a check that differs in one part'}`, () => {
      const checks = [
        check('doc/headin', { kind: 'heading' }),
        check('doc/x-order-to-y-ticket/properties/name~title'),
        check('doc/x-order-to-y-ticket/properties/amount~total'),
      ];
      assert.deepEqual(unexpected(evidence(checks, [], { baseline: baselineOf(id) })), [
        { check: id, problem: 'unknown', ...(meant === undefined ? {} : { near: meant }) },
      ]);
    });
  }

  it('suggest a row before a heading, and a heading before a document', () => {
    const near = (...ids: readonly string[]): string | undefined =>
      unexpected(
        evidence(
          ids.map((id) => check(id)),
          [],
          { baseline: baselineOf('doc/part/row') },
        ),
      )[0]?.near;
    assert.equal(near('dac/part/row', 'doc/pert/row', 'doc/part/raw'), 'doc/part/raw');
    assert.equal(near('dac/part/row', 'doc/pert/row'), 'doc/pert/row');
  });

  it('are found quickly among many', () => {
    const checks = Array.from({ length: 20_000 }, (_, at) => check(`doc/section-${at % 100}/row-${at}`));
    const stale = Array.from({ length: 2_000 }, (_, at) => `doc/section-${at % 100}/raw-${at}`);
    const found = unexpected(evidence(checks, [], { baseline: baselineOf(...stale) }));
    assert.equal(found.length, 2_000);
  });
});

describe('changes of the baseline', () => {
  const changes = (given: Evidence) => {
    const { checks, summary } = verdictOf(given, { durationMs: 1 });
    return changesOfBaseline(checks, summary.unexpected ?? []);
  };

  it('add failures and remove what passed or is gone, sorted', () => {
    const results = [
      scenario('1', ['a/two', 'a/t/y', 'a/t/x'], 'failed'),
      scenario('2', ['a/one'], 'passed'),
    ];
    assert.deepEqual(
      changes(evidence(CHECKS, results, { baseline: baselineOf('a/t/x', 'a/one', 'a/vanished') })),
      {
        add: ['a/t/y', 'a/two'],
        remove: ['a/one', 'a/vanished'],
      },
    );
  });

  it('add the sentence of a table only where its own scenario failed', () => {
    assert.deepEqual(changes(evidence(CHECKS, [scenario('1', ['a/t/x'], 'failed')])).add, ['a/t/x']);
    assert.deepEqual(changes(evidence(CHECKS, [scenario('1', ['a/t'], 'failed')])).add, ['a/t']);
  });

  it('keep what is disputed', () => {
    const results = [scenario('1', ['a/one'], 'failed')];
    const more = { baseline: baselineOf('a/one'), disputed: new Map([['a/one', 'why']]) };
    assert.deepEqual(changes(evidence(CHECKS, results, more)), { add: [], remove: [] });
  });
});
