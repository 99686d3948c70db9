/** The ways into the records of one datatype, beside their ids: by modification, by change, by value. */
import { createLookup } from './lookup';
import type { Lookup } from './lookup';
import { createOrder } from './order';
import type { SystemRecord } from './types';
import type { Json } from '../../core/json';

/** A place in a datatype's order: by modification time, and among equal times by creation. */
export interface Position {
  readonly modifiedAt: number;
  /** Counts the creations of the store from 1. */
  readonly sequence: number;
}

/** Below 0: the first place comes before the other. */
export function comparePositions(one: Position, other: Position): number {
  return one.modifiedAt - other.modifiedAt || one.sequence - other.sequence;
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
export interface IndexPage {
  readonly records: readonly SystemRecord[];
  readonly next?: Position;
}

/** What became of a record last. */
export interface RecordChange {
  /** Counts the changes of the datatype from 1, whatever the clock says. */
  readonly number: number;
  readonly id: string;
  /** Absent: the record was removed. */
  readonly record?: SystemRecord;
}

/** A record with its places in the indexes. */
export interface IndexEntry {
  readonly sequence: number;
  record: SystemRecord;
  /** The number of its last change. */
  change: number;
}

/** As the datatype's store has them. */
export interface Indexes {
  readonly page: (query: PageQuery) => IndexPage;
  readonly find: (path: string, value: Json) => readonly SystemRecord[];
  readonly lastChange: () => number;
  readonly changesAfter: (change: number, limit: number) => readonly RecordChange[];
  /** Counts a change: the entry is new, or has become what it is now. */
  add(entry: IndexEntry): void;
  /** Before the entry changes. */
  take(entry: IndexEntry): void;
  /** The entry's record was removed. */
  bury(entry: IndexEntry): void;
}

/** @param entries - all of the datatype, for an index that is made later */
export function createIndexes(entries: () => Iterable<IndexEntry>): Indexes {
  const order = createOrder<IndexEntry>(
    (one, other) => one.record.modifiedAt - other.record.modifiedAt || one.sequence - other.sequence,
  );
  const changes = createChanges();
  const lookups = createLookups(entries);
  const take = (entry: IndexEntry): void => {
    order.take(entry);
    changes.take(entry);
    lookups.each((lookup) => {
      lookup.take(entry);
    });
  };
  return {
    take,
    add(entry) {
      order.add(entry);
      changes.add(entry);
      lookups.each((lookup) => {
        lookup.add(entry);
      });
    },
    bury(entry) {
      take(entry);
      changes.bury(entry.record.id);
    },
    page({ since, after, limit }) {
      const found = order.from(behind(since, after), limit + 1);
      const records = found.slice(0, limit).map(({ record }) => record);
      const last = found[limit - 1];
      return last === undefined || found.length <= limit ? { records } : { records, next: positionOf(last) };
    },
    find: (path, value) =>
      lookups
        .of(path)
        .find(value)
        .toSorted((one, other) => one.sequence - other.sequence)
        .map(({ record }) => record),
    lastChange: changes.last,
    changesAfter: changes.after,
  };
}

function positionOf({ sequence, record }: IndexEntry): Position {
  return { modifiedAt: record.modifiedAt, sequence };
}

/** Whether an entry comes before all that a page asks for. */
function behind(since: number | undefined, after: Position | undefined): (entry: IndexEntry) => boolean {
  return ({ sequence, record: { modifiedAt } }) =>
    (since !== undefined && modifiedAt < since) ||
    (after !== undefined &&
      (modifiedAt < after.modifiedAt || (modifiedAt === after.modifiedAt && sequence <= after.sequence)));
}

/** What changed, in order, each record at its last change alone. */
interface Changes {
  add(entry: IndexEntry): void;
  take(entry: IndexEntry): void;
  bury(id: string): void;
  readonly last: () => number;
  readonly after: (change: number, limit: number) => readonly RecordChange[];
}

function createChanges(): Changes {
  /** At `number - 1` what changed; nothing where the record changed again later. */
  const log: (RecordChange | IndexEntry | undefined)[] = [];
  return {
    add(entry) {
      entry.change = log.push(entry);
    },
    take(entry) {
      log[entry.change - 1] = undefined;
    },
    bury(id) {
      log.push({ number: log.length + 1, id });
    },
    last: () => log.length,
    after(change, limit) {
      const found: RecordChange[] = [];
      for (let index = change; index < log.length && found.length < limit; index += 1) {
        const changed = log[index];
        if (changed !== undefined) {
          found.push('sequence' in changed ? shown(changed) : changed);
        }
      }
      return found;
    },
  };
}

function shown({ change, record }: IndexEntry): RecordChange {
  return { number: change, id: record.id, record };
}

/** The most paths of a datatype that are indexed: clients name them in searches, and each costs memory. */
const MOST_LOOKUPS = 16;

/** Indexes by value, made when a path is searched for the first time. */
interface Lookups {
  of(path: string): Lookup<IndexEntry>;
  each(act: (lookup: Lookup<IndexEntry>) => void): void;
}

function createLookups(entries: () => Iterable<IndexEntry>): Lookups {
  const lookups = new Map<string, Lookup<IndexEntry>>();
  return {
    of(path) {
      const known = lookups.get(path);
      if (known !== undefined) {
        return known;
      }
      const [oldest] = lookups.keys();
      if (oldest !== undefined && lookups.size >= MOST_LOOKUPS) {
        lookups.delete(oldest);
      }
      const made = createLookup<IndexEntry>(path);
      for (const entry of entries()) {
        made.add(entry);
      }
      lookups.set(path, made);
      return made;
    },
    each(act) {
      lookups.forEach(act);
    },
  };
}
