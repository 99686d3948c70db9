/** Words and lines of what people read: counts, quotations, wrapping, words of a shell. */

/** `1 document`, `2 documents`; a plural that is not the word with an `s` is the third argument. */
export function plural(count: number, one: string, several = `${one}s`): string {
  return `${count} ${count === 1 ? one : several}`;
}

/** Longer texts are cut in a message. */
const LONGEST_QUOTATION = 160;

/** A text in quotation marks, cut where it is too long for a message. */
export function quote(text: string): string {
  return text.length > LONGEST_QUOTATION ? `"${text.slice(0, LONGEST_QUOTATION)}…"` : `"${text}"`;
}

/** The text in lines of less than `width` characters, broken at blanks; a longer word has a line to itself. */
export function wrap(text: string, width: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    if (last !== undefined && last.length + word.length < width) {
      lines[lines.length - 1] = `${last} ${word}`;
    } else {
      lines.push(word);
    }
  }
  return lines;
}

/** What no shell reads as more than text: `@` is not among it, because PowerShell would. */
const PLAIN_WORD = /^[\w./:=,-]+$/;

/** The text as one word of a POSIX shell, in single quotes where it needs them. */
export function shellWord(text: string): string {
  return PLAIN_WORD.test(text) ? text : `'${text.replaceAll("'", String.raw`'\''`)}'`;
}
