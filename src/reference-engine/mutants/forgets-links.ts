import { defaultStrategies } from '../default-strategies';
import { mutantEngine, type Mutant } from './mutant';

export const fault: Mutant = {
  name: 'forgets-links',
  what: 'Begins anew after a restart: what it knew of links and earlier reads is gone.',
  decisions: ['D9', 'D16'],
};

export const createEngine = mutantEngine(fault, () => ({
  openStore: (stateDir) => ({ ...defaultStrategies.openStore(stateDir), load: () => undefined }),
}));
