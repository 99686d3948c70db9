import { defaultParts } from '../default-strategies';
import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'first-merge-row-only',
  what: 'Looks at the first row of a merge table only.',
  decisions: ['D5'],
};

export const createEngine = engineWith(fault, () => ({
  readSection: (section) => {
    const rules = defaultParts.readSection(section);
    return { ...rules, mergeRows: rules.mergeRows.slice(0, 1) };
  },
}));
