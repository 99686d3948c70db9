import type { Properties, SystemRecord } from '../../core/types';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

export const COMPARISONS = ['$eq', '$ne', '$gt', '$gte', '$lt', '$lte'] as const;
export const TEXT_OPERATORS = ['$eq', '$ne', '$in', '$exists', '$startsWith', '$begins'] as const;
export const LIST_OPERATORS = ['$hasSome', '$hasAll'] as const;

export type Operator =
  | (typeof COMPARISONS)[number]
  | (typeof TEXT_OPERATORS)[number]
  | (typeof LIST_OPERATORS)[number]
  | '$nin'
  | '$contains';

/** What a value is compared as: dates as milliseconds, digits as the number that they write. */
export type FieldType = 'text' | 'date' | 'number' | 'digits' | 'boolean';

type Operand = string | number | boolean;

/** A field that can be asked for. */
export interface Field {
  readonly type: FieldType;
  readonly operators: readonly Operator[];
  readonly sortable: boolean;
  /** All values of the record; dates in milliseconds since the epoch. */
  readonly read: (record: SystemRecord) => readonly Json[];
  /** Where the store holds the values: every record with the value can be found there, and perhaps others. */
  readonly place?: string;
  /** It is the time of the record's last change, by which the store is ordered. */
  readonly isModification?: true;
  /** It is the record's id. */
  readonly isId?: true;
}

/** The fields of a datatype by name; `undefined`: it cannot be asked for. */
export type FieldsOf = (name: string) => Field | undefined;

export type FilterProblem =
  | 'MALFORMED_FILTER'
  | 'UNSUPPORTED_FILTER'
  | 'UNSUPPORTED_FILTER_FIELD_UNKNOWN'
  | 'UNSUPPORTED_FILTER_OPERATOR'
  | 'UNSUPPORTED_FILTER_VALUE'
  | 'UNSUPPORTED_FILTER_VALUE_TYPE';

/** A filter that cannot be read; `code` is what the Contacts API calls it. */
export class FilterError extends Error {
  override readonly name = 'FilterError';

  constructor(
    readonly code: FilterProblem,
    message: string,
  ) {
    super(message);
  }
}

/** Where all records that match can be found, without looking at the others; at most one of the members is used. */
export interface Narrowing {
  readonly ids?: readonly string[];
  readonly held?: { readonly place: string; readonly values: readonly string[] };
  readonly since?: number;
}

export interface WixFilter {
  readonly matches: (record: SystemRecord) => boolean;
  readonly narrowing: Narrowing;
}

type Predicate = (record: SystemRecord) => boolean;

/** How deep conditions may nest. */
const DEEPEST = 20;

/**
 * Reads a filter.
 * @throws FilterError
 */
export function readFilter(filter: Json, fieldsOf: FieldsOf): WixFilter {
  const { matches, narrowing } = readObject(filter, fieldsOf, 0);
  return { matches, narrowing };
}

function readObject(filter: Json, fieldsOf: FieldsOf, depth: number): WixFilter {
  if (!isObject(filter)) {
    throw new FilterError('MALFORMED_FILTER', 'A filter is an object of conditions.');
  }
  if (depth > DEEPEST) {
    throw new FilterError('UNSUPPORTED_FILTER', `Filters nest ${DEEPEST} levels deep at most.`);
  }
  return allOf(Object.entries(filter).map(([name, value]) => readCondition(name, value, fieldsOf, depth)));
}

/** All must hold, so that the narrowest place of one holds the records of all. */
function allOf(parts: readonly WixFilter[]): WixFilter {
  const narrowing = parts.reduce<Narrowing>((all, part) => ({ ...part.narrowing, ...all }), {});
  return { matches: (record) => parts.every((part) => part.matches(record)), narrowing };
}

function readCondition(name: string, value: Json, fieldsOf: FieldsOf, depth: number): WixFilter {
  if (name === '$and' || name === '$or' || name === '$not') {
    return readLogic(name, value, fieldsOf, depth);
  }
  const field = name.startsWith('$') ? undefined : fieldsOf(name);
  if (field === undefined) {
    throw new FilterError('UNSUPPORTED_FILTER_FIELD_UNKNOWN', `"${name}" cannot be filtered by.`);
  }
  if (!isObject(value)) {
    return readOperator(name, field, '$eq', value);
  }
  const operators = Object.entries(value);
  if (operators.length === 0) {
    throw new FilterError('MALFORMED_FILTER', `The condition of "${name}" has no operator.`);
  }
  return allOf(operators.map(([operator, operand]) => readOperator(name, field, operator, operand)));
}

function readLogic(name: '$and' | '$or' | '$not', value: Json, fieldsOf: FieldsOf, depth: number): WixFilter {
  const parts = isList(value) ? value : name === '$not' ? [value] : [];
  if (parts.length === 0) {
    throw new FilterError('MALFORMED_FILTER', `"${name}" takes a list of filters, and none may be missing.`);
  }
  const read = parts.map((part) => readObject(part, fieldsOf, depth + 1));
  if (name === '$and') {
    return allOf(read);
  }
  const some: Predicate = (record) => read.some((part) => part.matches(record));
  return { matches: name === '$or' ? some : (record) => !some(record), narrowing: {} };
}

function readOperator(name: string, field: Field, operator: string, operand: Json): WixFilter {
  if (!(field.operators as readonly string[]).includes(operator)) {
    const known = field.operators.join(', ');
    throw new FilterError(
      'UNSUPPORTED_FILTER_OPERATOR',
      `"${name}" cannot be compared by "${operator}"; ${known} are supported.`,
    );
  }
  const given = operator as Operator;
  if (given === '$exists') {
    return { matches: existence(field, operand, name), narrowing: {} };
  }
  if (given === '$in' || given === '$nin' || given === '$hasSome' || given === '$hasAll') {
    return readMembership(name, field, given, operand);
  }
  const wanted = readOperand(operand, field, name);
  return {
    matches: comparison(field, given, wanted),
    narrowing: narrowingOf(field, given, wanted),
  };
}

function existence(field: Field, operand: Json, name: string): Predicate {
  if (typeof operand !== 'boolean') {
    throw new FilterError('UNSUPPORTED_FILTER_VALUE_TYPE', `$exists of "${name}" takes true or false.`);
  }
  return (record) => field.read(record).length > 0 === operand;
}

function readMembership(
  name: string,
  field: Field,
  operator: '$in' | '$nin' | '$hasSome' | '$hasAll',
  operand: Json,
): WixFilter {
  if (!isList(operand)) {
    throw new FilterError('UNSUPPORTED_FILTER_VALUE_TYPE', `${operator} of "${name}" takes a list.`);
  }
  const wanted = [...new Set(operand.map((each) => readOperand(each, field, name)))];
  const members: ReadonlySet<Operand> = new Set(wanted);
  const hasSome: Predicate = (record) => valuesOf(field, record).some((value) => members.has(value));
  if (operator === '$nin') {
    return { matches: (record) => !hasSome(record), narrowing: {} };
  }
  if (operator === '$hasAll') {
    return {
      matches: (record) => {
        const values = new Set(valuesOf(field, record));
        return wanted.every((value) => values.has(value));
      },
      narrowing: {},
    };
  }
  const texts = wanted.filter((value) => typeof value === 'string');
  return { matches: hasSome, narrowing: texts.length === wanted.length ? placesOf(field, texts) : {} };
}

function narrowingOf(field: Field, operator: Operator, wanted: Operand): Narrowing {
  if (operator === '$eq' && typeof wanted === 'string') {
    return placesOf(field, [wanted]);
  }
  const fromThere = operator === '$eq' || operator === '$gt' || operator === '$gte';
  return field.isModification === true && fromThere && typeof wanted === 'number' ? { since: wanted } : {};
}

function placesOf(field: Field, texts: readonly string[]): Narrowing {
  if (field.isId === true) {
    return { ids: texts };
  }
  return field.place === undefined ? {} : { held: { place: field.place, values: texts } };
}

/** A full date, or a full time with an offset (ISO 8601 as RFC 3339 narrows it). */
const INSTANT = /^\d{4}-\d{2}-\d{2}(?:T\d{2}:\d{2}:\d{2}(?:\.\d{1,9})?(?:Z|[+-]\d{2}:\d{2}))?$/i;

function readOperand(operand: Json, { type }: Field, name: string): Operand {
  if (type === 'date') {
    const time = typeof operand === 'string' && INSTANT.test(operand) ? Date.parse(operand) : Number.NaN;
    if (Number.isNaN(time)) {
      const form = 'a time like 2024-01-01T00:00:00.000Z';
      throw new FilterError('UNSUPPORTED_FILTER_VALUE', `"${name}" is compared with ${form}.`);
    }
    return time;
  }
  if (type === 'digits') {
    const number = typeof operand === 'string' && /^\d{1,15}\d?$/.test(operand) ? Number(operand) : operand;
    if (typeof number === 'number') {
      return number;
    }
  } else if (typeof operand === (type === 'text' ? 'string' : type)) {
    return operand as Operand;
  }
  throw new FilterError('UNSUPPORTED_FILTER_VALUE_TYPE', `"${name}" is compared with a ${type}.`);
}

/** The values of a record in the form in which they are compared. */
export function valuesOf({ type, read }: Field, record: SystemRecord): readonly Operand[] {
  return read(record).flatMap((value) => {
    const form = type === 'digits' && typeof value === 'string' ? Number(value) : value;
    return typeof form === 'string' || typeof form === 'number' || typeof form === 'boolean' ? [form] : [];
  });
}

function comparison(field: Field, operator: Operator, wanted: Operand): Predicate {
  const holds = COMPARED[operator];
  if (holds === undefined) {
    const text = String(wanted);
    const fits = (value: Operand): boolean =>
      operator === '$contains' ? String(value).includes(text) : String(value).startsWith(text);
    return (record) => valuesOf(field, record).some(fits);
  }
  if (operator === '$ne') {
    return (record) => !valuesOf(field, record).includes(wanted);
  }
  return (record) => valuesOf(field, record).some((value) => holds(compare(value, wanted)));
}

const COMPARED: Partial<Record<Operator, (order: number) => boolean>> = {
  $eq: (order) => order === 0,
  $ne: (order) => order !== 0,
  $gt: (order) => order > 0,
  $gte: (order) => order >= 0,
  $lt: (order) => order < 0,
  $lte: (order) => order <= 0,
};

/** The order of two values of one type: texts by code unit, false before true. */
export function compare(one: Operand, other: Operand): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** A field that reads one value at a path of a record's view. */
export function fieldAt(read: (record: SystemRecord) => readonly Json[], facts: Omit<Field, 'read'>): Field {
  return { ...facts, read };
}

/** The value at a member, as a list of none or one: what is null or an empty text counts as not set. */
export function present(value: Json | undefined): readonly Json[] {
  return value === undefined || value === null || value === '' ? [] : [value];
}

/** Reads the value at a path of objects. */
export function reach(value: Properties, path: string): Json | undefined {
  let place: Json | undefined = value;
  for (const step of path.split('.')) {
    place = isObject(place) && Object.hasOwn(place, step) ? place[step] : undefined;
  }
  return place;
}
