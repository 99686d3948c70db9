import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import {
  ALL,
  DIVISION,
  KEY,
  TOKEN,
  UNKNOWN,
  clientOf,
  query,
  readAnswer,
  setUp,
  unexpectedOf,
} from './testing';
import { countCalls } from '../../../../test/count-calls';
import { guidOf } from '../../core/guid';

const KNOWN = guidOf('exact-online', KEY, 1);

describe('calls that no client should make, at Exact Online', () => {
  it("are refused in the API's own form, and marked", async () => {
    const made = setUp();
    made.system.create('Accounts', { Name: 'Ada' });
    const call = clientOf(made);
    const account = `/crm/Accounts(guid'${KNOWN}')`;
    const wrong: readonly (readonly [string, string, number])[] = [
      ['GET', '', 404],
      ['GET', '/crm/Contacts', 404],
      ['GET', '/crm/accounts', 404],
      ['GET', '/logistics/Accounts', 404],
      ['GET', `/api/v1/${DIVISION + 1}/salesorder/SalesOrders`, 403],
      ['GET', '/api/v1/x/salesorder/SalesOrders', 404],
      ['GET', '/api/v2/1/salesorder/SalesOrders', 404],
      ['GET', "/crm/Accounts('x')", 400],
      ['GET', '/crm/Accounts(5)', 400],
      ['GET', '/crm/Accounts()', 400],
      ['GET', "/crm/Accounts(guid'%2e%2e%2f%2e%2e%2fetc')", 400],
      ['GET', '/crm/Accounts(guid%27%2fpasswd%27)', 400],
      ['GET', '/crm/%E0%A4%A', 400],
      ['GET', `${account}/Nothing`, 404],
      ['GET', `${account}?$filter=true`, 400],
      ['PATCH', account, 405],
      ['POST', account, 405],
      ['DELETE', '/crm/Accounts', 405],
      ['POST', '/api/v1/current/Me', 405],
      ['POST', '/crm/Accounts/$count', 405],
      ['GET', `/crm/Accounts${query({ filter: ALL })}&$top=1&$top=1`, 400],
      ['GET', `/crm/Accounts${query({ filter: ALL, top: '-1' })}`, 400],
      ['GET', `/crm/Accounts${query({ filter: ALL, top: '99999999999999999999' })}`, 400],
      ['GET', `/crm/Accounts${query({ filter: ALL, skip: '1e3' })}`, 400],
      ['GET', `/crm/Accounts${query({ filter: ALL, orderby: 'Nothing' })}`, 400],
      ['GET', `/crm/Accounts${query({ filter: ALL, orderby: 'Name up' })}`, 400],
      ['GET', `/crm/Accounts${query({ filter: ALL, inlinecount: 'yes' })}`, 400],
      ['GET', `/crm/Accounts${query({ filter: ALL, format: 'xml' })}`, 400],
      ['GET', `/crm/Accounts${query({ filter: ALL, batch: 'x' })}`, 400],
      ['GET', `/crm/Accounts${query({ filter: `${ALL} and Name ne '${'x'.repeat(6000)}'` })}`, 414],
      ['GET', `/crm/Accounts${query({ filter: ALL })}&modified=2024`, 200],
    ];
    for (const [method, path, status] of wrong) {
      const answer = await call(method, path);
      assert.equal(answer.status, status, `${method} ${path}: ${answer.error}`);
      assert.ok(unexpectedOf(made), `${method} ${path}`);
    }
    assert.equal(made.calls.calls.length, wrong.length);
    assert.equal(made.system.record('Accounts', KNOWN)?.version, 1);
  });

  it('include those that do not accept JSON, which is answered with Atom by the real one', async () => {
    const made = setUp();
    const call = clientOf(made);
    for (const accept of ['*/*', undefined, 'application/atom+xml']) {
      const headers = { accept };
      assert.equal((await call('GET', '/salesorder/SalesOrders', { headers })).status, 406);
      assert.equal((await call('POST', '/crm/Accounts', { headers, body: { Name: 'x' } })).status, 406);
    }
    assert.deepEqual(made.system.records('Accounts'), []);
    const headers = { accept: 'text/html, application/json;odata=verbose;q=0.9' };
    assert.equal((await call('GET', '/salesorder/SalesOrders', { headers })).status, 200);
  });

  it("never break it, whatever they are: every answer has the API's form, and every call is kept", async () => {
    const steps = fc.constantFrom(
      'crm',
      'Accounts',
      'Items',
      'logistics',
      'salesorder',
      'SalesOrders',
      'SalesOrderLines',
      '$count',
      'current',
      'Me',
      '%2e%2e%2f',
      '%00',
      '..',
      `Accounts(guid'${KNOWN}')`,
      `SalesOrders(guid'${UNKNOWN}')`,
      `Items(ID=guid'${KNOWN}')`,
      'Accounts(',
      "Accounts(guid'')",
      String(DIVISION),
      '💡',
    );
    const paths = fc.oneof(
      fc.array(steps, { maxLength: 4 }).map((parts) => `/api/v1/${DIVISION}/${parts.join('/')}`),
      fc.array(steps, { maxLength: 5 }).map((parts) => `/${parts.join('/')}`),
      fc.constantFrom(
        '/api/oauth2/token',
        '/api/v1/current/Me',
        `/api/v1/${DIVISION}/crm/Accounts`,
        `/api/v1/${DIVISION}/salesorder/SalesOrders`,
      ),
    );
    const values = fc.oneof(
      fc.constantFrom(ALL, 'Name', '*', '1', '-1', '1e99', 'allpages', 'SalesOrderLines', `guid'${KNOWN}'`),
      fc.string(),
    );
    const names = fc.constantFrom(
      '$select',
      '$filter',
      '$orderby',
      '$top',
      '$skip',
      '$skiptoken',
      '$inlinecount',
      '$expand',
      '$format',
      '$x',
      'y',
    );
    const queries = fc
      .array(fc.tuple(names, values), { maxLength: 4 })
      .map((pairs) =>
        pairs.length === 0
          ? ''
          : `?${pairs.map(([name, value]) => `${name}=${encodeURIComponent(value)}`).join('&')}`,
      );
    const bodies = fc.option(
      fc.oneof(
        fc.string(),
        fc.json(),
        fc
          .record(
            {
              Name: fc.jsonValue(),
              Code: fc.jsonValue(),
              SalesOrderLines: fc.jsonValue(),
              StartDate: fc.jsonValue(),
            },
            { requiredKeys: [] },
          )
          .map((body) => JSON.stringify(body)),
        fc.uint8Array(),
      ),
    );
    const headers = fc.record(
      {
        authorization: fc.constantFrom(`Bearer ${TOKEN}`, `Bearer ${TOKEN}`, `Bearer ${TOKEN}`, 'Bearer x'),
        accept: fc.constantFrom('application/json', 'application/json', 'text/html'),
        'content-type': fc.constantFrom(
          'application/json',
          'application/json',
          'text/plain',
          'application/x-www-form-urlencoded',
        ),
        prefer: fc.constantFrom('return=representation', ',,;'),
      },
      { requiredKeys: [] },
    );
    const methods = fc.constantFrom(
      'GET',
      'GET',
      'POST',
      'PUT',
      'DELETE',
      'PATCH',
      'HEAD',
      'OPTIONS',
      'PURGE',
    );
    const made = setUp();
    made.system.create('Accounts', { Name: 'Ada' });
    made.system.create('Salesorders', {});
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        methods,
        paths,
        queries,
        bodies,
        headers,
        async (method, path, search, body, given) => {
          const bodiless = body === null || method === 'GET' || method === 'HEAD';
          const request = new Request(`https://start.exactonline.nl${path}${search}`, {
            method,
            headers: given,
            ...(bodiless ? {} : { body }),
          });
          const response = await made.system.handler(request);
          const text = await response.text();
          count += 1;
          assert.equal(made.calls.calls.length, count);
          assert.ok(response.status < 500 || text.includes('already exists'), text);
          if (request.url.includes('/oauth2/')) {
            assert.equal(
              typeof (JSON.parse(text === '' ? '{}' : text) as { error?: unknown }).error,
              method === 'HEAD' ? 'undefined' : 'string',
            );
          } else {
            readAnswer(
              method,
              new Response(null, { status: response.status, headers: response.headers }),
              text,
            );
          }
        },
      ),
      { numRuns: 1500 },
    );
  });
});

describe('the speed of Exact Online', () => {
  it('reads single records and pages without going through what else there is', async () => {
    const made = setUp();
    for (let count = 0; count < 5000; count += 1) {
      made.system.create('Items', { Code: `c${count}`, Description: 'x' });
    }
    made.clock.advance(1000);
    const [first] = made.system.records('Items');
    made.system.edit('Items', first!.id, { Notes: 'new' });
    const call = clientOf(made);
    const callsOf = (path: string): Promise<number> =>
      countCalls(/[\\/]src[\\/]systems[\\/]/, async () => {
        assert.equal((await call('GET', path)).results.length, 1);
      });
    const since = await callsOf(
      `/logistics/Items${query({ filter: "Modified gt datetime'2024-01-01T08:00:00'", select: 'ID' })}`,
    );
    const scan = await callsOf(
      `/logistics/Items${query({ filter: "Notes eq 'new' and ID ne null", select: 'ID' })}`,
    );
    const byCode = await callsOf(`/logistics/Items${query({ filter: "Code eq 'c4000'", select: 'ID' })}`);
    assert.ok(scan > 5000, `a scan goes through all records: ${scan} calls`);
    assert.ok(byCode < 1000, `by code ${byCode} calls`);
    assert.ok(since < 1000, `since ${since} calls`);
  });
});
