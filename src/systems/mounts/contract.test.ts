import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createSystem, mountDirect, mountNock } from '..';
import type { MockedSystem, Mount } from '..';
import { TOKEN, clientOf, stand } from '../support.test';

const MOUNTS: readonly (readonly [string, () => Mount])[] = [
  ['mountDirect', mountDirect],
  ['mountNock', mountNock],
];

/** Answers with what reached it, byte for byte. */
function echo(baseUrl: string): { system: MockedSystem; requests: Request[]; bodies: Buffer[] } {
  const { clock, calls } = stand();
  const system = createSystem({ id: 'echo', name: 'Echo', baseUrl, token: TOKEN, schema: {}, clock, calls });
  const requests: Request[] = [];
  const bodies: Buffer[] = [];
  return {
    requests,
    bodies,
    system: {
      ...system,
      handler: async (request) => {
        requests.push(request);
        bodies.push(Buffer.from(await request.arrayBuffer()));
        return new Response(new Uint8Array([0xff, 0x00, 0xc3, 0xa6]), {
          status: 207,
          headers: { etag: 'W/"7"', location: 'https://crm.test/%C3%A6', 'x-two': 'one, two' },
        });
      },
    },
  };
}

for (const [name, open] of MOUNTS) {
  describe(`${name} keeps the contract of mounts`, () => {
    let mount: Mount;
    beforeEach(() => {
      mount = open();
    });
    afterEach(() => {
      mount.close();
    });

    it('leads a whole session to the system: create, read, change, list, delete', async () => {
      const { system, calls } = stand();
      mount.add(system);
      const call = clientOf(system, mount.fetch);
      const path = `/${encodeURIComponent('Ordrer / Æ%2F (💡)')}`;
      const title = 'blå e\u0301 \u{1F4A1}';
      const created = await call('POST', path, { body: { properties: { title } } });
      assert.deepEqual([created.status, created.headers.get('etag')], [201, '"1"']);
      assert.equal(created.headers.get('location'), `${system.baseUrl}${path}/crm-1`);
      const read = await call('GET', `${path}/crm-1`);
      assert.deepEqual([read.status, read.body.properties], [200, { title }]);
      const headers = { 'if-match': '"1"', 'content-type': 'application/merge-patch+json' };
      assert.equal(
        (await call('PATCH', `${path}/crm-1`, { body: { properties: { title: '' } }, headers })).status,
        200,
      );
      assert.equal(
        (await call('PATCH', `${path}/crm-1`, { body: { properties: { title: 'x' } }, headers })).status,
        412,
      );
      const listed = await call('GET', `${path}?modifiedSince=2024-01-01T00:00:00%2B00:00&limit=1`);
      assert.deepEqual(
        listed.body.items.map(({ version }) => version),
        [2],
      );
      assert.deepEqual((await call('DELETE', `${path}/crm-1`)).status, 204);
      assert.equal((await call('GET', `${path}/crm-1`)).status, 404);
      assert.deepEqual(
        calls.calls.map(({ method, status }) => `${method} ${status}`),
        ['POST 201', 'GET 200', 'PATCH 200', 'PATCH 412', 'GET 200', 'DELETE 204', 'GET 404'],
      );
      assert.deepEqual(mount.stray(), []);
    });

    it('passes bodies on byte for byte, also where they are no JSON or no UTF-8', async () => {
      const { system, bodies } = echo('https://echo.test');
      mount.add(system);
      const bytes = [
        Buffer.from('{ "a" : 1.0,\r\n "b":"\\u00e6æ" , "a": 2}'),
        Buffer.from('{'),
        Buffer.from('abcd'),
        Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]),
        Buffer.from('\ufeff{}'),
        Buffer.from('x'.repeat(300_000)),
      ];
      for (const body of bytes) {
        await mount.fetch('https://echo.test/x', {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        });
      }
      assert.deepEqual(bodies, bytes);
    });

    it('passes status, headers and body through in both directions', async () => {
      const { system, requests } = echo('https://echo.test');
      mount.add(system);
      const headers = {
        'if-match': '"3"',
        'idempotency-key': 'a b',
        'content-type': 'application/merge-patch+json',
      };
      const response = await mount.fetch('https://echo.test/a%2Fb/%C3%A6?x=%2B+y', {
        method: 'PATCH',
        body: '{}',
        headers,
      });
      assert.equal(response.status, 207);
      assert.deepEqual(
        ['etag', 'location', 'x-two'].map((header) => response.headers.get(header)),
        ['W/"7"', 'https://crm.test/%C3%A6', 'one, two'],
      );
      assert.deepEqual([...Buffer.from(await response.arrayBuffer())], [0xff, 0x00, 0xc3, 0xa6]);
      const [request] = requests;
      assert.equal(request?.url, 'https://echo.test/a%2Fb/%C3%A6?x=%2B+y');
      assert.equal(request.method, 'PATCH');
      assert.deepEqual(
        Object.keys(headers).map((header) => request.headers.get(header)),
        Object.values(headers),
      );
    });

    it('passes every usual method, and no body where there is none', async () => {
      const { system, requests, bodies } = echo('https://echo.test');
      mount.add(system);
      const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
      for (const method of methods) {
        await mount.fetch('https://echo.test/', { method });
      }
      assert.deepEqual(
        requests.map(({ method }) => method),
        methods,
      );
      assert.ok(bodies.every((body) => body.length === 0));
    });

    it('answers a call with an explicit Connection: keep-alive', async () => {
      const { system } = echo('https://echo.test');
      mount.add(system);
      const response = await mount.fetch('https://echo.test/', { headers: { Connection: 'keep-alive' } });
      assert.equal(response.status, 207);
    });

    it('tells systems on one host apart by their paths, the longer one first', async () => {
      const systems = [
        'https://shared.test/s1',
        'https://shared.test/s10',
        'https://shared.test/s1/deep',
        'http://shared.test/s1',
      ];
      const stands = systems.map((baseUrl) => stand({ baseUrl }));
      stands.forEach(({ system }) => {
        mount.add(system);
      });
      for (const { system } of stands) {
        assert.equal((await clientOf(system, mount.fetch)('GET', '/Contacts?limit=1')).status, 200);
      }
      assert.deepEqual(
        stands.map(({ calls }) => calls.calls.length),
        [1, 1, 1, 1],
      );
    });

    it('fails calls that meet no system and lists them: another host, another path, a removed system', async () => {
      const { system, calls } = stand();
      mount.add(system);
      const gone = stand({ baseUrl: 'https://crm.test/gone' }).system;
      mount.add(gone);
      mount.remove(gone);
      mount.remove(gone);
      const urls = [
        'https://unknown.test/x?y=1&access_token=abc',
        'https://crm.test/s2/Contacts',
        'https://crm.test/s10',
        'https://crm.test:8443/s1/Contacts',
        'http://crm.test/s1/Contacts',
        'https://crm.test/gone/Contacts',
        'http://127.0.0.1:9/x',
      ];
      for (const url of urls) {
        await assert.rejects(mount.fetch(url, { method: 'DELETE' }), (error: unknown) => {
          assert.ok(error instanceof TypeError, String(error));
          assert.equal(error.message, 'fetch failed');
          assert.ok(error.cause instanceof Error);
          return true;
        });
      }
      const expected = urls.map((url) => `DELETE ${url.replace('=abc', '=[redacted]')}`);
      assert.deepEqual(mount.stray(), expected);
      assert.deepEqual(calls.calls, []);
    });

    it('fails a call with a method that no system knows, one way or the other', async () => {
      const { system } = stand();
      mount.add(system);
      const answer = await mount.fetch(`${system.baseUrl}/Contacts`, { method: 'PURGE' }).then(
        ({ status }) => status,
        (error: unknown) => (error as Error).message,
      );
      assert.ok(answer === 401 || (answer === 'fetch failed' && mount.stray().length === 1));
    });

    it('refuses two systems at one base URL, and takes the same one twice', () => {
      const { system } = stand();
      mount.add(system);
      mount.add(system);
      assert.throws(() => {
        mount.add(stand({ id: 'other' }).system);
      }, /"other" cannot be mounted at https:\/\/crm\.test\/s1: "crm" stands there/);
    });

    it('answers many calls at once', async () => {
      const { system } = stand();
      mount.add(system);
      const call = clientOf(system, mount.fetch);
      const created = await Promise.all(
        Array.from({ length: 50 }, (_, index) =>
          call('POST', '/Contacts', { body: { properties: { name: `n${index}` } } }),
        ),
      );
      assert.deepEqual(new Set(created.map(({ body }) => body.id)).size, 50);
      assert.deepEqual(
        created.map(({ body }) => body.properties.name),
        Array.from({ length: 50 }, (_, index) => `n${index}`),
      );
    });

    it('rejects a call that was aborted with its reason', async () => {
      const { system } = stand();
      mount.add(system);
      const reason = new Error('enough');
      await assert.rejects(
        mount.fetch(`${system.baseUrl}/Contacts`, { signal: AbortSignal.abort(reason) }),
        reason,
      );
    });

    it('reaches nothing after it was closed, and can be opened anew', async () => {
      const { system } = stand();
      mount.add(system);
      mount.close();
      mount.close();
      const second = open();
      second.add(system);
      assert.equal((await clientOf(system, second.fetch)('GET', '/Contacts')).status, 200);
      second.close();
    });
  });
}
