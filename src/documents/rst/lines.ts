/** From bytes to lines: UTF-8, byte order mark, line ends, white space. */

/** A document's text and, where its bytes are not UTF-8, the place of the first wrong one (both count from 1). */
export interface Decoded {
  readonly text: string;
  readonly invalidAt?: { readonly line: number; readonly column: number };
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;

function firstInvalid(bytes: Uint8Array): { line: number; column: number } {
  const strict = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let start = 0;
  for (let end = 0; end <= bytes.length; end += 1) {
    const byte = bytes[end];
    if (byte !== undefined && byte !== LINE_FEED && byte !== CARRIAGE_RETURN) {
      continue;
    }
    const part = bytes.subarray(start, end);
    try {
      strict.decode(part);
    } catch {
      return { line, column: Math.max(0, new TextDecoder().decode(part).indexOf('\uFFFD')) + 1 };
    }
    if (!(byte === CARRIAGE_RETURN && bytes[end + 1] === LINE_FEED)) {
      line += 1;
    }
    start = end + 1;
  }
  return { line, column: 1 };
}

/** Decodes UTF-8 and drops a byte order mark. Bytes that are not UTF-8 become U+FFFD, and `invalidAt` names the first. */
export function decode(bytes: Uint8Array): Decoded {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return { text: new TextDecoder().decode(bytes), invalidAt: firstInvalid(bytes) };
  }
}

/** The lines of a text, without their ends: LF, CRLF and a lone CR all end a line. */
export function splitLines(text: string): string[] {
  return text.split(/\r\n|\r|\n/);
}

/** How many lines there are, without decoding: for files that are too large to be read. */
export function countLines(bytes: Uint8Array): number {
  let count = 1;
  for (let index = bytes.indexOf(LINE_FEED); index !== -1; index = bytes.indexOf(LINE_FEED, index + 1)) {
    count += 1;
  }
  return count;
}

/** Folds white space: runs become one blank, none stays at the ends. */
export function fold(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

export function isBlank(line: string | undefined): boolean {
  return line === undefined || line.trim() === '';
}

/** The column (from 1) of the first character of a line that is not white space; 1 for a blank line. */
export function columnOf(line: string): number {
  return Math.max(0, line.search(/\S/)) + 1;
}

const TAB_STOP = 8;

/** How wide a text stands on a page: tabs go to the next multiple of eight (the RST rule), all else is one wide. */
export function widthOf(text: string): number {
  let width = 0;
  for (const character of text) {
    width += character === '\t' ? TAB_STOP - (width % TAB_STOP) : 1;
  }
  return width;
}

/** The folded text of the lines `line` to `endLine` (from 1, both included). */
export function textOf(lines: readonly string[], line: number, endLine: number): string {
  return fold(lines.slice(line - 1, endLine).join(' '));
}

/** Control characters could drive the terminal, tabs would move a caret: both become one visible column. */
export function printable(text: string): string {
  return text.replace(/\t/g, ' ').replace(/[\p{Cc}\u2028-\u202E\u2066-\u2069]/gu, '\uFFFD');
}
