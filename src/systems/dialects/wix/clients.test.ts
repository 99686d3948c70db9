/** What Wix's own clients send (packages `@wix/sdk-runtime`, `@wix/contacts`, `@wix/members`, `@wix/stores`), without them. */
import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { clientOf, setUp } from './testing';
import type { Client, ClientAnswer, Setup } from './testing';

const CONTACTS = '/contacts/v4/contacts';
const MEMBERS = '/members/v1/members';
const PLATFORMIZED = '/stores-reader/v1/products/query-platformized';

/** As `toURLSearchParams` of `@wix/sdk-runtime` writes a request of nested parts. */
function whole(request: unknown): string {
  return `.r=${Buffer.from(JSON.stringify(request)).toString('base64url')}`;
}

describe("the mocked Wix, called by Wix's own clients", () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const unexpected = (): string | undefined => site.calls.calls.at(-1)?.unexpected;

  it('takes the id of the path in the query as well, if it is the same', async () => {
    const contact = site.system.create('Contacts', { info: { emails: ['a@x.test'] } }).id;
    const member = site.system.create('Members', { loginEmail: 'm@x.test' }).id;
    for (const path of [
      `${CONTACTS}/${contact}?id=${contact}&fieldsets=FULL`,
      `${CONTACTS}/${contact}?contactId=${contact}`,
      `${MEMBERS}/${member}?id=${member}&fieldsets=FULL&fieldsets=EXTENDED`,
    ]) {
      assert.equal((await call('GET', path)).status, 200, path);
      assert.equal(unexpected(), undefined);
    }
    const wrong = await call('GET', `${CONTACTS}/${contact}?id=${member}`);
    assert.deepEqual([wrong.status, wrong.fields], [400, ['id']]);
    assert.ok(unexpected());
  });

  it('takes labels to remove in the query or in the body', async () => {
    const info = { name: { first: 'Ada' }, labelKeys: { items: ['custom.a', 'custom.b', 'custom.c'] } };
    const { contact } = (await call('POST', CONTACTS, { info })).body;
    const path = `${CONTACTS}/${contact.id}/labels`;
    const labels = ({ body }: ClientAnswer): unknown => body.contact.info.labelKeys.items;
    const queried = await call('DELETE', `${path}?contactId=${contact.id}&labelKeys=custom.a&labelKeys=x`);
    assert.deepEqual(labels(queried), ['custom.b', 'custom.c']);
    assert.deepEqual(labels(await call('DELETE', path, { labelKeys: ['custom.c'] })), ['custom.b']);
    assert.equal((await call('DELETE', path)).status, 400);
    assert.equal((await call('DELETE', `${path}?labels=custom.b`)).status, 400);
  });

  it('previews a merge without the revision, but does not merge without it', async () => {
    const [target, source] = ['a', 'b'].map(
      (name) => site.system.create('Contacts', { info: { emails: [`${name}@x.test`] } }).id,
    );
    const sourceContactIds = [source];
    const preview = await call('POST', `${CONTACTS}/${target}/preview-merge`, { sourceContactIds });
    assert.equal(preview.body.contact.info.emails.items.length, 2);
    const stale = { sourceContactIds, targetContactRevision: 7 };
    assert.equal((await call('POST', `${CONTACTS}/${target}/preview-merge`, stale)).status, 409);
    const merge = await call('POST', `${CONTACTS}/${target}/merge`, { sourceContactIds });
    assert.deepEqual([merge.status, merge.fields], [400, ['targetContactRevision']]);
  });

  it('lists what the parameter .r asks for, a request of nested parts', async () => {
    for (const name of ['a', 'b', 'c']) {
      site.system.create('Members', { loginEmail: `${name}@x.test` });
    }
    const asked = { paging: { limit: 2, offset: 1 }, fieldsets: ['FULL'], sorting: null };
    const page = await call('GET', `${MEMBERS}?${whole(asked)}`);
    assert.deepEqual(
      page.body.members.map(({ loginEmail }) => loginEmail),
      ['b@x.test', 'c@x.test'],
    );
    assert.equal(unexpected(), undefined);
    for (const query of [whole({ paging: { page: 1 } }), whole([]), '.r=!!!', `${whole({})}&${whole({})}x`]) {
      const { status } = await call('GET', `${MEMBERS}?${query}`);
      assert.equal(status, query.endsWith('x') ? 200 : 400, query);
    }
  });

  it('queries products by query-platformized: filter and sort as objects, by offset, without hidden ones', async () => {
    for (const name of ['b', 'c', 'a']) {
      await call('POST', '/stores/v1/products', { product: { name, priceData: { price: 1 } } });
    }
    site.system.create('Products', { name: 'd', priceData: { price: 1 }, visible: false });
    const query = (asked: unknown): Promise<ClientAnswer> =>
      call('GET', `${PLATFORMIZED}?${whole({ query: asked })}`);
    const names = ({ body }: ClientAnswer): unknown => body.products.map(({ name }) => name);
    const sort = [{ fieldName: 'name', order: 'ASC' }];
    const page = await query({ filter: {}, sort, paging: { limit: 2, offset: 1 } });
    assert.deepEqual([names(page), page.body.metadata], [['b', 'c'], { count: 2, offset: 1, total: 3 }]);
    assert.deepEqual(names(await query({ filter: { name: { $hasSome: ['c', 'd'] } } })), ['c']);
    assert.deepEqual(names(await call('GET', PLATFORMIZED)), ['b', 'c', 'a']);
    assert.equal(unexpected(), undefined);
    for (const asked of [
      { filter: '{"name": "a"}' },
      { sort: [{ fieldName: 'brand' }] },
      { paging: { limit: 101 } },
      { cursorPaging: { limit: 1 } },
    ]) {
      assert.equal((await query(asked)).status, 400, JSON.stringify(asked));
    }
  });

  it('sees that a page continues a listing, wherever the offset is', () => {
    const continues: unknown[] = [];
    const path = PLATFORMIZED;
    const { dialect } = site.account;
    setUp({
      dialect: (context) => {
        const handler = dialect(context);
        const ask = (at: string, query: string): unknown =>
          handler.targetOf({ method: 'GET', path: at, query, headers: new Headers() }).continues;
        continues.push(
          ask(path, whole({ query: { paging: { offset: 3 } } })),
          ask(path, whole({ query: { paging: { offset: 0 } } })),
          ask(MEMBERS, whole({ paging: { offset: 3 } })),
          ask(MEMBERS, '.r=!!!'),
        );
        return handler;
      },
    });
    assert.deepEqual(continues, [true, undefined, true, undefined]);
  });
});
