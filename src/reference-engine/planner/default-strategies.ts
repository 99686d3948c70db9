/** The planner of the reference engine. */
import { EXACT_CONVERSIONS } from './conversions';
import { isEmpty } from './json';
import { rowsOf } from './model';
import { mergePatch } from './patch';
import { elementsOf } from './paths';
import { plan } from './plan';
import type { PlanningStrategies } from './strategies';

export const DEFAULT_PLANNING: PlanningStrategies = {
  readSection: (section) => {
    const kinds = new Set(section.statements.map(({ kind }) => kind));
    return {
      creates: !kinds.has('link-required') && (kinds.has('create-always') || kinds.has('create-missing')),
      mergeRows: rowsOf(section, 'merge-on-match'),
      propertyRows: rowsOf(section, 'properties'),
    };
  },
  conversions: EXACT_CONVERSIONS,
  matchValues: (value) => elementsOf(value).filter((element) => !isEmpty(element)),
  renewedBy: (edited) => edited,
  writesBack: true,
  patchBody: mergePatch,
  plan,
};
