import type { Json, JsonObject } from '../../core/json';

/**
 * What a system calls the state of a record: a number that only grows, a text that means nothing (an ETag), or 0 where
 * records have no versions.
 */
export type Version = number | string;

/** When and where a value was written by someone other than this engine. `time`: milliseconds since the epoch. */
export interface Stamp {
  readonly time: number;
  /** The system's id. */
  readonly system: string;
  /** The record's id. */
  readonly record: string;
}

/** A write of the engine's own after which the system held something else than was sent (D15). */
export interface OwnWrite {
  readonly sent: Json;
  readonly held: Json;
}

/** A last-writer-wins register: one property of a record, or the anchored element of a list. */
export interface Register {
  readonly stamp: Stamp;
  /** It was edited after linking, and since then its counterparts have not agreed with it: the others' times do not count (D12). */
  readonly edited?: true;
  /** It was emptied by an edit after linking (D13). */
  readonly cleared?: true;
  readonly write?: OwnWrite;
}

/** The element of a list by which it agrees with a scalar of a counterpart (D26). */
export interface Anchor extends Register {
  /** The list. */
  readonly path: string;
  /** Key of the record that holds the scalar. */
  readonly counterpart: string;
  readonly counterpartPath: string;
  readonly index: number;
  /** The anchored element as last seen; null where there is none. */
  readonly value: Json;
}

export interface RecordState {
  readonly key: string;
  /** The system's id. */
  readonly system: string;
  readonly datatype: string;
  readonly id: string;
  readonly version: Version;
  /** A write found no such record; nothing is written to it until it is seen again. */
  readonly gone?: true;
  /** As last seen. */
  readonly properties: JsonObject;
  /** Of the first observation: the stamp of every property that was not edited since. */
  readonly stamp: Stamp;
  /** By path; a property without an entry has the record's stamp. */
  readonly slots: Readonly<Record<string, Register>>;
  /** By `anchorKey`. */
  readonly anchors: Readonly<Record<string, Anchor>>;
}

export interface EngineState {
  readonly version: 1;
  /** By datatype key: the highest modification time listed, in milliseconds since the epoch. */
  readonly cursors: Readonly<Record<string, number>>;
  readonly records: Readonly<Record<string, RecordState>>;
  /** Keys of linked records; clusters only ever grow (D10). */
  readonly clusters: readonly (readonly string[])[];
}

export const EMPTY_STATE: EngineState = { version: 1, cursors: {}, records: {}, clusters: [] };

/** The keys of datatypes by system and datatype: there are few, and every record asks for its own. */
const DATATYPE_KEYS = new Map<string, Map<string, string>>();

/** The key of a datatype; system is the system's id. */
export function datatypeKey(system: string, datatype: string): string {
  const ofSystem = DATATYPE_KEYS.get(system) ?? new Map<string, string>();
  const known = ofSystem.get(datatype);
  if (known !== undefined) {
    return known;
  }
  const key = JSON.stringify([system, datatype]);
  DATATYPE_KEYS.set(system, ofSystem.set(datatype, key));
  return key;
}

export function recordKey(system: string, datatype: string, id: string): string {
  return JSON.stringify([system, datatype, id]);
}

/** The key of the datatype that a record belongs to. */
export function datatypeOf(record: RecordState): string {
  return datatypeKey(record.system, record.datatype);
}

export function anchorKey(path: string, counterpart: string, counterpartPath: string): string {
  return JSON.stringify([path, counterpart, counterpartPath]);
}

/** The register of a property; one that was never edited has the record's stamp. */
export function slotOf(record: RecordState, path: string): Register {
  return (Object.hasOwn(record.slots, path) ? record.slots[path] : undefined) ?? { stamp: record.stamp };
}

export function anchorOf(record: RecordState, key: string): Anchor | undefined {
  return Object.hasOwn(record.anchors, key) ? record.anchors[key] : undefined;
}

/** The later of two stamps; the first where they are of one time. */
export function laterStamp(one: Stamp, other: Stamp): Stamp {
  return other.time > one.time ? other : one;
}
