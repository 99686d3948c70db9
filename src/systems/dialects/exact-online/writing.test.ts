import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { STOCK_ACCOUNT, STOCK_ITEM } from '.';
import { MAXIMUM_BODY_BYTES } from './body';
import { START, UNKNOWN, clientOf, setUp, unexpectedOf } from './testing';
import type { Client, ClientAnswer, Entity } from './testing';

function create(call: Client, path: string, body: unknown): Promise<ClientAnswer> {
  return call('POST', path, { body, headers: { prefer: 'return=representation' } });
}

/** An account, an item, and an order of one for the other. */
async function order(
  call: Client,
): Promise<{ readonly account: Entity; readonly item: Entity; readonly order: Entity }> {
  const account = (await create(call, '/crm/Accounts', { Name: 'Ada' })).entity;
  const item = (await create(call, '/logistics/Items', { Code: 'A1', Description: 'Apple' })).entity;
  const lines = [{ Item: item.ID, Quantity: 3, UnitPrice: 2 }];
  const made = await create(call, '/salesorder/SalesOrders', {
    OrderedBy: account.ID,
    SalesOrderLines: lines,
  });
  assert.equal(made.status, 201, made.error);
  return { account, item, order: made.entity };
}

describe('writing by the API of Exact Online', () => {
  it('creates, and shows all of the record only where the client prefers it', async () => {
    const made = setUp();
    const call = clientOf(made);
    const full = await create(call, '/crm/Accounts', { Name: 'Ada', Email: 'ada@example.com', Code: '40' });
    assert.equal(full.status, 201);
    assert.equal(full.entity.Email, 'ada@example.com');
    assert.equal(full.entity.Created, `/Date(${START})/`);
    const bare = await call('POST', '/crm/Accounts', { body: { Name: 'Eve' } });
    assert.equal(bare.status, 201);
    assert.equal(bare.entity.Name, null);
    const id = bare.entity.ID as string;
    assert.equal(bare.headers.get('location'), (bare.entity.__metadata as { uri: string }).uri);
    const read = (await call('GET', `/crm/Accounts(guid'${id}')`)).entity;
    assert.deepEqual([read.Name, read.Code], ['Eve', '41'.padStart(18)]);
    assert.deepEqual(
      made.system.records('Accounts').map(({ properties, modifiedBy }) => [properties, modifiedBy]),
      [
        [{ Name: 'Ada', Email: 'ada@example.com', Code: '40' }, 'engine'],
        [{ Name: 'Eve' }, 'engine'],
      ],
    );
    assert.equal(made.calls.calls.filter(({ unexpected }) => unexpected !== undefined).length, 0);
  });

  it('changes what a body holds and nothing else; the last write wins', async () => {
    const made = setUp();
    const call = clientOf(made);
    const { id } = made.system.create('Accounts', { Name: 'Ada', Phone: '1', Remarks: 'mine' });
    made.clock.advance(1500);
    const put = await call('PUT', `/crm/Accounts(guid'${id}')`, { body: { Phone: null, City: 'Oslo' } });
    assert.deepEqual([put.status, put.text], [204, '']);
    const { entity } = await call('GET', `/crm/Accounts(guid'${id}')`);
    assert.deepEqual(
      [entity.Name, entity.Phone, entity.City, entity.Remarks, entity.Modified, entity.Created],
      ['Ada', null, 'Oslo', 'mine', `/Date(${START + 1500})/`, `/Date(${START})/`],
    );
    assert.deepEqual(made.system.record('Accounts', id)?.properties, {
      Name: 'Ada',
      Phone: null,
      Remarks: 'mine',
      City: 'Oslo',
    });
  });

  it('skips read-only properties without a word, in both', async () => {
    const made = setUp();
    const call = clientOf(made);
    const body = {
      Name: 'Ada',
      CreatorFullName: 'me',
      Modified: '2000-01-01T00:00:00',
      Type: 'D',
      ID: UNKNOWN,
    };
    const { status, entity } = await create(call, '/crm/Accounts', body);
    assert.equal(status, 201);
    assert.deepEqual(
      [entity.CreatorFullName, entity.Type, entity.Modified],
      ['engine', 'A', `/Date(${START})/`],
    );
    assert.notEqual(entity.ID, UNKNOWN);
    const put = await call('PUT', `/crm/Accounts(guid'${String(entity.ID)}')`, {
      body: { Creator: 'x', CountryName: 'x' },
    });
    assert.equal(put.status, 204);
  });

  it('refuses what is required and missing, emptied, unknown, of a wrong type or too long', async () => {
    const made = setUp();
    const call = clientOf(made);
    const { id } = made.system.create('Accounts', { Name: 'Ada' });
    const wrong: readonly (readonly [string, string, unknown, RegExp])[] = [
      ['POST', '/crm/Accounts', { Email: 'x' }, /^Mandatory: Name$/],
      ['POST', '/crm/Accounts', { Name: '' }, /^Mandatory: Name$/],
      ['POST', '/logistics/Items', {}, /^Mandatory: Code Mandatory: Description$/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { Name: null }, /^Mandatory: Name$/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { Code: '' }, /^Mandatory: Code$/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { Nickname: 'A' }, /'Nickname' is not known/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { constructor: 'A' }, /'constructor' is not known/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { Email: 5 }, /'Email' must be of type Edm\.String/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { Blocked: 'no' }, /'Blocked' must be of type Edm\.Boolean/],
      [
        'PUT',
        `/crm/Accounts(guid'${id}')`,
        { SecurityLevel: 1.5 },
        /'SecurityLevel' must be of type Edm\.Int32/,
      ],
      ['PUT', `/crm/Accounts(guid'${id}')`, { SecurityLevel: 1e15 }, /Edm\.Int32/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { Latitude: '1' }, /Edm\.Double/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { Parent: 'x' }, /Edm\.Guid/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { StartDate: '2024-02-30T00:00:00' }, /Edm\.DateTime/],
      ['PUT', `/crm/Accounts(guid'${id}')`, { Code: '1'.repeat(19) }, /^Too long: Code - at most 18/],
    ];
    for (const [method, path, body, message] of wrong) {
      const { status, error } = await call(method, path, { body });
      assert.equal(status, 400, error);
      assert.match(error, message);
      assert.equal(unexpectedOf(made), undefined, error);
    }
    assert.deepEqual(made.system.record('Accounts', id)?.version, 1);
  });

  it('answers 500 to a code that is taken, also to the record that has it', async () => {
    const made = setUp();
    const call = clientOf(made);
    const { id } = made.system.create('Accounts', { Name: 'Ada', Code: '5' });
    const twice = await call('POST', '/crm/Accounts', { body: { Name: 'Eve', Code: '                 5' } });
    assert.deepEqual([twice.status, twice.error.startsWith('Data already exists')], [500, true]);
    const own = await call('PUT', `/crm/Accounts(guid'${id}')`, { body: { Name: 'Ada', Code: '5' } });
    assert.equal(own.status, 500);
    assert.equal((await call('PUT', `/crm/Accounts(guid'${id}')`, { body: { Code: '6' } })).status, 204);
    assert.equal((await call('POST', '/crm/Accounts', { body: { Name: 'Eve', Code: '5' } })).status, 201);
    assert.equal(unexpectedOf(made), undefined);
  });

  it('keeps no reference to what is not there, and no currency that is not active', async () => {
    const call = clientOf(setUp());
    const body = { Name: 'Ada', Parent: UNKNOWN, SalesCurrency: 'XXX', PurchaseCurrency: 'NOK' };
    const { status, entity } = await create(call, '/crm/Accounts', body);
    assert.deepEqual(
      [status, entity.Parent, entity.SalesCurrency, entity.PurchaseCurrency],
      [201, null, null, 'NOK'],
    );
    const orphan = await create(call, '/salesorder/SalesOrders', {
      OrderedBy: UNKNOWN,
      SalesOrderLines: [{ Item: STOCK_ITEM }],
    });
    assert.deepEqual([orphan.status, orphan.error], [400, 'Mandatory: OrderedBy']);
  });

  it('deletes, and knows nothing of the record any more', async () => {
    const made = setUp();
    const call = clientOf(made);
    const { id } = made.system.create('Accounts', { Name: 'Ada' });
    const path = `/crm/Accounts(guid'${id}')`;
    assert.equal((await call('DELETE', path)).status, 204);
    for (const method of ['GET', 'DELETE']) {
      assert.equal((await call(method, path)).status, 404);
    }
    assert.equal((await call('PUT', path, { body: {} })).status, 404);
    assert.equal(unexpectedOf(made), undefined);
    assert.deepEqual(made.system.records('Accounts'), []);
  });

  it('creates an order with its lines, and refuses one without', async () => {
    const made = setUp();
    const call = clientOf(made);
    const { account, order: created } = await order(call);
    assert.deepEqual(
      [
        created.OrderNumber,
        created.OrderedBy,
        created.DeliverTo,
        created.OrderedByName,
        created.AmountDC,
        created.Status,
      ],
      [1, account.ID, account.ID, 'Ada', 6, 12],
    );
    for (const lines of [undefined, []]) {
      const { status, error } = await create(call, '/salesorder/SalesOrders', {
        OrderedBy: STOCK_ACCOUNT,
        ...(lines === undefined ? {} : { SalesOrderLines: lines }),
      });
      assert.deepEqual([status, error], [400, 'Mandatory: SalesOrderLines']);
    }
    const itemless = { OrderedBy: STOCK_ACCOUNT, SalesOrderLines: [{ Quantity: 1 }] };
    assert.equal((await create(call, '/salesorder/SalesOrders', itemless)).error, 'Mandatory: Item');
  });

  it('keeps who ordered, refuses deep updates, and changes of a complete order', async () => {
    const made = setUp();
    const call = clientOf(made);
    const { account, order: created } = await order(call);
    const path = `/salesorder/SalesOrders(guid'${String(created.OrderID)}')`;
    assert.equal(
      (await call('PUT', path, { body: { OrderedBy: STOCK_ACCOUNT, Description: 'x' } })).status,
      204,
    );
    const { entity } = await call('GET', path);
    assert.deepEqual([entity.OrderedBy, entity.Description], [account.ID, 'x']);
    assert.equal((await call('PUT', path, { body: { SalesOrderLines: [] } })).status, 400);
    made.system.edit('Salesorders', String(created.OrderID), { Status: 21 });
    const late = await call('PUT', path, { body: { Description: 'y' } });
    assert.deepEqual([late.status, late.error.includes('complete')], [400, true]);
  });

  it('changes, adds and removes lines by their own keys, which moves the time of the order', async () => {
    const made = setUp();
    const call = clientOf(made);
    const { item, order: created } = await order(call);
    const id = String(created.OrderID);
    const listed = await call('GET', `/salesorder/SalesOrders(guid'${id}')/SalesOrderLines`);
    const path = `/salesorder/SalesOrderLines(guid'${String(listed.results[0]?.ID)}')`;
    made.clock.advance(1000);
    assert.equal((await call('PUT', path, { body: { Quantity: 4 } })).status, 204);
    const line = (await call('GET', path)).entity;
    assert.deepEqual([line.Quantity, line.AmountDC, line.ItemCode, line.OrderID], [4, 8, 'A1', id]);
    const changed = (await call('GET', `/salesorder/SalesOrders(guid'${id}')`)).entity;
    assert.deepEqual([changed.Modified, changed.AmountDC], [`/Date(${START + 1000})/`, 8]);
    const added = await create(call, '/salesorder/SalesOrderLines', {
      OrderID: id,
      Item: item.ID,
      Quantity: 1,
    });
    assert.deepEqual([added.status, added.entity.LineNumber, added.entity.OrderID], [201, 2, id]);
    assert.equal((await call('DELETE', path)).status, 204);
    assert.equal((await call('GET', path)).status, 404);
    const last = `/salesorder/SalesOrderLines(guid'${String(added.entity.ID)}')`;
    assert.equal((await call('DELETE', last)).status, 400);
    const orphan = await create(call, '/salesorder/SalesOrderLines', { OrderID: UNKNOWN, Item: item.ID });
    assert.equal(orphan.error, 'Mandatory: OrderID');
    assert.deepEqual(made.system.record('Salesorders', id)?.properties.SalesOrderLines, [
      { Item: item.ID, Quantity: 1 },
    ]);
  });

  it('refuses bodies that are none, too large or of another type, and keeps the call on record', async () => {
    const made = setUp();
    const call = clientOf(made);
    const path = '/crm/Accounts';
    for (const body of ['', '{', '[]', '"x"', 'null', new Uint8Array([0x7b, 0xff, 0x7d])]) {
      const { status, error } = await call('POST', path, { body });
      assert.equal(status, 400);
      assert.match(error, /^Error processing request stream\./);
      assert.ok(unexpectedOf(made));
    }
    const large = await call('POST', path, { body: `"${'x'.repeat(MAXIMUM_BODY_BYTES)}"` });
    assert.equal(large.status, 413);
    const typed = await call('POST', path, {
      body: 'Name=x',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    assert.equal(typed.status, 415);
    assert.equal(made.calls.calls.length, 8);
    assert.deepEqual(made.system.records('Accounts'), []);
  });
});
