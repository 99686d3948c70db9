/**
 * Every call that docs/exact-mock.md lists: by a public client, `@quantix-ict/exact-online`, and where that has none (counts,
 * pages, lines of an order) as Exact's reference writes it (https://start.exactonline.nl/docs/HlpRestAPIResources.aspx).
 */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { documentedCalls, leadFetchTo, startServe } from './served.mjs';

/** Its ES module imports a file without its extension, which Node does not find; the CommonJS one works. */
const { Exact } = createRequire(import.meta.url)('@quantix-ict/exact-online');

const HOST = 'https://start.exactonline.nl';
const REDIRECT_URI = 'http://localhost:8080/connect';
const ALL = "Modified ge datetime'1970-01-01T00:00:00'";
const WHOLE = { Prefer: 'return=representation' };

/** The first listing meets an access token that is no longer good. */
const EXPIRED =
  'faults:\n  - fault: {kind: expired-token}\n    on: {system: exact-online, operation: list}\n';

let serving;
let calls;
let system;
let exact;
let division;
let directory;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'syncproof-exact-client-'));
  process.env.TMPDIR = directory; // The client keeps its tokens there.
  serving = await startServe(EXPIRED);
  system = serving.systems['exact-online'];
  calls = leadFetchTo({ [HOST]: system.baseUrl });
  exact = newClient();
});

after(async () => {
  await serving.stop();
  rmSync(directory, { recursive: true });
});

function newClient() {
  const { clientId, clientSecret } = system.oauth;
  return new Exact({ clientId, clientSecret, redirectUri: REDIRECT_URI });
}

/** A call as the reference writes it, with the client's present token. */
function ask(path, { headers, ...init } = {}) {
  const url = path.startsWith('http') ? path : `${HOST}/api/v1/${division}${path}`;
  const authorization = `Bearer ${exact.getAccessToken()}`;
  return fetch(url, { ...init, headers: { authorization, accept: 'application/json', ...headers } });
}

function request(method, endpoint, rest = {}) {
  return exact.request({ method, endpoint, division, ...rest });
}

describe('a client of Exact Online', () => {
  it('is authorized, and finds its division', async () => {
    const answer = await fetch(exact.getLoginUrl({ forceLogin: true }));
    assert.equal(answer.status, 302);
    const back = new URL(answer.headers.get('location'));
    assert.equal(`${back.origin}${back.pathname}`, REDIRECT_URI);
    assert.equal(await exact.connect(back.searchParams.get('code')), true);
    division = await exact.getCurrentDivision();
    assert.match(String(division), /^\d{6}$/);
    const me = await ask(`${HOST}/api/v1/current/Me?$select=CurrentDivision`);
    assert.equal((await me.json()).d.results[0].CurrentDivision, division);
    await assert.rejects(newClient().connect(back.searchParams.get('code')), /EXACT/, 'a code works once');
  });

  it('renews its token when a call is answered 401', async () => {
    const before = exact.getAccessToken();
    const { results } = await request('GET', '/crm/Accounts', { params: { $filter: ALL } });
    assert.deepEqual(results, []);
    assert.notEqual(exact.getAccessToken(), before);
    const last = calls
      .slice(-3)
      .map(({ method, path, status }) => `${method} ${path.split('/').at(-1)} ${status}`);
    assert.deepEqual(last, ['GET Accounts 401', 'POST token 200', 'GET Accounts 200']);
  });

  it('does with each entity what there is to do', async () => {
    const make = async (endpoint, key, payload) =>
      (await request('POST', endpoint, { headers: WHOLE, payload }))[key];
    const account = await make('/crm/Accounts', 'ID', { Name: 'Ada' });
    const item = await make('/logistics/Items', 'ID', { Code: 'PEN', Description: 'Pen' });
    const line = { Item: item, Quantity: 2 };
    const lines = { OrderedBy: account, SalesOrderLines: [line, line] };
    const order = await make('/salesorder/SalesOrders', 'OrderID', lines);
    const extra = await make('/salesorder/SalesOrderLines', 'ID', {
      OrderID: order,
      Item: item,
      Quantity: 3,
    });
    const entities = [
      ['/crm/Accounts', 'ID', account, 'City', 'Oslo'],
      ['/logistics/Items', 'ID', item, 'Description', 'Fountain pen'],
      ['/salesorder/SalesOrders', 'OrderID', order, 'Description', 'Urgent'],
      ['/salesorder/SalesOrderLines', 'ID', extra, 'Quantity', 4],
    ];
    for (const [endpoint, key, id, name, value] of entities) {
      const place = `${endpoint}(guid'${id}')`;
      assert.equal(await request('PUT', place, { payload: { [name]: value } }), true, place);
      assert.equal((await request('GET', place))[name], value, place);
      const $filter = `${key} eq guid'${id}'`;
      const { results } = await request('GET', endpoint, { params: { $filter } });
      assert.equal(results.length, 1, place);
      const count = await ask(`${endpoint}/$count?$filter=${encodeURIComponent($filter)}`);
      assert.deepEqual([count.status, await count.text()], [200, '1'], place);
    }
    const below = await ask(`/salesorder/SalesOrders(guid'${order}')/SalesOrderLines`);
    assert.equal((await below.json()).d.results.length, 3);
    for (const [endpoint, , id] of entities.toReversed()) {
      assert.equal(await request('DELETE', `${endpoint}(guid'${id}')`), true);
      await assert.rejects(request('GET', `${endpoint}(guid'${id}')`), /EXACT: Not Found/);
    }
  });

  it('goes from page to page', async () => {
    for (let number = 0; number < 61; number += 1) {
      await request('POST', '/crm/Accounts', { payload: { Name: `Account ${number}` } });
    }
    const found = [];
    for (let url = `/crm/Accounts?$filter=${encodeURIComponent(ALL)}&$select=ID`; url !== undefined;) {
      const { d } = await (await ask(url)).json();
      found.push(...d.results.map(({ ID }) => ID));
      url = d.__next?.replace(system.baseUrl, HOST);
    }
    assert.equal(new Set(found).size, 61);
  });

  it('is refused in the form of Exact: what is not there, what is not offered', async () => {
    for (const [path, status] of [
      ['/crm/Contacts', 404],
      ['/bulk/crm/Accounts', 404],
      ["/crm/Accounts(guid'00000000-0000-0000-0000-000000000001')", 404],
    ]) {
      const answer = await ask(path);
      assert.equal(answer.status, status, path);
      assert.equal(typeof (await answer.json()).error.message.value, 'string');
    }
  });
});

describe('all calls to Exact Online', () => {
  it('are those of docs/exact-mock.md, every one of them answered with success, for each entity', () => {
    const answered = new Set(
      calls
        .filter(({ status }) => status < 400)
        .map(({ method, path }) => `${method} ${path.replace(/guid'[^']*'/g, "guid'…'")}`),
    );
    const documented = documentedCalls('docs/exact-mock.md', 'What is offered');
    assert.ok(documented.length > 8, 'the table is found');
    const full = documented.map((call) =>
      call
        .replace(/\?.*$/, '')
        .replace('…/SalesOrders', `/api/v1/${division}/salesorder/SalesOrders`)
        .replace('…/', `/api/v1/${division}/crm/`)
        .replace('{division}', String(division)),
    );
    const others = ['logistics/Items', 'salesorder/SalesOrders', 'salesorder/SalesOrderLines'];
    const all = full.flatMap((call) => [call, ...others.map((other) => call.replace('crm/Accounts', other))]);
    assert.deepEqual(
      [...new Set(all)].filter((call) => !answered.has(call)),
      [],
    );
  });

  it('reach no network', async () => {
    await assert.rejects(fetch('https://example.com/'), /know no host https:\/\/example\.com/);
  });

  it('are calls that a correct client makes, but for the paths that are not there', async () => {
    const unexpected = await serving.stop();
    assert.equal(unexpected.length, 2, unexpected.join('\n'));
    assert.match(unexpected[0], /^GET .*\/crm\/Contacts: .*Resource not found/);
    assert.match(unexpected[1], /^GET .*\/bulk\/crm\/Accounts: .*Resource not found/);
  });
});
