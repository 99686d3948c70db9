import assert from 'node:assert/strict';
import { datatypesOf, findDatatype } from '../model';
import { row, section, sentence, table } from '../model/testing';
import { judgeCreation, type JudgedRecord, type Primitive, type RecordSnapshot } from '.';

const TICKET = { system: 'Desk', datatype: 'Ticket' };
const ORDERS = section(
  'Shop.Order',
  'Desk.Ticket',
  sentence('create-always'),
  table('properties', row('name', 'title'), row('city', 'place.city')),
);
const BARE = findDatatype(datatypesOf([ORDERS], {}), TICKET);
const TARGET = {
  ...BARE,
  properties: {
    ...BARE.properties,
    state: { type: 'string', required: true },
    stamp: { type: 'string', readOnly: true },
    note: { type: 'string' },
  },
} as const;

const ORDER: JudgedRecord = {
  system: 'Shop',
  datatype: 'Order',
  name: 'first',
  id: 'o',
  values: new Map(),
  anchors: new Map(),
};

function text(value: string): Primitive {
  return { type: 'text', value };
}

function created(id: string, properties: RecordSnapshot['properties']): RecordSnapshot {
  return { id, version: 1, properties };
}

function judge(
  candidates: readonly RecordSnapshot[],
  others: readonly ReadonlyMap<string, Primitive>[] = [],
) {
  return judgeCreation({
    x: ORDER,
    target: TARGET,
    mapped: ['title', 'place.city'],
    values: new Map([['title', text('mine')]]),
    others,
    candidates,
  });
}

describe('the record that was created for another', () => {
  it('may hold what rows name, and what its system requires or sets (D24)', () => {
    const record = created('1', {
      title: 'mine',
      place: { city: 'x' },
      state: 'open',
      stamp: 'now',
      note: '',
    });
    assert.deepEqual(judge([record]), { created: record });
  });

  it('may hold nothing else, which is shown', () => {
    assert.deepEqual(judge([created('1', { title: 'mine', note: 'a', place: { zip: 7 } })]), {
      problem:
        'the Desk Ticket 1 that was created for Shop Order "first" holds what no row names\n    note: "a"\n    place.zip: 7',
    });
  });

  it('is missed with what else was created, or none', () => {
    assert.deepEqual(judge([]), {
      problem:
        'no Desk Ticket was created for Shop Order "first"\n  created by the engine and not yet accounted for:\n    none',
    });
    const theirs = [created('1', { title: 'theirs' }), created('2', { title: 'theirs' })];
    assert.deepEqual(judge(theirs, [new Map([['title', text('theirs')]])]), {
      problem:
        'no Desk Ticket was created for Shop Order "first"\n  created by the engine and not yet accounted for:\n    1 {"title":"theirs"}\n    2 {"title":"theirs"}',
    });
  });

  it('is one too many where two hold its values', () => {
    const both = [created('1', { title: 'mine' }), created('2', { title: 'mine' })];
    assert.deepEqual(judge(both), {
      problem:
        '2 Desk Ticket were created for Shop Order "first", instead of 1\n  created by the engine and not yet accounted for:\n    1 {"title":"mine"}\n    2 {"title":"mine"}',
    });
  });

  it('is none that holds the values of one of several other records', () => {
    const others = [new Map([['title', text('second')]]), new Map([['title', text('third')]])];
    const stranger = created('3', {});
    assert.deepEqual(
      judge([created('1', { title: 'third' }), created('2', { title: 'second' }), stranger], others),
      {
        created: stranger,
      },
    );
  });
});
