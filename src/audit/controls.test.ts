/** Engines that nothing is wrong with, and one that does nothing. */
import assert from 'node:assert/strict';
import { BUILT_IN_ENGINES } from '../reference-engine';
import { redLines } from '.';
import { runsOf, runsOn } from './testing';

const controls = BUILT_IN_ENGINES.filter(({ control }) => control).map(({ name }) => name);

/** Native and plain systems, sections that create and that only link, lists and numbers. */
const DOCUMENTS = ['wix.com-to-wix', 'webshop-to-erp', 'crm-to-newsletter'];

describe('a correct engine passes, whatever its strategy', () => {
  it('finds nothing wrong with the reference engine, over the five documents and the fixtures', async () => {
    for (const { summary } of await runsOf('reference')) {
      assert.equal(summary.conformant, true);
    }
  });

  for (const engine of controls) {
    it(`finds nothing wrong with "${engine}", over documents that have every kind of table`, async () => {
      for (const { checks, summary } of await runsOn(engine, DOCUMENTS)) {
        assert.deepEqual(
          redLines([{ checks }]).map(({ id }) => id),
          [],
        );
        assert.equal(summary.exitCode, 0);
      }
    });
  }

  it('passes no sentence and no scenario of an engine that does nothing', async () => {
    for (const { checks } of await runsOf('noop')) {
      const judged = checks.filter(({ status }) => status !== 'informative');
      assert.deepEqual([...new Set(judged.map(({ status }) => status))], ['failed']);
      const passed = checks.flatMap(({ scenarios }) => scenarios.filter(({ status }) => status === 'passed'));
      assert.deepEqual(
        passed.map(({ id }) => id),
        [],
      );
    }
  });
});
