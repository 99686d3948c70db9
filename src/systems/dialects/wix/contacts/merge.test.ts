import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { clientOf, setUp } from '../testing';
import type { Client, Loose, Setup } from '../testing';

const CONTACTS = '/contacts/v4/contacts';

describe('Wix Contacts v4, beyond the single contact', () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const named = (first: string): object => ({ name: { first } });
  const create = async (info: unknown): Promise<Loose> =>
    (await call('POST', CONTACTS, { info })).body.contact;

  it('labels and unlabels', async () => {
    const { id } = await create({ ...named('Ada'), labelKeys: { items: ['a'] } });
    const labelled = await call('POST', `${CONTACTS}/${id}/labels`, { labelKeys: ['b', 'a'] });
    assert.deepEqual(labelled.body.contact.info.labelKeys.items, ['a', 'b']);
    assert.equal(
      (
        await call('POST', `${CONTACTS}/query`, {
          query: { filter: { 'info.labelKeys': { $hasAll: ['a', 'b'] } } },
        })
      ).body.contacts.length,
      1,
    );
    const unlabelled = await call('DELETE', `${CONTACTS}/${id}/labels`, { labelKeys: ['a'] });
    assert.deepEqual(unlabelled.body.contact.info.labelKeys.items, ['b']);
  });

  it('merges: the target keeps what it has and gains the rest; Get alone answers to the old id', async () => {
    const target = await create({ ...named('Ada'), emails: { items: [{ email: 'a@x.test' }] } });
    const source = await create({
      name: { first: 'Other', last: 'L' },
      company: 'X',
      emails: { items: [{ email: 'b@x.test' }, { email: 'a@x.test' }] },
    });
    const body = { targetContactRevision: 1, sourceContactIds: [source.id] };
    const preview = await call('POST', `${CONTACTS}/${target.id}/preview-merge`, body);
    assert.equal(site.system.records('Contacts').length, 2);
    const merged = await call('POST', `${CONTACTS}/${target.id}/merge`, body);
    assert.deepEqual(merged.body.contact.info.name, { first: 'Ada', last: 'L' });
    assert.deepEqual(preview.body.contact.info.company, 'X');
    assert.deepEqual(
      merged.body.contact.info.emails.items.map(({ email, primary }: Loose) => [email, primary] as unknown),
      [
        ['a@x.test', true],
        ['b@x.test', undefined],
      ],
    );
    assert.equal(merged.body.contact.revision, 2);
    const old = await call('GET', `${CONTACTS}/${source.id}`);
    assert.deepEqual([old.status, old.body.contact.id], [200, target.id]);
    assert.equal(
      (await call('PATCH', `${CONTACTS}/${source.id}`, { revision: 1, info: named('x') })).status,
      404,
    );
    const self = { targetContactRevision: 2, sourceContactIds: [target.id] };
    assert.equal((await call('POST', `${CONTACTS}/${target.id}/merge`, self)).code, 'ILLEGAL_MERGE');
    assert.equal(
      (await call('POST', `${CONTACTS}/${target.id}/merge`, body)).code,
      'CONTACT_ALREADY_CHANGED',
    );
  });
});
