import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import {
  AuthorizationCodes,
  ClientRegistry,
  codeRefused,
  oauthError,
  redirectTo,
  redirectUriOf,
} from './oauth';

describe('what OAuth has in common', () => {
  it('answers errors as RFC 6749 says (section 5.2), and marks those that no correct client meets', () => {
    assert.deepEqual(oauthError('invalid_client', 'Who?'), {
      status: 400,
      headers: { 'content-type': 'application/json', 'cache-control': 'no-store' },
      body: '{"error":"invalid_client","error_description":"Who?"}',
      unexpected: 'Who?',
    });
    const ordinary = oauthError('invalid_grant', 'Late.', { ordinary: true, contentType: 'text/x' });
    assert.deepEqual([ordinary.unexpected, ordinary.headers['content-type']], [undefined, 'text/x']);
  });

  it('redirects with what the address has already, and leaves out what is not there', () => {
    const { status, headers } = redirectTo(new URL('http://localhost:1/back?a=1&state=mine'), {
      code: 'c d&e',
      state: null,
      error: undefined,
    });
    assert.deepEqual(
      [status, headers.location],
      [302, 'http://localhost:1/back?a=1&state=mine&code=c+d%26e'],
    );
  });

  it('takes loopback addresses to redirect to, and no others', () => {
    for (const uri of [
      'http://localhost/',
      'https://127.0.0.1:8443/a?b=c',
      'http://[::1]:1/',
      'http://a.localhost',
    ]) {
      assert.ok(redirectUriOf(uri), uri);
    }
    for (const uri of [
      null,
      '',
      '/back',
      'localhost',
      'https://example.com/',
      'http://localhost.example.com/',
      'http://localhost@example.com/',
      'http://me@localhost/',
      'http://localhost/#fragment',
      'javascript:alert(1)',
      'app://localhost/',
    ]) {
      assert.equal(redirectUriOf(uri), undefined, String(uri));
    }
  });

  it('gives out codes that work once, in their time, for the address that they were asked for with', () => {
    const codes = new AuthorizationCodes((number) => `code-${number}`, 1000);
    const first = codes.issue(0, 'http://localhost/a');
    assert.equal(codes.redeem('code-7', 0), 'unknown');
    assert.equal(codes.redeem(first, 0, 'http://localhost/b'), 'other-redirect');
    assert.equal(codes.redeem(first, 999, 'http://localhost/a'), undefined);
    assert.equal(codes.redeem(first, 999, 'http://localhost/a'), 'used');
    const second = codes.issue(0);
    assert.notEqual(second, first);
    assert.equal(codes.redeem(second, 1000), 'expired');
    assert.equal(codes.redeem(second, 0), 'used');
    const expected = { unknown: false, used: true, expired: true, 'other-redirect': false } as const;
    for (const [problem, ordinary] of Object.entries(expected)) {
      const { unexpected, body } = codeRefused(problem as keyof typeof expected);
      assert.deepEqual(
        [unexpected === undefined, (JSON.parse(body ?? '') as { readonly error: string }).error],
        [ordinary, 'invalid_grant'],
      );
    }
  });

  it('finds clients by their ids; one takes the place of another with its id', () => {
    const registry = new ClientRegistry<{ clientId: string; name: string }>();
    const [one, other, heir] = [
      { clientId: 'a', name: 'one' },
      { clientId: 'b', name: 'other' },
      { clientId: 'a', name: 'heir' },
    ] as const;
    registry.register(one);
    registry.register(other);
    assert.equal(registry.find('a'), one);
    registry.register(heir);
    assert.equal(registry.find('a'), heir);
    assert.deepEqual([registry.find('c'), registry.find(null)], [undefined, undefined]);
    assert.deepEqual(registry.all(), [heir, other]);
  });
});
