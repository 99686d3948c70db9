import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { setUpFaulty, ALL_ABILITIES } from '../faults/testing';
import { signatureHeaders, webhookSecret } from './webhook-signature';

describe('the signature of a webhook', () => {
  it('is that of Standard Webhooks, by the example that its libraries test with', () => {
    const message = {
      secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw',
      id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
      timestamp: 1614265330,
      body: '{"test": 2432232314}',
    };
    assert.deepEqual(signatureHeaders(message), {
      'webhook-id': message.id,
      'webhook-timestamp': '1614265330',
      'webhook-signature': 'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
    });
  });

  it('is another one for each system and subscription', () => {
    const secrets = [
      webhookSecret('token-a', 'mine'),
      webhookSecret('token-b', 'mine'),
      webhookSecret('token-a', 'other'),
    ];
    assert.equal(new Set(secrets).size, 3);
    assert.ok(secrets.every((secret) => Buffer.from(secret.slice('whsec_'.length), 'base64').length === 32));
    assert.equal(webhookSecret('token-a', 'mine'), secrets[0]);
  });

  it('goes with every event, by the secret that PUT answers and GET does not', async () => {
    const { system, call } = setUpFaulty([], { abilities: ALL_ABILITIES });
    const put = await call('PUT', '/webhooks/mine', { body: { url: 'http://127.0.0.1:9/' } });
    const { secret } = JSON.parse(put.text) as { secret: string };
    assert.equal('secret' in (JSON.parse((await call('GET', '/webhooks/mine')).text) as object), false);
    const [{ id }] = [system.create('Contacts', {})];
    const seen: Request[] = [];
    const fetch: typeof globalThis.fetch = (input, init) => {
      seen.push(new Request(input, init));
      return Promise.resolve(new Response(null, { status: seen.length === 1 ? 500 : 204 }));
    };
    const pauses: number[] = [];
    const manner = {
      attempts: 2,
      now: () => 1700000000999 + seen.length * 1000,
      pause: (attempt: number) => Promise.resolve(pauses.push(attempt)),
    };
    assert.deepEqual(await system.deliver(fetch, manner), { delivered: 1, failed: 0, waiting: 0 });
    assert.deepEqual(pauses, [1]);
    for (const [index, request] of seen.entries()) {
      const body = await request.text();
      assert.match(body, new RegExp(`"recordId":"${id}"`));
      const expected = signatureHeaders({ secret, id: 'crm-event-1', timestamp: 1700000000 + index, body });
      assert.deepEqual(
        Object.fromEntries(Object.keys(expected).map((name) => [name, request.headers.get(name)])),
        expected,
      );
    }
    assert.equal(seen.length, 2);
  });
});
