/** Writing documents: a plan of what a document says → the RST that its publishers would write for it. */
import { SENTENCE_KINDS, tableShape } from '../model';
import type {
  ConditionalStatement,
  ConnectedStatement,
  DataflowDocument,
  Gate,
  PlainStatement,
  Row,
  Section,
  Side,
  Statement,
  TableKind,
  TableStatement,
} from '../model';
import { fold, widthOf } from './rst/lines';
import { publishedSentence } from './sentences';
import type { Slots } from './sentences';

/** A row of a table; the texts stand in its cells as they are. */
export interface RowPlan {
  readonly source: string;
  readonly target: string;
  /** The third cell of a property table's row; absent or empty: there is no such cell. */
  readonly dataType?: string;
  readonly gate?: Omit<Gate, 'side'>;
  /** The cells that state the gate; default: the source's. */
  readonly gateIn?: 'source' | 'target' | 'both';
}

/** A sentence, and the table behind it. */
export type StatementPlan =
  | Pick<PlainStatement, 'kind'>
  | Pick<ConditionalStatement, 'kind' | 'condition'>
  | Pick<ConnectedStatement, 'kind' | 'connectedTo'>
  | {
      readonly kind: TableStatement['kind'];
      readonly rows: readonly RowPlan[];
      /** The third header of a property table; default: `<label or system of the target> Data Type`. */
      readonly dataTypeHeader?: string;
    };

export interface SectionPlan {
  readonly source: Side;
  readonly target: Side;
  readonly statements: readonly StatementPlan[];
}

type Sides = Pick<Section, 'source' | 'target'>;

/** What a document says, without its lines. */
export interface DocumentPlan {
  readonly systems: DataflowDocument['systems'];
  /** What stands behind `Generated: `; absent: there is no such line. */
  readonly generated?: string;
  /** Its heading (`Introduction.` gets a line that is one character short, as it is published) and its paragraphs. */
  readonly introduction?: {
    readonly heading: 'Introduction' | 'Introduction.';
    readonly paragraphs: readonly string[];
  };
  readonly sections: readonly SectionPlan[];
}

/** How a document is written; none of it changes what it says. */
export interface DocumentWriteOptions {
  /** Default: a line feed. The published documents have CRLF. */
  readonly lineEnd?: '\n' | '\r\n' | '\r';
  /** Whether the text begins with a byte order mark; default: no. */
  readonly byteOrderMark?: boolean;
  /** What stands behind the text of each cell, for example a blank or a tab; default: nothing. */
  readonly cellEnd?: string;
  /** How many characters the lines below the sections' headings are too short; default: 0. */
  readonly shortBy?: number;
}

/** A side as headings and sentences write it. A system without a name leaves the blank behind it, as published. */
function phraseOf({ system, label, datatype }: Side): string {
  return label === '' ? datatype : `${label ?? system} ${datatype}`;
}

/** `Z1`, `Z1, or Z2`, `Z1, Z2, or Z3`. */
function listOf(names: readonly string[]): string {
  const [last = '', ...others] = [...names].reverse();
  return others.length === 0 ? last : `${others.reverse().join(', ')}, or ${last}`;
}

function slotsOf(statement: StatementPlan): Slots {
  if ('condition' in statement) {
    return { condition: statement.condition };
  }
  if ('connectedTo' in statement) {
    const { system, datatypes, synchronizedInto } = statement.connectedTo;
    return { connection: `${system} ${listOf(datatypes)}`, system: synchronizedInto };
  }
  return {};
}

function gateText({ value = '', property = '' }: Omit<Gate, 'side'>): string {
  return ` (Dependant on having ${value} in ${property})`;
}

function cellsOf(
  { source, target, dataType = '', gate, gateIn = 'source' }: RowPlan,
  kind: TableKind,
): string[] {
  const stated = gate === undefined ? '' : gateText(gate);
  const paths = [
    `${source}${gateIn === 'target' ? '' : stated}`,
    `${target}${gateIn === 'source' ? '' : stated}`,
  ];
  return tableShape(kind) === 'typed-pairs' && dataType !== '' ? [...paths, dataType] : paths;
}

/** Writes one document with one set of options. */
class DocumentWriter {
  constructor(private readonly options: Required<DocumentWriteOptions>) {}

  lines({ systems, generated, introduction, sections }: DocumentPlan): string[] {
    const title = `${systems.source} to ${systems.target} Dataflow`;
    const line = '='.repeat(widthOf(title));
    const lines = [line, title, line, ''];
    if (generated !== undefined) {
      lines.push(`Generated: ${generated}`, '');
    }
    if (introduction !== undefined) {
      lines.push(introduction.heading, '-'.repeat('Introduction'.length), '');
      for (const paragraph of introduction.paragraphs) {
        lines.push(paragraph, '');
      }
    }
    sections.forEach((section, at) => {
      if (at > 0) {
        lines.push('');
      }
      for (const text of this.sectionLines(section)) {
        lines.push(text);
      }
    });
    return lines;
  }

  private sectionLines(section: SectionPlan): string[] {
    const names = { source: phraseOf(section.source), target: phraseOf(section.target) };
    const heading = `${names.source} to ${names.target}`;
    const lines = [heading, '-'.repeat(Math.max(1, widthOf(heading) - this.options.shortBy))];
    section.statements.forEach((statement, at) => {
      const next = section.statements[at + 1]?.kind;
      lines.push(publishedSentence(statement.kind, names, slotsOf(statement)));
      if (next === undefined || SENTENCE_KINDS[next].joins !== statement.kind) {
        lines.push('');
      }
      if ('rows' in statement) {
        const label = section.target.label ?? section.target.system;
        const third = statement.dataTypeHeader ?? `${label} Data Type`;
        const header = {
          source: `${names.source} Property`,
          target: `${names.target} Property`,
          dataType: third,
        };
        for (const text of this.tableLines([header, ...statement.rows], statement.kind)) {
          lines.push(text);
        }
      }
    });
    return lines;
  }

  private tableLines(rows: readonly RowPlan[], kind: TableKind): string[] {
    const cells = rows.flatMap((row) =>
      cellsOf(row, kind).map(
        (cell, at) => `${at === 0 ? '   * - ' : '     - '}${cell}${this.options.cellEnd}`,
      ),
    );
    return ['.. list-table::', '   :header-rows: 1', '', ...cells, ''];
  }
}

/**
 * Writes a document as its publishers do. Reading it gives what the plan says, as long as the names can be distinguished
 * (docs/documents.md) and no text holds what RST or a gate would read otherwise: this function does not check that.
 *
 * @throws RangeError where a text of the plan holds a line end: a document cannot say that.
 */
export function writeDocument(plan: DocumentPlan, options: DocumentWriteOptions = {}): string {
  const { lineEnd = '\n', byteOrderMark = false, cellEnd = '', shortBy = 0 } = options;
  const lines = new DocumentWriter({ lineEnd, byteOrderMark, cellEnd, shortBy }).lines(plan);
  const broken = lines.find((line) => /[\r\n]/.test(line));
  if (broken !== undefined) {
    throw new RangeError(
      `A document holds no line end within a name, a cell or a sentence, but the plan has ${JSON.stringify(broken)}. Write it without.`,
    );
  }
  return (byteOrderMark ? '\uFEFF' : '') + lines.map((line) => `${line}${lineEnd}`).join('');
}

/** The gate, and which cells state it. */
function gatePlan({ gate }: Row): Pick<RowPlan, 'gate' | 'gateIn'> {
  if (gate === undefined) {
    return {};
  }
  const { side, ...stated } = gate;
  return { gate: stated, ...(side === undefined ? {} : { gateIn: side }) };
}

function rowPlan(row: Row): RowPlan {
  const { source, target, dataType } = row;
  return {
    source,
    target,
    ...(dataType === undefined || dataType.text === '' ? {} : { dataType: dataType.text }),
    ...gatePlan(row),
  };
}

/** The third header, where it is not the usual one. */
function thirdHeader({ header }: TableStatement, { source, target }: Sides): string | undefined {
  const before = fold(`${phraseOf(source)} Property | ${phraseOf(target)} Property |`);
  const third = header?.text.startsWith(before) === true ? header.text.slice(before.length + 1) : '';
  return third === '' || third === `${target.label ?? target.system} Data Type` ? undefined : third;
}

function statementPlan(statement: Statement, sides: Sides): StatementPlan {
  if ('condition' in statement) {
    return { kind: statement.kind, condition: statement.condition };
  }
  if ('connectedTo' in statement) {
    return { kind: statement.kind, connectedTo: statement.connectedTo };
  }
  if (!('rows' in statement)) {
    return { kind: statement.kind };
  }
  const { kind, rows } = statement;
  const third = thirdHeader(statement, sides);
  return { kind, rows: rows.map(rowPlan), ...(third === undefined ? {} : { dataTypeHeader: third }) };
}

function sectionPlan({ source, target, statements }: Section): SectionPlan {
  const sides = { source, target };
  return { ...sides, statements: statements.map((statement) => statementPlan(statement, sides)) };
}

/**
 * What a document says, without its lines. What no rule reads is not in it, nor are differences of layout: writing the
 * plan of a document that has the publishers' layout gives that document.
 */
export function planOf(document: DataflowDocument): DocumentPlan {
  const { systems, informative, sections } = document;
  const generated = informative.find(({ kind }) => kind === 'generated');
  const [heading, ...paragraphs] = informative.filter(({ kind }) => kind === 'introduction');
  return {
    systems,
    ...(generated === undefined ? {} : { generated: generated.text.replace(/^Generated: ?/, '') }),
    ...(heading === undefined
      ? {}
      : {
          introduction: {
            heading: heading.text === 'Introduction.' ? 'Introduction.' : 'Introduction',
            paragraphs: paragraphs.map(({ text }) => text),
          },
        }),
    sections: sections.map(sectionPlan),
  };
}
