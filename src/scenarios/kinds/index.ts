/** The sentence kinds that have scenarios: one entry for each. What stands in no entry is reported as not run. */
import type { Row, Statement, StatementKind } from '../../model';
import type { SectionContext } from '../section-context';
import type { CheckScenarios } from '../types';
import { createAlways } from './create-always';
import { keepInSync } from './keep-in-sync';
import { linkRequired } from './link-required';
import { createMissing, mergeExisting } from './merge-or-create';
import { mergeOnMatch, mergeRow } from './merge-table';
import { properties, propertyRow } from './properties';

interface KindScenarios {
  /** Writes the chapter of the sentence. */
  readonly sentence: (context: SectionContext, statement: Statement) => CheckScenarios;
  /** For tables: writes the chapter of each row. */
  readonly row?: (context: SectionContext, row: Row) => CheckScenarios;
}

export const KINDS: Readonly<Partial<Record<StatementKind, KindScenarios>>> = {
  'create-always': { sentence: createAlways },
  'link-required': { sentence: linkRequired },
  'merge-on-match': {
    sentence: (_, statement) => mergeOnMatch('rows' in statement ? statement.rows : []),
    row: mergeRow,
  },
  'merge-existing': { sentence: mergeExisting },
  'create-missing': { sentence: createMissing },
  'keep-in-sync': { sentence: keepInSync },
  properties: {
    sentence: (context, statement) => properties(context, 'rows' in statement ? statement.rows : []),
    row: propertyRow,
  },
};
