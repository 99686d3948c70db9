import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { Ajv2020 } from 'ajv/dist/2020';
import { parse } from 'yaml';
import type { FaultRule, WebhookEvent } from '..';
import { ALL_ABILITIES, setUpFaulty } from '../faults/testing';
import type { FaultySetup } from '../faults/testing';
import { isDeliverable } from './webhooks';

const ajv = new Ajv2020({ strict: false, validateFormats: false });
ajv.addSchema(
  parse(readFileSync(join(__dirname, '../../../schemas/system-api.yaml'), 'utf8')) as object,
  'api',
);

interface Listening extends FaultySetup {
  /** The events that came, each checked against the OpenAPI document. */
  readonly events: WebhookEvent[];
  readonly fetch: typeof globalThis.fetch;
  /** How many of the next events are answered 500. */
  refuse: number;
}

async function listening(rules: readonly FaultRule[] = [], versions = true): Promise<Listening> {
  const setup = setUpFaulty(rules, { abilities: { ...ALL_ABILITIES, versions } });
  const events: WebhookEvent[] = [];
  const made: Listening = {
    ...setup,
    events,
    refuse: 0,
    fetch: async (input, init) => {
      const request = new Request(input, init);
      assert.deepEqual([request.method, request.url], ['POST', 'http://127.0.0.1:9/events']);
      const event = (await request.json()) as WebhookEvent;
      assert.ok(ajv.validate({ $ref: 'api#/components/schemas/WebhookEvent' }, event), ajv.errorsText());
      if (made.refuse > 0) {
        made.refuse -= 1;
        return new Response(null, { status: 500 });
      }
      events.push(event);
      return new Response(null, { status: 204 });
    },
  };
  await setup.call('PUT', '/webhooks/mine', {
    body: { url: 'http://127.0.0.1:9/events', datatypes: ['Contacts'] },
  });
  return made;
}

describe('webhooks', () => {
  it('report changes by anyone, when the harness delivers, in their order', async () => {
    const { system, call, clock, events, fetch } = await listening();
    system.create('Contacts', { name: 'Ada' });
    system.create('Ordrer / Æ%2F (💡)', { title: 'not asked for' });
    clock.advance(5);
    await call('PATCH', '/Contacts/crm-1', { body: { properties: { name: 'Eve' } } });
    system.remove('Contacts', 'crm-1');
    assert.deepEqual(events, []);
    assert.deepEqual(await system.deliver(fetch), { delivered: 3, failed: 0, waiting: 0 });
    assert.deepEqual(
      events.map(({ id, event, recordId, version, modifiedAt }) => [
        id,
        event,
        recordId,
        version,
        modifiedAt,
      ]),
      [
        ['crm-event-1', 'created', 'crm-1', 1, '2024-01-01T00:00:00.000Z'],
        ['crm-event-3', 'updated', 'crm-1', 2, '2024-01-01T00:00:00.005Z'],
        ['crm-event-4', 'deleted', 'crm-1', 2, '2024-01-01T00:00:00.005Z'],
      ],
    );
    assert.deepEqual(await system.deliver(fetch), { delivered: 0, failed: 0, waiting: 0 });
  });

  it('come again where they were not taken', async () => {
    const setup = await listening();
    setup.system.create('Contacts', {});
    setup.system.create('Contacts', {});
    setup.refuse = 1;
    assert.deepEqual(await setup.system.deliver(setup.fetch), { delivered: 1, failed: 1, waiting: 1 });
    const broken = (): Promise<Response> => Promise.reject(new TypeError('fetch failed'));
    assert.deepEqual(await setup.system.deliver(broken), { delivered: 0, failed: 1, waiting: 1 });
    assert.deepEqual(await setup.system.deliver(setup.fetch), { delivered: 1, failed: 0, waiting: 0 });
    assert.deepEqual(
      setup.events.map(({ recordId }) => recordId),
      ['crm-2', 'crm-1'],
    );
  });

  it('leave the version out where there is none, and go to nobody who has unsubscribed', async () => {
    const { system, call, events, fetch } = await listening([], false);
    system.create('Contacts', {});
    await system.deliver(fetch);
    assert.ok(events[0] !== undefined && !('version' in events[0]));
    system.create('Contacts', {});
    assert.equal((await call('DELETE', '/webhooks/mine')).status, 204);
    assert.deepEqual(await system.deliver(fetch), { delivered: 0, failed: 0, waiting: 0 });
  });

  it('are read, replaced and removed by name, and refused where they cannot be', async () => {
    const { call, calls } = await listening();
    const url = 'http://localhost:9/x';
    const put = async (body: unknown, name = 'mine'): Promise<number> =>
      (await call('PUT', `/webhooks/${name}`, { body })).status;
    assert.deepEqual([await put({ url }), await put({ url }, 'other')], [200, 201]);
    const { text } = await call('GET', '/webhooks/mine');
    assert.equal(text, '{"name":"mine","url":"http://localhost:9/x"}');
    assert.equal((await call('GET', '/webhooks/none')).status, 404);
    assert.equal((await call('POST', '/webhooks/mine')).headers.get('allow'), 'GET, PUT, DELETE');
    for (const path of ['/webhooks', '/webhooks/']) {
      assert.equal((await call('GET', path)).body.type, 'urn:syncproof:problem:unknown-path');
    }
    const mark = calls.mark();
    for (const body of [
      {},
      { url: 1 },
      { url, datatypes: 'Contacts' },
      { url, datatypes: [1] },
      { url, more: 1 },
      [],
    ]) {
      assert.equal(await put(body), 400, JSON.stringify(body));
    }
    for (const body of [
      { url: 'https://example.com/' },
      { url: 'file:///etc' },
      { url, datatypes: ['none'] },
    ]) {
      assert.equal(await put(body), 422, JSON.stringify(body));
    }
    assert.ok(calls.since(mark).every(({ unexpected }) => unexpected !== undefined));
  });

  it('are unknown paths where the system has none', async () => {
    const { call } = setUpFaulty([], { abilities: { ...ALL_ABILITIES, webhooks: false } });
    assert.equal((await call('GET', '/webhooks/x')).body.type, 'urn:syncproof:problem:unknown-datatype');
    const schema = { webhooks: { properties: {} } };
    assert.throws(() => setUpFaulty([], { schema }), /cannot have a datatype "webhooks"/);
  });

  it('go to this machine alone', () => {
    const near = ['http://127.0.0.1:1/', 'https://localhost/x', 'http://[::1]:9', 'http://a.localhost/'];
    const far = [
      'http://10.0.0.1/',
      'http://127.0.0.1.example.com/',
      'ftp://127.0.0.1/',
      'x',
      '',
      'http://u:p@localhost/',
    ];
    assert.ok(near.every(isDeliverable));
    assert.ok(!far.some(isDeliverable));
  });
});

describe('faults of webhooks', () => {
  /** Three records are made, and the events delivered so often; which came each time. */
  const deliveriesUnder = async (rules: readonly FaultRule[], times = 1): Promise<readonly string[]> => {
    const { system, events, fetch } = await listening(rules);
    for (let count = 0; count < 3; count += 1) {
      system.create('Contacts', {});
    }
    const seen = [];
    for (let count = 0; count < times; count += 1) {
      events.length = 0;
      await system.deliver(fetch);
      seen.push(events.map(({ recordId }) => recordId.slice('crm-'.length)).join(' '));
    }
    return seen;
  };
  const on = { id: 'crm-2', operation: 'create' } as const;

  it('lose, double, delay and reorder the events that they fire on', async () => {
    assert.deepEqual(await deliveriesUnder([]), ['1 2 3']);
    assert.deepEqual(await deliveriesUnder([{ fault: { kind: 'webhook-lost' }, on }], 2), ['1 3', '']);
    assert.deepEqual(await deliveriesUnder([{ fault: { kind: 'webhook-duplicate', copies: 2 }, on }]), [
      '1 2 2 2 3',
    ]);
    assert.deepEqual(await deliveriesUnder([{ fault: { kind: 'webhook-late', deliveries: 2 }, on }], 3), [
      '1 3',
      '',
      '2',
    ]);
    assert.deepEqual(await deliveriesUnder([{ fault: { kind: 'webhook-reordered' }, on }]), ['1 3 2']);
    const always = [{ fault: { kind: 'webhook-reordered' }, times: 'always' }] as const;
    assert.deepEqual(await deliveriesUnder(always), ['3 1 2']);
  });

  it('fire once for each event, no matter how often it is sent', async () => {
    const late = { fault: { kind: 'webhook-late' }, on: { id: 'crm-2' }, times: 'always' } as const;
    assert.deepEqual(await deliveriesUnder([late], 3), ['1 3', '2', '']);
  });

  it('fire on no event of another operation', async () => {
    const rule = { fault: { kind: 'webhook-lost' }, on: { operation: 'delete' } } as const;
    assert.deepEqual(await deliveriesUnder([rule]), ['1 2 3']);
  });
});
