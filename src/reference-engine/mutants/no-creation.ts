import { defaultParts } from '../default-strategies';
import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'no-creation',
  what: 'Links and keeps in sync, but never creates a record.',
  decisions: ['D1', 'D2', 'D3', 'D8'],
};

export const createEngine = engineWith(fault, () => ({
  readSection: (section) => ({ ...defaultParts.readSection(section), creates: false }),
}));
