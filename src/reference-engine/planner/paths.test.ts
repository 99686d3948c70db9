import assert from 'node:assert/strict';
import fc from 'fast-check';
import { agrees, isEmpty } from './json';
import { mergePatch, overlay } from './patch';
import { readPath, writeElement, writePath } from './paths';
import { type Json, type JsonObject } from '../../core/json';

function never(): boolean {
  return false;
}

describe('paths', () => {
  it('D13 tells missing from null', () => {
    assert.equal(readPath({ a: {} }, 'a.b'), undefined);
    assert.equal(readPath({ a: { b: null } }, 'a.b'), null);
    assert.equal(readPath({ a: null }, 'a.b'), null);
    assert.equal(readPath({}, 'constructor.name'), undefined);
  });

  it('D7 reads all elements of a list that it meets, in lists in lists too', () => {
    assert.deepEqual(readPath({ a: [{ b: 1 }, {}, { b: 2 }] }, 'a.b'), [1, null, 2]);
    assert.deepEqual(readPath({ a: [{ b: [{ c: 1 }, { c: 2 }] }, { b: [{ c: 3 }] }] }, 'a.b.c'), [1, 2, 3]);
  });

  it('D14 writes through lists in lists without touching what is beside it', () => {
    const before = { a: [{ b: [{ c: 1, d: 'x' }, { c: 2 }], e: 'y' }, { b: [{ c: 3 }] }] };
    assert.deepEqual(writeElement(before, { path: 'a.b.c', index: 1 }, 9, never), {
      a: [{ b: [{ c: 1, d: 'x' }, { c: 9 }], e: 'y' }, { b: [{ c: 3 }] }],
    });
  });

  it('D26 makes a list of objects where the schema calls the way a list', () => {
    const isListAt = (path: string): boolean => path === 'Emails';
    assert.deepEqual(writePath({}, 'Emails.Value', ['a'], isListAt), { Emails: [{ Value: 'a' }] });
    assert.deepEqual(writePath({ Emails: [{ Value: 'a', t: 1 }] }, 'Emails.Value', ['b', 'c'], isListAt), {
      Emails: [{ Value: 'b', t: 1 }, { Value: 'c' }],
    });
  });

  const steps = fc.constantFrom('a', 'b', 'c');
  const paths = fc.array(steps, { minLength: 1, maxLength: 3 }).map((names) => names.join('.'));
  const { tree } = fc.letrec<{ tree: JsonObject; value: Json }>((tie) => ({
    value: fc.oneof({ depthSize: 'small' }, fc.string(), fc.integer(), fc.constant(null), tie('tree')),
    tree: fc.dictionary(steps, tie('value'), { noNullPrototype: true, maxKeys: 3 }),
  }));

  it('D14 is a lens: what was written is read, what was read and written changes nothing, the rest stays', () => {
    fc.assert(
      fc.property(tree, paths, fc.string({ minLength: 1 }), (properties, path, value) => {
        const written = writePath(properties, path, value, never);
        assert.equal(readPath(written, path), value);
        const read = readPath(properties, path);
        if (read !== undefined && !isEmpty(read)) {
          assert.deepEqual(writePath(properties, path, read, never), properties);
        }
        const patched = overlay(properties, mergePatch(properties, written));
        assert.deepEqual(patched, written);
      }),
    );
  });

  it('D14 patches nothing where nothing differs, and no more than the path that does', () => {
    fc.assert(
      fc.property(tree, paths, fc.string({ minLength: 1 }), (properties, path, value) => {
        assert.deepEqual(mergePatch(properties, properties), {});
        const patch = mergePatch(properties, writePath(properties, path, value, never));
        const whole = JSON.stringify(patch);
        assert.ok(agrees(readPath(properties, path), value) || whole.includes(JSON.stringify(value)));
        const top = Object.keys(patch);
        assert.ok(top.every((name) => name === path.split('.')[0]));
      }),
    );
  });
});
