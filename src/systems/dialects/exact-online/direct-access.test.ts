import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { STOCK_ACCOUNT, STOCK_ITEM } from '.';
import { SCHEMA, clientOf, setUp } from './testing';

describe('people in Exact Online', () => {
  it("write properties by the API's names, and see just what was written", async () => {
    const made = setUp();
    const written = {
      Name: 'Ada ',
      Code: '12',
      Email: '',
      Phone: null,
      CountryName: 'by hand',
      StartDate: '2024-01-05T00:00:00.000Z',
    };
    const record = made.system.create('Accounts', written);
    assert.deepEqual(record.properties, written);
    assert.equal(record.modifiedBy, 'person');
    const { entity } = await clientOf(made)('GET', `/crm/Accounts(guid'${record.id}')`);
    assert.deepEqual(
      [entity.Name, entity.Code, entity.Email, entity.Phone, entity.CountryName, entity.StartDate],
      ['Ada ', '12'.padStart(18), '', null, 'by hand', `/Date(${Date.UTC(2024, 0, 5)})/`],
    );
  });

  it('edit by a merge patch; what they do not touch stays, and time moves', () => {
    const { system, clock } = setUp();
    const { id } = system.create('Accounts', { Name: 'Ada', Phone: '1' });
    clock.advance(5);
    const edited = system.edit('Accounts', id, { Phone: null, City: 'Oslo' }, 'another');
    assert.deepEqual(edited.properties, { Name: 'Ada', Phone: null, City: 'Oslo' });
    assert.deepEqual([edited.version, edited.modifiedBy, edited.modifiedAt], [2, 'another', clock.now()]);
    assert.equal(system.record('Accounts', id), edited);
    system.remove('Accounts', id);
    assert.equal(system.record('Accounts', id), undefined);
  });

  it('see what the engine writes: codes without blanks, times as RFC 3339', async () => {
    const made = setUp();
    const body = {
      Name: 'Ada',
      Code: '                12',
      StartDate: '2024-01-05T00:00:00',
      EndDate: '/Date(0)/',
      Country: 'NL ',
    };
    const { entity } = await clientOf(made)('POST', '/crm/Accounts', { body });
    assert.deepEqual(made.system.record('Accounts', String(entity.ID))?.properties, {
      Name: 'Ada',
      Code: '12',
      StartDate: '2024-01-05T00:00:00.000Z',
      EndDate: '1970-01-01T00:00:00.000Z',
      Country: 'NL',
    });
  });

  it('place orders for nobody in particular, about nothing in particular', async () => {
    const made = setUp();
    const { id, properties } = made.system.create('Salesorders', { Description: 'x' });
    assert.deepEqual(properties, { Description: 'x' });
    const call = clientOf(made);
    const { entity } = await call('GET', `/salesorder/SalesOrders(guid'${id}')?$expand=SalesOrderLines`);
    const { results } = entity.SalesOrderLines as { results: Record<string, unknown>[] };
    assert.deepEqual([entity.OrderedBy, entity.OrderedByName], [STOCK_ACCOUNT, 'Stock account']);
    assert.deepEqual(
      results.map(({ Item, Quantity, OrderID }) => [Item, Quantity, OrderID]),
      [[STOCK_ITEM, 1, id]],
    );
    assert.deepEqual([made.system.records('Accounts'), made.system.records('Items')], [[], []]);
  });

  it('edit lines as a list, and lines keep their keys', async () => {
    const made = setUp();
    const { id } = made.system.create('Salesorders', { SalesOrderLines: [{ Quantity: 1 }, { Quantity: 2 }] });
    const call = clientOf(made);
    const path = `/salesorder/SalesOrders(guid'${id}')/SalesOrderLines?$orderby=LineNumber`;
    const before = (await call('GET', path)).results.map(({ ID }) => ID);
    const lines = [{ Quantity: 5 }, { Quantity: 2 }, { Quantity: 3 }];
    const edited = made.system.edit('Salesorders', id, { SalesOrderLines: lines });
    assert.deepEqual(edited.properties, { SalesOrderLines: lines });
    const after = (await call('GET', path)).results;
    assert.deepEqual(
      after.slice(0, 2).map(({ ID }) => ID),
      before,
    );
    assert.deepEqual(
      after.map(({ Quantity }) => Quantity),
      [5, 2, 3],
    );
  });

  it("never write a record's identity, and see it where the schema names it", () => {
    const properties = { ID: { type: 'string', readOnly: true }, id: { type: 'string' } } as const;
    const { system } = setUp({ schema: { ...SCHEMA, Accounts: { properties } } });
    const { id, properties: shown } = system.create('Accounts', { id: 'x', ID: 'y', Name: 'Ada' });
    assert.deepEqual(shown, { id, ID: id, Name: 'Ada' });
    assert.deepEqual(system.create('Items', { ID: 'x', Code: 'a' }).properties, { Code: 'a' });
  });

  it('are refused properties that do not exist, and values that are not times', () => {
    const { system } = setUp();
    assert.throws(
      () => system.create('Accounts', { nickname: 'A' }),
      /Accounts of Exact Online have no property "nickname"/,
    );
    assert.throws(
      () => system.create('Salesorders', { SalesOrderLines: [{ x: 1 }] }),
      /SalesOrderLines of Exact Online have no property "x"/,
    );
    assert.throws(() => system.create('Accounts', { StartDate: 'soon' }), /"soon" is not a date/);
    assert.throws(
      () => setUp({ schema: { Contacts: { properties: {} } } }),
      /cannot offer the datatype "Contacts"/,
    );
  });

  it('have the whole API also where the harness keeps only one datatype', async () => {
    const made = setUp({ schema: { SalesOrders: { properties: {} } } });
    const call = clientOf(made);
    const account = await call('POST', '/crm/Accounts', { body: { Name: 'Ada' } });
    assert.equal(account.status, 201);
    const { id } = made.system.create('SalesOrders', { OrderedBy: String(account.entity.ID) });
    assert.equal((await call('GET', `/salesorder/SalesOrders(guid'${id}')`)).entity.OrderedByName, 'Ada');
  });
});
