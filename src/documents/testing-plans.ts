/** Documents at random, as plans: what the properties of reading, writing and ids are tested on. */
import fc from 'fast-check';
import type { Gate, Side } from '../model';
import type { DocumentPlan, RowPlan, SectionPlan, StatementPlan } from './write';

/** Words of names: with dots, hyphens, brackets, markup of RST, the word "to", other scripts, and of the sentences. */
const WORDS = [
  ...['Order', 'Wix.com', 'Wix-orders', '(human data)', 'to', 'Data', 'Type', 'Property', 'and', 'is', 'it'],
  ...[
    'Dataflow',
    'Every',
    'link',
    'Introduction',
    'Generated:',
    '*bold*',
    '`x`',
    'x_',
    '|y|',
    '|',
    'z::',
    '..',
    '--',
  ],
  ...[
    'Zo\u00eb',
    'Zoe\u0308',
    '\u65e5\u672c',
    '\u05e9\u05dc\u05d5\u05dd',
    '\u{1f6b2}',
    '<x>',
    '{X}',
    '$&',
    '$1',
    '\\',
    '^(a|b)*$',
  ],
];

/** White space is folded in a document, so a name has none but single blanks within it. */
function folded(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}

/** A line that begins so is a list, a comment or a line block for RST, no heading and no sentence. */
function beginsLikeText(name: string): boolean {
  return !/^(?:[*+|-]|\.\.)(?:\s|$)/.test(name);
}

const word = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...WORDS) },
  fc.string({ unit: 'grapheme', minLength: 1, maxLength: 6 }),
);

/** Words, folded; not empty. */
export const text = fc
  .array(word, { minLength: 1, maxLength: 4 })
  .map((words) => folded(words.join(' ')))
  .filter((words) => words !== '');

/** A system's or a datatype's name. */
const name = text.filter(beginsLikeText);

/** A property's path: anything that is not a gate, whole or nearly. */
const path = fc
  .oneof(fc.constantFrom('id', 'info.emails', 'address.country.code', 'a b'), text)
  .filter((words) => !/\(\s*depend[ae]nt/i.test(words));

const gate: fc.Arbitrary<Gate> = fc.record(
  {
    value: fc.constantFrom('NO', 'Agent', 'in', '1 (one)'),
    property: fc.constantFrom('phone.country', 'type', 'x)'),
  },
  { requiredKeys: [] },
);

const dataType = fc.oneof(
  fc.constantFrom('"string"', '"integer"', '"float"', '"decimal"', '"boolean"', '"list"', 'N/A', 'string'),
  fc.constantFrom(
    '"datetime-format","%Y-%m-%d","_."]',
    '["integer", ["decimal", "_."]]',
    '"replace"," ","", "string"]',
  ),
  text,
);

function row(third: boolean): fc.Arbitrary<RowPlan> {
  const cells = fc.record(
    { source: path, target: path, ...(third ? { dataType } : {}) },
    { requiredKeys: ['source', 'target'] },
  );
  const gated = fc.record({ gate, gateIn: fc.constantFrom('target' as const, 'both' as const, undefined) });
  return fc.oneof(
    { weight: 3, arbitrary: cells },
    fc.tuple(cells, gated).map(([plain, { gate, gateIn }]) => ({
      ...plain,
      gate,
      ...(gateIn === undefined ? {} : { gateIn }),
    })),
  );
}

/** Rows of tables, half of which are empty in practice. */
function rows(third: boolean): fc.Arbitrary<readonly RowPlan[]> {
  return fc.oneof(fc.constant([]), fc.array(row(third), { maxLength: 6 }));
}

/** Names of a connection: without "," and "or", which part the list; its system is one word, so no other is longer. */
const connection = fc.record({
  system: fc.constantFrom('Hub', 'Wix.com'),
  datatypes: fc.array(fc.constantFrom('Cart', 'Quote Line', 'Sale', 'Customers (human data)'), {
    minLength: 1,
    maxLength: 4,
  }),
  synchronizedInto: fc.constantFrom('Desk', 'Business Central', 'Wix.com'),
});

const condition = fc
  .oneof(
    fc.constantFrom(
      'When a Shop Order has a 100% probability of beeing sold',
      'for now, later it will be more',
    ),
    text,
  )
  .filter(beginsLikeText);

/** The third header is the usual one, or names no system. */
const third = fc.constantFrom(undefined, undefined, undefined, 'Data Type');

/** All published orders of the sentences; the properties come last. */
const statements: fc.Arbitrary<readonly StatementPlan[]> = fc
  .record({
    merge: rows(false),
    properties: rows(true),
    third,
    condition,
    connection,
    order: fc.constantFrom(
      ['create-always'],
      ['create-always', 'merge-existing', 'create-missing', 'merge-on-match'],
      ['link-required', 'merge-on-match'],
      ['link-required', 'create-if-connected'],
      ['link-required', 'create-if-connected', 'merge-on-match'],
      ['conditional'],
      ['conditional', 'merge-existing', 'create-missing', 'merge-on-match'],
    ),
  })
  .map(({ merge, properties, third, condition, connection, order }) =>
    [...order, 'keep-in-sync', 'properties'].map((kind): StatementPlan => {
      if (kind === 'merge-on-match') {
        return { kind, rows: merge };
      }
      if (kind === 'properties') {
        return { kind, rows: properties, ...(third === undefined ? {} : { dataTypeHeader: third }) };
      }
      if (kind === 'conditional') {
        return { kind, condition };
      }
      if (kind === 'create-if-connected') {
        return { kind, connectedTo: connection };
      }
      return { kind: kind as 'keep-in-sync' };
    }),
  );

/**
 * The labels of a document's sides: the systems' names, or, where both begin with the same words, those words on both
 * sides (a document of `Custom CRM` and `Custom Shop` whose headings speak of a `Custom Order`).
 */
interface Naming {
  readonly source: Omit<Side, 'datatype'>;
  readonly target: Omit<Side, 'datatype'>;
}

/** Where headings write other labels, nothing tells where a title with a second "to" is to be cut. */
function isWithoutTo(words: string): boolean {
  return !words.split(' ').includes('to');
}

const naming: fc.Arbitrary<Naming> = fc.oneof(
  fc
    .tuple(name, name)
    .map(([source, target]) => ({ source: { system: source }, target: { system: target } })),
  fc
    .tuple(name.filter(isWithoutTo), text.filter(isWithoutTo), text.filter(isWithoutTo))
    .map(([label, one, other]) => ({
      source: { system: `${label} ${one}`, label },
      target: { system: `${label} ${other}`, label },
    })),
);

function firstWord(phrase: string): string {
  return phrase.split(' ')[0] ?? '';
}

/**
 * Whether a datatype can be told from the label before it. Behind a shared label, `Custom CRM Order` would be an
 * `Order` of `Custom CRM`: there a datatype does not begin with the next word of the system.
 */
function isTold({ system, label }: Omit<Side, 'datatype'>, datatype: string): boolean {
  return label === undefined || firstWord(datatype) !== firstWord(system.slice(label.length + 1));
}

function section({ source, target }: Naming): fc.Arbitrary<SectionPlan> {
  return fc.record({
    source: name.filter((datatype) => isTold(source, datatype)).map((datatype) => ({ ...source, datatype })),
    target: name.filter((datatype) => isTold(target, datatype)).map((datatype) => ({ ...target, datatype })),
    statements,
  });
}

const introduction = fc.record({
  heading: fc.constantFrom('Introduction' as const, 'Introduction.' as const),
  paragraphs: fc.array(fc.constantFrom('Whatever.', '* a list', 'Every X will be synchronized with a Y.'), {
    maxLength: 3,
  }),
});

/** Documents, also with several sections of one heading. */
export const documentPlan: fc.Arbitrary<DocumentPlan> = naming.chain((names) =>
  fc
    .record(
      {
        generated: fc.constantFrom('2025-01-02 03:04:05', '1999-12-31 23:59:59'),
        introduction,
        sections: fc.array(section(names), { minLength: 1, maxLength: 4 }),
        again: fc.nat(3),
      },
      { requiredKeys: ['sections', 'again'] },
    )
    .map(({ again, sections, ...rest }) => ({
      ...rest,
      systems: { source: names.source.system, target: names.target.system },
      sections: [...sections, ...sections.slice(0, again === 0 ? 1 : 0)],
    }))
    // Plain objects: fast-check makes some without a prototype, and readers do not.
    .map((plan) => structuredClone(plan)),
);
