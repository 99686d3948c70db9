import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { clientOf, readAnswer, setUp } from './testing';
import type { Setup } from './testing';

const CONTACTS = '/contacts/v4/contacts';

describe('the mocked Wix, whatever is sent', () => {
  it('answers whatever comes in the form that Wix gives, and records it', async () => {
    const site = setUp();
    const call = clientOf(site);
    const { id } = site.system.create('Contacts', { info: { emails: ['a@x.test'] } });
    const member = site.system.create('Members', { loginEmail: 'm@x.test' });
    const paths = fc
      .array(
        fc.oneof(
          fc.constantFrom(
            'contacts',
            'v4',
            'members',
            'v1',
            'ecom',
            'orders',
            'stores',
            'products',
            'query',
            'search',
          ),
          fc.constantFrom(
            'merge',
            'labels',
            'cancel',
            'api',
            'change-login-email',
            id,
            member.id,
            '%',
            '..',
            '',
          ),
          fc.string().map(encodeURIComponent),
        ),
        { maxLength: 6 },
      )
      .map((steps) => `/${steps.join('/')}`);
    const known = fc.constantFrom(
      ...[
        CONTACTS,
        `${CONTACTS}/query`,
        `${CONTACTS}/${id}`,
        `${CONTACTS}/${id}/labels`,
        `${CONTACTS}/${id}/merge`,
      ],
      ...['/members/v1/members', '/members/v1/members/query', `/members/v1/members/${member.id}`],
      ...[`/api/v1/members/${member.id}/change-login-email`, '/ecom/v1/orders', '/ecom/v1/orders/search'],
      ...['/stores/v1/products', '/stores/v1/products/query'],
    );
    const words = fc.constantFrom(
      ...[
        'info',
        'emails',
        'items',
        'email',
        'name',
        'revision',
        'query',
        'filter',
        'sort',
        'paging',
        'limit',
        'offset',
      ],
      ...[
        'member',
        'loginEmail',
        'contact',
        'phones',
        'order',
        'lineItems',
        'search',
        'cursorPaging',
        'cursor',
      ],
      ...[
        'product',
        'priceData',
        'price',
        '$and',
        '$or',
        '$not',
        '$eq',
        '$in',
        'updatedDate',
        'fieldsets',
        '__proto__',
      ],
    );
    const { value: tree } = fc.letrec((tie) => ({
      value: fc.oneof(
        { depthSize: 'medium' },
        fc.constantFrom(null, true, 0, -1, 1e308, 1.5, '', 'FULL', 'a@x.test', '9'.repeat(400), '\u0000'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(words, tie('value'), { maxKeys: 4, noNullPrototype: true }),
      ),
    }));
    const bodies = fc.oneof(
      tree.map((value) => JSON.stringify(value)),
      fc.string(),
      fc.uint8Array({ maxLength: 20 }),
      fc.constant(undefined),
    );
    const queries = fc.oneof(
      fc.constant(''),
      fc.webQueryParameters().map((query) => `?${query}`),
      fc.constantFrom(
        '?paging.limit=1&paging.limit=2',
        '?paging.offset=1e400',
        '?fieldsets=%',
        '?fields=&fields=',
      ),
    );
    let count = 0;
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom('GET', 'POST', 'PATCH', 'DELETE', 'PUT', 'OPTIONS'),
        fc.oneof(paths, known),
        queries,
        bodies,
        async (method, path, query, body) => {
          count += 1;
          await call(method, path + query, method === 'GET' ? undefined : body);
          assert.equal(site.calls.calls.length, count);
          assert.equal((await readAnswer(await site.system.handler(probe(site)))).status, 200);
          count += 1;
        },
      ),
      { numRuns: 1500 },
    );
    const statuses = new Set(site.calls.calls.map(({ status }) => status));
    assert.ok([200, 400, 404].every((status) => statuses.has(status)));
  });
});

function probe({ system, headers }: Setup): Request {
  const all = { ...headers, 'content-type': 'application/json' };
  return new Request(`${system.baseUrl}${CONTACTS}/query`, { method: 'POST', headers: all, body: '{}' });
}
