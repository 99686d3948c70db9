import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beginningOf, formOf, opposite, Values, type ValueType } from './values';

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

describe('the form of a value', () => {
  it('is text where the property holds text, and the value itself elsewhere (D15)', () => {
    assert.equal(formOf({ type: 'integer', value: 7 }, { type: 'string' }), '7');
    assert.equal(formOf({ type: 'integer', value: 7 }, { type: 'integer' }), 7);
    assert.equal(formOf({ type: 'decimal', value: 7.25 }, { type: 'number' }), 7.25);
    assert.equal(formOf({ type: 'boolean', value: true }, { type: 'string' }), 'true');
    assert.equal(formOf({ type: 'boolean', value: true }, { type: 'boolean' }), true);
    assert.equal(formOf({ type: 'text', value: 'x' }, { type: 'any' }), 'x');
    assert.equal(formOf({ type: 'integer', value: 7 }, undefined), '7');
  });
});

describe('values beside a value', () => {
  it('only begin like it, and differ from it', () => {
    assert.deepEqual(beginningOf({ type: 'text', value: 'abc' }), { type: 'text', value: 'ab' });
    assert.deepEqual(beginningOf({ type: 'integer', value: 1007 }), { type: 'integer', value: 100 });
    assert.deepEqual(beginningOf({ type: 'decimal', value: 1007.25 }), { type: 'decimal', value: 100 });
    assert.deepEqual(beginningOf({ type: 'boolean', value: true }), { type: 'boolean', value: false });
  });

  it('are the opposite of a boolean', () => {
    assert.deepEqual(opposite({ type: 'boolean', value: false }), { type: 'boolean', value: true });
    assert.deepEqual(opposite({ type: 'text', value: 'x' }), { type: 'text', value: 'x' });
  });
});
