/** Systems in `configure`, as the schema takes and refuses them. */
import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { changed, problemsOf } from './testing';
import type { Paging, SystemConfiguration } from '.';

/** A system with a native API that a profile describes. */
const DESCRIBED: SystemConfiguration = {
  name: 'Shop',
  baseUrl: 'https://shop.test',
  token: 'secret',
  api: 'native',
  profile: 'shop',
  headers: { 'x-tenant': 'one' },
  renewal: { path: '/oauth/token', clientId: 'c', clientSecret: 's', refreshToken: 'r' },
  oauth: {
    authorizePath: '/oauth/authorize',
    tokenPath: '/oauth/token',
    clientId: 'c',
    clientSecret: 's',
    instanceId: 'i',
  },
  description: {
    authentication: { scheme: 'header', name: 'x-api-key' },
    record: {
      id: 'meta.id',
      modified: { path: 'meta.changed', format: 'epoch-seconds' },
      version: { in: 'record', path: 'meta.revision' },
      properties: 'fields',
      envelope: 'data',
    },
    list: {
      items: 'data',
      pageSize: 100,
      paging: { style: 'cursor', parameter: 'after', next: 'meta.next', limit: 'max' },
      since: { parameter: 'since', format: 'rfc3339' },
    },
    update: { method: 'PUT', body: 'whole', conflict: 409 },
    resources: { Client: '/v2/clients' },
  },
  schema: {},
  abilities: {
    idempotencyKey: false,
    search: false,
    externalReference: false,
    versions: true,
    webhooks: false,
    deltaCursor: false,
    timeResolution: 1000,
  },
};

const DESCRIPTION = ['description'] as const;
const PAGING = [...DESCRIPTION, 'list', 'paging'] as const;

const rightPagings: readonly Paging[] = [
  { style: 'page', parameter: 'page', first: 0, limit: 'n' },
  { style: 'offset', parameter: 'skip', limit: 'n' },
  { style: 'link', next: 'links.next', limit: 'n' },
  { style: 'link' },
];

const wrongSystems: readonly (readonly [string, readonly (string | number)[], unknown])[] = [
  ['a header that is not a text', ['headers', 'x-tenant'], 1],
  ['a renewal without a refresh token', ['renewal', 'refreshToken'], undefined],
  ['a renewal at a whole URL', ['renewal', 'path'], 'https://shop.test/oauth'],
  ['an app without a secret', ['oauth', 'clientSecret'], undefined],
  ['an app that is authorized at a whole URL', ['oauth', 'authorizePath'], 'https://shop.test/oauth'],
  ['an unknown way of authentication', [...DESCRIPTION, 'authentication', 'scheme'], 'basic'],
  ['a header for the token without a name', [...DESCRIPTION, 'authentication', 'name'], undefined],
  ['an unknown format of times', [...DESCRIPTION, 'record', 'modified', 'format'], 'seconds'],
  ['a version in the record without its place', [...DESCRIPTION, 'record', 'version', 'path'], undefined],
  ['an ETag with a place in the record', [...DESCRIPTION, 'record', 'version', 'in'], 'etag'],
  ['an unknown style of paging', [...PAGING, 'style'], 'random'],
  ['a cursor that nobody finds', [...PAGING, 'next'], undefined],
  ['counted pages without a limit', PAGING, { style: 'page', parameter: 'page', first: 1 }],
  ['an unknown way of writing', [...DESCRIPTION, 'update', 'method'], 'DELETE'],
  ['a success for a conflict', [...DESCRIPTION, 'update', 'conflict'], 200],
  ['a resource that is not a path', [...DESCRIPTION, 'resources', 'Client'], 'clients'],
  ['no resources', [...DESCRIPTION, 'resources'], undefined],
];

describe('wrong systems', () => {
  it('are none: a system that a profile describes, with every style of paging', () => {
    assert.deepEqual(problemsOf('system', DESCRIBED), []);
    for (const paging of rightPagings) {
      assert.deepEqual(problemsOf('system', changed(DESCRIBED, PAGING, paging)), [], paging.style);
    }
  });

  for (const [what, path, value] of wrongSystems) {
    it(`are refused: a system with ${what}`, () => {
      assert.notDeepEqual(problemsOf('system', changed(DESCRIBED, path, value)), []);
    });
  }
});
