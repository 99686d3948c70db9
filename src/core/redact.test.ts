import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { redact } from './redact';

describe('redact', () => {
  const cases: readonly (readonly [string, string])[] = [
    ['Authorization: Bearer abc.DEF-1_2~3+/==', 'Authorization: Bearer [redacted]'],
    ['authorization: bearer abc', 'authorization: bearer [redacted]'],
    ['Authorization: Basic dXNlcjpwYXNz\r\nAccept: */*', 'Authorization: [redacted]\r\nAccept: */*'],
    ['{"token": "abc", "name": "Ada"}', '{"token": "[redacted]", "name": "Ada"}'],
    [
      '{"access_token":"a\\"b","refresh-token":"c"}',
      '{"access_token":"[redacted]","refresh-token":"[redacted]"}',
    ],
    [
      '{"body":"{\\"clientSecret\\":\\"abc\\",\\"a\\":1}"}',
      '{"body":"{\\"clientSecret\\":\\"[redacted]\\",\\"a\\":1}"}',
    ],
    ['GET /x?access_token=abc&limit=5', 'GET /x?access_token=[redacted]&limit=5'],
    ['the query is "api_key=abc&limit=5"', 'the query is "api_key=[redacted]&limit=5"'],
    ['{"authorization":"Bearer abc"}', '{"authorization":"[redacted]"}'],
  ];
  for (const [text, expected] of cases) {
    it(`turns ${JSON.stringify(text)} into ${JSON.stringify(expected)}`, () => {
      assert.equal(redact(text), expected);
      assert.equal(redact(expected), expected, 'redacting again changes nothing');
    });
  }

  it('leaves texts without secrets alone', () => {
    for (const text of [
      '{"name":"Ada","tokens":3}',
      'GET /Contacts?cursor=abc',
      'a token of thanks',
      'send "Authorization: Bearer" and a bearer token',
    ]) {
      assert.equal(redact(text), text);
    }
  });

  it('takes given secrets out wherever they occur', () => {
    fc.assert(
      fc.property(fc.string(), fc.uuid(), fc.string(), (before, secret, after) => {
        assert.ok(!redact(`${before}${secret}${after}`, [secret, '']).includes(secret));
      }),
    );
  });

  it('costs by the length of a text, also of one that is nothing but backslashes', () => {
    // By the square of its length, this would take longer than a test may.
    const backslashes = '\\'.repeat(1024 * 1024);
    for (const text of [backslashes, `"token":"${backslashes}`]) {
      assert.equal(redact(text), text);
    }
  });
});
