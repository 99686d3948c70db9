import { DEFAULT_STRATEGIES } from '../default-strategies';
import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'first-list-element-only',
  what: 'Matches lists by their first element only.',
  decisions: ['D7'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  matchValues: (value) => DEFAULT_STRATEGIES.matchValues(value).slice(0, 1),
}));
