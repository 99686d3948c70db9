/** Engines that nothing is wrong with, and one that does nothing. */
import assert from 'node:assert/strict';
import { BUILT_IN_ENGINES } from '../reference-engine';
import { runsOf } from './testing';

const controls = BUILT_IN_ENGINES.filter(({ control }) => control).map(({ name }) => name);

describe('a correct engine passes, whatever its strategy', () => {
  for (const engine of ['reference', ...controls]) {
    it(`finds nothing wrong with "${engine}", over the five documents and the fixtures`, async () => {
      for (const { summary } of await runsOf(engine)) {
        assert.equal(summary.conformant, true);
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
