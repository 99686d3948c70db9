import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import type { ApiDescription } from '../../../protocol';
import { createCallLog, createClock, createSystem, openDirect, nativeApi } from '../..';
import type { ManualClock, MockedSystem, RecordedCall } from '../..';

const START = Date.UTC(2024, 0, 1);
const TOKEN = 'token-of-the-crm';

const LEAST: ApiDescription = {
  authentication: { scheme: 'bearer' },
  record: { id: 'id', modified: { path: 'updated', format: 'rfc3339' } },
  list: {
    pageSize: 2,
    paging: { style: 'offset', parameter: 'offset', limit: 'limit' },
    since: { parameter: 'updated_after', format: 'rfc3339' },
  },
  update: { method: 'PATCH', body: 'partial' },
  resources: { Person: '/v2/people', Deal: '/v2/deals' },
};

const FULL: ApiDescription = {
  ...LEAST,
  record: {
    id: 'ref',
    modified: { path: 'meta.changed', format: 'epoch-seconds' },
    version: { in: 'record', path: 'meta.rev' },
    properties: 'attributes',
    envelope: 'data',
  },
  list: { ...LEAST.list, items: 'data.items' },
};

interface Setup {
  readonly system: MockedSystem;
  readonly clock: ManualClock;
  readonly calls: readonly RecordedCall[];
  readonly call: (method: string, path: string, more?: More) => Promise<Answered>;
}

interface More {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly json: unknown;
}

function setUp(description: ApiDescription): Setup {
  const api = nativeApi({ api: 'described', name: 'my-crm', description });
  assert.ok(api !== undefined);
  const [clock, log, transport] = [createClock(START), createCallLog(), openDirect()];
  const system = createSystem({
    id: 'crm',
    name: 'CRM',
    baseUrl: `${transport.originOf(api.host)}/s1`,
    token: TOKEN,
    schema: {
      Person: {
        properties: { name: { type: 'string', required: true }, 'address.city': { type: 'string' } },
      },
      Deal: { properties: {} },
    },
    clock,
    calls: log,
    abilities: api.abilities,
    ...api.account({ key: 'crm 1', token: TOKEN }),
  });
  transport.add(system);
  return {
    system,
    clock,
    calls: log.calls,
    async call(method, path, { body, headers = {} } = {}) {
      const response = await transport.fetch(path.startsWith('https:') ? path : `${system.baseUrl}${path}`, {
        method,
        headers: {
          authorization: `Bearer ${TOKEN}`,
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
      const text = await response.text();
      return {
        status: response.status,
        headers: response.headers,
        json: text === '' ? undefined : JSON.parse(text),
      };
    },
  };
}

/** People make five records, a second apart. */
function fill({ system, clock }: Setup): string[] {
  return ['Ada', 'Bob', 'Eve', 'Ida', 'Olga'].map((name) => {
    clock.advance(1000);
    return system.create('Person', { name }).id;
  });
}

function namesOf(items: unknown): unknown[] {
  return (items as { name: unknown }[]).map(({ name }) => name);
}

describe('a described API', () => {
  it('shows records as it is described: flat', async () => {
    const { system, call } = setUp(LEAST);
    const { id } = system.create('Person', { name: 'Ada', address: { city: 'Oslo' } });
    assert.deepEqual((await call('GET', `/v2/people/${id}`)).json, {
      name: 'Ada',
      address: { city: 'Oslo' },
      id,
      updated: '2024-01-01T00:00:00.000Z',
    });
  });

  it('shows records as it is described: in an envelope, with a version and seconds', async () => {
    const { system, call } = setUp(FULL);
    const { id } = system.create('Person', { name: 'Ada' });
    const shown = { ref: id, meta: { changed: START / 1000, rev: 1 }, attributes: { name: 'Ada' } };
    assert.deepEqual((await call('GET', `/v2/people/${id}`)).json, { data: shown });
    assert.deepEqual((await call('GET', '/v2/people')).json, { data: { items: [shown] } });
  });

  it('creates, changes by parts and deletes', async () => {
    const { system, call, calls } = setUp(LEAST);
    const created = await call('POST', '/v2/people', {
      body: { name: 'Ada', address: { city: 'Oslo' }, id: 'mine' },
    });
    assert.equal(created.status, 201);
    const { id } = created.json as { id: string };
    assert.notEqual(id, 'mine');
    assert.equal(
      (await call('PATCH', `/v2/people/${id}`, { body: { address: { city: null } } })).status,
      200,
    );
    assert.deepEqual(system.record('Person', id)?.properties, { name: 'Ada', address: { city: null } });
    assert.equal((await call('DELETE', `/v2/people/${id}`)).status, 204);
    assert.equal((await call('GET', `/v2/people/${id}`)).status, 404);
    assert.ok(calls.every(({ unexpected }) => unexpected === undefined));
  });

  it('replaces all properties where a body is whole', async () => {
    const { system, call } = setUp({ ...LEAST, update: { method: 'PUT', body: 'whole' } });
    const { id } = system.create('Person', { name: 'Ada', address: { city: 'Oslo' } });
    assert.equal((await call('PUT', `/v2/people/${id}`, { body: { name: 'Bob' } })).status, 200);
    assert.deepEqual(system.record('Person', id)?.properties, { name: 'Bob' });
    assert.equal((await call('PATCH', `/v2/people/${id}`, { body: { name: 'Eve' } })).status, 405);
  });

  it('refuses a write against another version: in the body, by ETag, with the status that is described', async () => {
    const inBody = setUp(FULL);
    const { id } = inBody.system.create('Person', { name: 'Ada' });
    const write = (rev: number) => ({ body: { data: { meta: { rev }, attributes: { name: `v${rev}` } } } });
    assert.equal((await inBody.call('PATCH', `/v2/people/${id}`, write(1))).status, 200);
    assert.equal((await inBody.call('PATCH', `/v2/people/${id}`, write(1))).status, 409);
    const record: ApiDescription['record'] = { ...LEAST.record, version: { in: 'etag' } };
    const byTag = setUp({ ...LEAST, record, update: { ...LEAST.update, conflict: 428 } });
    const other = byTag.system.create('Person', { name: 'Ada' }).id;
    const tag = (await byTag.call('GET', `/v2/people/${other}`)).headers.get('etag') ?? '';
    byTag.system.edit('Person', other, { name: 'Bob' });
    const answer = await byTag.call('PATCH', `/v2/people/${other}`, {
      body: { name: 'x' },
      headers: { 'if-match': tag },
    });
    assert.equal(answer.status, 428);
    assert.ok([...inBody.calls, ...byTag.calls].every(({ unexpected }) => unexpected === undefined));
  });

  const styles: readonly (readonly [string, ApiDescription['list'], readonly string[]])[] = [
    ['offsets', LEAST.list, ['', '?offset=2', '?offset=4&limit=9']],
    [
      'page numbers',
      { ...LEAST.list, paging: { style: 'page', parameter: 'page', first: 1, limit: 'per_page' } },
      ['', '?page=2', '?page=3'],
    ],
    [
      'page numbers from 0',
      { ...LEAST.list, paging: { style: 'page', parameter: 'page', first: 0, limit: 'per_page' } },
      ['?page=0', '?page=1&per_page=2', '?page=2'],
    ],
  ];
  for (const [style, list, queries] of styles) {
    it(`pages by ${style}, and edits between them lose nothing`, async () => {
      const it = setUp({ ...LEAST, list });
      const [first = ''] = fill(it);
      const seen: unknown[] = [];
      for (const query of queries) {
        seen.push(...namesOf((await it.call('GET', `/v2/people${query}`)).json));
        it.clock.advance(1000);
        it.system.edit('Person', first, { address: { city: query } });
      }
      assert.deepEqual(seen, ['Ada', 'Bob', 'Eve', 'Ida', 'Olga']);
    });
  }

  it('pages by cursors', async () => {
    const paging = { style: 'cursor', parameter: 'after', next: 'meta.next' } as const;
    const it = setUp({ ...LEAST, list: { ...LEAST.list, items: 'rows', paging } });
    fill(it);
    const seen: unknown[] = [];
    let query = '?updated_after=2024-01-01T00:00:02Z';
    for (let page = 0; page < 9; page += 1) {
      const { rows, meta } = (await it.call('GET', `/v2/people${query}`)).json as {
        rows: unknown;
        meta: { next: string | null };
      };
      seen.push(...namesOf(rows));
      if (meta.next === null) {
        break;
      }
      query = `?after=${meta.next}`;
    }
    assert.deepEqual(seen, ['Bob', 'Eve', 'Ida', 'Olga']);
    assert.equal((await it.call('GET', '/v2/people?after=bm9uZQ')).status, 400);
  });

  for (const [where, next] of [
    ['the answer', 'links.next'],
    ['the header Link', undefined],
  ] as const) {
    it(`pages by whole URLs in ${where}`, async () => {
      const paging = { style: 'link', ...(next === undefined ? {} : { next }) } as const;
      const items = next === undefined ? {} : { items: 'rows' };
      const it = setUp({ ...LEAST, list: { ...LEAST.list, ...items, paging } });
      fill(it);
      const seen: unknown[] = [];
      let url: string | undefined = '/v2/people?updated_after=2024-01-01T00:00:02Z';
      for (let page = 0; page < 9 && url !== undefined; page += 1) {
        const { json, headers }: Answered = await it.call('GET', url);
        const whole = json as { rows?: unknown; links?: { next: string | null } };
        seen.push(...namesOf(next === undefined ? json : whole.rows));
        const link = /^<(.+)>; rel="next"$/.exec(headers.get('link') ?? '')?.[1];
        url = next === undefined ? link : (whole.links?.next ?? undefined);
      }
      assert.deepEqual(seen, ['Bob', 'Eve', 'Ida', 'Olga']);
    });
  }

  for (const authentication of [
    { scheme: 'header', name: 'X-Api-Key' },
    { scheme: 'query', name: 'key' },
  ] as const) {
    it(`takes the token in the ${authentication.scheme}`, async () => {
      const { call, calls } = setUp({ ...LEAST, authentication });
      assert.equal((await call('GET', '/v2/people')).status, 401);
      const given =
        authentication.scheme === 'header'
          ? await call('GET', '/v2/people', { headers: { 'x-api-key': TOKEN } })
          : await call('GET', `/v2/people?key=${TOKEN}`);
      assert.equal(given.status, 200);
      assert.match(calls[0]?.unexpected ?? '', /token/);
      assert.ok(!JSON.stringify(calls).includes(TOKEN));
    });
  }

  it('refuses what is wrong in its own shape, and keeps the call', async () => {
    const { system, call, calls } = setUp(FULL);
    const { id } = system.create('Person', { name: 'Ada' });
    const wrong: readonly (readonly [number, string, string, More?])[] = [
      [404, 'GET', '/v2/nothing'],
      [404, 'GET', '/v2/people/%2e%2e%2fdeals'],
      [404, 'GET', '/elsewhere'],
      [405, 'PUT', '/v2/people'],
      [400, 'GET', '/v2/people?offset=-1'],
      [400, 'GET', '/v2/people?offset=1e99'],
      [400, 'GET', '/v2/people?limit=0'],
      [400, 'GET', '/v2/people?limit=1&limit=2'],
      [400, 'GET', '/v2/people?x=1'],
      [400, 'GET', '/v2/people?updated_after=yesterday'],
      [400, 'GET', '/v2/people/%ff'],
      [400, 'POST', '/v2/people', { body: '{' }],
      [400, 'POST', '/v2/people', { body: '' }],
      [400, 'POST', '/v2/people', { body: { attributes: { name: 'x' } } }],
      [400, 'POST', '/v2/people', { body: { data: [] } }],
      [413, 'POST', '/v2/people', { body: JSON.stringify({ data: 'x'.repeat(1024 * 1024) }) }],
      [415, 'POST', '/v2/people', { body: '{}', headers: { 'content-type': 'text/plain' } }],
      [422, 'POST', '/v2/people', { body: { data: { attributes: {} } } }],
      [422, 'PATCH', `/v2/people/${id}`, { body: { data: { attributes: { age: 7 } } } }],
    ];
    for (const [status, method, path, more] of wrong) {
      const answer = await call(method, path, more);
      assert.equal(answer.status, status, `${method} ${path}`);
      const { error } = answer.json as { error: { status: number; message: string } };
      assert.equal(error.status, status);
      assert.notEqual(error.message, '');
    }
    assert.equal(calls.length, wrong.length);
    assert.deepEqual(system.record('Person', id)?.version, 1);
  });

  it('refuses a body that is nested so deep that walking it would exhaust the stack', async () => {
    const { call } = setUp(LEAST);
    const levels = 50_000;
    const body = `{"name": "Ada", "address": ${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}}`;
    const { status, json } = await call('POST', '/v2/people', { body });
    assert.equal(status, 400);
    assert.match(JSON.stringify(json), /nested deeper than 100 levels/);
  });

  it('answers anything that comes with JSON, and never fails', async () => {
    const text = fc.string({ maxLength: 20, unit: 'grapheme-ascii' });
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'HEAD'),
        fc.constantFrom('/v2/people', '/v2/people/1001', '/v2', '/'),
        text,
        text,
        fc.oneof(text, fc.json()),
        async (method, path, tail, query, body) => {
          const { call, calls } = setUp(FULL);
          const url = `${path}${encodeURI(tail).replace(/[?#]/g, '')}?${encodeURIComponent(query)}`;
          const withBody = method !== 'GET' && method !== 'HEAD';
          const answer = await call(method, url, withBody ? { body } : {});
          assert.ok(answer.status >= 200 && answer.status < 500);
          assert.ok(calls.length === 1);
        },
      ),
    );
  });
});
