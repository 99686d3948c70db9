import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { STOCK_ACCOUNT, STOCK_ITEM } from '.';
import { ALL, DIVISION, START, UNKNOWN, allOf, clientOf, query, setUp, unexpectedOf } from './testing';

describe('reading by the API of Exact Online', () => {
  it('shows an account with all its properties: empty ones null, codes padded, times as /Date(…)/', async () => {
    const made = setUp();
    const { id } = made.system.create('Accounts', { Name: 'Bakkerij Æble', Code: '255', Country: 'NL' });
    const { status, entity } = await clientOf(made)('GET', `/crm/Accounts(guid'${id}')`);
    assert.equal(status, 200);
    const uri = `https://start.exactonline.nl/api/v1/${DIVISION}/crm/Accounts(guid'${id}')`;
    assert.deepEqual(entity.__metadata, { uri, type: 'Exact.Web.Api.Models.Account' });
    assert.equal(entity.ID, id);
    assert.equal(entity.Name, 'Bakkerij Æble');
    assert.equal(entity.Code, '               255');
    assert.equal(entity.Country, 'NL ');
    assert.equal(entity.CountryName, 'Netherlands');
    assert.equal(entity.Modified, `/Date(${START})/`);
    assert.equal(entity.Created, `/Date(${START})/`);
    assert.equal(entity.Division, DIVISION);
    assert.equal(entity.Blocked, false);
    assert.equal(entity.IsMailing, 0);
    assert.equal(entity.Email, null);
    assert.deepEqual(entity.BankAccounts, { __deferred: { uri: `${uri}/BankAccounts` } });
    assert.deepEqual((await clientOf(made)('GET', `${uri}/BankAccounts`)).results, []);
  });

  it('shows a change at once, and the names of records that it refers to', async () => {
    const made = setUp();
    const call = clientOf(made);
    const account = made.system.create('Accounts', { Name: 'Ada' });
    const order = made.system.create('Salesorders', { OrderedBy: account.id });
    const path = `/salesorder/SalesOrders(guid'${order.id}')`;
    assert.equal((await call('GET', path)).entity.OrderedByName, 'Ada');
    made.system.edit('Accounts', account.id, { Name: 'Eve' });
    assert.equal((await call('GET', path)).entity.OrderedByName, 'Eve');
    assert.equal((await call('GET', `/crm/Accounts(guid'${account.id}')`)).entity.Name, 'Eve');
  });

  it('selects and expands', async () => {
    const made = setUp();
    const call = clientOf(made);
    const lines = [{ Quantity: 2, UnitPrice: 1.25 }, { Quantity: 1 }];
    const { id } = made.system.create('Salesorders', { SalesOrderLines: lines });
    const path = `/salesorder/SalesOrders(guid'${id}')`;
    const select = { select: 'OrderID,SalesOrderLines/Quantity', expand: 'SalesOrderLines' };
    const shown = (await call('GET', `${path}${query(select)}`)).entity;
    assert.equal(shown.OrderID, id);
    const { results } = shown.SalesOrderLines as { results: { Quantity: number }[] };
    assert.deepEqual(Object.keys(shown), ['__metadata', 'OrderID', 'SalesOrderLines']);
    assert.deepEqual(
      results.map(({ Quantity, ...rest }) => [Quantity, Object.keys(rest)]),
      [
        [2, ['__metadata']],
        [1, ['__metadata']],
      ],
    );
    const whole = (await call('GET', `${path}${query({ expand: 'SalesOrderLines' })}`)).entity;
    assert.equal(whole.AmountDC, 2.5);
    const whole0 = (whole.SalesOrderLines as { results: Record<string, unknown>[] }).results[0];
    assert.deepEqual(
      [whole0?.OrderID, whole0?.Item, whole0?.ItemCode, whole0?.LineNumber],
      [id, STOCK_ITEM, 'STOCK', 1],
    );
    const bare = (await call('GET', `${path}${query({ select: 'OrderID', expand: 'SalesOrderLines' })}`))
      .entity;
    assert.deepEqual(Object.keys(bare), ['__metadata', 'OrderID']);
    assert.deepEqual((await call('GET', `${path}/SalesOrderLines`)).results.length, 2);
    assert.equal((await call('GET', `${path}${query({ select: 'SalesOrderLines/ID' })}`)).status, 400);
    assert.equal((await call('GET', `${path}${query({ select: 'Nonsense' })}`)).status, 400);
    assert.equal((await call('GET', `${path}${query({ expand: 'Nonsense' })}`)).status, 400);
  });

  it('lists 60 a page at most, with the URL of the next', async () => {
    const made = setUp({ pageSize: 1000 });
    for (let count = 0; count < 125; count += 1) {
      made.system.create('Accounts', { Name: `n${count}` });
    }
    const call = clientOf(made);
    const path = `/crm/Accounts${query({ filter: ALL, select: 'ID,Name', inlinecount: 'allpages' })}`;
    const first = await call('GET', path);
    assert.equal(first.results.length, 60);
    assert.equal(first.count, '125');
    const last = first.results.at(-1)?.ID as string;
    assert.ok(first.next?.endsWith(`$skiptoken=guid'${last}'`), first.next);
    const all = await allOf(call, path);
    assert.deepEqual(new Set(all.map(({ Name }) => Name)).size, 125);
    const ids = all.map(({ ID }) => String(ID));
    assert.deepEqual(ids, ids.toSorted());
    assert.equal((await call('GET', `/crm/Accounts/$count${query({ filter: ALL })}`)).text, '125');
    const skipped = await allOf(call, `${path}&$skip=10`);
    assert.deepEqual(skipped, all.slice(10));
    const many = await call('GET', `/crm/Accounts${query({ filter: ALL, top: '100' })}`);
    assert.deepEqual([many.results.length, many.next], [60, undefined]);
    made.system.setPageSize(7);
    assert.equal((await call('GET', path)).results.length, 7);
  });

  it('answers $top with a bare list, and skips', async () => {
    const made = setUp();
    for (const Name of ['a', 'b', 'c']) {
      made.system.create('Accounts', { Name });
    }
    const call = clientOf(made);
    const top = await call(
      'GET',
      `/crm/Accounts${query({ filter: ALL, top: '1', orderby: 'Name desc', skip: '1' })}`,
    );
    assert.ok(top.text.startsWith('{"d":[{'), top.text);
    assert.deepEqual(
      top.results.map(({ Name }) => Name),
      ['b'],
    );
    const counted = await call(
      'GET',
      `/crm/Accounts${query({ filter: ALL, top: '2', inlinecount: 'allpages' })}`,
    );
    assert.deepEqual([counted.count, counted.results.length, counted.next], ['3', 2, undefined]);
    assert.equal((await call('GET', `/crm/Accounts${query({ filter: ALL, top: '0' })}`)).text, '{"d":[]}');
  });

  it('puts records without a value before all others, and the other way round', async () => {
    const made = setUp();
    for (const Phone of ['2', null, '1']) {
      made.system.create('Accounts', { Name: 'x', Phone });
    }
    const call = clientOf(made);
    const phones = async (orderby: string): Promise<readonly unknown[]> =>
      (await call('GET', `/crm/Accounts${query({ filter: ALL, orderby })}`)).results.map(
        ({ Phone }) => Phone,
      );
    assert.deepEqual(await phones('Phone'), [null, '1', '2']);
    assert.deepEqual(await phones('Phone desc'), ['2', '1', null]);
  });

  it('demands a filter on Accounts and Items that distinguishes records, and on nothing else', async () => {
    const made = setUp();
    const call = clientOf(made);
    for (const path of ['/crm/Accounts', '/logistics/Items', "/crm/Accounts?$filter=Remarks eq 'x'"]) {
      const { status, error } = await call('GET', path);
      assert.equal(status, 400);
      assert.match(error, /^This endpoint has mandatory filtering applied\..*\bModified\b/);
      assert.ok(unexpectedOf(made));
    }
    assert.equal(
      (await call('GET', `/crm/Accounts${query({ filter: "Remarks eq 'x' and Name ne null" })}`)).status,
      200,
    );
    assert.equal((await call('GET', '/salesorder/SalesOrders')).status, 200);
    assert.equal(unexpectedOf(made), undefined);
  });

  it('finds by key, by code with its blanks, by the order of a line, and by any other property', async () => {
    const made = setUp();
    const call = clientOf(made);
    const one = made.system.create('Accounts', { Name: 'one', Code: '7', Country: 'NO' });
    made.system.create('Accounts', { Name: 'twin', Code: '7' });
    const order = made.system.create('Salesorders', { Description: "it's" });
    const found = async (path: string, filter: string): Promise<number> =>
      (await call('GET', `${path}${query({ filter })}`)).results.length;
    assert.equal(await found('/crm/Accounts', `ID eq guid'${one.id.toUpperCase()}'`), 1);
    assert.equal(await found('/crm/Accounts', `ID eq guid'${UNKNOWN}'`), 0);
    assert.equal(await found('/crm/Accounts', `Code eq '${'7'.padStart(18)}'`), 2);
    assert.equal(await found('/crm/Accounts', "Code eq '7'"), 0);
    assert.equal(await found('/crm/Accounts', "trim(Code) eq '7'"), 2);
    assert.equal(await found('/crm/Accounts', "Country eq 'NO'"), 1);
    assert.equal(await found('/crm/Accounts', "Name eq 'one' or Name eq 'two'"), 1);
    assert.equal(await found('/salesorder/SalesOrders', "Description eq 'it''s'"), 1);
    assert.equal(await found('/salesorder/SalesOrderLines', `OrderID eq guid'${order.id}'`), 1);
    assert.equal(await found('/salesorder/SalesOrderLines', `OrderID eq guid'${UNKNOWN}'`), 0);
    assert.equal(await found('/salesorder/SalesOrderLines', 'Quantity gt 0'), 1);
  });

  it('takes times of filters to the millisecond, and to the second', async () => {
    const made = setUp();
    made.clock.advance(123);
    made.system.create('Accounts', { Name: 'Ada' });
    const call = clientOf(made);
    const count = async (operator: string, literal: string): Promise<number> =>
      (await call('GET', `/crm/Accounts${query({ filter: `Modified ${operator} datetime'${literal}'` })}`))
        .results.length;
    assert.equal(await count('ge', '2024-01-01T08:00:00.123'), 1);
    assert.equal(await count('gt', '2024-01-01T08:00:00.123'), 0);
    assert.equal(await count('eq', '2024-01-01T08:00:00.123'), 1);
    assert.equal(await count('ge', '2024-01-01T08:00:00'), 1);
    assert.equal(await count('ge', '2024-01-01T08:00:01'), 0);
    assert.equal(await count('ge', '2024-01-01'), 1);
    assert.equal(await count('lt', '2024-01-01T08:00:00.1240000Z'), 1);
  });

  it('says who the user is and in which division', async () => {
    const made = setUp();
    const { status, results } = await clientOf(made)('GET', '/api/v1/current/Me?$select=CurrentDivision');
    assert.equal(status, 200);
    const [me] = results;
    assert.deepEqual(Object.keys(me ?? {}), ['__metadata', 'CurrentDivision']);
    assert.equal(me?.CurrentDivision, DIVISION);
    assert.equal((await clientOf(made)('GET', '/api/v1/current/Me?$select=Nothing')).status, 400);
  });

  it('keeps the stock records out of listings, and shows them by key', async () => {
    const made = setUp();
    const call = clientOf(made);
    assert.equal((await call('GET', `/crm/Accounts(guid'${STOCK_ACCOUNT}')`)).entity.Name, 'Stock account');
    assert.deepEqual(await allOf(call, `/crm/Accounts${query({ filter: ALL })}`), []);
    assert.deepEqual(await allOf(call, `/logistics/Items${query({ filter: ALL })}`), []);
    const { status } = await call('PUT', `/crm/Accounts(guid'${STOCK_ACCOUNT}')`, { body: { Name: 'x' } });
    assert.equal(status, 403);
  });
});
