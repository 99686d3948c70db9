import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openDirect, openHttp, openNock, openProxy } from '..';
import type { Transport } from '..';
import { TOKEN, clientOf, setUp } from '../testing';

const TRANSPORTS: readonly (readonly [string, () => Transport | Promise<Transport>])[] = [
  ['mountDirect', openDirect],
  ['mountNock', openNock],
  ['mountHttp', openHttp],
  ['mountProxy', openProxy],
];

for (const [name, open] of TRANSPORTS) {
  describe(`other hosts of a vendor, over ${name}`, () => {
    let transport: Transport;
    beforeEach(async () => {
      transport = await open();
    });
    afterEach(() => {
      transport.close();
    });

    it('lead to the system with path, query, headers and body, until it is removed', async () => {
      const { system, calls } = setUp({
        baseUrl: transport.originOf('api.crm.test'),
        otherHosts: ['www.crm.test', 'login.crm.test'],
      });
      transport.add(system);
      const other = { ...system, baseUrl: transport.originOf('www.crm.test') };
      const created = await clientOf(other, transport.fetch)('POST', '/Contacts', {
        body: { properties: { name: 'Ada' } },
      });
      assert.equal(created.status, 201);
      const listed = await clientOf(system, transport.fetch)('GET', '/Contacts?limit=5');
      assert.equal(listed.body.items.length, 1);
      const login = `${transport.originOf('login.crm.test')}/Contacts?limit=1`;
      const headers = { authorization: `Bearer ${TOKEN}` };
      assert.equal((await transport.fetch(login, { headers })).status, 200);
      assert.deepEqual(
        calls.calls.map(({ path }) => path),
        ['/Contacts', '/Contacts?limit=5', '/Contacts?limit=1'],
      );
      assert.deepEqual(transport.unmatched(), []);
      transport.remove(system);
      await assert.rejects(transport.fetch(login, { headers }), TypeError);
      assert.equal(transport.unmatched().length, 1);
    });

    it('may be those of several systems that claim their calls', async () => {
      const systems = ['one', 'two'].map((token) =>
        setUp({
          id: token,
          token,
          baseUrl: transport.originOf('api.crm.test'),
          otherHosts: ['www.crm.test'],
          claims: (headers) => headers.get('authorization') === `Bearer ${token}`,
        }),
      );
      systems.forEach(({ system }) => {
        transport.add(system);
      });
      const url = `${transport.originOf('www.crm.test')}/Contacts`;
      const answer = await transport.fetch(url, { headers: { authorization: 'Bearer two' } });
      assert.equal(answer.status, 200);
      assert.deepEqual(
        systems.map(({ calls }) => calls.calls.length),
        [0, 1],
      );
    });

    it('give up with the caller', async () => {
      const { system } = setUp({ baseUrl: transport.originOf('api.crm.test'), otherHosts: ['www.crm.test'] });
      let gaveUp = (): void => undefined;
      const ended = new Promise<void>((resolve) => {
        gaveUp = resolve;
      });
      const controller = new AbortController();
      transport.add({
        ...system,
        handler: ({ signal }) =>
          new Promise((_resolve, reject) => {
            signal.addEventListener('abort', () => {
              gaveUp();
              reject(new Error('aborted'));
            });
            controller.abort();
          }),
      });
      const url = `${transport.originOf('www.crm.test')}/Contacts`;
      await assert.rejects(transport.fetch(url, { signal: controller.signal }));
      if (name === 'mountDirect') {
        await ended;
      }
    });
  });
}
