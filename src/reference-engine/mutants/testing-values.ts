/** What becomes of one value: by mutant, the value that a record is created with, and what its counterpart should get and gets. */
import type { DataTypeName } from '../../model';
import type { PropertyType } from '../../protocol';
import type { Json } from '../../core/json';
import { World, type WorldOptions } from '../testing';

/** A value on its way from A to B. */
export interface ValueStory {
  readonly value: Json;
  readonly right: Json | undefined;
  readonly wrong: Json | undefined;
  /** The data type of the row; default: none. */
  readonly cast?: DataTypeName;
  /** What the schemas state of both properties; default `any`. */
  readonly type?: PropertyType;
}

/** A text that arrives as it is, and what the mutant makes of it. */
function text(value: string, wrong: string): ValueStory {
  return { value, right: value, wrong };
}

const LONG_TEXT = 'a'.repeat(300);

export const VALUE_STORIES: Readonly<Record<string, ValueStory>> = {
  'lower-cases-addresses': text('Ada.Lovelace@Example.com', 'ada.lovelace@example.com'),
  'capitalizes-words': text('Ada van McDonald', 'Ada Van Mcdonald'),
  'trims-text': text(' Ada  Lovelace ', 'Ada  Lovelace'),
  'collapses-blanks': text(' Ada  Lovelace ', ' Ada Lovelace '),
  'strips-plus-tag': text('ada+news@example.com', 'ada@example.com'),
  'escapes-entities': text(`O'Neil & "Sons" <x>`, 'O&#39;Neil &amp; &quot;Sons&quot; &lt;x&gt;'),
  'doubles-apostrophes': text("O'Neil", "O''Neil"),
  'doubles-quotes': text('2" pipe', '2"" pipe'),
  'decodes-percent': text('10%20 off, 100%, %FF', '10  off, 100%, %FF'),
  'plus-becomes-blank': text('1+1', '1 1'),
  'strips-markup': text('<b>bold</b> 1 < 2', 'bold 1 < 2'),
  'drops-astral-characters': text('Ada 🚀 é', 'Ada  é'),
  'normalizes-line-breaks': text('one\r\ntwo\nthree', 'one\ntwo\nthree'),
  'joins-lines': text('one\r\ntwo\nthree', 'one two three'),
  'composes-accents': text('e\u0301', '\u00e9'),
  'misreads-encoding': text('é', 'Ã©'),
  'truncates-text': text(LONG_TEXT, LONG_TEXT.slice(0, 255)),
  'drops-leading-zeros': text('0042', '42'),
  'drops-trailing-zeros': text('1.50', '1.5'),
  'rounds-long-digits': text('1234567890123456789', '1234567890123456800'),
  'guards-formulas': text('+4712345678', "'+4712345678"),
  'falsy-becomes-null': { value: 0, right: 0, wrong: null },
  'rounds-to-cents': { value: 0.125, right: 0.125, wrong: 0.13 },
  'unreadable-number-becomes-zero': { value: 'many', right: undefined, wrong: 0, cast: 'integer' },
  'text-false-is-true': { value: 'false', right: false, wrong: true, cast: 'boolean' },
  'shifts-dates-to-utc': text('2024-03-01', '2024-02-29'),
  'overflows-month-ends': text('2024-01-31', '2024-02-01'),
  'drops-time-of-day': text('2024-01-31T23:30:00Z', '2024-01-31'),
};

/** Creates a record with the value; what the counterpart has then. */
export async function arriving(
  { value, cast = null, type = 'any' }: ValueStory,
  options: Partial<WorldOptions>,
): Promise<Json | undefined> {
  const world = new World({
    ...options,
    schemas: { A: { X: { given: { type } } }, B: { Y: { got: { type } } } },
    sections: [{ from: 'A.X', to: 'B.Y', properties: [`given ~ got${cast === null ? '' : ` : ${cast}`}`] }],
  });
  world.create('A.X', { given: value });
  await world.sync();
  await world.assertRest();
  return world.get('B.Y').got;
}

/** By mutant of matching: two values that are different, and one of which the mutant takes for the other. */
export const MISMATCH_STORIES: Readonly<Record<string, readonly [source: Json, target: Json]>> = {
  'matches-without-leading-zeros': ['0042', '42'],
  'matches-rounded-digits': ['1234567890123456789', '1234567890123456780'],
  'matches-without-plus-tag': ['ada+news@example.com', 'ada@example.com'],
  'matches-without-accents': ['André', 'Andre'],
  'matches-letters-and-digits': ["O'Neil", 'ONeil'],
  'matches-long-texts-by-beginning': [`${LONG_TEXT}1`, `${LONG_TEXT}2`],
  'matches-by-prefix': ['ada@example.co', 'ada@example.com'],
};
