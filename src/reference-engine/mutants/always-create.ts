import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'always-create',
  what: 'Ignores every merge table and creates a counterpart in every section, where a link is required too.',
  decisions: ['D4', 'D5', 'D8'],
};

export const createEngine = engineWith(fault, () => ({
  readSection: () => ({ creates: true, mergeRows: [] }),
}));
