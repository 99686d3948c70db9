import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { clientOf, setUp } from '../testing';
import type { Client, ClientAnswer, Loose, Setup } from '../testing';

const ORDERS = '/ecom/v1/orders';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

const ORDER = {
  channelInfo: { type: 'WEB' },
  lineItems: [
    {
      productName: { original: 'Cup' },
      quantity: 2,
      price: { amount: '4.50' },
      itemType: { preset: 'PHYSICAL' },
    },
  ],
  priceSummary: { total: { amount: '9.00' } },
  buyerInfo: { email: 'ada@example.com' },
};

describe('Wix Orders v1', () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const unexpected = (): string | undefined => site.calls.calls.at(-1)?.unexpected;
  const create = async (more: object = {}): Promise<Loose> => {
    const answer = await call('POST', ORDERS, { order: { ...ORDER, ...more } });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.order;
  };
  const search = (asked: object = {}): Promise<ClientAnswer> =>
    call('POST', `${ORDERS}/search`, { search: asked });
  const update = (id: string, order: object): Promise<ClientAnswer> =>
    call('PATCH', `${ORDERS}/${id}`, { order });
  const numbers = ({ body }: ClientAnswer): unknown[] => body.orders.map(({ number }: Loose) => number);

  it('creates an order with a number, a status, and ids of its lines', async () => {
    const order = await create({ number: '7', id: UNKNOWN, createdDate: 'never' });
    assert.deepEqual(
      [order.number, order.status, order.paymentStatus, order.fulfillmentStatus],
      ['10001', 'APPROVED', 'NOT_PAID', 'NOT_FULFILLED'],
    );
    assert.notEqual(order.id, UNKNOWN);
    assert.equal(order.createdDate, '2024-01-01T00:00:00.000Z');
    assert.match(order.lineItems[0].id, /^[0-9a-f-]{36}$/);
    assert.deepEqual((await call('GET', `${ORDERS}/${order.id}`)).body, { order });
    assert.equal((await create()).number, '10002');
  });

  it('needs channel, lines and price summary', async () => {
    for (const [more, field] of [
      [{ channelInfo: undefined }, 'order.channelInfo'],
      [{ lineItems: undefined }, 'order.lineItems'],
      [{ priceSummary: undefined }, 'order.priceSummary'],
      [{ lineItems: [{ ...ORDER.lineItems[0], price: undefined }] }, 'order.lineItems.0.price'],
      [{ lineItems: [] }, 'order.lineItems'],
      [{ lineItems: [{ ...ORDER.lineItems[0], quantity: 100_001 }] }, 'order.lineItems.0.quantity'],
      [{ priceSummary: { total: { amount: 9 } } }, 'order.priceSummary.total.amount'],
    ] as const) {
      const answer = await call('POST', ORDERS, { order: { ...ORDER, ...more } });
      assert.deepEqual([answer.status, answer.fields], [400, [field]]);
    }
    const future = await call('POST', ORDERS, {
      order: { ...ORDER, purchasedDate: '2024-01-01T00:00:00.001Z' },
    });
    assert.deepEqual([future.status, future.code], [400, 'PURCHASED_DATE_CANNOT_BE_IN_FUTURE']);
    assert.equal(site.system.records('Orders').length, 0);
  });

  it('updates only what may be updated, and removes by null', async () => {
    const { id, buyerInfo } = await create();
    site.clock.advance(3);
    const changed = await update(id, {
      buyerInfo: { email: 'new@example.com', memberId: UNKNOWN },
      buyerNote: 'ignored',
      status: 'CANCELED',
      priceSummary: { total: { amount: '1' } },
      billingInfo: { contactDetails: { firstName: 'Ada', lastName: 'L' }, paymentMethod: 'ignored' },
      archived: true,
    });
    const { order } = changed.body;
    assert.equal(buyerInfo.email, 'ada@example.com');
    assert.deepEqual(
      [order.buyerInfo, order.buyerNote, order.status, order.priceSummary.total.amount, order.archived],
      [{ email: 'new@example.com' }, undefined, 'APPROVED', '9.00', true],
    );
    assert.deepEqual(order.billingInfo, { contactDetails: { firstName: 'Ada', lastName: 'L' } });
    assert.equal(order.updatedDate, '2024-01-01T00:00:00.003Z');
    const cleared = await update(id, { billingInfo: { contactDetails: { firstName: null } } });
    assert.deepEqual(cleared.body.order.billingInfo.contactDetails, { lastName: 'L' });
    site.clock.advance(3);
    const same = await update(id, { archived: true, buyerNote: 'ignored' });
    assert.equal(same.body.order.updatedDate, '2024-01-01T00:00:00.003Z');
    for (const removal of [{ buyerInfo: null }, { billingInfo: { contactDetails: null } }]) {
      assert.equal((await update(id, removal)).status, 400);
    }
    assert.deepEqual((await update(UNKNOWN, { archived: true })).code, 'ORDER_NOT_FOUND');
    assert.equal(unexpected(), undefined);
  });

  it('cancels, and refuses to change what is pending or rejected', async () => {
    const { id } = await create();
    assert.equal((await call('POST', `${ORDERS}/${id}/cancel`)).body.order.status, 'CANCELED');
    for (const status of ['PENDING', 'REJECTED']) {
      const answer = await update((await create({ status })).id, { archived: true });
      assert.deepEqual([answer.status, answer.code], [428, `ORDER_IS_${status}`]);
    }
  });

  it('never shows an order that is not placed yet', async () => {
    const { id } = site.system.create('Orders', { status: 'INITIALIZED', buyerInfo: { email: 'a@x.test' } });
    assert.deepEqual(numbers(await search({ filter: { status: 'INITIALIZED' } })), []);
    assert.equal((await call('GET', `${ORDERS}/${id}`)).code, 'ORDER_NOT_FOUND');
    site.system.edit('Orders', id, { status: 'APPROVED' });
    assert.deepEqual(numbers(await search()), ['10001']);
  });

  it('pages by cursor: newest first, and each of the records that stay where they were once', async () => {
    for (let count = 0; count < 7; count += 1) {
      await create();
      site.clock.advance(count % 2);
    }
    site.system.setPageSize(3);
    const one = await search();
    await create();
    const two = await search({ cursorPaging: { cursor: one.body.metadata.cursors.next, limit: 2 } });
    const three = await search({ cursorPaging: { cursor: two.body.metadata.cursors.next } });
    const seen = [one, two, three].flatMap(numbers);
    assert.equal(new Set(seen).size, 7);
    assert.equal(seen.includes('10008'), false);
    assert.deepEqual(
      [one, two, three].map(({ body }) => body.metadata.hasNext),
      [true, true, false],
    );
    assert.deepEqual(three.body.metadata, { count: 2, cursors: {}, hasNext: false });
  });

  it('pulls what changed since a time in the order of change, also over pages', async () => {
    for (let count = 0; count < 6; count += 1) {
      await create();
      site.clock.advance(1);
    }
    const [first] = site.system.records('Orders');
    assert.ok(first);
    site.system.edit('Orders', first.id, { buyerNote: 'moved' });
    const filter = { updatedDate: { $gte: '2024-01-01T00:00:00.003Z' } };
    const sort = [{ fieldName: 'updatedDate', order: 'ASC' }];
    const one = await search({ filter, sort, cursorPaging: { limit: 2 } });
    const two = await search({ cursorPaging: { cursor: one.body.metadata.cursors.next, limit: 2 } });
    assert.deepEqual(
      [numbers(one), numbers(two)],
      [
        ['10004', '10005'],
        ['10006', '10001'],
      ],
    );
  });

  it('refuses cursors that it never gave, cursors with a filter, and limits beyond 100', async () => {
    await create();
    await create();
    const { next } = (await search({ cursorPaging: { limit: 1 } })).body.metadata.cursors;
    const forged = Buffer.from('{"filter":null,"sort":null}').toString('base64url');
    for (const asked of [
      { cursorPaging: { cursor: 'x' } },
      { cursorPaging: { cursor: forged } },
      { cursorPaging: { cursor: `${next}=` } },
      { cursorPaging: { cursor: `${next}A` } },
      { cursorPaging: { cursor: next }, filter: {} },
      { cursorPaging: { limit: 101 } },
      { cursorPaging: { limit: -1 } },
      { filter: { buyerNote: 'x' } },
      { sort: [{ fieldName: 'id' }] },
    ]) {
      assert.equal((await search(asked)).status, 400, JSON.stringify(asked));
      assert.ok(unexpected());
    }
  });

  it('filters by what the API lists', async () => {
    await create({ priceSummary: { total: { amount: '10.00' } } });
    await create({ buyerInfo: { email: 'b@x.test' } });
    const found = async (filter: object): Promise<unknown[]> => numbers(await search({ filter }));
    assert.deepEqual(await found({ 'priceSummary.total.amount': { $gt: 9.5 } }), ['10001']);
    assert.deepEqual(await found({ 'buyerInfo.email': 'b@x.test' }), ['10002']);
    assert.deepEqual(await found({ $not: { number: { $in: ['10001'] } } }), ['10002']);
    assert.deepEqual(await found({ archived: false, status: { $ne: 'APPROVED' } }), []);
  });
});
