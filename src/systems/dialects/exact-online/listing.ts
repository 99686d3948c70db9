/** Listings: which records, in which order, on which page. */
import type { SystemRecord } from '../../core/types';
import type { Administration, TableName } from './administration';
import { ENTITIES } from './entities';
import type { EntityName, ValueKind } from './entities';
import type { FilterValue, FilterRow } from './filter';
import type { ODataQuery, Ordering } from './query';
import { timeLiteral } from './times';
import { filterValue } from './values';

/** One page of a listing. */
export interface ODataPage {
  readonly records: readonly SystemRecord[];
  /** What `$skiptoken` of the next page holds; absent on the last one. */
  readonly next?: string;
  /** Of all pages, where it was asked for. */
  readonly count?: number;
}

/** What a listing is read from. */
export interface ListingSource {
  readonly administration: Administration;
  readonly entity: EntityName;
  /** The order whose lines are listed, where only those are. */
  readonly within?: SystemRecord;
}

/** The most records that are fetched by their time and put in the order of their keys; beyond, all are read in that order. */
const FEW = 500;

/** How many records are fetched at once where they are read by their time. */
const CHUNK = 100;

/** Lists a page of at most `limit` records. */
export function listPage(source: ListingSource, query: ODataQuery, limit: number): ODataPage {
  const records: SystemRecord[] = [];
  let toSkip = query.skip;
  let more = false;
  for (const record of matching(source, query)) {
    if (toSkip > 0) {
      toSkip -= 1;
    } else if (records.length < limit) {
      records.push(record);
    } else {
      more = true;
      break;
    }
  }
  const last = records.at(-1);
  return {
    records,
    ...(more && last !== undefined ? { next: tokenOf(source, query, last) } : {}),
    ...(query.count ? { count: countOf(source, query) } : {}),
  };
}

/** How many records a query finds, on all pages. */
export function countOf(source: ListingSource, { filter, selection }: ODataQuery): number {
  const everywhere = { selection, ordering: [], skip: 0, count: false };
  const found = matching(source, filter === undefined ? everywhere : { ...everywhere, filter });
  return Array.from(found).length;
}

function* matching(source: ListingSource, query: ODataQuery): Iterable<SystemRecord> {
  const { filter } = query;
  for (const record of inOrder(source, query)) {
    if (filter === undefined || filter.holds(rowOf(source, record))) {
      yield record;
    }
  }
}

function rowOf({ administration, entity }: ListingSource, record: SystemRecord): FilterRow {
  const { properties } = ENTITIES[entity];
  return (property) => {
    const definition = properties.get(property);
    if (property === 'Modified' && definition !== undefined) {
      return record.modifiedAt;
    }
    return definition === undefined
      ? null
      : filterValue(definition, administration.valueOf(entity, record, property));
  };
}

/** Candidates behind the skip token, in the order of the listing: all that match, and maybe more. */
function inOrder(source: ListingSource, query: ODataQuery): Iterable<SystemRecord> {
  const [first, ...rest] = query.ordering;
  const few = narrowed(source, query);
  if (few !== undefined) {
    return sorted(source, query, few);
  }
  if (source.entity === 'SalesOrderLines') {
    return sorted(source, query, allLines(source.administration));
  }
  const table = source.entity;
  if (first === undefined) {
    return byKey(source.administration, table, query);
  }
  if (first.property === 'Modified' && !first.descending && rest.length === 0) {
    return byTime(source.administration, table, query);
  }
  return sorted(source, query, sinceOrAll(source.administration, table, query));
}

function* allLines(administration: Administration): Iterable<SystemRecord> {
  for (const order of administration.recordsOf('SalesOrders').all()) {
    yield* administration.linesOf(order);
  }
}

/** The records that an equality leaves, where there is an index for it. */
function narrowed(
  { administration, entity, within }: ListingSource,
  query: ODataQuery,
): readonly SystemRecord[] | undefined {
  if (within !== undefined) {
    return administration.linesOf(within);
  }
  const { key, unique } = ENTITIES[entity];
  const equal = query.filter?.demands.equal ?? new Map<string, FilterValue>();
  const one = (record: SystemRecord | undefined): readonly SystemRecord[] =>
    record === undefined ? [] : [record];
  const wanted = equal.get(key);
  if (wanted !== undefined) {
    return one(administration.find(entity, String(wanted)));
  }
  if (entity === 'SalesOrderLines') {
    const order = equal.get('OrderID');
    const found = order === undefined ? undefined : administration.find('SalesOrders', String(order));
    return order === undefined ? undefined : found === undefined ? [] : administration.linesOf(found);
  }
  const code = unique === undefined ? undefined : equal.get(unique);
  return typeof code === 'string' && code.trim() !== '' ? administration.holdersOf(entity, code) : undefined;
}

function leastTime(query: ODataQuery): number | undefined {
  const least = query.filter?.demands.least.get('Modified');
  return typeof least === 'number' ? least : undefined;
}

/** By key, which is the order where none is asked for. */
function byKey(administration: Administration, table: TableName, query: ODataQuery): Iterable<SystemRecord> {
  const after = query.behind?.at(-1)?.value;
  const since = leastTime(query);
  if (since !== undefined) {
    const { records, next } = administration.recordsOf(table).page({ since, limit: FEW });
    if (next === undefined) {
      const behind = typeof after === 'string' ? records.filter(({ id }) => id > after) : records;
      return behind.toSorted(byId);
    }
  }
  return administration.byKey(table, typeof after === 'string' ? after : undefined);
}

/** By the time of the change, and among equal times by key. */
function* byTime(
  administration: Administration,
  table: TableName,
  query: ODataQuery,
): Iterable<SystemRecord> {
  const [time, key] = (query.behind ?? []).map(({ value }) => value);
  const from = Math.max(leastTime(query) ?? -Infinity, typeof time === 'number' ? time : -Infinity);
  const isBehind = ({ id, modifiedAt }: SystemRecord): boolean =>
    typeof time !== 'number' || modifiedAt > time || (typeof key === 'string' && id > key);
  for (const group of sameTimes(administration, table, from)) {
    yield* group.filter(isBehind).sort(byId);
  }
}

/** The records since a time, those of one time together. */
function* sameTimes(
  administration: Administration,
  table: TableName,
  since: number,
): Iterable<SystemRecord[]> {
  const records = administration.recordsOf(table);
  let group: SystemRecord[] = [];
  let page = records.page({ since, limit: CHUNK });
  while (true) {
    for (const record of page.records) {
      if (group.length > 0 && group[0]?.modifiedAt !== record.modifiedAt) {
        yield group;
        group = [];
      }
      group.push(record);
    }
    if (page.next === undefined) {
      break;
    }
    page = records.page({ since, limit: CHUNK, after: page.next });
  }
  yield group;
}

function byId(one: SystemRecord, other: SystemRecord): number {
  return one.id < other.id ? -1 : 1;
}

function sinceOrAll(
  administration: Administration,
  table: TableName,
  query: ODataQuery,
): Iterable<SystemRecord> {
  const since = leastTime(query);
  const records = administration.recordsOf(table);
  return since === undefined
    ? records.all()
    : records.page({ since, limit: Number.MAX_SAFE_INTEGER }).records;
}

/** By any properties, and last by the key. */
function sorted(
  source: ListingSource,
  query: ODataQuery,
  records: Iterable<SystemRecord>,
): readonly SystemRecord[] {
  const placed = Array.from(records, (record) => ({
    record,
    place: placeOf(source, query.ordering, record),
  }));
  const behind = query.behind?.map(({ value }) => value);
  return placed
    .filter(({ place }) => behind === undefined || comparePlaces(place, behind, query.ordering) > 0)
    .sort((one, other) => comparePlaces(one.place, other.place, query.ordering))
    .map(({ record }) => record);
}

function placeOf(
  source: ListingSource,
  ordering: readonly Ordering[],
  record: SystemRecord,
): readonly FilterValue[] {
  const row = rowOf(source, record);
  return [...ordering.map(({ property }) => row(property)), record.id];
}

/** Null comes before everything, as SQL Server sorts. */
function comparePlaces(
  one: readonly FilterValue[],
  other: readonly FilterValue[],
  ordering: readonly Ordering[],
): number {
  for (const [index, left] of one.entries()) {
    const right = other[index] ?? null;
    if (left === right) {
      continue;
    }
    const less = left === null || (right !== null && left < right);
    return less === (ordering[index]?.descending !== true) ? -1 : 1;
  }
  return 0;
}

/** `guid'…'`, behind the values by which the listing is ordered. */
function tokenOf(source: ListingSource, { ordering }: ODataQuery, record: SystemRecord): string {
  const { properties } = ENTITIES[source.entity];
  const values = placeOf(source, ordering, record).slice(0, -1);
  const literals = values.map((value, index) =>
    literalOf(properties.get(ordering[index]?.property ?? '')?.kind, value),
  );
  return [...literals, `guid'${record.id}'`].join(',');
}

function literalOf(kind: ValueKind | undefined, value: FilterValue): string {
  if (kind === 'date' && typeof value === 'number') {
    return timeLiteral(value);
  }
  if (typeof value !== 'string') {
    return String(value);
  }
  return `${kind === 'guid' ? 'guid' : ''}'${value.replaceAll("'", "''")}'`;
}
