/** Conversion of values to the data type of the side written (D15); the exact rules: docs/decisions/0001-conversions.md. */
import Decimal from 'decimal.js';
import type { DataTypeName } from '../../model';
import type { PropertyType } from '../../protocol';
import { agrees, isEmpty } from './json';
import { isList, isObject, type Json } from '../../core/json';

/** A conversion that can be done; rows with an expression make no edge, so no expression comes this far. */
export type CastType = Exclude<DataTypeName, 'expression'>;

export type ConversionResult =
  { readonly ok: true; readonly value: Json } | { readonly ok: false; readonly why: string };

/** How values cross a row; a strategy that a mutant can replace. */
export interface Conversions {
  /** What the target side gets from a value of the source side; `targetType`, by default any, is what its schema states. */
  forward(cast: CastType, value: Json, targetType?: PropertyType): ConversionResult;
  /** What the source side gets from a value of the target side; `type` is what the source's property takes. */
  backward(cast: CastType, value: Json, type: PropertyType, targetType?: PropertyType): ConversionResult;
}

const DECIMAL_TEXT = /^[+-]?(\d+(\.\d*)?|\.\d+)(e[+-]?\d+)?$/i;

function as(value: Json): ConversionResult {
  return { ok: true, value };
}

function cannot(value: Json, name: string): ConversionResult {
  return {
    ok: false,
    why: `${JSON.stringify(value)} cannot become ${name}`,
  };
}

function numberOf(value: Json): Decimal | undefined {
  if (typeof value === 'number') {
    return new Decimal(value);
  }
  return typeof value === 'string' && DECIMAL_TEXT.test(value) ? new Decimal(value) : undefined;
}

function toText(value: Json): ConversionResult {
  if (typeof value === 'string') {
    return as(value);
  }
  return isList(value) || isObject(value) ? cannot(value, 'a string') : as(JSON.stringify(value));
}

function toInteger(value: Json): ConversionResult {
  const number = numberOf(value)?.toNumber();
  return number !== undefined && numberOf(value)?.isInteger() === true && Number.isSafeInteger(number)
    ? as(number + 0)
    : cannot(value, 'an integer');
}

function toNumber(value: Json): ConversionResult {
  const number = numberOf(value)?.toNumber();
  return number !== undefined && Number.isFinite(number) ? as(number + 0) : cannot(value, 'a number');
}

const BOOLEANS = new Map<Json, boolean>([
  [true, true],
  [false, false],
  ['true', true],
  ['false', false],
  [1, true],
  [0, false],
]);

function toBoolean(value: Json): ConversionResult {
  const truth = BOOLEANS.get(value);
  return truth === undefined ? cannot(value, 'a boolean') : as(truth);
}

function toObject(value: Json): ConversionResult {
  return isObject(value) ? as(value) : cannot(value, 'an object');
}

const CASTS: Readonly<Record<NonNullable<CastType>, (value: Json) => ConversionResult>> = {
  string: toText,
  integer: toInteger,
  float: toNumber,
  decimal: toNumber,
  boolean: toBoolean,
  list: as,
};

const TYPES: Readonly<Record<PropertyType, (value: Json) => ConversionResult>> = {
  string: toText,
  integer: toInteger,
  number: toNumber,
  boolean: toBoolean,
  object: toObject,
  any: as,
};

/** A scalar by a conversion, a list element by element; the empty stays as it is. */
function each(convert: (value: Json) => ConversionResult, value: Json): ConversionResult {
  if (isEmpty(value)) {
    return as(value);
  }
  if (!isList(value)) {
    return convert(value);
  }
  const converted: Json[] = [];
  for (const element of value) {
    const result = isEmpty(element) ? as(element) : convert(element);
    if (!result.ok) {
      return result;
    }
    converted.push(result.value);
  }
  return as(converted);
}

/** The value in a JSON type, as `required` properties and the way back into a source need it. */
export function toType(type: PropertyType, value: Json): ConversionResult {
  return each(TYPES[type], value);
}

/** The conversions as the documents mean them (D15). */
export const EXACT_CONVERSIONS: Conversions = {
  forward(cast, value, targetType = 'any') {
    const converted = cast === null ? as(value) : each(CASTS[cast], value);
    return converted.ok ? toType(targetType, converted.value) : converted;
  },
  backward(cast, value, type, targetType = 'any') {
    if (cast === null && (type === 'any' || targetType === 'any')) {
      return as(value);
    }
    const back = toType(type, value);
    if (!back.ok) {
      return back;
    }
    const again = this.forward(cast, back.value, targetType);
    return again.ok && agrees(again.value, value)
      ? back
      : { ok: false, why: `${JSON.stringify(value)} would come back as another value` };
  },
};
