/** Texts of documents, values and engines as a page shows them: every character that cannot be seen, or that would turn the text around it, is written out. */
import { stripVTControlCharacters } from 'node:util';

// All control characters but tab and line feed; the marks that turn the direction of the text around them; line and paragraph
// separators; what XML cannot hold.
const INVISIBLE =
  // eslint-disable-next-line no-control-regex
  /[\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF\uFFFE\uFFFF]/g;
const LONE_SURROGATE = /\p{Surrogate}/gu;

/** Unicode's pictures for the control characters of ASCII begin here: https://www.unicode.org/charts/PDF/U2400.pdf */
const PICTURES = 0x2400;
const PICTURE_OF_DELETE = '\u2421';
const LAST_PICTURED = 0x1f;
const DELETE = 0x7f;

function written(character: string): string {
  const code = character.charCodeAt(0);
  if (code <= LAST_PICTURED) {
    return String.fromCharCode(PICTURES + code);
  }
  return code === DELETE
    ? PICTURE_OF_DELETE
    : `\u27E8U+${code.toString(16).toUpperCase().padStart(4, '0')}\u27E9`;
}

/** The text with `␀` to `␡`, or `⟨U+202E⟩`, for what cannot be seen; line ends become `\n`. */
export function visible(text: string): string {
  return text.replace(/\r\n/g, '\n').replace(INVISIBLE, written).replace(LONE_SURROGATE, '\uFFFD');
}

/** What a program printed, without the escapes that colour it on a terminal. */
export function visibleOutput(text: string): string {
  return visible(stripVTControlCharacters(text));
}

/** A text of at most `most` characters (UTF-16 units); what is cut off is counted. */
export interface CutText {
  readonly text: string;
  /** How many characters are missing; 0 where none is. */
  readonly missing: number;
}

export function cut(text: string, most: number): CutText {
  return text.length <= most
    ? { text, missing: 0 }
    : { text: text.slice(0, most), missing: text.length - most };
}
