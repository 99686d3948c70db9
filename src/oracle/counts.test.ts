import assert from 'node:assert/strict';
import { section, sentence } from '../model/testing';
import { distinctDatatypes, expectedCounts } from '.';

const [ORDER, TICKET, CARD] = ['Order', 'Ticket', 'Card'].map((datatype) => ({ system: 'Shop', datatype }));
const CHAIN = [
  section('Shop.Order', 'Shop.Ticket', sentence('create-always')),
  section('Shop.Ticket', 'Shop.Card', sentence('create-always')),
];

describe('records over a chain of sections', () => {
  const counts = (sections: typeof CHAIN, ...beginning: NonNullable<typeof ORDER>[]): number[] =>
    expectedCounts(sections, [beginning]).map(({ count }) => count);

  it('are counted once for each datatype, in the order of the sections', () => {
    assert.deepEqual(
      expectedCounts(CHAIN, []).map(({ name }) => name),
      [ORDER, TICKET, CARD],
    );
    assert.deepEqual(distinctDatatypes([ORDER!, TICKET!, { ...ORDER! }]), [ORDER, TICKET]);
  });

  it('are created one after the other, and only downstream of what there is', () => {
    assert.deepEqual(counts(CHAIN, ORDER!), [1, 1, 1]);
    assert.deepEqual(counts(CHAIN, TICKET!), [0, 1, 1]);
    assert.deepEqual(counts(CHAIN, CARD!), [0, 0, 1]);
  });

  it('are not created by a section that only links', () => {
    const linking = [CHAIN[0]!, section('Shop.Ticket', 'Shop.Card', sentence('link-required'))];
    assert.deepEqual(counts(linking, ORDER!), [1, 1, 0]);
  });
});
