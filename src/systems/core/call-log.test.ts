import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { createCallLog, createClock, createSystem } from '..';
import { SCHEMA, START, TOKEN, clientOf, setUp } from '../testing';

describe('the call log', () => {
  it('numbers the calls over all systems of a scenario', async () => {
    const calls = createCallLog();
    const clock = createClock(START);
    const [one, other] = ['one', 'other'].map((id) =>
      createSystem({
        id,
        name: id,
        baseUrl: `https://${id}.test`,
        token: TOKEN,
        schema: SCHEMA,
        clock,
        calls,
      }),
    );
    await clientOf(one!)('GET', '/Contacts');
    const mark = calls.mark();
    await clientOf(other!)('POST', '/Contacts', { body: { properties: { name: 'Ada' } } });
    await clientOf(one!)('GET', '/Contacts');
    assert.deepEqual(
      calls.since(mark).map(({ number, system, method, mutating }) => ({ number, system, method, mutating })),
      [
        { number: 2, system: 'other', method: 'POST', mutating: true },
        { number: 3, system: 'one', method: 'GET', mutating: false },
      ],
    );
    assert.equal(calls.calls.length, 3);
  });

  it('holds path, query, status and both bodies', async () => {
    const { system, calls } = setUp();
    const answer = await clientOf(system)('POST', '/Contacts', { body: { properties: { name: 'Ada' } } });
    await clientOf(system)('GET', '/Contacts?limit=1');
    assert.deepEqual(calls.calls[0], {
      number: 1,
      system: 'crm',
      method: 'POST',
      path: '/Contacts',
      requestBody: '{"properties":{"name":"Ada"}}',
      status: 201,
      responseBody: answer.text,
      mutating: true,
      target: { datatype: 'Contacts' },
    });
    assert.equal(calls.calls[1]?.path, '/Contacts?limit=1');
  });

  it('never holds the token, wherever an engine puts it', async () => {
    const { system, calls } = setUp();
    const call = clientOf(system);
    await call('POST', '/Contacts', { body: { properties: { name: `x ${TOKEN}` } } });
    await call('GET', `/Contacts/${TOKEN}`);
    await call('GET', `/Contacts?cursor=${TOKEN}`);
    await system.handler(new Request(`https://elsewhere.test/${TOKEN}`));
    assert.equal(calls.calls.length, 4);
    assert.ok(!JSON.stringify(calls.calls).includes(TOKEN));
  });

  it('marks the calls that no engine should make with the reason, and no other', async () => {
    const { system, calls } = setUp();
    const call = clientOf(system);
    const properties = { name: 'Ada' };
    await call('POST', '/Contacts', { body: { properties }, headers: { 'idempotency-key': 'k' } });
    await call('POST', '/Contacts', {
      body: { properties: { name: 'Eve' } },
      headers: { 'idempotency-key': 'k' },
    });
    await call('GET', '/Contacts/crm-9');
    await call('PATCH', '/Contacts/crm-1', { body: { properties }, headers: { 'if-match': '"9"' } });
    await call('PATCH', '/Contacts/crm-1', { body: { properties: { name: null } } });
    await call('POST', '/Contacts', { body: { properties: { name: 'x'.repeat(1024 * 1024) } } });
    assert.deepEqual(
      calls.calls.map(({ status, unexpected }) => [status, unexpected]),
      [201, 422, 404, 412, 422, 413].map((status) => [status, undefined]),
    );
    const mark = calls.mark();
    await call('GET', '/contacts');
    await call('GET', '/Contacts/crm-1/more');
    await call('GET', '/Contacts', { headers: { authorization: 'Bearer wrong' } });
    await call('PUT', '/Contacts/crm-1', { body: { properties } });
    await call('POST', '/Contacts', { body: '{' });
    await call('POST', '/Contacts', { body: '{}', headers: { 'content-type': 'text/plain' } });
    await call('GET', '/Contacts?cursor=x');
    await system.handler(
      new Request('https://crm.test/s10/Contacts', { headers: { authorization: `Bearer ${TOKEN}` } }),
    );
    assert.deepEqual(
      calls.since(mark).map(({ status, unexpected }) => [status, typeof unexpected]),
      [404, 404, 401, 405, 400, 415, 400, 404].map((status) => [status, 'string']),
    );
    assert.match(calls.calls.at(-1)?.path ?? '', /^https:\/\/crm\.test\/s10\/Contacts$/);
  });

  it('holds headers and times where it is detailed, without secrets', async () => {
    const calls = createCallLog({ detailed: true });
    const { system, clock } = setUp({ calls });
    clock.advance(3);
    await clientOf(system)('GET', `/Contacts?x=${TOKEN}`, {
      headers: { cookie: 'a=b', 'x-api-key': 'abc', 'x-note': `is ${TOKEN}`, accept: 'application/json' },
    });
    assert.deepEqual(calls.exchangeOf(1), {
      url: 'https://crm.test/s1/Contacts?x=[redacted]',
      startedAt: START + 3,
      requestHeaders: [
        ['accept', 'application/json'],
        ['authorization', '[redacted]'],
        ['cookie', '[redacted]'],
        ['x-api-key', '[redacted]'],
        ['x-note', 'is [redacted]'],
      ],
      responseHeaders: [['content-type', 'application/problem+json']],
    });
    assert.equal(calls.exchangeOf(2), undefined);
  });

  it('holds neither where it is not', async () => {
    const { system, calls } = setUp();
    await clientOf(system)('GET', '/Contacts');
    assert.equal(calls.exchangeOf(1), undefined);
  });

  it('takes the secrets out of the forms of a token endpoint, and of their answers', async () => {
    const answer = {
      status: 200,
      headers: { 'content-type': 'application/json' },
      body: '{"access_token":"new","refresh_token":"newer","expires_in":600}',
    };
    const dialect = () => ({
      answer: () => answer,
      targetOf: () => ({ operation: 'other' as const }),
      refuse: () => answer,
    });
    const { system, calls } = setUp({ dialect });
    await system.handler(
      new Request(`${system.baseUrl}/token`, {
        method: 'POST',
        body: new URLSearchParams({
          grant_type: 'refresh_token',
          refresh_token: 'old',
          client_secret: 'hush',
        }),
      }),
    );
    assert.deepEqual(
      [calls.calls[0]?.requestBody, calls.calls[0]?.responseBody],
      [
        'grant_type=refresh_token&refresh_token=[redacted]&client_secret=[redacted]',
        '{"access_token":"[redacted]","refresh_token":"[redacted]","expires_in":600}',
      ],
    );
  });
});
