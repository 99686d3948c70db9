/** Values at the edges of what a property can hold, and what becomes of them on the other side (D15). Literals, all of them. */
import type { Json } from '../../../core/json';
import type { DataTypeName, PropertyType, Row } from '../../../model';
import type { SectionContext } from '../../section-context';
import type { TriedValue } from '../../steps';
import { clearable } from '../keep-in-sync';

/** The way that a value goes: from A to B, or back. */
export type Direction = 'forward' | 'backward';

const NFC = 'Zo\u00eb M\u00fcller';

/** Texts, each of which another engine would alter: they arrive as they are. */
const TEXTS: readonly string[] = [
  "Liam O'Hara McDONALD & S\u00f8n",
  'a+b=c 100%25 ?x=1&y=2#z',
  '"so called" \'single\' \\back',
  '<b>bold</b> &amp; <!-- no --> {{x}} ${y}',
  NFC,
  NFC.normalize('NFD'),
  '\u{1f6b2} \u{1d49c}da \u{1f469}\u{1f3fd}\u200d\u{1f692}',
  'first line\nsecond line\r\n\tthird line',
  ' two  blanks and a tail ',
  '00420',
  '1234567890123456789',
  '1.50',
  'null',
  '2024-02-29',
  '2024-01-31',
  '2024-01-31T23:30:00-11:00',
  '2024-12-31T23:59:59.999Z',
  'a text that is long; '.repeat(15),
  'Zoe.Mueller+News@Mail.Example.com',
];

/** What a property that takes addresses alone can hold, and keeps as it is. */
export const ADDRESSES: readonly string[] = [
  'zoe.mueller@example.com',
  'Zoe.Mueller@Example.com',
  'zoe+news@mail.example.com',
  "o'hara_7@example.com",
  'smith&sons%nl@example.com',
];

/** What values of a property are, whatever form each side keeps them in. */
type Kind = 'text' | 'address' | 'integer' | 'decimal' | 'boolean';

const INTEGERS: readonly number[] = [7, 0, -12, 2147483648, 9007199254740991];
const DECIMALS: readonly number[] = [12.5, 0, -0.25, 0.1, 1000, 1234567.8901];
const BOOLEANS: readonly boolean[] = [true, false, true];

/** The values of a kind, each as a text and as itself; texts are both. */
const VALUES: Readonly<Record<Kind, readonly (string | number | boolean)[]>> = {
  text: TEXTS,
  address: ADDRESSES,
  integer: INTEGERS,
  decimal: DECIMALS,
  boolean: BOOLEANS,
};

/** Texts that stand for a number, without being how it is written. */
const LOOSE: Readonly<Partial<Record<Kind, readonly (readonly [string, number])[]>>> = {
  integer: [['007', 7]],
  decimal: [
    ['12.50', 12.5],
    ['2', 2],
  ],
};

/** What becomes text where the data type says `"string"`, and the source holds anything. */
const NO_TEXTS: readonly (number | boolean)[] = [42, 0, true, false];

/** What cannot become a value of the data type, as text (D15). */
const NOT_CONVERTIBLE: Readonly<Partial<Record<Kind, readonly string[]>>> = {
  integer: ['seven', '12.7', ' 42 '],
  decimal: ['seven', ' 2.5 '],
  boolean: ['yes', 'TRUE'],
};

/** The kind of values that a type or data type asks for; text where it is none of them. */
const KINDS_OF: Readonly<Partial<Record<PropertyType | Exclude<DataTypeName, null>, Kind>>> = {
  boolean: 'boolean',
  integer: 'integer',
  number: 'decimal',
  float: 'decimal',
  decimal: 'decimal',
};

function typesOf(context: SectionContext, row: Row): readonly [PropertyType, PropertyType] {
  return [context.sourceFacts(row)?.type ?? 'string', context.targetFacts(row)?.type ?? 'string'];
}

function textKind(context: SectionContext, row: Row): Kind {
  const formats = [context.sourceFacts(row)?.format, context.targetFacts(row)?.format];
  return formats.includes('email') ? 'address' : 'text';
}

/** `undefined` where no literal fits: objects, transformations, and numbers beside booleans. */
function kindOf(context: SectionContext, row: Row): Kind | undefined {
  const types = typesOf(context, row);
  const name = row.dataType?.name ?? null;
  if (types.includes('object') || name === 'expression') {
    return undefined;
  }
  const named = [...types, name ?? 'string'].flatMap((type) => KINDS_OF[type] ?? []);
  const [kind, ...others] = new Set(named);
  if (kind === undefined) {
    return textKind(context, row);
  }
  if (others.length === 0) {
    return kind;
  }
  return named.includes('boolean') ? undefined : 'integer';
}

/** A value as a property of that type keeps it; what takes anything is given text, as in a source that nothing types. */
function formIn(type: PropertyType, value: string | number | boolean): Json {
  return type === 'string' || type === 'any' ? String(value) : value;
}

function takesText(type: PropertyType): boolean {
  return type === 'string' || type === 'any';
}

function forward(context: SectionContext, row: Row, kind: Kind): TriedValue[] {
  const [source, target] = typesOf(context, row);
  const stays = target === 'any' ? source : target;
  const plain = VALUES[kind].map((value) => ({
    value: formIn(source, value),
    arrives: formIn(stays, value),
  }));
  const loose = takesText(source) && row.dataType !== undefined ? (LOOSE[kind] ?? []) : [];
  const isAnything = kind === 'text' && source === 'any' && row.dataType?.name === 'string';
  return [
    ...plain,
    ...loose.map(([value, number]) => ({ value, arrives: formIn(stays, number) })),
    ...(isAnything ? NO_TEXTS : []).map((value) => ({ value, arrives: String(value) })),
  ];
}

/** Only where the schema says what the source holds, or it is text both ways: else the form of a number is open. */
function backward(context: SectionContext, row: Row, kind: Kind): TriedValue[] {
  const [source, target] = typesOf(context, row);
  if ((source === 'any' || target === 'any') && kind !== 'text' && kind !== 'address') {
    return [];
  }
  return VALUES[kind].map((value) => ({ value: formIn(target, value), arrives: formIn(source, value) }));
}

function listed(value: Json, isList: boolean): Json {
  return isList ? [value] : value;
}

/** The values to try in a direction, in the form of each side; none where no literal fits. */
export function triedValues(context: SectionContext, row: Row, direction: Direction): TriedValue[] {
  const kind = kindOf(context, row);
  if (kind === undefined) {
    return [];
  }
  const isForward = direction === 'forward';
  const values = isForward ? forward(context, row, kind) : backward(context, row, kind);
  const lists = [context.sourceFacts(row)?.list === true, context.targetFacts(row)?.list === true];
  const [fromList = false, intoList = false] = isForward ? lists : lists.reverse();
  const canBeEmpty = kind === 'text' && !fromList && !intoList && clearable(context, row);
  const [first, ...others] = values.map(({ value, arrives }) => ({
    value: listed(value, fromList),
    arrives: arrives === undefined ? undefined : listed(arrives, intoList),
  }));
  const empty = canBeEmpty ? [{ value: '', arrives: undefined }] : [];
  return first === undefined ? [] : [first, ...empty, ...others];
}

/** Texts that cannot become what the data type says; none where the source takes no text, or a side holds a list. */
export function unconvertibleValues(context: SectionContext, row: Row): readonly string[] {
  const kind = kindOf(context, row);
  const [source] = typesOf(context, row);
  const isSingle = !context.sourceIsList(row) && !context.targetIsList(row);
  const isTyped = (row.dataType?.name ?? null) !== null;
  return kind !== undefined && isSingle && isTyped && takesText(source) ? (NOT_CONVERTIBLE[kind] ?? []) : [];
}
