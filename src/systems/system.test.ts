import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { SCHEMA, START, clientOf, setUp } from './testing';

describe('createSystem', () => {
  it('keeps what people create exactly as it is given: missing, null, "" and [] stay distinct', async () => {
    const { system } = setUp();
    const given = { phone: null, emails: [], name: '', extra: { deep: [1, null] } };
    const { id } = system.create('Contacts', given);
    given.extra.deep.push(2);
    const answer = await clientOf(system)('GET', `/Contacts/${id}`);
    assert.deepEqual(answer.body.properties, {
      phone: null,
      emails: [],
      name: '',
      extra: { deep: [1, null] },
    });
    assert.equal(answer.body.modifiedBy, 'person');
  });

  it('keeps text as it is: composed and decomposed, astral, blanks', async () => {
    const { system } = setUp();
    const name = 'é e\u0301 \u{1F4A1} \u00a0 \t tail ';
    const created = await clientOf(system)('POST', '/Contacts', { body: { properties: { name } } });
    assert.equal(created.body.properties.name, name);
    assert.equal(system.record('Contacts', created.body.id)?.properties.name, name);
  });

  it('moves version and time at every edit of a person, also at one that changes no value (D12)', () => {
    const { system, clock } = setUp();
    const { id } = system.create('Contacts', { name: 'Ada' });
    clock.advance(7);
    const touched = system.edit('Contacts', id, {}, 'Grace');
    assert.deepEqual(touched, {
      id: 'crm-1',
      version: 2,
      modifiedAt: START + 7,
      modifiedBy: 'Grace',
      properties: { name: 'Ada' },
    });
  });

  it('lists records in the order of creation, without the removed ones', () => {
    const { system } = setUp();
    for (let count = 0; count < 12; count += 1) {
      system.create('Contacts', {});
    }
    system.edit('Contacts', 'crm-2', { name: 'late' });
    system.remove('Contacts', 'crm-3');
    assert.deepEqual(
      system.records('Contacts').map(({ id }) => id),
      ['1', '2', '4', '5', '6', '7', '8', '9', '10', '11', '12'].map((number) => `crm-${number}`),
    );
  });

  it('names the mistake where the harness asks for what is not there', () => {
    const { system } = setUp();
    assert.throws(() => system.records('contacts'), /System "crm" has no datatype "contacts".*"Contacts"/);
    assert.throws(() => system.edit('Contacts', 'crm-9', {}), /has no "Contacts" with id "crm-9"/);
    assert.throws(() => {
      system.remove('Contacts', 'crm-9');
    }, /has no "Contacts" with id "crm-9"/);
    assert.throws(() => setUp({ token: '' }), /empty token/);
    assert.throws(() => setUp({ pageSize: 0 }), /pages of 0 records/);
    assert.throws(() => setUp({ baseUrl: 'crm.test' }), /cannot be at "crm.test"/);
    assert.throws(() => setUp({ baseUrl: 'https://crm.test/?a=b' }), /without query/);
  });

  it('is at its base URL in normal form', async () => {
    const { system } = setUp({ baseUrl: 'HTTPS://CRM.test:443/s1/' });
    assert.equal(system.baseUrl, 'https://crm.test/s1');
    assert.equal((await clientOf(system)('GET', '/Contacts')).status, 200);
  });

  it('speaks the dialect that it is given', async () => {
    const teapot = () => ({ status: 418, headers: {}, body: 'short and stout' });
    const dialect = () => ({
      answer: teapot,
      targetOf: () => ({ operation: 'other' as const }),
      refuse: teapot,
    });
    const { system, calls } = setUp({ dialect });
    const response = await system.handler(new Request(`${system.baseUrl}/tea`));
    assert.equal(await response.text(), 'short and stout');
    assert.deepEqual(calls.calls, [
      {
        number: 1,
        system: 'crm',
        method: 'GET',
        path: '/tea',
        status: 418,
        mutating: false,
        responseBody: 'short and stout',
      },
    ]);
  });

  it('takes its datatypes from the schema', () => {
    const { system } = setUp();
    assert.deepEqual(
      Object.keys(SCHEMA).map((name) => system.records(name).length),
      [0, 0],
    );
  });
});
