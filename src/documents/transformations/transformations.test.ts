import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import fc from 'fast-check';
import { writeConversion } from '../../model';
import type { CastName, Conversion, ConversionOperand, ConversionTest, TestName } from '../../model';
import { countCalls } from '../../../test/count-calls';
import { DEEPEST_TRANSFORMATION, LONGEST_TRANSFORMATION } from './transformation-text';
import { restoreTransformation } from './transformations';

function outcomeOf(written: string): string {
  const restored = restoreTransformation(written);
  return 'conversion' in restored ? writeConversion(restored.conversion) : restored.problem;
}

const decision = readFileSync(resolve(__dirname, '../../../docs/decisions/0003-transformations.md'), 'utf8');

/** The rows of the table below a heading: the written cell, and what the second column says. */
function documented(heading: string): [string, string][] {
  const part = decision.split(/^## /m).find((each) => each.startsWith(heading)) ?? '';
  return [...part.matchAll(/^\| `(.+?)` \| `?(.+?)`? \|$/gm)].map((match) => [
    match[1] ?? '',
    match[2] ?? '',
  ]);
}

describe('docs/decisions/0003-transformations.md', () => {
  const read = documented('What is read');
  const unread = documented('What is not read');

  it('has its tables', () => {
    assert.deepEqual([read.length, unread.length], [23, 27]);
  });

  for (const [written, expected] of read) {
    it(`reads ${written}`, () => {
      const restored = restoreTransformation(written);
      assert.ok('conversion' in restored, outcomeOf(written));
      assert.equal(writeConversion(restored.conversion), expected);
    });
  }

  for (const [written, why] of unread) {
    it(`does not read ${written}`, () => {
      assert.deepEqual(restoreTransformation(written), { problem: why });
    });
  }
});

describe('restored transformations', () => {
  it('are data with a name for every argument', () => {
    assert.deepEqual(restoreTransformation('"datetime-format","Europe/Oslo","%Y","_.when"]'), {
      conversion: {
        kind: 'datetime-format',
        timezone: 'Europe/Oslo',
        format: '%Y',
        value: { kind: 'current', path: 'when' },
      },
    });
    assert.deepEqual(restoreTransformation('["slice", 0, 10]'), {
      conversion: { kind: 'slice', start: 0, end: 10, value: { kind: 'current', path: '' } },
    });
  });

  it('know a text from a name, a path and a number', () => {
    assert.equal(
      outcomeOf('["replace", "string", "list", "_.string"]'),
      '["replace", "string", "list", "_.string"]',
    );
    assert.equal(outcomeOf('["if", "_.isOpen", 1.5, -0]'), '["if", "_.isOpen", 1.5, 0]');
    assert.deepEqual(restoreTransformation('["list", "_.", -0]'), {
      conversion: {
        kind: 'list',
        items: [
          { kind: 'current', path: '' },
          { kind: 'literal', value: 0 },
        ],
      },
    });
    assert.equal(outcomeOf('["join", "\\u002c\\n"]'), '["join", ",\\n", "_."]');
  });

  it('do not come of what has no or several ends', () => {
    const deep = (count: number): string => `${'["string", '.repeat(count)}"_."${']'.repeat(count)}`;
    assert.ok('conversion' in restoreTransformation(deep(DEEPEST_TRANSFORMATION - 1)));
    assert.match(outcomeOf(deep(DEEPEST_TRANSFORMATION + 1)), /nested deeper than 16/);
    assert.match(outcomeOf(`["join", "${','.repeat(LONGEST_TRANSFORMATION)}"]`), /longer than 2000/);
  });

  it('never throw, and take work by the length of the cell, whatever is in it', async () => {
    const piece = fc.oneof(
      fc.constantFrom(
        '[',
        ']',
        ',',
        '"',
        '“',
        '\\',
        '"if"',
        '"string"',
        '"_."',
        '"list"',
        '"split"',
        '"%Y"',
        '1',
        'null',
      ),
      fc.string({ maxLength: 3 }),
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 60 }), (pieces) => {
        const restored = restoreTransformation(pieces.join(''));
        assert.ok('conversion' in restored || restored.problem !== '');
      }),
      { numRuns: 2000 },
    );
    for (const hostile of ['["if",'.repeat(15), '["string","_.","_."],'.repeat(90), '"'.repeat(1999)]) {
      const calls = await countCalls(/[\\/]transformations[\\/]/, () => restoreTransformation(hostile));
      assert.ok(calls > 0 && calls < 10 * hostile.length, `${calls} calls: ${hostile.slice(0, 20)}`);
    }
  });
});

const names: readonly string[] = [
  ...[
    'string',
    'integer',
    'float',
    'decimal',
    'boolean',
    'list',
    'if',
    'replace',
    'split',
    'join',
    'slice',
    'matches',
  ],
  ...['datetime-format', 'datetime-parse'],
];
const text = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 6 }),
    fc.constantFrom('"', '\\', '“x”', '[', '],', ' ', '\t\n', '_', 'n/a', '*NO?', '\ud800', '\u2028'),
  )
  .filter((value) => !/^_[A-Z]*\./.test(value));
/** A text that is not a function's name and does not look like one. */
const plainText = text.filter((value) => !names.includes(value) && !/^[a-z]{2,}(?:-[a-z]+)*$/.test(value));
const path = fc.constantFrom('', 'code', 'address.country.code', 'Name', 'a b', '"');
const current = path.map((value): ConversionOperand => ({ kind: 'current', path: value }));
const literal = fc
  .oneof(
    plainText,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  )
  .map((value): Conversion => ({ kind: 'literal', value: Object.is(value, -0) ? 0 : value }))
  .filter(({ kind, ...rest }) => kind !== 'literal' || !('value' in rest) || isExact(rest.value));

function isExact(value: unknown): boolean {
  return typeof value !== 'number' || !Number.isInteger(value) || Number.isSafeInteger(value);
}

function optional<K extends string, V>(key: K, value: fc.Arbitrary<V>): fc.Arbitrary<Partial<Record<K, V>>> {
  return fc
    .option(value, { nil: undefined })
    .map((some) => (some === undefined ? {} : { [key]: some })) as fc.Arbitrary<Partial<Record<K, V>>>;
}

const { operand } = fc.letrec<{ operand: ConversionOperand; any: Conversion; test: ConversionTest }>(
  (tie) => {
    const value = tie('operand');
    const call = <T extends ConversionOperand>(
      shape: fc.Arbitrary<Omit<T, 'value'>>,
    ): fc.Arbitrary<ConversionOperand> =>
      fc.tuple(shape, value).map(([rest, converted]) => ({ ...rest, value: converted }) as ConversionOperand);
    const format = fc.constantFrom('%Y-%m-%d', '%d.%m.%y %H:%M', '%%%Y');
    const test = fc
      .tuple(fc.constantFrom<TestName>('is-empty', 'is-not-empty', 'is-decimal', 'is-string'), value)
      .map(([kind, converted]): ConversionTest => ({ kind, value: converted }));
    const slice = fc.oneof(
      fc.record({ kind: fc.constant('slice' as const), start: fc.integer() }),
      fc.record({ kind: fc.constant('slice' as const), start: fc.integer(), end: fc.integer() }),
      fc.record({
        kind: fc.constant('slice' as const),
        start: fc.integer(),
        end: fc.integer(),
        stride: fc.constantFrom(1, 2, -1),
      }),
    );
    return {
      any: fc.oneof({ maxDepth: 4, depthIdentifier: 'conversion' }, literal, value),
      test: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'conversion' },
        current as fc.Arbitrary<ConversionTest>,
        test,
      ),
      operand: fc.oneof(
        { maxDepth: 4, depthIdentifier: 'conversion', withCrossShrink: true },
        current,
        call(fc.record({ kind: fc.constantFrom<CastName>('string', 'integer', 'boolean') })),
        call(
          fc.record({
            kind: fc.constantFrom<CastName>('integer', 'float', 'decimal', 'boolean'),
            fallback: tie('any'),
          }),
        ),
        test,
        call(
          fc.record({
            kind: fc.constant('replace' as const),
            old: text.filter((old) => old !== ''),
            new: text,
          }),
        ),
        call(
          fc
            .tuple(
              fc.constantFrom('datetime-format' as const, 'datetime-parse' as const),
              optional('timezone', fc.constantFrom('Europe/Oslo', 'UTC')),
              format,
            )
            .map(([kind, timezone, tokens]) => ({ kind, ...timezone, format: tokens })),
        ),
        call(fc.record({ kind: fc.constant('matches' as const), pattern: text })),
        call(slice),
        call(optional('separator', text).map((separator) => ({ kind: 'split' as const, ...separator }))),
        call(fc.record({ kind: fc.constant('join' as const), separator: text })),
        fc
          .array(tie('any'), { minLength: 1, maxLength: 3 })
          .map((items): ConversionOperand => ({ kind: 'list', items })),
        fc
          .tuple(tie('test'), tie('any'), optional('else', tie('any')))
          .map(([condition, then, rest]): ConversionOperand => ({ kind: 'if', condition, then, ...rest })),
      ),
    };
  },
);

describe('writeConversion', () => {
  it('gives a text that is read as the same conversion', () => {
    fc.assert(
      fc.property(operand, (conversion) => {
        const written = writeConversion(conversion);
        fc.pre(written.includes('"_.') && written.length <= LONGEST_TRANSFORMATION);
        assert.deepEqual(restoreTransformation(written), { conversion }, written);
      }),
      { numRuns: 2000 },
    );
  });

  it('gives a text that is read as the same with the brackets at its ends lost', () => {
    fc.assert(
      fc.property(operand, (conversion) => {
        fc.pre(conversion.kind !== 'current');
        const written = writeConversion(conversion);
        fc.pre(written.includes('"_.') && written.length <= LONGEST_TRANSFORMATION);
        const inner = written.slice(1);
        assert.deepEqual(restoreTransformation(inner), { conversion }, inner);
        const open = written.replace(/\]+$/, '');
        assert.deepEqual(restoreTransformation(open), { conversion }, open);
      }),
      { numRuns: 1000 },
    );
  });
});
