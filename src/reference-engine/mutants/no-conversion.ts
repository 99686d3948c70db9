import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'no-conversion',
  what: 'Hands values over as they are, whatever data type the other side has.',
  decisions: ['D6', 'D15'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  conversions: {
    forward: (_cast, value) => ({ ok: true, value }),
    backward: (_cast, value) => ({ ok: true, value }),
  },
}));
