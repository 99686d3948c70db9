import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { clientOf, setUp } from '../testing';
import type { Client, ClientAnswer, Loose, Setup } from '../testing';

const CONTACTS = '/contacts/v4/contacts';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('Wix Contacts v4', () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const create = async (info: unknown, more: object = {}): Promise<Loose> => {
    const answer = await call('POST', CONTACTS, { info, ...more });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.contact;
  };
  const named = (first: string): object => ({ name: { first } });
  const patch = (id: string, revision: unknown, info: unknown, more: object = {}): Promise<ClientAnswer> =>
    call('PATCH', `${CONTACTS}/${id}`, { revision, info, ...more });
  const query = async (asked: object = {}): Promise<Loose> => {
    const answer = await call('POST', `${CONTACTS}/query`, { query: asked });
    assert.equal(answer.status, 200, answer.text);
    return answer.body;
  };
  const unexpected = (): string | undefined => site.calls.calls.at(-1)?.unexpected;

  it('creates a contact and shows it: revision 1, times, items with ids, the first one primary', async () => {
    const contact = await create({
      name: { first: 'Ada', last: 'Lovelace' },
      emails: { items: [{ email: 'ada@example.com' }, { tag: 'WORK', email: 'a@work.test' }] },
      phones: { items: [{ phone: '+47 22 33 44 55' }, { phone: '4', primary: true, tag: 'MOBILE' }] },
      addresses: { items: [{ tag: 'HOME', address: { addressLine1: 'Gate 1', city: 'Oslo' } }] },
      company: 'Engines',
      extendedFields: { items: { 'custom.shoe': 38 } },
      labelKeys: { items: ['custom.vip'] },
      nickname: 'is not a member of info',
    });
    const { emails, phones, addresses, ...info } = contact.info;
    assert.deepEqual(Object.keys(info as object), ['name', 'company', 'extendedFields', 'labelKeys']);
    const guid = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
    assert.match(contact.id, guid);
    const ids = [...emails.items, ...phones.items, ...addresses.items].map(({ id }: Loose) => id);
    ids.forEach((id) => {
      assert.match(id, guid);
    });
    assert.equal(new Set(ids).size, 5);
    assert.deepEqual(emails.items, [
      { id: ids[0], tag: 'UNTAGGED', email: 'ada@example.com', primary: true },
      { id: ids[1], tag: 'WORK', email: 'a@work.test' },
    ]);
    assert.deepEqual(phones.items, [
      { id: ids[2], tag: 'UNTAGGED', phone: '+47 22 33 44 55', e164Phone: '+4722334455' },
      { id: ids[3], tag: 'MOBILE', phone: '4', primary: true },
    ]);
    assert.deepEqual(addresses.items, [
      { id: ids[4], tag: 'HOME', address: { addressLine: 'Gate 1', city: 'Oslo' } },
    ]);
    assert.deepEqual([info.name, info.company], [{ first: 'Ada', last: 'Lovelace' }, 'Engines']);
    assert.deepEqual(info.extendedFields, { items: { 'custom.shoe': 38 } });
    assert.deepEqual(info.labelKeys, { items: ['custom.vip'] });
    assert.deepEqual(
      [contact.revision, contact.createdDate, contact.updatedDate, contact.source],
      [1, '2024-01-01T00:00:00.000Z', '2024-01-01T00:00:00.000Z', { sourceType: 'OTHER' }],
    );
    assert.deepEqual(contact.primaryInfo, { email: 'ada@example.com', phone: '4' });
    assert.equal(contact.primaryEmail.email, 'ada@example.com');
    assert.deepEqual((await call('GET', `${CONTACTS}/${contact.id}`)).body, { contact });
    assert.equal(
      site.calls.calls.every((each) => each.unexpected === undefined),
      true,
    );
  });

  it('needs a name, a phone or an email, and one primary item at most', async () => {
    for (const info of [{}, { company: 'X' }, { name: { first: '' } }, { emails: { items: [] } }]) {
      const answer = await call('POST', CONTACTS, { info });
      assert.deepEqual([answer.status, answer.code], [400, 'INSUFFICIENT_CONTACT_DATA']);
    }
    const two = [
      { email: 'a@x.test', primary: true },
      { email: 'b@x.test', primary: true },
    ];
    const answer = await call('POST', CONTACTS, { info: { emails: { items: two } } });
    assert.deepEqual([answer.status, answer.code], [400, 'CANNOT_HAVE_MULTIPLE_PRIMARY_INFO']);
    assert.equal(site.system.records('Contacts').length, 0);
  });

  it('refuses duplicates by primary email, else by phone, unless they are allowed', async () => {
    const items = [{ email: 'ada@example.com' }, { email: 'second@example.com' }];
    const first = await create({ emails: { items }, phones: { items: [{ phone: '1' }] } });
    const again = await call('POST', CONTACTS, {
      info: { emails: { items: [{ email: 'ada@example.com' }] } },
    });
    assert.deepEqual([again.status, again.code], [409, 'DUPLICATE_CONTACT_EXISTS']);
    assert.deepEqual(again.body.details.applicationError.data, {
      duplicateContactId: first.id,
      duplicateEmail: 'ada@example.com',
    });
    assert.equal(unexpected(), undefined);
    const byPhone = await call('POST', CONTACTS, { info: { phones: { items: [{ phone: '1' }] } } });
    assert.deepEqual([byPhone.status, byPhone.code], [409, 'DUPLICATE_CONTACT_EXISTS']);
    await create({ emails: { items: [{ email: 'new@example.com' }] }, phones: { items: [{ phone: '1' }] } });
    await create({ emails: { items: [{ email: 'second@example.com' }] } });
    await create({ emails: { items: [{ email: 'ada@example.com' }] } }, { allowDuplicates: true });
    assert.equal(site.system.records('Contacts').length, 4);
  });

  it('changes what is sent and nothing else, and counts the revision up', async () => {
    const one = { email: 'ada@example.com' };
    const made = await create({
      name: { first: 'Ada', last: 'L' },
      company: 'Old',
      jobTitle: 'Poet',
      emails: { items: [one, { email: 'b@example.com', tag: 'WORK' }] },
      extendedFields: { items: { 'custom.a': '1', 'custom.b': '2' } },
    });
    site.clock.advance(5);
    const items = [{ email: 'b@example.com', tag: 'WORK' }, { email: 'c@example.com' }];
    const { body, status } = await patch(made.id, 1, {
      name: { last: 'Lovelace' },
      company: null,
      emails: { items },
      extendedFields: { items: { 'custom.b': null, 'custom.c': '3' } },
    });
    const { contact } = body;
    assert.equal(status, 200);
    assert.deepEqual(contact.info.name, { first: 'Ada', last: 'Lovelace' });
    assert.deepEqual([contact.info.company, contact.info.jobTitle], [undefined, 'Poet']);
    assert.deepEqual(contact.info.extendedFields.items, { 'custom.a': '1', 'custom.c': '3' });
    assert.equal(contact.info.emails.items[0].id, made.info.emails.items[1].id);
    assert.notEqual(contact.info.emails.items[1].id, made.info.emails.items[0].id);
    assert.deepEqual(
      contact.info.emails.items.map(({ primary }: Loose) => primary),
      [true, undefined],
    );
    assert.deepEqual([contact.revision, contact.updatedDate], [2, '2024-01-01T00:00:00.005Z']);
    assert.equal(contact.createdDate, made.createdDate);
  });

  it('leaves revision and time alone where nothing changes', async () => {
    const made = await create({ ...named('Ada'), emails: { items: [{ email: 'a@x.test' }] } });
    site.clock.advance(5);
    const answer = await patch(made.id, 1, { ...named('Ada'), emails: { items: [{ email: 'a@x.test' }] } });
    assert.deepEqual(answer.body.contact, made);
  });

  it('keeps the primary item when a list is replaced without marks, and takes the mark that is sent', async () => {
    const made = await create({
      emails: { items: [{ email: 'a@x.test' }, { email: 'b@x.test', primary: true }] },
    });
    const emails = { items: [{ email: 'c@x.test' }, { email: 'b@x.test' }] };
    const kept = await patch(made.id, 1, { emails });
    assert.equal(kept.body.contact.primaryInfo.email, 'b@x.test');
    const marked = await patch(made.id, 2, {
      emails: { items: [{ email: 'c@x.test', primary: true }, { email: 'b@x.test' }] },
    });
    assert.equal(marked.body.contact.primaryInfo.email, 'c@x.test');
    const cleared = await patch(made.id, 3, { emails: { items: [] } });
    assert.deepEqual([cleared.status, cleared.body.contact.info], [200, {}]);
    assert.equal(cleared.body.contact.primaryInfo, undefined);
  });

  it('refuses a stale revision as a conflict, a missing one as a mistake', async () => {
    const { id } = await create(named('Ada'));
    await patch(id, 1, named('Eve'));
    const stale = await patch(id, 1, named('Bob'));
    assert.deepEqual([stale.status, stale.code], [409, 'CONTACT_ALREADY_CHANGED']);
    assert.equal(unexpected(), undefined);
    const missing = await call('PATCH', `${CONTACTS}/${id}`, { info: named('Bob') });
    assert.deepEqual([missing.status, missing.fields], [400, ['revision']]);
    assert.ok(unexpected());
    assert.equal((await patch(id, '2', named('Bob'))).status, 200);
    assert.deepEqual((await patch(id, 3, {})).code, 'INSUFFICIENT_UPDATE_CONTACT_DATA');
    assert.deepEqual(site.system.record('Contacts', id)?.properties, { info: named('Bob') });
  });

  it('answers to an unknown id with 404, to one that is not a GUID with 400', async () => {
    const paths = [`${CONTACTS}/${UNKNOWN}`];
    for (const path of paths) {
      for (const [method, body] of [
        ['GET', undefined],
        ['DELETE', undefined],
        ['PATCH', { revision: 1, info: named('x') }],
      ] as const) {
        const answer = await call(method, path, body);
        assert.deepEqual([method, answer.status, answer.code], [method, 404, 'CONTACT_NOT_FOUND']);
        assert.equal(unexpected(), undefined);
      }
    }
    const answer = await call('GET', `${CONTACTS}/..%2F..%2Fetc`);
    assert.deepEqual([answer.status, answer.fields], [400, ['id']]);
    assert.ok(unexpected());
  });

  it('deletes', async () => {
    const { id } = await create({ emails: { items: [{ email: 'a@x.test' }] } });
    assert.deepEqual((await call('DELETE', `${CONTACTS}/${id}`)).body, {});
    assert.equal((await call('GET', `${CONTACTS}/${id}`)).status, 404);
    await create({ emails: { items: [{ email: 'a@x.test' }] } });
  });

  it('pulls what changed since a time, page by page, with the total', async () => {
    for (const name of ['a', 'b', 'c', 'd']) {
      await create(named(name));
      site.clock.advance(10);
    }
    const [first] = site.system.records('Contacts');
    assert.ok(first);
    site.system.edit('Contacts', first.id, { info: { company: 'moved' } });
    const filter = { updatedDate: { $gte: '2024-01-01T00:00:00.020Z' } };
    const one = await query({ filter, paging: { limit: 2, offset: 0 } });
    const two = await query({ filter, paging: { limit: 2, offset: 2 } });
    const names = (page: Loose): unknown[] =>
      page.contacts.map(({ info }: Loose) => info.name.first as string);
    assert.deepEqual([names(one), names(two)], [['a', 'c'], ['d']]);
    assert.deepEqual(one.pagingMetadata, { count: 2, offset: 0, total: 3, tooManyToCount: false });
    assert.equal(
      (await query({ filter: { updatedDate: { $gt: '2024-01-01T00:00:00.040Z' } } })).contacts.length,
      0,
    );
  });

  it('holds pages to the page size of the harness and to 1000, and sorts by one field', async () => {
    for (const name of ['b', 'c', 'a']) {
      await create(named(name));
    }
    site.system.setPageSize(2);
    assert.equal((await query({ paging: { limit: 1000 } })).contacts.length, 2);
    const sort = [{ fieldName: 'info.name.first', order: 'DESC' }];
    const names = (await query({ sort })).contacts.map(({ info }: Loose) => info.name.first as string);
    assert.deepEqual(names, ['c', 'b']);
    assert.deepEqual((await query({ sort: sort[0] })).contacts.length, 2);
    for (const [asked, code] of [
      [{ paging: { limit: 1001 } }, 'ILLEGAL_LIMIT'],
      [{ paging: { limit: 0 } }, 'ILLEGAL_LIMIT'],
      [{ paging: { limit: 1e300 } }, 'ILLEGAL_LIMIT'],
      [{ sort: [...sort, ...sort] }, 'UNSUPPORTED_SORT_FIELD'],
      [{ sort: [{ fieldName: 'updatedDate' }] }, 'UNSUPPORTED_SORT_FIELD'],
      [{ filter: [] }, 'MALFORMED_FILTER'],
      [{ filter: { nothing: 1 } }, 'UNSUPPORTED_FILTER_FIELD_UNKNOWN'],
      [{ filter: { updatedDate: { $in: [] } } }, 'UNSUPPORTED_FILTER_OPERATOR'],
      [{ filter: { updatedDate: 'yesterday' } }, 'UNSUPPORTED_FILTER_VALUE'],
      [{ filter: { 'info.company': 7 } }, 'UNSUPPORTED_FILTER_VALUE_TYPE'],
    ] as const) {
      const answer = await call('POST', `${CONTACTS}/query`, { query: asked });
      assert.deepEqual([answer.status, answer.code], [400, code], JSON.stringify(asked));
      assert.ok(unexpected());
    }
  });

  it('shows parts: field sets, fields, always with id and revision', async () => {
    const { id } = await create({
      ...named('Ada'),
      company: 'X',
      emails: { items: [{ email: 'a@x.test' }] },
    });
    const shown = async (asked: object): Promise<Loose> => (await query(asked)).contacts[0];
    assert.deepEqual(await shown({ fieldsets: ['BASIC'] }), {
      id,
      revision: 1,
      primaryInfo: { email: 'a@x.test' },
      info: named('Ada'),
    });
    assert.deepEqual(await shown({ fields: ['info.company'] }), { id, revision: 1, info: { company: 'X' } });
    assert.deepEqual(
      Object.keys((await shown({ fieldsets: ['BASIC'], fields: ['info.company'] })).info as object),
      ['name', 'company'],
    );
    assert.ok((await shown({ fieldsets: ['FULL', 'BASIC'] })).createdDate);
    const got = await call('GET', `${CONTACTS}/${id}?fieldsets=BASIC&fields=info.company`);
    assert.deepEqual(got.body.contact.info, { name: { first: 'Ada' }, company: 'X' });
    assert.equal((await call('POST', `${CONTACTS}/query`, { query: { fieldsets: ['ALL'] } })).status, 400);
  });

  it('lists with flat parameters, each of them once', async () => {
    for (const name of ['a', 'b', 'c']) {
      await create(named(name));
    }
    const path = `${CONTACTS}?paging.limit=2&paging.offset=1&sort.fieldName=info.name.first&sort.order=DESC`;
    const { body } = await call('GET', path);
    assert.deepEqual(
      body.contacts.map(({ info }: Loose) => info.name.first as string),
      ['b', 'a'],
    );
    for (const bad of ['paging.limit=1&paging.limit=2', 'limit=1', 'paging.limit=1e2', 'paging.offset=-1']) {
      assert.equal((await call('GET', `${CONTACTS}?${bad}`)).status, 400, bad);
      assert.ok(unexpected());
    }
  });

  it('takes only values of the right type and size', async () => {
    for (const [info, field] of [
      [{ company: 7 }, 'info.company'],
      [{ company: 'x'.repeat(1001) }, 'info.company'],
      [{ emails: [] }, 'info.emails'],
      [{ emails: { items: [{ email: '' }] } }, 'info.emails.items.0.email'],
      [{ emails: { items: [{}] } }, 'info.emails.items.0.email'],
      [{ emails: { items: new Array(51).fill({ email: 'x@y.z' }) } }, 'info.emails.items'],
      [{ phones: { items: [{ phone: '1', tag: 'CAR' }] } }, 'info.phones.items.0.tag'],
      [{ birthdate: '1. May' }, 'info.birthdate'],
    ] as const) {
      const answer = await call('POST', CONTACTS, { info: { ...named('Ada'), ...info } });
      assert.deepEqual([answer.status, answer.fields], [400, [field]]);
    }
  });
});
