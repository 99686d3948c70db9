import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { assertDescribed, setUp, TOKEN } from '../../testing';
import type { Abilities } from '../..';

const ABILITIES: Abilities = {
  idempotencyKey: true,
  search: true,
  externalReference: true,
  versions: true,
  webhooks: true,
  deltaCursor: true,
  timeResolution: 1,
};

const step = fc.oneof(
  fc.constantFrom(
    'Contacts',
    'crm-1',
    'crm-2',
    'webhooks',
    '..',
    '.',
    '',
    '%2e%2e%2f',
    '%00',
    '%',
    '%E0%A4',
    'constructor',
  ),
  fc.string({ maxLength: 12 }).map(encodeURIComponent),
);
const value = fc.oneof(
  fc.constantFrom(
    '1',
    '-1',
    '1e99',
    '99999999999999999999',
    'NaN',
    '2024-01-01T00:00:00Z',
    '0000-00-00T00:00:00Z',
    '"x"',
    '['.repeat(5000),
    'name',
    '~',
    '.',
    '',
  ),
  fc.string({ maxLength: 20 }),
);
const parameter = fc.tuple(
  fc.constantFrom(
    'modifiedSince',
    'limit',
    'cursor',
    'where',
    'equals',
    'externalReference',
    'delta',
    '__proto__',
    'x',
  ),
  value,
);
const query = fc
  .array(parameter, { maxLength: 4 })
  .map((pairs) => pairs.map(([name, text]) => `${name}=${encodeURIComponent(text)}`).join('&'));
/** Made where it is used: fast-check takes half a second to prepare its URLs. */
function anyBody(): fc.Arbitrary<string | Buffer> {
  return fc.oneof(
    {
      weight: 5,
      arbitrary: fc.constantFrom('{"properties":{"name":"Ada"}}', '{"url":"http://127.0.0.1:1/"}'),
    },
    fc.constantFrom('', '{', '[]', 'null', '{"properties":{}}', '{"properties":{"__proto__":{"a":1}}}'),
    fc
      .integer({ min: 1, max: 50_000 })
      .map((depth) => `{"properties":{"name":${'['.repeat(depth)}${']'.repeat(depth)}}}`),
    fc
      .dictionary(fc.constantFrom('name', 'emails', 'address', 'age', 'x'), fc.jsonValue())
      .map((properties) => JSON.stringify({ properties })),
    fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
    fc.webUrl().map((url) => JSON.stringify({ url })),
  );
}

const RIGHT = `Bearer ${TOKEN}`;
const headers = fc.record(
  {
    'content-type': fc.constantFrom(
      'application/json',
      'application/json; charset=utf-8',
      'text/plain',
      'application/merge-patch+json',
      ';',
    ),
    'if-match': fc.constantFrom('"1"', '*', 'W/"1"', '"', ','),
    'idempotency-key': fc.constantFrom('', 'k', 'x'.repeat(5000)),
    authorization: fc.constantFrom(
      ...Array.from({ length: 12 }, () => RIGHT),
      '',
      'Bearer',
      'Bearer wrong',
      'Basic x',
    ),
  },
  { requiredKeys: [] },
);
const method = fc.constantFrom(
  'GET',
  'HEAD',
  'POST',
  'POST',
  'PUT',
  'PATCH',
  'PATCH',
  'DELETE',
  'OPTIONS',
  'PURGE',
  'get',
);

describe('the plain REST dialect under random calls', () => {
  it('answers each of them as its description says, and records it', async () => {
    const { system, calls } = setUp({ abilities: ABILITIES, pageSize: 2 });
    ['Ada', 'Eve', 'Ida'].forEach((name) => system.create('Contacts', { name }));
    let count = 0;
    const statuses = new Set<number>();
    const steps: fc.Arbitrary<readonly string[]> = fc.oneof(
      fc.constantFrom(['Contacts'], ['Contacts'], ['Contacts'], ['webhooks', 'w']),
      fc.integer({ min: 1, max: 20 }).map((number) => ['Contacts', `crm-${number}`]),
      fc.array(step, { maxLength: 4 }),
    );
    const call = fc.record({
      method,
      steps,
      query: fc.oneof({ weight: 3, arbitrary: fc.constant('') }, query),
      body: anyBody(),
      headers,
    });
    await fc.assert(
      fc.asyncProperty(call, async (given) => {
        const path = `${given.steps.map((each) => `/${each}`).join('')}${given.query === '' ? '' : `?${given.query}`}`;
        const withBody = !['GET', 'HEAD', 'get'].includes(given.method);
        const request = new Request(`${system.baseUrl}${path}`, {
          method: given.method,
          headers: { authorization: RIGHT, 'content-type': 'application/json', ...given.headers },
          ...(withBody ? { body: given.body } : {}),
        });
        const response = await system.handler(request);
        const text = await response.text();
        statuses.add(response.status);
        count += 1;
        assert.equal(calls.calls.length, count);
        assert.equal(calls.calls.at(-1)?.status, response.status);
        assert.ok(response.status < 500, `${response.status} ${text}`);
        if (request.method !== 'HEAD') {
          assertDescribed(
            request.method,
            new URL(request.url).href.slice(system.baseUrl.length),
            response,
            text,
          );
        }
      }),
      { numRuns: 3000 },
    );
    for (const status of [200, 201, 204, 400, 401, 404, 405, 412, 415, 422]) {
      assert.ok(statuses.has(status), `no call was answered ${status}`);
    }
  });

  it('does not take a deep body, which would exhaust the stack of whoever walks it', async () => {
    const { system } = setUp({ schema: { Contacts: { properties: { any: { type: 'any' } } } } });
    const post = async (depth: number): Promise<number> => {
      const body = `{"properties":{"any":${'['.repeat(depth)}${']'.repeat(depth)}}}`;
      const sent = { 'content-type': 'application/json', authorization: `Bearer ${TOKEN}` };
      return (
        await system.handler(
          new Request(`${system.baseUrl}/Contacts`, { method: 'POST', body, headers: sent }),
        )
      ).status;
    };
    assert.deepEqual([await post(98), await post(99), await post(400_000)], [201, 400, 400]);
  });
});
