import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import type { Properties } from '..';
import { faultsOf, setUpFaulty } from './testing';
import type { ValueFault } from './types';
import { alter } from './values';

describe('what a system makes of values', () => {
  const cases: readonly (readonly [ValueFault, Properties, Properties])[] = [
    [{ kind: 'trim' }, { a: ' x\t', b: [' y ', { c: 'z ' }], d: 1 }, { a: 'x', b: ['y', { c: 'z' }], d: 1 }],
    [
      { kind: 'trim', property: 'b.c' },
      { a: ' x', b: [{ c: ' y', d: ' z' }] },
      { a: ' x', b: [{ c: 'y', d: ' z' }] },
    ],
    [{ kind: 'round' }, { a: 1.5, b: -2.5, c: '1.5', d: -0.2 }, { a: 2, b: -3, c: '1.5', d: 0 }],
    [
      { kind: 'round', digits: 2 },
      { a: 1.005, b: 1e300, c: 0.125 },
      { a: 1.01, b: 1e300, c: 0.13 },
    ],
    [
      { kind: 'truncate', characters: 2 },
      { a: '💡💡💡', b: 'ab', c: null },
      { a: '💡💡', b: 'ab', c: null },
    ],
    [{ kind: 'default', property: 'a.b', value: 'x' }, { c: 1 }, { c: 1, a: { b: 'x' } }],
    [{ kind: 'default', property: 'a', value: 'x' }, { a: '' }, { a: 'x' }],
    [{ kind: 'default', property: 'a', value: 'x' }, { a: 0 }, { a: 0 }],
    [{ kind: 'ignored-field', property: 'a.b' }, { a: { b: 2, c: 2 } }, { a: { b: 1, c: 2 } }],
    [{ kind: 'ignored-field', property: 'd' }, { a: 1, d: 2 }, { a: 1 }],
    [{ kind: 'ignored-field', property: 'd.e' }, { a: 1 }, { a: 1 }],
  ];
  for (const [fault, written, kept] of cases) {
    it(`keeps ${JSON.stringify(kept)} of ${JSON.stringify(written)} under ${JSON.stringify(fault)}`, () => {
      assert.deepEqual(alter(fault, { a: { b: 1 } }, written), kept);
    });
  }

  it('makes the same of what it made', () => {
    const faults: readonly ValueFault[] = [
      { kind: 'trim' },
      { kind: 'round', digits: 3 },
      { kind: 'truncate', characters: 3 },
      { kind: 'default', property: 'a', value: 'x' },
    ];
    const objects = fc.dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true });
    fc.assert(
      fc.property(objects, fc.constantFrom(...faults), (object, fault) => {
        const once = alter(fault, {}, object as Properties);
        assert.deepEqual(alter(fault, {}, once), once);
      }),
    );
  });
});

describe('faults of values', () => {
  it('change what a call writes, and nothing that people write', async () => {
    const setup = setUpFaulty([{ fault: { kind: 'trim', property: 'name' }, times: 'always' }]);
    const answer = await setup.call('POST', '/Contacts', { body: { properties: { name: ' Ada ' } } });
    assert.equal(answer.body.properties.name, 'Ada');
    setup.system.edit('Contacts', 'crm-1', { name: ' Eve ' });
    assert.equal(setup.system.record('Contacts', 'crm-1')?.properties.name, ' Eve ');
    await setup.call('PATCH', '/Contacts/crm-1', { body: { properties: { name: 'Ada' } } });
    assert.deepEqual(faultsOf(setup), ['trim', '']);
  });

  it('leave version and time where nothing is left to change', async () => {
    const setup = setUpFaulty([
      { fault: { kind: 'ignored-field', property: 'name' }, on: { operation: 'update' } },
    ]);
    const before = setup.system.create('Contacts', { name: 'Ada' });
    const answer = await setup.call('PATCH', '/Contacts/crm-1', { body: { properties: { name: 'Eve' } } });
    assert.deepEqual([answer.status, answer.body.properties.name], [200, 'Ada']);
    assert.equal(setup.system.record('Contacts', 'crm-1'), before);
    await setup.call('PATCH', '/Contacts/crm-1', { body: { properties: { name: 'Eve' } } });
    assert.equal(setup.system.record('Contacts', 'crm-1')?.properties.name, 'Eve');
    assert.deepEqual(faultsOf(setup), ['ignored-field', '']);
  });

  it('fire together, in their order', async () => {
    const setup = setUpFaulty([
      { fault: { kind: 'trim' } },
      { fault: { kind: 'truncate', characters: 2 } },
      { fault: { kind: 'default', property: 'phone', value: '0' } },
      { fault: { kind: 'round' } },
    ]);
    const answer = await setup.call('POST', '/Contacts', { body: { properties: { name: '  Ada' } } });
    assert.deepEqual(answer.body.properties, { name: 'Ad', phone: '0' });
    assert.deepEqual(faultsOf(setup), ['trim, truncate, default']);
    assert.deepEqual(setup.injector.neverFired(), [{ fault: { kind: 'round' } }]);
  });
});
