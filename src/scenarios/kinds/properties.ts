/** `The following properties are synchronized between a <X> and a <Y>:` (D13 to D15, D24, D26) */
import type { DataTypeName, Row } from '../../model';
import type { Json } from '../../core/json';
import { propertyRowWithout } from '../rows-without';
import { draft, notApplicable, outline, steps, type SectionContext } from '../section-context';
import { Column, GIVEN, THEN, WHEN, writeCell } from '../steps';
import type { CheckScenarios, ScenarioDraft, Step } from '../types';
import {
  bothWays,
  canLink,
  clearable,
  COUNTERPART,
  EDITED,
  linkedPair,
  noLink,
  PROPERTY,
  REACHED,
} from './keep-in-sync';
import { linked } from './link-required';

/** Both forms of a value, as JSON: as A may hold it, and as B must. */
type Example = readonly [source: Json, target: Json];

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

/** What cannot become a value of the data type (D15), as text. */
const NOT_CONVERTIBLE: Readonly<Partial<Record<string, readonly string[]>>> = {
  integer: ['12.7', ' 42 '],
  float: ['seven', ' 2.5 '],
  decimal: ['seven', ' 2.5 '],
  boolean: ['yes', 'TRUE'],
};

/** The example as the target holds it: a schema may state text where the data type gives something else. */
function inTargetType(context: SectionContext, row: Row, value: Json): Json {
  const isText = context.targetFacts(row)?.type === 'string';
  return isText && (typeof value === 'number' || typeof value === 'boolean') ? String(value) : value;
}

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
  return all
    .filter(([source]) => type === 'any' || type === typeof source)
    .map(([source, target]) => [source, inTargetType(context, row, target)]);
}

function edited(context: SectionContext, row: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const base = draft(
    `${row.source} and ${row.target} agree after an edit of the <edited>`,
    steps('Given', linkedPair(context)),
    steps('When', WHEN.edited.write(PROPERTY, EDITED), WHEN.synchronized.write()),
    steps(
      'Then',
      THEN.arrived.write(COUNTERPART, REACHED),
      THEN.arrived.write(PROPERTY, EDITED),
      THEN.nothingElse.write(),
    ),
  );
  return bothWays({ context, x, y, row }, base);
}

/** What the row carries over when its record is created (D9). */
function carriedAtCreation(context: SectionContext, row: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  return draft(
    `a created ${context.y} has ${row.target} from ${row.source}`,
    steps('Given', GIVEN.created.write(x, y)),
    steps('Then', THEN.carried.write(row.target, y, row.source, x)),
  );
}

function dataType(context: SectionContext, row: Row, examples: readonly Example[]): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const type = row.dataType?.text ?? '';
  const [before, first, value, arrived] = [
    new Column('before'),
    new Column('first'),
    new Column('value'),
    new Column('arrived'),
  ];
  const set = (written: Column, expected: Column): Step[] => [
    ...steps('When', WHEN.set.write(row.source, x, written), WHEN.synchronized.write()),
    ...steps('Then', THEN.exactly.write(row.target, y, expected), THEN.exactly.write(row.source, x, written)),
  ];
  const isBoolean = row.dataType?.name === 'boolean';
  const base = draft(
    `${row.source} <value> arrives in ${row.target} ${type === '' || type === 'N/A' ? 'as it is' : `as ${type}`}`,
    steps('Given', linkedPair(context)),
    isBoolean ? set(before, first) : [],
    set(value, arrived),
  );
  const inSource = (example: Json): Json => (context.sourceIsList(row) ? [example] : example);
  const inTarget = (example: Json): Json =>
    context.targetIsList(row) && !Array.isArray(example) ? [example] : example;
  const rows = examples.map(([source, target]) => [
    writeCell('value', inSource(source)),
    writeCell('value', inTarget(target)),
  ]);
  if (!isBoolean) {
    return outline(base, [value.name, arrived.name], rows);
  }
  const others = [...rows].reverse();
  return outline(
    base,
    [before, first, value, arrived].map(({ name }) => name),
    rows.map((each, index) => [...(others[index] ?? []), ...each]),
  );
}

/** A value that cannot be converted is neither written nor overwritten, and the next edit counts again (D15). */
function notConvertible(context: SectionContext, row: Row): ScenarioDraft | undefined {
  const values = NOT_CONVERTIBLE[row.dataType?.name ?? ''];
  const [first, last] = examplesOf(context, row);
  const type = context.sourceFacts(row)?.type ?? 'string';
  const isSingle = !context.sourceIsList(row) && !context.targetIsList(row);
  if (values === undefined || first === undefined || last === undefined || !isSingle) {
    return undefined;
  }
  if (type !== 'string' && type !== 'any') {
    return undefined;
  }
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const value = new Column('value');
  const set = (written: Json | Column, ...expected: readonly string[]): Step[] => [
    ...steps('When', WHEN.set.write(row.source, x, written), WHEN.synchronized.write()),
    ...steps('Then', ...expected),
  ];
  const base = draft(
    `${row.source} <value> cannot become ${row.dataType?.text ?? ''}: ${row.target} keeps what it had until the next edit`,
    steps('Given', linkedPair(context)),
    set(first[0], THEN.exactly.write(row.target, y, first[1])),
    set(value, THEN.exactly.write(row.target, y, first[1]), THEN.exactly.write(row.source, x, value)),
    set(last[0], THEN.exactly.write(row.target, y, last[1])),
  );
  return outline(
    base,
    [value.name],
    values.map((each) => [writeCell('value', each)]),
  );
}

/** Where a single value is emptied, the element of the list that it agreed with leaves, and no other (D26). */
function singleCleared(context: SectionContext, row: Row): ScenarioDraft {
  const x = { record: context.xOf(context.names.ada), path: row.source };
  const y = { record: context.yOf(context.names.ada), path: row.target };
  const [list, single] = context.sourceIsList(row) ? [x, y] : [y, x];
  const [one = '', other = ''] = ADDRESSES.map(([address]) => address);
  return draft(
    `${single.path} is cleared: one of several ${list.path} leaves, and the others stay`,
    steps('Given', linkedPair(context)),
    steps('When', WHEN.set.write(list.path, list.record, [one]), WHEN.synchronized.write()),
    steps('When', WHEN.set.write(list.path, list.record, [one, other]), WHEN.synchronized.write()),
    steps('Then', THEN.exactly.write(single.path, single.record, one)),
    steps('When', WHEN.cleared.write(single.path, single.record), WHEN.synchronized.write()),
    steps(
      'Then',
      THEN.exactly.write(list.path, list.record, [other]),
      THEN.empty.write(single.path, single.record),
    ),
  );
}

function holdsText(context: SectionContext, row: Row): boolean {
  const name = row.dataType?.name ?? null;
  const types = [context.sourceFacts(row)?.type, context.targetFacts(row)?.type];
  return (name === null || name === 'string') && types.every((type) => type === 'string' || type === 'any');
}

function throughObjects(context: SectionContext, row: Row): boolean {
  return (
    (context.sourceIsList(row) && context.sourceFacts(row)?.list !== true) ||
    (context.targetIsList(row) && context.targetFacts(row)?.list !== true)
  );
}

/** One element of a list agrees with a single value: the other elements stay as they are (D14, D26). */
function otherElements(context: SectionContext, row: Row): ScenarioDraft {
  const x = { record: context.xOf(context.names.ada), path: row.source };
  const y = { record: context.yOf(context.names.ada), path: row.target };
  const [list, single] = context.sourceIsList(row) ? [x, y] : [y, x];
  return draft(
    `an edit of ${single.path} replaces one of several ${list.path} and leaves the others alone`,
    steps('Given', linkedPair(context)),
    steps('When', WHEN.appended.write(list.path, list.record), WHEN.synchronized.write()),
    steps('When', WHEN.edited.write(single.path, single.record), WHEN.synchronized.write()),
    steps('Then', THEN.arrived.write(list.path, list.record), THEN.nothingElse.write()),
  );
}

function isListBesideSingle(context: SectionContext, row: Row): boolean {
  const lists = [context.sourceFacts(row)?.list === true, context.targetFacts(row)?.list === true];
  return lists[0] !== lists[1] && row.dataType?.name !== 'list';
}

function listDrafts(context: SectionContext, row: Row): ScenarioDraft[] {
  const canBeCleared = holdsText(context, row) && clearable(context, row);
  return [otherElements(context, row), ...(canBeCleared ? [singleCleared(context, row)] : [])];
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
  const isDeaf = [context.sourceFacts(row), context.targetFacts(row)].every(
    (facts) => facts?.readOnly === true,
  );
  if (isDeaf) {
    const reason = `no engine can write ${row.source} or ${row.target}: both are read-only`;
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const isForward = context.targetFacts(row)?.readOnly !== true;
  const examples = isForward ? examplesOf(context, row) : [];
  const skipped = throughObjects(context, row)
    ? 'the property is inside a list of objects'
    : !isForward
      ? `no engine can write ${row.target}: it is read-only`
      : examples.length === 0
        ? `no example of ${row.dataType?.text ?? 'this type'} fits what ${row.source} holds`
        : undefined;
  const unconvertible = isForward ? notConvertible(context, row) : undefined;
  return {
    drafts: [
      edited(context, row),
      ...(context.creates ? [carriedAtCreation(context, row)] : []),
      ...(isListBesideSingle(context, row) ? listDrafts(context, row) : []),
      ...(skipped === undefined ? [dataType(context, row, examples)] : []),
      ...(unconvertible === undefined ? [] : [unconvertible]),
    ],
    notApplicable: skipped === undefined ? [] : [notApplicable('examples of the data type', skipped)],
  };
}

/** The sentence itself: its rows have the scenarios; without rows nothing may be carried over. */
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
    steps('When', WHEN.editedOutsideRows.write(context.xOf(ada)), WHEN.synchronizedMore.write(2)),
    steps('Then', THEN.noFurtherWrite.write()),
    witness,
  );
  return {
    drafts: [empty],
    notApplicable: [notApplicable('edits and data types of rows', 'the table has no row')],
  };
}
