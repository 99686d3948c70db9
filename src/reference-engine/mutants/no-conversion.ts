import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'no-conversion',
  what: 'Hands values over as they are, whatever data type the other side has.',
  decisions: ['D6', 'D15'],
};

export const createEngine = engineWith(fault, () => ({
  conversions: {
    forward: (_cast, value) => ({ ok: true, value }),
    backward: (_cast, value) => ({ ok: true, value }),
  },
}));
