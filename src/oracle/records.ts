/** What records must hold. A judgement is a description of what differs, or `undefined` where all is as it must be. */
import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../core/json';
import { datatypeLabel, type Datatype, type DatatypeName, type PropertySchema, type Row } from '../model';
import { isBlank, leavesOf, readAll, readRaw, withRaw, withValue } from './paths';
import { formOf, type Primitive } from './values';

/** A record that a scenario names, with what people gave it. */
export interface JudgedRecord extends DatatypeName {
  readonly name: string;
  readonly id: string;
  /** Path → the value that a person gave it last. */
  readonly values: ReadonlyMap<string, Primitive>;
  /** Path of a list → the element that counts, where it is not the first. */
  readonly anchors: ReadonlyMap<string, number>;
}

/** A record at one moment, as its system holds it. */
export interface RecordSnapshot {
  readonly id: string;
  readonly version: number;
  readonly properties: JsonObject;
}

/** A record in a message: `Wix.com Contacts "Ada" (c-1)`. */
export function titleOf(record: JudgedRecord): string {
  return `${datatypeLabel(record)} "${record.name}" (${record.id})`;
}

/** Text of a value for messages. */
export function showValue(value: Json | undefined): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}

function difference(subject: string, expected: string, found: string): string {
  return `${subject}\n  expected: ${expected}\n  found:    ${found}`;
}

/** A property of a record now, and what its schema says. */
export interface PropertyState {
  readonly record: JudgedRecord;
  readonly path: string;
  readonly properties: JsonObject;
  readonly schema: PropertySchema | undefined;
}

/** The property must hold the value in the form of its side: one element of it, where it is a list (D15, D26). */
export function judgeValue(property: PropertyState, value: Primitive, why: string): string | undefined {
  const { record, path, properties, schema } = property;
  const expected = formOf(value, schema);
  const found = readAll(properties, path);
  const anchor = Math.min(record.anchors.get(path) ?? 0, Math.max(found.length - 1, 0));
  if (isDeepStrictEqual(found[anchor], expected)) {
    return undefined;
  }
  const shown = found.length > 1 ? showValue(found) : showValue(found[0]);
  return difference(`${path} of ${titleOf(record)} ${why}`, showValue(expected), shown);
}

/** The property must hold exactly this JSON. */
export function judgeJson(
  { record, path, properties }: Omit<PropertyState, 'schema'>,
  expected: Json,
): string | undefined {
  const found = readRaw(properties, path);
  return isDeepStrictEqual(found, expected)
    ? undefined
    : difference(`${path} of ${titleOf(record)}`, showValue(expected), showValue(found));
}

/** The property must be empty (D13). */
export function judgeEmpty({ record, path, properties }: Omit<PropertyState, 'schema'>): string | undefined {
  const found = readAll(properties, path);
  return found.every(isBlank)
    ? undefined
    : difference(`${path} of ${titleOf(record)}`, 'empty', showValue(found[0]));
}

function sameValues(one: JsonObject, other: JsonObject): boolean {
  return isDeepStrictEqual(leavesOf(one), leavesOf(other));
}

/** The record must have the values and the version that it had. */
export function judgeUntouched(
  record: JudgedRecord,
  before: RecordSnapshot,
  now: RecordSnapshot,
): string | undefined {
  if (now.version === before.version && sameValues(now.properties, before.properties)) {
    return undefined;
  }
  return `${titleOf(record)} was changed\n  before: ${JSON.stringify(before.properties)}\n  now:    ${JSON.stringify(now.properties)}`;
}

/** What a record that is created for another gets from it: target path → value, by the rows of the property table. */
export function carriedValues(x: JudgedRecord, rows: readonly Row[]): Map<string, Primitive> {
  return new Map(
    rows.flatMap((row) => {
      const value = x.values.get(row.source);
      return value === undefined ? [] : [[row.target, value] as const];
    }),
  );
}

/** Those values as a record of the target holds them (D9, D15). */
export function expectedProperties(
  values: ReadonlyMap<string, Primitive>,
  { properties }: Pick<Datatype, 'properties'>,
): JsonObject {
  const isListAt = (prefix: string): boolean => properties[prefix]?.list === true;
  return [...values].reduce<JsonObject>(
    (made, [path, value]) => withValue(made, { path, isListAt, anchor: 0 }, formOf(value, properties[path])),
    {},
  );
}

/** Without what the schema requires and no row gives. */
function withoutRequired(record: RecordSnapshot, datatype: Datatype, expected: JsonObject): JsonObject {
  const required = Object.entries(datatype.properties).filter(
    ([path, schema]) => schema.required === true && readAll(expected, path).length === 0,
  );
  return required.reduce<JsonObject>(
    (properties, [path]) => withRaw(properties, path, null),
    record.properties,
  );
}

/** The record that was created, or what is wrong. */
export type CreationJudgement<State extends RecordSnapshot> =
  { readonly created: State } | { readonly problem: string };

/**
 * Exactly one record must have been created for the X, with these properties and nothing else. Where no property is carried
 * over, several may look alike: then any of them is the one.
 *
 * @param candidates - records of the target that the engine created and that are not accounted for yet.
 */
export function judgeCreation<State extends RecordSnapshot>(
  x: JudgedRecord,
  target: Datatype,
  expected: JsonObject,
  candidates: readonly State[],
): CreationJudgement<State> {
  const fitting = candidates.filter((record) =>
    sameValues(withoutRequired(record, target, expected), expected),
  );
  const [first] = fitting;
  const isDistinct = leavesOf(expected).size > 0;
  if (first !== undefined && !(isDistinct && fitting.length > 1)) {
    return { created: first };
  }
  const found = candidates.map((record) => JSON.stringify(record.properties)).join('\n    ');
  return {
    problem: `${fitting.length} ${datatypeLabel(target)} were created for ${titleOf(x)}; expected exactly one that holds\n    ${JSON.stringify(expected)}\n  created by the engine and not yet accounted for:\n    ${found === '' ? 'none' : found}`,
  };
}
