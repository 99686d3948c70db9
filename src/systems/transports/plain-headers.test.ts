import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { plainHeaders } from './plain-headers';

const NAMES = ['a', 'A', 'b', 'content-type', 'Content-Type', 'x y', 'æ', '', '__proto__', 'x-\u0000'];
const VALUES = ['', 'v', ' v', 'v ', '\tv', 'v\n', 'v w', 'v\tw', 'blå', '💡', 'v\u0000', 'v\u007f', '"1"'];

function headersOf(init: Record<string, string>): Headers | undefined {
  try {
    return new Headers(init);
  } catch {
    return undefined;
  }
}

describe('plain headers', () => {
  it('hold what Headers would hold, or leave it to them', () => {
    let understood = 0;
    const pairs = fc.array(fc.tuple(fc.constantFrom(...NAMES), fc.constantFrom(...VALUES)), { maxLength: 4 });
    fc.assert(
      fc.property(pairs, (given) => {
        const init = Object.fromEntries(given);
        const plain = plainHeaders(init);
        if (plain === undefined) {
          return;
        }
        understood += 1;
        const headers = headersOf(init);
        assert.ok(headers !== undefined, `Headers refuse ${JSON.stringify(init)}`);
        assert.deepEqual([...plain], [...headers]);
        for (const name of ['a', 'A', 'B', 'CONTENT-TYPE', 'unknown']) {
          assert.equal(plain.get(name), headers.get(name));
        }
      }),
      { numRuns: 2000 },
    );
    assert.ok(understood > 200, `only ${understood} of the headers are plain`);
  });

  it('are none where Headers or pairs are given', () => {
    assert.deepEqual([...(plainHeaders() ?? assert.fail())], []);
    assert.equal(plainHeaders(new Headers()), undefined);
    assert.equal(plainHeaders([['a', 'b']]), undefined);
  });
});
