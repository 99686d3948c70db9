import { defaultParts } from '../default-parts';
import { isEmpty } from '../json';
import { engineWith, type Fault } from './fault';

export const fault: Fault = {
  name: 'blank-matches-blank',
  what: 'Takes two missing or empty values for a match.',
  decisions: ['D6'],
};

export const createEngine = engineWith(fault, () => ({
  matchValues: (value) => (isEmpty(value) ? [null] : defaultParts.matchValues(value)),
}));
