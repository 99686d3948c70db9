import assert from 'node:assert/strict';
import fc from 'fast-check';
import { isBlank, leavesOf, liesOn, readAll, readRaw, withRaw, withValue } from './paths';
import type { Json } from '../core/json';

function noLists(): boolean {
  return false;
}
function listAt(...prefixes: string[]) {
  return (prefix: string): boolean => prefixes.includes(prefix);
}

describe('reading a path', () => {
  it('gives the value of a plain property, null included, and nothing where it is missing', () => {
    const properties = { name: 'Ada', address: { city: null } };
    assert.deepEqual(readAll(properties, 'name'), ['Ada']);
    assert.deepEqual(readAll(properties, 'address.city'), [null]);
    assert.deepEqual(readAll(properties, 'address.street'), []);
    assert.deepEqual(readAll(properties, 'name.first'), []);
  });

  it('gives all elements of a list on its way (D7)', () => {
    const properties = {
      emails: ['a', 'b'],
      items: [{ product: { id: 1 } }, {}, { product: { id: 2 } }],
      none: [],
    };
    assert.deepEqual(readAll(properties, 'emails'), ['a', 'b']);
    assert.deepEqual(readAll(properties, 'items.product.id'), [1, 2]);
    assert.deepEqual(readAll(properties, 'none'), []);
  });

  it('gives a list as a whole where it is asked for it raw', () => {
    const properties = { info: { emails: ['a', 'b'] }, items: [{ a: 1 }] };
    assert.deepEqual(readRaw(properties, 'info.emails'), ['a', 'b']);
    assert.equal(readRaw(properties, 'info.phones'), undefined);
    assert.equal(readRaw(properties, 'items.b'), undefined);
  });
});

describe('a list of objects, asked for raw', () => {
  const properties = { items: [{ a: 1 }, { a: ['x'] }], none: [] };

  it('gives what the element that counts holds, the last one where there are fewer', () => {
    assert.equal(readRaw(properties, 'items.a'), 1);
    assert.deepEqual(readRaw(properties, 'items.a', 1), ['x']);
    assert.deepEqual(readRaw(properties, 'items.a', 5), ['x']);
    assert.equal(readRaw(properties, 'none.a'), undefined);
  });

  it('gets what is written raw in that element, and stays a list', () => {
    const place = { path: 'items.a', isListAt: listAt('items'), anchor: 1 };
    assert.deepEqual(withRaw(properties, place, null), { items: [{ a: 1 }, { a: null }], none: [] });
    assert.deepEqual(withRaw({}, place, null), { items: [{ a: null }] });
  });
});

describe('blanks', () => {
  it('are what is missing, null, the empty text, the empty list, and a list of nothing but those (D6)', () => {
    for (const blank of [undefined, null, '', [], [''], [null], [[]]]) {
      assert.equal(isBlank(blank), true);
    }
    for (const value of [0, false, ' ', ['', 0], {}]) {
      assert.equal(isBlank(value), false);
    }
  });
});

describe('writing at a path', () => {
  it('leaves everything beside it as it was (D14)', () => {
    const before = { a: { b: { c: 1, d: 2 } }, e: [3] };
    const after = withValue(before, { path: 'a.b.c', isListAt: noLists, anchor: 0 }, 9);
    assert.deepEqual(after, { a: { b: { c: 9, d: 2 } }, e: [3] });
    assert.deepEqual(before, { a: { b: { c: 1, d: 2 } }, e: [3] });
  });

  it('replaces the anchor of a list alone, in place (D26)', () => {
    const place = { path: 'emails', isListAt: listAt('emails'), anchor: 1 };
    assert.deepEqual(withValue({ emails: ['a', 'b', 'c'] }, place, 'x'), { emails: ['a', 'x', 'c'] });
  });

  it('replaces the member of the anchor of a list of objects alone', () => {
    const place = { path: 'items.product.id', isListAt: listAt('items'), anchor: 1 };
    const before = { items: [{ product: { id: 1 } }, { product: { id: 2, name: 'n' }, count: 3 }] };
    assert.deepEqual(withValue(before, place, 9), {
      items: [{ product: { id: 1 } }, { product: { id: 9, name: 'n' }, count: 3 }],
    });
  });

  it('makes a list of one where the schema says so and there is nothing yet (D26)', () => {
    assert.deepEqual(withValue({}, { path: 'emails', isListAt: listAt('emails'), anchor: 0 }, 'a'), {
      emails: ['a'],
    });
    assert.deepEqual(
      withValue({ emails: null }, { path: 'emails', isListAt: listAt('emails'), anchor: 0 }, 'a'),
      {
        emails: ['a'],
      },
    );
    assert.deepEqual(withValue({}, { path: 'items.sku', isListAt: listAt('items'), anchor: 1 }, 'a'), {
      items: [{ sku: 'a' }],
    });
  });

  it('makes a list of one inside an object too, and leaves a value alone that is not a list', () => {
    const place = { path: 'info.emails', isListAt: listAt('info.emails'), anchor: 0 };
    assert.deepEqual(withValue({}, place, 'a'), { info: { emails: ['a'] } });
    assert.deepEqual(withValue({ info: { emails: 'a' } }, place, 'b'), { info: { emails: 'b' } });
  });

  it('never leaves a gap in a list', () => {
    const place = { path: 'emails', isListAt: listAt('emails'), anchor: 5 };
    assert.deepEqual(withValue({ emails: ['a'] }, place, 'b'), { emails: ['a', 'b'] });
  });

  it('puts raw JSON at the path', () => {
    const place = { path: 'a.c', isListAt: noLists, anchor: 0 };
    assert.deepEqual(withRaw({ a: { b: 1 } }, place, ['x']), { a: { b: 1, c: ['x'] } });
    assert.deepEqual(withRaw({ a: 'text' }, place, null), { a: { c: null } });
    const list = { path: 'emails', isListAt: listAt('emails'), anchor: 1 };
    assert.deepEqual(withRaw({ emails: ['a', 'b'] }, list, []), { emails: [] });
  });

  it('is read back again, and nothing else has changed', () => {
    const json: fc.Arbitrary<Json> = fc.letrec<{ json: Json }>((tie) => ({
      json: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<Json>('x', 1, true, null, ''),
        fc.array(tie('json'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom('a', 'b', 'c'), tie('json'), { noNullPrototype: true }),
      ),
    })).json;
    const record = fc.dictionary(fc.constantFrom('a', 'b', 'c'), json, { noNullPrototype: true });
    const path = fc
      .array(fc.constantFrom('a', 'b', 'c'), { minLength: 1, maxLength: 3 })
      .map((steps) => steps.join('.'));
    fc.assert(
      fc.property(record, path, fc.nat(2), (before, at, anchor) => {
        const after = withValue(before, { path: at, isListAt: noLists, anchor }, 'new');
        assert.ok(readAll(after, at).includes('new'));
        const old = leavesOf(before);
        for (const [pointer, value] of leavesOf(after)) {
          if (!liesOn(pointer, at)) {
            assert.deepEqual(value, old.get(pointer), pointer);
          }
        }
      }),
    );
  });
});

describe('the leaves of a record', () => {
  it('are its values by pointer, without blanks', () => {
    const properties = {
      name: 'Ada',
      info: { emails: ['a', ''], phone: null },
      items: [{ sku: 1 }, {}],
      none: [],
    };
    assert.deepEqual(
      [...leavesOf(properties)],
      [
        ['name', 'Ada'],
        ['info.emails[0]', 'a'],
        ['items[0].sku', 1],
      ],
    );
  });

  it('lie on the path that names them, or what they are in', () => {
    assert.equal(liesOn('info.emails[1]', 'info.emails'), true);
    assert.equal(liesOn('items[0].product.id', 'items.product.id'), true);
    assert.equal(liesOn('items[12].product.id', 'items.product.id'), true);
    assert.equal(liesOn('address.city', 'address'), true);
    assert.equal(liesOn('address.city', 'address.country'), false);
    assert.equal(liesOn('addressee', 'address'), false);
  });
});
