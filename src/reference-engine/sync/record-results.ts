/** What a write left behind: the system's answer is known, and is not an edit of what was written (D16). */
import { ingestRecord, linkedRecords, newRecord } from './ingest';
import { followAll } from '../planner/anchors';
import { agrees, isEmpty } from '../planner/json';
import type { DatatypeModel, EngineModel } from '../planner/model';
import type { Create, WriteOperation, Update, Write } from '../planner/operations';
import type { PlanningStrategies } from '../planner/strategies';
import { elementsOf, readPath } from '../planner/paths';
import {
  anchorOf,
  laterStamp,
  slotOf,
  type Anchor,
  type EngineState,
  type RecordState,
  type Register,
} from '../planner/state';
import { type Json } from '../../core/json';
import type { Envelope } from '../planner/envelope';

/** What came of an operation. */
export type WriteResult =
  /** The system answered with the record. */
  | { readonly kind: 'written'; readonly operation: WriteOperation; readonly envelope: Envelope }
  /** Someone else was faster (412): the record as it is now. Nothing was written. */
  | { readonly kind: 'overtaken'; readonly operation: Update; readonly envelope: Envelope }
  /** The record does not exist any more (404, 410). */
  | { readonly kind: 'gone'; readonly operation: Update }
  | { readonly kind: 'failed'; readonly operation: WriteOperation };

type Renewal = Pick<PlanningStrategies, 'renewedBy'>;

function registerOf({ sent, stamp, cleared }: Write, held: Json | undefined): Register {
  return {
    stamp,
    ...(cleared ? { cleared: true } : {}),
    ...(agrees(sent, held) ? {} : { write: { sent, held: held ?? null } }),
  };
}

/** The lists as they were sent: their other anchors follow them, with the writer's time. */
function beforeAnswer(record: RecordState, operation: WriteOperation): RecordState {
  return operation.writes.reduce<RecordState>(
    (sent, { path, stamp }) => ({
      ...sent,
      anchors: followAll(sent.anchors, path, readPath(operation.properties, path), { stamp }),
    }),
    { ...record, properties: operation.properties },
  );
}

function writtenAnchor(record: RecordState, write: Write, known: Anchor): Anchor {
  const { path, counterpart, counterpartPath } = known;
  const elements = elementsOf(readPath(record.properties, path));
  const start = write.index ?? known.index;
  const base = { path, counterpart, counterpartPath };
  if (isEmpty(write.sent)) {
    return { ...base, index: start, value: null, ...registerOf(write, null) };
  }
  const found = agrees(elements[start], write.sent)
    ? start
    : elements.findIndex((element) => agrees(element, write.sent));
  const index = Math.max(found >= 0 ? found : start, 0);
  const held = elements[index] ?? null;
  return { ...base, index, value: held, ...registerOf(write, held) };
}

/** The anchor that a write names; a new record has none yet, and one to a record that is not there yet is not kept. */
function anchorFor(record: RecordState, key: string): Anchor | undefined {
  const known = anchorOf(record, key);
  if (known !== undefined) {
    return known;
  }
  const [path, counterpart, counterpartPath] = JSON.parse(key) as [string, string, string];
  if (counterpart.startsWith('new ')) {
    return undefined;
  }
  return { path, counterpart, counterpartPath, index: 0, value: null, stamp: record.stamp };
}

function recordWrite(record: RecordState, write: Write, before: RecordState): RecordState {
  const known = write.anchor === undefined ? undefined : anchorFor(record, write.anchor);
  if (write.anchor === undefined || known === undefined) {
    const register =
      write.anchor === undefined
        ? registerOf(write, readPath(record.properties, write.path))
        : { stamp: laterStamp(slotOf(before, write.path).stamp, write.stamp) };
    return { ...record, slots: { ...record.slots, [write.path]: register } };
  }
  const stamp = laterStamp(slotOf(before, write.path).stamp, write.stamp);
  return {
    ...record,
    slots: { ...record.slots, [write.path]: { stamp } },
    anchors: { ...record.anchors, [write.anchor]: writtenAnchor(record, write, known) },
  };
}

function recordUpdate(
  renewal: Renewal,
  record: RecordState,
  operation: Update,
  envelope: Envelope,
  linked: boolean,
): RecordState {
  const sent = beforeAnswer(record, operation);
  const answered = ingestRecord(renewal, operation.datatype, sent, envelope, linked);
  return operation.writes.reduce((recorded, write) => recordWrite(recorded, write, record), answered);
}

/** What was sent for the mapped properties that no write names: nothing, whatever the system put there itself. */
function unnamedWrites(
  datatype: DatatypeModel,
  record: RecordState,
  writes: readonly Write[],
): readonly Write[] {
  return datatype.mapped
    .filter((path) => !writes.some((write) => write.path === path))
    .map((path) => ({ path, sent: null, stamp: record.stamp, cleared: false }));
}

function recordCreate(operation: Create, envelope: Envelope): RecordState {
  const answered = newRecord(operation.datatype, envelope);
  const shown = ingestRecord(
    { renewedBy: () => [] },
    operation.datatype,
    { ...answered, properties: operation.properties },
    envelope,
    false,
  );
  const writes = [...operation.writes, ...unnamedWrites(operation.datatype, shown, operation.writes)];
  const unwritten: RecordState = { ...shown, stamp: { ...shown.stamp, time: 0 } };
  return writes.reduce((recorded, write) => recordWrite(recorded, write, unwritten), shown);
}

function updated(renewal: Renewal, known: RecordState, outcome: WriteResult, linked: boolean): RecordState {
  const { operation } = outcome;
  if (outcome.kind === 'gone') {
    return { ...known, gone: true };
  }
  if (outcome.kind === 'overtaken') {
    return ingestRecord(renewal, operation.datatype, known, outcome.envelope, linked);
  }
  if (outcome.kind !== 'written' || operation.kind !== 'update') {
    return known;
  }
  return recordUpdate(renewal, known, operation, outcome.envelope, linked);
}

/** The state after a batch of operations was executed. A created record is linked to its origin (D9). */
export function recordResults(
  renewal: Renewal,
  model: EngineModel,
  state: EngineState,
  outcomes: readonly WriteResult[],
): EngineState {
  const records: Record<string, RecordState> = { ...state.records };
  const links: string[][] = [];
  const isLinked = linkedRecords(model, state);
  for (const outcome of outcomes) {
    if (outcome.kind === 'failed') {
      continue;
    }
    const { operation } = outcome;
    if (operation.kind === 'create') {
      if (outcome.kind !== 'written') {
        continue;
      }
      const created = recordCreate(operation, outcome.envelope);
      // A system that has answered this creation before repeats its answer, however old that is by now.
      records[created.key] ??= created;
      links.push([operation.origin, created.key]);
      continue;
    }
    const known = records[operation.record];
    if (known === undefined) {
      continue;
    }
    records[known.key] = updated(renewal, known, outcome, isLinked(known));
  }
  return { ...state, records, clusters: [...state.clusters, ...links] };
}
