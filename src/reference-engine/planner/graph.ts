/** The registers of a cluster, and the edges along which their values flow. */
import { firstAnchor, type Meeting } from './anchors';
import { groupBy } from './collections';
import type { CastType } from './conversions';
import { agrees, isEmpty } from './json';
import { datatypeBy, schemaOf, type DatatypeModel, type EngineModel, type PropertyRow } from './model';
import type { PlanningStrategies } from './strategies';
import { readPath } from './paths';
import {
  anchorKey,
  anchorOf,
  datatypeOf,
  slotOf,
  type Anchor,
  type RecordState,
  type Register,
  type Stamp,
} from './state';
import { isList, type Json } from '../../core/json';

/** A register in its cluster: a property of a record, or the anchored element of a list. */
export interface RegisterNode {
  readonly key: string;
  /** Position in the graph: decides where nothing else does. */
  readonly order: number;
  readonly record: RecordState;
  readonly path: string;
  /** The property is a list and the register the whole of it. */
  readonly list: boolean;
  readonly anchor?: { readonly key: string; readonly state: Anchor };
  readonly value: Json | undefined;
  /** The value that was meant: what was sent, where the system holds something else since. */
  readonly meant: Json | undefined;
  readonly stamp: Stamp;
  /** It was edited since its counterparts last agreed with it (D12). */
  readonly edited: boolean;
  readonly cleared: boolean;
}

/** A row between two registers; `cast` is done on the way from source to target. */
export interface Edge extends Pick<PropertyRow, 'cast' | 'targetType'> {
  readonly source: RegisterNode;
  readonly target: RegisterNode;
}

export interface Graph {
  readonly nodes: readonly RegisterNode[];
  readonly edges: readonly Edge[];
}

type Shape = 'list' | 'scalar' | 'open';

interface Slot {
  readonly record: RecordState;
  readonly datatype: DatatypeModel;
  readonly path: string;
  readonly value: Json | undefined;
}

function slotAt(record: RecordState, datatype: DatatypeModel, path: string): Slot {
  return { record, datatype, path, value: readPath(record.properties, path) };
}

function shapeOf({ datatype, path, value }: Slot): Shape {
  if (isList(value) || datatype.meetsList(path)) {
    return 'list';
  }
  const type = schemaOf(datatype, path)?.type ?? 'any';
  return isEmpty(value) && type === 'any' ? 'open' : 'scalar';
}

/** Which of the two sides are lists. What nothing is known of is like the other side where values go as they are. */
function listsOf(source: Slot, target: Slot, cast: CastType): { source: boolean; target: boolean } {
  const one = shapeOf(source);
  const other = cast === 'list' ? 'list' : shapeOf(target);
  const closed = (shape: Shape, beside: Shape): boolean =>
    (shape === 'open' && cast === null ? beside : shape) === 'list';
  return { source: closed(one, other), target: closed(other, one) };
}

function meantBy(value: Json | undefined, { write }: Register): Json | undefined {
  return write !== undefined && agrees(value, write.held) ? write.sent : value;
}

class GraphBuilder {
  private readonly nodes = new Map<string, RegisterNode>();
  private readonly edges: Edge[] = [];

  constructor(
    private readonly strategies: Pick<PlanningStrategies, 'conversions'>,
    private readonly haveMet: boolean,
  ) {}

  addRow(source: Slot, target: Slot, row: PropertyRow): void {
    const lists = listsOf(source, target, row.cast);
    const sourceNode =
      lists.source && !lists.target
        ? this.anchored(source, target, (element) => this.matches(row, element, target.value))
        : this.whole(source, lists.source);
    const targetNode =
      lists.target && !lists.source
        ? this.anchored(target, source, (element) => this.matches(row, source.value, element))
        : this.whole(target, lists.target);
    const { cast, targetType } = row;
    this.edges.push({ source: sourceNode, target: targetNode, cast, targetType });
  }

  finish(): Graph {
    const nodes = [...this.nodes.values()];
    return { nodes, edges: [...this.edges, ...this.sharedAnchors(nodes)] };
  }

  /** Anchors that are the same element of a list agree as they are. */
  private sharedAnchors(nodes: readonly RegisterNode[]): Edge[] {
    const anchored = nodes.filter(({ anchor }) => anchor !== undefined);
    if (anchored.length < 2) {
      return [];
    }
    const byElement = groupBy(anchored, ({ record, path, anchor }) =>
      JSON.stringify([record.key, path, anchor?.state.index]),
    );
    return [...byElement.values()].flatMap(([first, ...others]) =>
      first === undefined
        ? []
        : others.map((other) => ({ source: first, target: other, cast: null, targetType: 'any' as const })),
    );
  }

  private matches(
    { cast, targetType }: PropertyRow,
    source: Json | undefined,
    target: Json | undefined,
  ): boolean {
    const converted = this.strategies.conversions.forward(cast, source ?? null, targetType);
    return converted.ok && !isEmpty(converted.value) && agrees(converted.value, target);
  }

  private whole(slot: Slot, list: boolean): RegisterNode {
    const key = `${slot.record.key} ${slot.path}`;
    const known = this.nodes.get(key);
    if (known !== undefined) {
      return known;
    }
    const register = slotOf(slot.record, slot.path);
    return this.add(key, slot, list, slot.value, register);
  }

  private anchored(slot: Slot, beside: Slot, matches: (element: Json) => boolean): RegisterNode {
    const meeting: Meeting = {
      path: slot.path,
      counterpart: beside.record.key,
      counterpartPath: beside.path,
    };
    const key = anchorKey(slot.path, beside.record.key, beside.path);
    const nodeKey = `${slot.record.key} ${key}`;
    const known = this.nodes.get(nodeKey);
    if (known !== undefined) {
      return known;
    }
    const state = anchorOf(slot.record, key) ?? firstAnchor(slot.record, meeting, matches);
    return this.add(nodeKey, slot, false, state.value, state, { key, state });
  }

  private add(
    key: string,
    { record, path }: Slot,
    list: boolean,
    value: Json | undefined,
    register: Register,
    anchor?: RegisterNode['anchor'],
  ): RegisterNode {
    const node: RegisterNode = {
      key,
      order: this.nodes.size,
      record,
      path,
      list,
      value,
      meant: meantBy(value, register),
      stamp: register.stamp,
      edited: this.haveMet && register.edited === true,
      cleared: register.cleared === true,
      ...(anchor === undefined ? {} : { anchor }),
    };
    this.nodes.set(key, node);
    return node;
  }
}

/** Whether several of some rows have one target: asked of the same rows again and again. */
const HAVE_RIVALS = new WeakMap<readonly PropertyRow[], boolean>();

function haveRivals(rows: readonly PropertyRow[]): boolean {
  const known = HAVE_RIVALS.get(rows) ?? new Set(rows.map(({ target }) => target)).size < rows.length;
  HAVE_RIVALS.set(rows, known);
  return known;
}

/** Of several rows into one target, the one whose source was edited last and is not empty, else the first (D17). */
function activeRows(x: RecordState, rows: readonly PropertyRow[]): readonly PropertyRow[] {
  if (!haveRivals(rows)) {
    return rows;
  }
  return [...groupBy(rows, ({ target }) => target).values()].flatMap((rivals) => {
    const filled = rivals.filter(({ source }) => !isEmpty(readPath(x.properties, source)));
    const [first, ...others] = filled.length > 0 ? filled : rivals;
    if (first === undefined) {
      return [];
    }
    const time = ({ source }: PropertyRow): number => slotOf(x, source).stamp.time;
    return [others.reduce((latest, row) => (time(row) > time(latest) ? row : latest), first)];
  });
}

/**
 * The graph of a cluster's members, which come sorted.
 *
 * @param haveMet - they were linked before: else what they hold meets for the first time, and nothing is an edit (D11)
 */
export function graphOf(
  strategies: Pick<PlanningStrategies, 'conversions'>,
  model: EngineModel,
  members: readonly RecordState[],
  haveMet: boolean,
): Graph {
  const builder = new GraphBuilder(strategies, haveMet);
  const groups = groupBy(members, datatypeOf);
  for (const { source, target, rows } of model.sections) {
    const [ofX, ofY] = [datatypeBy(model, source), datatypeBy(model, target)];
    for (const x of groups.get(source) ?? []) {
      const active = activeRows(x, rows);
      for (const y of groups.get(target) ?? []) {
        if (x.key !== y.key) {
          active.forEach((row) => {
            builder.addRow(slotAt(x, ofX, row.source), slotAt(y, ofY, row.target), row);
          });
        }
      }
    }
  }
  return builder.finish();
}
