/** The planner: from what is known to what has to be written. A function from data to data. */
import { clusterIndex } from './clusters';
import { groupBy, without } from './collections';
import { missingRecords, withRequired, type MissingRecord } from './creation';
import { graphOf, type Graph, type RegisterNode } from './graph';
import { datatypeBy, type EngineModel } from './model';
import {
  writtenInto,
  type Create,
  type Update,
  type Write,
  type WriteOperation,
  type WritePlan,
} from './operations';
import type { PlanningStrategies } from './strategies';
import { resolve, type Resolution, type PendingWrite } from './registers';
import { anchorOf, datatypeOf, slotOf, type EngineState, type RecordState } from './state';

function writeOf({ node, value, stamp, cleared }: PendingWrite): Write {
  return {
    path: node.path,
    sent: value,
    stamp,
    cleared,
    ...(node.anchor === undefined ? {} : { anchor: node.anchor.key, index: node.anchor.state.index }),
  };
}

interface ClusterPlan {
  readonly operations: readonly WriteOperation[];
  readonly records: readonly RecordState[];
  readonly reports: readonly string[];
}

/** Lists that met a scalar for the first time keep the anchor that was found for them. */
function withAnchors(record: RecordState, graph: Graph, real: ReadonlySet<string>): RecordState {
  const found = graph.nodes.filter(
    ({ record: holder, anchor }) =>
      anchor !== undefined &&
      holder.key === record.key &&
      real.has(anchor.state.counterpart) &&
      anchorOf(record, anchor.key) === undefined,
  );
  if (found.length === 0) {
    return record;
  }
  const anchors = found.flatMap(({ anchor }) =>
    anchor === undefined ? [] : [[anchor.key, anchor.state] as const],
  );
  return { ...record, anchors: { ...record.anchors, ...Object.fromEntries(anchors) } };
}

function withoutMark(
  record: RecordState,
  registers: readonly RegisterNode[],
  mark: 'cleared' | 'edited',
): RecordState {
  return registers
    .filter(({ record: holder }) => holder.key === record.key)
    .reduce((calm, { path, anchor }) => {
      if (anchor === undefined) {
        return { ...calm, slots: { ...calm.slots, [path]: without(slotOf(calm, path), mark) } };
      }
      const quiet = without(anchorOf(calm, anchor.key) ?? anchor.state, mark);
      return { ...calm, anchors: { ...calm.anchors, [anchor.key]: quiet } };
    }, record);
}

/** What has reached everyone is history: a value that joins later is not beaten by it (D11), nor a later edit (D12). */
function settled(record: RecordState, { settledClears, settledEdits }: Resolution): RecordState {
  return withoutMark(withoutMark(record, settledClears, 'cleared'), settledEdits, 'edited');
}

interface PlanningContext {
  readonly strategies: PlanningStrategies;
  readonly model: EngineModel;
  readonly cluster: readonly string[];
  /** All members were linked before this plan. */
  readonly haveMet: boolean;
}

function updateOf(
  context: PlanningContext,
  record: RecordState,
  writes: readonly PendingWrite[],
): readonly Update[] {
  if (writes.length === 0 || record.gone === true) {
    return [];
  }
  const datatype = datatypeBy(context.model, datatypeOf(record));
  const sent = writes.map(writeOf);
  const properties = writtenInto(record.properties, sent, datatype);
  const body = context.strategies.patchBody(record.properties, properties, datatype);
  if (Object.keys(body).length === 0) {
    return [];
  }
  return [
    {
      kind: 'update',
      id: record.key,
      record: record.key,
      datatype,
      writes: sent,
      properties,
      cluster: context.cluster,
      body,
    },
  ];
}

function createOf(
  context: PlanningContext,
  { record, origin }: MissingRecord,
  writes: readonly PendingWrite[],
): Create {
  const datatype = datatypeBy(context.model, datatypeOf(record));
  const sent = writes.map(writeOf);
  const properties = withRequired(datatype, writtenInto({}, sent, datatype), origin);
  return {
    kind: 'create',
    id: `${origin.key} creates ${datatype.key}`,
    origin: origin.key,
    datatype,
    writes: sent,
    properties,
    cluster: context.cluster,
    body: properties,
  };
}

function planCluster(context: PlanningContext, members: readonly RecordState[]): ClusterPlan {
  const missing = missingRecords(context.model, members);
  const all = [...members, ...missing.map(({ record }) => record)];
  const graph = graphOf(context.strategies, context.model, all, context.haveMet);
  const resolution = resolve(context.strategies, context.model, graph);
  const writes = groupBy(resolution.pendingWrites, ({ node }) => node.record.key);
  const real = new Set(members.map(({ key }) => key));
  const changed = members.map((record) => settled(withAnchors(record, graph, real), resolution));
  return {
    operations: [
      ...members.flatMap((record) => updateOf(context, record, writes.get(record.key) ?? [])),
      ...missing.map((creation) => createOf(context, creation, writes.get(creation.record.key) ?? [])),
    ],
    records: changed.filter((record, index) => record !== members[index]),
    reports: resolution.reports,
  };
}

/** The clusters of more than one record; those of the state where they are the same. */
function knownOrNew(
  known: EngineState['clusters'],
  clusters: EngineState['clusters'],
): EngineState['clusters'] {
  const several = clusters.filter((cluster) => cluster.length > 1);
  const isKnown =
    known.length === several.length &&
    known.every((cluster, index) => haveSameKeys(cluster, several[index] ?? []));
  return isKnown ? known : several;
}

function haveSameKeys(one: readonly string[], other: readonly string[]): boolean {
  return one.length === other.length && one.every((key, index) => key === other[index]);
}

/** Whether a cluster that was known holds all members of the one that is asked about. */
function metBefore(known: EngineState['clusters']): (cluster: readonly string[]) => boolean {
  const clusterOf = clusterIndex({ clusters: known });
  return ([first, ...others]) => {
    const there = clusterOf.get(first ?? '');
    return there !== undefined && others.every((key) => clusterOf.get(key) === there);
  };
}

function makePlan(strategies: PlanningStrategies, model: EngineModel, state: EngineState): WritePlan {
  const clusters = strategies.clustersOf(strategies, model, state);
  const haveMet = metBefore(state.clusters);
  const plans = clusters.map((cluster) => {
    const members = cluster.flatMap((key) => state.records[key] ?? []);
    return planCluster({ strategies, model, cluster, haveMet: haveMet(cluster) }, members);
  });
  const changed = plans.flatMap(({ records }) => records.map((record) => [record.key, record] as const));
  return {
    state: {
      ...state,
      clusters: knownOrNew(state.clusters, clusters),
      records: changed.length === 0 ? state.records : { ...state.records, ...Object.fromEntries(changed) },
    },
    operations: plans.flatMap(({ operations }) => operations),
    reports: plans.flatMap(({ reports }) => reports),
  };
}

interface Remembered {
  readonly strategies: PlanningStrategies;
  readonly model: EngineModel;
  readonly clusters: EngineState['clusters'];
  readonly plan: WritePlan;
}

/** The last plan for the records of a state: while nothing is written the same ones come back at every sync. */
const REMEMBERED = new WeakMap<EngineState['records'], Remembered>();

/** What has to be written so that all clusters are complete and agree; nothing at quiescence (D16). */
export function plan(strategies: PlanningStrategies, model: EngineModel, state: EngineState): WritePlan {
  const known = REMEMBERED.get(state.records);
  if (known?.strategies === strategies && known.model === model && known.clusters === state.clusters) {
    const { records, clusters } = known.plan.state;
    return { ...known.plan, state: { ...state, records, clusters } };
  }
  const made = makePlan(strategies, model, state);
  REMEMBERED.set(state.records, { strategies, model, clusters: state.clusters, plan: made });
  return made;
}
