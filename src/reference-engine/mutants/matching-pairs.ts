/** Mutants that take only some of the matches that there are. */
import type { Write } from '../planner/operations';
import { plan } from '../planner/plan';
import { datatypeOf, slotOf, type EngineState } from '../planner/state';
import { isEmpty } from '../planner/json';
import { readPath } from '../planner/paths';
import type { Strategies } from '../strategies';
import type { Mutant } from './mutant';
import { clusterLookup, firstPartners, takingPairs, type RecordPair } from './pairs';
import { withoutWrites } from './withholding';

/** The pairs of source records that match one target record only, and those that are linked already. */
function unambiguous(pairs: readonly RecordPair[], state: EngineState): readonly RecordPair[] {
  const clusterOf = clusterLookup(state);
  const partners = new Map<string, Set<string>>();
  for (const { source, target } of pairs) {
    const key = `${source.key} ${datatypeOf(target)}`;
    partners.set(key, (partners.get(key) ?? new Set()).add(target.key));
  }
  return pairs.filter(
    ({ source, target }) =>
      partners.get(`${source.key} ${datatypeOf(target)}`)?.size === 1 ||
      clusterOf(source.key)?.includes(target.key) === true,
  );
}

/** The pairs by the first row that matches a source record at all. */
function byFirstMatchingRow(pairs: readonly RecordPair[]): readonly RecordPair[] {
  const rows = new Map<string, RecordPair['row']>();
  const keyOf = ({ source, section }: RecordPair): string => `${source.key} ${section.target}`;
  for (const pair of pairs) {
    rows.set(keyOf(pair), rows.get(keyOf(pair)) ?? pair.row);
  }
  return pairs.filter((pair) => rows.get(keyOf(pair)) === pair.row);
}

/** The pairs that join no two clusters that were known before. */
function joiningOneCluster(pairs: readonly RecordPair[], state: EngineState): readonly RecordPair[] {
  const clusterOf = clusterLookup(state);
  const joined = new Map<string, readonly string[]>();
  return pairs.filter(({ source, target }) => {
    const there = clusterOf(target.key);
    const own = clusterOf(source.key) ?? joined.get(source.key) ?? there;
    if (own !== undefined) {
      joined.set(source.key, own);
    }
    return there === undefined || own === there;
  });
}

/** A write brings a value to a record that has another one of the same time. */
function isTie({ sent, stamp, path }: Write, state: EngineState, key: string): boolean {
  const record = state.records[key];
  if (record === undefined || isEmpty(sent) || isEmpty(readPath(record.properties, path))) {
    return false;
  }
  const own = slotOf(record, path).stamp;
  return own.time === stamp.time && own.system !== stamp.system;
}

/** At a first merge, leaves both sides as they are where their values are of one time. */
function keepingTies(): Partial<Strategies> {
  const kept = new Set<string>();
  return {
    plan: (strategies, model, state) => {
      const known = clusterLookup(state);
      return withoutWrites(plan(strategies, model, state), (write, operation, planned) => {
        if (operation.kind === 'create' || !isTie(write, planned, operation.record)) {
          return false;
        }
        const tie = JSON.stringify([operation.record, write.path, write.stamp]);
        if (known(operation.record) === undefined) {
          kept.add(tie);
        }
        return kept.has(tie);
      });
    },
  };
}

export const MATCHING_PAIR_MUTANTS: readonly Mutant[] = [
  {
    name: 'links-first-source-only',
    topic: 'matching',
    what: 'Links a target record with the first source record that matches it, and with no other.',
    decisions: ['D8'],
    caughtBy: ['merge-on-match'],
    strategies: () => takingPairs((pairs, state) => firstPartners(pairs, state, 'target')),
  },
  {
    name: 'links-first-target-only',
    topic: 'matching',
    what: 'Links a source record with the first target record that matches it, and with no other.',
    decisions: ['D8'],
    caughtBy: ['merge-on-match'],
    strategies: () => takingPairs((pairs, state) => firstPartners(pairs, state, 'source')),
  },
  {
    name: 'list-links-one-target-only',
    topic: 'matching',
    what: 'Links a list that matches two target records by different elements with one of them only.',
    decisions: ['D7', 'D26'],
    caughtBy: ['merge-on-match'],
    strategies: () =>
      takingPairs((pairs, state) => [
        ...pairs.filter(({ byList }) => !byList),
        ...firstPartners(
          pairs.filter(({ byList }) => byList),
          state,
          'source',
        ),
      ]),
  },
  {
    name: 'ignores-ambiguous-matches',
    topic: 'matching',
    what: 'Takes a source record that matches two target records for one that matches none.',
    decisions: ['D8'],
    caughtBy: ['merge-on-match', 'merge-existing'],
    strategies: () => takingPairs(unambiguous),
  },
  {
    name: 'stops-at-first-matching-row',
    topic: 'matching',
    what: 'Looks no further once a row of the merge table has matched a source record.',
    decisions: ['D5', 'D8'],
    caughtBy: ['merge-on-match'],
    strategies: () => takingPairs(byFirstMatchingRow),
  },
  {
    name: 'ignores-equal-sources',
    topic: 'matching',
    what: 'Matches source records with target records only: two equal ones get a target record each.',
    decisions: ['D8'],
    caughtBy: ['create-always', 'create-missing', 'merge-on-match'],
    strategies: () => takingPairs((pairs) => pairs),
  },
  {
    name: 'joins-first-of-two-pairs',
    topic: 'matching',
    what: 'Adds a source record that matches two linked pairs to the first of them, and leaves the other alone.',
    decisions: ['D8'],
    caughtBy: ['merge-on-match'],
    strategies: () => takingPairs(joiningOneCluster),
  },
  {
    name: 'equal-times-stay-apart',
    topic: 'matching',
    what: 'Leaves two values of one time as they are when their records merge.',
    decisions: ['D11'],
    caughtBy: ['merge-on-match'],
    strategies: keepingTies,
  },
  {
    name: 'equal-times-last-system-wins',
    topic: 'matching',
    what: 'Lets the system that the documents name last win where two values are of one time.',
    decisions: ['D11'],
    caughtBy: ['merge-on-match', 'keep-in-sync'],
    strategies: () => {
      const reversed = new WeakMap<object, Parameters<Strategies['plan']>[1]>();
      return {
        plan: (strategies, model, state) => {
          const last = model.systemOrder.size - 1;
          const other = reversed.get(model) ?? {
            ...model,
            systemOrder: new Map([...model.systemOrder].map(([id, order]) => [id, last - order])),
          };
          reversed.set(model, other);
          return plan(strategies, other, state);
        },
      };
    },
  },
];
