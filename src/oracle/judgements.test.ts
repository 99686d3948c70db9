import assert from 'node:assert/strict';
import { datatypesOf, findDatatype } from '../model';
import { row, section, sentence, table } from '../model/testing';
import {
  carriedValues,
  decidingEdit,
  expectedCounts,
  judgeCreation,
  judgeEmpty,
  judgeExpectedCalls,
  judgeJson,
  judgeNoWrite,
  judgeOneWrite,
  judgeOtherChanges,
  judgeUntouched,
  judgeValue,
  matchingRows,
  probingRows,
  touchedPaths,
  type JudgedRecord,
  type ObservedCall,
  type RecordSnapshot,
  type RowBetween,
} from '.';

const ORDER = { system: 'Shop', datatype: 'Order' };
const TICKET = { system: 'Desk', datatype: 'Ticket' };
const ORDERS = section(
  'Shop.Order',
  'Desk.Ticket',
  sentence('create-always'),
  table('properties', row('paid', 'settled', { type: 'boolean' }), row('name', 'title', { type: 'string' })),
);
const DATATYPE = findDatatype(datatypesOf([ORDERS], {}), TICKET);

function record(id: string, rest: Partial<JudgedRecord> = {}): JudgedRecord {
  return { ...ORDER, name: 'first', id, values: new Map(), anchors: new Map(), ...rest };
}

const order = record('o', { values: new Map([['name', { type: 'text', value: 'x' }]]) });
const ticket = record('t', TICKET);
const edit = { record: order, path: 'name', value: { type: 'text', value: 'y' } } as const;

describe('expected counts', () => {
  it('are what a creating section adds to each beginning, and no more (D3, D8)', () => {
    assert.deepEqual(expectedCounts([ORDERS], [[ORDER], [ORDER, TICKET]]), [
      { name: ORDER, count: 2 },
      { name: TICKET, count: 2 },
    ]);
    assert.deepEqual(
      expectedCounts([ORDERS], [[TICKET]]).map(({ count }) => count),
      [0, 1],
    );
  });
});

describe('judgements of a property', () => {
  const state = { record: ticket, path: 'title', properties: { title: ['a', 'b'] }, schema: undefined };

  it('compare the element that counts with the value in the form of the side (D15, D26)', () => {
    assert.equal(judgeValue(state, { type: 'text', value: 'a' }, 'now'), undefined);
    const second = { ...state, record: record('t', { ...TICKET, anchors: new Map([['title', 1]]) }) };
    assert.equal(judgeValue(second, { type: 'text', value: 'b' }, 'now'), undefined);
    assert.equal(
      judgeValue(state, { type: 'text', value: 'b' }, 'now'),
      'now\n  expected: "b"\n  found:    ["a","b"]',
    );
  });

  it('compare JSON as a whole, and know what is empty', () => {
    assert.equal(judgeJson(state, ['a', 'b']), undefined);
    assert.match(judgeJson(state, ['a'])!, /expected: \["a"\]/);
    assert.match(judgeEmpty(state)!, /expected: empty\n {2}found: {4}"a"/);
    assert.equal(judgeEmpty({ ...state, properties: { title: [''] } }), undefined);
  });
});

describe('judgements of a record', () => {
  it('take it for untouched only with the same values and version', () => {
    const before = { id: 't', version: 1, properties: { title: 'a' } };
    assert.equal(judgeUntouched(ticket, before, before), undefined);
    assert.match(judgeUntouched(ticket, before, { ...before, version: 2 })!, /was changed/);
    assert.match(judgeUntouched(ticket, before, { ...before, properties: {} })!, /was changed/);
  });

  it('find exactly one that was created (D9)', () => {
    const values = carriedValues(order, [row('name', 'title')]);
    const right = { id: '1', version: 1, properties: { title: 'x' } };
    const other = { id: '2', version: 1, properties: { title: 'z' } };
    const judge = (candidates: readonly RecordSnapshot[], carried = values) =>
      judgeCreation({
        x: order,
        target: DATATYPE,
        mapped: ['title', 'settled'],
        values: carried,
        others: [new Map([['title', { type: 'text', value: 'z' }]])],
        candidates,
      });
    assert.deepEqual(judge([other, right]), { created: right });
    for (const candidates of [[], [other], [right, right]]) {
      const judgement = judge(candidates);
      assert.ok('problem' in judgement && judgement.problem.includes('created for Shop Order'));
    }
    const [one, two] = [right, other].map((each) => ({ ...each, properties: {} }));
    assert.deepEqual(judge([one!, two!], new Map()), { created: one });
    const alike = { ...right, properties: { settled: true } };
    const boolean = new Map([['settled', { type: 'boolean', value: true }]] as const);
    assert.deepEqual(judge([one!, alike], boolean), { created: one }, 'a boolean distinguishes nobody');
  });
});

describe('what an edit leads to', () => {
  it('is the property and its counterparts; the latest decides (D12)', () => {
    const later = { record: ticket, path: 'title', value: { type: 'text', value: 'z' } } as const;
    assert.equal(decidingEdit([ORDERS], [edit], ticket, 'title'), edit);
    assert.equal(decidingEdit([ORDERS], [edit, later], order, 'name'), later);
    assert.equal(decidingEdit([ORDERS], [edit], ticket, 'settled'), undefined);
    assert.deepEqual(touchedPaths([ORDERS], [edit], ticket), ['title']);
    assert.deepEqual(touchedPaths([ORDERS], [edit], order), ['name']);
  });

  it('shows a link best by text', () => {
    const typeOf = (path: string): 'boolean' | 'text' => (path === 'paid' ? 'boolean' : 'text');
    const facts = { typeOf, canCarry: () => true };
    assert.deepEqual(
      probingRows(ORDERS, order, ticket, facts).map(({ otherPath }) => otherPath),
      ['title', 'settled'],
    );
    const writable = { typeOf, canCarry: ({ onePath }: RowBetween) => onePath === 'paid' };
    assert.deepEqual(
      probingRows(ORDERS, order, ticket, writable).map(({ otherPath }) => otherPath),
      ['settled'],
    );
  });

  it('shows a link rather by what no merge row compares', () => {
    const compared = section(
      'Shop.Order',
      'Desk.Ticket',
      table('merge-on-match', row('name', 'title')),
      ...ORDERS.statements,
    );
    const facts = { typeOf: () => 'text' as const, canCarry: () => true };
    assert.deepEqual(
      probingRows(compared, ticket, order, facts).map(({ otherPath }) => otherPath),
      ['paid', 'name'],
    );
  });

  it('knows by which merge rows two records match', () => {
    const merging = section(
      'Shop.Order',
      'Desk.Ticket',
      table('merge-on-match', row('name', 'title'), row('a', 'b')),
    );
    const holding = record('t', { ...TICKET, values: new Map([['title', { type: 'text', value: 'x' }]]) });
    assert.deepEqual(
      matchingRows(merging, order, holding).map(({ onePath }) => onePath),
      ['name'],
    );
    assert.deepEqual(matchingRows(merging, order, ticket), []);
  });
});

describe('judgements of changes and writes', () => {
  const state = (properties: object) => ({ id: 't', version: 1, properties }) as never;

  it('find what changed besides the touched properties (D14)', () => {
    const before = new Map([['a', state({ title: 'a', list: ['x', 'y'] })]]);
    const judge = (now: object): string | undefined =>
      judgeOtherChanges(before, new Map([['a', state(now)]]), () => [
        { path: 'title' },
        { path: 'list', element: 1 },
      ]);
    assert.equal(judge({ title: 'b', list: ['x', 'z'] }), undefined);
    assert.match(judge({ title: 'a', list: ['z', 'y'] })!, /a list\[0\]: "x" became "z"$/);
    assert.match(
      judgeOtherChanges(before, new Map(), () => [])!,
      /a was deleted$/,
    );
    assert.match(
      judgeOtherChanges(new Map(), before, () => [])!,
      /a was created$/,
    );
  });

  it('count writes, and know to which record they went (D16)', () => {
    const read: ObservedCall = { system: 'desk', method: 'GET', path: '/t', mutating: false };
    const write = { ...read, method: 'PATCH', mutating: true, target: { datatype: 'Ticket', id: 't' } };
    assert.equal(judgeNoWrite([read]), undefined);
    assert.match(
      judgeNoWrite([read, write])!,
      /^1 write where nothing was left to write\n {2}the engine sent:\n {4}PATCH \/t at desk$/,
    );
    assert.equal(judgeOneWrite([read, write], ticket, 'desk'), undefined);
    const wrong: readonly [readonly ObservedCall[], RegExp][] = [
      [[read], /^no write instead of 1, to Desk Ticket/],
      [[write, write], /^2 writes instead of 1, to Desk Ticket/],
      [[{ ...write, system: 'shop' }], /^the one write went elsewhere than to Desk Ticket/],
      [[{ ...write, target: { datatype: 'Ticket', id: 'u' } }], /^the one write went elsewhere/],
      [[{ ...write, target: { datatype: 'Order', id: 't' } }], /^the one write went elsewhere/],
    ];
    for (const [calls, message] of wrong) {
      assert.match(judgeOneWrite(calls, ticket, 'desk')!, message);
    }
    assert.equal(judgeExpectedCalls([read]), undefined);
    assert.match(judgeExpectedCalls([{ ...read, unexpected: 'no token' }])!, /GET \/t at desk \(no token\)/);
  });
});
