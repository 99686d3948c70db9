/** Mutants that get documents that run together, and more than two systems, wrong. */
import type { DataflowSection } from '../../protocol';
import type { Write, WriteOperation } from '../planner/operations';
import { plan } from '../planner/plan';
import type { SectionRules } from '../planner/strategies';
import { datatypeOf, type EngineState } from '../planner/state';
import { DEFAULT_STRATEGIES, type Strategies } from '../strategies';
import type { Mutant } from './mutant';
import { withoutWrites } from './withholding';

const NOTHING: SectionRules = { creates: false, mergeRows: [], propertyRows: [] };

/** An engine that leaves sections out. */
function leavingOut(isLeftOut: (section: DataflowSection) => boolean): Partial<Strategies> {
  return {
    readSection: (section) => (isLeftOut(section) ? NOTHING : DEFAULT_STRATEGIES.readSection(section)),
  };
}

/** All documents but the one that the first section is of. */
function otherDocuments(): (section: DataflowSection) => boolean {
  let first: string | undefined;
  return ({ id }) => {
    const [document = ''] = id.split('/');
    first ??= document;
    return document !== first;
  };
}

/** All sections with another system than the two that come first. */
function otherSystems(): (section: DataflowSection) => boolean {
  const known = new Set<string>();
  return ({ source, target }) =>
    [source, target].some(({ system }) => {
      if (known.size < 2) {
        known.add(system);
      }
      return !known.has(system);
    });
}

/** The value comes from a record that no section connects with the one that is written. */
function comesFromAfar({ stamp }: Write, operation: WriteOperation, state: EngineState): boolean {
  const { datatype } = operation;
  const writers = operation.cluster
    .flatMap((key) => state.records[key] ?? [])
    .filter(({ system, id }) => system === stamp.system && id === stamp.record);
  return (
    writers.length > 0 &&
    writers.every((record) => {
      const key = datatypeOf(record);
      return key !== datatype.key && !datatype.counterparts.has(key);
    })
  );
}

export const GROUP_MUTANTS: readonly Mutant[] = [
  {
    name: 'first-document-only',
    topic: 'groups',
    what: 'Of documents that run together, reads the first and no other.',
    decisions: ['D1', 'D8'],
    caughtBy: ['create-always', 'create-missing', 'keep-in-sync'],
    strategies: () => leavingOut(otherDocuments()),
  },
  {
    name: 'leaves-third-system-out',
    topic: 'groups',
    what: 'Synchronizes the two systems that the documents name first, and no other.',
    decisions: ['D8', 'D12'],
    caughtBy: ['create-always', 'keep-in-sync'],
    strategies: () => leavingOut(otherSystems()),
  },
  {
    name: 'third-system-only-receives',
    topic: 'groups',
    what: 'Writes to the third system, and carries none of its edits back.',
    decisions: ['D1', 'D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({
      plan: (strategies, model, state) =>
        withoutWrites(
          plan(strategies, model, state),
          ({ stamp }) => (model.systemOrder.get(stamp.system) ?? 0) >= 2,
        ),
    }),
  },
  {
    name: 'stops-after-one-hop',
    topic: 'groups',
    what: 'Carries an edit to the next system, and never from there to the one beyond.',
    decisions: ['D8', 'D12'],
    caughtBy: ['keep-in-sync'],
    strategies: () => ({
      plan: (strategies, model, state) => withoutWrites(plan(strategies, model, state), comesFromAfar),
    }),
  },
];
