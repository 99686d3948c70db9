import { defaultStrategies } from '../default-strategies';
import { mutantEngine, type Mutant } from './mutant';

export const fault: Mutant = {
  name: 'no-creation',
  what: 'Links and keeps in sync, but never creates a record.',
  decisions: ['D1', 'D2', 'D3', 'D8'],
};

export const createEngine = mutantEngine(fault, () => ({
  readSection: (section) => ({ ...defaultStrategies.readSection(section), creates: false }),
}));
