import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { openHttp } from '../..';
import { EXACT_API } from '.';
import { Administration } from './administration';
import { targetOf } from './target';
import { TOKEN, clientOf, setUp, unexpectedOf } from './testing';
import type { Setup } from './testing';

type Form = Readonly<Record<string, string>>;

const REDIRECT_URI = 'http://localhost:8080/back?tenant=7';
const ME = '/api/v1/current/Me';

/** A call for an authorization; an empty value leaves a parameter out. */
async function authorize(
  { account, system }: Pick<Setup, 'account' | 'system'>,
  change: Form = {},
  { fetch = system.handler as typeof globalThis.fetch, method = 'GET' } = {},
): Promise<{ readonly status: number; readonly location: URL | undefined; readonly body: string }> {
  const { authorizePath = '', clientId = '' } = account.oauth ?? {};
  const asked = {
    client_id: clientId,
    redirect_uri: REDIRECT_URI,
    response_type: 'code',
    state: 'x y',
    ...change,
  };
  const query = new URLSearchParams(Object.entries(asked).filter(([, value]) => value !== ''));
  const request = new Request(`${system.baseUrl}${authorizePath}?${query.toString()}`, {
    method,
    redirect: 'manual',
  });
  const response = await fetch(request);
  const location = response.headers.get('location');
  const body = await response.text();
  return { status: response.status, location: location === null ? undefined : new URL(location), body };
}

async function exchange(
  { account, system }: Pick<Setup, 'account' | 'system'>,
  change: Form,
  fetch = system.handler as typeof globalThis.fetch,
): Promise<{ readonly status: number; readonly body: Form }> {
  const { tokenPath = '', clientId = '', clientSecret = '' } = account.oauth ?? {};
  const form = {
    grant_type: 'authorization_code',
    client_id: clientId,
    client_secret: clientSecret,
    redirect_uri: REDIRECT_URI,
    ...change,
  };
  const body = new URLSearchParams(form);
  const response = await fetch(new Request(`${system.baseUrl}${tokenPath}`, { method: 'POST', body }));
  return { status: response.status, body: (await response.json()) as Form };
}

describe('OAuth of Exact Online', () => {
  let made: Setup;
  beforeEach(() => {
    made = setUp();
  });
  const codeOf = async (): Promise<string> =>
    (await authorize(made)).location?.searchParams.get('code') ?? '';

  it('authorizes an app at once, and gives it tokens for the code', async () => {
    const { status, location } = await authorize(made);
    assert.equal(status, 302);
    assert.equal(location?.origin, 'http://localhost:8080');
    assert.deepEqual([...location.searchParams.keys()], ['tenant', 'code', 'state']);
    assert.equal(location.searchParams.get('state'), 'x y');
    const code = location.searchParams.get('code') ?? '';
    const tokens = await exchange(made, { code });
    assert.deepEqual([tokens.status, tokens.body.token_type, tokens.body.expires_in], [200, 'bearer', '600']);
    const { access_token: token = '', refresh_token: refresh = '' } = tokens.body;
    assert.equal((await clientOf(made, { token })('GET', ME)).status, 200);
    assert.equal((await clientOf(made)('GET', ME)).status, 401, 'the chain before is over');
    made.clock.advance(570_000);
    const renewed = await exchange(made, { grant_type: 'refresh_token', refresh_token: refresh });
    assert.equal(renewed.status, 200);
    const again = await exchange(made, { grant_type: 'refresh_token', refresh_token: refresh });
    assert.deepEqual([again.status, again.body.error], [400, 'invalid_grant']);
    assert.deepEqual(
      made.calls.calls.filter(({ unexpected }) => unexpected !== undefined),
      [],
    );
  });

  it('takes a code once, for three minutes, with the address that it was asked for with', async () => {
    const first = await codeOf();
    const refusals = async (change: Form): Promise<unknown> => {
      const { status, body } = await exchange(made, change);
      return [status, body.error, unexpectedOf(made) !== undefined];
    };
    assert.deepEqual(await refusals({ code: first, redirect_uri: 'http://localhost:8080/' }), [
      400,
      'invalid_grant',
      true,
    ]);
    assert.deepEqual(await refusals({ code: first, client_secret: 'x' }), [400, 'invalid_client', true]);
    assert.deepEqual(await refusals({ code: 'made-up' }), [400, 'invalid_grant', true]);
    made.clock.advance(179_999);
    assert.equal((await exchange(made, { code: first })).status, 200);
    assert.deepEqual(await refusals({ code: first }), [400, 'invalid_grant', false]);
    const second = await codeOf();
    made.clock.advance(180_000);
    assert.deepEqual(await refusals({ code: second }), [400, 'invalid_grant', false]);
  });

  it('answers what is wrong with client and address, and redirects what else is wrong', async () => {
    for (const [change, error] of [
      [{ client_id: 'x' }, 'invalid_client'],
      [{ client_id: '' }, 'invalid_client'],
      [{ redirect_uri: '' }, 'invalid_request'],
      [{ redirect_uri: 'https://example.com/' }, 'invalid_request'],
    ] as const) {
      const { status, location, body } = await authorize(made, change);
      assert.deepEqual([status, location], [400, undefined]);
      assert.equal((JSON.parse(body) as Form).error, error);
      assert.ok(unexpectedOf(made));
    }
    for (const type of ['token', '']) {
      const { status, location } = await authorize(made, { response_type: type });
      assert.deepEqual(
        [status, location?.searchParams.get('error'), location?.searchParams.get('state')],
        [302, 'unsupported_response_type', 'x y'],
      );
      assert.equal(location?.searchParams.has('code'), false);
      assert.ok(unexpectedOf(made));
    }
    assert.equal((await authorize(made, {}, { method: 'POST' })).status, 400);
  });

  it('asks for no state, no scope and no login', async () => {
    const { status, location } = await authorize(made, { state: '', scope: 'all', force_login: '1' });
    assert.equal(status, 302);
    assert.equal(location?.searchParams.has('state'), false);
    assert.equal(unexpectedOf(made), undefined);
  });

  it('is a matter of sessions, not of records, and leaves no secret in the log', async () => {
    const code = await codeOf();
    await exchange(made, { code });
    assert.equal(
      made.calls.calls.some(({ mutating }) => mutating),
      false,
    );
    assert.equal(JSON.stringify(made.calls.calls).includes(TOKEN), false);
    const { clock } = made;
    const administration = new Administration({ key: 'k', division: 1, clock, storeOf: () => undefined });
    for (const path of ['/api/oauth2/auth', '/api/oauth2/token']) {
      const call = { method: 'GET', path, query: '', headers: new Headers() };
      assert.deepEqual(targetOf(call, administration, String), { operation: 'session' });
    }
  });

  it('leads to the administration whose app it is, of several at one host', async () => {
    const transport = await openHttp();
    try {
      const baseUrl = transport.originOf(EXACT_API.host);
      const [first, second] = ['first', 'second'].map((key) =>
        setUp({ id: key, baseUrl }, { key, token: `token-${key}` }),
      );
      transport.add(first!.system);
      transport.add(second!.system);
      const { fetch } = transport;
      const { location } = await authorize(second!, {}, { fetch });
      const code = location?.searchParams.get('code') ?? '';
      const { body } = await exchange(second!, { code }, fetch);
      assert.match(body.access_token ?? '', /^token-second\./);
      assert.equal(JSON.stringify(first!.calls.calls).includes('token-second'), false);
      assert.equal(first!.calls.calls.length, 2, 'the first of the host passes them on');
    } finally {
      transport.close();
    }
  });
});
