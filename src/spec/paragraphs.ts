/** Paragraphs: the sentences in them, each with its own lines. */
import type { NotUnderstood, Place, Statement } from '../model';
import { columnOf, fold, textOf } from './lines';
import type { Block } from './restructured';
import type { Recogniser } from './sentences';

/** A sentence that a kind reads, or lines that none reads. */
export type ParagraphPart =
  | { readonly type: 'statement'; readonly statement: Statement }
  | { readonly type: 'lost'; readonly lost: NotUnderstood };

/** A sentence may be wrapped over this many lines; the limit keeps reading linear. */
const mostLines = 16;

/** The lines `line` to `endLine` as one text that is not understood. */
export function lostLines(lines: readonly string[], line: number, endLine: number): NotUnderstood {
  return { line, column: columnOf(lines[line - 1] ?? ''), endLine, text: textOf(lines, line, endLine) };
}

/** The sentence that starts at a line of a paragraph (`folded[at]`): the one with the fewest lines. */
function sentenceAt(
  folded: readonly string[],
  at: number,
  start: Place,
  recogniser: Recogniser,
): Statement | undefined {
  const endings = recogniser.endings(folded[at] ?? '');
  for (let next = at; next < Math.min(folded.length, at + mostLines); next += 1) {
    if (!endings.some((ending) => folded[next]?.endsWith(ending))) continue;
    const text = folded.slice(at, next + 1).join(' ');
    const statement = recogniser.read({ ...start, endLine: start.line + next - at, text });
    if (statement !== undefined) return statement;
  }
  return undefined;
}

/** Reads the sentences of a paragraph, in order; each starts at a line's beginning. */
export function readParagraph(
  lines: readonly string[],
  block: Block,
  recogniser: Recogniser,
): ParagraphPart[] {
  const parts: ParagraphPart[] = [];
  let lostFrom: number | undefined;
  const endLost = (endLine: number): void => {
    if (lostFrom !== undefined) parts.push({ type: 'lost', lost: lostLines(lines, lostFrom, endLine) });
    lostFrom = undefined;
  };
  const folded = lines.slice(block.line - 1, block.endLine).map(fold);
  let line = block.line;
  while (line <= block.endLine) {
    const start = { line, column: columnOf(lines[line - 1] ?? ''), endLine: line };
    const statement = sentenceAt(folded, line - block.line, start, recogniser);
    if (statement === undefined) {
      lostFrom ??= line;
      line += 1;
      continue;
    }
    endLost(line - 1);
    parts.push({ type: 'statement', statement });
    line = statement.endLine + 1;
  }
  endLost(block.endLine);
  return parts;
}
