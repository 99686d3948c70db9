import assert from 'node:assert/strict';
import { judgeCreatedOnce } from '.';
import type { Json } from '../core/json';
import type { Datatype } from '../model';
import type { Primitive } from './values';

const TICKET: Datatype = {
  system: 'Desk',
  datatype: 'Ticket',
  properties: { title: { type: 'string' }, amount: { type: 'integer' }, paid: { type: 'boolean' } },
  own: [],
};

function order(
  name: string,
  values: Readonly<Record<string, Primitive>>,
): Parameters<typeof judgeCreatedOnce>[0][number] {
  const record = { system: 'Shop', datatype: 'Order', name, id: name, values: new Map(), anchors: new Map() };
  return { record, values: new Map(Object.entries(values)) };
}

const ORDERS = ['a', 'b'].map((name, index) =>
  order(name, {
    title: { type: 'text', value: name },
    amount: { type: 'integer', value: index + 1 },
    paid: { type: 'boolean', value: true },
  }),
);

function tickets(...all: readonly Readonly<Record<string, Json>>[]): Parameters<typeof judgeCreatedOnce>[2] {
  return all.map((properties, index) => ({ id: `desk-${index}`, version: 1, properties }));
}

describe('many records, each of which became one', () => {
  it('are known by any value that they got, so a row that carries nothing is its own matter', () => {
    assert.equal(
      judgeCreatedOnce(ORDERS, TICKET, tickets({ amount: 2 }, { title: 'a', amount: 99 })),
      undefined,
    );
  });

  it('fail where one has none, or two: no boolean distinguishes them', () => {
    assert.equal(
      judgeCreatedOnce(ORDERS, TICKET, tickets({ title: 'a', paid: true }, { paid: true })),
      'no Desk Ticket was created for Shop Order "b"; 1 of 2 records have not become exactly one',
    );
    assert.equal(
      judgeCreatedOnce(ORDERS, TICKET, tickets({ title: 'a' }, { amount: 1 })),
      '2 Desk Ticket were created for Shop Order "a"; 2 of 2 records have not become exactly one',
    );
  });

  it('are counted where no row carries anything that distinguishes them', () => {
    const bare = [order('a', {}), order('b', {})];
    assert.equal(judgeCreatedOnce(bare, TICKET, tickets({}, {})), undefined);
    assert.equal(judgeCreatedOnce(bare, TICKET, tickets({})), '1 Desk Ticket were created instead of 2');
  });
});
