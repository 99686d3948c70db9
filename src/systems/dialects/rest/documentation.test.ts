import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { assertDescribed, setUp } from '../../testing';

const text = readFileSync(join(__dirname, '../../../../docs/rest-dialect.md'), 'utf8');

interface Block {
  readonly start: string;
  readonly headers: [string, string][];
  readonly body: string | undefined;
}

function blocks(kind: 'request' | 'response'): readonly Block[] {
  const fences = text.matchAll(new RegExp('```http ' + kind + '\\n(.*?)\\n```', 'gs'));
  return Array.from(fences, ([, content = '']) => {
    const [head = '', ...rest] = content.split('\n\n');
    const [start = '', ...lines] = head.split('\n');
    const headers = lines.map((line) => {
      const [name = '', ...value] = line.split(': ');
      return [name, value.join(': ')] satisfies [string, string];
    });
    return { start, headers, body: rest.length === 0 ? undefined : rest.join('\n\n') };
  });
}

describe('docs/rest-dialect.md', () => {
  it('shows a session as it happens', async () => {
    const properties = {
      name: { type: 'string', required: true },
      'address.country.code': { type: 'string' },
      emails: { type: 'string', list: true },
    } as const;
    const { system } = setUp({ schema: { 'Contacts (human)': { properties } }, pageSize: 2 });
    const requests = blocks('request');
    const responses = blocks('response');
    assert.equal(requests.length, responses.length);
    assert.ok(requests.length >= 6);
    for (const [index, { start, headers, body }] of requests.entries()) {
      const [method = '', path = ''] = start.split(' ');
      const url = new URL(path, system.baseUrl).href;
      const sent = new Request(url, {
        method,
        headers,
        ...(body === undefined ? {} : { body }),
      });
      sent.headers.set('authorization', `Bearer ${system.token}`);
      const response = await system.handler(sent);
      const answered = await response.text();
      const expected = responses[index]!;
      assert.equal(String(response.status), expected.start);
      assert.deepEqual([...response.headers], expected.headers);
      assert.deepEqual(
        answered === '' ? undefined : JSON.parse(answered),
        expected.body === undefined ? undefined : JSON.parse(expected.body),
      );
      assertDescribed(method, url.slice(system.baseUrl.length), response, answered);
    }
  });
});
