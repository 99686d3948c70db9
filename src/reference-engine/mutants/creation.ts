/** Mutants that create too much or too little. */
import { DEFAULT_STRATEGIES } from '../strategies';
import type { Mutant } from './mutant';

export const CREATION_MUTANTS: readonly Mutant[] = [
  {
    name: 'always-create',
    topic: 'creation',
    what: 'Ignores every merge table and creates a counterpart in every section, where a link is required too.',
    decisions: ['D4', 'D5', 'D8'],
    caughtBy: ['link-required', 'merge-on-match', 'merge-existing'],
    strategies: () => ({
      readSection: (section) => ({
        ...DEFAULT_STRATEGIES.readSection(section),
        creates: true,
        mergeRows: [],
      }),
    }),
  },
  {
    name: 'no-creation',
    topic: 'creation',
    what: 'Links and keeps in sync, but never creates a record.',
    decisions: ['D1', 'D2', 'D3', 'D8'],
    caughtBy: ['create-always', 'create-missing'],
    strategies: () => ({
      readSection: (section) => ({ ...DEFAULT_STRATEGIES.readSection(section), creates: false }),
    }),
  },
];
