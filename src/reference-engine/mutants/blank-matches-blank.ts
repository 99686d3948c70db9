import { defaultParts } from '../default-strategies';
import { isEmpty } from '../planner/json';
import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'blank-matches-blank',
  what: 'Takes two missing or empty values for a match.',
  decisions: ['D6'],
};

export const createEngine = engineWith(fault, () => ({
  matchValues: (value) => (isEmpty(value) ? [null] : defaultParts.matchValues(value)),
}));
