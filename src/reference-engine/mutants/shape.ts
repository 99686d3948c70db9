/** Mutants that take one record for another, or let one stop, or delete, others. */
import { ApiError, type Connector } from '../connectors';
import { bearer, ApiClient } from '../connectors/http/api-client';
import type { DatatypeModel } from '../planner/model';
import type { Create, Update, WriteOperation, WritePlan } from '../planner/operations';
import { datatypeBy, type EngineModel } from '../planner/model';
import { plan } from '../planner/plan';
import { datatypeOf, recordKey, type EngineState, type RecordState } from '../planner/state';
import type { Envelope } from '../planner/envelope';
import type { Strategies } from '../strategies';
import { connectingBy, keyOf, withMethods } from './connecting';
import type { Mutant } from './mutant';

/** The plan without the creations that are taken for done. */
function withoutCreations(
  planned: WritePlan,
  isDone: (create: Create, origin: RecordState) => boolean,
): WritePlan {
  const isKept = (operation: WriteOperation): boolean => {
    const origin = operation.kind === 'create' ? planned.state.records[operation.origin] : undefined;
    return operation.kind !== 'create' || origin === undefined || !isDone(operation, origin);
  };
  return { ...planned, operations: planned.operations.filter(isKept) };
}

/** Remembers which ids have a counterpart, and forgets of which datatype they are. */
function confusingDatatypes(): Strategies['plan'] {
  const done = new Map<string, string>();
  const remember = (record: RecordState): string => {
    const key = `${record.system} ${record.id}`;
    const first = done.get(key) ?? datatypeOf(record);
    done.set(key, first);
    return first;
  };
  return (strategies, model, state) => {
    const planned = plan(strategies, model, state);
    state.clusters
      .flat()
      .flatMap((key) => state.records[key] ?? [])
      .forEach(remember);
    return withoutCreations(planned, (_create, origin) => remember(origin) !== datatypeOf(origin));
  };
}

/** Takes a record for one of its own creations where one of another system has the same id. */
function confusingSystems(): Partial<Strategies> {
  const created = new Map<string, string>();
  return {
    connect: (connector, { system }) =>
      withMethods(connector, {
        create: async (datatype, properties, key) => {
          const envelope = await connector.create(datatype, properties, key);
          created.set(envelope.id, system.id);
          return envelope;
        },
      }),
    plan: (strategies, model, state) =>
      withoutCreations(plan(strategies, model, state), (_create, origin) => {
        const system = created.get(origin.id);
        return system !== undefined && system !== origin.system;
      }),
  };
}

/** One write after the other; after one that was refused, a system gets no other until it takes that one. */
function stoppingAtRefusal(connector: Connector): Partial<Connector> {
  let refused: string | undefined;
  let last: Promise<unknown> = Promise.resolve();
  const guarded = (name: string, write: () => Promise<Envelope>): Promise<Envelope> => {
    const attempt = async (): Promise<Envelope> => {
      if (refused !== undefined && refused !== name) {
        throw new Error(`${name} was not written: ${refused} comes first.`);
      }
      try {
        const envelope = await write();
        refused = undefined;
        return envelope;
      } catch (error) {
        refused = error instanceof ApiError && error.refused ? name : refused;
        throw error;
      }
    };
    const result = last.then(attempt, attempt);
    last = result;
    return result;
  };
  return {
    create: (datatype, properties, key) =>
      guarded(`new ${datatype.name} ${key}`, () => connector.create(datatype, properties, key)),
    update: (datatype, known, patch) =>
      guarded(keyOf(datatype, known.id), () => connector.update(datatype, known, patch)),
  };
}

/** What was refused once is never sent again. */
function neverRetrying(connector: Connector): Partial<Connector> {
  const refusals = new Map<string, ApiError>();
  const once = async (name: string, write: () => Promise<Envelope>): Promise<Envelope> => {
    const before = refusals.get(name);
    if (before !== undefined) {
      throw before;
    }
    try {
      return await write();
    } catch (error) {
      if (error instanceof ApiError && error.refused) {
        refusals.set(name, error);
      }
      throw error;
    }
  };
  return {
    create: (datatype, properties, key) =>
      once(`${keyOf(datatype)}${JSON.stringify([key, properties])}`, () =>
        connector.create(datatype, properties, key),
      ),
    update: (datatype, known, patch) =>
      once(`${keyOf(datatype, known.id)}${JSON.stringify(patch)}`, () =>
        connector.update(datatype, known, patch),
      ),
  };
}

/** Takes whatever answers to an id for the record of that id, also where it was merged into another. */
function acceptingSurvivors(connector: Connector): Partial<Connector> {
  return {
    read: async (datatype, id) => ({ ...(await connector.read(datatype, id)), id }),
    update: async (datatype, known, patch) => ({
      ...(await connector.update(datatype, known, patch)),
      id: known.id,
    }),
  };
}

/** Listings that are read to their end, and the ids of a datatype that an earlier one has shown. */
class Absences {
  /** Keys of records that are taken for deleted. */
  readonly absent = new Set<string>();
  private readonly shown = new Map<string, Set<string>>();
  private readonly known = new Map<string, Set<string>>();

  saw(datatype: DatatypeModel, ids: readonly string[], isFirst: boolean, isLast: boolean): void {
    const key = keyOf(datatype);
    const shown = new Set([...(isFirst ? [] : (this.shown.get(key) ?? [])), ...ids]);
    this.shown.set(key, shown);
    if (!isLast) {
      return;
    }
    const known = this.known.get(key) ?? new Set<string>();
    [...known]
      .filter((id) => !shown.has(id))
      .forEach((id) => this.absent.add(recordKey(datatype.system.id, datatype.name, id)));
    this.known.set(key, new Set([...known, ...shown]));
  }
}

/** An update in whose place the record is deleted. */
function deletionOf(model: EngineModel, record: RecordState, cluster: readonly string[]): Update {
  const { key, properties } = record;
  const datatype = datatypeBy(model, datatypeOf(record));
  return { kind: 'update', id: key, record: key, datatype, writes: [], properties, cluster, body: {} };
}

/** The records whose counterparts are taken for deleted, and that are still there. */
function deletionsIn(model: EngineModel, state: EngineState, absent: ReadonlySet<string>): readonly Update[] {
  return state.clusters
    .filter((cluster) => cluster.some((key) => absent.has(key)))
    .flatMap((cluster) =>
      cluster.flatMap((key) => {
        const record = state.records[key];
        return record === undefined || record.gone === true || absent.has(key)
          ? []
          : [deletionOf(model, record, cluster)];
      }),
    );
}

/** Deletes the counterparts of records that are taken for deleted. Only over REST: other APIs are left alone. */
function deleting(isAbsenceListed: boolean): Partial<Strategies> {
  const absences = new Absences();
  const doomed = new Set<string>();
  return {
    connect: (connector, environment) => {
      const client = new ApiClient(environment, { authorize: bearer, explain: () => undefined });
      return withMethods(connector, {
        list: async (datatype, query) => {
          const page = await connector.list(datatype, query);
          if (isAbsenceListed && query.modifiedSince === undefined) {
            const ids = page.items.map(({ id }) => id);
            absences.saw(datatype, ids, query.cursor === null, page.next === null);
          }
          return page;
        },
        update: async (datatype, known, patch) => {
          const key = recordKey(datatype.system.id, datatype.name, known.id);
          if (doomed.has(key)) {
            const path = `/${encodeURIComponent(datatype.name)}/${encodeURIComponent(known.id)}`;
            await client.send({ method: 'DELETE', path });
            throw new ApiError(`${key} was deleted.`, { status: 404 });
          }
          try {
            return await connector.update(datatype, known, patch);
          } catch (error) {
            if (!isAbsenceListed && error instanceof ApiError && error.gone) {
              absences.absent.add(key);
            }
            throw error;
          }
        },
      });
    },
    plan: (strategies, model, state) => {
      const planned = plan(strategies, model, state);
      const deletions = deletionsIn(model, planned.state, absences.absent).filter(
        ({ datatype }) => datatype.system.configuration.api === 'rest',
      );
      deletions.forEach(({ record }) => doomed.add(record));
      const rest = planned.operations.filter(({ id }) => !deletions.some((deletion) => deletion.id === id));
      return { ...planned, operations: [...rest, ...deletions] };
    },
  };
}

export const SHAPE_MUTANTS: readonly Mutant[] = [
  {
    name: 'confuses-datatypes',
    topic: 'shape',
    what: 'Takes a record for synchronized where one of another datatype of its system has the same id and is.',
    decisions: ['D2', 'D3'],
    caughtBy: ['create-always', 'create-missing'],
    strategies: () => ({ plan: confusingDatatypes() }),
  },
  {
    name: 'confuses-systems',
    topic: 'shape',
    what: 'Takes a record for one that it has created where it has created one of the same id in another system.',
    decisions: ['D2', 'D3'],
    caughtBy: ['create-always', 'create-missing'],
    strategies: confusingSystems,
  },
  {
    name: 'stops-at-refused-record',
    topic: 'shape',
    what: 'Writes nothing more to a system that has refused a record, until it takes that record.',
    decisions: ['D15'],
    caughtBy: ['create-always', 'keep-in-sync'],
    strategies: () => connectingBy(stoppingAtRefusal),
  },
  {
    name: 'never-retries-refused-record',
    topic: 'shape',
    what: 'Never sends again what a system has refused once, also where it would take it by now.',
    decisions: ['D2'],
    caughtBy: ['create-always', 'keep-in-sync'],
    strategies: () => connectingBy(neverRetrying),
  },
  {
    name: 'takes-survivor-for-merged-record',
    topic: 'shape',
    what: 'Takes the record that answers to the id of one that was merged into it for the merged one, and writes to it.',
    decisions: ['D14', 'D19'],
    caughtBy: ['keep-in-sync'],
    strategies: () => connectingBy(acceptingSurvivors),
  },
  {
    name: 'deletes-when-not-listed',
    topic: 'shape',
    what: 'Deletes the counterparts of a record that a full listing does not show any more.',
    decisions: ['D19'],
    caughtBy: ['keep-in-sync'],
    strategies: () => deleting(true),
  },
  {
    name: 'deletes-when-not-found',
    topic: 'shape',
    what: 'Deletes the counterparts of a record that it wants to update and does not find.',
    decisions: ['D19'],
    caughtBy: ['create-always', 'keep-in-sync'],
    strategies: () => deleting(false),
  },
];
