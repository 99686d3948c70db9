import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createSystem, openDirect, openHttp, openNock, openProxy } from '../..';
import type { Transport } from '../..';
import { divisionOf, EXACT_API } from '.';
import { createExactHandler } from './dialect';
import { TokenIssuer } from './token-issuer';
import { SCHEMA, TOKEN, clientOf, setUp, unexpectedOf } from './testing';
import type { Setup } from './testing';

type Form = Readonly<Record<string, string>>;

interface Tokens {
  readonly status: number;
  readonly body: Form;
}

async function renew(
  made: Pick<Setup, 'account' | 'system'>,
  change: Form = {},
  fetch = made.system.handler as typeof globalThis.fetch,
): Promise<Tokens> {
  const { path, clientId, clientSecret, refreshToken } = made.account.renewal!;
  const form = {
    grant_type: 'refresh_token',
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: refreshToken,
    ...change,
  };
  const response = await fetch(
    new Request(`${made.system.baseUrl}${path}`, { method: 'POST', body: new URLSearchParams(form) }),
  );
  return { status: response.status, body: (await response.json()) as Form };
}

describe('tokens of Exact Online', () => {
  it('live 600 seconds; then every call is answered 401 until the token is renewed', async () => {
    const made = setUp();
    const me = '/api/v1/current/Me';
    made.clock.advance(599_999);
    assert.equal((await clientOf(made)('GET', me)).status, 200);
    made.clock.advance(1);
    const late = await clientOf(made)('GET', me);
    assert.deepEqual([late.status, late.headers.get('www-authenticate')], [401, 'Bearer']);
    assert.match(late.headers.get('reason') ?? '', /expired/);
    assert.equal(unexpectedOf(made), undefined);
    const { status, body } = await renew(made);
    assert.deepEqual([status, body.token_type, body.expires_in], [200, 'bearer', '600']);
    assert.equal((await clientOf(made, { token: body.access_token! })('GET', me)).status, 200);
    assert.equal((await clientOf(made)('GET', me)).status, 401);
    assert.equal(unexpectedOf(made), undefined);
  });

  it('are renewed with a refresh token that works once', async () => {
    const made = setUp();
    made.clock.advance(570_000);
    const first = await renew(made);
    assert.equal(first.status, 200);
    made.clock.advance(600_000);
    assert.deepEqual(await renew(made), {
      status: 400,
      body: { error: 'invalid_grant', error_description: 'Old refresh token used.' },
    });
    const second = await renew(made, { refresh_token: first.body.refresh_token! });
    assert.equal(second.status, 200);
    assert.notEqual(second.body.access_token, first.body.access_token);
  });

  it('are not renewed before 570 seconds, unless a fault declared the token expired', async () => {
    const made = setUp();
    made.clock.advance(569_999);
    const early = await renew(made);
    assert.deepEqual([early.status, early.body.error], [400, 'access_denied']);
    assert.match(unexpectedOf(made) ?? '', /Rate limit exceeded/);
  });

  it('expire by a fault, at once, and can be renewed at once', async () => {
    for (const how of ['expireToken', 'refuse'] as const) {
      const made = setUp();
      const injector = new TokenIssuer('fault', TOKEN);
      const account = { key: 'fault', division: divisionOf('fault'), tokens: injector };
      const { calls, clock } = made;
      let expire = (): void => undefined;
      const system = createSystem({
        id: 'fault',
        name: 'Exact',
        baseUrl: 'https://fault.test',
        token: TOKEN,
        schema: SCHEMA,
        clock,
        calls,
        dialect(context) {
          const handler = createExactHandler(account, context);
          expire = () => {
            if (how === 'expireToken') {
              handler.expireToken();
            } else {
              assert.equal(handler.refuse({ status: 401, detail: 'a fault' }).status, 401);
            }
          };
          return handler;
        },
      });
      const path = '/api/v1/current/Me';
      assert.equal((await clientOf({ system })('GET', path)).status, 200);
      expire();
      assert.equal((await clientOf({ system })('GET', path)).status, 401);
      const renewed = await renew({ system, account: { ...made.account, renewal: injector.renewal } });
      assert.equal(renewed.status, 200);
      assert.equal(
        (await clientOf({ system }, { token: renewed.body.access_token! })('GET', path)).status,
        200,
      );
    }
  });

  it('are refused in the form of OAuth, and in no other', async () => {
    const made = setUp();
    made.clock.advance(600_000);
    const wrong: readonly (readonly [Form, string])[] = [
      [{ grant_type: 'password' }, 'unsupported_grant_type'],
      [{ client_id: 'x' }, 'invalid_client'],
      [{ client_secret: 'x' }, 'invalid_client'],
      [{ refresh_token: 'x' }, 'invalid_grant'],
    ];
    for (const [change, error] of wrong) {
      const { status, body } = await renew(made, change);
      assert.deepEqual([status, body.error], [400, error]);
      assert.ok(unexpectedOf(made));
    }
    const url = `${made.system.baseUrl}/api/oauth2/token`;
    for (const init of [
      { method: 'GET' },
      { method: 'POST', body: '{}', headers: { 'content-type': 'application/json' } },
    ]) {
      const response = await made.system.handler(new Request(url, init));
      assert.deepEqual([response.status, ((await response.json()) as Form).error], [400, 'invalid_request']);
    }
    made.clock.advance(31 * 86_400_000);
    assert.equal((await renew(made)).body.error_description, 'The refresh token has expired.');
  });

  it('are refused where they are missing, wrong, or made up', async () => {
    const made = setUp();
    for (const authorization of [
      undefined,
      'Basic x',
      'Bearer',
      'Bearer x',
      `Bearer ${TOKEN}.7`,
      `Bearer ${TOKEN}x`,
    ]) {
      const { status } = await clientOf(made)('GET', '/api/v1/current/Me', { headers: { authorization } });
      assert.equal(status, 401);
      assert.ok(unexpectedOf(made), authorization);
    }
  });

  it('are in no log, none of them', async () => {
    const made = setUp();
    made.clock.advance(600_000);
    const { body } = await renew(made);
    await clientOf(made, { token: body.access_token! })('GET', `/api/v1/current/Me?x=${body.access_token!}`);
    assert.equal(JSON.stringify(made.calls.calls).includes(TOKEN), false);
  });
});

describe('limits of Exact Online', () => {
  it('are off where nothing is said', async () => {
    const made = setUp();
    const call = clientOf(made);
    for (let count = 0; count < 70; count += 1) {
      const { status, headers } = await call('GET', '/salesorder/SalesOrders');
      assert.deepEqual([status, headers.get('x-ratelimit-minutely-limit')], [200, null]);
    }
  });

  it('count by the minute of the clock, and by the day; calls without a division are free', async () => {
    const made = setUp({}, { limits: { perMinute: 2, perDay: 3 } });
    const call = clientOf(made);
    const path = '/salesorder/SalesOrders';
    made.clock.advance(59_000);
    const first = await call('GET', path);
    const names = ['minutely-limit', 'minutely-remaining', 'minutely-reset', 'limit', 'remaining', 'reset'];
    const headers = (answer: typeof first): readonly (string | null)[] =>
      names.map((name) => answer.headers.get(`x-ratelimit-${name}`));
    const minute = String(Date.UTC(2024, 0, 1, 8, 1));
    assert.deepEqual(headers(first), ['2', '1', minute, '3', '2', String(Date.UTC(2024, 0, 2))]);
    assert.equal(
      (await call('GET', `${path}(guid'00000000-0000-0000-0000-000000000000')`)).headers.get(
        'x-ratelimit-remaining',
      ),
      '1',
    );
    const third = await call('GET', path);
    assert.deepEqual([third.status, headers(third)], [429, ['2', '0', minute, null, null, null]]);
    assert.equal(third.headers.get('retry-after'), null);
    assert.equal(unexpectedOf(made), undefined);
    assert.equal((await call('GET', '/api/v1/current/Me')).status, 200);
    made.clock.advance(1000);
    assert.equal((await call('GET', path)).status, 200);
    const daily = await call('GET', path);
    assert.deepEqual(
      [daily.status, headers(daily)],
      [429, [null, null, null, '3', '0', String(Date.UTC(2024, 0, 2))]],
    );
  });
});

const TRANSPORTS: readonly (readonly [string, () => Transport | Promise<Transport>])[] = [
  ['mountDirect', openDirect],
  ['mountNock', openNock],
  ['mountHttp', openHttp],
  ['mountProxy', openProxy],
];

for (const [name, open] of TRANSPORTS) {
  describe(`two administrations at one host, over ${name}`, () => {
    it('are distinguished by their tokens, also where a token is renewed', async () => {
      const transport = await open();
      try {
        const baseUrl = transport.originOf(EXACT_API.host);
        const sides = ['first', 'second'].map((key) => ({
          key,
          ...setUp({ id: key, baseUrl }, { key, token: `token-${key}` }),
        }));
        sides.forEach(({ system }) => {
          transport.add(system);
        });
        const fetch = transport.fetch;
        for (const side of sides) {
          const call = clientOf(side, { fetch, division: divisionOf(side.key) });
          const created = await call('POST', '/crm/Accounts', { body: { Name: side.key } });
          assert.equal(created.status, 201, created.error);
          const id = String(created.entity.ID);
          assert.equal((await call('GET', `/crm/Accounts(guid'${id}')`)).entity.Name, side.key);
          assert.equal(
            (await call('PUT', `/crm/Accounts(guid'${id}')`, { body: { City: 'Oslo' } })).status,
            204,
          );
          const me = await call('GET', '/api/v1/current/Me?$select=CurrentDivision');
          assert.equal(me.results[0]?.CurrentDivision, divisionOf(side.key));
          assert.deepEqual(
            side.system.records('Accounts').map(({ properties }) => properties),
            [{ Name: side.key, City: 'Oslo' }],
          );
        }
        const [first, second] = sides;
        const foreign = await clientOf(first!, { fetch, division: divisionOf('second') })(
          'GET',
          '/salesorder/SalesOrders',
        );
        assert.equal(foreign.status, 403);
        second!.clock.advance(600_000);
        const { status, body } = await renew(second!, {}, fetch);
        assert.equal(status, 200);
        const later = clientOf(second!, { fetch, token: body.access_token!, division: divisionOf('second') });
        assert.equal((await later('GET', '/salesorder/SalesOrders')).status, 200);
        assert.deepEqual(transport.unmatched(), []);
      } finally {
        transport.close();
      }
    });
  });
}
