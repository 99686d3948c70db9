/** The query of a listing. */
import type { PageQuery, Position } from '../../core/store';
import type { Abilities } from '../../core/types';
import { readJson } from '../../http/body';
import {
  decodeCursor,
  encodeCursor,
  readCursor as readPosition,
  writeCursor as writePosition,
} from '../../http/cursor';
import {
  pairsOf,
  parameterDetail,
  readInstant,
  readParameters,
  readWholeNumber,
} from '../../http/parameters';
import { RestRefusal } from './problem';
import { isList } from '../../../core/json';
import type { Json } from '../../../core/json';
import type { DatatypeSchema } from '../../../model';

/** A page of a listing by modification, perhaps of those records alone that have a value. */
export interface RecordsQuery extends PageQuery {
  readonly kind: 'records';
  readonly search?: { readonly path: string; readonly value: Json };
  /** The number of the last change when the listing began: the changes since continue from there. */
  readonly mark?: number;
}

/** A page of the changes since. */
export interface ChangesQuery {
  readonly kind: 'changes';
  readonly after: number;
  readonly limit: number;
}

/** The record with an external reference. */
export interface ReferenceQuery {
  readonly kind: 'reference';
  readonly reference: string;
}

export type RestListQuery = RecordsQuery | ChangesQuery | ReferenceQuery;

/** What the reading of a query depends on. */
export interface QueryOptions {
  readonly datatype: string;
  readonly facts: DatatypeSchema;
  /** The page size where no limit is given, and the largest limit. */
  readonly pageSize: number;
  readonly abilities: Abilities;
}

/** What distinguishes the cursor of a listing from that of the changes; neither is base64url. */
const MARK = '.';
const CHANGES = '~';

/**
 * Reads the query of a listing.
 * @throws RestRefusal `malformed-query`: an unknown parameter, one given twice, two that exclude each other, or a value that
 * cannot be read
 */
export function readListQuery(query: string, options: QueryOptions): RestListQuery {
  const given = parametersIn(query, options.abilities);
  const limit = Math.min(readLimit(given.get('limit')) ?? options.pageSize, options.pageSize);
  const reference = given.get('externalReference');
  if (reference !== undefined) {
    refuseOthers(given, ['externalReference', 'limit']);
    return { kind: 'reference', reference };
  }
  const cursor = given.get('cursor');
  const delta = given.get('delta');
  if (delta !== undefined || cursor?.startsWith(CHANGES) === true) {
    refuseOthers(given, ['delta', 'cursor', 'limit']);
    const after = [delta, cursor]
      .map((text) => readChanges(text, options))
      .filter((each) => each !== undefined);
    return { kind: 'changes', after: after.at(-1) ?? 0, limit };
  }
  const since = given.get('modifiedSince');
  const search = readSearch(given, options.facts);
  return {
    kind: 'records',
    limit,
    ...(since === undefined ? {} : { since: readSince(since) }),
    ...(cursor === undefined ? {} : readCursor(cursor, options)),
    ...(search === undefined ? {} : { search }),
  };
}

/** Refuses every parameter, for paths that take none. */
export function refuseQuery(query: string): void {
  if (query !== '') {
    throw malformedQuery(`This path takes no query parameters, and the query is "${query}".`);
  }
}

/** Whether a call continues a listing. */
export function continuesListing(query: string): boolean {
  return query !== '' && new URLSearchParams(query).has('cursor');
}

function parametersOf({ search, externalReference, deltaCursor }: Abilities): readonly string[] {
  return [
    ...['modifiedSince', 'limit', 'cursor'],
    ...(search ? ['where', 'equals'] : []),
    ...(externalReference ? ['externalReference'] : []),
    ...(deltaCursor ? ['delta'] : []),
  ];
}

function parametersIn(query: string, abilities: Abilities): ReadonlyMap<string, string> {
  const known = parametersOf(abilities);
  return readParameters(pairsOf(query), {
    known,
    refuse: (problem) => malformedQuery(parameterDetail(problem, known)),
  });
}

function malformedQuery(detail: string): RestRefusal {
  return new RestRefusal('malformed-query', detail);
}

function refuseOthers(given: ReadonlyMap<string, string>, allowed: readonly string[]): void {
  const others = [...given.keys()].filter((name) => !allowed.includes(name));
  if (others.length > 0) {
    throw malformedQuery(
      `${others.join(' and ')} cannot be combined with ${[...given.keys()].find((name) => allowed.includes(name)) ?? ''}; only ${allowed.join(', ')} can be combined.`,
    );
  }
}

function readLimit(text: string | undefined): number | undefined {
  const limit = text === undefined ? undefined : readWholeNumber(text, { least: 1 });
  if (text !== undefined && limit === undefined) {
    throw malformedQuery(`limit is "${text}" and must be a whole number, 1 or more.`);
  }
  return limit;
}

function readSince(text: string): number {
  const since = readInstant(text);
  if (since === undefined) {
    throw malformedQuery(
      `modifiedSince is "${text}" and must be a time like 2024-01-01T00:00:00.000Z (RFC 3339, a + in the query as %2B).`,
    );
  }
  return since;
}

function readSearch(given: ReadonlyMap<string, string>, facts: DatatypeSchema): RecordsQuery['search'] {
  const path = given.get('where');
  const value = given.get('equals');
  if (path === undefined && value === undefined) {
    return undefined;
  }
  if (path === undefined || value === undefined) {
    throw malformedQuery('where and equals go together: a dotted path, and a JSON value.');
  }
  if (!isProperty(path, facts)) {
    throw malformedQuery(`where is "${path}", which is not a property of this datatype.`);
  }
  return { path, value: readJson(value, (detail) => malformedQuery(`equals ${detail}.`)) };
}

/** A stated path, or one below a property that may hold anything. */
function isProperty(path: string, { properties }: DatatypeSchema): boolean {
  return Object.entries(properties).some(
    ([stated, { type }]) =>
      path === stated || ((type === 'object' || type === 'any') && path.startsWith(`${stated}.`)),
  );
}

/** The cursor of a listing that continues behind `position`. Opaque to clients, and valid while records change. */
export function writeCursor(position: Position, datatype: string, mark: number | undefined): string {
  const place = writePosition(position, datatype);
  return mark === undefined ? place : `${place}${MARK}${mark}`;
}

function readCursor(
  cursor: string,
  { datatype, abilities }: QueryOptions,
): Pick<RecordsQuery, 'after' | 'mark'> {
  const [place = '', marked, ...more] = cursor.split(MARK);
  const after = readPosition(place, datatype);
  const mark = marked === undefined ? undefined : readNumber(marked);
  const isMarked = marked !== undefined && mark !== undefined;
  if (after === undefined || more.length > 0 || isMarked !== abilities.deltaCursor) {
    throw foreignCursor(cursor, datatype);
  }
  return mark === undefined ? { after } : { after, mark };
}

/** The cursor that the changes after a number are listed by. */
export function writeChanges(change: number, datatype: string): string {
  return `${CHANGES}${encodeCursor([datatype, change])}`;
}

function readChanges(text: string | undefined, { datatype }: QueryOptions): number | undefined {
  if (text === undefined) {
    return undefined;
  }
  const [, change] =
    decodeCursor(text.slice(CHANGES.length), (decoded) => {
      const [, number] = isList(decoded) ? decoded : [];
      return typeof number === 'number' && Number.isSafeInteger(number) && number >= 0
        ? ([datatype, number] as const)
        : undefined;
    }) ?? [];
  if (change === undefined || !text.startsWith(CHANGES)) {
    throw foreignCursor(text, datatype);
  }
  return change;
}

function readNumber(text: string): number | undefined {
  const number = /^(?:0|[1-9]\d{0,14})$/.test(text) ? Number(text) : Number.NaN;
  return Number.isSafeInteger(number) ? number : undefined;
}

function foreignCursor(cursor: string, datatype: string): RestRefusal {
  return malformedQuery(
    `The cursor "${cursor}" was not given out for "${datatype}"; take it from "next" or "delta" of a page before.`,
  );
}
