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

/** What a sentence of each kind says of a record without a counterpart: a new one is asked for, forbidden, or neither. */
const CREATION: Readonly<Record<StatementKind, 'asked' | 'forbidden' | 'neither'>> = {
  'create-always': 'asked',
  'link-required': 'forbidden',
  'create-if-connected': 'neither',
  conditional: 'neither',
  'merge-on-match': 'neither',
  'merge-existing': 'neither',
  'create-missing': 'asked',
  'keep-in-sync': 'neither',
  properties: 'neither',
};

export const DEFAULT_PLANNING: PlanningStrategies = {
  readSection: (section) => {
    const said = section.statements.map(({ kind }) => CREATION[kind]);
    return {
      creates: !said.includes('forbidden') && said.includes('asked'),
      mergeRows: rowsOf(section, 'merge-on-match'),
      propertyRows: rowsOf(section, 'properties'),
    };
  },
  conversions: EXACT_CONVERSIONS,
  matchValues: (value) => elementsOf(value).filter((element) => !isEmpty(element)),
  clustersOf,
  renewedBy: (edited) => edited,
  writesBack: true,
  editsOutdo: true,
  patchBody: mergePatch,
  plan,
};
