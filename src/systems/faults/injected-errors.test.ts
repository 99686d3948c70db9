import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { Dialect, Fault, FaultRule } from '..';
import { restDialect } from '..';
import { endOf, faultsOf, setUpFaulty } from './testing';

const NEW = { body: { properties: { name: 'Ada' } } };

/** Fires on the first creation. */
function onCreation(fault: Fault): FaultRule {
  return { fault, on: { operation: 'create' } };
}

describe('faults in the place of an answer', () => {
  it('refuse the connection, and the call does not take effect', async () => {
    const setup = setUpFaulty([onCreation({ kind: 'connection-refused' })]);
    assert.equal(await endOf(setup.call('POST', '/Contacts', NEW)), 'ECONNREFUSED');
    assert.deepEqual(setup.system.records('Contacts'), []);
    assert.equal(await endOf(setup.call('POST', '/Contacts', NEW)), 201);
    assert.deepEqual(faultsOf(setup), ['connection-refused', '']);
    assert.deepEqual(
      setup.calls.calls.map(({ status, mutating }) => [status, mutating]),
      [
        [0, true],
        [201, true],
      ],
    );
  });

  it('lose the connection after the call took effect', async () => {
    const setup = setUpFaulty([onCreation({ kind: 'connection-lost' })]);
    assert.equal(await endOf(setup.call('POST', '/Contacts', NEW)), 'ECONNRESET');
    assert.equal(setup.system.records('Contacts').length, 1);
    assert.equal(setup.calls.calls[0]?.responseBody, undefined);
    assert.equal(await endOf(setup.call('POST', '/Contacts', NEW)), 201);
  });

  it('leave a call that has no effect for the next one', async () => {
    const setup = setUpFaulty([{ fault: { kind: 'connection-lost' }, on: { method: 'POST' } }]);
    const wrong = { body: { properties: { name: 7 } } };
    assert.equal(await endOf(setup.call('POST', '/Contacts', wrong)), 422);
    assert.deepEqual(faultsOf(setup), ['']);
    assert.equal(await endOf(setup.call('POST', '/Contacts', NEW)), 'ECONNRESET');
  });

  for (const applied of [true, false]) {
    it(`answer 5xx, ${applied ? 'applied' : 'not applied'}`, async () => {
      const setup = setUpFaulty([onCreation({ kind: 'server-error', applied, status: 502 })]);
      const answer = await setup.call('POST', '/Contacts', NEW);
      assert.equal(answer.status, 502);
      assert.equal(setup.system.records('Contacts').length, applied ? 1 : 0);
      assert.equal((await setup.call('POST', '/Contacts', NEW)).status, 201);
      assert.deepEqual(faultsOf(setup), ['server-error', '']);
    });
  }

  it('answer 429 with Retry-After in seconds, as a date of the system, and without it', async () => {
    const setup = setUpFaulty([
      { fault: { kind: 'rate-limit', retryAfter: 2 } },
      { fault: { kind: 'rate-limit', retryAfter: 2, form: 'date' } },
      { fault: { kind: 'rate-limit' } },
    ]);
    setup.clock.advance(1);
    const answers = [
      await setup.call('POST', '/Contacts', NEW),
      await setup.call('GET', '/Contacts'),
      await setup.call('GET', '/Contacts'),
      await setup.call('GET', '/Contacts'),
    ];
    assert.deepEqual(
      answers.map(({ status, headers }) => [status, headers.get('retry-after'), headers.get('date')]),
      [
        [429, '2', null],
        [429, 'Mon, 01 Jan 2024 00:00:03 GMT', 'Mon, 01 Jan 2024 00:00:01 GMT'],
        [429, null, null],
        [200, null, null],
      ],
    );
    assert.deepEqual(setup.system.records('Contacts'), []);
  });

  for (const status of [400, 409, 422] as const) {
    it(`refuse to write one record (${status}), and no other`, async () => {
      const setup = setUpFaulty([
        { fault: { kind: 'refusal', status }, on: { id: 'crm-1' }, times: 'always' },
      ]);
      setup.system.create('Contacts', { name: 'Ada' });
      setup.system.create('Contacts', { name: 'Eve' });
      const patch = { body: { properties: { phone: '1' } } };
      assert.equal((await setup.call('PATCH', '/Contacts/crm-1', patch)).status, status);
      assert.equal((await setup.call('PATCH', '/Contacts/crm-2', patch)).status, 200);
      assert.equal((await setup.call('GET', '/Contacts/crm-1')).status, 200);
      assert.equal((await setup.call('PATCH', '/Contacts/crm-1', patch)).status, status);
      assert.equal(setup.system.record('Contacts', 'crm-1')?.version, 1);
      assert.ok(setup.calls.calls.every(({ unexpected }) => unexpected === undefined));
    });
  }

  it('answer 404 for a record that there is, and 412 for a version that is right', async () => {
    const setup = setUpFaulty([{ fault: { kind: 'not-found' } }, { fault: { kind: 'stale-version' } }]);
    setup.system.create('Contacts', { name: 'Ada' });
    assert.deepEqual((await setup.ids()).flat(), ['crm-1']);
    const missing = await setup.call('GET', '/Contacts/crm-1');
    assert.deepEqual([missing.status, missing.body.type], [404, 'urn:syncproof:problem:unknown-record']);
    const patch = { body: { properties: { phone: '1' } }, headers: { 'if-match': '"1"' } };
    const stale = await setup.call('PATCH', '/Contacts/crm-1', patch);
    assert.deepEqual([stale.status, stale.body.type], [412, 'urn:syncproof:problem:stale-version']);
    assert.equal((await setup.call('PATCH', '/Contacts/crm-1', patch)).status, 200);
    assert.deepEqual(faultsOf(setup), ['', 'not-found', 'stale-version', '']);
  });

  it('answer 401 in the middle, where tokens last', async () => {
    const setup = setUpFaulty([{ fault: { kind: 'expired-token' }, skip: 1 }]);
    const statuses = [];
    for (let count = 0; count < 3; count += 1) {
      const { status, headers } = await setup.call('GET', '/Contacts');
      statuses.push([status, headers.get('www-authenticate')]);
    }
    assert.deepEqual(statuses, [
      [200, null],
      [401, 'Bearer error="invalid_token"'],
      [200, null],
    ]);
    assert.ok(setup.calls.calls.every(({ unexpected }) => unexpected === undefined));
  });

  it('let the token expire, where the dialect can renew it', async () => {
    let isExpired = false;
    const dialect: Dialect = (context) => {
      const handler = restDialect(context);
      const expired = { status: 401, headers: {}, body: 'expired', unexpected: 'a token of yesterday' };
      return {
        ...handler,
        answer: (call) => (isExpired ? expired : handler.answer(call)),
        expireToken: () => {
          isExpired = true;
        },
      };
    };
    const setup = setUpFaulty([{ fault: { kind: 'expired-token' } }], { dialect });
    const ask = async (): Promise<number> =>
      (await setup.system.handler(new Request(setup.system.baseUrl))).status;
    assert.deepEqual([await ask(), await ask()], [401, 401]);
    assert.deepEqual(
      setup.calls.calls.map(({ unexpected }) => unexpected),
      [undefined, 'a token of yesterday'],
    );
  });

  it('crash the engine: the call is never answered, and the harness is notified', async () => {
    for (const when of ['before', 'after'] as const) {
      const setup = setUpFaulty([{ ...onCreation({ kind: 'crash', when }), skip: 1 }]);
      await setup.call('POST', '/Contacts', NEW);
      const crashes: unknown[] = [];
      const hush = setup.injector.onCrash((crash) => crashes.push(crash));
      const abort = new AbortController();
      const pending = setup.system.handler(
        new Request(`${setup.system.baseUrl}/Contacts`, {
          method: 'POST',
          body: JSON.stringify(NEW.body),
          headers: { authorization: `Bearer ${setup.system.token}`, 'content-type': 'application/json' },
          signal: abort.signal,
        }),
      );
      while (setup.calls.calls.length < 2) {
        await Promise.resolve();
      }
      assert.deepEqual(crashes, [{ system: 'crm', applied: when === 'after', call: 'POST /Contacts' }]);
      assert.equal(setup.system.records('Contacts').length, when === 'after' ? 2 : 1);
      assert.deepEqual(faultsOf(setup), ['', 'crash']);
      abort.abort(new Error('the harness restarts the engine'));
      await assert.rejects(pending, /the harness restarts/);
      hush();
      assert.equal((await setup.call('GET', '/Contacts')).status, 200);
    }
  });
});

describe('faults of cursors', () => {
  /** Five records, two on a page. */
  const five = (rules: readonly FaultRule[]): ReturnType<typeof setUpFaulty> => {
    const setup = setUpFaulty(rules, { pageSize: 2 });
    for (let count = 0; count < 5; count += 1) {
      setup.system.create('Contacts', { name: 'x' });
    }
    return setup;
  };
  const PAGES = [['crm-1', 'crm-2'], ['crm-3', 'crm-4'], ['crm-5']];

  it('repeat a page with its cursor, once', async () => {
    const setup = five([{ fault: { kind: 'repeated-cursor' } }]);
    assert.deepEqual(await setup.ids(), [PAGES[0], PAGES[0], ...PAGES.slice(1)]);
    assert.deepEqual(faultsOf(setup), ['', 'repeated-cursor', '', '']);
    assert.deepEqual(await setup.ids(), PAGES);
  });

  it('take a cursor no longer, once', async () => {
    const setup = five([{ fault: { kind: 'expired-cursor' } }]);
    const { next } = (await setup.call('GET', '/Contacts')).body;
    assert.equal((await setup.call('GET', `/Contacts?cursor=${next ?? ''}`)).status, 410);
    assert.equal((await setup.call('GET', `/Contacts?cursor=${next ?? ''}`)).status, 200);
    assert.deepEqual(faultsOf(setup), ['', 'expired-cursor', '']);
  });
});
