/** Sections: their sides, statements and tables. */
import { TABLE_KINDS } from '../model';
import type { NotUnderstood, Section, Side, Statement, TableStatement } from '../model';
import type { Findings } from './findings';
import { quote } from '../core/text';
import type { KnownNames } from './connections';
import { columnOf } from './rst/lines';
import { bestOf, headingSplits, sourceSide, startsWithName, targetSide } from './names';
import type { NameSplit } from './names';
import { headingText } from './rst/outline';
import type { Group } from './rst/outline';
import { lostLines, readParagraph } from './rst/paragraphs';
import { dataTypeLabel, interpretTable } from './tables/rows';
import { recogniser } from './sentences';
import type { SectionNames } from './sentences';
import { helpForText } from './suggest';
import { readTable, wholeTable } from './tables/tables';
import type { RawTable } from './tables/tables';

/** What reading needs everywhere: the source lines and the place for diagnostics. */
export interface Source {
  readonly lines: readonly string[];
  readonly findings: Findings;
}

type Part =
  | { readonly type: 'statement'; readonly statement: Statement }
  | { readonly type: 'lost'; readonly lost: NotUnderstood }
  | { readonly type: 'table'; readonly table: RawTable };

/** The label in the third header of a group's property table (`<B> Data Type`), where it has one. */
export function groupDataTypeLabel(lines: readonly string[], group: Group): string | undefined {
  for (const block of group.blocks) {
    const label = block.kind === 'table' ? dataTypeLabel(readTable(lines, block).rows[0]) : undefined;
    if (label !== undefined) {
      return label;
    }
  }
  return undefined;
}

/** How much in the section speaks for one way to cut its heading: headers, sentences, and the systems' names. */
function scoreOf(split: NameSplit, group: Group, systems: NameSplit, lines: readonly string[]): number {
  const sentences = group.blocks.some(({ kind }) => kind === 'paragraph')
    ? recogniser({ ...split, systems: [] })
    : undefined;
  let score =
    Number(startsWithName(split.source, systems.source)) +
    Number(startsWithName(split.target, systems.target));
  for (const block of group.blocks) {
    if (block.kind === 'table') {
      const [first, second] = readTable(lines, block).rows[0]?.cells ?? [];
      score +=
        Number(first?.text === `${split.source} Property`) +
        Number(second?.text === `${split.target} Property`);
    } else if (block.kind === 'paragraph' && sentences !== undefined) {
      score += readParagraph(lines, block, sentences).filter(({ type }) => type === 'statement').length;
    }
  }
  return score;
}

function isTableStatement(statement: Statement): statement is TableStatement {
  return 'rows' in statement;
}

/** Reads the blocks of one section. */
class SectionReader {
  private readonly statements: Statement[] = [];
  private readonly lost: NotUnderstood[] = [];

  constructor(
    private readonly source: Source,
    private readonly names: SectionNames,
  ) {}

  read(group: Group): Pick<Section, 'statements' | 'notUnderstood'> {
    const parts = this.partsOf(group);
    let at = 0;
    while (at < parts.length) {
      at += this.take(parts[at], parts[at + 1]);
    }
    return { statements: this.statements, notUnderstood: this.lost };
  }

  private partsOf(group: Group): Part[] {
    const { lines } = this.source;
    const recognise = recogniser(this.names);
    return group.blocks.flatMap((block): Part[] => {
      if (block.kind === 'table') {
        return [{ type: 'table', table: readTable(lines, block) }];
      }
      if (block.kind === 'paragraph') {
        return readParagraph(lines, block, recognise);
      }
      return [{ type: 'lost', lost: lostLines(lines, block.line, block.endLine) }];
    });
  }

  /** Takes a part, and the table behind its sentence; tells how many parts it took. */
  private take(part: Part | undefined, next: Part | undefined): number {
    if (part?.type === 'table') {
      this.loseTable(part.table);
    }
    if (part?.type === 'lost') {
      this.loseText(part.lost);
    }
    if (part?.type !== 'statement') {
      return 1;
    }
    if (!isTableStatement(part.statement)) {
      this.statements.push(part.statement);
      return 1;
    }
    if (next?.type !== 'table') {
      this.loseSentence(part.statement, 'no table follows it');
      return 1;
    }
    if (next.table.rows.length === 0) {
      this.loseSentence(part.statement, 'the table below it has no rows, not even a header');
      if (next.table.unreadable.length > 0) {
        this.loseTable(next.table);
      }
    } else {
      this.takeTable(part.statement, next.table);
    }
    return 2;
  }

  private takeTable(statement: TableStatement, table: RawTable): void {
    const { lines, findings } = this.source;
    const { lost, ...read } = interpretTable(lines, table, statement.kind, this.names, findings);
    this.statements.push({ ...statement, ...read });
    for (const part of lost) {
      this.lost.push(part);
    }
  }

  private loseText(lost: NotUnderstood): void {
    this.lost.push(lost);
    this.source.findings.add('not-understood', lost, {
      message: `No sentence kind reads ${quote(lost.text)}.`,
      help: helpForText(lost.text, this.names),
    });
  }

  private loseTable(table: RawTable): void {
    for (const lost of wholeTable(this.source.lines, table)) {
      this.lost.push(lost);
      this.source.findings.add('broken-table', lost, {
        message: `No table sentence is directly before the table on line ${table.line}.`,
        help: `Put the table directly below its ${TABLE_KINDS.join(' or ')} sentence, with a blank line between them.`,
      });
    }
  }

  private loseSentence(statement: TableStatement, why: string): void {
    const { line, column, endLine, text } = statement;
    this.lost.push({ line, column, endLine, text });
    this.source.findings.add('broken-table', statement, {
      message: `The ${statement.kind} sentence announces a table, but ${why}.`,
      help: 'Write a `.. list-table::` with `:header-rows: 1` and at least the header row directly below the sentence, with a blank line between them.',
    });
  }
}

/** A section's heading, cut into its sides. */
export interface SectionHeading {
  readonly text: string;
  /** The sides as the heading writes them. */
  readonly split: NameSplit;
  readonly source: Side;
  readonly target: Side;
}

/**
 * Reads a section's heading, or gives undefined where it is none of `<A> <X> to <B> <Y>`.
 * Where a name holds "to", the section's headers and sentences tell the sides apart.
 */
export function readHeading(
  lines: readonly string[],
  group: Group,
  systems: NameSplit,
): SectionHeading | undefined {
  const text = headingText(lines, group.heading);
  const split = bestOf(headingSplits(text), (candidate) => scoreOf(candidate, group, systems, lines));
  if (split === undefined) {
    return undefined;
  }
  const target = targetSide(split.target, systems.target, groupDataTypeLabel(lines, group));
  return { text, split, source: sourceSide(split.source, systems.source, target), target };
}

/** Reads what stands below a section's heading; `known` are the names of the whole document. */
export function readSection(
  reading: Source,
  group: Group,
  { text, split, source, target }: SectionHeading,
  known: KnownNames,
): Section {
  const systems = [source.system, target.system, source.label ?? '', target.label ?? ''];
  const names = { ...split, systems: systems.filter((name) => name !== ''), known };
  const line = group.heading.textLine;
  return {
    line,
    column: columnOf(reading.lines[line - 1] ?? ''),
    endLine: line,
    heading: text,
    source,
    target,
    ...new SectionReader(reading, names).read(group),
  };
}
