/** Clusters: all records that match or were created from each other, over all rows and systems (D5 to D10). */
import { groupBy } from './collections';
import { canonical } from './json';
import type { EngineModel, PropertyRow, SectionModel } from './model';
import type { PlanningStrategies } from './strategies';
import { readPath } from './paths';
import { datatypeOf, type EngineState, type RecordState } from './state';
import { type Json } from '../../core/json';

type Matching = Pick<PlanningStrategies, 'conversions' | 'matchValues'>;

/** Union-find over record keys. */
class Unions {
  private readonly parents = new Map<string, string>();

  find(key: string): string {
    let root = key;
    for (let up = this.parents.get(root); up !== undefined; up = this.parents.get(root)) {
      root = up;
    }
    for (let at = key; at !== root;) {
      const up = this.parents.get(at) ?? root;
      this.parents.set(at, root);
      at = up;
    }
    return root;
  }

  join(one: string, other: string): void {
    const [first, second] = [this.find(one), this.find(other)];
    if (first !== second) {
      this.parents.set(second, first);
    }
  }
}

function sourceKeys(matching: Matching, row: PropertyRow, value: Json | undefined): readonly string[] {
  return matching.matchValues(value).flatMap((element) => {
    const converted = matching.conversions.forward(row.cast, element, row.targetType);
    return converted.ok ? [canonical(converted.value)] : [];
  });
}

function targetKeys(matching: Matching, value: Json | undefined): readonly string[] {
  return matching.matchValues(value).map(canonical);
}

type Groups = ReadonlyMap<string, readonly RecordState[]>;

function joinRow(
  matching: Matching,
  section: SectionModel,
  row: PropertyRow,
  groups: Groups,
  unions: Unions,
): void {
  const first = new Map<string, string>();
  const meet = (record: RecordState, keys: readonly string[]): void => {
    for (const key of keys) {
      const holder = first.get(key);
      if (holder === undefined) {
        first.set(key, record.key);
      } else {
        unions.join(holder, record.key);
      }
    }
  };
  for (const record of groups.get(section.source) ?? []) {
    meet(record, sourceKeys(matching, row, readPath(record.properties, row.source)));
  }
  for (const record of groups.get(section.target) ?? []) {
    meet(record, targetKeys(matching, readPath(record.properties, row.target)));
  }
}

/** The cluster of each linked record, by its key. */
export function clusterIndex({
  clusters,
}: Pick<EngineState, 'clusters'>): ReadonlyMap<string, readonly string[]> {
  const clusterOf = new Map<string, readonly string[]>();
  for (const cluster of clusters) {
    for (const key of cluster) {
      clusterOf.set(key, cluster);
    }
  }
  return clusterOf;
}

/**
 * The clusters of a state, singletons included, each and all sorted. They rest on the links that are known and on the
 * merge rows; the result does not depend on the order in which records arrived.
 */
export function clustersOf(
  matching: Matching,
  model: EngineModel,
  state: EngineState,
): readonly (readonly string[])[] {
  const unions = new Unions();
  for (const [first, ...others] of state.clusters) {
    if (first !== undefined) {
      others.forEach((other) => {
        unions.join(first, other);
      });
    }
  }
  const groups = groupBy(Object.values(state.records), datatypeOf);
  for (const section of model.sections) {
    for (const row of section.mergeRows) {
      joinRow(matching, section, row, groups, unions);
    }
  }
  const clusters = groupBy(Object.keys(state.records).sort(), (key) => unions.find(key));
  return [...clusters.values()];
}
