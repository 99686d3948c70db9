import assert from 'node:assert/strict';
import type { CreateEngine } from '../protocol';
import { closeStages, scripted, stage } from './testing';

const RATE_LIMIT = 'faults: [{fault: {kind: rate-limit, retryAfter: 1}}]';

/** Its first cycles end with an error. */
function failing(times: number): CreateEngine {
  return (context) => {
    const engine = scripted()(context);
    let left = times;
    return {
      ...engine,
      sync: (message) => {
        left -= 1;
        return left < 0 ? engine.sync(message) : Promise.resolve({ error: 'The shop asked me to wait.' });
      },
    };
  };
}

describe('a cycle that the engine answers with an error', () => {
  afterEach(closeStages);

  it('fails the check', async () => {
    const { testbed } = stage({ engine: failing(1) });
    await assert.rejects(
      testbed.synchronize(),
      /answered to "sync" with the error: The shop asked me to wait/,
    );
  });

  it('did not finish where the scenario ordered faults, fired or not, and the next one follows', async () => {
    const { testbed, expectations } = stage({ engine: failing(2) });
    testbed.order(RATE_LIMIT);
    await testbed.synchronize();
    expectations.quiescent();
    assert.deepEqual([testbed.quiescent, testbed.unfinished], [true, undefined]);
  });

  it('fails the check in the end where it never finishes, with what the engine answered', async () => {
    const { testbed, expectations } = stage({ engine: failing(100) });
    testbed.order(RATE_LIMIT);
    await testbed.synchronize();
    assert.throws(() => {
      expectations.quiescent();
    }, /did not become quiescent: .* The shop asked me to wait\. after 10 cycles/);
  });
});
