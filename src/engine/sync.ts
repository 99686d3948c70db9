/** One sync: list, absorb, then plan and execute until nothing is left. The thin shell around the pure core. */
import type { SyncAnswer, Sync } from '../protocol';
import { absorbListings, type Observation } from './absorb';
import { CallError, type Client } from './client';
import { mapBounded } from './collections';
import { idempotencyKey } from './creation';
import type { DatatypeModel, EngineModel } from './model';
import type { Operation, Update } from './operations';
import type { EngineParts } from './parts';
import type { Refusals } from './refusals';
import { settle, type Outcome } from './settle';
import { emptyState, type EngineState } from './state';

/** How many writes are under way at a time. */
const writesAtATime = 8;

/** A sync that has not come to rest after so many plans has something that never will. */
const roundLimit = 25;

export interface Workshop {
  readonly parts: EngineParts;
  readonly model: EngineModel;
  readonly client: Client;
  readonly refusals: Refusals;
  readonly log: (line: string) => void;
}

export interface SyncResult {
  readonly state: EngineState;
  readonly answer: SyncAnswer;
}

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));

type Listing = Observation | { readonly failure: string };

const listDatatype = async (
  workshop: Workshop,
  datatype: DatatypeModel,
  since?: number,
): Promise<Listing> => {
  const { parts, client } = workshop;
  try {
    const envelopes = await parts.listAll((cursor) =>
      client.list(datatype, { cursor, ...(since === undefined ? {} : { modifiedSince: since }) }),
    );
    return { datatype: datatype.key, envelopes };
  } catch (error) {
    const name = `${datatype.system.configuration.name} ${datatype.name}`;
    return { failure: `${name} could not be listed: ${messageOf(error)}` };
  }
};

/** Reads a record again that someone else changed first. */
const readAgain = async ({ client, log }: Workshop, operation: Update, id: string): Promise<Outcome> => {
  try {
    return { kind: 'overtaken', operation, envelope: await client.read(operation.datatype, id) };
  } catch (error) {
    log(messageOf(error));
    return { kind: 'failed', operation };
  }
};

/** The request itself is wrong, so the same one will be wrong again (RFC 9110, section 15.5). */
const refusing: ReadonlySet<number> = new Set([400, 403, 409, 413, 415, 422]);

const failed = (operation: Operation, error: unknown, { log, refusals }: Workshop): Outcome => {
  log(messageOf(error));
  if (error instanceof CallError && refusing.has(error.status ?? 0)) refusals.refused(operation);
  const gone = error instanceof CallError && (error.status === 404 || error.status === 410);
  return operation.kind === 'update' && gone ? { kind: 'gone', operation } : { kind: 'failed', operation };
};

const execute = async (workshop: Workshop, state: EngineState, operation: Operation): Promise<Outcome> => {
  const { client } = workshop;
  const { datatype, body } = operation;
  if (operation.kind === 'create') {
    return client.create(datatype, body, idempotencyKey(operation.origin, datatype)).then(
      (envelope) => ({ kind: 'written', operation, envelope }),
      (error: unknown) => failed(operation, error, workshop),
    );
  }
  const record = state.records[operation.record];
  if (record === undefined)
    throw new Error(`The plan writes the record ${operation.record}, which nobody has seen.`);
  return client.update(datatype, record.id, record.version, body).then(
    (envelope): Outcome => ({ kind: 'written', operation, envelope }),
    (error: unknown) =>
      error instanceof CallError && error.status === 412
        ? readAgain(workshop, operation, record.id)
        : failed(operation, error, workshop),
  );
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
  const { parts, model, refusals } = workshop;
  refusals.nextSync();
  const begin = state ?? emptyState;
  const datatypes = [...model.datatypes.values()];
  const listings = await Promise.all(
    datatypes.map((datatype) =>
      listDatatype(workshop, datatype, mode === 'full' ? undefined : begin.cursors[datatype.key]),
    ),
  );
  const succeeded = listings.flatMap((listing) => ('failure' in listing ? [] : [listing]));
  const failures = listings.flatMap((listing) => ('failure' in listing ? [listing.failure] : []));
  const observed = absorbListings(parts, model, begin, succeeded);
  return failures.length > 0
    ? { state: observed, answer: { error: `Nothing was written. ${failures.join(' ')}` } }
    : workOff(workshop, observed);
};
