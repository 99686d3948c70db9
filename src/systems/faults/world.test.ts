import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import type { FaultRule } from '..';
import { START } from '../testing';
import { faultsOf, setUpFaulty } from './testing';
import type { FaultySetup } from './testing';

function named(name: string): { body: { properties: { name: string } } } {
  return {
    body: { properties: { name } },
  };
}

function instance(rules: readonly FaultRule[], seed = 0): FaultySetup {
  const setup = setUpFaulty(rules, { seed });
  for (const name of ['Ada', 'Eve', 'Ida', 'Ole']) {
    setup.system.create('Contacts', { name });
  }
  setup.clock.advance(1000);
  return setup;
}

describe('a touch', () => {
  it('moves version and time of a record that the call is not about, and no property', async () => {
    const setup = instance([{ fault: { kind: 'touch' }, on: { operation: 'update' } }]);
    await setup.call('GET', '/Contacts');
    await setup.call('PATCH', '/Contacts/crm-1', named('Ada Lovelace'));
    const touched = setup.system
      .records('Contacts')
      .filter(({ id, version }) => id !== 'crm-1' && version === 2);
    assert.equal(touched.length, 1);
    assert.equal(touched[0]?.modifiedAt, START + 1000);
    assert.equal(touched[0].modifiedBy, 'person');
    assert.ok(['Eve', 'Ida', 'Ole'].some((name) => name === touched[0]?.properties.name));
    assert.deepEqual(faultsOf(setup), ['', 'touch']);
  });

  it('fires on the record that is named, drawn ones by the seed', async () => {
    const named = instance([{ fault: { kind: 'touch', id: 'crm-3' } }]);
    await named.call('GET', '/Contacts');
    assert.equal(named.system.record('Contacts', 'crm-3')?.version, 2);
    const drawn = async (seed: number): Promise<string> => {
      const setup = instance([{ fault: { kind: 'touch' }, times: 8 }], seed);
      for (let count = 0; count < 8; count += 1) {
        await setup.call('GET', '/Contacts');
      }
      return setup.system
        .records('Contacts')
        .map(({ version }) => version)
        .join();
    };
    assert.equal(await drawn(1), await drawn(1));
    assert.equal(new Set([await drawn(1), await drawn(2), await drawn(3), await drawn(4)]).size > 1, true);
  });
});

describe('a merge inside a system', () => {
  it('lets the old id answer with the survivor, and leaves it out of listings', async () => {
    const setup = instance([
      { fault: { kind: 'merge', id: 'crm-1', into: 'crm-2' }, on: { operation: 'list' } },
    ]);
    const { delta } = (await setup.call('GET', '/Ordrer%20%2F%20%C3%86%252F%20(%F0%9F%92%A1)')).body;
    assert.equal(typeof delta, 'string');
    setup.system.edit('Contacts', 'crm-1', { phone: '1', name: 'gone' });
    assert.deepEqual((await setup.ids()).flat(), ['crm-3', 'crm-4', 'crm-2']);
    const old = await setup.call('GET', '/Contacts/crm-1');
    assert.deepEqual(
      [old.status, old.body.id, old.body.properties],
      [200, 'crm-2', { name: 'Eve', phone: '1' }],
    );
    await setup.call('PATCH', '/Contacts/crm-1', named('Eva'));
    assert.equal(setup.system.record('Contacts', 'crm-2')?.properties.name, 'Eva');
    assert.deepEqual(faultsOf(setup), ['', 'merge', '', '']);
  });

  it('shows the merged record as deleted to a delta cursor', async () => {
    const setup = instance([]);
    const { delta } = (await setup.call('GET', '/Contacts')).body;
    setup.system.merge('Contacts', 'crm-4', 'crm-1');
    const { items } = (await setup.call('GET', `/Contacts?delta=${delta ?? ''}`)).body;
    assert.deepEqual(
      items.map((item) => [item.id, 'deleted' in item]),
      [
        ['crm-4', true],
        ['crm-1', false],
      ],
    );
  });

  it('fires on the record that the call is about, where none is named', async () => {
    const setup = instance([{ fault: { kind: 'merge' } }]);
    const { body } = await setup.call('GET', '/Contacts/crm-3');
    assert.notEqual(body.id, 'crm-3');
    assert.equal(setup.system.records('Contacts').length, 3);
  });

  it('follows survivors of survivors, and refuses to merge a record into itself', () => {
    const { system } = instance([]);
    system.merge('Contacts', 'crm-1', 'crm-2');
    system.merge('Contacts', 'crm-2', 'crm-3');
    assert.equal(system.record('Contacts', 'crm-1')?.id, 'crm-3');
    assert.throws(() => system.merge('Contacts', 'crm-1', 'crm-3'), /cannot be merged into itself/);
  });
});

describe('a clock jump', () => {
  for (const milliseconds of [5000, -5000]) {
    it(`moves the times of one system by ${milliseconds} ms, from a call on`, async () => {
      const setup = instance([{ fault: { kind: 'clock-jump', milliseconds }, skip: 1 }]);
      await setup.call('PATCH', '/Contacts/crm-1', named('a'));
      await setup.call('PATCH', '/Contacts/crm-2', named('b'));
      assert.equal(setup.system.record('Contacts', 'crm-1')?.modifiedAt, START + 1000);
      assert.equal(setup.system.record('Contacts', 'crm-2')?.modifiedAt, START + 1000 + milliseconds);
      assert.equal(setup.clock.now(), START + 1000);
      const order = milliseconds > 0 ? ['crm-1', 'crm-2'] : ['crm-2', 'crm-1'];
      assert.deepEqual(
        (await setup.ids()).flat().filter((id) => order.includes(id)),
        order,
      );
      setup.injector.heal();
      setup.clock.advance(1);
      const touched = setup.system.edit('Contacts', 'crm-3', {});
      assert.equal(touched.modifiedAt, START + 1001 + milliseconds);
    });
  }

  it('goes with a time of whole seconds', async () => {
    const setup = setUpFaulty([{ fault: { kind: 'clock-jump', milliseconds: 1500 } }], {
      abilities: {
        idempotencyKey: true,
        search: false,
        externalReference: false,
        versions: true,
        webhooks: false,
        deltaCursor: false,
        timeResolution: 1000,
      },
    });
    const { body } = await setup.call('POST', '/Contacts', named('a'));
    assert.equal(body.modifiedAt, '2024-01-01T00:00:01.000Z');
  });
});
