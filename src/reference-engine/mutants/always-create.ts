import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'always-create',
  what: 'Ignores every merge table and creates a counterpart in every section, where a link is required too.',
  decisions: ['D4', 'D5', 'D8'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  readSection: () => ({ creates: true, mergeRows: [] }),
}));
