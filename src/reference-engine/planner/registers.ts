/** Connected registers hold one value: the latest writer's, spread along the rows (D11, D12, D15, D18). */
import { groupBy } from './collections';
import type { ConversionResult } from './conversions';
import type { Edge, Graph, RegisterNode } from './graph';
import { agrees, isEmpty } from './json';
import { datatypeBy, schemaOf, type EngineModel } from './model';
import type { PropertyType } from '../../protocol';
import type { PlanningStrategies } from './strategies';
import { datatypeOf, type Stamp } from './state';
import { isList, type Json } from '../../core/json';

/** A register that has to hold another value. */
export interface PendingWrite {
  readonly node: RegisterNode;
  readonly value: Json;
  /** The winner's. */
  readonly stamp: Stamp;
  readonly cleared: boolean;
}

export interface Resolution {
  readonly pendingWrites: readonly PendingWrite[];
  /** Cleared registers whose clear has reached everyone. */
  readonly settledClears: readonly RegisterNode[];
  /** Edited registers whose edit has reached everyone, or lost. */
  readonly settledEdits: readonly RegisterNode[];
  readonly reports: readonly string[];
}

type Propagation = Pick<PlanningStrategies, 'conversions' | 'writesBack' | 'editsOutdo'>;

interface DirectedEdge {
  readonly edge: Edge;
  readonly to: RegisterNode;
  readonly forward: boolean;
}

function less(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

function isOrigin({ record, stamp }: RegisterNode): boolean {
  return record.system === stamp.system && record.id === stamp.record;
}

/**
 * The winner comes first: what was edited since the last agreement (D12), of these the latest stamp, at equal times the
 * system named first, then the record's id (D11).
 */
function byPrecedence({ editsOutdo }: Propagation, model: EngineModel) {
  return (one: RegisterNode, other: RegisterNode): number => {
    const place = ({ stamp }: RegisterNode): number =>
      model.systemOrder.get(stamp.system) ?? model.systemOrder.size;
    return (
      (editsOutdo ? Number(other.edited) - Number(one.edited) : 0) ||
      other.stamp.time - one.stamp.time ||
      place(one) - place(other) ||
      less(one.stamp.record, other.stamp.record) ||
      Number(isOrigin(other)) - Number(isOrigin(one)) ||
      one.order - other.order
    );
  };
}

function statedType(model: EngineModel, { record, path }: RegisterNode): PropertyType {
  return schemaOf(datatypeBy(model, datatypeOf(record)), path)?.type ?? 'any';
}

function heldType({ value }: RegisterNode): PropertyType {
  const held = isList(value) ? value.find((element) => !isEmpty(element)) : value;
  const type = isEmpty(held) ? 'any' : typeof held;
  return type === 'string' || type === 'number' || type === 'boolean' ? type : 'any';
}

/** What a property takes: the type that its schema states, else the one of the value that it holds. */
function typeOf(model: EngineModel, node: RegisterNode): PropertyType {
  const stated = statedType(model, node);
  return stated === 'any' ? heldType(node) : stated;
}

/** A property that takes everything, and holds something of another type, gets the value as it is. */
function convertAcross(
  propagation: Propagation,
  model: EngineModel,
  directedEdge: DirectedEdge,
  value: Json,
): ConversionResult {
  const { edge, to, forward } = directedEdge;
  const { cast, targetType } = edge;
  const { conversions } = propagation;
  if (forward) {
    return conversions.forward(cast, value, targetType);
  }
  const stated = statedType(model, to);
  const back = conversions.backward(cast, value, cast === null ? stated : typeOf(model, to), targetType);
  return back.ok || stated !== 'any' ? back : conversions.backward(cast, value, 'any', targetType);
}

function forwardOf(propagation: Propagation, edge: Edge, value: Json | undefined): Json | undefined {
  const converted = propagation.conversions.forward(edge.cast, value ?? null, edge.targetType);
  return converted.ok ? converted.value : undefined;
}

/** The value that flows on from a register that agrees already; absent when it does not agree. */
function agreement(
  propagation: Propagation,
  { edge, to, forward }: DirectedEdge,
  value: Json,
): { value: Json } | undefined {
  const wanted = forward ? forwardOf(propagation, edge, value) : value;
  if (wanted === undefined) {
    return undefined;
  }
  const fits = (held: Json | undefined): boolean => {
    if (forward || isEmpty(held) || isEmpty(wanted)) {
      return agrees(held, wanted);
    }
    return agrees(forwardOf(propagation, edge, held), wanted);
  };
  if (fits(to.meant)) {
    return { value: to.meant ?? null };
  }
  return fits(to.value) ? { value: to.value ?? null } : undefined;
}

/** How emptiness is written: as "" where a string was emptied to "", else as null; a list as []. */
function emptyFor(model: EngineModel, node: RegisterNode, value: Json): Json {
  if (node.list) {
    return [];
  }
  return value === '' && node.anchor === undefined && typeOf(model, node) === 'string' ? '' : null;
}

function nameOf(model: EngineModel, { record, path }: RegisterNode): string {
  const { system } = datatypeBy(model, datatypeOf(record));
  return `${system.configuration.name} ${record.datatype} ${record.id === '' ? '(new)' : record.id}, property ${path}`;
}

function refusal(model: EngineModel, node: RegisterNode, value: Json): string | undefined {
  const facts = schemaOf(datatypeBy(model, datatypeOf(node.record)), node.path);
  if (facts?.readOnly === true) {
    return 'the system lets no one write it';
  }
  const kept = facts?.clearable === false || facts?.required === true;
  return isEmpty(value) && kept ? 'the system does not let it be emptied' : undefined;
}

/** One walk from the winner through its component. */
class PropagationWalk {
  readonly pendingWrites: PendingWrite[] = [];
  readonly reports: string[] = [];
  private readonly reached = new Set<string>();

  constructor(
    private readonly propagation: Propagation,
    private readonly model: EngineModel,
    private readonly winner: RegisterNode,
    private readonly directedEdges: ReadonlyMap<string, readonly DirectedEdge[]>,
  ) {}

  walk(): void {
    const queue: { node: RegisterNode; value: Json }[] = [
      { node: this.winner, value: this.winner.meant ?? null },
    ];
    this.reached.add(this.winner.key);
    for (const { node, value } of queue) {
      const neighbours = groupBy(this.directedEdges.get(node.key) ?? [], ({ to }) => to.key);
      for (const parallel of neighbours.values()) {
        const to = parallel[0]?.to;
        if (to === undefined || this.reached.has(to.key)) {
          continue;
        }
        const onward = this.cross(node, to, parallel, value);
        if (onward === undefined) {
          continue;
        }
        this.reached.add(to.key);
        queue.push({ node: to, value: onward.value });
      }
    }
  }

  /** What the neighbour holds then; absent where nothing gets there. */
  private cross(
    from: RegisterNode,
    to: RegisterNode,
    parallel: readonly DirectedEdge[],
    value: Json,
  ): { value: Json } | undefined {
    for (const directedEdge of parallel) {
      const agreed = agreement(this.propagation, directedEdge, value);
      if (agreed !== undefined) {
        return agreed;
      }
    }
    const open = parallel.filter(({ forward }) => forward || this.propagation.writesBack);
    const reasons: string[] = [];
    for (const directedEdge of [...open].sort((one, other) => Number(other.forward) - Number(one.forward))) {
      const converted = convertAcross(this.propagation, this.model, directedEdge, value);
      if (converted.ok) {
        return this.write(to, converted.value);
      }
      reasons.push(converted.why);
    }
    if (reasons.length > 0) {
      this.reports.push(
        `${nameOf(this.model, to)} does not follow ${nameOf(this.model, from)}: ${reasons.join('; ')}.`,
      );
    }
    return undefined;
  }

  private write(to: RegisterNode, value: Json): { value: Json } {
    const written = isEmpty(value) ? emptyFor(this.model, to, value) : value;
    const why = refusal(this.model, to, written);
    if (why === undefined) {
      this.pendingWrites.push({
        node: to,
        value: written,
        stamp: this.winner.stamp,
        cleared: this.winner.cleared,
      });
    } else {
      this.reports.push(`${nameOf(this.model, to)} cannot take ${JSON.stringify(written)}: ${why}.`);
    }
    return { value };
  }
}

function directedEdgesOf(edges: readonly Edge[]): ReadonlyMap<string, readonly DirectedEdge[]> {
  const byOrigin = new Map<string, DirectedEdge[]>();
  const add = ({ key }: RegisterNode, directedEdge: DirectedEdge): void => {
    const known = byOrigin.get(key);
    if (known === undefined) {
      byOrigin.set(key, [directedEdge]);
    } else {
      known.push(directedEdge);
    }
  };
  for (const edge of edges) {
    add(edge.source, { edge, to: edge.target, forward: true });
    add(edge.target, { edge, to: edge.source, forward: false });
  }
  return byOrigin;
}

function componentsOf(
  { nodes }: Graph,
  directedEdges: ReadonlyMap<string, readonly DirectedEdge[]>,
): readonly (readonly RegisterNode[])[] {
  const seen = new Set<string>();
  return nodes.flatMap((start) => {
    if (seen.has(start.key)) {
      return [];
    }
    seen.add(start.key);
    const component = [start];
    for (const node of component) {
      for (const { to } of directedEdges.get(node.key) ?? []) {
        if (!seen.has(to.key)) {
          component.push(to);
        }
        seen.add(to.key);
      }
    }
    return [component];
  });
}

/** What has to be written so that every component of a cluster's graph agrees. */
export function resolve(propagation: Propagation, model: EngineModel, graph: Graph): Resolution {
  const directedEdges = directedEdgesOf(graph.edges);
  const resolutions = componentsOf(graph, directedEdges).map((component): Resolution => {
    const winner = component
      .filter(({ meant, cleared }) => cleared || !isEmpty(meant))
      .sort(byPrecedence(propagation, model))[0];
    if (winner === undefined) {
      return { pendingWrites: [], settledClears: [], settledEdits: [], reports: [] };
    }
    const propagated = new PropagationWalk(propagation, model, winner, directedEdges);
    propagated.walk();
    const { pendingWrites, reports } = propagated;
    const settled = pendingWrites.length === 0 && reports.length === 0;
    return {
      pendingWrites,
      reports,
      settledClears: settled && winner.cleared ? component.filter(({ cleared }) => cleared) : [],
      settledEdits: settled ? component.filter(({ edited }) => edited) : [],
    };
  });
  return {
    pendingWrites: resolutions.flatMap(({ pendingWrites }) => pendingWrites),
    settledClears: resolutions.flatMap(({ settledClears }) => settledClears),
    settledEdits: resolutions.flatMap(({ settledEdits }) => settledEdits),
    reports: resolutions.flatMap(({ reports }) => reports),
  };
}
