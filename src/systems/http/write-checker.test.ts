import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import type { Properties } from '../core/types';
import { createWriteChecker } from './write-checker';
import type { Json } from '../../core/json';
import type { DatatypeSchema } from '../../model';

function created(properties: DatatypeSchema['properties'], written: Properties): readonly string[] {
  return createWriteChecker({ properties })
    .created(written)
    .map(({ property, detail }) => `${property} ${detail}`);
}

function changed(
  properties: DatatypeSchema['properties'],
  before: Properties,
  after: Properties,
): readonly string[] {
  return createWriteChecker({ properties })
    .changed(after, before, after)
    .map(({ property, detail }) => `${property} ${detail}`);
}

describe('the write checker', () => {
  it('takes each JSON type for itself alone, and null for every type', () => {
    const samples: Readonly<Record<string, Json>> = {
      string: '7',
      integer: 7,
      number: 7.5,
      boolean: true,
      object: { a: 1 },
    };
    const types = ['string', 'integer', 'number', 'boolean', 'object', 'any'] as const;
    for (const type of types) {
      for (const [sample, value] of Object.entries(samples)) {
        const taken = type === sample || type === 'any' || (type === 'number' && sample === 'integer');
        assert.equal(created({ a: { type } }, { a: value }).length === 0, taken, `${sample} for ${type}`);
      }
      assert.deepEqual(created({ a: { type } }, { a: null }), []);
    }
  });

  it('says what is wrong with the property and what came', () => {
    assert.deepEqual(created({ age: { type: 'integer' } }, { age: '7' }), [
      'age must be integer, not string "7"',
    ]);
    assert.deepEqual(created({ a: { type: 'string', list: true } }, { a: [1] }), [
      'a must be a list of string, not a list [1]',
    ]);
    assert.deepEqual(created({ a: { type: 'string' } }, { a: ['x'] }), [
      'a must be string, not a list ["x"]',
    ]);
  });

  it('implies the objects on the way of a path, and refuses members on no path', () => {
    const properties = { 'address.country.code': { type: 'string' } } as const;
    assert.deepEqual(created(properties, { address: { country: { code: 'NO' } } }), []);
    assert.deepEqual(created(properties, { address: 'Oslo' }), [
      'address must be an object, not string "Oslo"',
    ]);
    assert.deepEqual(created(properties, { address: [] }), ['address must be an object, not a list []']);
    assert.deepEqual(created(properties, { address: { street: 'A' }, fax: 1 }), [
      'address.street is not a property of this datatype',
      'fax is not a property of this datatype',
    ]);
  });

  it('takes a path with list as a list of objects or as a list in an object (D7, D26)', () => {
    const properties = { 'Emails.Value': { type: 'string', list: true } } as const;
    assert.deepEqual(created(properties, { Emails: [{ Value: 'a', Type: 'work' }, {}] }), []);
    assert.deepEqual(created(properties, { Emails: { Value: ['a'] } }), []);
    assert.deepEqual(created(properties, { Emails: { Value: 'a' } }), [
      'Emails.Value must be a list of string, not string "a"',
    ]);
    assert.deepEqual(created(properties, { Emails: [{ Value: 7 }] }), [
      'Emails.Value must be a list of string, not number 7',
    ]);
    assert.deepEqual(created(properties, { Emails: ['a'] }), [
      'Emails element 0 must be an object, not string "a"',
    ]);
  });

  it('takes a stated list of objects as nothing but a list, and any member in its elements (D14)', () => {
    const properties = {
      Emails: { type: 'object', list: true },
      'Emails.Value': { type: 'string' },
    } as const;
    assert.deepEqual(created(properties, { Emails: [{ Value: 'a', Type: 'work' }] }), []);
    assert.deepEqual(created(properties, { Emails: { Value: 'a' } }), [
      'Emails must be a list of objects, not an object {"Value":"a"}',
    ]);
    assert.deepEqual(created(properties, { Emails: [{ Value: 7 }] }), [
      'Emails.Value must be string, not number 7',
    ]);
  });

  it('takes lists deep in a path', () => {
    const properties = { 'items.product.id': { type: 'string', list: true } } as const;
    assert.deepEqual(
      created(properties, { items: [{ product: { id: 'p' } }, { product: { id: 'q' } }] }),
      [],
    );
  });

  it('leaves what is below a stated object open', () => {
    const properties = { address: { type: 'object' }, 'address.city': { type: 'string' } } as const;
    assert.deepEqual(created(properties, { address: { city: 'Oslo', more: { zip: 1 } } }), []);
    assert.deepEqual(created(properties, { address: { city: 1 } }), [
      'address.city must be string, not number 1',
    ]);
  });

  it('takes a property that is a value and a step of another path as either', () => {
    const properties = { phone: { type: 'string' }, 'phone.number': { type: 'string' } } as const;
    assert.deepEqual(created(properties, { phone: '1' }), []);
    assert.deepEqual(created(properties, { phone: { number: '1' } }), []);
    assert.equal(created(properties, { phone: 1 }).length, 1);
  });

  it('asks for required properties when a record is created; empty counts as no value (D24)', () => {
    const properties = { 'name.last': { type: 'string', required: true } } as const;
    const refusal = 'name.last is required: a record cannot be created without a value';
    for (const empty of [
      {},
      { name: null },
      { name: {} },
      { name: { last: null } },
      { name: { last: '' } },
    ]) {
      assert.deepEqual(created(properties, empty), [refusal]);
    }
    assert.deepEqual(created(properties, { name: { last: 'L' } }), []);
  });

  it('asks for no required property that the system sets itself', () => {
    assert.deepEqual(created({ number: { type: 'string', required: true, readOnly: true } }, {}), []);
  });

  it('refuses to write what is read-only, whatever the value', () => {
    const properties = { total: { type: 'number', readOnly: true } } as const;
    for (const total of [1, null, 'x']) {
      assert.deepEqual(created(properties, { total }), ['total is read-only: the system alone sets it']);
    }
  });

  it('refuses to clear what is required or not clearable, by a parent too, and lets the empty stay empty (D13)', () => {
    const properties = {
      name: { type: 'string', required: true },
      'place.city': { type: 'string', clearable: false },
      phone: { type: 'string' },
    } as const;
    const before = { name: 'Ada', place: { city: 'Oslo' }, phone: '1' };
    assert.deepEqual(changed(properties, before, { name: '', place: { city: 'Oslo' }, phone: null }), [
      'name cannot be cleared',
    ]);
    assert.deepEqual(changed(properties, before, { name: 'Ada', place: null }), [
      'place.city cannot be cleared',
    ]);
    assert.deepEqual(changed(properties, {}, { name: null, place: { city: '' } }), []);
  });

  it('takes everything below any, and nothing of a datatype without properties', () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const written = { a: value } as Properties;
        assert.deepEqual(created({ a: { type: 'any' } }, written), []);
        assert.deepEqual(created({}, written), ['a is not a property of this datatype']);
      }),
    );
  });
});
