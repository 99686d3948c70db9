import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { copyJson, isEmpty, mergePatch, valuesAt } from './json';
import type { Properties } from './types';
import type { Json } from '../../core/json';

const anyObject = fc
  .dictionary(fc.string(), fc.jsonValue(), { noNullPrototype: true })
  .map((value) => value as Properties);

describe('mergePatch', () => {
  it('leaves what the patch does not name, in nested objects too (D14)', () => {
    const before = { name: 'Ada', address: { country: { code: 'NO', name: 'Norway' }, street: 'A' } };
    const after = mergePatch(before, { address: { country: { code: 'SE' } } });
    assert.deepEqual(after, {
      name: 'Ada',
      address: { country: { code: 'SE', name: 'Norway' }, street: 'A' },
    });
    assert.equal(before.address.country.code, 'NO');
  });

  it('leaves an explicit null where a value is taken away (D13)', () => {
    assert.deepEqual(mergePatch({ name: 'Ada', phone: '1' }, { phone: null, fax: null }), {
      name: 'Ada',
      phone: null,
      fax: null,
    });
  });

  it('replaces lists whole, and puts an object where none was', () => {
    assert.deepEqual(
      mergePatch({ emails: ['a', 'b'], address: 'x' }, { emails: ['c'], address: { city: 'Y' } }),
      {
        emails: ['c'],
        address: { city: 'Y' },
      },
    );
  });

  it('changes nothing when applied a second time', () => {
    fc.assert(
      fc.property(anyObject, anyObject, (target, patch) => {
        const once = mergePatch(target, patch);
        assert.deepEqual(mergePatch(once, patch), once);
      }),
    );
  });

  it('takes __proto__ for a name like any other', () => {
    const patch = JSON.parse('{"__proto__": {"polluted": true}}') as Properties;
    const after = mergePatch({}, patch);
    assert.equal(JSON.stringify(after), '{"__proto__":{"polluted":true}}');
    assert.equal(Reflect.get({}, 'polluted'), undefined);
  });
});

describe('copyJson', () => {
  it('keeps every JSON value as it is, its text included, and shares nothing', () => {
    fc.assert(
      fc.property(anyObject, (value) => {
        const copy = copyJson(value);
        assert.notEqual(copy, value);
        assert.equal(JSON.stringify(copy), JSON.stringify(value));
      }),
    );
  });
});

describe('valuesAt', () => {
  const record: Json = {
    name: '',
    Emails: [{ Value: 'a' }, {}, { Value: 'b' }],
    info: { emails: ['x', 'y'] },
  };

  it('reads all elements of a list that the path meets (D7)', () => {
    assert.deepEqual(valuesAt(record, ['Emails', 'Value']), ['a', 'b']);
    assert.deepEqual(valuesAt(record, ['info', 'emails']), ['x', 'y']);
  });

  it('distinguishes an empty value from none', () => {
    assert.deepEqual(valuesAt(record, ['name']), ['']);
    assert.deepEqual(valuesAt(record, ['fax']), []);
    assert.deepEqual(valuesAt(record, ['toString']), []);
  });
});

describe('isEmpty', () => {
  it('holds for missing, null, the empty string, the empty list and a list of nothing but those, and for nothing else (D6)', () => {
    for (const empty of [undefined, null, '', [], [''], [null], [[]]]) {
      assert.equal(isEmpty(empty), true);
    }
    for (const value of [0, false, ' ', {}, ['', 0]]) {
      assert.equal(isEmpty(value), false);
    }
  });
});
