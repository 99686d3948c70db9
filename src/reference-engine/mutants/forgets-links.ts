import { DEFAULT_STRATEGIES } from '../default-strategies';
import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'forgets-links',
  what: 'Begins anew after a restart: what it knew of links and earlier reads is gone.',
  decisions: ['D9', 'D16'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  openStore: (stateDir) => ({ ...DEFAULT_STRATEGIES.openStore(stateDir), load: () => undefined }),
}));
