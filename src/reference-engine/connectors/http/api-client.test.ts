import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ApiError } from './api-error';
import { MAX_WAIT_MS, REAL_TIME, retryAfter } from './backoff';
import { base, failing, manualTime, optionsOf, script, stateDirectory, type OptionWords } from '../testing';
import { TOKENS_FILE } from './token-store';
import { bearer, ApiClient, type ApiConventions } from './api-client';

const conventions: ApiConventions = { authorize: bearer, explain: () => undefined };

function transportOf(words: OptionWords): ApiClient {
  return new ApiClient(optionsOf(words), conventions);
}

const get = { method: 'GET', path: '/things' } as const;
const post = { method: 'POST', path: '/things', body: { a: 1 } } as const;

const renewal = { path: '/oauth/token', clientId: 'c', clientSecret: 's', refreshToken: 'r0' };

async function errorOf(call: Promise<unknown>): Promise<ApiError> {
  const error = await call.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  assert.ok(error instanceof ApiError, String(error));
  return error;
}

describe('a call that the system does not want now', () => {
  it('waits as many seconds as Retry-After says, and not less', async () => {
    const [time, { fetch, lines }] = [
      manualTime(),
      script(failing(429, {}, { 'retry-after': '7' }), { ok: true }),
    ];
    const { body } = await transportOf({ fetch, time }).send(get);
    assert.deepEqual(body, { ok: true });
    assert.deepEqual(time.waits, [7000]);
    assert.deepEqual(lines(), ['GET /things', 'GET /things']);
  });

  it('counts a date in Retry-After from the date of the answer, whatever the own clock says', () => {
    const headers = new Headers({
      'retry-after': 'Mon, 01 Jan 2024 08:00:05 GMT',
      date: 'Mon, 01 Jan 2024 08:00:00 GMT',
    });
    assert.equal(retryAfter(headers, Date.UTC(2030, 0, 1)), 5000);
    headers.delete('date');
    assert.equal(retryAfter(headers, Date.UTC(2024, 0, 1, 8, 0, 3)), 2000);
    assert.equal(retryAfter(headers, Date.UTC(2030, 0, 1)), 0);
  });

  it('takes nothing else for a time', () => {
    for (const text of ['', 'soon', '-3', '1e9', '99999999999999999999']) {
      assert.equal(retryAfter(new Headers({ 'retry-after': text }), 0), undefined, text);
    }
  });

  it('backs off twice as long each time where no time is named, and gives up after four repetitions', async () => {
    const [time, { fetch, sent }] = [
      manualTime(),
      script(
        ...Array<Response>(6)
          .fill(failing(503))
          .map((each) => each.clone()),
      ),
    ];
    const error = await errorOf(transportOf({ fetch, time }).send(get));
    assert.deepEqual(time.waits, [500, 1000, 2000, 4000]);
    assert.equal(sent.length, 5);
    assert.deepEqual([error.status, error.postponed], [503, false]);
  });

  it('is left for a later sync where the time is longer than a sync waits; no call is made before', async () => {
    const time = manualTime();
    const seconds = String(MAX_WAIT_MS / 1000 + 1);
    const { fetch, sent } = script(failing(429, {}, { 'retry-after': seconds }), { ok: true });
    const transport = transportOf({ fetch, time });
    assert.equal((await errorOf(transport.send(get))).postponed, true);
    transport.nextSync();
    const error = await errorOf(transport.send(get));
    assert.deepEqual(
      [error.postponed, error.refused, error.outcomeUnknown, sent.length],
      [true, false, false, 1],
    );
    assert.match(error.message, /GET https:\/\/system\.test\/things was not made/);
    await time.wait(MAX_WAIT_MS + 1000);
    await transport.send(get);
    assert.equal(sent.length, 2);
  });

  it('waits in one sync no longer than its patience in all', async () => {
    const time = manualTime();
    const slow = (): Response => failing(429, {}, { 'retry-after': '10' });
    const { fetch } = script(slow(), slow(), slow(), { ok: true });
    const transport = transportOf({ fetch, time });
    assert.equal((await errorOf(transport.send(get))).postponed, true);
    assert.deepEqual(time.waits, [10_000, 10_000]);
  });

  it('holds up the other calls to the system too', async () => {
    let release = (): void => undefined;
    const time = {
      now: () => 0,
      wait: () =>
        new Promise<void>((resolve) => {
          release = resolve;
        }),
    };
    const { fetch, sent } = script(failing(429, {}, { 'retry-after': '1' }), { ok: 1 }, { ok: 2 });
    const transport = transportOf({ fetch, time });
    const first = transport.send(get);
    await new Promise(setImmediate);
    const second = transport.send(get);
    await new Promise(setImmediate);
    assert.equal(sent.length, 1);
    release();
    await Promise.all([first, second]);
    assert.equal(sent.length, 3);
  });

  it('comes to an end where the system asks for no time at all, again and again', async () => {
    const { fetch, sent } = script(
      ...Array.from({ length: 20 }, () => failing(429, {}, { 'retry-after': '0' })),
    );
    await errorOf(transportOf({ fetch }).send(get));
    assert.equal(sent.length, 9);
  });

  it('repeats a creation after 429, which was not done, but not after 503, which may have been', async () => {
    const limited = script(failing(429, {}, { 'retry-after': '1' }), { ok: true });
    await transportOf({ fetch: limited.fetch }).send(post);
    assert.equal(limited.sent.length, 2);
    const down = script(failing(503, {}, { 'retry-after': '1' }), { ok: true });
    const error = await errorOf(transportOf({ fetch: down.fetch }).send(post));
    assert.deepEqual([down.sent.length, error.outcomeUnknown], [1, true]);
    const keyed = script(failing(503), { ok: true });
    await transportOf({ fetch: keyed.fetch }).send({ ...post, repeatable: true });
    assert.equal(keyed.sent.length, 2);
  });

  it('lets real time go by where nothing else is offered', async () => {
    const before = REAL_TIME.now();
    await Promise.all([REAL_TIME.wait(5), new Promise((resolve) => setTimeout(resolve, 10))]);
    assert.ok(REAL_TIME.now() - before >= 4);
  });
});

describe('a token that expires', () => {
  it('is renewed once and the call repeated (RFC 6749, section 6)', async () => {
    const { fetch, sent } = script(
      failing(401),
      { access_token: 'new', refresh_token: 'r1', token_type: 'bearer', expires_in: '600' },
      { ok: true },
    );
    const { body } = await transportOf({ fetch, configuration: { renewal } }).send(get);
    assert.deepEqual(body, { ok: true });
    assert.deepEqual(
      sent.map(({ headers }) => headers.authorization),
      ['Bearer secret', undefined, 'Bearer new'],
    );
    assert.equal(sent[1]?.url, `${base}/oauth/token`);
    assert.deepEqual(sent[1].body, {
      grant_type: 'refresh_token',
      refresh_token: 'r0',
      client_id: 'c',
      client_secret: 's',
    });
  });

  it('is renewed once for calls that need it at the same time', async () => {
    const { fetch, sent } = script(failing(401), failing(401), { access_token: 'new' }, { ok: 1 }, { ok: 2 });
    const transport = transportOf({ fetch, configuration: { renewal } });
    await Promise.all([transport.send(get), transport.send(get)]);
    assert.equal(sent.filter(({ url }) => url.endsWith('/oauth/token')).length, 1);
  });

  it('is not renewed again for a call that was refused with the old one, and learns of it late', async () => {
    let release = (): void => undefined;
    const late = new Promise<void>((resolve) => {
      release = resolve;
    });
    let renewals = 0;
    const fetch: typeof globalThis.fetch = async (input, init) => {
      const { url, headers } = new Request(input, init);
      if (url.endsWith('/oauth/token')) {
        renewals += 1;
        return Response.json({ access_token: 'new' });
      }
      if (headers.get('authorization') === 'Bearer new') {
        return Response.json({ ok: true });
      }
      if (url.endsWith('/slow')) {
        await late;
      }
      return failing(401);
    };
    const transport = transportOf({ fetch, configuration: { renewal } });
    const slow = transport.send({ method: 'GET', path: '/slow' });
    await transport.send(get);
    release();
    await slow;
    assert.equal(renewals, 1);
  });

  it('survives a restart, with the refresh token that is valid by then', async () => {
    const stateDir = stateDirectory();
    const first = script(failing(401), { access_token: 'a1', refresh_token: 'r1' }, { ok: true });
    await transportOf({ fetch: first.fetch, stateDir, configuration: { renewal } }).send(get);
    const second = script(failing(401), { access_token: 'a2', refresh_token: 'r2' }, { ok: true });
    await transportOf({ fetch: second.fetch, stateDir, configuration: { renewal } }).send(get);
    assert.equal(second.sent[0]?.headers.authorization, 'Bearer a1');
    assert.equal((second.sent[1]?.body as { refresh_token: string }).refresh_token, 'r1');
    assert.equal(statSync(join(stateDir, TOKENS_FILE)).mode & 0o777, 0o600);
    assert.match(readFileSync(join(stateDir, TOKENS_FILE), 'utf8'), /"r2"/);
  });

  it('gives way to another refresh token of the configuration', async () => {
    const stateDir = stateDirectory();
    const first = script(failing(401), { access_token: 'a1', refresh_token: 'r1' }, { ok: true });
    await transportOf({ fetch: first.fetch, stateDir, configuration: { renewal } }).send(get);
    const { fetch, sent } = script({ ok: true });
    const renewed = { token: 'fresh', renewal: { ...renewal, refreshToken: 'r9' } };
    await transportOf({ fetch, stateDir, configuration: renewed }).send(get);
    assert.equal(sent[0]?.headers.authorization, 'Bearer fresh');
  });

  it('is not renewed twice for one call, and a renewal that is refused is reported', async () => {
    const twice = script(failing(401), { access_token: 'new' }, failing(401));
    const error = await errorOf(transportOf({ fetch: twice.fetch, configuration: { renewal } }).send(get));
    assert.equal(error.status, 401);
    const { fetch } = script(failing(401), failing(400, { error: 'invalid_grant' }));
    assert.match(
      (await errorOf(transportOf({ fetch, configuration: { renewal } }).send(get))).message,
      /renewal of the token at POST https:\/\/system\.test\/oauth\/token answered 400: .*invalid_grant/,
    );
  });

  it('without a renewal ends the call', async () => {
    const { fetch, sent } = script(failing(401));
    assert.equal((await errorOf(transportOf({ fetch }).send(get))).status, 401);
    assert.equal(sent.length, 1);
  });
});

describe('a call', () => {
  it('carries the headers of the configuration', async () => {
    const { fetch, sent } = script({ ok: true });
    await transportOf({ fetch, configuration: { headers: { 'wix-site-id': 'site' } } }).send(get);
    assert.equal(sent[0]?.headers['wix-site-id'], 'site');
  });

  it('never takes the token to a URL that is not the system’s own', async () => {
    const { fetch, sent } = script();
    for (const path of [
      'https://evil.test/things',
      `${base}.evil.test/things`,
      'http://system.test/things',
    ]) {
      assert.match((await errorOf(transportOf({ fetch }).send({ ...get, path }))).message, /base URL/);
    }
    assert.equal(sent.length, 0);
  });

  it('names what came back where that is not JSON, and what was lost where nothing came', async () => {
    const { fetch } = script(new Response('<html>'), new TypeError('fetch failed'));
    const transport = transportOf({ fetch });
    assert.match((await errorOf(transport.send(get))).message, /not JSON: "<html>"/);
    const error = await errorOf(transport.send(get));
    assert.deepEqual([error.status, error.outcomeUnknown], [undefined, true]);
    assert.match(error.message, /GET https:\/\/system\.test\/things got no answer: fetch failed\./);
  });
});
