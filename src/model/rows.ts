/** What a section's tables and sentences allow: which rows can be tried, and how a link can come about. */
import { memoized } from './memoized';
import { isForeignKey, isIdentity, rowsThatRead, rowsThatWrite, rowTraits } from './traits';
import type { DataType, Row, Section, Statement, StatementKind, TableStatement } from './types';

/** Why a row has no scenarios. `pending`: the document leaves something open. `not-run`: syncproof cannot try it yet. */
export interface RowWithout {
  readonly status: 'pending' | 'not-run';
  readonly reason: string;
}

function isTable(kind: TableStatement['kind']): (statement: Statement) => statement is TableStatement {
  return (statement): statement is TableStatement => statement.kind === kind;
}

/** The rows of all tables of a kind in the section, in order. */
export function rowsOf(section: Section, kind: TableStatement['kind']): Row[] {
  return section.statements.filter(isTable(kind)).flatMap((statement) => [...statement.rows]);
}

export function has(section: Section, kind: StatementKind): boolean {
  return section.statements.some((statement) => statement.kind === kind);
}

/** Gherkin cannot tell such a name from a column of an outline. */
const LIKE_A_COLUMN = /<.*>/;

function nameWithout({ source, target }: Row): RowWithout | undefined {
  const odd = [source, target].find((path) => LIKE_A_COLUMN.test(path));
  return odd === undefined
    ? undefined
    : { status: 'not-run', reason: `no scenarios yet for property names in angle brackets: ${odd}` };
}

const ID_ROW: RowWithout = { status: 'not-run', reason: 'no scenarios yet for ids and foreign keys' };

function transformationWithout({ text, conversion, problem }: DataType): RowWithout {
  if (conversion !== undefined) {
    return { status: 'not-run', reason: 'no scenarios yet for transformations' };
  }
  const why = problem === undefined ? '' : ` (${problem})`;
  return {
    status: 'pending',
    reason: `the data type ${text} is a fragment of a transformation: what it gives cannot be decided${why}`,
  };
}

/** `undefined` where the property row can be tried by itself. */
export function propertyRowWithout(section: Section, row: Row): RowWithout | undefined {
  if (row.source === '' || row.target === '') {
    return { status: 'pending', reason: 'a property is missing: name it in the document' };
  }
  const unnameable = nameWithout(row);
  if (unnameable !== undefined) {
    return unnameable;
  }
  const traits = rowTraits(section, row);
  if (traits.includes('gated')) {
    return { status: 'not-run', reason: 'no scenarios yet for gated rows' };
  }
  if (row.dataType?.name === 'expression') {
    return transformationWithout(row.dataType);
  }
  if (traits.includes('identity') || traits.includes('foreign-key')) {
    return ID_ROW;
  }
  if (rowsThatWrite(section, row.target).length > 1) {
    return { status: 'not-run', reason: `no scenarios yet for several rows that write ${row.target}` };
  }
  if (rowsThatRead(section, row.source).length > 1) {
    return { status: 'not-run', reason: `no scenarios yet for several rows that read ${row.source}` };
  }
  return undefined;
}

/** `undefined` where the merge row can link records. */
export function mergeRowWithout(row: Row): RowWithout | undefined {
  if (row.source === '' || row.target === '') {
    return {
      status: 'pending',
      reason: 'a property is missing, so this row can link nothing: name it in the document',
    };
  }
  return isIdentity(row) || isForeignKey(row) ? ID_ROW : nameWithout(row);
}

/** The property rows that can be tried by themselves. */
export const plainRows = memoized((section) =>
  rowsOf(section, 'properties').filter((row) => propertyRowWithout(section, row) === undefined),
);

/** The merge rows that can link records. */
export const linkingRows = memoized((section) =>
  rowsOf(section, 'merge-on-match').filter((row) => mergeRowWithout(row) === undefined),
);

/** Whether the section says that a record without a counterpart gets one. */
export function creates(section: Section): boolean {
  return has(section, 'create-always') || has(section, 'create-missing');
}

/** The first sentence of the section that creates, or else the one that links: to blame where no link comes about. */
export function linkingSentence(section: Section): StatementKind {
  if (linkingRows(section).length > 0) {
    return 'merge-on-match';
  }
  return has(section, 'create-missing') && !has(section, 'create-always')
    ? 'create-missing'
    : 'create-always';
}
