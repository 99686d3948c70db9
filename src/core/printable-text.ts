/** What may be in a report: text without terminal escapes, control characters or broken halves of characters. */
import { stripVTControlCharacters } from 'node:util';

// Everything outside of XML 1.0's `Char` (https://www.w3.org/TR/xml/#charsets), the C1 controls, and the marks that turn
// the direction of the text around them.
const UNPRINTABLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFFFE\uFFFF]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** The text without terminal escapes and characters that XML or a terminal cannot show; line ends become `\n`. */
export function clean(text: string): string {
  return stripVTControlCharacters(text)
    .replace(/\r\n?/g, '\n')
    .replace(UNPRINTABLE, '')
    .replace(LONE_SURROGATE, '\uFFFD');
}

/** `clean`, on one line: white space folded to single blanks. */
export function oneLine(text: string): string {
  return clean(text).replace(/\s+/g, ' ').trim();
}

const GRAPHEMES = new Intl.Segmenter('en', { granularity: 'grapheme' });

/** Characters of which each is one that a reader counts, whatever is around them. */
const PLAIN = /^[\n\u0020-\u007E]*$/;

/**
 * Cuts to at most `width` characters as a reader counts them; a cut text ends in `…`. What is behind the cut is not looked
 * at: counting takes a thousand times as long as cutting.
 */
export function truncate(text: string, width: number): string {
  if (text.length <= width) {
    return text;
  }
  if (PLAIN.test(text.slice(0, width + 1))) {
    return `${text.slice(0, Math.max(0, width - 1))}…`;
  }
  const characters: string[] = [];
  for (const { segment } of GRAPHEMES.segment(text)) {
    if (characters.length === width) {
      return `${characters.slice(0, Math.max(0, width - 1)).join('')}…`;
    }
    characters.push(segment);
  }
  return text;
}

/** How many characters a reader counts. */
export function widthOf(text: string): number {
  return [...GRAPHEMES.segment(text)].length;
}
