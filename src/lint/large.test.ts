/** Linting finds in proportion to the documents: many small ones, and large hostile ones. */
import assert from 'node:assert/strict';
import type { DataflowDocument } from '../model';
import { documentOf, every, requires, section } from './testing';
import { lint } from './lint';

/** How many findings of each code. */
function countsOf(documents: readonly DataflowDocument[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { code } of lint(documents)) {
    counts.set(code, (counts.get(code) ?? 0) + 1);
  }
  return counts;
}

const GROWTH = 16;

/**
 * Sixteen times as much gives the same codes, at most sixteen times each. Work that grows with the square would not end
 * within the test's time; how long it takes is measured in bench/.
 */
function assertInProportion(make: (size: number) => readonly DataflowDocument[], size: number): void {
  const [few, many] = [countsOf(make(size)), countsOf(make(size * GROWTH))];
  assert.deepEqual([...many.keys()].sort(), [...few.keys()].sort());
  // The first row of each of the two tables repeats none.
  for (const [code, count] of many) {
    assert.ok(count <= GROWTH * ((few.get(code) ?? 0) + 2), `${count} ${code}`);
  }
}

function numbered<T>(count: number, make: (at: number) => T): T[] {
  return Array.from({ length: count }, (_, at) => make(at));
}

const order = { source: 'Shop Order', target: 'Desk Ticket' };

describe('lint on many and on large documents', () => {
  it('finds in proportion to the number of documents', () => {
    assertInProportion(
      (size) =>
        numbered(size, (at) =>
          documentOf(
            `Shop${at}`,
            'Desk',
            section({
              source: `Shop${at} Order`,
              target: 'Desk Ticket',
              opening: [
                requires(`Shop${at} Order`, 'Desk Ticket'),
                `A new Desk Ticket will be created from a Shop${at} Order if it is connected to a Shop${at} Cart that is synchronized into Desk.`,
              ],
              merge: [['email', 'address']],
              rows: [
                ['customer.id', 'contact.id'],
                ['total', 'total', at % 2 === 0 ? '"integer"' : '"string"'],
              ],
            }),
          ),
        ),
      50,
    );
  });

  const rows: readonly (readonly [string, (at: number) => readonly string[]])[] = [
    ['one target', (at) => [`s${at}`, 'x', '"string"']],
    ['one source', (at) => ['a', `t${at}`, '"string"']],
    ['one row', () => ['a', 'x']],
    ['foreign keys', (at) => [`k${at}.id`, `l${at}.id`]],
    ['deep paths', (at) => [`${'a.'.repeat(40)}${at}`, `x${at}`]],
    ['gates on one property', (at) => [`a${at} (Dependant on having ${at} in p)`, 'x']],
  ];
  for (const [what, row] of rows) {
    it(`finds in proportion to the rows of a table: ${what}`, () => {
      assertInProportion((size) => {
        const opening = [every(order.source, order.target)];
        const merge = numbered(size, row).map((cells) => cells.slice(0, 2));
        return [documentOf('Shop', 'Desk', section({ ...order, opening, merge, rows: numbered(size, row) }))];
      }, 500);
    });
  }

  it('finds in proportion to the length of a condition', () => {
    assertInProportion((size) => {
      const opening = [`${'When it. '.repeat(size)}is, it will be synchronized with a Desk Ticket.`];
      return [documentOf('Shop', 'Desk', section({ ...order, opening }))];
    }, 2000);
  });
});
