/** What the cells of a table mean: header, properties, gates, data types. */
import { tableShape } from '../../model';
import type {
  DataType,
  DataTypeName,
  Gate,
  NotUnderstood,
  Place,
  Row,
  TableHeader,
  TableKind,
  TableShape,
} from '../../model';
import type { Finding, Findings } from '../findings';
import { plural, quote } from '../../core/text';
import { textOf } from '../rst/lines';
import type { SectionNames } from '../sentences';
import type { RawRow, RawTable } from './tables';
import { restoreTransformation } from '../transformations/transformations';

/** What a table gives to its sentence, and what of it cannot be read. */
export interface ReadTable {
  readonly header?: TableHeader;
  readonly rows: readonly Row[];
  readonly lost: readonly NotUnderstood[];
}

/** How many cells a row may have: the data type may be missing. */
const CELL_COUNTS: Readonly<Record<TableShape, { readonly least: number; readonly most: number }>> = {
  pairs: { least: 2, most: 2 },
  'typed-pairs': { least: 2, most: 3 },
};

const TYPE_NAMES: ReadonlySet<string> = new Set<NonNullable<DataTypeName>>([
  'string',
  'integer',
  'float',
  'decimal',
  'boolean',
  'list',
]);

/**
 * Reads a data type's cell: a known name with or without quotes, `N/A` or nothing, or a fragment of a transformation.
 *
 * @param written - the cell with its white space as it is written; a fragment's constants may hold several blanks.
 */
export function dataTypeOf(text: string, written = text): DataType {
  if (text === '' || text === 'N/A') {
    return { name: null, text };
  }
  const name = /^"([a-z]+)"$/.exec(text)?.[1] ?? text;
  if (TYPE_NAMES.has(name)) {
    return { name: name as NonNullable<DataTypeName>, text };
  }
  return { name: 'expression', text, ...restoreTransformation(written) };
}

/** A property's path, and the gate behind it. */
export interface GatedPath {
  readonly path: string;
  readonly gate?: Gate;
}

/**
 * Reads `<path>` or `<path> (Dependant on having <value> in <property>)`, where value and property may be missing.
 * Undefined where the path is missing or the words in brackets are nearly, but not quite, a gate. (Decision D22.)
 */
export function gatedPath(text: string): GatedPath | undefined {
  const match = text.endsWith(')') ? /^(.*?) ?\(Dependant on having(| .*)\)$/.exec(text) : null;
  if (match === null) {
    return text === '' || /\(\s*depend[ae]nt/i.test(text) ? undefined : { path: text };
  }
  const path = match[1] ?? '';
  if (path === '') {
    return undefined;
  }
  const words = ` ${(match[2] ?? '').trim()} `;
  const at = words.lastIndexOf(' in ');
  const value = (at === -1 ? words : words.slice(0, at)).trim();
  const property = at === -1 ? '' : words.slice(at + ' in '.length).trim();
  return { path, gate: { ...(value === '' ? {} : { value }), ...(property === '' ? {} : { property }) } };
}

function cellTexts(row: RawRow): string[] {
  const texts = row.cells.map((cell) => cell.text);
  while (texts.length > 2 && texts.at(-1) === '') {
    texts.pop();
  }
  return texts;
}

/** Between the cells of a row's text. */
const CELL_SEPARATOR = ' | ';

function rowText(row: RawRow): string {
  return rowTexts(row).text;
}

/** The text of a row, and its cells where it cannot be taken apart into them. */
function rowTexts(row: RawRow): Pick<Row, 'text' | 'cells'> {
  const cells = cellTexts(row);
  const isAmbiguous = cells.some((cell) => cell.includes(CELL_SEPARATOR));
  return { text: cells.join(CELL_SEPARATOR), ...(isAmbiguous ? { cells } : {}) };
}

function placeOf({ line, column, endLine }: Place): Place {
  return { line, column, endLine };
}

type Outcome<T> = { readonly read: T } | { readonly problem: string };

/** What stands in the way of reading a row as cells. */
function shapeProblem(raw: RawRow, shape: TableShape): string | undefined {
  if (raw.unreadableAt !== undefined) {
    return `line ${raw.unreadableAt} is neither a cell nor the rest of one`;
  }
  const { least, most } = CELL_COUNTS[shape];
  const count = raw.cells.length;
  if (count >= least && count <= most) {
    return undefined;
  }
  return `it has ${plural(count, 'cell')} instead of ${least === most ? most : `${least} or ${most}`}`;
}

/** Both sides' paths and the gate, which either cell may state. */
function pathsOf(first: string, second: string): Outcome<Pick<Row, 'source' | 'target' | 'gate'>> {
  const [source, target] = [gatedPath(first), gatedPath(second)];
  if (source === undefined || target === undefined) {
    const cell = source === undefined ? first : second;
    return {
      problem: cell === '' ? 'a property is missing' : `${quote(cell)} is nearly, but not quite, a gate`,
    };
  }
  const gates = [source.gate, target.gate].filter((gate) => gate !== undefined);
  if (new Set(gates.map((gate) => JSON.stringify(gate))).size > 1) {
    return { problem: 'its two cells state different gates' };
  }
  const gate = gates[0] === undefined ? {} : { gate: { ...gates[0], ...gateSide(source, target) } };
  return { read: { source: source.path, target: target.path, ...gate } };
}

/** The cells that state the gate; the source's is the usual one. */
function gateSide(source: GatedPath, target: GatedPath): Pick<Gate, 'side'> {
  if (target.gate === undefined) {
    return {};
  }
  return { side: source.gate === undefined ? 'target' : 'both' };
}

function readRow(raw: RawRow, shape: TableShape): Outcome<Row> {
  const problem = shapeProblem(raw, shape);
  if (problem !== undefined) {
    return { problem };
  }
  const [first = '', second = ''] = raw.cells.map((cell) => cell.text);
  const third = raw.cells[2];
  const paths = pathsOf(first, second);
  if ('problem' in paths) {
    return paths;
  }
  const dataType = shape === 'typed-pairs' ? { dataType: dataTypeOf(third?.text ?? '', third?.written) } : {};
  return { read: { ...placeOf(raw), ...paths.read, ...dataType, ...rowTexts(raw) } };
}

const ROW_HELP =
  'Write a row as `* - <source property>`, `- <target property>` and, in a property table, `- <data type>`, the dashes ' +
  'below each other; a gate as `<property> (Dependant on having <value> in <property>)`.';

function lostRow(raw: RawRow, lines: readonly string[]): NotUnderstood {
  return { ...placeOf(raw), text: textOf(lines, raw.line, raw.endLine) };
}

/** What the third header names before `Data Type`: where the target's system ends. Undefined where it is not such a header. */
export function dataTypeLabel(row: RawRow | undefined): string | undefined {
  return /^(?:(.*) )?Data Type$/
    .exec(row?.cells[2]?.text ?? '')
    ?.slice(1)
    .map((label?: string) => label ?? '')[0];
}

function isDataTypeHeader(raw: RawRow, names: SectionNames): boolean {
  const text = raw.cells[2]?.text ?? '';
  const label = dataTypeLabel(raw);
  if (label === undefined) {
    return text === '';
  }
  return label === '' || names.systems.includes(label) || names.target.startsWith(`${label} `);
}

function headerProblem(raw: RawRow, shape: TableShape, names: SectionNames): string | undefined {
  const problem = shapeProblem(raw, shape);
  if (problem !== undefined) {
    return problem;
  }
  const expected = [`${names.source} Property`, `${names.target} Property`];
  const wrong = expected.findIndex((text, at) => raw.cells[at]?.text !== text);
  const written = (at: number): string => `header ${at + 1} is ${quote(raw.cells[at]?.text ?? '')}`;
  if (wrong !== -1) {
    return `${written(wrong)} instead of ${quote(expected[wrong] ?? '')}`;
  }
  return isDataTypeHeader(raw, names) ? undefined : `${written(2)} instead of "<system> Data Type"`;
}

/** One table being read. */
class TableReader {
  private readonly lost: NotUnderstood[] = [];

  constructor(
    private readonly lines: readonly string[],
    private readonly shape: TableShape,
    private readonly names: SectionNames,
    private readonly findings: Findings,
  ) {}

  read(table: RawTable): ReadTable {
    for (const part of table.unreadable) {
      this.report(part, {
        message: `${quote(part.text)} does not belong into a table.`,
        help: 'Keep only `:header-rows: 1` and rows of cells in the table; move other text out of it.',
      });
      this.lost.push(part);
    }
    const [first, ...others] = table.rows;
    if (first === undefined) {
      return { rows: [], lost: this.lost };
    }
    const problem = headerProblem(first, this.shape, this.names);
    if (!table.hasHeaderOption) {
      this.reportMissingOption(table);
    }
    if (problem === undefined) {
      return {
        header: { ...placeOf(first), ...rowTexts(first) },
        rows: this.readRows(others),
        lost: this.lost,
      };
    }
    if (!table.hasHeaderOption) {
      return { rows: this.readRows(table.rows), lost: this.lost };
    }
    this.loseHeader(first, problem);
    return { rows: this.readRows(others), lost: this.lost };
  }

  private readRows(rows: readonly RawRow[]): Row[] {
    return rows.flatMap((raw) => {
      const outcome = readRow(raw, this.shape);
      if ('read' in outcome) {
        return [outcome.read];
      }
      const at = {
        line: raw.unreadableAt ?? raw.line,
        column: raw.unreadableAt === undefined ? raw.column : 1,
      };
      this.report(at, {
        message: `The row ${quote(rowText(raw))} cannot be read: ${outcome.problem}.`,
        help: ROW_HELP,
      });
      this.lost.push(lostRow(raw, this.lines));
      return [];
    });
  }

  private loseHeader(raw: RawRow, problem: string): void {
    const { source, target } = this.names;
    const third = this.shape === 'typed-pairs' ? ', and "<system> Data Type"' : '';
    this.report(raw, {
      message: `The table's header cannot be read: ${problem}.`,
      help: `Begin the table with the headers ${quote(`${source} Property`)} and ${quote(`${target} Property`)}, in this order${third}.`,
    });
    this.lost.push(lostRow(raw, this.lines));
  }

  private reportMissingOption(table: RawTable): void {
    this.report(table, {
      message: 'The table does not state `:header-rows: 1`.',
      help: 'Write `:header-rows: 1`, indented, on the line below `.. list-table::`.',
    });
  }

  private report(at: { readonly line: number; readonly column: number }, finding: Finding): void {
    this.findings.add('broken-table', at, finding);
  }
}

/**
 * Reads the table behind a sentence. The first row is the header where the table says
 * so or where it reads like one. Takes linear time.
 */
export function interpretTable(
  lines: readonly string[],
  table: RawTable,
  kind: TableKind,
  names: SectionNames,
  findings: Findings,
): ReadTable {
  return new TableReader(lines, tableShape(kind), names, findings).read(table);
}
