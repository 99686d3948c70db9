/** From a file's bytes to the document model. */
import { createHash } from 'node:crypto';
import { slug } from '../model';
import type { DataflowDocument, Informative, NotUnderstood, Section } from '../model';
import { knownNames } from './connections';
import type { KnownNames } from './connections';
import { plural, quote } from '../core/text';
import { Findings } from './findings';
import type { DiagnosticCode, Finding } from './findings';
import { columnOf, countLines, decode, isBlank, splitLines } from './rst/lines';
import { chooseTitle, titleSplits } from './names';
import type { NameSplit } from './names';
import { checkAdornments, headingStyle, headingText, outlineOf } from './rst/outline';
import type { Group, Outline } from './rst/outline';
import { lostLines } from './rst/paragraphs';
import { blocksOf } from './rst/restructured';
import type { Block } from './rst/restructured';
import { groupDataTypeLabel, readHeading, readSection } from './sections';
import type { SectionHeading, Source } from './sections';
import { readTable, wholeTable } from './tables/tables';

/** A file as it was read: its path as the user names it, and its bytes. */
export interface DocumentFile {
  readonly path: string;
  readonly bytes: Uint8Array;
}

/** Larger files are not parsed (five million bytes; the largest known document has a hundred thousand). */
export const LARGEST_DOCUMENT = 5_000_000;

type Body = Omit<DataflowDocument, 'path' | 'slug' | 'sha256' | 'diagnostics'>;

const EMPTY_BODY: Body = {
  title: '',
  systems: { source: '', target: '' },
  informative: [],
  sections: [],
  notUnderstood: [],
};

/** The file's base name without `.rst`, as a slug. */
export function documentSlug(path: string): string {
  return slug((path.split(/[\\/]/).at(-1) ?? '').replace(/\.rst$/i, ''));
}

function lostBlock(lines: readonly string[], block: Block): NotUnderstood[] {
  if (block.kind === 'table') {
    return wholeTable(lines, readTable(lines, block));
  }
  return [lostLines(lines, block.line, block.endLine)];
}

function refuse(
  source: Source,
  code: DiagnosticCode,
  at: { line: number; column: number },
  finding: Finding,
): Body {
  source.findings.add(code, at, finding);
  return {
    ...EMPTY_BODY,
    notUnderstood: blocksOf(source.lines).flatMap((block) => lostBlock(source.lines, block)),
  };
}

const TITLE_HELP =
  'Begin the document with the title `<A> to <B> Dataflow`, over- and underlined with `=` at least as long as the title.';

function refuseTitle(source: Source, outline: Outline): Body {
  const { lines } = source;
  const line = outline.title?.heading.textLine ?? outline.before[0]?.line ?? 1;
  const found =
    outline.title === undefined
      ? 'it has no title'
      : `its title is ${quote(headingText(lines, outline.title.heading))}`;
  return refuse(
    source,
    'not-a-dataflow-document',
    { line, column: columnOf(lines[line - 1] ?? '') },
    {
      message: `This is not a dataflow document: ${found}.`,
      help: TITLE_HELP,
    },
  );
}

const DATE_PATTERN = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2}):(\d{2})$/;

/** `YYYY-MM-DD HH:MM:SS` as `YYYY-MM-DDTHH:MM:SS`; undefined where it is not a date and time. */
function dateOf(text: string): string | undefined {
  const stated = DATE_PATTERN.test(text) ? text.replace(' ', 'T') : undefined;
  if (stated === undefined) {
    return undefined;
  }
  const date = new Date(`${stated}Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(stated) ? stated : undefined;
}

/** Reads a document whose title is one; gathers what stands outside of the sections. */
class DocumentReader {
  private readonly informative: Informative[] = [];
  private readonly lost: NotUnderstood[] = [];
  private readonly sections: Section[] = [];
  private generatedAt: string | undefined;

  constructor(
    private readonly source: Source,
    private readonly systems: NameSplit,
    private readonly titleStyle: string,
  ) {}

  read(outline: Outline, title: Group): Body {
    const { lines } = this.source;
    for (const block of outline.before) {
      this.lose(block, 'It stands before the title: move it into the Introduction.');
    }
    this.inform('title', title.heading.textLine, title.heading.textLine);
    for (const block of title.blocks) {
      this.readPreamble(block);
    }
    const headings = new Map(outline.groups.map((group) => [group, this.headingOf(group)]));
    const sides = [...headings.values()].flatMap((heading) =>
      heading === undefined ? [] : [heading.source, heading.target],
    );
    const known = knownNames(Object.values(this.systems), sides);
    for (const [group, heading] of headings) {
      this.readGroup(group, heading, known);
    }
    return {
      title: headingText(lines, title.heading),
      systems: { ...this.systems },
      ...(this.generatedAt === undefined ? {} : { generatedAt: this.generatedAt }),
      informative: this.informative,
      sections: this.sections,
      notUnderstood: this.lost,
    };
  }

  private inform(kind: Informative['kind'], line: number, endLine: number): void {
    this.informative.push({ kind, ...lostLines(this.source.lines, line, endLine) });
  }

  private lose(block: Block, help: string): void {
    for (const lost of lostBlock(this.source.lines, block)) {
      this.lost.push(lost);
      const message = `No rule reads ${quote(lost.text)} here.`;
      this.source.findings.add('not-understood', lost, { message, help });
    }
  }

  /** Between the title and the first section: `Generated: …` in a line of its own begins a paragraph. */
  private readPreamble(block: Block): void {
    const { line, endLine } = block;
    const stated = /^Generated:(.*)$/.exec(this.source.lines[line - 1]?.trim() ?? '')?.[1]?.trim();
    if (block.kind !== 'paragraph' || stated === undefined) {
      this.lose(
        block,
        'Only `Generated: …` stands between the title and the first section: move the rest into the Introduction.',
      );
      return;
    }
    this.inform('generated', line, line);
    const date = dateOf(stated);
    this.generatedAt ??= date;
    if (date === undefined) {
      this.source.findings.add(
        'unreadable-date',
        { line, column: 1 },
        {
          message: `${quote(stated)} is not a date and time.`,
          help: 'Write `Generated: YYYY-MM-DD HH:MM:SS`.',
        },
      );
    }
    if (endLine > line) {
      this.lose({ ...block, line: line + 1 }, 'Put it into a paragraph of the Introduction.');
    }
  }

  private isTitle(group: Group): boolean {
    const { lines } = this.source;
    const text = headingText(lines, group.heading);
    return titleSplits(text).length > 0 && headingStyle(lines, group.heading) === this.titleStyle;
  }

  private headingOf(group: Group): SectionHeading | undefined {
    return this.isTitle(group) ? undefined : readHeading(this.source.lines, group, this.systems);
  }

  private readGroup(group: Group, heading: SectionHeading | undefined, known: KnownNames): void {
    const text = headingText(this.source.lines, group.heading);
    if (/^Introduction\.?$/.test(text) && this.sections.length === 0) {
      this.inform('introduction', group.heading.textLine, group.heading.textLine);
      for (const block of group.blocks) {
        this.inform('introduction', block.line, block.endLine);
      }
    } else if (heading === undefined) {
      this.loseGroup(group, text, this.isTitle(group));
    } else {
      this.sections.push(readSection(this.source, group, heading, known));
    }
  }

  private loseGroup(group: Group, text: string, isTitle: boolean): void {
    const { lines, findings } = this.source;
    const line = group.heading.textLine;
    const lost = lostLines(lines, line, line);
    this.lost.push(lost);
    findings.add('not-understood', lost, {
      message: isTitle
        ? `${quote(text)} is a second title.`
        : `The heading ${quote(text)} names no pair of datatypes.`,
      help: isTitle
        ? 'Write each dataflow into a document of its own.'
        : 'Write the heading as `<A> <X> to <B> <Y>` (system and datatype of both sides), or move the text into the Introduction, which comes first.',
    });
    for (const block of group.blocks) {
      this.lose(block, `Its heading on line ${line} is not understood: fix that first.`);
    }
  }
}

function warnOfEmptyNames(source: Source, title: Group, systems: NameSplit): void {
  const empty = [systems.source === '' ? 'source' : '', systems.target === '' ? 'target' : ''].filter(
    (side) => side !== '',
  );
  if (empty.length === 0) {
    return;
  }
  const line = title.heading.textLine;
  source.findings.add(
    'empty-system-name',
    { line, column: columnOf(source.lines[line - 1] ?? '') },
    {
      message: `The title names no ${empty.join(' and no ')} system.`,
      help: 'Write both names into the title: `<A> to <B> Dataflow`.',
    },
  );
}

function readBody(source: Source): Body {
  const { lines, findings } = source;
  const outline = outlineOf(blocksOf(lines));
  const { title, groups } = outline;
  const splits = title === undefined ? [] : titleSplits(headingText(lines, title.heading));
  const systems =
    splits.length === 1
      ? splits[0]
      : chooseTitle(
          splits,
          groups.map(({ heading }) => headingText(lines, heading)),
          groups.flatMap((group) => groupDataTypeLabel(lines, group) ?? []),
        );
  if (title === undefined || systems === undefined) {
    return refuseTitle(source, outline);
  }
  for (const { heading } of [title, ...groups]) {
    checkAdornments(lines, heading, findings);
  }
  warnOfEmptyNames(source, title, systems);
  return new DocumentReader(source, systems, headingStyle(lines, title.heading)).read(outline, title);
}

function refuseSize(bytes: Uint8Array, findings: Findings): Body {
  const text = `A file of ${plural(bytes.length, 'byte')}.`;
  findings.add(
    'too-large',
    { line: 1, column: 1 },
    {
      message: `The document has ${bytes.length} bytes; documents may have up to ${LARGEST_DOCUMENT}, so it was not read.`,
      help: 'Split it into several documents.',
    },
  );
  return { ...EMPTY_BODY, notUnderstood: [{ line: 1, column: 1, endLine: countLines(bytes), text }] };
}

function bodyOf(bytes: Uint8Array, findings: Findings): Body {
  if (bytes.length > LARGEST_DOCUMENT) {
    return refuseSize(bytes, findings);
  }
  const { text, invalidAt } = decode(bytes);
  const source: Source = { lines: splitLines(text), findings };
  if (invalidAt !== undefined) {
    return refuse(source, 'not-utf8', invalidAt, {
      message:
        'The document is not UTF-8: here stands the first byte that cannot be read, so nothing of it was.',
      help: 'Save the document as UTF-8.',
    });
  }
  if (source.lines.every(isBlank)) {
    return refuse(
      source,
      'empty-document',
      { line: 1, column: 1 },
      { message: 'The document is empty.', help: TITLE_HELP },
    );
  }
  return readBody(source);
}

/**
 * Reads a dataflow document. Never throws for what a file holds: everything that cannot be read becomes a diagnostic
 * and, line for line, an entry in `notUnderstood`. Every line that is not blank belongs to exactly one statement,
 * row, table header, heading, informative text or `notUnderstood` entry; lines of mere RST (underlines,
 * `.. list-table::`, `:header-rows: 1`) to none. Line ends and a byte order mark make no difference but to `sha256`.
 * Takes time linear in the size of the file.
 */
export function parseDocument({ path, bytes }: DocumentFile): DataflowDocument {
  const findings = new Findings(path);
  const body = bodyOf(bytes, findings);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { path, slug: documentSlug(path), sha256, ...body, diagnostics: findings.sorted() };
}
