/** Mutants that let edits flow the wrong way. */
import type { Mutant } from './mutant';

export const PROPAGATION_MUTANTS: readonly Mutant[] = [
  {
    name: 'one-way',
    topic: 'propagation',
    what: 'Writes from A to B only: an edit on the target side never reaches the source side.',
    decisions: ['D1', 'D12'],
    caughtBy: ['keep-in-sync', 'properties'],
    strategies: () => ({ writesBack: false }),
  },
  {
    name: 'record-level-latest-wins',
    topic: 'propagation',
    what: "Takes the record's modification time for all its properties: editing one renews the others.",
    decisions: ['D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({ renewedBy: (edited, mapped) => (edited.length > 0 ? mapped : []) }),
  },
  {
    name: 'trusts-stamps-alone',
    topic: 'propagation',
    what: 'Compares modification times also where one side alone was edited: at equal times the edit may be undone.',
    decisions: ['D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({ editsOutdo: false }),
  },
];
