/** Mutants that change the texts that they carry. */
import type { Mutant } from './mutant';
import { sendingText } from './sending';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

function withEntities(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character);
}

/** Percent-encoded bytes decoded where they are UTF-8. */
function withoutPercent(text: string): string {
  return text.replace(/(?:%[\dA-F]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}

function withCapitals(text: string): string {
  return text.toLowerCase().replace(/(?<=^|\s)\p{L}/gu, (letter) => letter.toUpperCase());
}

/** A mutant that sends every text through a function. */
function textMutant(name: string, what: string, change: (text: string) => string): Mutant {
  return {
    name,
    topic: 'text',
    what,
    decisions: ['D15'],
    caughtBy: ['properties'],
    strategies: () => sendingText(change),
  };
}

/** Characters that the database column of many systems takes. */
const COLUMN_WIDTH = 255;

export const TEXT_MUTANTS: readonly Mutant[] = [
  textMutant('lower-cases-addresses', 'Writes email addresses in lower case.', (text) =>
    text.includes('@') ? text.toLowerCase() : text,
  ),
  textMutant(
    'capitalizes-words',
    'Writes each word with a capital and the rest of it in lower case.',
    withCapitals,
  ),
  textMutant('trims-text', 'Takes blanks off both ends of a text.', (text) => text.trim()),
  textMutant('collapses-blanks', 'Writes one blank where a text has several in a row.', (text) =>
    text.replace(/ {2,}/g, ' '),
  ),
  textMutant('strips-plus-tag', 'Takes the tag after a plus sign out of an email address.', (text) =>
    text.replace(/\+[^@\s]*(?=@)/, ''),
  ),
  textMutant(
    'escapes-entities',
    'Writes ampersands, quotes and angle brackets as HTML entities.',
    withEntities,
  ),
  textMutant('doubles-apostrophes', 'Writes apostrophes twice, as in SQL.', (text) =>
    text.replaceAll("'", "''"),
  ),
  textMutant('doubles-quotes', 'Writes quotes twice, as in a CSV file.', (text) =>
    text.replaceAll('"', '""'),
  ),
  textMutant(
    'decodes-percent',
    'Decodes percent signs with two digits, as in the address of a page.',
    withoutPercent,
  ),
  textMutant('plus-becomes-blank', 'Writes a blank for a plus sign, as a form is decoded.', (text) =>
    text.replaceAll('+', ' '),
  ),
  textMutant('strips-markup', 'Takes what looks like markup out of a text.', (text) =>
    text.replace(/<[^>]*>/g, ''),
  ),
  textMutant(
    'drops-astral-characters',
    'Drops emoji and all else beyond the first 65,536 characters.',
    (text) => text.replace(/[\u{10000}-\u{10FFFF}]/gu, ''),
  ),
  textMutant('normalizes-line-breaks', 'Writes LF for every CR LF.', (text) => text.replaceAll('\r\n', '\n')),
  textMutant('joins-lines', 'Writes a blank for each line break.', (text) =>
    text.replace(/\r\n|[\r\n]/g, ' '),
  ),
  textMutant('composes-accents', 'Normalizes texts to NFC.', (text) => text.normalize('NFC')),
  textMutant(
    'misreads-encoding',
    'Takes UTF-8 for Latin-1: each letter with an accent becomes two.',
    (text) => Buffer.from(text, 'utf8').toString('latin1'),
  ),
  textMutant('truncates-text', `Writes the first ${COLUMN_WIDTH} characters of a text.`, (text) =>
    text.slice(0, COLUMN_WIDTH),
  ),
  textMutant(
    'drops-leading-zeros',
    'Takes a text of digits for a number: its leading zeros are gone.',
    (text) => text.replace(/^0+(?=\d+$)/, ''),
  ),
  textMutant(
    'drops-trailing-zeros',
    'Takes a text for a decimal number: its trailing zeros are gone.',
    (text) => (/^\d+\.\d+$/.test(text) ? String(Number(text)) : text),
  ),
  textMutant(
    'rounds-long-digits',
    'Takes a text of 16 digits or more for a number: its last digits are gone.',
    (text) => (/^\d{16,20}$/.test(text) ? String(Number(text)) : text),
  ),
  textMutant(
    'guards-formulas',
    'Writes an apostrophe before a text that a spreadsheet would take for a formula, such as +47.',
    (text) => (/^[=+@-]/.test(text) ? `'${text}` : text),
  ),
];
