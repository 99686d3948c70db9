import { DEFAULT_STRATEGIES } from '../default-strategies';
import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'first-merge-row-only',
  what: 'Looks at the first row of a merge table only.',
  decisions: ['D5'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  readSection: (section) => {
    const rules = DEFAULT_STRATEGIES.readSection(section);
    return { ...rules, mergeRows: rules.mergeRows.slice(0, 1) };
  },
}));
