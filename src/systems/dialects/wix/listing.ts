import type { SystemRecord } from '../../core/types';
import type { Collection } from './collection';
import { createdAt } from './collection';
import { malformed, misuse } from './error';
import type { WixRefusal } from './error';
import { FilterError, compare, readFilter, valuesOf } from './filter';
import type { Field, FieldsOf, WixFilter } from './filter';
import { isList, isObject } from '../../../core/json';
import type { Json } from '../../../core/json';

export interface SortKey {
  readonly name: string;
  readonly field: Field;
  readonly descending: boolean;
}

/** How an API lists its records. */
export interface ListingRules {
  readonly fieldsOf: FieldsOf;
  /** The largest page that a client may ask for. */
  readonly mostRecords: number;
  /** How many keys a sort may have. */
  readonly mostSortKeys: number;
  /** What the API calls a filter, sort or limit that it does not take; default a validation error. */
  readonly problem?: (code: string, message: string) => WixRefusal;
}

/** A page by number of records left out. */
export interface OffsetPaging {
  readonly limit: number;
  readonly offset: number;
}

/** Reads a filter as the API words it; missing or null: all records. @throws WixRefusal */
export function filterOf(filter: Json | undefined, rules: ListingRules): WixFilter | undefined {
  if (filter === undefined || filter === null) {
    return undefined;
  }
  try {
    return readFilter(filter, rules.fieldsOf);
  } catch (error) {
    throw error instanceof FilterError ? problemOf(rules, error.code, error.message) : error;
  }
}

function problemOf({ problem }: ListingRules, code: string, message: string): WixRefusal {
  return problem?.(code, message) ?? malformed('query', message);
}

/** Reads `[{fieldName, order}]`, or one such object. @throws WixRefusal */
export function sortOf(sort: Json | undefined, rules: ListingRules): readonly SortKey[] {
  const keys = isList(sort) ? sort : sort === undefined || sort === null ? [] : [sort];
  if (keys.length > rules.mostSortKeys) {
    throw problemOf(rules, 'UNSUPPORTED_SORT_FIELD', `Sort by ${rules.mostSortKeys} fields at most.`);
  }
  return keys.map((key) => {
    const { fieldName, order = 'ASC' } = isObject(key) ? key : {};
    if (typeof fieldName !== 'string' || (order !== 'ASC' && order !== 'DESC' && order !== null)) {
      throw problemOf(
        rules,
        'UNSUPPORTED_SORT_FIELD',
        'A sort is {"fieldName": …, "order": "ASC" or "DESC"}.',
      );
    }
    return sortKey(fieldName, order === 'DESC', rules);
  });
}

/** @throws WixRefusal where the field cannot be sorted by */
export function sortKey(name: string, descending: boolean, rules: ListingRules): SortKey {
  const field = rules.fieldsOf(name);
  if (field?.sortable !== true) {
    throw problemOf(rules, 'UNSUPPORTED_SORT_FIELD', `"${name}" cannot be sorted by.`);
  }
  return { name, field, descending };
}

/**
 * Reads `{limit, offset}`.
 * @param usual - the limit where none is given
 * @param pageSize - what the harness lets a page hold at most
 * @throws WixRefusal
 */
export function pagingOf(
  paging: Json | undefined,
  rules: ListingRules,
  usual: number,
  pageSize: number,
): OffsetPaging {
  const { limit, offset } = isObject(paging) ? paging : {};
  const asked = limit ?? usual;
  const start = offset ?? 0;
  if (!isCount(asked) || asked < 1 || asked > rules.mostRecords) {
    throw problemOf(
      rules,
      'ILLEGAL_LIMIT',
      `The limit must be a whole number from 1 to ${rules.mostRecords}.`,
    );
  }
  if (!isCount(start)) {
    throw malformed('paging.offset', 'must be a whole number, 0 or more.', 'MIN');
  }
  return { limit: Math.min(asked, pageSize), offset: start };
}

export function isCount(value: Json): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/**
 * All records that match, in order: by the keys, then by creation. What an index can find is not searched for.
 * @param from - a lower bound of the modification time that holds beside the filter's
 */
export function find(
  collection: Collection,
  filter: WixFilter | undefined,
  sort: readonly SortKey[],
  from?: number,
): readonly SystemRecord[] {
  const { records, ordered } = candidates(collection, filter, from);
  const found = filter === undefined ? records : records.filter((record) => filter.matches(record));
  if (sort.length === 0 && ordered) {
    return found;
  }
  return found
    .map((record) => ({ record, place: placeOf(record, sort) }))
    .sort((one, other) => comparePlaces(one.place, other.place, sort))
    .map(({ record }) => record);
}

interface Candidates {
  readonly records: readonly SystemRecord[];
  /** They are in the order of their creation. */
  readonly ordered: boolean;
}

function candidates(
  collection: Collection,
  filter: WixFilter | undefined,
  from: number | undefined,
): Candidates {
  const { ids, held, since } = filter?.narrowing ?? {};
  if (ids !== undefined) {
    const found = [...new Set(ids)].map((id) => collection.get(id));
    return { records: found.filter((record) => record !== undefined), ordered: false };
  }
  if (held !== undefined) {
    const found = held.values.flatMap((value) => collection.having(held.place, value));
    return { records: [...new Set(found)], ordered: false };
  }
  const earliest = Math.max(since ?? -Infinity, from ?? -Infinity);
  return Number.isFinite(earliest)
    ? { records: collection.since(earliest), ordered: false }
    : { records: collection.all(), ordered: true };
}

/** The place of a record in an order: the values of the keys, the time of creation, the id. */
export function placeOf(record: SystemRecord, sort: readonly SortKey[]): readonly Json[] {
  return [...sort.map(({ field }) => valuesOf(field, record)[0] ?? null), createdAt(record), record.id];
}

/** What is not set comes first. Where the last key descends, so do creation and id. */
export function comparePlaces(
  one: readonly Json[],
  other: readonly Json[],
  sort: readonly SortKey[],
): number {
  for (const [index, value] of one.entries()) {
    const descending = (sort[index] ?? sort.at(-1))?.descending === true;
    const result = compareNullable(value, other[index] ?? null);
    if (result !== 0) {
      return descending ? -result : result;
    }
  }
  return 0;
}

function compareNullable(one: Json, other: Json): number {
  if (one === null || other === null) {
    return one === other ? 0 : one === null ? -1 : 1;
  }
  const comparable = typeof one === typeof other && typeof one !== 'object' && typeof other !== 'object';
  return comparable ? compare(one, other) : 0;
}

/** The names of field sets that a call may ask for. @throws WixRefusal */
export function fieldsetsOf(asked: Json | undefined, known: readonly string[]): readonly string[] {
  const names = asked === undefined || asked === null ? [] : isList(asked) ? asked : [asked];
  return names.map((name) => {
    if (typeof name !== 'string' || !known.includes(name)) {
      throw misuse(
        400,
        'INVALID_ARGUMENT',
        `Fieldsets are ${known.join(', ')}, not ${JSON.stringify(name)}.`,
      );
    }
    return name;
  });
}
