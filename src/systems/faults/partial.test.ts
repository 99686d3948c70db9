import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FaultRule } from '..';
import { faultsOf, setUpFaulty } from './testing';

describe('a property that answers leave out', () => {
  const rule: FaultRule = {
    fault: { kind: 'omitted-property', property: 'phone' },
    on: { datatype: 'Contacts', id: 'crm-1' },
    times: 'always',
  };

  it('is missing where the record is read or listed, and there for the harness and for writes', async () => {
    const setup = setUpFaulty([rule]);
    setup.system.create('Contacts', { name: 'Ada', phone: '1' });
    setup.system.create('Contacts', { name: 'Bob', phone: '2' });
    const { body: one } = await setup.call('GET', '/Contacts/crm-1');
    const { body: all } = await setup.call('GET', '/Contacts');
    assert.deepEqual(one.properties, { name: 'Ada' });
    assert.deepEqual(
      all.items.map(({ properties }) => properties),
      [{ name: 'Ada' }, { name: 'Bob', phone: '2' }],
    );
    const patch = { body: { properties: { name: 'Eve' } }, headers: { 'if-match': `"${one.version}"` } };
    assert.equal((await setup.call('PATCH', '/Contacts/crm-1', patch)).status, 200);
    assert.deepEqual(setup.system.record('Contacts', 'crm-1')?.properties, { name: 'Eve', phone: '1' });
    assert.deepEqual(faultsOf(setup), ['omitted-property', 'omitted-property', '']);
  });

  it('does not fire where the record has no such property, and no more once it is healed', async () => {
    const setup = setUpFaulty([rule]);
    setup.system.create('Contacts', { name: 'Ada' });
    await setup.call('GET', '/Contacts/crm-1');
    assert.deepEqual(setup.injector.fired(), []);
    setup.system.edit('Contacts', 'crm-1', { phone: '1' });
    setup.injector.heal();
    assert.deepEqual((await setup.call('GET', '/Contacts/crm-1')).body.properties, {
      name: 'Ada',
      phone: '1',
    });
  });
});

describe('a rule about what a request holds', () => {
  it('fires on the bodies with that text, escaped as JSON escapes it, and on no other', async () => {
    const setup = setUpFaulty([
      { fault: { kind: 'refusal', status: 422 }, on: { holding: 'Ada "A"' }, times: 'always' },
    ]);
    const create = async (name: string): Promise<number> =>
      (await setup.call('POST', '/Contacts', { body: { properties: { name } } })).status;
    assert.deepEqual([await create('Ada "A"'), await create('Ada'), await create('Bob')], [422, 201, 201]);
    assert.equal((await setup.call('GET', '/Contacts')).status, 200);
  });
});

describe('equal ids', () => {
  it('are given to the nth record of each datatype from then on', () => {
    const { system } = setUpFaulty();
    system.useEqualIds();
    const [first = '', second = ''] = Object.keys(system.schema);
    const ids = [first, first, second].map((datatype) => system.create(datatype, {}).id);
    assert.deepEqual(ids, ['1', '2', '1']);
  });
});
