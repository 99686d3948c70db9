import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { START, clientOf, setUp } from '../../testing';
import type { AnswerBody, Client } from '../../testing';

async function allPages(call: Client, path: string): Promise<readonly AnswerBody[]> {
  const pages: AnswerBody[] = [];
  let cursor: string | null = '';
  while (cursor !== null) {
    const answer = await call('GET', cursor === '' ? path : `${path}&cursor=${cursor}`);
    pages.push(answer.body);
    cursor = answer.body.next;
  }
  return pages;
}

describe('reading by the plain REST dialect', () => {
  it('shows a record as an envelope, with its version as ETag', async () => {
    const { system, clock } = setUp();
    system.create('Contacts', { id: 'of a person', version: 'x' });
    clock.advance(1);
    system.edit('Contacts', 'crm-1', { name: 'Ada' });
    const answer = await clientOf(system)('GET', '/Contacts/crm-1');
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('etag'), '"2"');
    assert.deepEqual(answer.body, {
      id: 'crm-1',
      version: 2,
      modifiedAt: '2024-01-01T00:00:00.001Z',
      modifiedBy: 'person',
      properties: { id: 'of a person', version: 'x', name: 'Ada' },
    });
  });

  it('shows a change at once, and cleared properties as null (D13)', async () => {
    const { system } = setUp();
    const call = clientOf(system);
    system.create('Contacts', { name: 'Ada', phone: '1' });
    await call('GET', '/Contacts/crm-1');
    await call('PATCH', '/Contacts/crm-1', { body: { properties: { phone: null } } });
    assert.deepEqual((await call('GET', '/Contacts/crm-1')).body.properties, { name: 'Ada', phone: null });
  });

  it('lists pages of the page size; a limit only makes them smaller', async () => {
    const { system } = setUp({ pageSize: 2 });
    for (let count = 0; count < 5; count += 1) {
      system.create('Contacts', {});
    }
    const call = clientOf(system);
    const sizes = async (path: string): Promise<readonly number[]> =>
      (await allPages(call, path)).map(({ items }) => items.length);
    assert.deepEqual(await sizes('/Contacts?limit=100'), [2, 2, 1]);
    assert.deepEqual(await sizes('/Contacts?limit=1'), [1, 1, 1, 1, 1]);
    system.setPageSize(5);
    assert.deepEqual(await sizes('/Contacts?limit=100'), [5]);
    assert.deepEqual((await call('GET', '/Contacts')).body.next, null);
  });

  it('lists 50 records a page where nothing else is said', async () => {
    const { system } = setUp();
    for (let count = 0; count < 51; count += 1) {
      system.create('Contacts', {});
    }
    assert.equal((await clientOf(system)('GET', '/Contacts')).body.items.length, 50);
  });

  it('takes modifiedSince inclusively, in any offset, and keeps the order of modification', async () => {
    const { system, clock } = setUp();
    ['first', 'second', 'third'].forEach((name) => {
      system.create('Contacts', { name });
      clock.advance(1000);
    });
    system.edit('Contacts', 'crm-1', {});
    const call = clientOf(system);
    const names = async (since: string): Promise<readonly unknown[]> =>
      (await call('GET', `/Contacts?modifiedSince=${since}`)).body.items.map(
        ({ properties }) => properties.name,
      );
    assert.deepEqual(await names('2024-01-01T00:00:01.000Z'), ['second', 'third', 'first']);
    assert.deepEqual(await names('2024-01-01T00:00:01.001Z'), ['third', 'first']);
    assert.deepEqual(await names('2024-01-01T01:00:02%2B01:00'), ['third', 'first']);
    assert.deepEqual(await names('2025-01-01T00:00:00Z'), []);
    assert.equal(clock.now(), START + 3000);
  });

  it('continues behind a cursor whatever changed, its own record included', async () => {
    const { system, clock } = setUp({ pageSize: 2 });
    for (let count = 0; count < 5; count += 1) {
      system.create('Contacts', {});
    }
    const call = clientOf(system);
    const first = await call('GET', '/Contacts');
    clock.advance(1);
    system.remove('Contacts', 'crm-2');
    system.edit('Contacts', 'crm-1', {});
    const second = await call('GET', `/Contacts?cursor=${first.body.next ?? ''}`);
    assert.deepEqual(
      second.body.items.map(({ id }) => id),
      ['crm-3', 'crm-4'],
    );
    const third = await call('GET', `/Contacts?cursor=${second.body.next ?? ''}`);
    assert.deepEqual(
      third.body.items.map(({ id }) => id),
      ['crm-5', 'crm-1'],
    );
  });

  it('refuses a query that it cannot read, rather than to ignore it', async () => {
    const { system } = setUp({ pageSize: 1 });
    system.create('Contacts', {});
    system.create('Contacts', {});
    const call = clientOf(system);
    const { next } = (await call('GET', '/Contacts')).body;
    const bad = [
      'cursor=nonsense',
      'cursor=',
      `cursor=${next ?? ''}x`,
      'modifiedSince=yesterday',
      'modifiedSince=2024-01-01',
      'modifiedSince=2024-13-01T00:00:00Z',
      'limit=0',
      'limit=-1',
      'limit=1.5',
      'limit=',
      'limit=1&limit=2',
      'modified_since=2024-01-01T00:00:00Z',
    ];
    for (const query of bad) {
      const answer = await call('GET', `/Contacts?${query}`);
      assert.deepEqual(
        [answer.status, answer.body.type],
        [400, 'urn:syncproof:problem:malformed-query'],
        query,
      );
    }
    assert.equal((await call('GET', '/Contacts/crm-1?fields=name')).status, 400);
  });

  it('takes a cursor only where it was given out', async () => {
    const { system } = setUp({ pageSize: 1 });
    system.create('Contacts', {});
    system.create('Contacts', {});
    const call = clientOf(system);
    const { next } = (await call('GET', '/Contacts')).body;
    const other = encodeURIComponent('Ordrer / Æ%2F (💡)');
    assert.equal((await call('GET', `/${other}?cursor=${next ?? ''}`)).status, 400);
  });

  it('finds datatypes of any name by their percent-encoded path', async () => {
    const { system } = setUp();
    const name = 'Ordrer / Æ%2F (💡)';
    system.create(name, { title: 'x' });
    const call = clientOf(system);
    assert.equal((await call('GET', `/${encodeURIComponent(name)}/crm-1`)).status, 200);
    const created = await call('POST', `/${encodeURIComponent(name)}`, {
      body: { properties: { title: 'y' } },
    });
    const location = created.headers.get('location') ?? '';
    assert.ok(location.startsWith(system.baseUrl));
    const followed = await call('GET', location.slice(system.baseUrl.length));
    assert.equal(followed.body.id, created.body.id);
  });
});
