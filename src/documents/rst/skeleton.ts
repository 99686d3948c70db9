/**
 * The skeleton of a document: what RST looks at to find blocks, and nothing else. Words become `xxxx`, bodies of
 * directives one line, so that parsing costs little, does not depend on the words (`*`, `_`, `|` in a name are no
 * markup here), and equal chunks are parsed once.
 */
import { isBlank, widthOf } from './lines';

/** One line of a skeleton and the lines of the document (from 1) that it stands for. */
export interface SkeletonLine {
  readonly text: string;
  readonly line: number;
  readonly endLine: number;
}

const TEXT = 'xxxx';
const INDENTED = '   xxxx';
/** An adornment this long makes a heading of any text; a shorter one must be as long as its text (docutils' rule). */
const SURELY_ADORNMENT = 4;
/** No chunk grows longer: a limit for hostile documents, real chunks have up to four lines. */
const LONGEST_CHUNK = 200;

/** What stands for RST's punctuation characters, each of which can mark a heading. */
const PUNCTUATION = /^[!-/:-@[-`{-~]/;

/**
 * Whether a line is a run of one punctuation character: a heading's underline or overline. (No pattern with a
 * back reference: that one overflows the stack on a line of a million characters.)
 */
export function isAdornment(line: string | undefined): line is string {
  if (line === undefined || !PUNCTUATION.test(line)) {
    return false;
  }
  const run = line.trimEnd();
  const character = run.charCodeAt(0);
  for (let at = 1; at < run.length; at += 1) {
    if (run.charCodeAt(at) !== character) {
      return false;
    }
  }
  return run.length > 1 && run !== '..' && run !== '::';
}

function isIndented(line: string): boolean {
  return /^\s/.test(line);
}

/** A heading may stand one blank to the right: where the system's name before it is empty. */
function isIndentedTitle(lines: readonly string[], index: number): boolean {
  const next = lines[index + 1];
  const previous = lines[index - 1];
  if (!isAdornment(next) || next.trimEnd().length < SURELY_ADORNMENT) {
    return false;
  }
  return (isBlank(previous) || isAdornment(previous)) && !/^\s+[*+-](?:\s|$)/.test(lines[index] ?? '');
}

function adornmentMark(lines: readonly string[], index: number): string {
  const line = (lines[index] ?? '').trimEnd();
  const previous = lines[index - 1];
  const endsIndented = !isBlank(previous) && isIndented(previous ?? '') && !isIndentedTitle(lines, index - 1);
  if (endsIndented) {
    return TEXT;
  }
  const title = isBlank(previous) ? lines[index + 1] : previous;
  const tooShort = line.length < SURELY_ADORNMENT && widthOf((title ?? '').trimEnd()) > line.length;
  return tooShort ? TEXT : line.charAt(0).repeat(SURELY_ADORNMENT);
}

function markOf(lines: readonly string[], index: number): string {
  const line = lines[index] ?? '';
  if (isIndented(line)) {
    return isIndentedTitle(lines, index) ? TEXT : INDENTED;
  }
  if (isAdornment(line)) {
    return adornmentMark(lines, index);
  }
  if (/^\.\.\s+list-table::/.test(line)) {
    return '.. list-table::';
  }
  if (/^\.\.(?:\s|$)/.test(line)) {
    return '.. xxxx';
  }
  if (/^[*+-](?:\s|$)/.test(line)) {
    return '* xxxx';
  }
  if (/^\|(?:\s|$)/.test(line)) {
    return '| xxxx';
  }
  return TEXT;
}

function append(chunk: SkeletonLine[], mark: string, line: number): void {
  const last = chunk.at(-1);
  const before = chunk.at(-2);
  if (last?.text === INDENTED && mark === INDENTED) {
    chunk[chunk.length - 1] = { ...last, endLine: line };
    return;
  }
  if (last !== undefined && last.endLine < line - 1) {
    chunk.push({ text: '', line: last.endLine + 1, endLine: line - 1 });
  } else if (last?.text === TEXT && before?.text === TEXT && mark === TEXT) {
    chunk[chunk.length - 2] = { ...before, endLine: last.endLine };
    chunk.pop();
  }
  chunk.push({ text: mark, line, endLine: line });
}

/** Cuts a document into chunks: each begins at a line that is not indented and follows a blank one. Takes linear time. */
export function* skeletonChunks(lines: readonly string[]): Generator<readonly SkeletonLine[]> {
  let chunk: SkeletonLine[] = [];
  for (let index = 0; index < lines.length; index += 1) {
    if (isBlank(lines[index])) {
      continue;
    }
    const mark = markOf(lines, index);
    const begins = mark !== INDENTED && isBlank(lines[index - 1]);
    if (chunk.length > 0 && (begins || chunk.length >= LONGEST_CHUNK)) {
      yield chunk;
      chunk = [];
    }
    append(chunk, mark, index + 1);
  }
  if (chunk.length > 0) {
    yield chunk;
  }
}
