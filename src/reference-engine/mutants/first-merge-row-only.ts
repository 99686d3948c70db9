import { defaultStrategies } from '../default-strategies';
import { mutantEngine, type Mutant } from './mutant';

export const fault: Mutant = {
  name: 'first-merge-row-only',
  what: 'Looks at the first row of a merge table only.',
  decisions: ['D5'],
};

export const createEngine = mutantEngine(fault, () => ({
  readSection: (section) => {
    const rules = defaultStrategies.readSection(section);
    return { ...rules, mergeRows: rules.mergeRows.slice(0, 1) };
  },
}));
