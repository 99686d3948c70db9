/** Mutants that find the wrong matches, or miss some. */
import { isEmpty } from '../planner/json';
import { DEFAULT_STRATEGIES } from '../strategies';
import type { Mutant } from './mutant';

export const MATCHING_MUTANTS: readonly Mutant[] = [
  {
    name: 'blank-matches-blank',
    topic: 'matching',
    what: 'Takes two missing or empty values for a match.',
    decisions: ['D6'],
    strategies: () => ({
      matchValues: (value) => (isEmpty(value) ? [null] : DEFAULT_STRATEGIES.matchValues(value)),
    }),
  },
  {
    name: 'first-list-element-only',
    topic: 'matching',
    what: 'Matches lists by their first element only.',
    decisions: ['D7'],
    strategies: () => ({
      matchValues: (value) => DEFAULT_STRATEGIES.matchValues(value).slice(0, 1),
    }),
  },
  {
    name: 'first-merge-row-only',
    topic: 'matching',
    what: 'Looks at the first row of a merge table only.',
    decisions: ['D5'],
    strategies: () => ({
      readSection: (section) => {
        const rules = DEFAULT_STRATEGIES.readSection(section);
        return { ...rules, mergeRows: rules.mergeRows.slice(0, 1) };
      },
    }),
  },
];
