/** The outward forms of a parsed document: JSON, one JSON a line, and an outline for people. */
import { conversionJson, rowTraits, writeConversion } from '../model';
import type {
  ConversionJson,
  DataflowDocument,
  DataType,
  DataTypeName,
  Diagnostic,
  Gate,
  NotUnderstood,
  Row,
  RowTrait,
  Section,
  Side,
  Statement,
} from '../model';
import { printable } from './rst/lines';

/** A data type in the outward form. */
export interface PublicDataType {
  readonly name: DataTypeName;
  readonly text: string;
  /** Of a fragment that can be restored: what it says, as nested arrays in the form of DTL. */
  readonly conversion?: ConversionJson;
  /** Of a fragment that cannot: why. */
  readonly problem?: string;
}

/** A row in the outward form. */
export interface PublicRow {
  readonly line: number;
  readonly source: string;
  readonly target: string;
  readonly dataType?: PublicDataType;
  readonly gate?: Gate;
  /** What is special about the row; absent where nothing is. */
  readonly traits?: readonly RowTrait[];
}

/** Lines that no rule reads. */
export interface PublicNotUnderstood {
  readonly line: number;
  readonly endLine: number;
  readonly text: string;
}

/** A statement in the outward form. */
export interface PublicStatement {
  readonly kind: Statement['kind'];
  readonly line: number;
  readonly text: string;
  readonly connectedTo?: {
    readonly system: string;
    readonly datatypes: readonly string[];
    readonly synchronizedInto: string;
  };
  readonly condition?: string;
  readonly rows?: readonly PublicRow[];
}

/** A section in the outward form. */
export interface PublicSection {
  readonly heading: string;
  readonly line: number;
  readonly source: Side;
  readonly target: Side;
  readonly statements: readonly PublicStatement[];
  /** What no rule reads in the section; absent where everything is understood. */
  readonly notUnderstood?: readonly PublicNotUnderstood[];
}

/**
 * The parsed document as `syncproof show --format json` writes it (schemas/document.json); other programs hold on to this
 * form. Members may be added to it, none changed or removed.
 */
export interface PublicDocument {
  readonly schemaVersion: 1;
  readonly path: string;
  readonly title: string;
  readonly systems: { readonly source: string; readonly target: string };
  readonly generatedAt?: string;
  readonly sections: readonly PublicSection[];
  /** What no rule reads outside of every section; absent where everything is understood. */
  readonly notUnderstood?: readonly PublicNotUnderstood[];
  readonly diagnostics: readonly Diagnostic[];
}

function publicSide({ system, label, datatype }: Side): Side {
  return { system, ...(label === undefined ? {} : { label }), datatype };
}

function publicDataType({ name, text, conversion, problem }: DataType): PublicDataType {
  return {
    name,
    text,
    ...(conversion === undefined ? {} : { conversion: conversionJson(conversion) }),
    ...(problem === undefined ? {} : { problem }),
  };
}

function publicRow(row: Row, section: Section): PublicRow {
  const { line, source, target, dataType, gate } = row;
  const traits = rowTraits(section, row);
  return {
    line,
    source,
    target,
    ...(dataType === undefined ? {} : { dataType: publicDataType(dataType) }),
    ...(gate === undefined ? {} : { gate }),
    ...(traits.length === 0 ? {} : { traits }),
  };
}

function publicStatement(statement: Statement, section: Section): PublicStatement {
  const { kind, line, text } = statement;
  if ('rows' in statement) {
    return { kind, line, text, rows: statement.rows.map((row) => publicRow(row, section)) };
  }
  if ('connectedTo' in statement) {
    return { kind, line, text, connectedTo: statement.connectedTo };
  }
  if ('condition' in statement) {
    return { kind, line, text, condition: statement.condition };
  }
  return { kind, line, text };
}

function publicLost(lost: readonly NotUnderstood[]): { notUnderstood?: readonly PublicNotUnderstood[] } {
  if (lost.length === 0) {
    return {};
  }
  return { notUnderstood: lost.map(({ line, endLine, text }) => ({ line, endLine, text })) };
}

function publicSection(section: Section): PublicSection {
  const { heading, line, source, target, statements, notUnderstood } = section;
  return {
    heading,
    line,
    source: publicSide(source),
    target: publicSide(target),
    statements: statements.map((statement) => publicStatement(statement, section)),
    ...publicLost(notUnderstood),
  };
}

/** The outward form of a document, members in a fixed order. */
export function publicDocument(document: DataflowDocument): PublicDocument {
  const { path, title, systems, generatedAt, sections, notUnderstood, diagnostics } = document;
  return {
    schemaVersion: 1,
    path,
    title,
    systems: { source: systems.source, target: systems.target },
    ...(generatedAt === undefined ? {} : { generatedAt }),
    sections: sections.map(publicSection),
    ...publicLost(notUnderstood),
    diagnostics,
  };
}

function numbered(line: number, depth: number, text: string): string {
  return `${String(line).padStart(6)}  ${'  '.repeat(depth)}${printable(text)}`;
}

function gateText({ value, property }: Gate): string {
  return `if ${property ?? '?'} is ${value ?? '?'}`;
}

/** The data type as it is written, and behind it what a fragment says. */
function dataTypeText({ text, conversion, problem }: DataType): string {
  if (problem !== undefined) {
    return `${text}  (cannot be read: ${problem})`;
  }
  if (conversion === undefined) {
    return text;
  }
  const written = writeConversion(conversion);
  return written === text ? text : `${text}  = ${written}`;
}

function rowLines(rows: readonly Row[], section: Section): string[] {
  const widest = (texts: readonly string[]): number =>
    texts.reduce((width, text) => Math.max(width, text.length), 0);
  const source = widest(rows.map((row) => row.source));
  const target = widest(rows.map((row) => row.target));
  return rows.map((row) => {
    const dataType = row.dataType === undefined ? '' : dataTypeText(row.dataType);
    const gate = row.gate === undefined ? '' : gateText(row.gate);
    const traits = rowTraits(section, row).join(', ');
    const notes = [dataType, gate, traits === '' ? '' : `[${traits}]`].filter((note) => note !== '');
    const cells = [row.source.padEnd(source), '~', row.target.padEnd(target), ...notes];
    return numbered(row.line, 2, cells.join('  ').trimEnd());
  });
}

function statementLines(statement: Statement, section: Section): string[] {
  const line = numbered(statement.line, 1, `${statement.kind}: ${statement.text}`);
  return 'rows' in statement ? [line, ...rowLines(statement.rows, section)] : [line];
}

function showText(document: DataflowDocument): string {
  const { path, title, generatedAt, sections, notUnderstood } = document;
  const lost = [...notUnderstood, ...sections.flatMap((section) => section.notUnderstood)];
  return [
    printable(
      `${path}: ${title === '' ? '(no dataflow document)' : title}${generatedAt === undefined ? '' : `, generated ${generatedAt}`}`,
    ),
    ...sections.flatMap((section) => [
      numbered(section.line, 0, section.heading),
      ...section.statements.flatMap((statement) => statementLines(statement, section)),
    ]),
    ...(lost.length === 0 ? [] : ['Not understood:']),
    ...lost.sort((one, other) => one.line - other.line).map(({ line, text }) => numbered(line, 0, text)),
    '',
  ].join('\n');
}

/** The forms that `formatShow` writes. */
export type ShowFormat = 'json' | 'ndjson' | 'text';

/**
 * Documents in their outward form: `json` is one object for one document and an array for any other number,
 * `ndjson` one object a line, `text` an outline with line numbers. Ends with a line feed (unless there is nothing).
 */
export function formatShow(documents: readonly DataflowDocument[], format: ShowFormat): string {
  if (format === 'text') {
    return documents.map(showText).join('\n');
  }
  const shown = documents.map(publicDocument);
  if (format === 'ndjson') {
    return shown.map((document) => `${JSON.stringify(document)}\n`).join('');
  }
  return `${JSON.stringify(shown.length === 1 ? shown[0] : shown, undefined, 2)}\n`;
}
