import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { createOrder } from './order';

interface Item {
  readonly rank: number;
}

/** A number of items in a drawn order, then every one taken and put back at a drawn place. */
function shuffled(count: number): readonly number[] {
  return Array.from({ length: count }, (_, index) => (index * 7919) % count);
}

describe('createOrder', () => {
  it('agrees with a sorted list, whatever is added and taken', () => {
    const acts = fc.array(fc.tuple(fc.boolean(), fc.nat(3000)), { maxLength: 4000, size: 'max' });
    fc.assert(
      fc.property(acts, fc.nat(3000), fc.integer({ min: 1, max: 2000 }), (given, from, limit) => {
        const order = createOrder<Item>((one, other) => one.rank - other.rank);
        const present = new Map<number, Item>();
        for (const [isAdded, rank] of given) {
          const item = present.get(rank);
          if (isAdded && item === undefined) {
            const made = { rank };
            present.set(rank, made);
            order.add(made);
          } else if (!isAdded && item !== undefined) {
            present.delete(rank);
            order.take(item);
          }
        }
        const expected = [...present.keys()].sort((one, other) => one - other).filter((rank) => rank >= from);
        const found = order.from(({ rank }) => rank < from, limit).map(({ rank }) => rank);
        assert.deepEqual(found, expected.slice(0, limit));
      }),
      { numRuns: 50 },
    );
  });

  it('splits and joins its chunks', () => {
    const order = createOrder<Item>((one, other) => one.rank - other.rank);
    const items = shuffled(10_007).map((rank) => ({ rank }));
    items.forEach((item) => {
      order.add(item);
    });
    items.slice(0, 9_990).forEach((item) => {
      order.take(item);
    });
    const left = items.slice(9_990).map(({ rank }) => rank);
    assert.deepEqual(
      order.from(() => false, Infinity).map(({ rank }) => rank),
      left.sort((one, other) => one - other),
    );
  });

  it('refuses to take what is not where its order says', () => {
    const order = createOrder<Item>((one, other) => one.rank - other.rank);
    assert.throws(() => {
      order.take({ rank: 1 });
    }, /is not where/);
    order.add({ rank: 1 });
    assert.throws(() => {
      order.take({ rank: 1 });
    }, /is not where/);
  });
});
