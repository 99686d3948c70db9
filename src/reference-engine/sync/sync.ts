/** One sync: list, absorb, then plan and execute until nothing is left. The thin shell around the pure core. */
import type { SyncAnswer, Sync } from '../../protocol';
import { absorbListings, type Observation } from './ingest';
import { CallError, Overtaken, type Connectors } from '../connectors';
import { mapBounded } from '../planner/collections';
import { idempotencyKey } from '../planner/creation';
import { adopt, intentOf } from '../store/intents';
import type { Journal } from '../store/journal';
import type { DatatypeModel, EngineModel } from '../planner/model';
import type { Create, Operation, Update } from '../planner/operations';
import type { EngineParts } from '../planner/strategies';
import type { Refusals } from './refusals';
import { settle, type Outcome } from './record-results';
import { emptyState, type EngineState, type RecordState } from '../planner/state';

/** How many writes are under way at a time. */
const writesAtATime = 8;

/** A sync that has not come to rest after so many plans has something that never will. */
const roundLimit = 25;

export interface Workshop {
  readonly parts: EngineParts;
  readonly model: EngineModel;
  readonly connectors: Connectors;
  readonly journal: Journal;
  readonly refusals: Refusals;
  readonly log: (line: string) => void;
}

export interface SyncResult {
  readonly state: EngineState;
  readonly answer: SyncAnswer;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Listing = Observation | { readonly failure: string; readonly postponed: boolean };

const listDatatype = async (
  workshop: Workshop,
  datatype: DatatypeModel,
  since?: number,
): Promise<Listing> => {
  const { parts, connectors } = workshop;
  try {
    const connector = connectors.of(datatype);
    const envelopes = await parts.listAll((cursor) =>
      connector.list(datatype, { cursor, ...(since === undefined ? {} : { modifiedSince: since }) }),
    );
    return { datatype: datatype.key, envelopes };
  } catch (error) {
    const name = `${datatype.system.configuration.name} ${datatype.name}`;
    const postponed = error instanceof CallError && error.postponed;
    return { failure: `${name} could not be listed: ${messageOf(error)}`, postponed };
  }
};

const failed = (operation: Operation, error: unknown, { log, refusals }: Workshop): Outcome => {
  log(messageOf(error));
  if (!(error instanceof CallError)) return { kind: 'failed', operation };
  if (operation.kind === 'update' && error.gone) return { kind: 'gone', operation };
  if (error.refused) refusals.refused(operation);
  return { kind: 'failed', operation };
};

/** Creates a record. Without an idempotency key the intent is written down first, since a lost answer leaves it unknown. */
const create = async (workshop: Workshop, operation: Create): Promise<Outcome> => {
  const { connectors, journal } = workshop;
  const { datatype, body, origin } = operation;
  const keyed = datatype.system.configuration.abilities.idempotencyKey;
  if (!keyed) journal.begin(intentOf(operation));
  try {
    const envelope = await connectors.of(datatype).create(datatype, body, idempotencyKey(origin, datatype));
    return { kind: 'written', operation, envelope };
  } catch (error) {
    if (!keyed && error instanceof CallError && !error.uncertain) journal.end(operation.id);
    return failed(operation, error, workshop);
  }
};

/** Changes a record; where someone else was faster, it is as it is now. */
const update = async (workshop: Workshop, operation: Update, record: RecordState): Promise<Outcome> => {
  const { datatype, body } = operation;
  const connector = workshop.connectors.of(datatype);
  try {
    return { kind: 'written', operation, envelope: await connector.update(datatype, record, body) };
  } catch (error) {
    if (!(error instanceof Overtaken)) return failed(operation, error, workshop);
    return (
      error.envelope === undefined ? connector.read(datatype, record.id) : Promise.resolve(error.envelope)
    ).then(
      (envelope): Outcome => ({ kind: 'overtaken', operation, envelope }),
      (unread: unknown) => failed(operation, unread, workshop),
    );
  }
};

const execute = async (workshop: Workshop, state: EngineState, operation: Operation): Promise<Outcome> => {
  if (operation.kind === 'create') return create(workshop, operation);
  const record = state.records[operation.record];
  if (record === undefined)
    throw new Error(`The plan writes the record ${operation.record}, which nobody has seen.`);
  return update(workshop, operation, record);
};

/** Plans and executes until a plan has nothing left but what has failed already. */
const workOff = async (workshop: Workshop, begin: EngineState): Promise<SyncResult> => {
  const { parts, model, log, refusals } = workshop;
  const given = new Set<string>();
  const said = new Set<string>();
  let state = begin;
  for (let round = 0; round < roundLimit; round += 1) {
    const plan = parts.plan(parts, model, state, round);
    plan.reports.filter((line) => !said.has(line)).forEach(log);
    plan.reports.forEach((line) => said.add(line));
    const operations = plan.operations.filter(
      (operation) => !given.has(operation.id) && !refusals.rest(operation),
    );
    if (operations.length === 0) return { state: plan.state, answer: {} };
    const outcomes = await mapBounded(operations, writesAtATime, (operation) =>
      execute(workshop, plan.state, operation),
    );
    for (const { kind, operation } of outcomes) {
      if (kind === 'failed') given.add(operation.id);
      else refusals.taken(operation);
    }
    state = settle(parts, model, plan.state, outcomes);
  }
  return {
    state,
    answer: {
      error:
        `After ${roundLimit} rounds of planning there is still something to write: the records do not come to rest. ` +
        'The log names the registers; most often a system changes what it is sent in another way each time.',
    },
  };
};

/** One sync; the state goes on from where it is even when the sync could not work. */
export const runSync = async (
  workshop: Workshop,
  state: EngineState | undefined,
  mode: Sync['mode'],
): Promise<SyncResult> => {
  const { parts, model, refusals, connectors, journal } = workshop;
  refusals.nextSync();
  connectors.nextSync();
  const begin = state ?? emptyState;
  const datatypes = [...model.datatypes.values()];
  const listings = await Promise.all(
    datatypes.map((datatype) =>
      listDatatype(workshop, datatype, mode === 'full' ? undefined : begin.cursors[datatype.key]),
    ),
  );
  const succeeded = listings.flatMap((listing) => ('failure' in listing ? [] : [listing]));
  const failures = listings.flatMap((listing) => ('failure' in listing ? [listing] : []));
  const observed = absorbListings(parts, model, begin, succeeded);
  const known = adopt(model, begin, observed, journal.intents);
  if (failures.length === 0) return workOff(workshop, known);
  const said = failures.map(({ failure }) => failure).join(' ');
  if (!failures.every(({ postponed }) => postponed)) {
    return { state: known, answer: { error: `Nothing was written. ${said}` } };
  }
  workshop.log(`Nothing was written, and a later sync goes on. ${said}`);
  return { state: known, answer: {} };
};
