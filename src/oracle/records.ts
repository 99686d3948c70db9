/** What records must hold. A judgement is a description of what differs, or `undefined` where all is as it must be. */
import { isDeepStrictEqual } from 'node:util';
import type { Json, JsonObject } from '../core/json';
import { datatypeLabel, type DatatypeName, type PropertySchema, type Row } from '../model';
import { isBlank, leavesOf, readAll, readRaw } from './paths';
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

/** A record in a message, as a person would say it: `Wix.com Contacts "Ada"`. */
export function spokenName(record: JudgedRecord): string {
  return `${datatypeLabel(record)} "${record.name}"`;
}

/** A record where calls are beside it: `Wix.com Contacts "Ada" (c-1)`. */
export function titleOf(record: JudgedRecord): string {
  return `${spokenName(record)} (${record.id})`;
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

/**
 * The property must hold the value in the form of its side: one element of it, where it is a list (D15, D26).
 *
 * @param headline - what a person would say where it does not.
 */
export function judgeValue(property: PropertyState, value: Primitive, headline: string): string | undefined {
  const { record, path, properties, schema } = property;
  const expected = formOf(value, schema);
  const found = readAll(properties, path);
  const anchor = Math.min(record.anchors.get(path) ?? 0, Math.max(found.length - 1, 0));
  if (isDeepStrictEqual(found[anchor], expected)) {
    return undefined;
  }
  const shown = found.length > 1 ? showValue(found) : showValue(found[0]);
  return difference(headline, showValue(expected), shown);
}

/**
 * The property must hold exactly this JSON; in a list of objects, that of the element that counts.
 *
 * @param headline - what a person would say where it does not.
 */
export function judgeJson(
  { record, path, properties }: Omit<PropertyState, 'schema'>,
  expected: Json,
  headline = `${path} of ${spokenName(record)}`,
): string | undefined {
  const found = readRaw(properties, path, record.anchors.get(path));
  return isDeepStrictEqual(found, expected)
    ? undefined
    : difference(headline, showValue(expected), showValue(found));
}

/**
 * The property must be empty (D13).
 *
 * @param headline - what a person would say where it is not.
 */
export function judgeEmpty(
  { record, path, properties }: Omit<PropertyState, 'schema'>,
  headline = `${path} of ${spokenName(record)}`,
): string | undefined {
  const found = readAll(properties, path);
  return found.every(isBlank) ? undefined : difference(headline, 'empty', showValue(found[0]));
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
  return `${spokenName(record)} was changed\n  before: ${JSON.stringify(before.properties)}\n  now:    ${JSON.stringify(now.properties)}`;
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
