import { mutantEngine, type Mutant } from './mutant';

export const fault: Mutant = {
  name: 'record-level-latest-wins',
  what: "Takes the record's modification time for all its properties: editing one renews the others.",
  decisions: ['D12'],
};

export const createEngine = mutantEngine(fault, () => ({
  renewedBy: (edited, mapped) => (edited.length > 0 ? mapped : []),
}));
