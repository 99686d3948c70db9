import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'one-way',
  what: 'Writes from A to B only: an edit on the target side never reaches the source side.',
  decisions: ['D1', 'D12'],
};

export const createEngine = mutantEngine(MUTANT, () => ({ writesBack: false }));
