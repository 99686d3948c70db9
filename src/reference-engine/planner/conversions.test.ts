import assert from 'node:assert/strict';
import fc from 'fast-check';
import { EXACT_CONVERSIONS, type CastType } from './conversions';
import { agrees, isEmpty } from './json';
import { type Json } from '../../core/json';

function forward(cast: CastType, value: Json): Json | undefined {
  const converted = EXACT_CONVERSIONS.forward(cast, value);
  return converted.ok ? converted.value : undefined;
}

describe('conversions (D15)', () => {
  const table: readonly (readonly [CastType, Json, Json | undefined])[] = [
    ['string', 7, '7'],
    ['string', 0.1, '0.1'],
    ['string', 1e21, '1e+21'],
    ['string', true, 'true'],
    ['string', 'Å Å 💡 ', 'Å Å 💡 '],
    ['string', { a: 1 }, undefined],
    ['integer', '007', 7],
    ['integer', '7.0', 7],
    ['integer', '7.5', undefined],
    ['integer', ' 7', undefined],
    ['integer', '0x10', undefined],
    ['integer', '9007199254740993', undefined],
    ['integer', true, undefined],
    ['float', '1.50', 1.5],
    ['decimal', '-.5e1', -5],
    ['decimal', 'Infinity', undefined],
    ['decimal', '1e999', undefined],
    ['float', 'seven', undefined],
    ['boolean', 'true', true],
    ['boolean', 0, false],
    ['boolean', 'TRUE', undefined],
    ['boolean', 2, undefined],
    ['list', 'a', 'a'],
    [null, '007', '007'],
    ['integer', ['1', '', '2'], [1, '', 2]],
    ['integer', '', ''],
    ['integer', null, null],
  ];
  for (const [cast, value, expected] of table) {
    const outcome = expected === undefined ? 'nothing' : JSON.stringify(expected);
    it(`D15 makes ${outcome} of ${JSON.stringify(value)} as ${String(cast)}`, () => {
      assert.deepEqual(forward(cast, value), expected);
    });
  }

  it('D15 says what could not become what', () => {
    const converted = EXACT_CONVERSIONS.forward('integer', 'seven');
    assert.deepEqual(converted, { ok: false, why: '"seven" cannot become an integer' });
  });

  it('D15 comes back in the type of the source, judged by going forward again', () => {
    assert.deepEqual(EXACT_CONVERSIONS.backward('integer', 8, 'string'), { ok: true, value: '8' });
    assert.deepEqual(EXACT_CONVERSIONS.backward('string', '8', 'integer'), { ok: true, value: 8 });
    assert.deepEqual(EXACT_CONVERSIONS.backward(null, 8, 'string'), { ok: true, value: 8 });
    assert.equal(EXACT_CONVERSIONS.backward('string', '08', 'integer').ok, false);
  });

  it('D15 ends in the JSON type that the target states, and comes back from it', () => {
    const into = EXACT_CONVERSIONS.forward.bind(EXACT_CONVERSIONS);
    assert.deepEqual(into('decimal', '12.50', 'string'), { ok: true, value: '12.5' });
    assert.deepEqual(into(null, '7', 'integer'), { ok: true, value: 7 });
    assert.equal(into('string', 'seven', 'integer').ok, false);
    assert.deepEqual(EXACT_CONVERSIONS.backward('decimal', '13.5', 'string', 'string'), {
      ok: true,
      value: '13.5',
    });
    assert.deepEqual(EXACT_CONVERSIONS.backward(null, 7, 'string', 'integer'), { ok: true, value: '7' });
    assert.equal(EXACT_CONVERSIONS.backward('decimal', '13.50', 'string', 'string').ok, false);
  });

  it('D15 is settled once done: converting again changes nothing, and the empty stays empty', () => {
    const casts = fc.constantFrom<CastType>('string', 'integer', 'float', 'decimal', 'boolean', 'list', null);
    const scalars = fc.oneof(fc.string(), fc.integer().map(String), fc.integer(), fc.double(), fc.boolean());
    const values = fc.oneof(scalars, fc.array(scalars), fc.constant(null)) as fc.Arbitrary<Json>;
    fc.assert(
      fc.property(casts, values, (cast, value) => {
        const once = forward(cast, value);
        if (once === undefined) {
          return;
        }
        assert.ok(agrees(forward(cast, once), once));
        assert.equal(isEmpty(once), isEmpty(value));
      }),
    );
  });
});
