import assert from 'node:assert/strict';
import { beginningOf, formOf, opposite } from '.';

describe('the form of a value', () => {
  it('is text where the property holds text, and the value itself elsewhere (D15)', () => {
    assert.equal(formOf({ type: 'integer', value: 7 }, { type: 'string' }), '7');
    assert.equal(formOf({ type: 'integer', value: 7 }, { type: 'integer' }), 7);
    assert.equal(formOf({ type: 'decimal', value: 7.25 }, { type: 'number' }), 7.25);
    assert.equal(formOf({ type: 'boolean', value: true }, { type: 'string' }), 'true');
    assert.equal(formOf({ type: 'boolean', value: true }, { type: 'boolean' }), true);
    assert.equal(formOf({ type: 'text', value: 'x' }, { type: 'any' }), 'x');
    assert.equal(formOf({ type: 'integer', value: 7 }, undefined), '7');
  });
});

describe('values beside a value', () => {
  it('only begin like it, and differ from it', () => {
    assert.deepEqual(beginningOf({ type: 'text', value: 'abc' }), { type: 'text', value: 'ab' });
    assert.deepEqual(beginningOf({ type: 'integer', value: 1007 }), { type: 'integer', value: 100 });
    assert.deepEqual(beginningOf({ type: 'decimal', value: 1007.25 }), { type: 'decimal', value: 100 });
    assert.deepEqual(beginningOf({ type: 'boolean', value: true }), { type: 'boolean', value: false });
  });

  it('are the opposite of a boolean', () => {
    assert.deepEqual(opposite({ type: 'boolean', value: false }), { type: 'boolean', value: true });
    assert.deepEqual(opposite({ type: 'text', value: 'x' }), { type: 'text', value: 'x' });
  });
});
