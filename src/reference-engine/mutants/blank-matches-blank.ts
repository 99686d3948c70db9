import { DEFAULT_STRATEGIES } from '../default-strategies';
import { isEmpty } from '../planner/json';
import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'blank-matches-blank',
  what: 'Takes two missing or empty values for a match.',
  decisions: ['D6'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  matchValues: (value) => (isEmpty(value) ? [null] : DEFAULT_STRATEGIES.matchValues(value)),
}));
