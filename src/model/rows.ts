/** What a section's tables and sentences allow: which rows can be tried, and how a link can come about. */
import type { Row, Section, Statement, StatementKind, TableStatement } from './types';

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

const lastStep = (path: string): string => path.split('.').at(-1) ?? path;

function usesOf(rows: readonly Row[], side: 'source' | 'target', path: string): number {
  return rows.filter((row) => row[side] === path).length;
}

/** Gherkin cannot tell such a name from a column of an outline. */
const LIKE_A_COLUMN = /<.*>/;

function nameWithout({ source, target }: Row): RowWithout | undefined {
  const odd = [source, target].find((path) => LIKE_A_COLUMN.test(path));
  return odd === undefined
    ? undefined
    : { status: 'not-run', reason: `no scenarios yet for property names in angle brackets: ${odd}` };
}

/** `undefined` where the property row can be tried by itself. */
export function propertyRowWithout(section: Section, row: Row): RowWithout | undefined {
  const rows = rowsOf(section, 'properties');
  if (row.source === '' || row.target === '') {
    return { status: 'pending', reason: 'a property is missing: name it in the document' };
  }
  const unnameable = nameWithout(row);
  if (unnameable !== undefined) return unnameable;
  if (row.gate !== undefined) return { status: 'not-run', reason: 'no scenarios yet for gated rows' };
  if (row.dataType?.name === 'expression') {
    return {
      status: 'pending',
      reason: `the data type ${row.dataType.text} is a fragment of a transformation: what it gives cannot be decided`,
    };
  }
  if (lastStep(row.source) === 'id' || lastStep(row.target) === 'id') {
    return { status: 'not-run', reason: 'no scenarios yet for ids and foreign keys' };
  }
  if (usesOf(rows, 'target', row.target) > 1) {
    return { status: 'not-run', reason: `no scenarios yet for several rows that write ${row.target}` };
  }
  if (usesOf(rows, 'source', row.source) > 1) {
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
  if (lastStep(row.source) === 'id' || lastStep(row.target) === 'id') {
    return { status: 'not-run', reason: 'no scenarios yet for ids and foreign keys' };
  }
  return nameWithout(row);
}

/** Answers for sections that were asked about before: sections never change. */
function remembered(find: (section: Section) => readonly Row[]): (section: Section) => readonly Row[] {
  const known = new WeakMap<Section, readonly Row[]>();
  return (section) => {
    const rows = known.get(section) ?? find(section);
    known.set(section, rows);
    return rows;
  };
}

/** The property rows that can be tried by themselves. */
export const plainRows = remembered((section) =>
  rowsOf(section, 'properties').filter((row) => propertyRowWithout(section, row) === undefined),
);

/** The merge rows that can link records. */
export const linkingRows = remembered((section) =>
  rowsOf(section, 'merge-on-match').filter((row) => mergeRowWithout(row) === undefined),
);

/** Whether the section says that a record without a counterpart gets one. */
export function creates(section: Section): boolean {
  return has(section, 'create-always') || has(section, 'create-missing');
}

/** The first sentence of the section that creates, or else the one that links: to blame where no link comes about. */
export function linkingSentence(section: Section): StatementKind {
  if (linkingRows(section).length > 0) return 'merge-on-match';
  return has(section, 'create-missing') && !has(section, 'create-always')
    ? 'create-missing'
    : 'create-always';
}
