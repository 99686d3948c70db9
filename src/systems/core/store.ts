/** What a mocked system holds: records, their versions, and their order by modification. It knows nothing of HTTP. */
import { isEmpty } from './json';
import { createIndexes } from './indexes';
import type { RecordChange, IndexEntry, IndexPage, PageQuery } from './indexes';
import type { Clock, Properties, SystemRecord } from './types';
import type { Json } from '../../core/json';

export { comparePositions } from './indexes';
export type { RecordChange, IndexPage, PageQuery, Position } from './indexes';

/** The records of one datatype. */
export interface DatatypeStore {
  /** In the order of creation. */
  all(): readonly SystemRecord[];
  /** How many there are. */
  size(): number;
  /** The record; the survivor, where the record was merged into another. */
  get(id: string): SystemRecord | undefined;
  /** Keeps `properties` as they are: whoever calls gives them away. */
  create(properties: Properties, by: string): SystemRecord;
  /** Replaces the properties; counts the version up and takes the clock's time. The record must exist. */
  change(id: string, properties: Properties, by: string): SystemRecord;
  /** `false` where there is no such record. */
  remove(id: string): boolean;
  /**
   * One record becomes part of another: its id answers with the survivor from now on, listings leave it out. The survivor
   * keeps its values, and takes those of the merged record that it lacks (decision D6 says what is empty).
   * @returns the survivor
   */
  merge(id: string, into: string): SystemRecord;
  /** Costs by what it returns, not by what the store holds. */
  page(query: PageQuery): IndexPage;
  /**
   * The records one of whose values at a path equals `value`, in the order of creation. A list counts by its elements. The
   * first search on a path makes an index; from then on a search costs by what it returns.
   * @param path - dotted, of the properties as the store holds them
   */
  find(path: string, value: Json): readonly SystemRecord[];
  /** The number of the last change, 0 at the start. */
  lastChange(): number;
  /** What changed after a change, each record once, in the order of the last changes. Costs by the changes since. */
  changesAfter(change: number, limit: number): readonly RecordChange[];
  /** When a record was created among those of the store; `undefined` where there is none. */
  sequenceOf(id: string): number | undefined;
}

/** The datatypes of one system. */
export interface RecordStore {
  datatype(name: string): DatatypeStore | undefined;
}

/**
 * Keeps what is made of a record as long as the record: it is replaced when it changes, so what was made stays right.
 * @param make - what else it is given must be the same for a record each time
 */
export function perRecord<Value, More extends readonly unknown[] = []>(
  make: (record: SystemRecord, ...more: More) => Value,
): (record: SystemRecord, ...more: More) => Value {
  const made = new WeakMap<SystemRecord, { readonly value: Value }>();
  return (record, ...more) => {
    const known = made.get(record);
    if (known !== undefined) {
      return known.value;
    }
    const value = make(record, ...more);
    made.set(record, { value });
    return value;
  };
}

/** Something happened to a record. */
export interface StoreEvent {
  readonly datatype: string;
  readonly kind: 'created' | 'updated' | 'deleted';
  /** As it is now; as it last was, where it was deleted. */
  readonly record: SystemRecord;
}

/** What a store needs besides its records. */
export interface StoreOptions {
  readonly datatypes: readonly string[];
  readonly clock: Clock;
  /** The id of the nth record; the number counts over all datatypes of the store, from 1, the second one in its datatype. */
  readonly idOf: (sequence: number, numberInDatatype: number) => string;
  /** Smallest step of the modification time, in milliseconds; times are cut to it. */
  readonly timeResolution: number;
  /** Called for every change, once it is made. */
  readonly onEvent?: (event: StoreEvent) => void;
}

/** What the datatypes of a store share. */
interface Surroundings {
  readonly now: () => number;
  readonly idOf: (sequence: number, numberInDatatype: number) => string;
  readonly nextSequence: () => number;
  readonly notify: (kind: StoreEvent['kind'], record: SystemRecord) => void;
}

/** Makes an empty store. */
export function createStore(options: StoreOptions): RecordStore {
  const { datatypes, clock, idOf, timeResolution, onEvent } = options;
  let sequence = 0;
  const nextSequence = (): number => ++sequence;
  const now = (): number => Math.floor(clock.now() / timeResolution) * timeResolution;
  const stores = new Map(
    datatypes.map((datatype) => {
      const notify: Surroundings['notify'] = (kind, record) => onEvent?.({ datatype, kind, record });
      return [datatype, createDatatypeStore({ now, idOf, nextSequence, notify })] as const;
    }),
  );
  return { datatype: (name) => stores.get(name) };
}

function createDatatypeStore({ now, idOf, nextSequence, notify }: Surroundings): DatatypeStore {
  const entries = createEntries();
  const indexes = createIndexes(entries.all);

  const nextId = idsOf(idOf);
  const change = (entry: IndexEntry, properties: Properties, by: string): SystemRecord => {
    indexes.take(entry);
    const { id, version } = entry.record;
    entry.record = { id, version: version + 1, modifiedAt: now(), modifiedBy: by, properties };
    indexes.add(entry);
    notify('updated', entry.record);
    return entry.record;
  };
  const remove = (entry: IndexEntry): void => {
    entries.remove(entry);
    indexes.bury(entry);
    notify('deleted', entry.record);
  };
  return {
    all: () => Array.from(entries.all(), ({ record }) => record),
    size: () => entries.size(),
    get: (id) => entries.find(id)?.record,
    sequenceOf: (id) => entries.find(id)?.sequence,
    create(properties, by) {
      const sequence = nextSequence();
      const record = { id: nextId(sequence), version: 1, modifiedAt: now(), modifiedBy: by, properties };
      const entry = { sequence, record, change: 0 };
      entries.add(entry);
      indexes.add(entry);
      notify('created', record);
      return record;
    },
    change: (id, properties, by) => change(entries.existing(id), properties, by),
    remove(id) {
      const entry = entries.find(id);
      if (entry !== undefined) {
        remove(entry);
      }
      return entry !== undefined;
    },
    merge(id, into) {
      const [loser, survivor] = [entries.existing(id), entries.existing(into)];
      if (loser === survivor) {
        throw new Error(`Record "${id}" cannot be merged into itself: name two records.`);
      }
      remove(loser);
      entries.lead(loser, survivor);
      const { properties, modifiedBy } = survivor.record;
      return change(survivor, filledFrom(properties, loser.record.properties), modifiedBy);
    },
    page: indexes.page,
    find: indexes.find,
    lastChange: indexes.lastChange,
    changesAfter: indexes.changesAfter,
  };
}

/** The entries of one datatype, by the ids of their records. */
interface Entries {
  /** In the order of creation. */
  readonly all: () => Iterable<IndexEntry>;
  size(): number;
  /** The entry with an id, or that of the record which it was merged into. */
  find(id: string): IndexEntry | undefined;
  /** @throws Error where there is none */
  existing(id: string): IndexEntry;
  add(entry: IndexEntry): void;
  remove(entry: IndexEntry): void;
  /** The id of one entry leads to another from now on. */
  lead(from: IndexEntry, to: IndexEntry): void;
}

function createEntries(): Entries {
  const entries = new Map<string, IndexEntry>();
  const survivors = new Map<string, string>();
  const find = (id: string): IndexEntry | undefined => {
    let present = id;
    for (let next = survivors.get(present); next !== undefined; next = survivors.get(present)) {
      present = next;
    }
    return entries.get(present);
  };
  return {
    find,
    all: () => entries.values(),
    size: () => entries.size,
    existing(id) {
      const entry = find(id);
      if (entry === undefined) {
        throw new Error(`There is no record "${id}" to change: read it from the store first.`);
      }
      return entry;
    },
    add(entry) {
      entries.set(entry.record.id, entry);
    },
    remove(entry) {
      entries.delete(entry.record.id);
    },
    lead(from, to) {
      survivors.set(from.record.id, to.record.id);
    },
  };
}

/** The id of each record that is created next in a datatype. */
function idsOf(idOf: Surroundings['idOf']): (sequence: number) => string {
  let created = 0;
  return (sequence) => {
    created += 1;
    return idOf(sequence, created);
  };
}

function filledFrom(properties: Properties, other: Properties): Properties {
  const lacking = Object.entries(other).filter(([name]) => isEmpty(properties[name]));
  return { ...properties, ...Object.fromEntries(lacking) };
}
