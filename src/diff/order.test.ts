import assert from 'node:assert/strict';
import fc from 'fast-check';
import { arranged, couplesOf, longestIncreasing, pairByKey, pairInOrder } from './order';

/** The length of the longest increasing subsequence by trying all, which takes quadratic time. */
function lengthByTrying(values: readonly number[]): number {
  const best: number[] = [];
  values.forEach((value, at) => {
    best.push(1 + Math.max(0, ...best.filter((_, before) => before < at && (values[before] ?? 0) < value)));
  });
  return Math.max(0, ...best);
}

describe('order', () => {
  it('finds a longest increasing subsequence', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 30 }), { maxLength: 40 }), (values) => {
        const chosen = [...longestIncreasing(values)].sort((one, other) => one - other);
        const picked = chosen.map((at) => values[at] ?? 0);
        assert.equal(picked.length, lengthByTrying(values));
        assert.ok(picked.every((value, at) => at === 0 || (picked[at - 1] ?? 0) < value));
      }),
    );
  });

  const key = (thing: { readonly name: string }): string => thing.name;
  const things = (names: string): { name: string }[] => names.split(' ').map((name) => ({ name }));

  it('counts nothing as moved where something is inserted above', () => {
    const [old, now] = [things('a b c'), things('x a b y c')];
    const couples = couplesOf(old, now, pairByKey(old, now, key));
    assert.deepEqual(
      couples.map((couple) => [couple.old?.name, couple.new?.name, couple.moved]),
      [
        [undefined, 'x', false],
        ['a', 'a', false],
        ['b', 'b', false],
        [undefined, 'y', false],
        ['c', 'c', false],
      ],
    );
  });

  it('counts one thing as moved where one was moved, and says what it comes after', () => {
    const [old, now] = [things('a b c d e'), things('b c d a e')];
    const moved = couplesOf(old, now, pairByKey(old, now, key)).filter((couple) => couple.moved);
    assert.deepEqual(
      moved.map((couple) => [couple.new?.name, couple.after?.name]),
      [['a', 'd']],
    );
  });

  it('reports what was removed after what preceded it', () => {
    const [old, now] = [things('x a y b z'), things('b a')];
    const couples = couplesOf(old, now, pairByKey(old, now, key));
    assert.deepEqual(
      couples.map((couple) => couple.new?.name ?? `-${couple.old?.name ?? ''}`),
      ['-x', 'b', '-z', 'a', '-y'],
    );
  });

  it('ignores the order of things whose order says nothing', () => {
    const [old, now] = [things('a X b'), things('X a b')];
    const couples = couplesOf(old, now, pairByKey(old, now, key), ({ name }) => name !== 'X');
    assert.ok(couples.every(({ moved }) => !moved));
  });

  it('pairs equal keys in order', () => {
    const [old, now] = [things('a a b'), things('b a a a')];
    const pairs = pairInOrder(old, now, key);
    assert.deepEqual(
      now.map((thing) => old.indexOf(pairs.get(thing) ?? thing)),
      [2, 0, 1, -1],
    );
  });

  it('brings what stayed into the new order, and leaves the removed in their places', () => {
    const [old, now] = [things('a r b'), things('b x a')];
    assert.deepEqual(arranged(old, now, pairByKey(old, now, key)).map(key), ['b', 'r', 'a']);
  });
});
