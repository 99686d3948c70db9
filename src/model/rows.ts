/** What a section's tables and sentences allow: which rows can be tried, and how a link can come about. */
import { memoized } from './memoized';
import { isForeignKey, isIdentity, rowsThatRead, rowsThatWrite, rowTraits } from './traits';
import { SENTENCE_KINDS, STATEMENT_KINDS, TABLE_KINDS } from './sentence-kinds';
import type { StatementKind, TableKind } from './sentence-kinds';
import type { DataType, Row, Section, Statement, TableStatement } from './types';

/** Why a row cannot be tried alone. */
export type RowObstacle =
  | { readonly kind: 'missing-property' }
  /** Outlines of scenarios write their columns in angle brackets. */
  | { readonly kind: 'angle-brackets'; readonly path: string }
  | { readonly kind: 'gated' }
  | { readonly kind: 'transformation'; readonly dataType: DataType }
  | { readonly kind: 'id' }
  | { readonly kind: 'several-writers' | 'several-readers'; readonly path: string };

function isTable(kind: TableKind): (statement: Statement) => statement is TableStatement {
  return (statement): statement is TableStatement => statement.kind === kind;
}

/** The rows of all tables of a kind in the section, in order. */
export function rowsOf(section: Section, kind: TableKind): Row[] {
  return section.statements.filter(isTable(kind)).flatMap((statement) => [...statement.rows]);
}

export function has(section: Section, kind: StatementKind): boolean {
  return section.statements.some((statement) => statement.kind === kind);
}

const IN_ANGLE_BRACKETS = /<.*>/;

function nameObstacle({ source, target }: Row): RowObstacle | undefined {
  const path = [source, target].find((name) => IN_ANGLE_BRACKETS.test(name));
  return path === undefined ? undefined : { kind: 'angle-brackets', path };
}

/** `undefined` where the property row can be tried alone. */
export function propertyRowObstacle(section: Section, row: Row): RowObstacle | undefined {
  if (row.source === '' || row.target === '') {
    return { kind: 'missing-property' };
  }
  const unnameable = nameObstacle(row);
  if (unnameable !== undefined) {
    return unnameable;
  }
  const traits = rowTraits(section, row);
  if (traits.includes('gated')) {
    return { kind: 'gated' };
  }
  if (row.dataType?.name === 'expression') {
    return { kind: 'transformation', dataType: row.dataType };
  }
  if (traits.includes('identity') || traits.includes('foreign-key')) {
    return { kind: 'id' };
  }
  if (rowsThatWrite(section, row.target).length > 1) {
    return { kind: 'several-writers', path: row.target };
  }
  if (rowsThatRead(section, row.source).length > 1) {
    return { kind: 'several-readers', path: row.source };
  }
  return undefined;
}

/** `undefined` where the merge row can link records. */
export function mergeRowObstacle(row: Row): RowObstacle | undefined {
  if (row.source === '' || row.target === '') {
    return { kind: 'missing-property' };
  }
  return isIdentity(row) || isForeignKey(row) ? { kind: 'id' } : nameObstacle(row);
}

/** The property rows that can be tried alone. */
export const plainRows = memoized((section) =>
  rowsOf(section, 'properties').filter((row) => propertyRowObstacle(section, row) === undefined),
);

function linkingRowsOf(section: Section, kind: TableKind): Row[] {
  return SENTENCE_KINDS[kind].links
    ? rowsOf(section, kind).filter((row) => mergeRowObstacle(row) === undefined)
    : [];
}

/** The rows that can link records. */
export const linkingRows = memoized((section) => TABLE_KINDS.flatMap((kind) => linkingRowsOf(section, kind)));

/** The kinds of which a sentence says that every record without a counterpart gets one. */
const CREATING_KINDS = STATEMENT_KINDS.filter((kind) => SENTENCE_KINDS[kind].creates === 'always');

/** Whether the section says that a record without a counterpart gets one. */
export function creates(section: Section): boolean {
  return CREATING_KINDS.some((kind) => has(section, kind));
}

/** The first sentence of the section that creates: to blame where nothing was created. `undefined` where none does. */
export function creatingSentence(section: Section): StatementKind | undefined {
  return CREATING_KINDS.find((kind) => has(section, kind));
}

/** The table that links, or else the first sentence that creates: to blame where no link comes about. */
export function linkingSentence(section: Section): StatementKind | undefined {
  return TABLE_KINDS.find((kind) => linkingRowsOf(section, kind).length > 0) ?? creatingSentence(section);
}
