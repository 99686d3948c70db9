import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { clientOf, setUp } from '../../testing';

const MERGE_PATCH = { 'content-type': 'application/merge-patch+json' };

describe('writing by the plain REST dialect', () => {
  it('creates a record of the engine, and says where it is', async () => {
    const { system } = setUp();
    const answer = await clientOf(system)('POST', '/Contacts', {
      body: { properties: { name: 'Ada', emails: [] } },
    });
    assert.equal(answer.status, 201);
    assert.equal(answer.headers.get('etag'), '"1"');
    assert.equal(answer.headers.get('location'), 'https://crm.test/s1/Contacts/crm-1');
    assert.equal(answer.body.modifiedBy, system.account);
    assert.deepEqual(system.record('Contacts', 'crm-1')?.properties, { name: 'Ada', emails: [] });
  });

  it('changes what the patch names and nothing else (D14)', async () => {
    const { system, clock } = setUp();
    system.create('Contacts', {
      name: 'Ada',
      address: { country: { code: 'NO', name: 'Norway' } },
      extra: 1,
    });
    clock.advance(5);
    const answer = await clientOf(system)('PATCH', '/Contacts/crm-1', {
      body: { properties: { address: { country: { code: 'SE' } } } },
      headers: MERGE_PATCH,
    });
    assert.equal(answer.status, 200);
    assert.equal(answer.headers.get('etag'), '"2"');
    assert.equal(answer.body.modifiedAt, '2024-01-01T00:00:00.005Z');
    assert.deepEqual(system.record('Contacts', 'crm-1')?.properties, {
      name: 'Ada',
      address: { country: { code: 'SE', name: 'Norway' } },
      extra: 1,
    });
  });

  it('moves neither version nor time where a patch changes nothing, and still counts the call (D16)', async () => {
    const { system, clock, calls } = setUp();
    const before = system.create('Contacts', { name: 'Ada', phone: null });
    clock.advance(5);
    const answer = await clientOf(system)('PATCH', '/Contacts/crm-1', {
      body: { properties: { phone: null, name: 'Ada' } },
    });
    assert.equal(answer.status, 200);
    assert.equal(system.record('Contacts', 'crm-1'), before);
    assert.equal(calls.calls.filter(({ mutating }) => mutating).length, 1);
  });

  it('refuses a change from another version, and leaves the record', async () => {
    const { system } = setUp();
    const before = system.create('Contacts', { name: 'Ada' });
    const call = clientOf(system);
    const patch = (ifMatch: string): Promise<number> =>
      call('PATCH', '/Contacts/crm-1', {
        body: { properties: { name: 'Eve' } },
        headers: { 'if-match': ifMatch },
      }).then(({ status }) => status);
    for (const stale of ['"2"', 'W/"1"', '1', '']) {
      assert.equal(await patch(stale), 412, stale);
    }
    assert.equal(system.record('Contacts', 'crm-1'), before);
    assert.equal((await call('DELETE', '/Contacts/crm-1', { headers: { 'if-match': '"2"' } })).status, 412);
    assert.equal(await patch('"7", "1"'), 200);
    assert.equal(await patch('*'), 200);
  });

  it('deletes', async () => {
    const { system } = setUp();
    system.create('Contacts', {});
    const call = clientOf(system);
    assert.equal((await call('DELETE', '/Contacts/crm-1')).status, 204);
    assert.equal((await call('GET', '/Contacts/crm-1')).status, 404);
    assert.equal((await call('DELETE', '/Contacts/crm-1')).status, 404);
    assert.equal((await call('PATCH', '/Contacts/crm-1', { body: { properties: {} } })).status, 404);
    assert.deepEqual(system.records('Contacts'), []);
  });

  it('names each property that the schema does not allow, and writes nothing', async () => {
    const { system } = setUp();
    const before = system.create('Contacts', { name: 'Ada', locked: true, score: 1 });
    const call = clientOf(system);
    const written = { properties: { name: '', locked: null, score: 2, age: '7', nickname: 'A' } };
    const answer = await call('PATCH', '/Contacts/crm-1', { body: written });
    assert.equal(answer.status, 422);
    assert.deepEqual(answer.body.errors.map(({ property }) => property).sort(), [
      'age',
      'locked',
      'name',
      'nickname',
      'score',
    ]);
    assert.equal(system.record('Contacts', 'crm-1'), before);
    const created = await call('POST', '/Contacts', { body: { properties: { age: 7 } } });
    assert.deepEqual([created.status, created.body.errors[0]?.property], [422, 'name']);
    assert.equal(system.records('Contacts').length, 1);
  });
});

describe('Idempotency-Key', () => {
  const key = (value: string): { headers: Record<string, string> } => ({
    headers: { 'idempotency-key': value },
  });

  it('gets the first answer again, whatever became of the record, and creates nothing', async () => {
    const { system } = setUp();
    const call = clientOf(system);
    const first = await call('POST', '/Contacts', {
      body: { properties: { name: 'Ada', phone: '1' } },
      ...key('k'),
    });
    system.edit('Contacts', 'crm-1', { name: 'Eve' });
    const again = await call('POST', '/Contacts', {
      body: { properties: { phone: '1', name: 'Ada' } },
      ...key('k'),
    });
    assert.equal(again.status, 201);
    assert.equal(again.text, first.text);
    assert.deepEqual([...again.headers], [...first.headers]);
    assert.equal(system.records('Contacts').length, 1);
  });

  it('is refused with other properties', async () => {
    const { system } = setUp();
    const call = clientOf(system);
    await call('POST', '/Contacts', { body: { properties: { name: 'Ada' } }, ...key('k') });
    const other = await call('POST', '/Contacts', { body: { properties: { name: 'Eve' } }, ...key('k') });
    assert.equal(other.status, 422);
    assert.equal(other.body.type, 'urn:syncproof:problem:idempotency-key-reused');
    assert.equal(system.records('Contacts').length, 1);
  });

  it('creates again under another key and without one, and forgets what was refused', async () => {
    const { system } = setUp();
    const call = clientOf(system);
    const body = { properties: { name: 'Ada' } };
    assert.equal((await call('POST', '/Contacts', { body: { properties: {} }, ...key('k') })).status, 422);
    for (const headers of [key('k'), key('l'), {}, {}]) {
      assert.equal((await call('POST', '/Contacts', { body, ...headers })).status, 201);
    }
    assert.equal(system.records('Contacts').length, 4);
    assert.equal((await call('POST', '/Contacts', { body, ...key('') })).status, 400);
  });
});

describe('refusals of the plain REST dialect', () => {
  it('refuses calls without the token, before anything else', async () => {
    const { system } = setUp();
    const call = clientOf(system);
    const others = [undefined, 'Bearer', 'Bearer wrong', `Basic ${system.token}`, system.token];
    for (const authorization of others) {
      for (const path of ['/Contacts', '/nothing', '/Contacts/crm-1', '/a/b/c']) {
        const answer = await call('GET', path, { headers: { authorization } });
        assert.equal(answer.status, 401, `${authorization ?? 'no header'} ${path}`);
        assert.equal(answer.headers.get('www-authenticate'), 'Bearer');
      }
    }
    assert.equal(
      (await call('GET', '/Contacts', { headers: { authorization: `bearer ${system.token}` } })).status,
      200,
    );
  });

  it('refuses paths and datatypes that are not there', async () => {
    const { system } = setUp();
    const call = clientOf(system);
    const refused = async (path: string): Promise<unknown[]> => {
      const { status, body } = await call('GET', path);
      return [status, body.type.split(':').at(-1)];
    };
    assert.deepEqual(await refused(''), [404, 'unknown-path']);
    assert.deepEqual(await refused('/'), [404, 'unknown-datatype']);
    assert.deepEqual(await refused('/Contacts/'), [404, 'unknown-path']);
    assert.deepEqual(await refused('/Contacts/a/b'), [404, 'unknown-path']);
    assert.deepEqual(await refused('/%E0%A4%A'), [404, 'unknown-path']);
    assert.deepEqual(await refused('/toString'), [404, 'unknown-datatype']);
    assert.deepEqual(await refused('/Contacts/toString'), [404, 'unknown-record']);
  });

  it('refuses other methods and says which are allowed', async () => {
    const { system } = setUp();
    const call = clientOf(system);
    const allowed = async (method: string, path: string): Promise<unknown[]> => {
      const { status, headers } = await call(method, path);
      return [status, headers.get('allow')];
    };
    assert.deepEqual(await allowed('PUT', '/Contacts'), [405, 'GET, POST']);
    assert.deepEqual(await allowed('POST', '/Contacts/crm-1'), [405, 'GET, PATCH, DELETE']);
    assert.deepEqual(await allowed('HEAD', '/Contacts'), [405, 'GET, POST']);
    assert.equal((await call('HEAD', '/Contacts')).text, '');
  });

  it('refuses bodies that it cannot read', async () => {
    const { system } = setUp();
    system.create('Contacts', {});
    const call = clientOf(system);
    const refused = async (body: unknown, type?: string): Promise<number> =>
      (
        await call('PATCH', '/Contacts/crm-1', {
          body,
          ...(type === undefined ? {} : { headers: { 'content-type': type } }),
        })
      ).status;
    assert.equal(await refused(undefined), 400);
    for (const body of [
      '',
      '{',
      '[]',
      'null',
      '"x"',
      '{}',
      '{"properties":null}',
      '{"properties":{},"version":1}',
    ]) {
      assert.equal(await refused(body), 400, body);
    }
    assert.equal(await refused(Buffer.from('{"properties":{"name":"\xff"}}', 'latin1')), 400);
    assert.equal(await refused('\ufeff{"properties":{}}'), 200);
    assert.equal(await refused('{"properties":{}}', 'text/plain'), 415);
    assert.equal(await refused('{"properties":{}}', 'Application/JSON; charset=utf-8'), 200);
  });

  it('takes bodies up to 1 MiB', async () => {
    const { system } = setUp();
    const call = clientOf(system);
    const bodyOf = (bytes: number): string => {
      const frame = JSON.stringify({ properties: { name: '' } });
      return JSON.stringify({ properties: { name: 'x'.repeat(bytes - frame.length) } });
    };
    assert.equal((await call('POST', '/Contacts', { body: bodyOf(1024 * 1024) })).status, 201);
    assert.equal((await call('POST', '/Contacts', { body: bodyOf(1024 * 1024 + 1) })).status, 413);
  });
});
