import assert from 'node:assert/strict';
import { ApiError, VersionConflict } from '../http/api-error';
import { base, datatypeOf, failing, manualTime, optionsOf, script } from '../testing';
import { exactConnector } from '.';

const accounts = datatypeOf('Accounts', ['Name', 'Code', 'StartDate']);
const salesOrders = datatypeOf('Salesorders', ['YourRef', 'SalesOrderLines.Quantity']);

const me = { d: { results: [{ CurrentDivision: 123456 }] } };

function account(more: object = {}): object {
  return {
    __metadata: { uri: `${base}/x`, type: 'Exact.Web.Api.Models.Account' },
    ID: 'a1',
    Modified: '/Date(1704096000123)/',
    Name: ' Ada ',
    Code: '               255',
    StartDate: '/Date(1704067200000)/',
    ...more,
  };
}

const known = {
  id: 'a1',
  version: 0,
  properties: { Name: ' Ada ', Code: '255', StartDate: '2024-01-01T00:00:00.000Z' },
};

describe('calls to Exact Online', () => {
  it('ask for the division once, list with a filter, and follow __next as it is', async () => {
    const next = `${base}/api/v1/123456/crm/Accounts?$select=ID&$skiptoken=guid'a1'`;
    const { fetch, lines } = script(me, { d: { results: [account()], __next: next } }, { d: [] });
    const connector = exactConnector(optionsOf({ fetch }));
    const page = await connector.list(accounts, { cursor: null });
    assert.equal(page.next, next);
    assert.deepEqual(await connector.list(accounts, { cursor: page.next }), { items: [], next: null });
    assert.deepEqual(
      lines().map((line) => line.replaceAll('+', ' ')),
      [
        'GET /api/v1/current/Me?$select=CurrentDivision',
        "GET /api/v1/123456/crm/Accounts?$select=ID,Modified,Code,Name,StartDate&$filter=Modified ge datetime'1970-01-01T00:00:00.000'",
        "GET /api/v1/123456/crm/Accounts?$select=ID&$skiptoken=guid'a1'",
      ],
    );
  });

  it('read codes without their padding, texts as they are, times as RFC 3339', async () => {
    const { fetch, sent } = script(me, { d: account() });
    const envelope = await exactConnector(optionsOf({ fetch })).read(accounts, 'a1');
    assert.deepEqual(envelope, {
      id: 'a1',
      version: 0,
      modifiedAt: 1704096000123,
      properties: known.properties,
      complete: true,
    });
    assert.equal(sent[1]?.headers.authorization, 'Bearer secret');
    assert.equal(sent[1].headers.accept, 'application/json');
  });

  it('expand a collection of which a property is asked for', async () => {
    const order = {
      OrderID: 'o1',
      Modified: '/Date(0)/',
      YourRef: null,
      SalesOrderLines: {
        results: [
          { __metadata: {}, Quantity: 2 },
          { __metadata: {}, Quantity: 3 },
        ],
      },
    };
    const { fetch, lines } = script(me, { d: order });
    const { properties } = await exactConnector(optionsOf({ fetch })).read(salesOrders, 'o1');
    assert.match(
      lines()[1] ?? '',
      /\$select=OrderID,Modified,SalesOrderLines\/Quantity,YourRef&\$expand=SalesOrderLines$/,
    );
    assert.deepEqual(properties, { YourRef: null, SalesOrderLines: [{ Quantity: 2 }, { Quantity: 3 }] });
  });

  it('create asking for an answer, and take it where it shows the record', async () => {
    const { fetch, sent } = script(me, new Response(JSON.stringify({ d: account() }), { status: 201 }));
    const { properties } = await exactConnector(optionsOf({ fetch })).create(
      accounts,
      { Name: 'Ada' },
      'key',
    );
    assert.deepEqual([sent.length, properties.Code], [2, '255']);
  });

  it('tell that a record was created where it cannot be read', async () => {
    const { fetch } = script(me, { d: { ID: 'a1' } }, failing(404));
    const error: unknown = await exactConnector(optionsOf({ fetch }))
      .create(accounts, { Name: 'Ada' }, 'key')
      .catch((thrown: unknown) => thrown);
    assert.ok(error instanceof ApiError);
    assert.deepEqual([error.outcomeUnknown, error.gone, error.refused], [true, false, false]);
  });

  it('create asking for an answer, and read what was made of it where that shows nothing', async () => {
    const created = new Response(JSON.stringify({ d: { ID: 'a1', Name: null } }), { status: 201 });
    const { fetch, sent, lines } = script(me, created, { d: account() });
    const { properties } = await exactConnector(optionsOf({ fetch })).create(
      accounts,
      { Name: 'Ada' },
      'key',
    );
    assert.deepEqual(sent[1]?.body, { Name: 'Ada' });
    assert.equal(sent[1].headers.prefer, 'return=representation');
    assert.match(lines()[2] ?? '', /^GET \/api\/v1\/123456\/crm\/Accounts\(guid'a1'\)\?/);
    assert.equal(properties.Code, '255');
  });

  it('change by PUT what changes alone, which is answered with nothing', async () => {
    const { fetch, sent, lines } = script(me, { d: account() }, new Response(null, { status: 204 }), {
      d: account({ Name: 'Bob' }),
    });
    const { properties } = await exactConnector(optionsOf({ fetch })).update(accounts, known, {
      Name: 'Bob',
    });
    assert.equal(lines()[2], "PUT /api/v1/123456/crm/Accounts(guid'a1')");
    assert.deepEqual(sent[2]?.body, { Name: 'Bob' });
    assert.equal(properties.Name, 'Bob');
  });

  it('write nothing where the record is no longer as it is known', async () => {
    const { fetch, sent } = script(me, { d: account({ Name: 'Eve' }) });
    const update = exactConnector(optionsOf({ fetch })).update(accounts, known, { Name: 'Bob' });
    await assert.rejects(
      update,
      (error) => error instanceof VersionConflict && error.envelope?.properties.Name === 'Eve',
    );
    assert.equal(sent.length, 2);
  });

  it('tell what the error says, in the body or in the header Reason', async () => {
    const said = { error: { code: '', message: { lang: '', value: 'Mandatory: Name' } } };
    const { fetch } = script(me, failing(400, said), failing(400, { error: {} }, { reason: 'because' }));
    const connector = exactConnector(optionsOf({ fetch }));
    await assert.rejects(connector.read(accounts, 'a1'), /answered 400: Mandatory: Name\./);
    await assert.rejects(connector.read(accounts, 'a1'), /answered 400: because\./);
  });

  it('take a 500 for a refusal only where it says that something is there already', async () => {
    const problem = (value: string): Response => failing(500, { error: { message: { value } } });
    const errorOf = async (value: string): Promise<ApiError> => {
      const { fetch } = script(me, problem(value));
      const error: unknown = await exactConnector(optionsOf({ fetch }))
        .create(accounts, { Name: 'Ada' }, 'key')
        .catch((thrown: unknown) => thrown);
      assert.ok(error instanceof ApiError);
      return error;
    };
    const there = await errorOf('Gegeven bestaat reeds.');
    assert.deepEqual([there.refused, there.outcomeUnknown], [true, false]);
    const broken = await errorOf('Something went wrong.');
    assert.deepEqual([broken.refused, broken.outcomeUnknown], [false, true]);
  });

  it('wait until the limit ends that was hit, which no Retry-After says', async () => {
    const start = Date.UTC(2024, 0, 1, 8, 0, 50);
    const time = manualTime(start);
    const headers = {
      'x-ratelimit-minutely-reset': String(start + 10_000),
      'x-ratelimit-minutely-remaining': '0',
    };
    const { fetch } = script(me, failing(429, {}, headers), { d: account() });
    await exactConnector(optionsOf({ fetch, time })).read(accounts, 'a1');
    assert.deepEqual(time.waits, [10_000]);
  });
});
