import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'first-page-only',
  what: 'Reads the first page of a listing and no other.',
  decisions: ['D2'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  listAll: async (fetchPage) => (await fetchPage(null)).items,
}));
