/** The outward forms of a parsed document: JSON, one JSON a line, and an outline for people. */
import type { DataflowDocument, DataType, Diagnostic, Gate, Row, Section, Side, Statement } from '../model';
import { printable } from './diagnostics-text';

/** A row in the outward form. */
export interface PublicRow {
  readonly line: number;
  readonly source: string;
  readonly target: string;
  readonly dataType?: DataType;
  readonly gate?: Gate;
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
}

/** The parsed document as `syncproof show --format json` writes it; other programs hold on to this form. */
export interface PublicDocument {
  readonly schemaVersion: 1;
  readonly path: string;
  readonly title: string;
  readonly systems: { readonly source: string; readonly target: string };
  readonly generatedAt?: string;
  readonly sections: readonly PublicSection[];
  readonly diagnostics: readonly Diagnostic[];
}

function publicSide({ system, label, datatype }: Side): Side {
  return { system, ...(label === undefined ? {} : { label }), datatype };
}

function publicRow({ line, source, target, dataType, gate }: Row): PublicRow {
  return {
    line,
    source,
    target,
    ...(dataType === undefined ? {} : { dataType: { name: dataType.name, text: dataType.text } }),
    ...(gate === undefined ? {} : { gate }),
  };
}

function publicStatement(statement: Statement): PublicStatement {
  const { kind, line, text } = statement;
  if ('rows' in statement) return { kind, line, text, rows: statement.rows.map(publicRow) };
  if ('connectedTo' in statement) return { kind, line, text, connectedTo: statement.connectedTo };
  if ('condition' in statement) return { kind, line, text, condition: statement.condition };
  return { kind, line, text };
}

function publicSection({ heading, line, source, target, statements }: Section): PublicSection {
  return {
    heading,
    line,
    source: publicSide(source),
    target: publicSide(target),
    statements: statements.map(publicStatement),
  };
}

/** The outward form of a document, members in a fixed order. */
export function publicDocument(document: DataflowDocument): PublicDocument {
  const { path, title, systems, generatedAt, sections, diagnostics } = document;
  return {
    schemaVersion: 1,
    path,
    title,
    systems: { source: systems.source, target: systems.target },
    ...(generatedAt === undefined ? {} : { generatedAt }),
    sections: sections.map(publicSection),
    diagnostics,
  };
}

function numbered(line: number, depth: number, text: string): string {
  return `${String(line).padStart(6)}  ${'  '.repeat(depth)}${printable(text)}`;
}

function gateText({ value, property }: Gate): string {
  return `if ${property ?? '?'} is ${value ?? '?'}`;
}

function rowLines(rows: readonly Row[]): string[] {
  const widest = (texts: readonly string[]): number =>
    texts.reduce((width, text) => Math.max(width, text.length), 0);
  const source = widest(rows.map((row) => row.source));
  const target = widest(rows.map((row) => row.target));
  return rows.map((row) => {
    const gate = row.gate === undefined ? '' : gateText(row.gate);
    const cells = [row.source.padEnd(source), '~', row.target.padEnd(target), row.dataType?.text ?? '', gate];
    return numbered(row.line, 2, cells.join('  ').trimEnd());
  });
}

function statementLines(statement: Statement): string[] {
  const line = numbered(statement.line, 1, `${statement.kind}: ${statement.text}`);
  return 'rows' in statement ? [line, ...rowLines(statement.rows)] : [line];
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
      ...section.statements.flatMap(statementLines),
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
  if (format === 'text') return documents.map(showText).join('\n');
  const shown = documents.map(publicDocument);
  if (format === 'ndjson') return shown.map((document) => `${JSON.stringify(document)}\n`).join('');
  return `${JSON.stringify(shown.length === 1 ? shown[0] : shown, undefined, 2)}\n`;
}
