import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Transport } from '..';
import { openDirect, openHttp, openNock, openProxy } from '..';
import { clientOf } from '../testing';
import { setUpFaulty } from './testing';

const TRANSPORTS: readonly (readonly [string, () => Transport | Promise<Transport>])[] = [
  ['mountDirect', openDirect],
  ['mountNock', openNock],
  ['mountHttp', openHttp],
  ['mountProxy', openProxy],
];

const NEW = { body: { properties: { name: 'Ada' } } };

for (const [name, open] of TRANSPORTS) {
  describe(`faults through ${name}`, () => {
    let transport: Transport;
    beforeEach(async () => {
      transport = await open();
    });
    afterEach(() => {
      transport.close();
    });

    it('break connections before and after the call took effect, as a network would', async () => {
      const setup = setUpFaulty(
        [{ fault: { kind: 'connection-refused' } }, { fault: { kind: 'connection-lost' } }],
        { baseUrl: `${transport.originOf('crm.test')}/s1` },
      );
      transport.add(setup.system);
      const call = clientOf(setup.system, transport.fetch);
      for (const records of [0, 1]) {
        await assert.rejects(call('POST', '/Contacts', NEW), (error: unknown) => {
          assert.ok(error instanceof TypeError && error.cause instanceof Error, String(error));
          return error.message === 'fetch failed';
        });
        assert.equal(setup.system.records('Contacts').length, records);
      }
      assert.equal((await call('POST', '/Contacts', NEW)).status, 201);
      assert.deepEqual(
        setup.calls.calls.map(({ status, fault }) => [status, fault]),
        [
          [0, 'connection-refused'],
          [0, 'connection-lost'],
          [201, undefined],
        ],
      );
      assert.deepEqual(transport.unmatched(), []);
    });

    it('answer 429 and 503 with their headers', async () => {
      const setup = setUpFaulty(
        [{ fault: { kind: 'rate-limit', retryAfter: 1 } }, { fault: { kind: 'server-error' } }],
        { baseUrl: `${transport.originOf('crm.test')}/s1` },
      );
      transport.add(setup.system);
      const call = clientOf(setup.system, transport.fetch);
      const limited = await call('GET', '/Contacts');
      assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '1']);
      assert.deepEqual(
        [(await call('GET', '/Contacts')).status, (await call('GET', '/Contacts')).status],
        [503, 200],
      );
    });
  });
}
