import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'mocha';
import type { Mount } from '..';
import { mountDirect, mountHttp, mountNock } from '..';
import { clientOf } from '../testing';
import { faultyStand } from './testing';

const MOUNTS: readonly (readonly [string, () => Mount | Promise<Mount>])[] = [
  ['mountDirect', mountDirect],
  ['mountNock', mountNock],
  ['mountHttp', mountHttp],
];

const NEW = { body: { properties: { name: 'Ada' } } };

for (const [name, open] of MOUNTS) {
  describe(`faults through ${name}`, () => {
    let mount: Mount;
    beforeEach(async () => {
      mount = await open();
    });
    afterEach(() => {
      mount.close();
    });

    it('break connections before and after the call took effect, as a network would', async () => {
      const stood = faultyStand(
        [{ fault: { kind: 'connection-refused' } }, { fault: { kind: 'connection-lost' } }],
        { baseUrl: `${mount.originOf('crm.test')}/s1` },
      );
      mount.add(stood.system);
      const call = clientOf(stood.system, mount.fetch);
      for (const records of [0, 1]) {
        await assert.rejects(call('POST', '/Contacts', NEW), (error: unknown) => {
          assert.ok(error instanceof TypeError && error.cause instanceof Error, String(error));
          return error.message === 'fetch failed';
        });
        assert.equal(stood.system.records('Contacts').length, records);
      }
      assert.equal((await call('POST', '/Contacts', NEW)).status, 201);
      assert.deepEqual(
        stood.calls.calls.map(({ status, fault }) => [status, fault]),
        [
          [0, 'connection-refused'],
          [0, 'connection-lost'],
          [201, undefined],
        ],
      );
      assert.deepEqual(mount.stray(), []);
    });

    it('answer 429 and 503 with their headers', async () => {
      const stood = faultyStand(
        [{ fault: { kind: 'rate-limit', retryAfter: 1 } }, { fault: { kind: 'server-error' } }],
        { baseUrl: `${mount.originOf('crm.test')}/s1` },
      );
      mount.add(stood.system);
      const call = clientOf(stood.system, mount.fetch);
      const limited = await call('GET', '/Contacts');
      assert.deepEqual([limited.status, limited.headers.get('retry-after')], [429, '1']);
      assert.deepEqual(
        [(await call('GET', '/Contacts')).status, (await call('GET', '/Contacts')).status],
        [503, 200],
      );
    });
  });
}
