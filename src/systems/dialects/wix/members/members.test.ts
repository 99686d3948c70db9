import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { clientOf, setUp } from '../testing';
import type { Client, ClientAnswer, Loose, Setup } from '../testing';

const MEMBERS = '/members/v1/members';
const CONTACTS = '/contacts/v4/contacts';
const UNKNOWN = '00000000-0000-4000-8000-000000000000';

describe('Wix Members v1', () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const unexpected = (): string | undefined => site.calls.calls.at(-1)?.unexpected;
  const create = async (loginEmail: string, more: object = {}): Promise<Loose> => {
    const answer = await call('POST', MEMBERS, { member: { loginEmail, ...more } });
    assert.equal(answer.status, 200, answer.text);
    return answer.body.member;
  };
  const read = async (id: string): Promise<Loose> =>
    (await call('GET', `${MEMBERS}/${id}?fieldsets=FULL`)).body.member;
  const contactOf = async (member: Loose): Promise<Loose> =>
    (await call('GET', `${CONTACTS}/${member.contactId}`)).body.contact;
  const changeLogin = (id: string, newEmail: string): Promise<ClientAnswer> =>
    call('PATCH', `/api/v1/members/${id}/change-login-email`, { id, newEmail });

  it('creates a member with what Wix fills in, and a contact', async () => {
    const member = await create('ada.l@example.com', { contact: { firstName: 'Ada', phones: ['4'] } });
    assert.deepEqual(
      [member.loginEmail, member.status, member.privacyStatus, member.activityStatus],
      ['ada.l@example.com', 'APPROVED', 'PUBLIC', 'ACTIVE'],
    );
    assert.deepEqual([member.profile.nickname, member.profile.slug], ['ada.l', 'ada-l-1']);
    assert.deepEqual(member.contact, {
      contactId: member.contactId,
      emails: ['ada.l@example.com'],
      phones: ['4'],
      addresses: [],
      customFields: {},
      firstName: 'Ada',
    });
    assert.notEqual(member.id, member.contactId);
    const contact = await contactOf(member);
    assert.deepEqual(contact.primaryInfo, { email: 'ada.l@example.com', phone: '4' });
    assert.deepEqual(contact.source, { sourceType: 'WIX_SITE_MEMBERS' });
    assert.equal(contact.info.name.first, 'Ada');
    assert.deepEqual(await read(member.id), member);
  });

  it('links the contact that has the email already, unless it is a member', async () => {
    const { body } = await call('POST', CONTACTS, { info: { emails: { items: [{ email: 'a@x.test' }] } } });
    const member = await create('a@x.test');
    assert.equal(member.contactId, body.contact.id);
    assert.equal((await contactOf(member)).revision, 1);
    const other = site.system.create('Members', { loginEmail: 'a@x.test' });
    assert.notEqual((await read(other.id)).contactId, body.contact.id);
    assert.equal(site.system.records('Contacts').length, 2);
  });

  it('wants a login email that nobody has', async () => {
    await create('ada@example.com');
    const taken = await call('POST', MEMBERS, { member: { loginEmail: 'ada@example.com' } });
    assert.deepEqual([taken.status, taken.code], [409, 'ALREADY_EXISTS']);
    assert.equal(unexpected(), undefined);
    for (const loginEmail of ['ada', 'a b@x', '@', '', 7, null]) {
      const answer = await call('POST', MEMBERS, { member: { loginEmail } });
      assert.deepEqual([answer.status, answer.fields], [400, ['member.loginEmail']], String(loginEmail));
    }
    const missing = await call('POST', MEMBERS, { member: {} });
    assert.deepEqual([missing.status, missing.fields], [400, ['member.loginEmail']]);
    assert.ok(unexpected());
    assert.equal(site.system.records('Members').length, 1);
  });

  it('shows no login email unless all fields are asked for', async () => {
    const { id } = await create('ada@example.com');
    const shown = (await call('GET', `${MEMBERS}/${id}`)).body.member;
    assert.deepEqual(Object.keys(shown as object).sort(), [
      'activityStatus',
      'contactId',
      'createdDate',
      'id',
      'privacyStatus',
      'profile',
      'status',
      'updatedDate',
    ]);
    assert.deepEqual([shown.status, shown.privacyStatus, shown.activityStatus], Array(3).fill('UNKNOWN'));
    const extended = (await call('GET', `${MEMBERS}/${id}?fieldsets=EXTENDED`)).body.member;
    assert.deepEqual([extended.status, extended.loginEmail], ['APPROVED', undefined]);
    const both = (await call('GET', `${MEMBERS}/${id}?fieldsets=PUBLIC&fieldsets=FULL`)).body.member;
    assert.equal(both.loginEmail, 'ada@example.com');
    assert.equal((await call('GET', `${MEMBERS}/${id}?fieldsets=ALL`)).status, 400);
  });

  it('changes a login email by its own call; the primary email of the contact follows', async () => {
    const member = await create('old@example.com', { contact: { emails: ['old@example.com', 'b@x.test'] } });
    const contact = await contactOf(member);
    site.clock.advance(7);
    const { status, body } = await changeLogin(member.id, 'new@example.com');
    assert.equal(status, 200);
    assert.deepEqual(
      [body.member.loginEmail, body.member.contact.emails, body.member.updatedDate],
      ['new@example.com', ['new@example.com', 'b@x.test'], '2024-01-01T00:00:00.007Z'],
    );
    const moved = await contactOf(member);
    assert.deepEqual([moved.revision, moved.updatedDate], [2, '2024-01-01T00:00:00.007Z']);
    assert.deepEqual(moved.info.emails.items, [
      { ...contact.info.emails.items[0], email: 'new@example.com' },
    ]);
    assert.equal((await changeLogin(member.id, 'new@example.com')).status, 200);
    assert.equal((await contactOf(member)).revision, 2);
    assert.equal((await read(member.id)).updatedDate, '2024-01-01T00:00:00.007Z');
    await create('old@example.com');
    assert.equal((await changeLogin(member.id, 'old@example.com')).code, 'ALREADY_EXISTS');
    assert.equal((await changeLogin(member.id, 'none')).status, 400);
    assert.equal((await changeLogin(UNKNOWN, 'x@y.test')).code, 'NOT_FOUND');
  });

  it('makes the item primary that already holds the new login email', async () => {
    const member = await create('a@x.test');
    site.system.edit('Contacts', member.contactId, {
      info: { emails: ['a@x.test', 'b@x.test', 'c@x.test'] },
    });
    const before = (await contactOf(member)).info.emails.items;
    await changeLogin(member.id, 'b@x.test');
    assert.deepEqual((await contactOf(member)).info.emails.items, [
      { ...before[1], primary: true },
      before[2],
    ]);
  });

  it('refuses another login email in Update Member, and takes the same one', async () => {
    const { id } = await create('a@x.test');
    const refused = await call('PATCH', `${MEMBERS}/${id}`, { member: { loginEmail: 'b@x.test' } });
    assert.deepEqual([refused.status, refused.fields], [400, ['member.loginEmail']]);
    assert.equal(unexpected(), undefined);
    const whole = { ...(await read(id)), profile: { nickname: 'A' } };
    const taken = await call('PATCH', `${MEMBERS}/${id}`, { member: whole });
    assert.deepEqual([taken.status, taken.body.member.profile.nickname], [200, 'A']);
    assert.equal((await read(id)).loginEmail, 'a@x.test');
  });

  it('updates what is sent, clears by empty texts, and ignores empty lists', async () => {
    const { id } = await create('a@x.test', {
      contact: { firstName: 'A', company: 'X', phones: ['1', '2'] },
    });
    const update = async (member: object): Promise<Loose> =>
      (await call('PATCH', `${MEMBERS}/${id}`, { member })).body.member;
    const changed = await update({
      contact: { company: '', lastName: 'L', phones: [] },
      privacyStatus: 'PRIVATE',
      profile: { title: 'T', slug: 'mine' },
    });
    assert.deepEqual(
      [changed.contact.company, changed.contact.firstName, changed.contact.lastName, changed.contact.phones],
      [undefined, 'A', 'L', ['1', '2']],
    );
    assert.deepEqual(
      [changed.privacyStatus, changed.profile.title, changed.profile.slug],
      ['PUBLIC', 'T', 'a-1'],
    );
    assert.deepEqual((await update({ contact: { phones: ['3'] } })).contact.phones, ['3']);
    const cleared = (await call('DELETE', `${MEMBERS}/${id}/phones`)).body.member;
    assert.deepEqual(cleared.contact.phones, []);
    site.clock.advance(9);
    assert.equal((await update({ contact: { lastName: 'L' } })).updatedDate, '2024-01-01T00:00:00.000Z');
  });

  it('clears the contact emails of a member, and keeps the login email', async () => {
    const { id } = await create('a@x.test');
    const cleared = (await call('DELETE', `${MEMBERS}/${id}/emails`)).body.member;
    assert.deepEqual([cleared.contact.emails, cleared.loginEmail], [[], 'a@x.test']);
  });

  it("keeps a member's contact from being deleted, from another primary email, and from being merged away", async () => {
    const member = await create('a@x.test');
    const path = `${CONTACTS}/${member.contactId}`;
    const emails = (...list: string[]): object => ({
      revision: 1,
      info: { emails: { items: list.map((email) => ({ email })) } },
    });
    for (const refused of [emails('b@x.test'), emails()]) {
      const answer = await call('PATCH', path, refused);
      assert.deepEqual([answer.status, answer.code], [428, 'CANNOT_UPDATE_MEMBER_EMAIL']);
      assert.equal(unexpected(), undefined);
    }
    const added = await call('PATCH', path, emails('b@x.test', 'a@x.test'));
    assert.deepEqual([added.status, added.body.contact.primaryInfo.email], [200, 'a@x.test']);
    const deleted = await call('DELETE', path);
    assert.deepEqual([deleted.status, deleted.code], [428, 'CANNOT_DELETE_MEMBER']);
    const other = await call('POST', CONTACTS, { info: { name: { first: 'B' } } });
    const merged = await call('POST', `${CONTACTS}/${other.body.contact.id}/merge`, {
      targetContactRevision: 1,
      sourceContactIds: [member.contactId],
    });
    assert.deepEqual([merged.status, merged.code], [428, 'FAILED_PRECONDITION']);
    assert.deepEqual((await call('DELETE', `${MEMBERS}/${member.id}`)).body, {});
    assert.equal((await call('DELETE', path)).status, 200);
    assert.equal((await call('GET', `${MEMBERS}/${member.id}`)).code, 'NOT_FOUND');
  });

  it('lists and queries by offset, with filters and sorting, but with no filter by date', async () => {
    for (const name of ['c', 'a', 'b']) {
      await create(`${name}@x.test`);
    }
    site.system.setPageSize(2);
    const listed = (await call('GET', `${MEMBERS}?fieldsets=FULL&paging.limit=1000&paging.offset=2`)).body;
    assert.deepEqual(
      listed.members.map(({ loginEmail }: Loose) => loginEmail),
      ['b@x.test'],
    );
    assert.deepEqual(listed.metadata, { count: 1, offset: 2, total: 3, tooManyToCount: false });
    const query = (asked: object): Promise<ClientAnswer> =>
      call('POST', `${MEMBERS}/query`, { query: asked, fieldsets: ['FULL'] });
    const sorted = await query({ sorting: [{ fieldName: 'loginEmail', order: 'ASC' }] });
    assert.deepEqual(
      sorted.body.members.map(({ loginEmail }: Loose) => loginEmail),
      ['a@x.test', 'b@x.test'],
    );
    const one = await query({ filter: { loginEmail: { $eq: 'c@x.test' } } });
    assert.deepEqual(one.body.metadata.total, 1);
    assert.equal((await query({ filter: { loginEmail: 'C@x.test' } })).body.metadata.total, 0);
    assert.equal((await query({ filter: { status: { $in: ['BLOCKED'] } } })).body.metadata.total, 0);
    assert.equal((await query({ filter: { updatedDate: { $gte: '2024-01-01' } } })).status, 400);
    assert.equal((await query({ paging: { limit: 101 } })).status, 400);
  });
});
