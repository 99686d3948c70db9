/** That faults reach the native APIs as they reach the plain one. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createCallLog, createClock, createFaultInjector, createSystem } from '..';
import type { CallLog, FaultInjector, FaultRule, MockedSystem } from '..';
import { divisionOf, EXACT_API } from '../dialects/exact-online';
import { WIX_API } from '../dialects/wix';

const TOKEN = 'token-of-the-test';

interface Native {
  readonly injector: FaultInjector;
  readonly system: MockedSystem;
  readonly calls: CallLog;
  create(name: string): Promise<number>;
  /** How many records a listing shows. */
  count(): Promise<number>;
  /** The status of changing a record without a change. */
  touch(id: string): Promise<number>;
}

type Send = (method: string, path: string, body?: unknown) => Promise<Response>;

function instance(
  api: typeof WIX_API,
  datatype: string,
  rules: readonly FaultRule[],
): Omit<Native, 'create' | 'count' | 'touch'> & { send: Send } {
  const clock = createClock(Date.UTC(2024, 0, 1));
  const calls = createCallLog();
  const injector = createFaultInjector({ plan: { faults: rules }, clock });
  const { dialect, idOf, claims, headers } = api.account({ key: 'one', token: TOKEN });
  const system = createSystem({
    id: 'native',
    name: 'Native',
    baseUrl: `https://${api.host}`,
    token: TOKEN,
    schema: { [datatype]: { properties: {} } },
    abilities: api.abilities,
    clock,
    calls,
    dialect,
    idOf,
    faults: injector,
    ...(claims === undefined ? {} : { claims }),
  });
  const send: Send = (method, path, body) =>
    system.handler(
      new Request(`${system.baseUrl}${path}`, {
        method,
        headers: {
          ...headers,
          authorization: `Bearer ${TOKEN}`,
          accept: 'application/json',
          'content-type': 'application/json',
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
  return { injector, system, calls, send };
}

function wix(rules: readonly FaultRule[]): Native {
  const { send, ...setup } = instance(WIX_API, 'Contacts', rules);
  return {
    ...setup,
    create: async (name) =>
      (
        await send('POST', '/contacts/v4/contacts', {
          info: { name: { first: name } },
          allowDuplicates: true,
        })
      ).status,
    async count() {
      const response = await send('POST', '/contacts/v4/contacts/query', { query: {} });
      return ((await response.json()) as { contacts: unknown[] }).contacts.length;
    },
    touch: async (id) =>
      (await send('PATCH', `/contacts/v4/contacts/${id}`, { info: { jobTitle: 'x' }, revision: 1 })).status,
  };
}

function exact(rules: readonly FaultRule[]): Native {
  const { send, ...setup } = instance(EXACT_API, 'Accounts', rules);
  const root = `/api/v1/${divisionOf('one')}/crm/Accounts`;
  return {
    ...setup,
    create: async (name) => (await send('POST', root, { Name: name })).status,
    async count() {
      const filter = encodeURIComponent("Modified ge datetime'1970-01-01'");
      const response = await send('GET', `${root}?$select=ID,Name&$filter=${filter}`);
      return ((await response.json()) as { d: { results: unknown[] } }).d.results.length;
    },
    touch: async (id) => (await send('PUT', `${root}(guid'${id}')`, { Remarks: 'x' })).status,
  };
}

const APIS = { wix, exact };

for (const [name, setUp] of Object.entries(APIS)) {
  const datatype = name === 'wix' ? 'Contacts' : 'Accounts';
  describe(`faults of ${name}`, () => {
    it('hide a new record from listings, and find nothing once', async () => {
      const native = setUp([
        { fault: { kind: 'stale-listing' } },
        { fault: { kind: 'empty-list' }, skip: 1 },
      ]);
      assert.ok((await native.create('Ada')) < 300);
      assert.ok((await native.create('Eve')) < 300);
      assert.equal(native.system.records(datatype).length, 2);
      assert.deepEqual([await native.count(), await native.count(), await native.count()], [1, 0, 2]);
      assert.deepEqual(native.injector.neverFired(), []);
    });

    it('hide a new record among many, too', async () => {
      const native = setUp([{ fault: { kind: 'stale-listing' } }]);
      for (let number = 0; number < 20; number += 1) {
        native.system.create(datatype, {});
      }
      await native.create('Ada');
      assert.deepEqual([await native.count(), await native.count()], [20, 21]);
    });

    it('touch and merge records, and trim what is written', async () => {
      const native = setUp([
        { fault: { kind: 'trim' }, on: { operation: 'create' } },
        { fault: { kind: 'touch' }, on: { operation: 'list' } },
        { fault: { kind: 'merge' }, on: { operation: 'list' }, skip: 1 },
      ]);
      await native.create(' Ada ');
      await native.create('Eve');
      assert.equal(await native.count(), 2);
      assert.deepEqual(
        native.system
          .records(datatype)
          .map(({ version }) => version)
          .sort(),
        [1, 2],
      );
      assert.equal(await native.count(), 1);
      assert.deepEqual(
        native.calls.calls.map(({ fault }) => fault),
        ['trim', undefined, 'touch', 'merge'],
      );
    });

    it('refuse in the words of the API', async () => {
      const native = setUp([
        { fault: { kind: 'stale-version' } },
        { fault: { kind: 'rate-limit', retryAfter: 1 } },
        { fault: { kind: 'server-error', applied: true } },
      ]);
      const [record] = [native.system.create(datatype, {})];
      assert.ok(record);
      const statuses = [
        await native.touch(record.id),
        await native.touch(record.id),
        await native.touch(record.id),
      ];
      assert.deepEqual(statuses, [name === 'wix' ? 409 : 412, 429, 503]);
      assert.equal(native.system.record(datatype, record.id)?.version, 2);
      assert.ok(native.calls.calls.every(({ unexpected }) => unexpected === undefined));
    });
  });
}

describe('the token of exact', () => {
  it('really expires: it stays refused', async () => {
    const native = exact([{ fault: { kind: 'expired-token' } }]);
    assert.deepEqual([await native.create('Ada'), await native.create('Ada')], [401, 401]);
    assert.deepEqual(native.system.records('Accounts'), []);
  });
});
