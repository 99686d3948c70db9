import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { ValueType } from '../oracle';
import { Values } from './values';

const PATHS = [
  'email',
  'contact.phone.mobile',
  'address.city',
  'zip',
  'country',
  'company',
  'sku',
  'name',
  'title',
  'date',
  'url',
  'anything',
];

function draw(seed: number, type: ValueType = 'text'): (string | number | boolean)[] {
  const values = new Values(seed);
  return PATHS.map((path) => values.fresh(type, path).value);
}

describe('values', () => {
  it('are the same for the same seed, and others for another', () => {
    assert.deepEqual(draw(7), draw(7));
    assert.notDeepEqual(draw(7), draw(8));
  });

  it('are never drawn twice, whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.array(
          fc.record({
            type: fc.constantFrom<ValueType>('text', 'integer', 'decimal'),
            path: fc.constantFrom(...PATHS),
          }),
        ),
        (seed, wishes) => {
          const values = new Values(seed);
          const drawn = wishes.map(({ type, path }) => String(values.fresh(type, path).value));
          assert.equal(new Set(drawn).size, drawn.length);
        },
      ),
    );
  });

  it('look like what the last step of the path names', () => {
    const values = new Values(1);
    assert.match(String(values.fresh('text', 'info.emails').value), /^\S+@example\.com$/);
    assert.match(String(values.fresh('text', 'phone.mobile').value), /^\+47 \d{4} \d+$/);
    assert.match(String(values.fresh('text', 'email.city').value), /^[^@]+ \d+$/);
  });

  it('are whole numbers, numbers with an exact fraction, and booleans in turn', () => {
    const values = new Values(1);
    assert.ok(Number.isInteger(values.fresh('integer', 'a').value));
    assert.equal(Number(values.fresh('decimal', 'a').value) % 1, 0.25);
    assert.deepEqual(
      [1, 2, 3].map(() => values.fresh('boolean', 'a').value),
      [true, false, true],
    );
  });
});
