import assert from 'node:assert/strict';
import { get } from 'node:https';
import { describe, it } from 'mocha';
import { openNock } from '..';
import { setUp } from '../testing';

describe('mountNock', () => {
  it('catches the calls of the whole process: the global fetch and node:https', async () => {
    const { system } = setUp();
    const transport = openNock();
    try {
      transport.add(system);
      const headers = { authorization: `Bearer ${system.token}` };
      const fetched = await fetch(`${system.baseUrl}/Contacts`, { headers });
      assert.equal(fetched.status, 200);
      const status = await new Promise((resolve, reject) => {
        get(`${system.baseUrl}/Contacts`, { headers }, (response) => {
          response.resume();
          resolve(response.statusCode);
        }).on('error', reject);
      });
      assert.equal(status, 200);
    } finally {
      transport.close();
    }
  });

  it('lists unmatched requests that went past the fetch of the transport', async () => {
    const { system } = setUp();
    const transport = openNock();
    try {
      transport.add(system);
      await assert.rejects(fetch('https://unknown.test/a?b=c'));
      await assert.rejects(fetch('https://crm.test/elsewhere'));
      assert.deepEqual(transport.unmatched(), [
        'GET https://unknown.test/a?b=c',
        'GET https://crm.test/elsewhere',
      ]);
    } finally {
      transport.close();
    }
  });

  it('leaves fetch as it was when the last transport is closed', () => {
    const before = globalThis.fetch;
    const one = openNock();
    const other = openNock();
    assert.notEqual(globalThis.fetch, before);
    one.close();
    assert.notEqual(globalThis.fetch, before);
    other.close();
    assert.equal(globalThis.fetch, before);
  });
});
