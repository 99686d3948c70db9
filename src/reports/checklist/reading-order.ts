/** A document as it reads: its sections with headings, paragraphs and tables, made from the check lines in their order. */
import type { CheckLine } from '../../verdict';

/** A heading or a sentence: a line of the document, or several that make one sentence. */
export interface ParagraphBlock {
  readonly type: 'heading' | 'paragraph';
  readonly line: CheckLine;
}

export interface TableBlock {
  readonly type: 'table';
  /** Absent where the table has none. */
  readonly header?: CheckLine;
  /** Rows of the table, and lines among them that are not understood. */
  readonly rows: readonly CheckLine[];
  /** The most cells that a row or the header has. */
  readonly columns: number;
}

export type DocumentBlock = ParagraphBlock | TableBlock;

export interface SectionBlocks {
  readonly blocks: readonly DocumentBlock[];
}

export interface ReadingOrder {
  /** Absent where the document has none. */
  readonly title?: CheckLine;
  readonly sections: readonly SectionBlocks[];
}

/** The cells of a row or header as the document has them. */
export function cellsOf(line: CheckLine): readonly string[] {
  return line.cells ?? line.text.split(' | ');
}

interface GrowingTable {
  type: 'table';
  table: string;
  header?: CheckLine;
  rows: CheckLine[];
  columns: number;
}

function isHeading({ kind, text }: CheckLine): boolean {
  return kind === 'heading' || (kind === 'introduction' && /^Introduction\.?$/.test(text));
}

/** Whether the line is one of the table's: a row, or an indented line behind its rows that is not understood. */
function belongsTo(table: GrowingTable, { kind, column, table: own }: CheckLine): boolean {
  return own === table.table || (kind === 'not-understood' && column > 1);
}

function addToTable(table: GrowingTable, line: CheckLine): void {
  if (line.kind === 'table-header') {
    table.header = line;
  } else {
    table.rows.push(line);
  }
  if (line.kind !== 'not-understood') {
    table.columns = Math.max(table.columns, cellsOf(line).length);
  }
}

/**
 * @param lines - all check lines of one document, in the order of the document; each is in the result once.
 */
export function readingOrder(lines: readonly CheckLine[]): ReadingOrder {
  const sections: { blocks: (ParagraphBlock | GrowingTable)[] }[] = [];
  let title: CheckLine | undefined;
  let table: GrowingTable | undefined;
  for (const line of lines) {
    if (line.kind === 'title' && title === undefined) {
      title = line;
      continue;
    }
    let section = sections.at(-1);
    if (section === undefined || isHeading(line)) {
      section = { blocks: [] };
      sections.push(section);
      table = undefined;
    }
    if (table !== undefined && belongsTo(table, line)) {
      addToTable(table, line);
    } else if (line.table === undefined) {
      table = undefined;
      section.blocks.push({ type: isHeading(line) ? 'heading' : 'paragraph', line });
    } else {
      table = { type: 'table', table: line.table, rows: [], columns: 1 };
      addToTable(table, line);
      section.blocks.push(table);
    }
  }
  return { ...(title === undefined ? {} : { title }), sections };
}
