/** What a mocked system holds: records, their versions, and their order by modification. It knows nothing of HTTP. */
import type { Clock, Properties, SystemRecord } from './types';

/** A place in a datatype's order: by modification time, and among equal times by creation. */
export interface Position {
  readonly modifiedAt: number;
  /** Counts the creations of the store from 1. */
  readonly sequence: number;
}

/** Which records to read, and how many. */
export interface PageQuery {
  /** Only records modified at this time or later, in milliseconds since the epoch. */
  readonly since?: number;
  /** Only records behind this place. */
  readonly after?: Position;
  readonly limit: number;
}

/** Records in order; `next` is the place of the last one, where more follow. */
export interface Page {
  readonly records: readonly SystemRecord[];
  readonly next?: Position;
}

/** The records of one datatype. */
export interface DatatypeStore {
  /** In the order of creation. */
  all(): readonly SystemRecord[];
  get(id: string): SystemRecord | undefined;
  /** Keeps `properties` as they are: whoever calls gives them away. */
  create(properties: Properties, by: string): SystemRecord;
  /** Replaces the properties; counts the version up and takes the clock's time. The record must exist. */
  change(id: string, properties: Properties, by: string): SystemRecord;
  /** `false` where there is no such record. */
  remove(id: string): boolean;
  /** Costs by what it returns, not by what the store holds. */
  page(query: PageQuery): Page;
}

/** The datatypes of one system. */
export interface RecordStore {
  datatype(name: string): DatatypeStore | undefined;
}

/** What a store needs besides its records. */
export interface StoreOptions {
  readonly datatypes: readonly string[];
  readonly clock: Clock;
  /** Ids are this and a number that counts over all datatypes of the store. */
  readonly idPrefix: string;
}

interface Entry {
  readonly sequence: number;
  record: SystemRecord;
}

/** Makes an empty store. */
export function createStore({ datatypes, clock, idPrefix }: StoreOptions): RecordStore {
  let sequence = 0;
  const nextSequence = (): number => ++sequence;
  const stores = new Map(
    datatypes.map((name) => [name, createDatatypeStore(clock, idPrefix, nextSequence)] as const),
  );
  return { datatype: (name) => stores.get(name) };
}

function createDatatypeStore(clock: Clock, idPrefix: string, nextSequence: () => number): DatatypeStore {
  const entries = new Map<string, Entry>();
  const order: Entry[] = [];

  const existing = (id: string): Entry => {
    const entry = entries.get(id);
    if (entry === undefined) {
      throw new Error(`There is no record "${id}" to change: read it from the store first.`);
    }
    return entry;
  };
  return {
    all: () => Array.from(entries.values(), ({ record }) => record),
    get: (id) => entries.get(id)?.record,
    create(properties, by) {
      const sequence = nextSequence();
      const id = `${idPrefix}${sequence}`;
      const record = { id, version: 1, modifiedAt: clock.now(), modifiedBy: by, properties };
      const entry = { sequence, record };
      entries.set(id, entry);
      insert(order, entry);
      return record;
    },
    change(id, properties, by) {
      const entry = existing(id);
      take(order, entry);
      const version = entry.record.version + 1;
      entry.record = { id, version, modifiedAt: clock.now(), modifiedBy: by, properties };
      insert(order, entry);
      return entry.record;
    },
    remove(id) {
      const entry = entries.get(id);
      if (entry !== undefined) {
        take(order, entry);
        entries.delete(id);
      }
      return entry !== undefined;
    },
    page: (query) => readPage(order, query),
  };
}

function positionOf({ sequence, record }: Entry): Position {
  return { modifiedAt: record.modifiedAt, sequence };
}

/** The index of the first entry at or behind `position`. */
function lowerBound(order: readonly Entry[], { modifiedAt, sequence }: Position): number {
  let low = 0;
  let high = order.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const entry = order[middle];
    const before =
      entry !== undefined &&
      (entry.record.modifiedAt < modifiedAt ||
        (entry.record.modifiedAt === modifiedAt && entry.sequence < sequence));
    if (before) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function insert(order: Entry[], entry: Entry): void {
  const index = lowerBound(order, positionOf(entry));
  if (index === order.length) {
    order.push(entry);
  } else {
    order.splice(index, 0, entry);
  }
}

function take(order: Entry[], entry: Entry): void {
  order.splice(lowerBound(order, positionOf(entry)), 1);
}

function readPage(order: readonly Entry[], { since, after, limit }: PageQuery): Page {
  const fromSince = since === undefined ? 0 : lowerBound(order, { modifiedAt: since, sequence: 0 });
  const fromAfter =
    after === undefined
      ? 0
      : lowerBound(order, { modifiedAt: after.modifiedAt, sequence: after.sequence + 1 });
  const start = Math.max(fromSince, fromAfter);
  const entries = order.slice(start, start + limit);
  const records = entries.map(({ record }) => record);
  const last = entries.at(-1);
  return last === undefined || start + limit >= order.length
    ? { records }
    : { records, next: positionOf(last) };
}
