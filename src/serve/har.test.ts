import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import type { Har } from 'har-format';
import draft06 from 'ajv/dist/refs/json-schema-draft-06.json';
import {
  createCallLog,
  createClock,
  createFaultInjector,
  createSystem,
  openDirect,
  parseFaultPlan,
} from '../systems';
import { harOf } from '.';
import { START } from './testing';

const TOKEN = 'token-of-the-crm';
const CREATOR = { name: 'syncproof', version: '1.2.3' };

/** The schemas of the format, as the package har-schema has them (JSON Schema draft 6). */
const validate = (() => {
  const schemas = createRequire(__filename)('har-schema') as Readonly<Record<string, object>>;
  const ajv = new Ajv({ strict: false, allErrors: true });
  ajv.addMetaSchema(draft06);
  addFormats(ajv);
  Object.values(schemas).forEach((schema) => {
    ajv.addSchema(schema);
  });
  return (har: unknown): void => {
    assert.ok(ajv.validate('har.json#', har), ajv.errorsText());
  };
})();

function setUp(plan = '{"faults": []}') {
  const clock = createClock(START);
  const calls = createCallLog({ detailed: true });
  const transport = openDirect();
  const system = createSystem({
    id: 'crm',
    name: 'CRM',
    baseUrl: 'https://crm.test/s1',
    token: TOKEN,
    schema: { Contact: { properties: { name: { type: 'string' } } } },
    clock,
    calls,
    faults: createFaultInjector({ clock, plan: parseFaultPlan(plan) }),
  });
  transport.add(system);
  return { calls, clock, fetch: transport.fetch };
}

const AUTHORIZED = { authorization: `Bearer ${TOKEN}` };
const URL_OF_CONTACTS = 'https://crm.test/s1/Contact';

describe('HAR files', () => {
  it('hold each call with its headers, bodies and time, in order', async () => {
    const { calls, clock, fetch } = setUp();
    const body = '{"properties":{"name":"Ada"}}';
    await fetch(URL_OF_CONTACTS, {
      method: 'POST',
      headers: { ...AUTHORIZED, 'content-type': 'application/json' },
      body,
    });
    clock.advance(1500);
    await fetch(`${URL_OF_CONTACTS}?limit=5`, { headers: AUTHORIZED });
    const har = harOf(calls, CREATOR);
    validate(har);
    const [post, get] = har.log.entries;
    assert.deepEqual(har.log.creator, CREATOR);
    assert.equal(har.log.version, '1.2');
    assert.equal(har.log.entries.length, 2);
    assert.equal(post?.startedDateTime, '2024-01-01T00:00:00.000Z');
    assert.equal(get?.startedDateTime, '2024-01-01T00:00:01.500Z');
    assert.deepEqual(post.request.postData, { mimeType: 'application/json', text: body });
    assert.equal(post.request.bodySize, body.length);
    assert.equal(post.response.status, 201);
    assert.equal(post.response.statusText, 'Created');
    assert.equal(post.response.content.mimeType, 'application/json');
    assert.ok(post.response.headers.some(({ name, value }) => name === 'etag' && value === '"1"'));
    assert.deepEqual(get.request.queryString, [{ name: 'limit', value: '5' }]);
    assert.equal(get.request.url, `${URL_OF_CONTACTS}?limit=5`);
    assert.match(get.response.content.text ?? '', /"name":"Ada"/);
  });

  it('say where an answer leads', () => {
    const { calls } = setUp();
    const exchange = {
      url: `${URL_OF_CONTACTS}/old`,
      startedAt: START,
      requestHeaders: new Headers(),
      responseHeaders: [['location', 'http://localhost/back?access_token=hidden']],
      secrets: [],
    } as const;
    calls.add({ system: 'crm', method: 'GET', path: '/old', status: 302, mutating: false }, () => exchange);
    const har = harOf(calls, CREATOR);
    validate(har);
    assert.equal(har.log.entries[0]?.response.redirectURL, 'http://localhost/back?access_token=[redacted]');
  });

  it('hold no secret: not in headers, addresses or bodies', async () => {
    const { calls, fetch } = setUp();
    await fetch(`${URL_OF_CONTACTS}?api_key=hidden-key&note=${TOKEN}`, {
      method: 'POST',
      headers: {
        ...AUTHORIZED,
        'x-api-key': 'hidden-header',
        cookie: 'hidden=1',
        'content-type': 'application/json',
      },
      body: JSON.stringify({ refresh_token: 'hidden-member' }),
    });
    await fetch(URL_OF_CONTACTS, { method: 'POST', headers: AUTHORIZED, body: TOKEN });
    const text = JSON.stringify(harOf(calls, CREATOR));
    assert.doesNotMatch(text, new RegExp(`hidden|${TOKEN}`));
    assert.match(text, /"name":"x-api-key","value":"\[redacted\]"/);
  });

  it('say which fault fired on a call, and give one without an answer the status 0', async () => {
    const { calls, fetch } = setUp('{"faults": [{"fault": {"kind": "connection-lost"}}]}');
    await assert.rejects(fetch(URL_OF_CONTACTS, { headers: AUTHORIZED }));
    const har = harOf(calls, CREATOR);
    validate(har);
    const [entry] = har.log.entries;
    assert.equal(entry?.response.status, 0);
    assert.deepEqual(entry.response.headers, []);
    assert.match(entry.comment ?? '', /fault: connection-lost/);
  });

  it('are valid whatever was called', async () => {
    const header = fc.tuple(
      fc.constantFrom('accept', 'cookie', 'if-match', 'x-own', 'content-type'),
      fc.stringMatching(/^[\x21-\x7e]{0,20}$/),
    );
    const call = fc.record({
      method: fc.constantFrom('GET', 'HEAD', 'POST', 'PATCH', 'DELETE', 'OPTIONS', 'PROPFIND'),
      path: fc.webPath(),
      query: fc.webQueryParameters(),
      headers: fc.array(header),
      body: fc.option(fc.uint8Array({ maxLength: 50 }), { nil: undefined }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(call, { minLength: 1, maxLength: 5 }), async (sent) => {
        const { calls, fetch } = setUp();
        for (const { method, path, query, headers, body } of sent) {
          const reading = method === 'GET' || method === 'HEAD';
          await fetch(`https://crm.test/s1${path}?${query}`, {
            method,
            headers: [...headers.map(([name, value]): [string, string] => [name, value])],
            ...(body === undefined || reading ? {} : { body: Buffer.from(body) }),
          });
        }
        const har = harOf(calls, CREATOR);
        validate(har);
        assert.equal(har.log.entries.length, sent.length);
        assert.deepEqual(JSON.parse(JSON.stringify(har)) as Har, har);
      }),
    );
  });

  it('cannot be made of a log without headers', () => {
    const calls = createCallLog();
    calls.add({ system: 'crm', method: 'GET', path: '/', status: 200, mutating: false });
    assert.throws(() => harOf(calls, CREATOR), /Call 1 has no headers/);
  });
});
