import { defaultParts } from '../default-strategies';
import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'forgets-links',
  what: 'Begins anew after a restart: what it knew of links and earlier reads is gone.',
  decisions: ['D9', 'D16'],
};

export const createEngine = engineWith(fault, () => ({
  openStore: (stateDir) => ({ ...defaultParts.openStore(stateDir), load: () => undefined }),
}));
