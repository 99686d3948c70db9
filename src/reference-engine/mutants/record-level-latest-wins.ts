import { mutantEngine, type Mutant } from './mutant';

export const MUTANT: Mutant = {
  name: 'record-level-latest-wins',
  what: "Takes the record's modification time for all its properties: editing one renews the others.",
  decisions: ['D12'],
};

export const createEngine = mutantEngine(MUTANT, () => ({
  renewedBy: (edited, mapped) => (edited.length > 0 ? mapped : []),
}));
