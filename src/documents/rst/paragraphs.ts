/** Paragraphs: the sentences in them, each with its own lines. */
import type { NotUnderstood, Place, Statement } from '../../model';
import { columnOf, fold, textOf } from './lines';
import type { Block } from './restructured';
import { beginsFreely, type Recogniser } from '../sentences';

/** A sentence that a kind reads, or lines that none reads. */
export type ParagraphPart =
  | { readonly type: 'statement'; readonly statement: Statement }
  | { readonly type: 'lost'; readonly lost: NotUnderstood };

/** A sentence may be wrapped over this many lines; the limit keeps reading linear. */
const MOST_LINES = 16;

/** The lines `line` to `endLine` as one text that is not understood. */
export function lostLines(lines: readonly string[], line: number, endLine: number): NotUnderstood {
  return { line, column: columnOf(lines[line - 1] ?? ''), endLine, text: textOf(lines, line, endLine) };
}

/** The column (from 1) of a line's character, by its place (from 0) in the folded text of the line. */
function columnAt(line: string, foldedAt: number): number {
  let folded = 0;
  let at = columnOf(line) - 1;
  while (folded < foldedAt && at < line.length) {
    if (/\s/.test(line[at] ?? '')) {
      while (/\s/.test(line[at + 1] ?? '')) {
        at += 1;
      }
    }
    at += 1;
    folded += 1;
  }
  return at + 1;
}

/** A paragraph's folded lines, joined once: a sentence is a slice of it, which costs nothing to try. */
interface Joined {
  readonly text: string;
  /** Where each line starts and ends in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** For each line, the first from it on with which a sentence can end; beyond the last where there is none. */
  readonly nextEnding: readonly number[];
}

function join(folded: readonly string[], recogniser: Recogniser): Joined {
  const starts: number[] = [];
  const ends: number[] = [];
  let at = 0;
  for (const line of folded) {
    starts.push(at);
    ends.push(at + line.length);
    at += line.length + 1;
  }
  const nextEnding = new Array<number>(folded.length + 1).fill(folded.length);
  for (let line = folded.length - 1; line >= 0; line -= 1) {
    nextEnding[line] = recogniser.mayEnd(folded[line] ?? '') ? line : (nextEnding[line + 1] ?? 0);
  }
  return { text: folded.join(' '), starts, ends, nextEnding };
}

/** Whether a conditional's text goes on behind a line that ends a sentence: then something else stands before it. */
function runsOn({ text, ends }: Joined, first: number, last: number): boolean {
  return ends.slice(first, last).some((end) => text[end - 1] === '.' || text[end - 1] === ':');
}

/** One paragraph being read: its lines count from 0 here. */
class ParagraphReader {
  private readonly joined: Joined;

  constructor(
    private readonly lines: readonly string[],
    private readonly firstLine: number,
    private readonly recogniser: Recogniser,
  ) {
    this.joined = join(lines.map(fold), recogniser);
  }

  /** The sentences that start at a line and end with one; none where the line is not understood. */
  sentencesAt(line: number): readonly Statement[] {
    const start = this.joined.starts[line] ?? 0;
    const exact = this.exactSentences(line, start);
    if (exact.length > 0) {
      return exact;
    }
    const sentence = this.sentence(line, start);
    return sentence === undefined ? [] : [sentence];
  }

  /** A place of the joined text in the document. */
  private place(line: number, offset: number, last: number): Place {
    const column = columnAt(this.lines[line] ?? '', offset - (this.joined.starts[line] ?? 0));
    return { line: this.firstLine + line, column, endLine: this.firstLine + last };
  }

  /** The sentence from a place on that ends with a line: the one with the fewest lines. */
  private sentence(first: number, start: number): Statement | undefined {
    const { text, starts, ends, nextEnding } = this.joined;
    const limit = Math.min(starts.length, first + MOST_LINES);
    for (let last = nextEnding[first] ?? limit; last < limit; last = nextEnding[last + 1] ?? limit) {
      const sentence = text.slice(start, ends[last]);
      if (!this.recogniser.mayBe(sentence)) {
        continue;
      }
      const statement = this.recogniser.read({ ...this.place(first, start, last), text: sentence });
      if (statement === undefined || (beginsFreely(statement.kind) && runsOn(this.joined, first, last))) {
        continue;
      }
      return statement;
    }
    return undefined;
  }

  /**
   * Sentences without free text, one behind the other, the last of which ends with a line; it may be any sentence.
   * None where something else stands behind one of them.
   */
  private exactSentences(first: number, start: number): Statement[] {
    const { text, ends } = this.joined;
    const statements: Statement[] = [];
    let line = first;
    let from = start;
    for (;;) {
      const to = this.recogniser.exactEnd(text, from);
      if (to === undefined) {
        const last = statements.length === 0 ? undefined : this.sentence(line, from);
        return last === undefined ? [] : [...statements, last];
      }
      let last = line;
      while ((ends[last] ?? to) < to) {
        last += 1;
      }
      const statement = this.recogniser.read({ ...this.place(line, from, last), text: text.slice(from, to) });
      if (statement === undefined || last - first >= MOST_LINES) {
        return [];
      }
      statements.push(statement);
      if (ends[last] === to) {
        return statements;
      }
      if (text[to] !== ' ') {
        return [];
      }
      line = last;
      from = to + 1;
    }
  }
}

/** Reads the sentences of a paragraph, in order. Each starts at a line's beginning, or behind one without free text. */
export function readParagraph(
  lines: readonly string[],
  block: Block,
  recogniser: Recogniser,
): ParagraphPart[] {
  const parts: ParagraphPart[] = [];
  let lostFrom: number | undefined;
  const endLost = (endLine: number): void => {
    if (lostFrom !== undefined) {
      parts.push({ type: 'lost', lost: lostLines(lines, lostFrom, endLine) });
    }
    lostFrom = undefined;
  };
  const reader = new ParagraphReader(lines.slice(block.line - 1, block.endLine), block.line, recogniser);
  let line = block.line;
  while (line <= block.endLine) {
    const statements = reader.sentencesAt(line - block.line);
    const last = statements.at(-1);
    if (last === undefined) {
      lostFrom ??= line;
      line += 1;
      continue;
    }
    endLost(line - 1);
    for (const statement of statements) {
      parts.push({ type: 'statement', statement });
    }
    line = last.endLine + 1;
  }
  endLost(block.endLine);
  return parts;
}
