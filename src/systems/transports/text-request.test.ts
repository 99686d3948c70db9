import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { textRequest } from './text-request';

const ORIGIN = 'https://crm.test';
const JSON_TYPE = { 'content-type': 'application/json' };

const PLAIN = [
  '/',
  '/s1',
  '/Contacts',
  '/a.b',
  '/%C3%A6',
  '/a%2Fb',
  '?',
  '?limit=1',
  '&x=%2B+y',
  ';',
  '@',
  '~',
];
const AWKWARD = [
  ...[
    '/.',
    '/..',
    '/.hidden',
    '/%2e',
    '/%2E%2E/',
    '/æ',
    '#',
    '#x',
    ' ',
    '\t',
    '\n',
    '\\',
    "'",
    '"',
    '<',
    '>',
  ],
  ...['|', '[', '{', '^', '`', '💡', '\uD800', ':8443'],
];
const PIECES = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...PLAIN) },
  { weight: 1, arbitrary: fc.constantFrom(...AWKWARD) },
);

/** As `Request` reads it. */
async function read(request: Request): Promise<unknown> {
  const { method, url, headers, body } = request;
  return { method, url, headers: [...headers], ...(body === null ? {} : { text: await request.text() }) };
}

describe('a request that takes no Request to understand', () => {
  /** @returns whether it was understood. */
  async function isKept(url: string): Promise<boolean> {
    const request = textRequest(url);
    if (request === undefined) {
      return false;
    }
    const { headers, ...rest } = request;
    assert.deepEqual({ ...rest, headers: [...headers] }, await read(new Request(url)));
    return true;
  }

  it('is what Request makes of it, whatever its URL is made of', async () => {
    for (const piece of [...PLAIN, ...AWKWARD]) {
      await isKept(`${ORIGIN}/a${piece}`);
      await isKept(`${ORIGIN}/a?x=${piece}`);
    }
    let understood = 0;
    const urls = fc.array(PIECES, { maxLength: 8 }).map((pieces) => `${ORIGIN}${pieces.join('')}`);
    await fc.assert(
      fc.asyncProperty(urls, async (url) => {
        understood += (await isKept(url)) ? 1 : 0;
      }),
      { numRuns: 1000 },
    );
    assert.ok(understood > 100, `only ${understood} of the URLs are plain`);
  });

  it('keeps method, headers and text', async () => {
    for (const method of ['POST', 'PATCH', 'PUT', 'DELETE']) {
      const init = {
        method,
        headers: { ...JSON_TYPE, 'If-Match': '"1"' },
        body: '{"title":"blå \u{1F4A1}"}',
      };
      const { headers, ...rest } = textRequest(`${ORIGIN}/s1/Contacts?limit=1`, init) ?? assert.fail();
      assert.deepEqual(
        { ...rest, headers: [...headers] },
        await read(new Request(`${ORIGIN}/s1/Contacts?limit=1`, init)),
      );
    }
  });

  const url = `${ORIGIN}/s1/Contacts`;
  const others: Readonly<Record<string, Parameters<typeof fetch>>> = {
    'a Request': [new Request(url)],
    'a URL object': [new URL(url)],
    'a signal': [url, { signal: AbortSignal.timeout(1000) }],
    'a method in small letters': [url, { method: 'post' }],
    'a method that no one knows': [url, { method: 'PURGE' }],
    'a body of bytes': [url, { method: 'POST', headers: JSON_TYPE, body: Buffer.from('{}') }],
    'a body with GET': [url, { headers: JSON_TYPE, body: '{}' }],
    'a body without a content type': [url, { method: 'POST', body: '{}' }],
    'a body with a byte order mark': [url, { method: 'POST', headers: JSON_TYPE, body: '\uFEFF{}' }],
    'a body with half of a surrogate pair': [url, { method: 'POST', headers: JSON_TYPE, body: '"\uD83D"' }],
    'a header that cannot be sent': [url, { headers: { 'x-a': 'line\nbreak' } }],
    'a port': ['https://crm.test:443/s1'],
    'no path': [ORIGIN],
  };
  for (const [what, given] of Object.entries(others)) {
    it(`does not include one with ${what}`, () => {
      assert.equal(textRequest(...given), undefined);
    });
  }
});
