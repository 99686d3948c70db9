/** The planner of the reference engine. */
import type { StatementKind } from '../../model';
import { clustersOf } from './clusters';
import { EXACT_CONVERSIONS } from './conversions';
import { isEmpty } from './json';
import { rowsOf } from './model';
import { mergePatch } from './patch';
import { elementsOf } from './paths';
import { plan } from './plan';
import type { PlanningStrategies } from './strategies';

/**
 * The kinds of sentences that ask for a new record where there is no counterpart. A section that also requires a link first
 * contradicts itself, and neither of the two sentences is judged; with records created, the rest of it can be.
 */
const CREATING: ReadonlySet<StatementKind> = new Set<StatementKind>(['create-always', 'create-missing']);

export const DEFAULT_PLANNING: PlanningStrategies = {
  readSection: (section) => ({
    creates: section.statements.some(({ kind }) => CREATING.has(kind)),
    mergeRows: rowsOf(section, 'merge-on-match'),
    propertyRows: rowsOf(section, 'properties'),
  }),
  conversions: EXACT_CONVERSIONS,
  matchValues: (value) => elementsOf(value).filter((element) => !isEmpty(element)),
  clustersOf,
  renewedBy: (edited) => edited,
  writesBack: true,
  editsOutdo: true,
  patchBody: mergePatch,
  plan,
};
