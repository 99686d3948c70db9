import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { ConnectionLost, createSystem, openDirect, openHttp, openNock, openProxy } from '..';
import type { MockedSystem, Transport, SystemOptions } from '..';
import { TOKEN, clientOf, setUp } from '../testing';
import type { Setup } from '../testing';

const TRANSPORTS: readonly (readonly [string, () => Transport | Promise<Transport>])[] = [
  ['mountDirect', openDirect],
  ['mountNock', openNock],
  ['mountHttp', openHttp],
  ['mountProxy', openProxy],
];

/** Answers with what reached it, byte for byte. */
function echo(baseUrl: string): { system: MockedSystem; requests: Request[]; bodies: Buffer[] } {
  const { clock, calls } = setUp();
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

for (const [name, open] of TRANSPORTS) {
  describe(`${name} keeps the contract of transports`, () => {
    let transport: Transport;
    /** A system on the transport, at crm.test unless stated otherwise. */
    const setUpHere = (path = '/s1', host = 'crm.test', options: Partial<SystemOptions> = {}): Setup =>
      setUp({ baseUrl: `${transport.originOf(host)}${path}`, ...options });
    beforeEach(async () => {
      transport = await open();
    });
    afterEach(() => {
      transport.close();
    });

    it('leads a whole session to the system: create, read, change, list, delete', async () => {
      const { system, calls } = setUpHere();
      transport.add(system);
      const call = clientOf(system, transport.fetch);
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
      assert.deepEqual(transport.unmatched(), []);
    });

    it('passes bodies on byte for byte, also where they are neither JSON nor UTF-8', async () => {
      const { system, bodies } = echo(transport.originOf('echo.test'));
      transport.add(system);
      const bytes = [
        Buffer.from('{ "a" : 1.0,\r\n "b":"\\u00e6æ" , "a": 2}'),
        Buffer.from('{'),
        Buffer.from('abcd'),
        Buffer.from([0x7b, 0xff, 0xfe, 0x00, 0x7d]),
        Buffer.from('\ufeff{}'),
        Buffer.from('x'.repeat(300_000)),
      ];
      for (const body of bytes) {
        await transport.fetch(`${transport.originOf('echo.test')}/x`, {
          method: 'POST',
          body,
          headers: { 'content-type': 'application/json' },
        });
      }
      assert.deepEqual(bodies, bytes);
    });

    it('passes status, headers and body through in both directions', async () => {
      const { system, requests } = echo(transport.originOf('echo.test'));
      transport.add(system);
      const headers = {
        'if-match': '"3"',
        'idempotency-key': 'a b',
        'content-type': 'application/merge-patch+json',
      };
      const response = await transport.fetch(`${transport.originOf('echo.test')}/a%2Fb/%C3%A6?x=%2B+y`, {
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
      assert.equal(request?.url, `${transport.originOf('echo.test')}/a%2Fb/%C3%A6?x=%2B+y`);
      assert.equal(request.method, 'PATCH');
      assert.deepEqual(
        Object.keys(headers).map((header) => request.headers.get(header)),
        Object.values(headers),
      );
    });

    it('passes every usual method, and no body where there is none', async () => {
      const { system, requests, bodies } = echo(transport.originOf('echo.test'));
      transport.add(system);
      const methods = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'];
      for (const method of methods) {
        await transport.fetch(`${transport.originOf('echo.test')}/`, { method });
      }
      assert.deepEqual(
        requests.map(({ method }) => method),
        methods,
      );
      assert.ok(bodies.every((body) => body.length === 0));
    });

    it('answers a call with an explicit Connection: keep-alive', async () => {
      const { system } = echo(transport.originOf('echo.test'));
      transport.add(system);
      const response = await transport.fetch(`${transport.originOf('echo.test')}/`, {
        headers: { Connection: 'keep-alive' },
      });
      assert.equal(response.status, 207);
    });

    it('distinguishes systems on one host by their paths, the longer one first', async () => {
      const setups = ['/s1', '/s10', '/s1/deep'].map((path) => setUpHere(path, 'shared.test'));
      setups.forEach(({ system }) => {
        transport.add(system);
      });
      for (const { system } of setups) {
        assert.equal((await clientOf(system, transport.fetch)('GET', '/Contacts?limit=1')).status, 200);
      }
      assert.deepEqual(
        setups.map(({ calls }) => calls.calls.length),
        [1, 1, 1],
      );
    });

    it('fails calls that meet no system and lists them: another host, another path, a removed system', async () => {
      const { system, calls } = setUpHere();
      transport.add(system);
      const gone = setUpHere('/gone').system;
      transport.add(gone);
      transport.remove(gone);
      transport.remove(gone);
      const urls = [
        'https://unknown.test/x?y=1&access_token=abc',
        `${transport.originOf('crm.test')}/s2/Contacts`,
        `${transport.originOf('crm.test')}/s10`,
        `${transport.originOf('crm.test')}/gone/Contacts`,
        'https://crm.test:8443/s1/Contacts',
        'http://crm.test/s1/Contacts',
        'http://127.0.0.1:9/x',
      ];
      for (const url of urls) {
        await assert.rejects(transport.fetch(url, { method: 'DELETE' }), (error: unknown) => {
          assert.ok(error instanceof TypeError, String(error));
          assert.equal(error.message, 'fetch failed');
          assert.ok(error.cause instanceof Error);
          return true;
        });
      }
      const expected = urls.map((url) => `DELETE ${url.replace('=abc', '=[redacted]')}`);
      assert.deepEqual(transport.unmatched(), expected);
      assert.deepEqual(calls.calls, []);
    });

    it('fails a call with a method that no system knows, one way or the other', async () => {
      const { system } = setUpHere();
      transport.add(system);
      const answer = await transport.fetch(`${system.baseUrl}/Contacts`, { method: 'PURGE' }).then(
        ({ status }) => status,
        (error: unknown) => (error as Error).message,
      );
      assert.ok(answer === 401 || (answer === 'fetch failed' && transport.unmatched().length === 1));
    });

    it('refuses two systems at one base URL, and takes the same one twice', () => {
      const { system } = setUpHere();
      transport.add(system);
      transport.add(system);
      assert.throws(() => {
        transport.add(setUpHere('/s1', 'crm.test', { id: 'other' }).system);
      }, /"other" cannot be added at https?:\/\/\S*crm\.test\/s1: "crm" is there/);
    });

    it('answers many calls at once', async () => {
      const { system } = setUpHere();
      transport.add(system);
      const call = clientOf(system, transport.fetch);
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
      const { system } = setUpHere();
      transport.add(system);
      const reason = new Error('enough');
      await assert.rejects(
        transport.fetch(`${system.baseUrl}/Contacts`, { signal: AbortSignal.abort(reason) }),
        reason,
      );
    });

    it('distinguishes two systems at one base URL by what they claim, and lets the first refuse what neither does', async () => {
      const sites = ['one', 'other'].map((id) => {
        const made = setUpHere('', 'shared.test', { id });
        const claims = (headers: Pick<Headers, 'get'>): boolean => headers.get('x-site') === id;
        return { ...made, system: { ...made.system, claims } };
      });
      sites.forEach(({ system }) => {
        transport.add(system);
      });
      const [one, other] = sites;
      assert.ok(one !== undefined && other !== undefined);
      const ask = async (site?: string): Promise<number> => {
        const headers = {
          authorization: `Bearer ${TOKEN}`,
          ...(site === undefined ? {} : { 'x-site': site }),
        };
        return (await transport.fetch(`${other.system.baseUrl}/Contacts`, { headers })).status;
      };
      assert.deepEqual([await ask('other'), await ask('one'), await ask()], [200, 200, 200]);
      assert.deepEqual([one.calls.calls.length, other.calls.calls.length], [2, 1]);
      transport.remove(other.system);
      assert.throws(() => {
        transport.add(setUpHere('', 'shared.test', { id: 'third' }).system);
      }, /"one" is there/);
    });

    for (const code of ['ECONNREFUSED', 'ECONNRESET'] as const) {
      it(`fails a call whose connection breaks (${code}), as a network would, and is not unmatched`, async () => {
        const { system } = setUpHere();
        transport.add({ ...system, handler: () => Promise.reject(new ConnectionLost(code)) });
        await assert.rejects(transport.fetch(`${system.baseUrl}/Contacts`), (error: unknown) => {
          assert.ok(error instanceof TypeError && error.cause instanceof Error, String(error));
          assert.equal(error.message, 'fetch failed');
          return true;
        });
        assert.deepEqual(transport.unmatched(), []);
      });
    }

    it('reaches nothing after it was closed, and can be opened again', async () => {
      const { system } = setUpHere();
      transport.add(system);
      transport.close();
      transport.close();
      if (name !== 'mountNock') {
        await assert.rejects(transport.fetch(`${system.baseUrl}/Contacts`), /fetch failed/);
      }
      const second = await open();
      try {
        const other = setUp({ baseUrl: `${second.originOf('crm.test')}/s1` }).system;
        second.add(other);
        assert.equal((await clientOf(other, second.fetch)('GET', '/Contacts')).status, 200);
      } finally {
        second.close();
      }
    });
  });
}
