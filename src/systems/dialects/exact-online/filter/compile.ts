/** Filters as functions of a record: typed when they are read, so that a wrong type is refused and never guessed at. */
import { malformed } from '../refusal';
import { parseFilter } from './parse';
import type { Comparison, Expression } from './parse';
import type { ODataFilter, FilterProperty, FilterType, FilterValue, FilterLiteral, FilterRow } from './types';

interface Compiled {
  readonly type: FilterType;
  readonly blanksBehind: boolean;
  /** Null is unknown: `and`, `or` and `not` know three values, and what is not true does not pass. */
  readonly value: (row: FilterRow) => FilterValue;
}

type Vocabulary = (name: string) => FilterProperty | undefined;

interface FunctionDefinition {
  readonly operands: number;
  readonly type: FilterType;
  readonly of: (first: string, second: string) => FilterValue;
}

/** The functions that are offered; all take texts. `substringof('x',Name)` asks whether Name holds x. */
const FUNCTIONS: ReadonlyMap<string, FunctionDefinition> = new Map<string, FunctionDefinition>([
  ['substringof', { operands: 2, type: 'boolean', of: (part, whole) => whole.includes(part) }],
  ['startswith', { operands: 2, type: 'boolean', of: (whole, part) => whole.startsWith(part) }],
  ['endswith', { operands: 2, type: 'boolean', of: (whole, part) => whole.endsWith(part) }],
  ['tolower', { operands: 1, type: 'string', of: (text) => text.toLowerCase() }],
  ['toupper', { operands: 1, type: 'string', of: (text) => text.toUpperCase() }],
  ['trim', { operands: 1, type: 'string', of: (text) => text.trim() }],
]);

/**
 * Reads a filter.
 * @param propertyOf - what the entity has under a name
 * @throws ExactRefusal (400) for a syntax error, an unknown property or function, operands of types that do not fit
 */
export function compileFilter(text: string, propertyOf: Vocabulary): ODataFilter {
  const expression = parseFilter(text);
  const properties = new Set<string>();
  const compiled = compile(expression, (name) => {
    properties.add(name);
    return propertyOf(name);
  });
  requireType(compiled, 'boolean', `$filter '${text}'`);
  const equal = new Map<string, FilterValue>();
  const least = new Map<string, FilterValue>();
  collectDemands(expression, { equal, least });
  return { properties, demands: { equal, least }, holds: (row) => compiled.value(row) === true };
}

function requireType({ type }: Compiled, wanted: FilterType, where: string): void {
  if (type !== wanted && type !== 'null') {
    throw malformed(`Expression of type 'Edm.${wanted}' expected in ${where}, and it is of type '${type}'.`);
  }
}

function compile(expression: Expression, propertyOf: Vocabulary): Compiled {
  switch (expression.kind) {
    case 'literal': {
      const { type, value } = expression.literal;
      return { type, blanksBehind: false, value: () => value };
    }
    case 'property':
      return compileProperty(expression.name, propertyOf);
    case 'call':
      return compileCall(expression, propertyOf);
    case 'not':
      return compileNot(compile(expression.operand, propertyOf));
    case 'comparison':
      return compileComparison(
        expression.operator,
        compile(expression.left, propertyOf),
        compile(expression.right, propertyOf),
      );
    default:
      return compileJoined(
        expression.kind,
        expression.operands.map((operand) => compile(operand, propertyOf)),
      );
  }
}

function compileProperty(name: string, propertyOf: Vocabulary): Compiled {
  const property = propertyOf(name);
  if (property === undefined) {
    throw malformed(`No property '${name}' exists that can be filtered on.`);
  }
  return { ...property, value: (row) => row(name) };
}

function compileCall({ name, operands }: Expression & { kind: 'call' }, propertyOf: Vocabulary): Compiled {
  const definition = FUNCTIONS.get(name);
  if (definition === undefined) {
    throw malformed(`Unknown function '${name}'.`);
  }
  if (operands.length !== definition.operands) {
    throw malformed(`The function '${name}' takes ${definition.operands} operands, not ${operands.length}.`);
  }
  const compiled = operands.map((operand) => compile(operand, propertyOf));
  for (const operand of compiled) {
    requireType(operand, 'string', `the function '${name}'`);
  }
  const [first, second] = compiled;
  return {
    type: definition.type,
    blanksBehind: false,
    value(row) {
      const one = first?.value(row) ?? null;
      const other = second === undefined ? '' : second.value(row);
      return one === null || other === null ? null : definition.of(String(one), String(other));
    },
  };
}

function compileNot(operand: Compiled): Compiled {
  requireType(operand, 'boolean', "the operand of 'not'");
  return {
    type: 'boolean',
    blanksBehind: false,
    value(row) {
      const value = operand.value(row);
      return value === null ? null : value !== true;
    },
  };
}

/** `and` and `or`: the decisive value wins over an unknown one. */
function compileJoined(kind: 'and' | 'or', operands: readonly Compiled[]): Compiled {
  for (const operand of operands) {
    requireType(operand, 'boolean', `an operand of '${kind}'`);
  }
  const decisive = kind === 'or';
  return {
    type: 'boolean',
    blanksBehind: false,
    value(row) {
      let outcome: FilterValue = !decisive;
      for (const operand of operands) {
        const value = operand.value(row);
        if (value === decisive) {
          return decisive;
        }
        if (value === null) {
          outcome = null;
        }
      }
      return outcome;
    },
  };
}

function compileComparison(operator: Comparison, left: Compiled, right: Compiled): Compiled {
  if (left.type !== right.type && left.type !== 'null' && right.type !== 'null') {
    throw malformed(
      `Operator '${operator}' incompatible with operand types '${left.type}' and '${right.type}'.`,
    );
  }
  const plain = left.blanksBehind || right.blanksBehind ? withoutBlanksBehind : (value: FilterValue) => value;
  return {
    type: 'boolean',
    blanksBehind: false,
    value: (row) => compare(operator, plain(left.value(row)), plain(right.value(row))),
  };
}

function withoutBlanksBehind(value: FilterValue): FilterValue {
  return typeof value === 'string' ? value.trimEnd() : value;
}

/** Null equals null alone, and is neither less nor greater than anything. */
function compare(operator: Comparison, left: FilterValue, right: FilterValue): boolean {
  if (operator === 'eq') {
    return left === right;
  }
  if (operator === 'ne') {
    return left !== right;
  }
  if (left === null || right === null) {
    return false;
  }
  if (operator === 'gt') {
    return left > right;
  }
  if (operator === 'ge') {
    return left >= right;
  }
  return operator === 'lt' ? left < right : left <= right;
}

interface Collected {
  readonly equal: Map<string, FilterValue>;
  readonly least: Map<string, FilterValue>;
}

/** Of what is joined by `and` at the top: the properties that must equal something, or be no less than it. */
function collectDemands(expression: Expression, demands: Collected): void {
  if (expression.kind === 'and') {
    for (const operand of expression.operands) {
      collectDemands(operand, demands);
    }
  } else if (expression.kind === 'comparison') {
    const { operator, left, right } = expression;
    if (left.kind !== 'property' || right.kind !== 'literal') {
      return;
    }
    if (operator === 'eq') {
      demands.equal.set(left.name, right.literal.value);
    }
    if (operator === 'ge') {
      demands.least.set(left.name, right.literal.value);
    }
    if (operator === 'gt') {
      demands.least.set(left.name, leastAbove(right.literal));
    }
  }
}

/** Times are whole milliseconds; for other types what is not greater is let through here, and by no filter. */
function leastAbove({ type, value }: FilterLiteral): FilterValue {
  return type === 'datetime' && typeof value === 'number' ? value + 1 : value;
}
