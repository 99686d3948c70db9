/** One sync: list, ingest, then plan and execute until nothing is left. The thin shell around the pure core. */
import type { SyncAnswer, Sync } from '../../protocol';
import { ingestListings } from './ingest';
import { ApiError, VersionConflict, type Connectors } from '../connectors';
import { mapBounded } from '../planner/collections';
import { idempotencyKey } from '../planner/creation';
import { matchOpenCreations, intentOf } from '../store/intents';
import type { Journal } from '../store/journal';
import type { EngineModel } from '../planner/model';
import type { Create, WriteOperation, Update } from '../planner/operations';
import type { PlanningStrategies } from '../planner/strategies';
import { listDatatype, type ListingStrategies } from './listings';
import type { Refusals } from './refusals';
import { recordResults, type WriteResult } from './record-results';
import { EMPTY_STATE, type EngineState, type RecordState } from '../planner/state';

/** How many writes are under way at a time. */
const MAX_CONCURRENT_WRITES = 8;

/** Rounds of planning after which a sync that still has something to write is taken never to become quiescent. */
const MAX_ROUNDS = 25;

export interface SyncContext {
  readonly strategies: PlanningStrategies & ListingStrategies;
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

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

function failed(operation: WriteOperation, error: unknown, { log, refusals }: SyncContext): WriteResult {
  log(messageOf(error));
  if (!(error instanceof ApiError)) {
    return { kind: 'failed', operation };
  }
  if (operation.kind === 'update' && error.gone) {
    return { kind: 'gone', operation };
  }
  if (error.refused) {
    refusals.refused(operation);
  }
  return { kind: 'failed', operation };
}

/** Creates a record. Without an idempotency key the intent is written down first, since a lost answer leaves its outcome unknown. */
async function create(context: SyncContext, operation: Create): Promise<WriteResult> {
  const { connectors, journal } = context;
  const { datatype, body, origin } = operation;
  const keyed = datatype.system.configuration.abilities.idempotencyKey;
  if (!keyed) {
    journal.begin(intentOf(operation));
  }
  try {
    const envelope = await connectors.of(datatype).create(datatype, body, idempotencyKey(origin, datatype));
    return { kind: 'written', operation, envelope };
  } catch (error) {
    if (!keyed && error instanceof ApiError && !error.outcomeUnknown) {
      journal.end(operation.id);
    }
    return failed(operation, error, context);
  }
}

/** Changes a record; where someone else was faster, it is as it is now. */
async function update(context: SyncContext, operation: Update, record: RecordState): Promise<WriteResult> {
  const { datatype, body } = operation;
  const connector = context.connectors.of(datatype);
  try {
    return { kind: 'written', operation, envelope: await connector.update(datatype, record, body) };
  } catch (error) {
    if (!(error instanceof VersionConflict)) {
      return failed(operation, error, context);
    }
    return (
      error.envelope === undefined ? connector.read(datatype, record.id) : Promise.resolve(error.envelope)
    ).then(
      (envelope): WriteResult => ({ kind: 'overtaken', operation, envelope }),
      (unread: unknown) => failed(operation, unread, context),
    );
  }
}

async function execute(
  context: SyncContext,
  state: EngineState,
  operation: WriteOperation,
): Promise<WriteResult> {
  if (operation.kind === 'create') {
    return create(context, operation);
  }
  const record = state.records[operation.record];
  if (record === undefined) {
    throw new Error(`The plan writes the record ${operation.record}, which is unknown.`);
  }
  return update(context, operation, record);
}

/** Plans and executes until a plan has nothing left but what has failed already. */
async function planAndExecute(context: SyncContext, begin: EngineState): Promise<SyncResult> {
  const { strategies, model, log, refusals } = context;
  const failedIds = new Set<string>();
  const loggedLines = new Set<string>();
  let state = begin;
  for (let round = 0; round < MAX_ROUNDS; round += 1) {
    const plan = strategies.plan(strategies, model, state, round);
    plan.reports.filter((line) => !loggedLines.has(line)).forEach(log);
    plan.reports.forEach((line) => loggedLines.add(line));
    const operations = plan.operations.filter(
      (operation) => !failedIds.has(operation.id) && !refusals.isPaused(operation),
    );
    if (operations.length === 0) {
      return { state: plan.state, answer: {} };
    }
    const outcomes = await mapBounded(operations, MAX_CONCURRENT_WRITES, (operation) =>
      execute(context, plan.state, operation),
    );
    for (const { kind, operation } of outcomes) {
      if (kind === 'failed') {
        failedIds.add(operation.id);
      } else {
        refusals.taken(operation);
      }
    }
    state = recordResults(strategies, model, plan.state, outcomes);
  }
  return {
    state,
    answer: {
      error:
        `After ${MAX_ROUNDS} rounds of planning there is still something to write: the records do not become quiescent. ` +
        'The log names the registers; most often a system changes what it is sent in a different way each time.',
    },
  };
}

/** One sync; the state is kept even when the sync could not work. */
export async function runSync(
  context: SyncContext,
  state: EngineState | undefined,
  mode: Sync['mode'],
): Promise<SyncResult> {
  const { strategies, model, refusals, connectors, journal } = context;
  refusals.nextSync();
  connectors.nextSync();
  const begin = state ?? EMPTY_STATE;
  const datatypes = [...model.datatypes.values()];
  const listings = await Promise.all(
    datatypes.map((datatype) =>
      listDatatype(
        strategies,
        connectors,
        datatype,
        mode === 'full' ? undefined : strategies.listFrom(begin.cursors[datatype.key]),
      ),
    ),
  );
  const succeeded = listings.flatMap((listing) => ('failure' in listing ? [] : [listing]));
  const failures = listings.flatMap((listing) => ('failure' in listing ? [listing] : []));
  const observed = ingestListings(strategies, model, begin, succeeded);
  const known = matchOpenCreations(model, begin, observed, journal.intents);
  if (failures.length === 0) {
    return planAndExecute(context, known);
  }
  const loggedLines = failures.map(({ failure }) => failure).join(' ');
  if (!failures.every(({ postponed }) => postponed)) {
    return { state: known, answer: { error: `Nothing was written. ${loggedLines}` } };
  }
  context.log(`Nothing was written, and a later sync continues. ${loggedLines}`);
  return { state: known, answer: {} };
}
