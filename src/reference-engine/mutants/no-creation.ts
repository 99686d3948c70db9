import { DEFAULT_STRATEGIES } from '../default-strategies';
import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'no-creation',
  what: 'Links and keeps in sync, but never creates a record.',
  decisions: ['D1', 'D2', 'D3', 'D8'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  readSection: (section) => ({ ...DEFAULT_STRATEGIES.readSection(section), creates: false }),
}));
