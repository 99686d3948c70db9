import { engineWith, type Fault } from './mutant';

export const fault: Fault = {
  name: 'record-level-latest-wins',
  what: "Takes the record's modification time for all its properties: editing one renews the others.",
  decisions: ['D12'],
};

export const createEngine = engineWith(fault, () => ({
  renewedBy: (edited, mapped) => (edited.length > 0 ? mapped : []),
}));
