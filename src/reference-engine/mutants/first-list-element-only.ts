import { defaultParts } from '../default-strategies';
import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'first-list-element-only',
  what: 'Matches lists by their first element only.',
  decisions: ['D7'],
};

export const createEngine = engineWith(fault, () => ({
  matchValues: (value) => defaultParts.matchValues(value).slice(0, 1),
}));
