/** What was read becomes what is known: edits are recognised by comparing with what was seen before (D12, D13). */
import { followAll } from '../planner/anchors';
import { clusterIndex } from '../planner/clusters';
import { without } from '../planner/collections';
import { agrees, isEmpty, sameJson } from '../planner/json';
import { datatypeBy, type DatatypeModel, type EngineModel } from '../planner/model';
import type { PlanningStrategies } from '../planner/strategies';
import { overlay } from '../planner/patch';
import { readPath } from '../planner/paths';
import {
  datatypeOf,
  recordKey,
  slotOf,
  type EngineState,
  type RecordState,
  type Register,
  type Stamp,
} from '../planner/state';
import { type JsonObject } from '../../core/json';
import type { Envelope } from '../planner/envelope';

/** A whole listing of one datatype, or records of it that were read one by one. */
export interface Observation {
  /** The datatype's key. */
  readonly datatype: string;
  readonly envelopes: readonly Envelope[];
}

type Renewal = Pick<PlanningStrategies, 'renewedBy'>;

/** A record that was never seen before: all its properties have the time of its last modification (D11). */
export function newRecord(datatype: DatatypeModel, envelope: Envelope): RecordState {
  return {
    key: recordKey(datatype.system.id, datatype.name, envelope.id),
    system: datatype.system.id,
    datatype: datatype.name,
    id: envelope.id,
    version: envelope.version,
    properties: envelope.properties,
    stamp: { time: envelope.modifiedAt, system: datatype.system.id, record: envelope.id },
    slots: {},
    anchors: {},
  };
}

function editedRegister(before: Register, empty: boolean, linked: boolean, stamp: Stamp): Register {
  return {
    stamp,
    ...(linked ? { edited: true } : {}),
    ...(empty && (linked || before.cleared === true) ? { cleared: true } : {}),
  };
}

/** The properties after a record was read again; the very same object where none has another value. */
function readAgain(known: JsonObject, { properties, complete }: Envelope): JsonObject {
  if (sameJson(known, properties)) {
    return known;
  }
  const present = complete === true ? properties : overlay(known, properties);
  return sameJson(known, present) ? known : present;
}

/** A known record after it was read again; `linked`: it has a counterpart, so emptying a property is a clear. */
export function ingestRecord(
  renewal: Renewal,
  datatype: DatatypeModel,
  known: RecordState,
  envelope: Envelope,
  linked: boolean,
): RecordState {
  const properties = readAgain(known.properties, envelope);
  const isUnchanged = properties === known.properties;
  const stamp: Stamp = { time: envelope.modifiedAt, system: known.system, record: known.id };
  const edited = isUnchanged
    ? []
    : datatype.mapped.filter((path) => !agrees(readPath(known.properties, path), readPath(properties, path)));
  const renewed = renewal.renewedBy(edited, datatype.mapped);
  const saysNothingNew = isUnchanged && known.gone !== true && known.version === envelope.version;
  if (renewed.length === 0 && saysNothingNew) {
    return known;
  }
  const slots = { ...known.slots };
  let anchors = known.anchors;
  for (const path of renewed) {
    const value = readPath(properties, path);
    const changed = edited.includes(path);
    slots[path] = changed
      ? editedRegister(slotOf(known, path), isEmpty(value), linked, stamp)
      : { ...slotOf(known, path), stamp, ...(linked ? { edited: true } : {}) };
    if (changed) {
      anchors = followAll(anchors, path, value, { stamp, edited: true });
    }
  }
  return { ...without(known, 'gone'), version: envelope.version, properties, slots, anchors };
}

/** Which records have a counterpart that some section synchronizes them with. */
export function linkedRecords(model: EngineModel, state: EngineState): (record: RecordState) => boolean {
  let clusterOf: ReadonlyMap<string, readonly string[]> | undefined;
  return (record) => {
    clusterOf ??= clusterIndex(state);
    const { counterparts } = datatypeBy(model, datatypeOf(record));
    return (clusterOf.get(record.key) ?? []).some((key) => {
      const other = state.records[key];
      return key !== record.key && other !== undefined && counterparts.has(datatypeOf(other));
    });
  };
}

/** A version older than the one known is a stale read: it says nothing new. */
function isStale(datatype: DatatypeModel, known: RecordState, envelope: Envelope): boolean {
  return (
    datatype.system.configuration.abilities.versions &&
    typeof envelope.version === 'number' &&
    typeof known.version === 'number' &&
    envelope.version < known.version
  );
}

/** The state after records were read; the same where they say nothing new. No record ever leaves it: a missing or empty listing is not a delete (D19). */
export function ingest(
  renewal: Renewal,
  model: EngineModel,
  state: EngineState,
  observations: readonly Observation[],
): EngineState {
  const changed = new Map<string, RecordState>();
  const isLinked = linkedRecords(model, state);
  for (const { datatype: name, envelopes } of observations) {
    const datatype = datatypeBy(model, name);
    for (const envelope of envelopes) {
      const key = recordKey(datatype.system.id, datatype.name, envelope.id);
      const known = changed.get(key) ?? state.records[key];
      if (known !== undefined && isStale(datatype, known, envelope)) {
        continue;
      }
      const record =
        known === undefined
          ? newRecord(datatype, envelope)
          : ingestRecord(renewal, datatype, known, envelope, isLinked(known));
      if (record !== known) {
        changed.set(key, record);
      }
    }
  }
  return changed.size === 0
    ? state
    : { ...state, records: { ...state.records, ...Object.fromEntries(changed) } };
}

/** The state after whole listings: their highest modification times are where the next ones begin. */
export function ingestListings(
  renewal: Renewal,
  model: EngineModel,
  state: EngineState,
  listings: readonly Observation[],
): EngineState {
  const cursors: Record<string, number> = { ...state.cursors };
  for (const { datatype, envelopes } of listings) {
    for (const { modifiedAt } of envelopes) {
      cursors[datatype] = Math.max(cursors[datatype] ?? modifiedAt, modifiedAt);
    }
  }
  return ingest(renewal, model, { ...state, cursors }, listings);
}
