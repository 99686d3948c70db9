import { defaultStrategies } from '../default-strategies';
import { isEmpty } from '../planner/json';
import { mutantEngine, type Mutant } from './mutant';

export const fault: Mutant = {
  name: 'blank-matches-blank',
  what: 'Takes two missing or empty values for a match.',
  decisions: ['D6'],
};

export const createEngine = mutantEngine(fault, () => ({
  matchValues: (value) => (isEmpty(value) ? [null] : defaultStrategies.matchValues(value)),
}));
