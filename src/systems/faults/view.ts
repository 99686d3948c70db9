/**
 * The store as a dialect under faults sees it: what is written passes the faults of values, and calls that read may be
 * shown less, or older, than there is. The harness, and calls that write, always see what there is.
 */
import { isDeepStrictEqual } from 'node:util';
import type { ApiOperation } from '../core/dialect';
import { hasValueAt } from '../core/lookup';
import { comparePositions } from '../core/store';
import type { RecordChange, DatatypeStore, IndexPage, PageQuery, Position, RecordStore } from '../core/store';
import type { Properties, SystemRecord } from '../core/types';
import type { StaleRecord } from './stale';
import type { FaultKind, Trigger } from './types';
import type { Json } from '../../core/json';

/** What the view asks of the faults of its system. */
export interface StoreFaults {
  /** No fault can fire or show at this moment. */
  idle(): boolean;
  /** Of the call under way; `undefined`: the harness looks. */
  operation(): ApiOperation | undefined;
  /** Whether the call under way lists the datatype. */
  lists(datatype: string): boolean;
  triggerOf(operation: ApiOperation, datatype: string, id?: string): Trigger;
  /** Whether the call under way is to find nothing. */
  empties(datatype: string, holdsAny: boolean): boolean;
  alter(trigger: Trigger, before: Properties, written: Properties): Properties;
  written(trigger: Trigger & { readonly datatype: string; readonly id: string }, record: StaleRecord): void;
  /** By id; `undefined` where nothing is stale. */
  stale(datatype: string, way: 'listing' | 'read'): ReadonlyMap<string, StaleRecord> | undefined;
  forget(datatype: string, id: string): void;
  /** Whether a property may be left out of what the call under way shows. */
  mayOmit(): boolean;
  /** The record as the call under way shows it: a property may be left out. */
  shown(datatype: string, record: SystemRecord): SystemRecord;
  /** A fault showed in the answer. */
  label(kind: FaultKind): void;
}

/** The same store for the same datatype, always. */
export function createFaultyStore(base: RecordStore, faults: StoreFaults): RecordStore {
  const views = new Map<string, DatatypeStore>();
  return {
    datatype(name) {
      const known = views.get(name);
      const records = known === undefined ? base.datatype(name) : undefined;
      if (known !== undefined || records === undefined) {
        return known;
      }
      const partial = (record: SystemRecord): SystemRecord => faults.shown(name, record);
      const made = {
        ...records,
        ...createWriting(name, records, faults),
        ...shownBy(createListing(name, records, faults), faults, partial),
        get: (id: string) => {
          const record = read(name, records, faults, id);
          return record === undefined || !faults.mayOmit() ? record : partial(record);
        },
      };
      views.set(name, made);
      return made;
    },
  };
}

/** One record: as reads show it in a call that reads it, as listings show it in a call that lists its datatype by ids. */
function read(
  datatype: string,
  base: DatatypeStore,
  faults: StoreFaults,
  id: string,
): SystemRecord | undefined {
  const way = faults.operation() === 'read' ? 'read' : faults.lists(datatype) ? 'listing' : undefined;
  const record = base.get(id);
  if (way === undefined || record === undefined) {
    return record;
  }
  if (way === 'listing' && faults.empties(datatype, true)) {
    return undefined;
  }
  const shown = faults.stale(datatype, way)?.get(record.id);
  if (shown === undefined) {
    return record;
  }
  faults.label(way === 'read' ? 'stale-read' : 'stale-listing');
  return shown.before;
}

type Writing = Pick<DatatypeStore, 'create' | 'change' | 'remove' | 'merge'>;

function createWriting(datatype: string, base: DatatypeStore, faults: StoreFaults): Writing {
  const note = (
    operation: ApiOperation,
    { id }: SystemRecord,
    before: SystemRecord | undefined,
    change: number,
  ): void => {
    const trigger = { ...faults.triggerOf(operation, datatype), datatype, id };
    faults.written(trigger, { before, sequence: base.sequenceOf(id) ?? 0, change });
  };
  return {
    create(properties, by) {
      if (faults.idle()) {
        return base.create(properties, by);
      }
      const change = base.lastChange();
      const kept = faults.alter(faults.triggerOf('create', datatype), {}, properties);
      const record = base.create(kept, by);
      note('create', record, undefined, change);
      return record;
    },
    change(id, properties, by) {
      if (faults.idle()) {
        return base.change(id, properties, by);
      }
      const before = base.get(id);
      const kept = faults.alter(
        faults.triggerOf('update', datatype, before?.id ?? id),
        before?.properties ?? {},
        properties,
      );
      if (before !== undefined && kept !== properties && isDeepStrictEqual(kept, before.properties)) {
        return before;
      }
      const change = base.lastChange();
      const record = base.change(id, kept, by);
      note('update', record, before, change);
      return record;
    },
    remove(id) {
      faults.forget(datatype, base.get(id)?.id ?? id);
      return base.remove(id);
    },
    merge(id, into) {
      faults.forget(datatype, base.get(id)?.id ?? id);
      return base.merge(id, into);
    },
  };
}

type Listing = Pick<DatatypeStore, 'all' | 'page' | 'find' | 'lastChange' | 'changesAfter'>;

/** The listing with each record as the call under way shows it. */
function shownBy(
  listing: Listing,
  faults: StoreFaults,
  partial: (record: SystemRecord) => SystemRecord,
): Listing {
  const each = (records: readonly SystemRecord[]): readonly SystemRecord[] =>
    faults.mayOmit() ? records.map(partial) : records;
  return {
    ...listing,
    all: () => each(listing.all()),
    find: (path, value) => each(listing.find(path, value)),
    page: (query) => {
      const page = listing.page(query);
      return faults.mayOmit() ? { ...page, records: each(page.records) } : page;
    },
  };
}

/** A record as a listing shows it, and its place. */
interface Shown {
  readonly record: SystemRecord;
  readonly position: Position;
}

type StaleView = ReadonlyMap<string, StaleRecord>;

function createListing(datatype: string, base: DatatypeStore, faults: StoreFaults): Listing {
  const empties = (): boolean => faults.empties(datatype, base.size() > 0);
  /** What listings show as it was, where the call under way is one. */
  const staleNow = (): StaleView | undefined => {
    const stale = faults.operation() === 'list' ? faults.stale(datatype, 'listing') : undefined;
    if (stale !== undefined) {
      faults.label('stale-listing');
    }
    return stale;
  };
  return {
    all() {
      if (empties()) {
        return [];
      }
      const stale = staleNow();
      return stale === undefined ? base.all() : inOrderOfCreation(aged(base.all(), base, stale, () => true));
    },
    find(path, value: Json) {
      if (empties()) {
        return [];
      }
      const stale = staleNow();
      const fits = ({ record }: Shown): boolean => hasValueAt(record.properties, path, value);
      const found = base.find(path, value);
      return stale === undefined ? found : inOrderOfCreation(aged(found, base, stale, fits));
    },
    page(query) {
      if (empties()) {
        return { records: [] };
      }
      const stale = staleNow();
      return stale === undefined ? base.page(query) : agedPage(base, query, stale);
    },
    lastChange: () => (empties() ? 0 : Math.min(base.lastChange(), ...changesBefore(staleNow()))),
    changesAfter(change, limit): readonly RecordChange[] {
      if (empties()) {
        return [];
      }
      const first = Math.min(Infinity, ...changesBefore(staleNow()));
      return base.changesAfter(change, limit).filter(({ number }) => number <= first);
    },
  };
}

/**
 * Of records that there are, what a listing shows of them.
 * @param fits - whether the listing asks for a record as it was
 */
function aged(
  records: readonly SystemRecord[],
  base: DatatypeStore,
  stale: StaleView,
  fits: (shown: Shown) => boolean,
): readonly Shown[] {
  const present = records
    .filter(({ id }) => !stale.has(id))
    .map((record) => shownAt(record, base.sequenceOf(record.id) ?? 0));
  const past = [...stale.values()].flatMap(({ before, sequence }) =>
    before === undefined ? [] : [shownAt(before, sequence)],
  );
  return [...present, ...past.filter(fits)];
}

function shownAt(record: SystemRecord, sequence: number): Shown {
  return { record, position: { modifiedAt: record.modifiedAt, sequence } };
}

function inOrderOfCreation(records: readonly Shown[]): readonly SystemRecord[] {
  return records
    .toSorted((one, other) => one.position.sequence - other.position.sequence)
    .map(({ record }) => record);
}

/** Reads so much more than the page that, without what is stale, it is still full. */
function agedPage(base: DatatypeStore, query: PageQuery, stale: StaleView): IndexPage {
  const { records, next } = base.page({ ...query, limit: query.limit + stale.size });
  const candidates = aged(records, base, stale, ({ position }) => isAsked(position, query));
  return cut(candidates, query.limit, next !== undefined);
}

function changesBefore(stale: StaleView | undefined): readonly number[] {
  return [...(stale?.values() ?? [])].map(({ change }) => change);
}

function isAsked(position: Position, { since, after }: PageQuery): boolean {
  return (
    (since === undefined || position.modifiedAt >= since) &&
    (after === undefined || comparePositions(position, after) > 0)
  );
}

function cut(candidates: readonly Shown[], limit: number, moreBehind: boolean): IndexPage {
  const sorted = candidates.toSorted((one, other) => comparePositions(one.position, other.position));
  const page = sorted.slice(0, limit);
  const records = page.map(({ record }) => record);
  const last = page.at(-1);
  return last === undefined || (sorted.length <= limit && !moreBehind)
    ? { records }
    : { records, next: last.position };
}
