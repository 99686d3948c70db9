/** Where a run ends early: at the same place in whichever order the scenarios end. */
import assert from 'node:assert/strict';
import { startTroubleOf } from '../../engines';
import type { ScenarioResult } from '../../verdict';
import { EarlyEnd } from './early-end';

const SILENT = 'the engine did not answer "sync" within 60 s';
const ABSENT = 'the engine could not be started: there is no program "x"';
const THROWN = 'the engine failed at "sync": Error: no';

function broken(error: string): ScenarioResult {
  return {
    ...{ id: 'a:one', name: 'one', document: 'a', checks: [], status: 'engine-error' },
    ...{ durationMs: 1, steps: [], error },
  };
}

const PASSED: ScenarioResult = { ...broken(''), status: 'passed' };

/** The end after these results; `order`: the places in the order in which they come. */
function endOf(errors: readonly (string | undefined)[], order = errors.map((_, place) => place)): EarlyEnd {
  const early = new EarlyEnd(false);
  for (const place of order) {
    const error = errors[place];
    early.add(place, error === undefined ? PASSED : broken(error));
  }
  return early;
}

describe('a run that ends early', () => {
  it('does so after three scenarios in a row in which the engine is silent, or does not start', () => {
    assert.equal(endOf([SILENT, SILENT]).place, Number.POSITIVE_INFINITY);
    const silent = endOf([undefined, SILENT, SILENT, SILENT, undefined]);
    assert.deepEqual(
      [silent.place, silent.reason, silent.isWanted],
      [3, 'the engine did not answer in 3 scenarios in a row, so it was not asked again', false],
    );
    assert.match(endOf([ABSENT, ABSENT, ABSENT]).reason ?? '', /^the engine did not start in 3 scenarios/);
  });

  it('does not where the trouble is another one, or one that the next scenario need not have', () => {
    for (const errors of [
      [SILENT, SILENT, undefined, SILENT, SILENT],
      [SILENT, ABSENT, SILENT, ABSENT],
      [THROWN, THROWN, THROWN, THROWN],
    ]) {
      assert.equal(endOf(errors).reason, undefined);
    }
  });

  it('ends at the first such place, whatever the order of the results is', () => {
    const errors = [undefined, SILENT, SILENT, SILENT, SILENT, SILENT, SILENT];
    for (const order of [
      [6, 5, 4, 3, 2, 1, 0],
      [4, 5, 6, 0, 1, 2, 3],
      [3, 1, 5, 2, 4, 6, 0],
    ]) {
      assert.equal(endOf(errors, order).place, 3, order.join());
    }
  });

  it('ends at the first failure under --bail, and for no other reason', () => {
    const early = new EarlyEnd(true);
    assert.equal(early.add(5, { ...PASSED, status: 'failed', name: 'five' }), true);
    assert.equal(early.add(7, { ...PASSED, status: 'failed', name: 'seven' }), false);
    assert.equal(early.add(2, { ...broken(SILENT), name: 'two' }), true);
    assert.deepEqual(
      [early.place, early.reason, early.isWanted],
      [2, '--bail, and the scenario "two" did not pass', true],
    );
  });
});

describe('the trouble of an engine', () => {
  for (const [message, trouble] of [
    [SILENT, 'silence'],
    [
      'the engine at http://127.0.0.1:1 did not answer "hello" earlier in this run, and is not asked again: x',
      'silence',
    ],
    [ABSENT, 'no-start'],
    ['the engine ended with exit code 3 before it answered "hello"; its log is empty', 'no-start'],
    ['the engine was ended by SIGSEGV before it answered "hello"; its log is empty', 'no-start'],
    ['the engine failed at "createEngine": Error: no', 'no-start'],
    [`the engine's command "start" ended with exit code 1; its log is empty`, 'no-start'],
    ['the engine ended with exit code 3 before it answered "sync"; its log is empty', undefined],
    ['the engine could not be configured: no', undefined],
    [THROWN, undefined],
  ] as const) {
    it(`is ${trouble ?? 'its own in each scenario'}: ${message.slice(0, 60)}`, () => {
      assert.equal(startTroubleOf(message), trouble);
    });
  }
});
