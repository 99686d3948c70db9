/** List-tables, read from the source lines: options, rows and cells with their places. What a cell means: rows.ts. */
import type { NotUnderstood } from '../../model';
import { columnOf, fold, isBlank, textOf, widthOf } from '../rst/lines';
import type { Block } from '../rst/restructured';

/** One cell; its text is folded, its column is the first character's (after the dash for an empty cell). */
export interface Cell {
  readonly text: string;
  /** The text with its white space as it is written; the lines of a cell are joined with one blank. */
  readonly written: string;
  readonly column: number;
}

/** A row as it is written, `line` is that of its `* -`. */
export interface RawRow {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  readonly cells: readonly Cell[];
  /** The first line of the row that is neither a cell nor the rest of one. */
  readonly unreadableAt?: number;
}

export interface RawTable {
  readonly line: number;
  readonly endLine: number;
  readonly column: number;
  /** Whether `:header-rows: 1` is stated. */
  readonly hasHeaderOption: boolean;
  readonly rows: readonly RawRow[];
  /** Captions, other options, lines before the first row. */
  readonly unreadable: readonly NotUnderstood[];
}

const ROW_PATTERN = /^(\s*\*\s+)-(?:\s+(\S.*))?$/;
const CELL_PATTERN = /^(\s*)-(?:\s+(\S.*))?$/;
const OPTION_PATTERN = /^\s+:([\w-]+):(?:\s+(.*))?$/;

function unreadableLine(lines: readonly string[], line: number): NotUnderstood {
  const text = lines[line - 1] ?? '';
  return { line, column: columnOf(text), endLine: line, text: fold(text) };
}

function cellAt(line: string, text: string | undefined): Cell {
  return { text: fold(text ?? ''), written: text ?? '', column: line.length - (text ?? '').length + 1 };
}

/** A row that grows line by line. */
class RowBuilder {
  private readonly cells: { texts: string[]; column: number }[] = [];
  private endLine: number;
  private unreadableAt: number | undefined;

  constructor(
    private readonly line: number,
    /** Where the dashes of the row's cells stand. */
    private readonly dashAt: number,
    private readonly bulletColumn: number,
    first: Cell,
  ) {
    this.endLine = line;
    this.addCell(first);
  }

  private addCell(cell: Cell): void {
    this.cells.push({ texts: [cell.written], column: cell.column });
  }

  /** Takes one more line: a cell, the rest of one, or something that cannot be read. */
  take(text: string, line: number): void {
    this.endLine = line;
    const indent = widthOf(/^\s*/.exec(text)?.[0] ?? '');
    const cell = CELL_PATTERN.exec(text);
    if (cell !== null && indent === this.dashAt) {
      this.addCell(cellAt(text, cell[2]));
    } else if (cell === null && indent > this.dashAt && !/^\s*\*\s/.test(text)) {
      this.cells.at(-1)?.texts.push(text);
    } else {
      this.unreadableAt ??= line;
    }
  }

  build(): RawRow {
    const { line, endLine, unreadableAt } = this;
    const cells = this.cells.map(({ texts, column }) => {
      const written = texts.map((text) => text.trim()).join(' ');
      return { text: fold(written), written, column };
    });
    const column = cells[0]?.text === '' ? this.bulletColumn : (cells[0]?.column ?? this.bulletColumn);
    return { line, endLine, column, cells, ...(unreadableAt === undefined ? {} : { unreadableAt }) };
  }
}

interface Body {
  readonly rows: readonly RawRow[];
  readonly unreadable: readonly NotUnderstood[];
}

/** All rows stand as far right as the first; anything else belongs to the row before it, or to none. */
function readBody(lines: readonly string[], first: number, last: number): Body {
  const builders: RowBuilder[] = [];
  const unreadable: NotUnderstood[] = [];
  let bulletAt: number | undefined;
  for (let line = first; line <= last; line += 1) {
    const text = (lines[line - 1] ?? '').trimEnd();
    if (isBlank(text)) {
      continue;
    }
    const row = ROW_PATTERN.exec(text);
    const indent = widthOf(/^\s*/.exec(text)?.[0] ?? '');
    if (row !== null && indent === (bulletAt ?? indent)) {
      bulletAt = indent;
      builders.push(new RowBuilder(line, widthOf(row[1] ?? ''), columnOf(text), cellAt(text, row[2])));
      continue;
    }
    const current = builders.at(-1);
    if (current === undefined) {
      unreadable.push(unreadableLine(lines, line));
    } else {
      current.take(text, line);
    }
  }
  return { rows: builders.map((builder) => builder.build()), unreadable };
}

/** Reads a table block. Never throws; what it cannot read stands in `unreadable` or in the row. Takes linear time. */
export function readTable(lines: readonly string[], block: Block): RawTable {
  const directive = lines[block.line - 1] ?? '';
  const unreadable: NotUnderstood[] = [];
  if (!/^\.\.\s+list-table::\s*$/.test(directive)) {
    unreadable.push(unreadableLine(lines, block.line));
  }
  let hasHeaderOption = false;
  let line = block.line + 1;
  for (; line <= block.endLine; line += 1) {
    const option = OPTION_PATTERN.exec((lines[line - 1] ?? '').trimEnd());
    if (option === null) {
      break;
    }
    if (option[1] === 'header-rows' && option[2] === '1') {
      hasHeaderOption = true;
    } else {
      unreadable.push(unreadableLine(lines, line));
    }
  }
  const body = readBody(lines, line, block.endLine);
  return {
    line: block.line,
    endLine: block.endLine,
    column: columnOf(directive),
    hasHeaderOption,
    rows: body.rows,
    unreadable: [...unreadable, ...body.unreadable],
  };
}

/** The whole table as one thing that is not understood: its rows, or the directive where it has none. */
export function wholeTable(lines: readonly string[], table: RawTable): NotUnderstood[] {
  const first = table.rows[0];
  const own = [...table.unreadable];
  if (first !== undefined) {
    const { line, column } = first;
    own.push({ line, column, endLine: table.endLine, text: textOf(lines, line, table.endLine) });
  } else if (own.length === 0) {
    own.push({ ...unreadableLine(lines, table.line), endLine: table.endLine });
  }
  return own;
}
