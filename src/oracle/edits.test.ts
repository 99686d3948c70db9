import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/testing';
import { decidingEdit, distantEdit, probingRows, rowsBetween, touchedPaths } from '.';
import type { Edit, JudgedRecord, Primitive, ValueType } from '.';

function record(system: string, datatype: string, name = 'first'): JudgedRecord {
  return { system, datatype, name, id: name, values: new Map(), anchors: new Map() };
}

const [order, ticket, customer, card] = [
  record('Shop', 'Order'),
  record('Desk', 'Ticket'),
  record('Shop', 'Customer'),
  record('Desk', 'Card'),
] as const;

const NAME = row('name', 'title');
const MAIN = section(
  'Shop.Order',
  'Desk.Ticket',
  sentence('create-always'),
  sentence('keep-in-sync'),
  table('properties', NAME),
);
const SECTIONS = [
  section('Shop.Order', 'Desk.Card', table('properties', row('name', 'caption'))),
  section('Shop.Customer', 'Desk.Ticket', table('properties', row('email', 'sender'))),
  MAIN,
];

describe('the rows between two records', () => {
  it('are those of the sections between their datatypes, from either side', () => {
    assert.deepEqual(rowsBetween(SECTIONS, order, ticket), [
      { row: NAME, onePath: 'name', otherPath: 'title' },
    ]);
    assert.deepEqual(rowsBetween(SECTIONS, ticket, order), [
      { row: NAME, onePath: 'title', otherPath: 'name' },
    ]);
  });

  it('are none where no section is between them', () => {
    for (const [one, other] of [
      [customer, card],
      [card, customer],
      [ticket, card],
      [order, customer],
      [order, order],
    ] as const) {
      assert.deepEqual(rowsBetween(SECTIONS, one, other), []);
    }
  });
});

describe('the edit that decides (D12)', () => {
  const value: Primitive = { type: 'text', value: 'x' };
  const second = record('Shop', 'Order', 'second');
  const deciding = (record: JudgedRecord, path: string, ...edits: Edit[]) =>
    decidingEdit([MAIN], edits, record, path);

  it('is of this record and this property, or of a counterpart', () => {
    const own = { record: order, path: 'name', value };
    assert.equal(deciding(order, 'name', own), own);
    assert.equal(deciding(ticket, 'title', own), own);
    assert.equal(deciding(order, 'city', own), undefined);
    assert.equal(deciding(second, 'name', own), undefined);
    assert.equal(deciding(ticket, 'name', own), undefined);
    assert.equal(deciding(ticket, 'title', { ...own, path: 'city' }), undefined);
  });

  it('is the last whose value is known', () => {
    const [first, last] = [
      { record: order, path: 'name', value },
      { record: ticket, path: 'title', value },
    ];
    assert.equal(deciding(order, 'name', first, last), last);
    assert.equal(deciding(order, 'name', first, { record: order, path: 'name' }), first);
    assert.equal(deciding(order, 'name', { record: order, path: 'name' }), undefined);
  });

  it('touches the property and its counterparts, and nothing of other records', () => {
    const edits = [{ record: order, path: 'name', value }];
    assert.deepEqual(touchedPaths([MAIN], edits, order), ['name']);
    assert.deepEqual(touchedPaths([MAIN], edits, ticket), ['title']);
    assert.deepEqual(touchedPaths([MAIN], edits, second), []);
    assert.deepEqual(touchedPaths([MAIN], [{ record: order, path: 'city' }], ticket), []);
  });
});

describe('the edit that leads to a property over other records', () => {
  const value: Primitive = { type: 'text', value: 'x' };
  const entry = record('Books', 'Entry');
  const chain = [
    section('Books.Entry', 'Desk.Ticket', table('properties', row('text', 'title'), row('note', 'remark'))),
    section('Shop.Order', 'Desk.Ticket', table('properties', NAME, row('count', 'amount'))),
  ];
  const distant = (target: JudgedRecord, path: string, ...edits: Edit[]) =>
    distantEdit(chain, edits, target, path);

  it('is found along rows, from either side, and is the last whose value is known', () => {
    const [first, last] = [
      { record: order, path: 'name', value },
      { record: entry, path: 'text', value },
    ];
    assert.equal(distant(entry, 'text', first), first);
    assert.equal(distant(order, 'name', last), last);
    assert.equal(distant(ticket, 'title', first, last), last);
    assert.equal(distant(entry, 'text', first, { record: order, path: 'name' }), first);
    assert.equal(distant(entry, 'text', { record: order, path: 'name' }), undefined);
  });

  it('is none of what no row ties to the property', () => {
    const edits = [
      { record: order, path: 'count', value },
      { record: entry, path: 'name', value },
      { record: card, path: 'name', value },
      { record: customer, path: 'name', value },
    ];
    assert.equal(distant(entry, 'text', ...edits), undefined);
    assert.equal(distant(entry, 'note', { record: order, path: 'name', value }), undefined);
  });
});

describe('the rows that can show a link', () => {
  const triedFor = (
    types: Readonly<Record<string, ValueType>>,
    merge: readonly (readonly [string, string])[] = [],
  ): string[] => {
    const probed = section(
      'Shop.Order',
      'Desk.Ticket',
      table('merge-on-match', ...merge.map(([source, target]) => row(source, target))),
      table('properties', ...Object.keys(types).map((path) => row(path, `its ${path}`))),
    );
    return probingRows(probed, order, ticket, {
      typeOf: (path) => types[path] ?? 'text',
      canCarry: () => true,
    }).map(({ onePath }) => onePath);
  };

  it('are tried text first, then whole numbers, other numbers, booleans', () => {
    assert.deepEqual(triedFor({ d: 'boolean', c: 'decimal', b: 'integer', a: 'text' }), ['a', 'b', 'c', 'd']);
  });

  it('come last where a merge row compares their source or their target, even before a boolean', () => {
    assert.deepEqual(triedFor({ a: 'text', b: 'boolean' }, [['a', 'its a']]), ['b', 'a']);
    assert.deepEqual(triedFor({ a: 'text', b: 'text' }, [['a', 'other']]), ['b', 'a']);
    assert.deepEqual(triedFor({ a: 'text', b: 'text' }, [['other', 'its a']]), ['b', 'a']);
  });

  it('are not compared by a merge row that has the same path on the other side', () => {
    assert.deepEqual(triedFor({ a: 'text', b: 'text' }, [['its a', 'a']]), ['a', 'b']);
  });
});
