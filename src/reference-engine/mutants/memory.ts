/** Mutants that do not remember what they did. */
import { DEFAULT_STRATEGIES } from '../strategies';
import { datatypeBy, type EngineModel } from '../planner/model';
import type { WriteOperation, Update } from '../planner/operations';
import { readPath, writePath } from '../planner/paths';
import { plan } from '../planner/plan';
import { datatypeOf, type EngineState, type RecordState } from '../planner/state';
import type { PlanningStrategies } from '../planner/strategies';
import type { Mutant } from './mutant';

function echoTo(model: EngineModel, record: RecordState, cluster: readonly string[]): Update {
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

function echoingPlan(): PlanningStrategies['plan'] {
  let written: WriteOperation[] = [];
  return (strategies, model, state, round) => {
    const planned = plan(strategies, model, state);
    const echoes = round === 0 ? echoesOf(model, planned.state, written) : [];
    if (round === 0) {
      written = [];
    }
    written.push(...planned.operations);
    const busy = new Set(planned.operations.map(({ id }) => id));
    return {
      ...planned,
      operations: [...planned.operations, ...echoes.filter(({ record }) => !busy.has(record))],
    };
  };
}

export const MEMORY_MUTANTS: readonly Mutant[] = [
  {
    name: 'echo',
    topic: 'memory',
    what: 'Takes each of its own writes for an edit, and writes it back once to the counterparts in the next sync.',
    decisions: ['D16'],
    strategies: () => ({ plan: echoingPlan() }),
  },
  {
    name: 'forgets-links',
    topic: 'memory',
    what: 'Starts afresh after a restart: what it knew of links and earlier reads is gone.',
    decisions: ['D9', 'D16'],
    strategies: () => ({
      openStore: (stateDir) => ({ ...DEFAULT_STRATEGIES.openStore(stateDir), load: () => undefined }),
    }),
  },
];
