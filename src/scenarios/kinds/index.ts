/** What each sentence kind contributes to a feature. */
import { STATEMENT_KINDS, type Row, type Statement, type StatementKind, type TableKind } from '../../model';
import type { SectionContext } from '../section-context';
import { NOTHING, type CheckScenarios } from '../types';
import { createAlways } from './create-always';
import { keepInSync } from './keep-in-sync';
import { linkRequired } from './link-required';
import { createMissing, mergeExisting } from './merge-or-create';
import { mergeOnMatch, mergeRow } from './merge-table';
import { properties, propertyRow } from './properties';

interface SentenceScenarios {
  /** Writes the scenarios of the sentence. */
  readonly sentence: (context: SectionContext, statement: Statement) => CheckScenarios;
}

interface TableScenarios extends SentenceScenarios {
  /** Writes the scenarios of a row of its table. */
  readonly row: (context: SectionContext, row: Row) => CheckScenarios;
}

/** For a kind without scenarios: its sentences and rows end as not run. */
const NO_SCENARIOS_YET: CheckScenarios = {
  ...NOTHING,
  without: { status: 'not-run', reason: 'no scenarios yet for this kind of sentence' },
};

const NOT_YET: TableScenarios = { sentence: () => NO_SCENARIOS_YET, row: () => NO_SCENARIOS_YET };

/** The scenarios of each kind; those of a table for its rows too. */
export const KINDS: {
  readonly [Kind in StatementKind]: Kind extends TableKind ? TableScenarios : SentenceScenarios;
} = {
  'create-always': { sentence: createAlways },
  'link-required': { sentence: linkRequired },
  'create-if-connected': NOT_YET,
  conditional: NOT_YET,
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

/** The kinds without scenarios. */
export const KINDS_NOT_YET = STATEMENT_KINDS.filter((kind) => KINDS[kind] === NOT_YET);
