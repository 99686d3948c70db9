/** Mutants that find the wrong matches, or miss some. */
import { isEmpty } from '../planner/json';
import type { EngineModel, PropertyRow } from '../planner/model';
import { DEFAULT_STRATEGIES } from '../strategies';
import type { Mutant } from './mutant';

/** Every section that matches says the same of its targets among themselves. */
function withDuplicates(model: EngineModel): EngineModel {
  const among = (rows: readonly PropertyRow[]): PropertyRow[] =>
    rows.map((row) => ({ ...row, source: row.target, cast: null, targetType: 'any' }));
  const merging = model.sections.filter(({ mergeRows }) => mergeRows.length > 0);
  const added = merging.map((section) => ({
    ...section,
    source: section.target,
    creates: false,
    rows: among(section.rows),
    mergeRows: among(section.mergeRows),
  }));
  return { ...model, sections: [...model.sections, ...added] };
}

export const MATCHING_MUTANTS: readonly Mutant[] = [
  {
    name: 'blank-matches-blank',
    topic: 'matching',
    what: 'Takes two missing or empty values for a match.',
    decisions: ['D6'],
    caughtBy: ['merge-on-match'],
    strategies: () => ({
      matchValues: (value) => (isEmpty(value) ? [null] : DEFAULT_STRATEGIES.matchValues(value)),
    }),
  },
  {
    name: 'first-list-element-only',
    topic: 'matching',
    what: 'Matches lists by their first element only.',
    decisions: ['D7'],
    caughtBy: ['merge-on-match'],
    strategies: () => ({
      matchValues: (value) => DEFAULT_STRATEGIES.matchValues(value).slice(0, 1),
    }),
  },
  {
    name: 'first-merge-row-only',
    topic: 'matching',
    what: 'Looks at the first row of a merge table only.',
    decisions: ['D5'],
    caughtBy: ['merge-on-match'],
    strategies: () => ({
      readSection: (section) => {
        const rules = DEFAULT_STRATEGIES.readSection(section);
        return { ...rules, mergeRows: rules.mergeRows.slice(0, 1) };
      },
    }),
  },
  {
    name: 'merges-duplicates',
    topic: 'matching',
    what: 'Makes target records with one merge value agree among themselves, also before a source record joins them.',
    decisions: ['D8'],
    caughtBy: ['merge-on-match'],
    strategies: () => {
      const models = new WeakMap<EngineModel, EngineModel>();
      return {
        plan: (strategies, model, state, round) => {
          const wider = models.get(model) ?? withDuplicates(model);
          models.set(model, wider);
          return DEFAULT_STRATEGIES.plan(strategies, wider, state, round);
        },
      };
    },
  },
];
