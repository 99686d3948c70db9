import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { compileFilter, literalsOf } from './filter';
import type { FilterProperty, FilterValue } from './filter';
import { ExactRefusal } from './refusal';

const PROPERTIES: Readonly<Record<string, FilterProperty>> = {
  Name: { type: 'string', blanksBehind: false },
  Country: { type: 'string', blanksBehind: true },
  Amount: { type: 'number', blanksBehind: false },
  Blocked: { type: 'boolean', blanksBehind: false },
  ID: { type: 'guid', blanksBehind: false },
  Modified: { type: 'datetime', blanksBehind: false },
};

type Values = Readonly<Record<string, FilterValue>>;

function compile(text: string): ReturnType<typeof compileFilter> {
  return compileFilter(text, (name) => PROPERTIES[name]);
}
function holds(text: string, values: Values): boolean {
  return compile(text).holds((name) => values[name] ?? null);
}
const GUID = '0f0e0d0c-0b0a-4908-8706-050403020100';

const rows: fc.Arbitrary<Values> = fc.record({
  Name: fc.option(fc.constantFrom('', 'a', 'ab', 'B', "it's", ' a ', 'æ')),
  Amount: fc.option(fc.constantFrom(-1, 0, 1, 1.5, 2)),
  Blocked: fc.option(fc.boolean()),
  ID: fc.constantFrom(GUID, GUID.replace('0f', '1f')),
  Modified: fc.constantFrom(0, 1, 1000, 86_400_000),
});

/** A filter as text, and what it says as a plain predicate: true, false, or null where it is unknown. */
interface Case {
  readonly text: string;
  readonly predicate: (values: Values) => boolean | null;
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", "''")}'`;
}

const OPERATORS: Readonly<
  Record<string, (left: number | string | boolean, right: number | string | boolean) => boolean>
> = {
  gt: (left, right) => left > right,
  ge: (left, right) => left >= right,
  lt: (left, right) => left < right,
  le: (left, right) => left <= right,
};

function comparison(name: string, operator: string, text: string, value: FilterValue): Case {
  return {
    text: `${name} ${operator} ${text}`,
    predicate(values) {
      const own = values[name] ?? null;
      if (operator === 'eq') {
        return own === value;
      }
      if (operator === 'ne') {
        return own !== value;
      }
      return own !== null && value !== null && OPERATORS[operator]!(own, value);
    },
  };
}

const operators = fc.constantFrom('eq', 'ne', 'gt', 'ge', 'lt', 'le');
const texts = fc.constantFrom('', 'a', 'b', 'B', "it's", 'æ');

const comparisons: fc.Arbitrary<Case> = fc.oneof(
  fc.tuple(operators, texts).map(([operator, value]) => comparison('Name', operator, quoted(value), value)),
  fc
    .tuple(operators, fc.constantFrom(-1, 0, 1, 1.5))
    .map(([operator, value]) => comparison('Amount', operator, String(value), value)),
  fc
    .tuple(fc.constantFrom('eq', 'ne'), fc.boolean())
    .map(([operator, value]) => comparison('Blocked', operator, String(value), value)),
  fc
    .tuple(operators, fc.constantFrom('Name', 'Amount'))
    .map(([operator, name]) => comparison(name, operator, 'null', null)),
  fc
    .constantFrom('eq', 'ne')
    .map((operator) => comparison('ID', operator, `guid'${GUID.toUpperCase()}'`, GUID)),
  operators.map((operator) => comparison('Modified', operator, "datetime'1970-01-01T00:00:01'", 1000)),
);

const calls: fc.Arbitrary<Case> = fc
  .tuple(fc.constantFrom('substringof', 'startswith', 'endswith'), texts)
  .map(([name, part]) => ({
    text:
      name === 'substringof'
        ? `substringof(${quoted(part)},Name)`
        : `${name}(tolower(trim(Name)),${quoted(part)}) eq true`,
    predicate(values) {
      const own = values.Name as string | null;
      if (own === null) {
        return name === 'substringof' ? null : false;
      }
      if (name === 'substringof') {
        return own.includes(part);
      }
      const plain = own.trim().toLowerCase();
      return name === 'startswith' ? plain.startsWith(part) : plain.endsWith(part);
    },
  }));

const { cases } = fc.letrec<{ cases: Case }>((tie) => ({
  cases: fc.oneof(
    { maxDepth: 4 },
    comparisons,
    calls,
    tie('cases').map(({ text, predicate }) => ({
      text: `not (${text})`,
      predicate(values: Values) {
        const value = predicate(values);
        return value === null ? null : !value;
      },
    })),
    fc.tuple(tie('cases'), tie('cases')).map(([one, other]) => ({
      text: `(${one.text} and ${other.text})`,
      predicate(values: Values) {
        const pair = [one.predicate(values), other.predicate(values)];
        return pair.includes(false) ? false : pair.includes(null) ? null : true;
      },
    })),
    fc.tuple(tie('cases'), tie('cases')).map(([one, other]) => ({
      text: `(${one.text} or ${other.text})`,
      predicate(values: Values) {
        const pair = [one.predicate(values), other.predicate(values)];
        return pair.includes(true) ? true : pair.includes(null) ? null : false;
      },
    })),
  ),
}));

describe('$filter', () => {
  it('lets through what a plain predicate lets through', () => {
    fc.assert(
      fc.property(cases, fc.array(rows, { minLength: 1, maxLength: 8 }), ({ text, predicate }, records) => {
        for (const values of records) {
          assert.equal(
            holds(text, values),
            predicate(values) === true,
            `${text} of ${JSON.stringify(values)}`,
          );
        }
      }),
      { numRuns: 500 },
    );
  });

  it('binds "and" closer than "or", and "not" closer than both', () => {
    const values = { Amount: 1, Blocked: true, Name: 'a' };
    assert.equal(holds("Amount eq 1 or Amount eq 2 and Name eq 'b'", values), true);
    assert.equal(holds("(Amount eq 1 or Amount eq 2) and Name eq 'b'", values), false);
    assert.equal(holds("not startswith(Name,'b') and Blocked", values), true);
    assert.equal(holds("not (startswith(Name,'b') or Blocked)", values), false);
  });

  it('ignores blanks behind a value only where the database pads it', () => {
    assert.equal(holds("Country eq 'NL'", { Country: 'NL ' }), true);
    assert.equal(holds("Country eq 'NL   '", { Country: 'NL ' }), true);
    assert.equal(holds("Name eq 'a'", { Name: 'a ' }), false);
  });

  it('reads literals of every type', () => {
    const text = `'it''s', -1.5e2, 5L, 2.5M, true, null, guid'${GUID}', datetime'2024-01-01T00:00:00.1234567'`;
    assert.deepEqual(
      literalsOf(text).map(({ value }) => value),
      ["it's", -150, 5, 2.5, true, null, GUID, Date.UTC(2024, 0, 1, 0, 0, 0, 123)],
    );
  });

  it('says what every record must have, for an index: only of what is joined by "and"', () => {
    const demands = (text: string): unknown => {
      const { equal, least } = compile(text).demands;
      return [Object.fromEntries(equal), Object.fromEntries(least)];
    };
    assert.deepEqual(demands("Name eq 'a' and (Amount ge 1 and Amount lt 5)"), [
      { Name: 'a' },
      { Amount: 1 },
    ]);
    assert.deepEqual(demands("Name eq 'a' or Amount ge 1"), [{}, {}]);
    assert.deepEqual(demands("not (Name eq 'a')"), [{}, {}]);
  });

  it('refuses what it cannot read, with the place', () => {
    const wrong: readonly (readonly [string, RegExp])[] = [
      ['', /^Syntax error at position 0/],
      ['Name', /Expression of type 'Edm\.boolean' expected/],
      ['Name eq', /^Syntax error at position 7/],
      ["Name eq 'a", /^Syntax error at position 7/],
      ["Name eq 'a' and", /^Syntax error at position 15/],
      ["Name eq 'a')", /^Syntax error at position 11/],
      ["(Name eq 'a'", /^Syntax error at position 12/],
      ["Name = 'a'", /^Syntax error at position 4/],
      ['Name eq 5', /Operator 'eq' incompatible with operand types 'string' and 'number'/],
      [`ID eq '${GUID}'`, /incompatible/],
      ["ID eq guid'dsadsds'", /^Unrecognized 'Edm\.Guid' literal 'guid'dsadsds''/],
      ["Modified ge datetime'2024-13-01'", /^Unrecognized 'Edm\.DateTime' literal/],
      ["Modified ge datetime'2024-01-01T00:00:00+01:00'", /^Unrecognized/],
      ["Modified ge '2024-01-01'", /incompatible/],
      ["Name eq foo'x'", /^Unrecognized 'foo' literal/],
      ['Amount eq 1e999', /^Unrecognized 'Edm\.Double'/],
      ["Nickname eq 'a'", /^No property 'Nickname' exists/],
      ["constructor eq 'a'", /^No property|incompatible/],
      ['Lines/Amount eq 1', /^No property 'Lines\/Amount'/],
      ['length(Name) eq 1', /^Unknown function 'length'/],
      ['startswith(Name) eq true', /takes 2 operands, not 1/],
      ['tolower(Amount) eq 1', /of type 'Edm\.string' expected/],
      ["not Name eq 'a'", /of type 'Edm\.boolean' expected/],
      [`${'('.repeat(200)}true${')'.repeat(200)}`, /^Recursion limit reached/],
      [`${'not '.repeat(200)}true`, /^Recursion limit reached/],
      [`true${' eq true'.repeat(200)}`, /^Recursion limit reached/],
    ];
    for (const [text, message] of wrong) {
      assert.throws(
        () => compile(text),
        (error) => error instanceof ExactRefusal && error.status === 400 && message.test(error.message),
        text,
      );
    }
  });

  it('reads or refuses any text, in time by its length', () => {
    const words = fc.constantFrom(
      ..."( ) , eq and or not Name Amount true null guid datetime ' 'a' '' 1 1e9 - / substringof(".split(' '),
    );
    const refusedOrRead = (text: string): void => {
      try {
        compile(text);
      } catch (error) {
        assert.ok(error instanceof ExactRefusal, `${text}: ${String(error)}`);
      }
    };
    fc.assert(
      fc.property(
        fc.array(words, { maxLength: 60 }).map((parts) => parts.join(' ')),
        refusedOrRead,
      ),
      { numRuns: 1000 },
    );
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), refusedOrRead));
    // By the square of their lengths, these would take longer than a test may.
    for (const part of ["'", "''", 'a', '1', '(', ' ', 'not ', 'true or ', '1.', 'a/', '1e']) {
      refusedOrRead(part.repeat(400_000));
    }
  });
});
