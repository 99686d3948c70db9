/** Mutants that do not see all there is. */
import type { Mutant } from './mutant';

export const LISTING_MUTANTS: readonly Mutant[] = [
  {
    name: 'first-page-only',
    topic: 'listing',
    what: 'Reads the first page of a listing and no other.',
    decisions: ['D2'],
    strategies: () => ({ listAll: async (fetchPage) => (await fetchPage(null)).items }),
  },
];
