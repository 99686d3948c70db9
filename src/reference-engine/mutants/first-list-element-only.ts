import { defaultStrategies } from '../default-strategies';
import { mutantEngine, type Mutant } from './mutant';

export const fault: Mutant = {
  name: 'first-list-element-only',
  what: 'Matches lists by their first element only.',
  decisions: ['D7'],
};

export const createEngine = mutantEngine(fault, () => ({
  matchValues: (value) => defaultStrategies.matchValues(value).slice(0, 1),
}));
