import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { WIX_API } from '.';
import { openDirect, openHttp, openNock, openProxy } from '../..';
import type { Transport } from '../..';
import { clientOf, setUp } from './testing';

const MEMBERS = '/members/v1/members';
const CONTACTS = '/contacts/v4/contacts';

for (const [name, open] of [
  ['mountDirect', openDirect],
  ['mountNock', openNock],
  ['mountHttp', openHttp],
  ['mountProxy', openProxy],
] as const) {
  describe(`two sites of the mocked Wix on one host, by ${name}`, () => {
    let transport: Transport;
    beforeEach(async () => {
      transport = await open();
    });
    afterEach(() => {
      transport.close();
    });

    it('hold their own records, and answer to their own header alone', async () => {
      const baseUrl = transport.originOf(WIX_API.host);
      const [one, other] = ['one', 'other'].map((key) => setUp({ key, baseUrl }));
      assert.ok(one !== undefined && other !== undefined);
      transport.add(one.system);
      transport.add(other.system);
      const [ask, askOther] = [one, other].map((site) => clientOf(site, transport.fetch));
      assert.ok(ask !== undefined && askOther !== undefined);
      const created = await ask('POST', MEMBERS, { member: { loginEmail: 'ada@example.com' } });
      assert.equal(created.status, 200);
      const { id, contactId } = created.body.member;
      const twin = await askOther('POST', MEMBERS, { member: { loginEmail: 'ada@example.com' } });
      assert.equal(twin.status, 200);
      assert.notEqual(twin.body.member.id, id);
      const moved = await ask('PATCH', `/api/v1/members/${id}/change-login-email`, { newEmail: 'a@x.test' });
      assert.equal(moved.body.member.loginEmail, 'a@x.test');
      const contact = await ask('GET', `${CONTACTS}/${contactId}`);
      assert.deepEqual(
        [contact.body.contact.primaryInfo.email, contact.body.contact.revision],
        ['a@x.test', 2],
      );
      assert.equal((await askOther('GET', `${CONTACTS}/${contactId}`)).status, 404);
      assert.deepEqual(
        other.system.records('Members').map(({ properties }) => properties),
        [{ loginEmail: 'ada@example.com' }],
      );
      const strange = await ask('GET', MEMBERS, undefined, { 'wix-site-id': 'nobody' });
      assert.equal(strange.status, 403);
      assert.deepEqual([one.calls.calls.length, other.calls.calls.length], [4, 2]);
      assert.deepEqual(transport.unmatched(), []);
    });
  });
}
