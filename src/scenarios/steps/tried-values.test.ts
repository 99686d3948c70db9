import assert from 'node:assert/strict';
import fc from 'fast-check';
import { readTriedValue, readTriedValues, writeTriedValue, writeTriedValues } from '.';
import type { Json } from '../../core/json';

describe('the table of values that a step tries', () => {
  it('says "the same" of what arrives as it is, "empty" of what must not be there, and JSON of all else', () => {
    assert.deepEqual(writeTriedValues({ value: '007', arrives: 7 }), ['"007"', '7']);
    assert.deepEqual(writeTriedValues({ value: '007', arrives: '007' }), ['"007"', 'the same']);
    assert.deepEqual(writeTriedValues({ value: '', arrives: undefined }), ['""', 'empty']);
    assert.deepEqual(writeTriedValues({ value: 7, arrives: '7' }), ['7', '"7"']);
  });

  it('writes a text of one part many times over by that part', () => {
    const text = 'not short; '.repeat(30);
    assert.deepEqual(writeTriedValue(text), ['"not short; " 30 times']);
    assert.equal(readTriedValue('"not short; " 30 times'), text);
    assert.deepEqual(writeTriedValue('abcabc'), ['"abcabc"'], 'short texts stay as they are');
  });

  it('is read as it was written, whatever the values are', () => {
    const json = fc.oneof(
      fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as Json),
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom<Json>('', 'empty', 'the same', '"a" 3 times', 0, false, null, []),
      fc
        .tuple(fc.string({ minLength: 1 }), fc.integer({ min: 2, max: 40 }))
        .map(([part, times]) => part.repeat(times)),
    );
    fc.assert(
      fc.property(json, fc.option(json, { nil: undefined }), (value, arrives) => {
        assert.deepEqual(readTriedValues(writeTriedValues({ value, arrives })), { value, arrives });
        assert.deepEqual(readTriedValue(writeTriedValue(value)[0]!), value);
      }),
    );
  });
});
