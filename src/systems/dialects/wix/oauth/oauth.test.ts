import assert from 'node:assert/strict';
import { beforeEach, describe, it } from 'mocha';
import { WIX_API } from '..';
import { openHttp } from '../../..';
import { API_KEY, clientOf, setUp } from '../testing';
import type { Client, Setup } from '../testing';

type Answer = Readonly<Record<string, unknown>>;

const CONTACTS = '/contacts/v4/contacts';
const LEGACY = '/oauth/access';
const FOUR_HOURS = 14_400_000;
const BACK = 'http://127.0.0.1:8080/back?user=7';

async function post(
  { system }: Pick<Setup, 'system'>,
  path: string,
  body: Answer | string,
  { fetch = system.handler as typeof globalThis.fetch, type = 'application/json' } = {},
): Promise<{ readonly status: number; readonly body: Answer }> {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const headers = { 'content-type': type };
  const response = await fetch(
    new Request(`${system.baseUrl}${path}`, { method: 'POST', headers, body: text }),
  );
  return { status: response.status, body: (await response.json()) as Answer };
}

function credentialsOf({ account }: Pick<Setup, 'account'>): Answer {
  const { clientId, clientSecret } = account.oauth!;
  return { client_id: clientId, client_secret: clientSecret };
}

/** The parameters of Create Access Token. */
function creationOf(made: Pick<Setup, 'account'>): Answer {
  return {
    grant_type: 'client_credentials',
    ...credentialsOf(made),
    instance_id: made.account.oauth?.instanceId,
  };
}

async function lead(
  { system }: Pick<Setup, 'system'>,
  path: string,
  parameters: Readonly<Record<string, string>>,
): Promise<{ readonly status: number; readonly location: URL | undefined; readonly text: string }> {
  const query = new URLSearchParams(parameters).toString();
  const response = await system.handler(new Request(`${system.baseUrl}${path}?${query}`));
  const location = response.headers.get('location');
  const text = await response.text();
  return { status: response.status, location: location === null ? undefined : new URL(location), text };
}

describe('OAuth of Wix', () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const unexpected = (): string | undefined => site.calls.calls.at(-1)?.unexpected;
  const listWith = (token: unknown, siteId?: string): ReturnType<Client> =>
    call('GET', CONTACTS, undefined, { authorization: String(token), 'wix-site-id': siteId });

  it('creates access tokens for the instance of an app: for 4 hours, side by side, without a site id', async () => {
    const created = await post(site, '/oauth2/token', creationOf(site));
    const { access_token: token, ...rest } = created.body;
    assert.deepEqual([created.status, rest], [200, { token_type: 'Bearer', expires_in: 14_400 }]);
    site.clock.advance(FOUR_HOURS - 1);
    const other = (await post(site, '/oauth2/token', creationOf(site))).body.access_token;
    assert.notEqual(other, token);
    for (const each of [token, `Bearer ${String(token)}`, other]) {
      assert.equal((await listWith(each)).status, 200);
      assert.equal(unexpected(), undefined);
    }
    assert.equal((await listWith(token, site.headers['wix-site-id'])).status, 200);
    assert.equal((await listWith(token, 'another')).status, 403);
    site.clock.advance(1);
    const late = await listWith(token);
    assert.deepEqual([late.status, late.code, unexpected()], [401, 'UNAUTHENTICATED', undefined]);
    assert.equal((await listWith(other)).status, 200);
    assert.equal((await call('GET', CONTACTS)).status, 200, 'the API key is good as before');
    assert.equal(
      (await listWith(`${API_KEY}.access.${site.account.oauth?.instanceId?.slice(0, 8) ?? ''}.9`)).status,
      403,
    );
    assert.ok(unexpected());
  });

  it('takes forms as well as JSON, and nothing else', async () => {
    const form = new URLSearchParams(creationOf(site) as Record<string, string>).toString();
    const type = 'application/x-www-form-urlencoded';
    assert.equal((await post(site, '/oauth2/token', form, { type })).status, 200);
    for (const body of ['', '{', '[]', 'null']) {
      const { status, body: answer } = await post(site, '/oauth2/token', body);
      assert.deepEqual([status, answer.error], [400, 'invalid_request'], body);
      assert.ok(unexpected());
    }
  });

  it('refuses in the form of OAuth: unknown apps, wrong secrets, grants and instances', async () => {
    const instance = site.account.oauth?.instanceId;
    for (const [path, change, error] of [
      ['/oauth2/token', { client_id: instance }, 'invalid_client'],
      ['/oauth2/token', { client_secret: 'x' }, 'invalid_client'],
      ['/oauth2/token', { grant_type: 'password' }, 'unsupported_grant_type'],
      ['/oauth2/token', { instance_id: 'x' }, 'invalid_grant'],
      [LEGACY, {}, 'unsupported_grant_type'],
      [LEGACY, { grant_type: 'authorization_code', code: 'x' }, 'invalid_grant'],
      [LEGACY, { grant_type: 'refresh_token', refresh_token: 'x' }, 'invalid_grant'],
    ] as const) {
      const { status, body } = await post(site, path, { ...creationOf(site), ...change });
      assert.deepEqual([status, body.error, typeof body.error_description], [400, error, 'string']);
      assert.ok(unexpected());
    }
  });

  it('installs an app at once, and exchanges the code once, within 10 minutes (custom authentication)', async () => {
    const appId = site.account.oauth?.clientId ?? '';
    const asked = { appId, redirectUrl: BACK, token: 'of-the-installer', state: 's' };
    const install = (): ReturnType<typeof lead> => lead(site, '/installer/install', asked);
    const { status, location } = await install();
    assert.equal(status, 302);
    const given = Object.fromEntries(location?.searchParams ?? []);
    assert.deepEqual(
      { ...given, code: '' },
      { user: '7', code: '', instanceId: site.account.oauth?.instanceId, state: 's' },
    );
    const exchange = (change: Answer): ReturnType<typeof post> =>
      post(site, LEGACY, { ...credentialsOf(site), grant_type: 'authorization_code', ...change });
    site.clock.advance(599_999);
    const tokens = await exchange({ code: given.code });
    assert.deepEqual([tokens.status, Object.keys(tokens.body)], [200, ['access_token', 'refresh_token']]);
    assert.equal((await listWith(tokens.body.access_token)).status, 200);
    assert.deepEqual((await exchange({ code: given.code })).body.error, 'invalid_grant');
    const second = (await install()).location?.searchParams.get('code');
    site.clock.advance(600_000);
    assert.deepEqual((await exchange({ code: second })).body.error, 'invalid_grant');
    assert.equal(unexpected(), undefined);
    assert.equal((await listWith(tokens.body.access_token)).status, 401, 'five minutes are over');
    const { refresh_token: refresh } = tokens.body;
    for (const path of [LEGACY, `${LEGACY}/`]) {
      const renewed = await post(site, path, {
        ...credentialsOf(site),
        grant_type: 'refresh_token',
        refresh_token: refresh,
      });
      assert.equal(renewed.body.refresh_token, refresh, 'it never expires');
      assert.equal((await listWith(renewed.body.access_token)).status, 200);
    }
  });

  it('leads back from the external installer with app, site and instance', async () => {
    const { clientId = '', instanceId } = site.account.oauth ?? {};
    const { status, location } = await lead(site, '/app-installer', {
      appId: clientId,
      postInstallationUrl: BACK,
    });
    const tenantId = site.headers['wix-site-id'];
    assert.deepEqual(
      [status, Object.fromEntries(location?.searchParams ?? [])],
      [302, { user: '7', appId: clientId, tenantId, instanceId }],
    );
    for (const [path, parameters, error] of [
      ['/app-installer', { appId: 'x', postInstallationUrl: BACK }, 'invalid_client'],
      ['/app-installer', { appId: clientId }, 'invalid_request'],
      ['/installer/install', { appId: clientId, redirectUrl: 'https://example.com/' }, 'invalid_request'],
    ] as const) {
      const refused = await lead(site, path, parameters);
      assert.deepEqual([refused.status, refused.location], [400, undefined]);
      assert.equal((JSON.parse(refused.text) as Answer).error, error);
      assert.ok(unexpected());
    }
  });

  it('says what a token is good for', async () => {
    const token = (await post(site, '/oauth2/token', creationOf(site))).body.access_token;
    const { clientId, instanceId } = site.account.oauth!;
    const information = await post(site, '/oauth2/token-info', { token });
    assert.deepEqual(information.body, {
      active: true,
      subjectType: 'APP',
      subjectId: clientId,
      exp: String(Date.UTC(2024, 0, 1, 4) / 1000),
      iat: String(Date.UTC(2024, 0, 1) / 1000),
      clientId,
      siteId: site.headers['wix-site-id'],
      instanceId,
    });
    site.clock.advance(FOUR_HOURS);
    assert.deepEqual((await post(site, '/oauth2/token-info', { token })).body, { active: false });
    assert.deepEqual((await post(site, '/oauth2/token-info', {})).body, { active: false });
  });

  it('leads to the site whose app it is, of several at one host, and leaves no secret in a log', async () => {
    const transport = await openHttp();
    try {
      const baseUrl = transport.originOf(WIX_API.host);
      const [one, other] = ['one', 'other'].map((key) => setUp({ key, baseUrl, token: `key-of-${key}` }));
      transport.add(one!.system);
      transport.add(other!.system);
      const { fetch } = transport;
      const { body } = await post(other!, '/oauth2/token', creationOf(other!), { fetch });
      const token = String(body.access_token);
      const headers = { authorization: token };
      assert.equal((await fetch(`${baseUrl}${CONTACTS}`, { headers })).status, 200);
      const info = await post(other!, '/oauth2/token-info', { token }, { fetch });
      assert.equal(info.body.siteId, other!.headers['wix-site-id']);
      const logged = [...one!.calls.calls, ...other!.calls.calls];
      assert.equal(logged.length, 3);
      assert.doesNotMatch(JSON.stringify(logged), /key-of-/);
      assert.equal(
        logged.some(({ mutating }) => mutating),
        false,
      );
    } finally {
      transport.close();
    }
  });
});
