/** Matches one by one, for mutants that take some of them and leave others. */
import { isList, type Json } from '../../core/json';
import { clusterIndex, clustersOf } from '../planner/clusters';
import { groupBy } from '../planner/collections';
import { canonical } from '../planner/json';
import type { EngineModel, PropertyRow, SectionModel } from '../planner/model';
import { readPath } from '../planner/paths';
import { datatypeOf, type EngineState, type RecordState } from '../planner/state';
import type { PlanningStrategies } from '../planner/strategies';
import type { Strategies } from '../strategies';

type Matching = Pick<PlanningStrategies, 'conversions' | 'matchValues'>;

/** A source record and a target record that a merge row makes one. */
export interface RecordPair {
  readonly section: SectionModel;
  readonly row: PropertyRow;
  readonly source: RecordState;
  readonly target: RecordState;
  /** One of the two matches by an element of a list. */
  readonly byList: boolean;
}

/** The values of a source record as the target side would hold them (D6). */
export function sourceValues(
  matching: Matching,
  row: PropertyRow,
  { properties }: RecordState,
): readonly Json[] {
  return matching.matchValues(readPath(properties, row.source)).flatMap((value) => {
    const converted = matching.conversions.forward(row.cast, value, row.targetType);
    return converted.ok ? [converted.value] : [];
  });
}

export function targetValues(
  matching: Matching,
  row: PropertyRow,
  { properties }: RecordState,
): readonly Json[] {
  return matching.matchValues(readPath(properties, row.target));
}

/** The records of a state by datatype, those that were known first in front. */
export function recordsByDatatype({ records }: EngineState): ReadonlyMap<string, readonly RecordState[]> {
  const inOrder = Object.values(records).sort(
    (one, other) => one.stamp.time - other.stamp.time || (one.key < other.key ? -1 : 1),
  );
  return groupBy(inOrder, datatypeOf);
}

function pairsOfRow(
  matching: Matching,
  section: SectionModel,
  row: PropertyRow,
  groups: ReadonlyMap<string, readonly RecordState[]>,
): readonly RecordPair[] {
  const held = (groups.get(section.target) ?? []).flatMap((target) =>
    targetValues(matching, row, target).map((value) => ({ target, key: canonical(value) })),
  );
  const targets = groupBy(held, ({ key }) => key);
  return (groups.get(section.source) ?? []).flatMap((source) =>
    sourceValues(matching, row, source)
      .flatMap((value) => targets.get(canonical(value)) ?? [])
      .filter(({ target }) => target.key !== source.key)
      .map(({ target }) => ({
        section,
        row,
        source,
        target,
        byList:
          isList(readPath(source.properties, row.source)) || isList(readPath(target.properties, row.target)),
      })),
  );
}

/** All matches between the two sides of a section, row after row. */
export function pairsOf(matching: Matching, model: EngineModel, state: EngineState): readonly RecordPair[] {
  const groups = recordsByDatatype(state);
  return model.sections.flatMap((section) =>
    section.mergeRows.flatMap((row) => pairsOfRow(matching, section, row, groups)),
  );
}

/** The clusters of a state whose records are joined by what was linked before and by these links; nothing matches. */
export function clustersBy(
  matching: Matching,
  model: EngineModel,
  state: EngineState,
  links: readonly (readonly string[])[],
): EngineState['clusters'] {
  const sections = model.sections.map((section) => ({ ...section, mergeRows: [] }));
  return clustersOf(matching, { ...model, sections }, { ...state, clusters: [...state.clusters, ...links] });
}

/** Tells which cluster of a state a record is in; absent where it is in none. */
export function clusterLookup(state: EngineState): (key: string) => readonly string[] | undefined {
  const index = clusterIndex(state);
  return (key) => index.get(key);
}

/** An engine that takes only some of the matches; `choose` gets all of them. */
export function takingPairs(
  choose: (pairs: readonly RecordPair[], state: EngineState) => readonly RecordPair[],
): Partial<Strategies> {
  return {
    clustersOf: (matching, model, state) =>
      clustersBy(
        matching,
        model,
        state,
        choose(pairsOf(matching, model, state), state).map(({ source, target }) => [source.key, target.key]),
      ),
  };
}

/** The pairs in which a record of the one side comes with its first partner only, or with one that it is linked to. */
export function firstPartners(
  pairs: readonly RecordPair[],
  state: EngineState,
  side: 'source' | 'target',
): readonly RecordPair[] {
  const clusterOf = clusterLookup(state);
  const other = side === 'source' ? 'target' : 'source';
  const partners = new Map<string, string>();
  for (const pair of pairs) {
    const known = clusterOf(pair[side].key) ?? [];
    const linked = known.find((key) => {
      const record = state.records[key];
      return record !== undefined && datatypeOf(record) === datatypeOf(pair[other]);
    });
    const key = `${pair[side].key} ${datatypeOf(pair[other])}`;
    partners.set(key, partners.get(key) ?? linked ?? pair[other].key);
  }
  return pairs.filter(
    (pair) => partners.get(`${pair[side].key} ${datatypeOf(pair[other])}`) === pair[other].key,
  );
}
