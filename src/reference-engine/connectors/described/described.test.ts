import assert from 'node:assert/strict';
import type { ApiDescription, Paging, PropertySchema } from '../../../protocol';
import { describedApi } from '../../../systems/dialects/described';
import { VersionConflict } from '../http/api-error';
import { base, datatypeOf, failing, optionsOf, script } from '../testing';
import { NativeWorld } from '../world.test';
import { describedConnector } from '.';
import { linkedNext } from './paging';

const plain: ApiDescription = {
  authentication: { scheme: 'bearer' },
  record: { id: 'id', modified: { path: 'changed', format: 'rfc3339' } },
  list: { pageSize: 2, paging: { style: 'cursor', parameter: 'after', next: 'next' }, items: 'items' },
  update: { method: 'PATCH', body: 'partial' },
  resources: { X: '/v1/things' },
};

const things = datatypeOf('X', ['name']);

function thing(more: object = {}): object {
  return { id: 7, changed: '2024-01-01T08:00:00Z', name: 'a', ...more };
}

function connect(
  fetch: typeof globalThis.fetch,
  more: Partial<ApiDescription> = {},
): ReturnType<typeof describedConnector> {
  return describedConnector(optionsOf({ fetch }), { ...plain, ...more });
}

const known = { id: '7', version: 0, properties: { name: 'a' } };

describe('reading a described API', () => {
  it('finds id, time and properties where the description says', async () => {
    const { fetch } = script({
      data: { meta: { key: 'k1', at: 1704096000, rev: 'r9' }, fields: { name: 'a' } },
    });
    const record = {
      envelope: 'data',
      id: 'meta.key',
      modified: { path: 'meta.at', format: 'epoch-seconds' },
      version: { in: 'record', path: 'meta.rev' },
      properties: 'fields',
    } as const;
    assert.deepEqual(await connect(fetch, { record }).read(things, 'k1'), {
      id: 'k1',
      version: 'r9',
      modifiedAt: 1704096000_000,
      properties: { name: 'a' },
    });
  });

  it('takes the members of a record for its properties, without what is the system’s own', async () => {
    const { fetch, lines } = script(thing());
    const { id, properties, modifiedAt } = await connect(fetch).read(things, '7');
    assert.deepEqual([id, modifiedAt, properties], ['7', Date.UTC(2024, 0, 1, 8), { name: 'a' }]);
    assert.deepEqual(lines(), ['GET /v1/things/7']);
  });

  it('carries the token as a bearer, in a header, or in the query', async () => {
    const { fetch, sent } = script(thing(), thing(), thing());
    await connect(fetch).read(things, '7');
    await connect(fetch, { authentication: { scheme: 'header', name: 'x-key' } }).read(things, '7');
    await connect(fetch, { authentication: { scheme: 'query', name: 'key' } }).read(things, '7');
    assert.equal(sent[0]?.headers.authorization, 'Bearer secret');
    assert.deepEqual([sent[1]?.headers['x-key'], sent[1]?.headers.authorization], ['secret', undefined]);
    assert.equal(sent[2]?.url, `${base}/v1/things/7?key=secret`);
  });

  it('names what is missing, and never the token', async () => {
    const { fetch } = script({ name: 'a' }, { items: 'none' }, new TypeError('fetch failed'));
    const connector = connect(fetch, { authentication: { scheme: 'query', name: 'key' } });
    await assert.rejects(connector.read(things, '7'), /without an id at id or a time at changed/);
    await assert.rejects(connector.list(things, { cursor: null }), /without a list of records at items/);
    await assert.rejects(connector.read(things, '7'), (error) => !String(error).includes('secret'));
  });
});

describe('listing by a described API', () => {
  const listed = async (
    paging: Paging,
    ...answers: readonly object[]
  ): Promise<{ readonly ids: readonly string[]; readonly lines: readonly string[] }> => {
    const { fetch, lines } = script(...answers);
    const list = {
      ...plain.list,
      paging,
      since: { parameter: 'since', format: 'epoch-milliseconds' },
    } as const;
    const connector = connect(fetch, { list });
    const ids: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof connector.list>> = await connector.list(things, {
        cursor,
        modifiedSince: 5,
      });
      ids.push(...page.items.map(({ id }) => id));
      cursor = page.next;
    } while (cursor !== null);
    return { ids, lines: lines() };
  };
  const page = (...ids: readonly number[]): object => ({ items: ids.map((id) => thing({ id })) });

  it('continues by a cursor until there is none', async () => {
    const { ids, lines } = await listed(
      { style: 'cursor', parameter: 'after', next: 'meta.next', limit: 'max' },
      { ...page(1, 2), meta: { next: 'c' } },
      { ...page(3), meta: { next: '' } },
    );
    assert.deepEqual(ids, ['1', '2', '3']);
    assert.deepEqual(lines, ['GET /v1/things?since=5&max=2', 'GET /v1/things?since=5&max=2&after=c']);
  });

  it('counts pages to an empty one: a short page may have been cut', async () => {
    const { ids, lines } = await listed(
      { style: 'page', parameter: 'p', first: 0, limit: 'n' },
      page(1, 2),
      page(3),
      page(),
    );
    assert.deepEqual(ids, ['1', '2', '3']);
    assert.deepEqual(lines.at(-1), 'GET /v1/things?since=5&n=2&p=2');
  });

  it('counts records, and sees whether some went away', async () => {
    const { ids, lines } = await listed(
      { style: 'offset', parameter: 'skip', limit: 'n' },
      page(1, 2),
      page(2, 3),
      page(3),
      page(),
    );
    assert.deepEqual(ids, ['1', '2', '2', '3', '3']);
    assert.deepEqual(
      lines.map((line) => line.slice(line.lastIndexOf('=') + 1)),
      ['0', '1', '2', '3'],
    );
  });

  it('follows links in the answer or in the header Link, relative ones too', async () => {
    const inAnswer = await listed(
      { style: 'link', next: 'links.next', limit: 'n' },
      { ...page(1), links: { next: `${base}/v1/things?c=1&n=2` } },
      { ...page(2), links: { next: null } },
    );
    assert.deepEqual(inAnswer.lines, ['GET /v1/things?since=5&n=2', 'GET /v1/things?c=1&n=2']);
    const header = Response.json(page(1), { headers: { link: '</v1/things?c=2>; rel="next"' } });
    const inHeader = await listed({ style: 'link' }, header, page(2));
    assert.deepEqual(inHeader.lines, ['GET /v1/things?since=5', 'GET /v1/things?c=2']);
    assert.deepEqual([...inAnswer.ids, ...inHeader.ids], ['1', '2', '1', '2']);
  });

  it('reads the header Link as RFC 8288 has it', () => {
    assert.equal(
      linkedNext('<https://a/1>; rel="prev", <https://a/3,4>; title="x"; rel="last next"'),
      'https://a/3,4',
    );
    assert.equal(linkedNext('<https://a/1>; rel=prev'), null);
    assert.equal(linkedNext(null), null);
    assert.equal(linkedNext('<;;,,<>>>>rel=next'), null);
  });
});

describe('writing to a described API', () => {
  it('demands the ETag of the record as it is known', async () => {
    const record = { ...plain.record, version: { in: 'etag' } } as const;
    const shown = Response.json(thing(), { headers: { etag: '"e1"' } });
    const { fetch, sent, lines } = script(shown, thing({ name: 'b' }));
    await connect(fetch, { record }).update(things, known, { name: 'b' });
    assert.deepEqual(lines(), ['GET /v1/things/7', 'PATCH /v1/things/7']);
    assert.equal(sent[1]?.headers['if-match'], '"e1"');
    const stale = script(Response.json(thing(), { headers: { etag: '"e1"' } }), failing(412));
    await assert.rejects(
      connect(stale.fetch, { record }).update(things, known, { name: 'b' }),
      VersionConflict,
    );
  });

  it('demands the version in the body, where it is in the record', async () => {
    const record = {
      ...plain.record,
      envelope: 'thing',
      version: { in: 'record', path: 'meta.rev' },
    } as const;
    const { fetch, sent } = script({ thing: thing({ meta: { rev: 5 } }) }, failing(409));
    const connector = connect(fetch, { record });
    const { version, properties } = await connector.update(things, { ...known, version: 4 }, { name: 'b' });
    assert.deepEqual(sent[0]?.body, { thing: { name: 'b', meta: { rev: 4 } } });
    assert.deepEqual([version, properties], [5, { name: 'a' }]);
    await assert.rejects(connector.update(things, known, { name: 'b' }), VersionConflict);
  });

  it('D14 sends a whole body with all that the record holds', async () => {
    const update = { method: 'PUT', body: 'whole' } as const;
    const { fetch, sent, lines } = script(
      thing({ note: 'mine', address: { city: 'Oslo', zip: '0150' } }),
      new Response(null, { status: 204 }),
      thing({ name: 'b' }),
    );
    const envelope = await connect(fetch, { update }).update(things, known, {
      name: 'b',
      address: { zip: null },
    });
    assert.deepEqual(sent[1]?.body, { name: 'b', note: 'mine', address: { city: 'Oslo', zip: null } });
    assert.deepEqual(lines(), ['GET /v1/things/7', 'PUT /v1/things/7', 'GET /v1/things/7']);
    assert.equal(envelope.properties.name, 'b');
  });

  it('without a version reads again, and writes nothing over an edit', async () => {
    const { fetch, sent } = script(thing({ name: 'theirs' }));
    await assert.rejects(connect(fetch).update(things, known, { name: 'b' }), VersionConflict);
    assert.equal(sent.length, 1);
  });

  it('takes another status for a conflict where the description says so', async () => {
    const record = { ...plain.record, version: { in: 'record', path: 'rev' } } as const;
    const { fetch } = script(failing(422), failing(409));
    const connector = connect(fetch, { record, update: { ...plain.update, conflict: 422 } });
    await assert.rejects(connector.update(things, known, { name: 'b' }), VersionConflict);
    await assert.rejects(
      connector.update(things, known, { name: 'b' }),
      (error) => !(error instanceof VersionConflict),
    );
  });

  it('creates with a POST, and tells what the API says against it', async () => {
    const { fetch, sent } = script(thing(), failing(422, { error: { message: 'No such name.' } }));
    const connector = connect(fetch);
    assert.equal((await connector.create(things, { name: 'a' }, 'key')).id, '7');
    assert.deepEqual([sent[0]?.method, sent[0]?.body], ['POST', { name: 'a' }]);
    await assert.rejects(connector.create(things, { name: 'b' }, 'key'), /answered 422: No such name\.$/);
  });
});

const pagings: readonly Paging[] = [
  { style: 'cursor', parameter: 'after', next: 'meta.next', limit: 'max' },
  { style: 'page', parameter: 'page', first: 1, limit: 'per_page' },
  { style: 'offset', parameter: 'offset', limit: 'limit' },
  { style: 'link', next: 'meta.next', limit: 'max' },
  { style: 'link' },
];

const updates: readonly (readonly [string, Partial<ApiDescription>])[] = [
  ['no version, partial', {}],
  ['no version, whole', { update: { method: 'PUT', body: 'whole' } }],
  [
    'ETag, partial',
    { record: { id: 'key', modified: { path: 'at', format: 'rfc3339' }, version: { in: 'etag' } } },
  ],
  [
    'ETag, whole',
    {
      record: { id: 'key', modified: { path: 'at', format: 'rfc3339' }, version: { in: 'etag' } },
      update: { method: 'PUT', body: 'whole' },
    },
  ],
  [
    'version in the record, enveloped, partial',
    {
      record: {
        id: 'key',
        modified: { path: 'at', format: 'epoch-milliseconds' },
        version: { in: 'record', path: 'rev' },
        properties: 'fields',
        envelope: 'data',
      },
      update: { method: 'POST', body: 'partial' },
    },
  ],
];

describe('the reference engine and described APIs', () => {
  const text: PropertySchema = { type: 'string' };
  const world = (description: ApiDescription): NativeWorld =>
    new NativeWorld({
      places: {
        CRM: {
          api: describedApi({ name: 'crm', description }),
          datatypes: { Person: { name: text, mail: text, note: text } },
        },
        ERP: { datatypes: { Contact: { label: text, email: text } } },
      },
      sections: [{ from: 'CRM/Person', to: 'ERP/Contact', properties: ['name ~ label', 'mail ~ email'] }],
      pageSize: 2,
    });
  const story = async (description: ApiDescription): Promise<void> => {
    const stage = world(description);
    const people = ['a', 'b', 'c', 'd', 'e'].map((name) =>
      stage.create('CRM/Person', { name, mail: `${name}@x`, note: 'mine' }),
    );
    await stage.settle();
    const contacts = stage.system('ERP').records('Contact');
    assert.deepEqual(contacts.map(({ properties }) => properties.label).sort(), ['a', 'b', 'c', 'd', 'e']);
    const first = contacts.find(({ properties }) => properties.label === 'a')!;
    stage.edit('ERP/Contact', first.id, { label: 'edited', email: null });
    stage.edit('CRM/Person', people[1]!, { name: 'b2' });
    await stage.settle();
    const person = stage.system('CRM').record('Person', people[0]!)?.properties;
    assert.deepEqual([person?.name, person?.mail, person?.note], ['edited', null, 'mine']);
    assert.ok(
      stage
        .system('ERP')
        .records('Contact')
        .some(({ properties }) => properties.label === 'b2'),
    );
    await stage.assertRest();
  };
  const described = (more: Partial<ApiDescription>): ApiDescription => ({
    authentication: { scheme: 'header', name: 'x-api-key' },
    record: { id: 'key', modified: { path: 'at', format: 'rfc3339' } },
    list: {
      items: 'data.items',
      pageSize: 3,
      paging: { style: 'cursor', parameter: 'after', next: 'meta.next' },
      since: { parameter: 'since', format: 'rfc3339' },
    },
    update: { method: 'PATCH', body: 'partial' },
    resources: { Person: '/v2/people' },
    ...more,
  });

  for (const paging of pagings) {
    it(`keep in sync, pages by ${JSON.stringify(paging)}`, async () => {
      await story(described({ list: { items: 'data.items', pageSize: 3, paging } }));
    });
  }

  for (const [name, more] of updates) {
    it(`keep in sync, ${name}`, async () => {
      await story(described(more));
    });
  }
});
