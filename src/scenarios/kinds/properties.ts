/** `The following properties are synchronized between a <X> and a <Y>:` (D13 to D15, D24, D26) */
import { propertyRowWithout, type DataTypeName, type Row } from '../../model';
import { draft, notApplicable, outline, steps, type SectionContext } from '../section-context';
import type { CheckScenarios, ScenarioDraft, Step } from '../types';
import { canLink, linkedPair, noLink } from './keep-in-sync';
import { linked } from './link-required';

const SYNC = 'the systems are synchronized';

/** Both forms of a value, as JSON: as A may hold it, and as B must. */
type Example = readonly [source: unknown, target: unknown];

const NFC = 'Zo\u00eb M\u00fcller';
const TEXTS: readonly Example[] = [
  [NFC, NFC],
  [NFC.normalize('NFD'), NFC.normalize('NFD')],
  ['\u{1f6b2} \u{1d49c}da', '\u{1f6b2} \u{1d49c}da'],
  ['two  blanks and a tail ', 'two  blanks and a tail '],
];

/** What a property that takes addresses alone can hold, and keeps as it is. */
const ADDRESSES: readonly Example[] = [
  'zoe.mueller@example.com',
  'zoe+news@mail.example.com',
  "o'hara_7@example.com",
].map((address) => [address, address]);

/** Literal examples for each data type (D15). */
const EXAMPLES: Readonly<Record<Exclude<DataTypeName, 'expression' | null>, readonly Example[]>> = {
  string: [...TEXTS, [42, '42'], [true, 'true']],
  integer: [
    ['007', 7],
    ['0', 0],
    ['-12', -12],
    ['2147483648', 2147483648],
  ],
  float: [
    ['1.5', 1.5],
    ['2', 2],
    ['-0.25', -0.25],
  ],
  decimal: [
    ['12.50', 12.5],
    ['0.1', 0.1],
    ['1000', 1000],
  ],
  boolean: [
    ['true', true],
    ['false', false],
  ],
  list: [['red', ['red']]],
};

function examplesOf(context: SectionContext, row: Row): readonly Example[] {
  const name = row.dataType?.name ?? null;
  if (name === 'expression') {
    return [];
  }
  const formats = [context.sourceFacts(row)?.format, context.targetFacts(row)?.format];
  if (formats.includes('email')) {
    return name === null || name === 'string' ? ADDRESSES : [];
  }
  const all = name === null ? TEXTS : EXAMPLES[name];
  const type = context.sourceFacts(row)?.type ?? 'string';
  return all.filter(([source]) => type === 'any' || type === typeof source);
}

function edited(context: SectionContext, row: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const base = draft(
    `${row.source} and ${row.target} agree after an edit of the <edited>`,
    steps('Given', linkedPair(context)),
    steps('When', '<property> of the <edited> is edited', SYNC),
    steps(
      'Then',
      'the edit has arrived in <counterpart> of the <reached>',
      'the edit has arrived in <property> of the <edited>',
      'nothing else has changed in either system',
    ),
  );
  return outline(
    base,
    ['property', 'edited', 'counterpart', 'reached'],
    [
      [row.source, x.name, row.target, y.name],
      [row.target, y.name, row.source, x.name],
    ],
  );
}

/** JSON in which combining marks are escaped: two texts that look alike are told apart. */
function json(value: unknown): string {
  return JSON.stringify(value).replace(
    /\p{M}/gu,
    (mark) => `\\u${mark.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function dataType(context: SectionContext, row: Row, examples: readonly Example[]): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const type = row.dataType?.text ?? '';
  const set = (value: string, arrived: string): Step[] => [
    ...steps('When', `${row.source} of ${x.the} is set to ${value}`, SYNC),
    ...steps(
      'Then',
      `${row.target} of ${y.the} is exactly ${arrived}`,
      `${row.source} of ${x.the} is exactly ${value}`,
    ),
  ];
  const isTruth = row.dataType?.name === 'boolean';
  const base = draft(
    `${row.source} <value> arrives in ${row.target} ${type === '' || type === 'N/A' ? 'as it is' : `as ${type}`}`,
    steps('Given', linkedPair(context)),
    isTruth ? set('<before>', '<first>') : [],
    set('<value>', '<arrived>'),
  );
  const inSource = (value: unknown): unknown => (context.sourceIsList(row) ? [value] : value);
  const inTarget = (value: unknown): unknown =>
    context.targetIsList(row) && !Array.isArray(value) ? [value] : value;
  const rows = examples.map(([source, target]) => [json(inSource(source)), json(inTarget(target))]);
  if (!isTruth) {
    return outline(base, ['value', 'arrived'], rows);
  }
  const others = [...rows].reverse();
  return outline(
    base,
    ['before', 'first', 'value', 'arrived'],
    rows.map((each, index) => [...(others[index] ?? []), ...each]),
  );
}

function throughObjects(context: SectionContext, row: Row): boolean {
  return (
    (context.sourceIsList(row) && context.sourceFacts(row)?.list !== true) ||
    (context.targetIsList(row) && context.targetFacts(row)?.list !== true)
  );
}

/** One element of a list agrees with a single value: the other elements are nobody's business (D14, D26). */
function otherElements(context: SectionContext, row: Row): ScenarioDraft {
  const x = { record: context.xOf(context.names.ada), path: row.source };
  const y = { record: context.yOf(context.names.ada), path: row.target };
  const [list, single] = context.sourceIsList(row) ? [x, y] : [y, x];
  return draft(
    `an edit of ${single.path} replaces one of several ${list.path} and leaves the others alone`,
    steps('Given', linkedPair(context)),
    steps('When', `another ${list.path} is added to ${list.record.the}`, SYNC),
    steps('When', `${single.path} of ${single.record.the} is edited`, SYNC),
    steps(
      'Then',
      `the edit has arrived in ${list.path} of ${list.record.the}`,
      'nothing else has changed in either system',
    ),
  );
}

function isListBesideSingle(context: SectionContext, row: Row): boolean {
  const lists = [context.sourceFacts(row)?.list === true, context.targetFacts(row)?.list === true];
  return lists[0] !== lists[1] && row.dataType?.name !== 'list';
}

/** The scenarios of one row of a property table. */
export function propertyRow(context: SectionContext, row: Row): CheckScenarios {
  const without = propertyRowWithout(context.section, row);
  if (without !== undefined) {
    return { drafts: [], notApplicable: [], without };
  }
  if (!canLink(context)) {
    return noLink();
  }
  const examples = examplesOf(context, row);
  const skipped = throughObjects(context, row)
    ? 'the property stands inside a list of objects'
    : examples.length === 0
      ? `no example of ${row.dataType?.text ?? 'this type'} fits what ${row.source} holds`
      : undefined;
  return {
    drafts: [
      edited(context, row),
      ...(isListBesideSingle(context, row) ? [otherElements(context, row)] : []),
      ...(skipped === undefined ? [dataType(context, row, examples)] : []),
    ],
    notApplicable: skipped === undefined ? [] : [notApplicable('examples of the data type', skipped)],
  };
}

/** The sentence itself: its rows speak for it; without rows nothing may be carried over. */
export function properties(context: SectionContext, rows: readonly Row[]): CheckScenarios {
  if (rows.length > 0) {
    return { drafts: [], notApplicable: [] };
  }
  if (!canLink(context)) {
    return noLink();
  }
  const { ada } = context.names;
  const witness = context.creates ? [] : steps('Then', linked(context, ada));
  const empty = draft(
    `no property is synchronized between a ${context.x} and a ${context.y}`,
    steps('Given', linkedPair(context)),
    steps(
      'When',
      `a property of no row of ${context.xOf(ada).the} is edited`,
      'the systems are synchronized 2 more times',
    ),
    steps('Then', 'no further write was sent to either system'),
    witness,
  );
  return {
    drafts: [empty],
    notApplicable: [notApplicable('edits and data types of rows', 'the table has no row')],
  };
}
