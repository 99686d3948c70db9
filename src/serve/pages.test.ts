import assert from 'node:assert/strict';
import { request } from 'node:http';
import { accessTo, closeServings, served } from './testing';
import type { Serving } from '.';

afterEach(closeServings);

async function page(serving: Serving, path: string): Promise<string> {
  const response = await fetch(`${serving.origin}${path}`);
  assert.equal(response.status, 200);
  return response.text();
}

/** Sends a request with headers that fetch does not let one choose. */
function raw(url: string, headers: Readonly<Record<string, string>>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const asked = request(url, { headers }, (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    asked.on('error', reject);
    asked.end();
  });
}

const EVIL = `</td><script>alert("x")</script><img src=x onerror='y'>`;

describe('the pages of served systems', () => {
  it('list the systems with their datatypes, records and calls, and lead to each', async () => {
    const serving = await served({ records: 2 });
    const { url, headers } = accessTo(serving, 'shop');
    await fetch(`${url}/Customer`, { headers });
    const text = await page(serving, '/');
    assert.match(text, /<a href="\/shop">Shop<\/a>/);
    assert.match(text, /Customer \(2\)/);
    assert.ok(text.includes(url));
    assert.match(text, /<td class="number">1<\/td>/);
  });

  it('show records with a column for each property, the newest first', async () => {
    const serving = await served();
    const shop = serving.systems[0]!.system;
    shop.create('Customer', { name: 'Ada', address: { city: 'Oslo' } });
    shop.create('Customer', { name: 'Grace', emails: ['grace@example.com'] });
    const text = await page(serving, '/shop');
    for (const shown of ['>address.city</th>', '<td>Oslo</td>', '2 records.', 'grace@example.com']) {
      assert.ok(text.includes(shown), shown);
    }
    assert.ok(text.indexOf('Grace') < text.indexOf('Ada'));
  });

  it('show at most 200 records, and say how many there are', async () => {
    const serving = await served({ records: 201 });
    const text = await page(serving, '/shop');
    assert.match(text, /The newest 200 of 201 records\./);
    assert.equal(text.match(/<code>shop-\d+<\/code>/g)?.length, 200);
  });

  it('show calls with their bodies, the fault that fired, and what was unexpected', async () => {
    const plan = { faults: [{ fault: { kind: 'server-error' as const } }] };
    const serving = await served({ plan });
    const { url, headers } = accessTo(serving, 'shop');
    await fetch(`${url}/Customer`, { headers });
    await fetch(`${url}/Nothing`, { headers });
    const text = await page(serving, '/shop');
    assert.match(text, /fault: server-error/);
    assert.match(text, /unexpected: There is no datatype &quot;Nothing&quot;/);
    assert.match(text, /<summary>response<\/summary>/);
    assert.match(text, /2024-01-01 00:00:00\.000 UTC/);
  });

  it('escape whatever comes from outside', async () => {
    const serving = await served();
    const { url, headers } = accessTo(serving, 'shop');
    serving.systems[0]!.system.create('Customer', { [EVIL]: EVIL, list: [EVIL] });
    await fetch(`${url}/Customer?${encodeURIComponent(EVIL)}=${EVIL}`, { headers });
    await fetch(`${url}/Customer`, {
      method: 'POST',
      headers: { ...headers, 'content-type': EVIL },
      body: EVIL,
    });
    const text = await page(serving, '/shop');
    assert.ok(text.includes('&lt;script&gt;'));
    assert.doesNotMatch(text, /<script|<img/);
  });

  it('never show a token or another secret', async () => {
    const serving = await served();
    const { url, headers } = accessTo(serving, 'shop');
    const token = serving.configuration.systems.shop?.token ?? '';
    serving.systems[0]!.system.create('Customer', { name: `key ${token}` });
    await fetch(`${url}/Customer?access_token=hidden-one`, { headers });
    const body = JSON.stringify({ properties: { password: 'hidden-two', name: token } });
    await fetch(`${url}/Customer`, {
      method: 'POST',
      headers: { ...headers, 'content-type': 'application/json' },
      body,
    });
    for (const path of ['/', '/shop', '/desk']) {
      assert.doesNotMatch(await page(serving, path), new RegExp(`hidden-|${token}`));
    }
    assert.match(await page(serving, '/shop'), /\[redacted\]/);
  });

  it('cut what is long, and stay small', async () => {
    const serving = await served();
    serving.systems[0]!.system.create('Customer', {
      name: 'x'.repeat(100_000),
      ...Object.fromEntries(Array.from({ length: 100 }, (_, index) => [`p${index}`, index])),
    });
    const text = await page(serving, '/shop');
    assert.match(text, /99800 more characters/);
    assert.match(text, /61 more properties not shown/);
    assert.ok(text.length < 20_000);
  });

  it('run nothing, load nothing and are kept by nobody', async () => {
    const response = await fetch(`${(await served()).origin}/`);
    const policy = response.headers.get('content-security-policy') ?? '';
    assert.match(policy, /^default-src 'none'; style-src 'sha256-[A-Za-z0-9+/=]{44}'; /);
    assert.match(policy, /form-action 'none'; frame-ancestors 'none'$/);
    assert.equal(response.headers.get('cache-control'), 'no-store');
    assert.equal(response.headers.get('x-content-type-options'), 'nosniff');
  });

  it('have the landmarks and headers that screen readers go by', async () => {
    const text = await page(await served({ records: 1 }), '/shop');
    assert.match(text, /<html lang="en">/);
    assert.match(text, /<title>Shop · syncproof<\/title>/);
    assert.match(text, /<a href="\/shop"\s+aria-current="page"/);
    for (const landmark of ['<header>', '<nav aria-label="Systems">', '<main id="main"', '<footer>']) {
      assert.ok(text.includes(landmark), landmark);
    }
    assert.match(text, /<nav aria-label="On this page">/);
    assert.match(text, /<a href="#datatype-1">Customer<\/a>/);
    assert.match(text, /<a href="#calls">Calls<\/a>/);
    assert.match(text, /<th scope="col">/);
    assert.match(text, /<th scope="row">/);
    assert.equal(text.match(/<h1>/g)?.length, 1);
  });

  it('can be read and nothing else', async () => {
    const { origin } = await served();
    const head = await fetch(`${origin}/shop`, { method: 'HEAD' });
    assert.equal(head.status, 200);
    assert.equal(await head.text(), '');
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) {
      const response = await fetch(`${origin}/shop`, { method });
      assert.equal(response.status, 405);
      assert.equal(response.headers.get('allow'), 'GET, HEAD');
    }
  });

  it('say where the systems are, at addresses without a page', async () => {
    const { origin } = await served();
    for (const path of ['/nowhere', '/%E0', '/shop/more', '/..%2fshop']) {
      const response = await fetch(`${origin}${path}`);
      assert.equal(response.status, 404);
      assert.ok((await response.text()).includes(`${origin}/`));
    }
  });

  it('are not for pages of other sites that call themselves by another name', async () => {
    const { origin } = await served();
    assert.equal(await raw(`${origin}/`, { host: 'rebound.example' }), 421);
    assert.equal(await raw(`${origin}/`, { host: 'localhost' }), 200);
  });
});
