/** Mutants that do not remember what they did. */
import { DEFAULT_STRATEGIES } from '../strategies';
import { datatypeBy, type EngineModel } from '../planner/model';
import type { WriteOperation, Update } from '../planner/operations';
import { readPath, writePath } from '../planner/paths';
import { plan } from '../planner/plan';
import { datatypeOf, type EngineState, type RecordState } from '../planner/state';
import type { PlanningStrategies } from '../planner/strategies';
import { connectingBy } from './connecting';
import type { Mutant } from './mutant';

/** An update that sends all mapped values of a record as they are. */
export function echoTo(model: EngineModel, record: RecordState, cluster: readonly string[]): Update {
  const datatype = datatypeBy(model, datatypeOf(record));
  const body = datatype.mapped.reduce(
    (sent, path) => writePath(sent, path, readPath(record.properties, path) ?? null, datatype.isListAt),
    {},
  );
  const { key, properties } = record;
  return {
    kind: 'update',
    id: `echo to ${key}`,
    record: key,
    datatype,
    writes: [],
    properties,
    cluster,
    body,
  };
}

/** The writes that repeat, one sync later, what operations have written to other members of their clusters. */
function echoesOf(
  model: EngineModel,
  state: EngineState,
  operations: readonly WriteOperation[],
): readonly Update[] {
  const written = new Set(
    operations.map((operation) => (operation.kind === 'update' ? operation.record : '')),
  );
  const counterparts = new Map<string, readonly string[]>();
  for (const { cluster } of operations) {
    cluster.filter((key) => !written.has(key)).forEach((key) => counterparts.set(key, cluster));
  }
  return [...counterparts].flatMap(([key, cluster]) => {
    const record = state.records[key];
    return record === undefined || record.gone === true ? [] : [echoTo(model, record, cluster)];
  });
}

function echoingPlan(
  isEchoed: (operation: WriteOperation) => boolean = () => true,
): PlanningStrategies['plan'] {
  let written: WriteOperation[] = [];
  return (strategies, model, state, round) => {
    const planned = plan(strategies, model, state);
    const echoes = round === 0 ? echoesOf(model, planned.state, written) : [];
    if (round === 0) {
      written = [];
    }
    written.push(...planned.operations.filter(isEchoed));
    const busy = new Set(planned.operations.map(({ id }) => id));
    return {
      ...planned,
      operations: [...planned.operations, ...echoes.filter(({ record }) => !busy.has(record))],
    };
  };
}

/**
 * Adds an update to every linked record in the first round of a sync, where that is due.
 *
 * @param onceOnly - in the engine's first sync, and in no later one
 */
function rewritingPlan(isDue: () => boolean, onceOnly = true): PlanningStrategies['plan'] {
  let syncs = 0;
  return (strategies, model, state, round) => {
    const planned = plan(strategies, model, state);
    syncs += round === 0 ? 1 : 0;
    if (round > 0 || (onceOnly && syncs > 1) || !isDue()) {
      return planned;
    }
    const busy = new Set(planned.operations.map(({ id }) => id));
    const again = state.clusters.flatMap((cluster) =>
      cluster.flatMap((key) => {
        const record = state.records[key];
        return record === undefined || record.gone === true || busy.has(key)
          ? []
          : [echoTo(model, record, cluster)];
      }),
    );
    return { ...planned, operations: [...planned.operations, ...again] };
  };
}

export const MEMORY_MUTANTS: readonly Mutant[] = [
  {
    name: 'echo',
    topic: 'memory',
    what: 'Takes each of its own writes for an edit, and writes it back once to the counterparts in the next sync.',
    decisions: ['D16'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({ plan: echoingPlan() }),
  },
  {
    name: 'echoes-creation',
    topic: 'memory',
    what: 'Takes each record that it has created for an edited one, and writes it back to its origin in the next sync.',
    decisions: ['D16'],
    caughtBy: ['create-always', 'create-missing', 'keep-in-sync'],
    strategies: () => ({ plan: echoingPlan(({ kind }) => kind === 'create') }),
  },
  {
    name: 'patches-after-restart',
    topic: 'memory',
    what: 'Sends every linked record its own values once after a restart, although nothing has changed.',
    decisions: ['D16'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({ plan: rewritingPlan(() => true) }),
  },
  {
    name: 'patches-on-full-sync',
    topic: 'memory',
    what: 'Sends every linked record its own values in a full sync, although nothing has changed.',
    decisions: ['D16'],
    caughtBy: ['keep-in-sync'],
    strategies: () => {
      let isFull = false;
      return {
        ...connectingBy((connector) => ({
          list: (datatype, query) => {
            isFull &&= query.modifiedSince === undefined;
            return connector.list(datatype, query);
          },
          nextSync: () => {
            isFull = true;
            connector.nextSync();
          },
        })),
        plan: rewritingPlan(() => isFull, false),
      };
    },
  },
  {
    name: 'writes-twice',
    topic: 'memory',
    what: 'Sends every update a second time.',
    decisions: ['D16'],
    caughtBy: ['keep-in-sync'],
    strategies: () =>
      connectingBy((connector) => ({
        update: async (datatype, known, patch) =>
          connector.update(datatype, await connector.update(datatype, known, patch), patch),
      })),
  },
  {
    name: 'forgets-links',
    topic: 'memory',
    what: 'Starts afresh after a restart: what it knew of links and earlier reads is gone.',
    decisions: ['D9', 'D16'],
    caughtBy: ['create-always', 'create-missing', 'keep-in-sync'],
    strategies: () => ({
      openStore: (stateDir) => ({ ...DEFAULT_STRATEGIES.openStore(stateDir), load: () => undefined }),
    }),
  },
];
