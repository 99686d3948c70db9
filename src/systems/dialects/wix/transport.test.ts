import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { WIX_API } from '.';
import { createClock, createSystem, createCallLog } from '../..';
import { MAXIMUM_BODY_BYTES } from '../../http/body';
import { injectedErrorResponse } from './error';
import { API_KEY, clientOf, readAnswer, setUp } from './testing';
import type { Client, Setup } from './testing';

const CONTACTS = '/contacts/v4/contacts';
const ID = '00000000-0000-4000-8000-000000000000';

describe('the mocked Wix, whoever calls', () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const unexpected = (): string | undefined => site.calls.calls.at(-1)?.unexpected;

  it('takes the API key as it is or behind "Bearer", and keeps it out of the record of calls', async () => {
    assert.equal((await call('GET', CONTACTS)).status, 200);
    assert.equal(
      (await call('GET', CONTACTS, undefined, { authorization: `Bearer ${API_KEY}` })).status,
      200,
    );
    await call('GET', `${CONTACTS}?${API_KEY}=1`);
    assert.equal(JSON.stringify(site.calls.calls).includes(API_KEY), false);
  });

  it('answers 401 without a key, 403 with a wrong key or site', async () => {
    for (const [headers, status, code] of [
      [{ authorization: undefined }, 401, 'UNAUTHENTICATED'],
      [{ authorization: '' }, 401, 'UNAUTHENTICATED'],
      [{ authorization: 'other' }, 403, 'PERMISSION_DENIED'],
      [{ authorization: `Basic ${API_KEY}` }, 403, 'PERMISSION_DENIED'],
      [{ 'wix-site-id': undefined }, 403, 'PERMISSION_DENIED'],
      [{ 'wix-site-id': ID }, 403, 'PERMISSION_DENIED'],
      [{ 'wix-account-id': ID }, 403, 'PERMISSION_DENIED'],
    ] as const) {
      const answer = await call('GET', CONTACTS, undefined, headers);
      assert.deepEqual([answer.status, answer.code], [status, code]);
      assert.ok(unexpected());
    }
  });

  it('answers 404 to every path and method that it has not', async () => {
    for (const [method, path] of [
      ['GET', '/'],
      ['GET', ''],
      ['PUT', CONTACTS],
      ['DELETE', CONTACTS],
      ['GET', `${CONTACTS}/`],
      ['GET', `${CONTACTS}/%zz`],
      ['GET', `${CONTACTS}/${ID}/more`],
      ['OPTIONS', CONTACTS],
      ['DELETE', `/ecom/v1/orders/${ID}`],
      ['POST', '/contacts/v5/contacts'],
      ['GET', `${CONTACTS}/facets`],
      ['GET', `${CONTACTS}/constructor`],
      ['GET', '/members/v1/members/my'],
      ['POST', '/ecom/v1/orders/aggregate/cancel'],
      ['GET', '/stores-reader/v1/products/query-variants'],
    ] as const) {
      const answer = await call(method, path);
      assert.deepEqual([method, path, answer.status, answer.code], [method, path, 404, 'NOT_FOUND']);
      assert.ok(unexpected());
    }
  });

  it('refuses ids that are not GUIDs, whatever they mean elsewhere', async () => {
    for (const id of ['%2e%2e%2f', '..%2f..%2fmembers', '__proto__', '%00', "'%20or%201=1", '💡']) {
      for (const path of [CONTACTS, '/members/v1/members', '/ecom/v1/orders', '/stores/v1/products']) {
        const answer = await call('GET', `${path}/${id}`);
        assert.deepEqual([answer.status, answer.fields], [400, ['id']], id);
      }
    }
  });

  it('refuses bodies of another type, size or form', async () => {
    const nested = `{"info":{"name":{"first":"a"},"extendedFields":{"items":{"k":${'['.repeat(120)}${']'.repeat(120)}}}}}`;
    const deep = `{"info":${'{"name":'.repeat(120)}1${'}'.repeat(120)}}`;
    for (const [body, type] of [
      ['{}', 'text/plain'],
      ['{}', undefined],
      ['', 'application/json'],
      ['{', 'application/json'],
      ['[]', 'application/json'],
      ['null', 'application/json'],
      ['7', 'application/json'],
      ['{}', 'application/json'],
      ['{"info": 1}', 'application/json'],
      [deep, 'application/json'],
      [nested, 'application/json'],
      ['['.repeat(200_000), 'application/json'],
      [`{"info": {"company": "${'x'.repeat(MAXIMUM_BODY_BYTES)}"}}`, 'application/json'],
      [new Uint8Array([0x7b, 0xff, 0x7d]), 'application/json'],
    ] as const) {
      const answer = await call('POST', CONTACTS, body, { 'content-type': type });
      assert.equal(answer.status, 400);
    }
    assert.equal(site.calls.calls.length, 14);
    const fine = await call('POST', CONTACTS, '{"info": {"name": {"first": "\\u00e6\\"{["}}}', {
      'content-type': 'application/json; charset=utf-8',
    });
    assert.equal(fine.status, 200);
  });

  it('says what each call is about', () => {
    const { dialect, idOf } = WIX_API.account({ key: 'k', token: API_KEY });
    let targets: unknown[] = [];
    const continuesListing: unknown[] = [];
    createSystem({
      ...{ id: 'w', name: 'Wix', baseUrl: 'https://www.wixapis.com', token: API_KEY, idOf },
      schema: { contacts: { properties: {} } },
      clock: createClock(0),
      calls: createCallLog(),
      dialect: (context) => {
        const handler = dialect(context);
        const headers = new Headers();
        targets = [
          ['POST', `${CONTACTS}/query`],
          ['POST', CONTACTS],
          ['PATCH', `${CONTACTS}/${ID}`],
          ['POST', `${CONTACTS}/${ID}/preview-merge`],
          ['PATCH', `/api/v1/members/${ID}/change-login-email`],
          ['POST', '/ecom/v1/orders/search'],
          ['DELETE', `/stores/v1/products/${ID}`],
          ['PUT', '/%'],
        ].map(([method = '', path]) => handler.targetOf({ method, path, query: '', headers }));
        const bodyOf = (text: string): { bytes: number; text: string } => ({ bytes: text.length, text });
        const ask = (path: string, text: string, query = ''): unknown =>
          handler.targetOf({ method: 'POST', path, query, headers, body: bodyOf(text) }).continues;
        continuesListing.push(
          ask(`${CONTACTS}/query`, '{"query": {"paging": {"offset": 1}}}'),
          ask(`${CONTACTS}/query`, '{"query": {"paging": {"offset": 0}}}'),
          ask(`${CONTACTS}/query`, '{'),
          ask('/ecom/v1/orders/search', '{"search": {"cursorPaging": {"cursor": "x"}}}'),
          ask('/ecom/v1/orders/search', '{"search": {"cursorPaging": {"limit": 3}}}'),
          handler.targetOf({ method: 'GET', path: CONTACTS, query: 'paging.offset=7', headers }).continues,
        );
        return handler;
      },
    });
    assert.deepEqual(continuesListing, [true, undefined, undefined, true, undefined, true]);
    assert.deepEqual(targets, [
      { operation: 'list', datatype: 'contacts' },
      { operation: 'create', datatype: 'contacts' },
      { operation: 'update', datatype: 'contacts', id: ID },
      { operation: 'read', datatype: 'contacts', id: ID },
      { operation: 'update', datatype: 'Members', id: ID },
      { operation: 'list', datatype: 'Orders' },
      { operation: 'delete', datatype: 'Products', id: ID },
      { operation: 'other' },
    ]);
  });

  it('gives the errors of a fault plan its own form and its own statuses', async () => {
    const seen: unknown[] = [];
    for (const status of [400, 401, 404, 409, 412, 422, 429, 500, 503]) {
      const {
        headers,
        body = '',
        unexpected: why,
        status: given,
      } = injectedErrorResponse({
        status,
        detail: 'problem',
        headers: { 'retry-after': '1' },
      });
      const answer = await readAnswer(new Response(body, { status: given, headers }));
      assert.deepEqual([headers['retry-after'], why], ['1', undefined]);
      seen.push([status, answer.status, answer.code ?? null, answer.body.message]);
    }
    const stale = injectedErrorResponse({ status: 412, kind: 'stale-version', detail: 'x' });
    const expired = injectedErrorResponse({ status: 410, kind: 'expired-cursor', detail: 'x' });
    assert.deepEqual([stale.status, expired.status], [409, 400]);
    assert.deepEqual(seen, [
      [400, 400, null, 'problem'],
      [401, 401, 'UNAUTHENTICATED', 'problem'],
      [404, 404, 'NOT_FOUND', 'problem'],
      [409, 409, 'ABORTED', 'problem'],
      [412, 409, 'CONTACT_ALREADY_CHANGED', 'problem'],
      [422, 400, null, 'problem'],
      [429, 429, 'RESOURCE_EXHAUSTED', 'problem'],
      [500, 500, null, ''],
      [503, 503, null, ''],
    ]);
  });
});
