/**
 * Creations that may have been done although no answer says so. Where an API has no idempotency keys, a creation is written
 * down before its call; if its outcome stays unknown (no answer, a 5xx, the engine's end), the next listing is searched for
 * the record before it is created again.
 */
import { clusterIndex } from '../planner/clusters';
import { agrees, isEmpty } from '../planner/json';
import { datatypeBy, type DatatypeModel, type EngineModel } from '../planner/model';
import type { Create } from '../planner/operations';
import { readPath } from '../planner/paths';
import { datatypeOf, type EngineState, type RecordState } from '../planner/state';
import { type JsonObject } from '../../core/json';

/** A creation that was begun. */
export interface Intent {
  /** The operation's id: the same for the same origin and datatype. */
  readonly id: string;
  /** Key of the record that it is created from. */
  readonly origin: string;
  /** Key of the datatype that it is created in. */
  readonly datatype: string;
  /** The properties that were sent. */
  readonly body: JsonObject;
}

export function intentOf({ id, origin, datatype, body }: Create): Intent {
  return {
    id,
    origin,
    datatype: datatype.key,
    body,
  };
}

/** The record holds all that was sent, as far as the engine can see it, and something was sent. */
function isContent(datatype: DatatypeModel, { body }: Intent, { properties }: RecordState): boolean {
  const sent = datatype.read.filter((path) => !isEmpty(readPath(body, path)));
  return sent.length > 0 && sent.every((path) => agrees(readPath(body, path), readPath(properties, path)));
}

/** Whether the origin has a counterpart of the datatype: the creation was done, or is needed no more. */
function fulfilledBy(state: EngineState): (intent: Intent) => boolean {
  const clusterOf = clusterIndex(state);
  return ({ origin, datatype }) =>
    (clusterOf.get(origin) ?? []).some((key) => {
      const record = state.records[key];
      return record !== undefined && datatypeOf(record) === datatype;
    });
}

/** The intents whose outcome a state does not know. */
export function openIntents(state: EngineState, intents: readonly Intent[]): readonly Intent[] {
  if (intents.length === 0) {
    return [];
  }
  const fulfilled = fulfilledBy(state);
  return intents.filter((intent) => !fulfilled(intent));
}

/**
 * Links the origin of each open intent with the record that its creation has made: one that was never seen before this
 * listing and holds what was sent. Its stamps are as old as can be, so that the engine's own write is not an edit (D16).
 *
 * @param before - the state before the listing
 * @param state - the state with it
 */
export function matchOpenCreations(
  model: EngineModel,
  before: EngineState,
  state: EngineState,
  intents: readonly Intent[],
): EngineState {
  const records: Record<string, RecordState> = {};
  const links: string[][] = [];
  const open = openIntents(state, intents);
  const fresh =
    open.length === 0 ? [] : Object.keys(state.records).filter((key) => !Object.hasOwn(before.records, key));
  for (const intent of open) {
    if (state.records[intent.origin] === undefined || !model.datatypes.has(intent.datatype)) {
      continue;
    }
    const datatype = datatypeBy(model, intent.datatype);
    const found = fresh
      .flatMap((key) => (Object.hasOwn(records, key) ? [] : (state.records[key] ?? [])))
      .filter((record) => datatypeOf(record) === intent.datatype && isContent(datatype, intent, record))
      .sort((one, other) => (one.key < other.key ? -1 : 1))[0];
    if (found === undefined) {
      continue;
    }
    records[found.key] = { ...found, stamp: { ...found.stamp, time: 0 } };
    links.push([intent.origin, found.key]);
  }
  return links.length === 0
    ? state
    : { ...state, records: { ...state.records, ...records }, clusters: [...state.clusters, ...links] };
}
