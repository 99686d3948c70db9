import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { DEFAULT_ABILITIES } from '../..';
import type { Abilities, SystemOptions } from '../..';
import { clientOf, setUp } from '../../testing';
import type { Client, Setup } from '../../testing';

interface AbilitiesSetup extends Setup {
  readonly call: Client;
  readonly ids: (path: string) => Promise<readonly string[]>;
}

function instance(abilities: Partial<Abilities>, options: Partial<SystemOptions> = {}): AbilitiesSetup {
  const setup = setUp({ abilities: { ...DEFAULT_ABILITIES, ...abilities }, ...options });
  const call = clientOf(setup.system);
  return {
    ...setup,
    call,
    ids: async (path) => (await call('GET', path)).body.items.map(({ id }) => id),
  };
}

function named(name: string): { body: { properties: { name: string } } } {
  return {
    body: { properties: { name } },
  };
}

describe('the ability idempotencyKey, switched off', () => {
  it('leaves the header without effect', async () => {
    const { call, system } = instance({ idempotencyKey: false });
    for (const key of ['k', 'k', '']) {
      assert.equal(
        (await call('POST', '/Contacts', { ...named('Ada'), headers: { 'idempotency-key': key } })).status,
        201,
      );
    }
    assert.equal(system.records('Contacts').length, 3);
  });
});

describe('the ability versions, switched off', () => {
  it('shows no version and no ETag, and leaves If-Match without effect', async () => {
    const { call, system } = instance({ versions: false });
    const created = await call('POST', '/Contacts', named('Ada'));
    assert.deepEqual([created.headers.get('etag'), 'version' in created.body], [null, false]);
    const patched = await call('PATCH', '/Contacts/crm-1', {
      ...named('Eve'),
      headers: { 'if-match': '"7"' },
    });
    assert.deepEqual([patched.status, patched.headers.get('etag')], [200, null]);
    assert.equal((await call('GET', '/Contacts')).body.items[0]?.version, undefined);
    assert.equal((await call('DELETE', '/Contacts/crm-1', { headers: { 'if-match': '"7"' } })).status, 204);
    assert.deepEqual(system.records('Contacts'), []);
  });
});

describe('the ability search', () => {
  it('finds records by a value, exactly, also by an element of a list', async () => {
    const { system, ids } = instance({ search: true });
    system.create('Contacts', { name: 'Ada', emails: ['a@x', 'b@x'], age: 7 });
    system.create('Contacts', { name: 'ada', emails: [], age: null });
    system.create('Contacts', { name: 'Ada', address: { country: { code: 'NO' } } });
    const find = (path: string, value: unknown): Promise<readonly string[]> =>
      ids(`/Contacts?where=${path}&equals=${encodeURIComponent(JSON.stringify(value))}`);
    assert.deepEqual(await find('name', 'Ada'), ['crm-1', 'crm-3']);
    assert.deepEqual(await find('emails', 'b@x'), ['crm-1']);
    assert.deepEqual(await find('age', 7), ['crm-1']);
    assert.deepEqual(await find('age', '7'), []);
    assert.deepEqual(await find('age', null), ['crm-2']);
    assert.deepEqual(await find('address.country.code', 'NO'), ['crm-3']);
    system.edit('Contacts', 'crm-2', { name: 'Ada' });
    system.remove('Contacts', 'crm-1');
    assert.deepEqual(await find('name', 'Ada'), ['crm-2', 'crm-3']);
    assert.deepEqual(await find('name', 'ada'), []);
  });

  it('goes with modifiedSince, and pages as a listing', async () => {
    const { system, call, clock, ids } = instance({ search: true }, { pageSize: 2 });
    for (let count = 0; count < 5; count += 1) {
      system.create('Contacts', { name: count === 1 ? 'other' : 'Ada' });
      clock.advance(1000);
    }
    system.edit('Contacts', 'crm-1', {});
    const path = '/Contacts?where=name&equals=%22Ada%22';
    assert.deepEqual(await ids(`${path}&modifiedSince=2024-01-01T00:00:03Z`), ['crm-4', 'crm-5']);
    const first = (await call('GET', path)).body;
    assert.deepEqual(
      first.items.map(({ id }) => id),
      ['crm-3', 'crm-4'],
    );
    const second = (await call('GET', `${path}&cursor=${first.next ?? ''}`)).body;
    assert.deepEqual([second.items.map(({ id }) => id), second.next], [['crm-5', 'crm-1'], null]);
  });

  it('is refused as a parameter where the system has none, and where it cannot be understood', async () => {
    const refused = async (abilities: Partial<Abilities>, query: string): Promise<string> => {
      const { status, body } = await instance(abilities).call('GET', `/Contacts?${query}`);
      assert.equal(status, 400, query);
      return body.detail;
    };
    assert.match(await refused({}, 'where=name&equals=1'), /Unknown query parameter "where"/);
    assert.match(await refused({ search: true }, 'where=name'), /go together/);
    assert.match(await refused({ search: true }, 'equals=1'), /go together/);
    assert.match(await refused({ search: true }, 'where=nickname&equals=1'), /not a property/);
    assert.match(await refused({ search: true }, 'where=name&equals=Ada'), /equals is not JSON/);
    assert.match(await refused({ search: true }, `where=name&equals=${'['.repeat(200)}`), /nested deeper/);
  });
});

describe('the ability externalReference', () => {
  it('keeps a reference that the record is found by, and that no second record can have', async () => {
    const { call, system, ids } = instance({ externalReference: true });
    const body = { properties: { name: 'Ada' }, externalReference: 'from-a/1' };
    const created = await call('POST', '/Contacts', { body });
    assert.equal((JSON.parse(created.text) as { externalReference?: string }).externalReference, 'from-a/1');
    const again = await call('POST', '/Contacts', { body });
    assert.deepEqual([again.status, again.body.recordId], [409, 'crm-1']);
    assert.equal(system.records('Contacts').length, 1);
    assert.deepEqual(await ids('/Contacts?externalReference=from-a%2F1'), ['crm-1']);
    assert.deepEqual(await ids('/Contacts?externalReference=from-a%2F2'), []);
    system.edit('Contacts', 'crm-1', { name: 'Eve' });
    assert.match((await call('GET', '/Contacts/crm-1')).text, /"externalReference":"from-a\/1"/);
  });

  it('frees the reference of a deleted record, and leads from a merged one to the survivor', async () => {
    const { call, system, ids } = instance({ externalReference: true });
    const create = async (externalReference: string): Promise<number> =>
      (await call('POST', '/Contacts', { body: { properties: { name: 'Ada' }, externalReference } })).status;
    assert.deepEqual([await create('a'), await create('b')], [201, 201]);
    system.merge('Contacts', 'crm-1', 'crm-2');
    assert.deepEqual(await ids('/Contacts?externalReference=a'), ['crm-2']);
    system.remove('Contacts', 'crm-2');
    assert.deepEqual(await ids('/Contacts?externalReference=b'), []);
    assert.equal(await create('b'), 201);
  });

  it('is part of what an idempotency key belongs to', async () => {
    const { call } = instance({ externalReference: true });
    const post = async (externalReference: string): Promise<number> =>
      (
        await call('POST', '/Contacts', {
          body: { properties: { name: 'Ada' }, externalReference },
          headers: { 'idempotency-key': 'k' },
        })
      ).status;
    assert.deepEqual([await post('a'), await post('a'), await post('b')], [201, 201, 422]);
  });

  it('is refused where it is not a text, on a change, and where the system has none', async () => {
    const body = { properties: { name: 'Ada' }, externalReference: 'a' };
    const { call } = instance({ externalReference: true });
    for (const externalReference of ['', 7, null, 'x'.repeat(256)]) {
      assert.equal((await call('POST', '/Contacts', { body: { ...body, externalReference } })).status, 400);
    }
    assert.equal((await call('POST', '/Contacts', { body })).status, 201);
    assert.equal((await call('PATCH', '/Contacts/crm-1', { body })).status, 400);
    assert.equal((await call('GET', '/Contacts?externalReference=a&where=name')).status, 400);
    assert.equal(
      (await call('GET', '/Contacts?externalReference=a&modifiedSince=2024-01-01T00:00:00Z')).status,
      400,
    );
    assert.equal((await instance({}).call('POST', '/Contacts', { body })).status, 400);
    assert.equal((await instance({}).call('GET', '/Contacts?externalReference=a')).status, 400);
  });
});

describe('the ability deltaCursor', () => {
  it('gives each record that changed since once, deletions as tombstones, whatever the clock says', async () => {
    const { call, system } = instance({ deltaCursor: true });
    ['Ada', 'Eve', 'Ida'].forEach((name) => system.create('Contacts', { name }));
    const { delta, next } = (await call('GET', '/Contacts')).body;
    assert.equal(next, null);
    system.edit('Contacts', 'crm-2', { phone: '1' });
    system.remove('Contacts', 'crm-1');
    system.edit('Contacts', 'crm-2', { phone: '2' });
    system.create('Contacts', { name: 'Ole' });
    const changed = (await call('GET', `/Contacts?delta=${delta ?? ''}`)).body;
    assert.deepEqual(
      changed.items.map((item) => ('deleted' in item ? `-${item.id}` : item.id)),
      ['-crm-1', 'crm-2', 'crm-4'],
    );
    assert.equal(changed.items[1]?.properties.phone, '2');
    const quiet = (await call('GET', `/Contacts?delta=${changed.delta ?? ''}`)).body;
    assert.deepEqual([quiet.items, quiet.delta], [[], changed.delta]);
  });

  it('pages, and continues from where the listing began, so that nothing between its pages is lost', async () => {
    const { call, system, ids } = instance({ deltaCursor: true }, { pageSize: 2 });
    ['Ada', 'Eve', 'Ida'].forEach((name) => system.create('Contacts', { name }));
    const first = (await call('GET', '/Contacts')).body;
    assert.equal(first.delta, undefined);
    system.remove('Contacts', 'crm-1');
    system.edit('Contacts', 'crm-2', {});
    const last = (await call('GET', `/Contacts?cursor=${first.next ?? ''}`)).body;
    assert.deepEqual(
      last.items.map(({ id }) => id),
      ['crm-3'],
    );
    system.create('Contacts', { name: 'Ole' });
    const page = (await call('GET', `/Contacts?delta=${last.delta ?? ''}`)).body;
    assert.deepEqual([page.items.map(({ id }) => id), page.delta], [['crm-1', 'crm-2'], undefined]);
    const withDelta = await ids(`/Contacts?delta=${last.delta ?? ''}&cursor=${page.next ?? ''}`);
    assert.deepEqual(await ids(`/Contacts?cursor=${page.next ?? ''}`), ['crm-4']);
    assert.deepEqual(withDelta, ['crm-4']);
  });

  it('refuses cursors that were not given out, and other parameters beside it', async () => {
    const { call, system } = instance({ deltaCursor: true, search: true }, { pageSize: 1 });
    system.create('Contacts', { name: 'Ada' });
    system.create('Contacts', { name: 'Eve' });
    const { next = '' } = (await call('GET', '/Contacts')).body as { next?: string };
    const { delta = '' } = (await call('GET', `/Contacts?cursor=${next}`)).body;
    const place = next.slice(0, next.indexOf('.'));
    const plain = (await instance({}, { pageSize: 1 }).call('GET', '/Contacts')).body.next;
    assert.equal(plain, null);
    const bad = [
      'delta=',
      'delta=x',
      'delta=~',
      `delta=${delta}x`,
      `delta=${next}`,
      `delta=${delta}&modifiedSince=2024-01-01T00:00:00Z`,
      `delta=${delta}&where=name&equals=1`,
      `cursor=${place}`,
      `cursor=${next}.1`,
      `cursor=${next}00`.replace(/\d+00$/, '007'),
      `cursor=${place}.99999999999999999999`,
    ];
    for (const query of bad) {
      assert.equal((await call('GET', `/Contacts?${query}`)).status, 400, query);
    }
    assert.equal((await instance({}).call('GET', `/Contacts?delta=${delta}`)).status, 400);
    assert.equal((await instance({}).call('GET', `/Contacts?cursor=${next}`)).status, 400);
  });
});

describe('the ability timeResolution', () => {
  it('cuts modification times to its step', async () => {
    const { call, clock } = instance({ timeResolution: 1000 });
    clock.advance(1999);
    assert.equal((await call('POST', '/Contacts', named('Ada'))).body.modifiedAt, '2024-01-01T00:00:01.000Z');
  });
});
