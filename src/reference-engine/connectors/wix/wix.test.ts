import assert from 'node:assert/strict';
import { VersionConflict } from '../http/api-error';
import { base, datatypeOf, failing, optionsOf, script } from '../testing';
import { wixConnector } from '.';

const [contacts, members, orders, products] = [
  datatypeOf('Contacts', ['info.emails', 'info.company']),
  datatypeOf('Members', ['loginEmail', 'contact.phones', 'contact.jobTitle']),
  datatypeOf('orders', ['buyerInfo.email']),
  datatypeOf('PRODUCTS', ['name']),
];

function contact(more: object = {}): { contact: object } {
  return {
    contact: {
      id: 'c1',
      revision: 3,
      updatedDate: '2024-01-01T08:00:00.123Z',
      info: { emails: { items: [{ id: '1', tag: 'HOME', email: 'a@x', primary: true }] } },
      ...more,
    },
  };
}

function member(more: object = {}): { member: object } {
  return {
    member: { id: 'm1', updatedDate: '2024-01-01T08:00:00.000Z', loginEmail: 'a@x', ...more },
  };
}

const known = { id: 'c1', version: 3, properties: { info: { emails: ['a@x'], company: null } } };
const knownMember = { id: 'm1', version: 0, properties: { loginEmail: 'a@x' } };

describe('calls to the Contacts API', () => {
  it('carry the key as it is, and the site', async () => {
    const { fetch, sent } = script({ contacts: [], pagingMetadata: { total: 0 } });
    const configuration = { headers: { 'wix-site-id': 'site' } };
    await wixConnector(optionsOf({ fetch, configuration })).list(contacts, { cursor: null });
    const [{ headers, url, body } = assert.fail()] = sent;
    assert.deepEqual([headers.authorization, headers['wix-site-id']], ['secret', 'site']);
    assert.equal(url, `${base}/contacts/v4/contacts/query`);
    assert.deepEqual(body, { query: { paging: { limit: 1000, offset: 0 }, fieldsets: ['FULL'] } });
  });

  it('list by time, inclusive, and say of what is not there that it is empty', async () => {
    const { fetch, sent } = script({
      contacts: [contact({ info: {} }).contact],
      pagingMetadata: { count: 1, offset: 0, total: 1 },
    });
    const page = await wixConnector(optionsOf({ fetch })).list(contacts, { cursor: null, modifiedSince: 1 });
    const { query } = sent[0]?.body as { query: { filter: unknown } };
    assert.deepEqual(query.filter, { updatedDate: { $gte: '1970-01-01T00:00:00.001Z' } });
    assert.deepEqual(page, {
      items: [
        {
          id: 'c1',
          version: 3,
          modifiedAt: Date.UTC(2024, 0, 1, 8, 0, 0, 123),
          properties: { info: { emails: null, company: null } },
          complete: true,
        },
      ],
      next: null,
    });
  });

  it('change a contact from the revision that is known, with the items as they are', async () => {
    const { fetch, sent, lines } = script(contact(), contact({ revision: 4 }));
    const envelope = await wixConnector(optionsOf({ fetch })).update(contacts, known, {
      info: { emails: ['b@x'] },
    });
    assert.deepEqual(lines(), [
      'GET /contacts/v4/contacts/c1?fieldsets=FULL',
      'PATCH /contacts/v4/contacts/c1',
    ]);
    assert.deepEqual(sent[1]?.body, {
      revision: 3,
      info: { emails: { items: [{ id: '1', tag: 'HOME', email: 'b@x', primary: true }] } },
      allowDuplicates: true,
    });
    assert.equal(envelope.version, 4);
  });

  it('write nothing where the revision is another one by now', async () => {
    const { fetch, sent } = script(contact({ revision: 4 }));
    const update = wixConnector(optionsOf({ fetch })).update(contacts, known, { info: { company: 'C' } });
    await assert.rejects(
      update,
      (error) => error instanceof VersionConflict && error.envelope?.version === 4,
    );
    assert.equal(sent.length, 1);
  });

  it('take CONTACT_ALREADY_CHANGED for a conflict, and no other 409', async () => {
    const refusal = (code: string): Response =>
      failing(409, { message: 'No.', details: { applicationError: { code } } });
    const update = (code: string): Promise<unknown> => {
      const { fetch } = script(contact(), refusal(code));
      return wixConnector(optionsOf({ fetch })).update(contacts, known, { info: { company: 'C' } });
    };
    await assert.rejects(update('CONTACT_ALREADY_CHANGED'), VersionConflict);
    await assert.rejects(
      update('DUPLICATE_CONTACT_EXISTS'),
      (error) =>
        !(error instanceof VersionConflict) && String(error).includes('409: DUPLICATE_CONTACT_EXISTS: No.'),
    );
  });

  it('create with all equal contacts that there may be (D3)', async () => {
    const { fetch, sent } = script(contact());
    await wixConnector(optionsOf({ fetch })).create(contacts, { info: { emails: ['a@x'] } }, 'key');
    assert.deepEqual(sent[0]?.body, {
      info: { emails: { items: [{ tag: 'UNTAGGED', email: 'a@x', primary: true }] } },
      allowDuplicates: true,
    });
  });

  it('tell which fields are wrong', async () => {
    const violation = { field: 'info.emails', description: 'is wrong', violatedRule: 'FORMAT' };
    const { fetch } = script(
      failing(400, { message: 'Bad.', details: { validationError: { fieldViolations: [violation] } } }),
    );
    await assert.rejects(
      wixConnector(optionsOf({ fetch })).create(contacts, { info: { emails: ['a@x'] } }, 'key'),
      /answered 400: Bad\.: info\.emails: is wrong\./,
    );
  });
});

describe('calls to the Members API', () => {
  it('list all members with all their fields, whatever changed', async () => {
    const { fetch, sent } = script({ members: [member().member], metadata: { total: 1 } });
    await wixConnector(optionsOf({ fetch })).list(members, { cursor: null, modifiedSince: 1 });
    assert.deepEqual(sent[0]?.body, {
      query: { paging: { limit: 100, offset: 0 }, sorting: [{ fieldName: 'createdDate', order: 'ASC' }] },
      fieldsets: ['FULL'],
    });
  });

  it('change the login email by its own call, and empty a list by another', async () => {
    const { fetch, sent, lines } = script(member(), {}, {}, {}, member({ loginEmail: 'b@x' }));
    const patch = { loginEmail: 'b@x', contact: { phones: [], jobTitle: null } };
    await wixConnector(optionsOf({ fetch })).update(members, knownMember, patch);
    assert.deepEqual(lines(), [
      'GET /members/v1/members/m1?fieldsets=FULL',
      'PATCH /members/v1/members/m1',
      'DELETE /members/v1/members/m1/phones',
      'PATCH /api/v1/members/m1/change-login-email',
      'GET /members/v1/members/m1?fieldsets=FULL',
    ]);
    assert.deepEqual(sent[1]?.body, { member: { contact: { jobTitle: '' } } });
    assert.deepEqual(sent[3]?.body, { id: 'm1', newEmail: 'b@x' });
  });

  it('write nothing where the member is no longer as it is known', async () => {
    const { fetch, sent } = script(member({ loginEmail: 'other@x' }));
    const update = wixConnector(optionsOf({ fetch })).update(members, knownMember, { loginEmail: 'b@x' });
    await assert.rejects(update, (error) => error instanceof VersionConflict && error.envelope !== undefined);
    assert.equal(sent.length, 1);
  });

  it('never take the login email away', async () => {
    const { fetch, sent } = script();
    await assert.rejects(
      wixConnector(optionsOf({ fetch })).update(members, knownMember, { loginEmail: null }),
      /keeps no member without a login email/,
    );
    assert.equal(sent.length, 0);
  });

  it('read a new member again: the answer may not show its login email', async () => {
    const { fetch, lines } = script({ member: { id: 'm1' } }, member());
    const { properties } = await wixConnector(optionsOf({ fetch })).create(
      members,
      { loginEmail: 'a@x' },
      'key',
    );
    assert.deepEqual(lines(), ['POST /members/v1/members', 'GET /members/v1/members/m1?fieldsets=FULL']);
    assert.equal(properties.loginEmail, 'a@x');
  });
});

describe('calls to the Orders and Products APIs', () => {
  it('search orders by time, and go on by the cursor alone', async () => {
    const { fetch, sent } = script(
      { orders: [], metadata: { cursors: { next: 'n' }, hasNext: true } },
      { orders: [], metadata: { cursors: {} } },
    );
    const connector = wixConnector(optionsOf({ fetch }));
    const { next } = await connector.list(orders, { cursor: null, modifiedSince: 0 });
    assert.equal((await connector.list(orders, { cursor: next, modifiedSince: 0 })).next, null);
    assert.deepEqual(
      sent.map(({ body }) => body),
      [
        {
          search: {
            filter: { updatedDate: { $gte: '1970-01-01T00:00:00.000Z' } },
            sort: [{ fieldName: 'updatedDate', order: 'ASC' }],
            cursorPaging: { limit: 100 },
          },
        },
        { search: { cursorPaging: { limit: 100, cursor: 'n' } } },
      ],
    );
  });

  it('page products by their number, with filter and sort as texts', async () => {
    const product = { id: 'p', numericId: '7', lastUpdated: '2024-01-01T00:00:00.000Z', name: 'Lamp' };
    const { fetch, sent } = script({ products: [product] }, { products: [] });
    const connector = wixConnector(optionsOf({ fetch }));
    const { next } = await connector.list(products, { cursor: null });
    assert.equal((await connector.list(products, { cursor: next })).next, null);
    assert.deepEqual(sent[1]?.body, {
      query: { filter: '{"numericId":{"$gt":"7"}}', sort: '[{"numericId":"asc"}]', paging: { limit: 100 } },
      includeHiddenProducts: true,
    });
  });

  it('repeat a search after 503, since it changes nothing', async () => {
    const { fetch, sent } = script(failing(503), { orders: [], metadata: {} });
    await wixConnector(optionsOf({ fetch })).list(orders, { cursor: null });
    assert.equal(sent.length, 2);
  });
});
