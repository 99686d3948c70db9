/** OData as Exact Online speaks it (version 2 with verbose JSON), and what its values are in the documents' words. */
import { memberOf } from '../../planner/json';
import type { Entity } from './entities';
import { isList, isObject, type Json, type JsonObject } from '../../../core/json';

const WIRE_TIME = /^\/Date\((-?\d{1,16})\)\/$/;

/** Milliseconds since the epoch of `/Date(1392224884577)/`; `undefined` where it is not a time. */
export function timeOf(value: Json | undefined): number | undefined {
  const digits = typeof value === 'string' ? WIRE_TIME.exec(value)?.[1] : undefined;
  return digits === undefined ? undefined : Number(digits);
}

/**
 * A literal for `$filter`. The zone is taken for UTC, in answers and filters alike; the sources disagree about it, and where
 * both are of another zone the listing is still right.
 */
export function timeLiteral(milliseconds: number): string {
  return `datetime'${new Date(milliseconds).toISOString().slice(0, -1)}'`;
}

export function guidLiteral(id: string): string {
  return `guid'${encodeURIComponent(id.replaceAll("'", "''"))}'`;
}

/** The latest time that a `Date` holds (ECMA-262, section 21.4.1.1). */
const LATEST_TIME = 8.64e15;

function scalarOf(value: Json, padded: boolean): Json {
  if (typeof value !== 'string') {
    return value;
  }
  const time = timeOf(value);
  if (time !== undefined && Math.abs(time) <= LATEST_TIME) {
    return new Date(time).toISOString();
  }
  return padded ? value.trim() : value;
}

/** An entity's properties: codes without their padding, times as RFC 3339, collections as lists of objects. */
export function propertiesOf(entity: JsonObject, { padded, collections }: Omit<Entity, 'path'>): JsonObject {
  const properties: Record<string, Json> = {};
  for (const [name, value] of Object.entries(entity)) {
    if (name === '__metadata') {
      continue;
    }
    const linePadding = Object.hasOwn(collections, name) ? collections[name] : undefined;
    if (linePadding === undefined) {
      properties[name] = scalarOf(value, padded.includes(name));
    } else if (isObject(value) && isList(memberOf(value, 'results'))) {
      const lines = memberOf(value, 'results') as readonly Json[];
      properties[name] = lines.map((line) =>
        isObject(line) ? propertiesOf(line, { key: '', padded: linePadding, collections: {} }) : line,
      );
    }
  }
  return properties;
}

/** What is at `d` of an answer. */
function dataOf(body: Json | undefined): Json | undefined {
  return isObject(body) ? memberOf(body, 'd') : undefined;
}

/** The entities of a page and the URL of the next one: `{d: {results, __next}}`, or `{d: […]}` as with `$top`. */
export function pageOf(
  body: Json | undefined,
): { readonly rows: readonly Json[]; readonly next: string | null } | undefined {
  const data = dataOf(body);
  if (isList(data)) {
    return { rows: data, next: null };
  }
  const rows = isObject(data) ? memberOf(data, 'results') : undefined;
  if (!isObject(data) || !isList(rows)) {
    return undefined;
  }
  const next = memberOf(data, '__next');
  return { rows, next: typeof next === 'string' && next !== '' ? next : null };
}

/** The entity of an answer that shows one. */
export function entityIn(body: Json | undefined): JsonObject | undefined {
  const data = dataOf(body);
  return isObject(data) ? data : undefined;
}

/** The text of `{error: {message: {value}}}`; where that is empty, the one of the header `Reason`. */
export function explain(body: Json, headers: Headers): string | undefined {
  const text = errorText(body);
  return text !== undefined && text !== '' ? text : (headers.get('reason') ?? undefined);
}

/** What an error of the API's own says; `undefined` where the body is none. */
export function errorText(body: Json | undefined): string | undefined {
  const error = isObject(body) ? memberOf(body, 'error') : undefined;
  const message = isObject(error) ? memberOf(error, 'message') : undefined;
  const value = isObject(message) ? memberOf(message, 'value') : undefined;
  return typeof value === 'string' ? value : undefined;
}

/**
 * The query of a listing or of one entity. A property below a collection needs both: the collection in `$expand`, and the
 * property by its path in `$select`.
 */
export function selection(
  paths: readonly string[],
  { key, collections }: Entity,
): Readonly<Record<string, string>> {
  const expanded = new Set<string>();
  const selected = new Set([key, 'Modified']);
  for (const path of paths) {
    const [step = '', below] = path.split('.');
    if (Object.hasOwn(collections, step)) {
      expanded.add(step);
    }
    selected.add(Object.hasOwn(collections, step) && below !== undefined ? `${step}/${below}` : step);
  }
  const expand = [...expanded].sort();
  return {
    $select: [...selected].join(','),
    ...(expand.length === 0 ? {} : { $expand: expand.join(',') }),
  };
}
