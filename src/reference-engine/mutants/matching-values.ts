/** Mutants that take other values for equal than those that are, or compare other properties than the merge rows name. */
import { isList, type Json } from '../../core/json';
import { agrees, isEmpty } from '../planner/json';
import type { EngineModel, SectionModel } from '../planner/model';
import { readPath } from '../planner/paths';
import type { EngineState, RecordState } from '../planner/state';
import { DEFAULT_STRATEGIES, type Strategies } from '../strategies';
import type { Mutant } from './mutant';
import { clustersBy, recordsByDatatype, sourceValues, targetValues } from './pairs';

/** Shorter texts name too little to be taken for the beginning of another. */
const SHORTEST_PREFIX = 3;

/** What an index over a long text column keeps. */
const INDEXED_CHARACTERS = 64;

/** An engine that matches changed texts. */
function matchingText(change: (text: string) => string): Partial<Strategies> {
  return {
    matchValues: (value) =>
      DEFAULT_STRATEGIES.matchValues(value)
        .map((element) => (typeof element === 'string' ? change(element) : element))
        .filter((element) => !isEmpty(element)),
  };
}

function textMatcher(name: string, what: string, change: (text: string) => string): Mutant {
  return {
    name,
    topic: 'matching',
    what,
    decisions: ['D6'],
    caughtBy: ['merge-on-match'],
    strategies: () => matchingText(change),
  };
}

type IsMatch = (section: SectionModel, source: RecordState, target: RecordState) => boolean;

/** Links of each source record with the target records that it matches, pair by pair. */
function linksWhere(
  model: EngineModel,
  state: EngineState,
  isMatch: IsMatch,
): readonly (readonly string[])[] {
  const groups = recordsByDatatype(state);
  return model.sections.flatMap((section) =>
    (groups.get(section.source) ?? []).flatMap((source) =>
      (groups.get(section.target) ?? [])
        .filter((target) => target.key !== source.key && isMatch(section, source, target))
        .map((target) => [source.key, target.key]),
    ),
  );
}

/** An engine that links by something else beside the merge rows. */
function alsoLinking(
  isMatch: (matching: Parameters<Strategies['clustersOf']>[0]) => IsMatch,
): Partial<Strategies> {
  return {
    clustersOf: (matching, model, state) => {
      const links = linksWhere(model, state, isMatch(matching));
      return DEFAULT_STRATEGIES.clustersOf(matching, model, {
        ...state,
        clusters: [...state.clusters, ...links],
      });
    },
  };
}

function beginsAs(one: Json, other: Json): boolean {
  if (typeof one !== 'string' || typeof other !== 'string') {
    return false;
  }
  const [short = '', long = ''] = [one, other].sort((a, b) => a.length - b.length);
  return short.length >= SHORTEST_PREFIX && long.startsWith(short);
}

/** All rows of the property table are equal, and none is empty on both sides. */
function looksEqual({ rows }: SectionModel, source: RecordState, target: RecordState): boolean {
  const filled = rows.filter((row) => !isEmpty(readPath(source.properties, row.source)));
  return (
    filled.length > 0 &&
    rows.every((row) => {
      const [one, other] = [readPath(source.properties, row.source), readPath(target.properties, row.target)];
      return agrees(isList(one) ? one[0] : one, isList(other) ? other[0] : other);
    })
  );
}

/** Compares what the records held when they were first seen. */
function matchingFirstSeen(): Partial<Strategies> {
  const firstSeen = new Map<string, RecordState['properties']>();
  return {
    clustersOf: (matching, model, state) => {
      const records = Object.entries(state.records).map(([key, record]): [string, RecordState] => {
        const properties = firstSeen.get(key) ?? record.properties;
        firstSeen.set(key, properties);
        return [key, { ...record, properties }];
      });
      return DEFAULT_STRATEGIES.clustersOf(matching, model, {
        ...state,
        records: Object.fromEntries(records),
      });
    },
  };
}

export const MATCHING_VALUE_MUTANTS: readonly Mutant[] = [
  textMatcher(
    'matches-without-leading-zeros',
    'Matches texts of digits as numbers: 0042 and 42 are one.',
    (text) => text.replace(/^0+(?=\d+$)/, ''),
  ),
  textMatcher(
    'matches-rounded-digits',
    'Matches texts of 16 digits or more as numbers: two that differ in their last digits are one.',
    (text) => (/^\d{16,20}$/.test(text) ? String(Number(text)) : text),
  ),
  textMatcher(
    'matches-without-plus-tag',
    'Matches email addresses without the tag after a plus sign.',
    (text) => text.replace(/\+[^@\s]*(?=@)/, ''),
  ),
  textMatcher('matches-without-accents', 'Matches letters with and without accents.', (text) =>
    text.normalize('NFD').replace(/\p{M}/gu, ''),
  ),
  textMatcher(
    'matches-letters-and-digits',
    'Matches by letters and digits alone: apostrophes, signs and emoji make no difference.',
    (text) => text.replace(/[^\p{L}\p{M}\p{N}]/gu, ''),
  ),
  textMatcher(
    'matches-long-texts-by-beginning',
    `Matches by the first ${INDEXED_CHARACTERS} characters.`,
    (text) => text.slice(0, INDEXED_CHARACTERS),
  ),
  {
    name: 'falsy-matches-nothing',
    topic: 'matching',
    what: 'Takes zero and false for empty, so that they match nothing.',
    decisions: ['D6'],
    caughtBy: ['merge-on-match'],
    strategies: () => ({
      matchValues: (value) => DEFAULT_STRATEGIES.matchValues(value).filter(Boolean),
    }),
  },
  {
    name: 'matches-by-prefix',
    topic: 'matching',
    what: 'Takes a value for a match that begins with the other one.',
    decisions: ['D6'],
    caughtBy: ['merge-on-match'],
    strategies: () =>
      alsoLinking(
        (matching) =>
          ({ mergeRows }, source, target) =>
            mergeRows.some((row) =>
              sourceValues(matching, row, source).some((one) =>
                targetValues(matching, row, target).some((other) => beginsAs(one, other)),
              ),
            ),
      ),
  },
  {
    name: 'matches-any-property',
    topic: 'matching',
    what: 'Matches by every row of the property table too.',
    decisions: ['D3'],
    caughtBy: ['create-always', 'link-required', 'merge-on-match'],
    strategies: () => ({
      readSection: (section) => {
        const rules = DEFAULT_STRATEGIES.readSection(section);
        return { ...rules, mergeRows: [...rules.mergeRows, ...rules.propertyRows] };
      },
    }),
  },
  {
    name: 'merges-equal-looking',
    topic: 'matching',
    what: 'Takes two records for one where all rows of the property table are equal, whatever the merge rows say.',
    decisions: ['D3'],
    caughtBy: ['create-always', 'link-required', 'merge-on-match'],
    strategies: () => alsoLinking(() => looksEqual),
  },
  {
    name: 'links-equal-ids',
    topic: 'matching',
    what: 'Links records of the two systems that have the same id.',
    decisions: ['D3', 'D5'],
    caughtBy: ['create-always', 'link-required', 'merge-on-match'],
    strategies: () => alsoLinking(() => (_section, source, target) => source.id === target.id),
  },
  {
    name: 'matches-stale-values',
    topic: 'matching',
    what: 'Matches by what a record held when it was first seen: a value corrected later never links.',
    decisions: ['D5', 'D8'],
    caughtBy: ['link-required', 'merge-on-match'],
    strategies: matchingFirstSeen,
  },
  {
    name: 'all-merge-rows-must-match',
    topic: 'matching',
    what: 'Links only where every row of the merge table matches.',
    decisions: ['D5'],
    caughtBy: ['merge-on-match'],
    strategies: () => ({
      clustersOf: (matching, model, state) => {
        const isMatch: IsMatch = ({ mergeRows }, source, target) =>
          mergeRows.length > 0 &&
          mergeRows.every((row) =>
            sourceValues(matching, row, source).some((one) =>
              targetValues(matching, row, target).some((other) => agrees(one, other)),
            ),
          );
        return clustersBy(matching, model, state, linksWhere(model, state, isMatch));
      },
    }),
  },
];
