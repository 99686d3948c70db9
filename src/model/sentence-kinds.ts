/**
 * The sentence kinds: one entry for each, with all that is known of it as data. Whatever speaks of kinds derives from this
 * table, or holds one entry for each kind in a record that the compiler checks.
 */

/** What a sentence says about records that have no counterpart. */
export type Creation =
  /** Each gets a new one on the target side. */
  | 'always'
  /** Those that meet what the sentence says get one. */
  | 'on-condition'
  /** None gets one. */
  | 'never'
  /** The sentence says nothing about it. */
  | 'unsaid';

/** What is read out of the sentence itself: its free text. */
export type SentenceReading = 'nothing' | 'connection' | 'condition';

/** The table that must follow the sentence: pairs of properties, or pairs with a data type. */
type SentenceTable = 'none' | 'pairs' | 'typed-pairs';

interface Entry {
  /**
   * The sentence as it is published, with its blanks; it is read with its white space folded. `{X}` and `{Y}` stand for
   * the heading's sides, any other name in braces for free text: `{connection}` and `{system}`, or `{condition}`.
   */
  readonly pattern: string;
  readonly reads: SentenceReading;
  readonly table: SentenceTable;
  readonly creates: Creation;
  /** Whether the rows of its table say which records are linked. */
  readonly links: boolean;
  /** Whether every section needs such a sentence. */
  readonly everySection: boolean;
  /** The kinds that a section with this sentence needs too. */
  readonly needs: readonly string[];
  /** The kinds that cannot be kept in the same section; each pair is stated once, in either entry. */
  readonly excludes: readonly string[];
  /** The kind on whose next line it is published, without a blank line between the two. */
  readonly joins?: string;
}

/** A sentence without free text and table that needs no other; what it creates and excludes, each entry states itself. */
const PLAIN = {
  reads: 'nothing',
  table: 'none',
  links: false,
  everySection: false,
  needs: [],
} as const satisfies Partial<Entry>;

/** In the order in which sections state them; of several that create, the first is blamed where nothing was created. */
const TABLE = {
  'create-always': {
    ...PLAIN,
    pattern: 'Every {X} will be synchronized with a {Y}.',
    creates: 'always',
    excludes: ['conditional', 'create-if-connected'],
  },
  'link-required': {
    ...PLAIN,
    pattern: 'Before any synchronization can take place, a link between a {X} and a {Y} must be established.',
    creates: 'never',
    excludes: ['create-always', 'create-missing', 'conditional'],
  },
  'create-if-connected': {
    ...PLAIN,
    pattern:
      'A new {Y} will be created from a {X} if it is connected to a {connection} that is synchronized into {system}.',
    reads: 'connection',
    creates: 'on-condition',
    excludes: [],
  },
  conditional: {
    ...PLAIN,
    pattern: '{condition}, it  will be synchronized with a {Y}.',
    reads: 'condition',
    creates: 'on-condition',
    excludes: [],
  },
  'merge-on-match': {
    ...PLAIN,
    pattern: 'A {X} will merge with a {Y} if one of the following property combinations match:',
    table: 'pairs',
    links: true,
    creates: 'unsaid',
    excludes: [],
  },
  'merge-existing': {
    ...PLAIN,
    pattern: 'If a matching {Y} already exists, the {X} will be merged with the existing one.',
    needs: ['merge-on-match'],
    creates: 'unsaid',
    excludes: [],
  },
  'create-missing': {
    ...PLAIN,
    pattern: 'If no matching {Y} is found, a new {Y} will be created.',
    creates: 'always',
    needs: ['merge-on-match'],
    joins: 'merge-existing',
    excludes: [],
  },
  'keep-in-sync': {
    ...PLAIN,
    pattern:
      'Once a link between a {X} and a {Y} is established, it will keep in sync between the two systems, regardless of where it is edited.',
    everySection: true,
    creates: 'unsaid',
    excludes: [],
  },
  properties: {
    ...PLAIN,
    pattern: 'The following properties are synchronized between a {X} and a {Y}:',
    table: 'typed-pairs',
    everySection: true,
    creates: 'unsaid',
    excludes: [],
  },
} as const satisfies Readonly<Record<string, Entry>>;

type Table = typeof TABLE;

/** The sentence kinds of a section, in the words of the checks' ids. */
export type StatementKind = keyof Table;

/** The kinds whose entry is like that. */
export type KindWith<Traits> = {
  [Kind in StatementKind]: Table[Kind] extends Traits ? Kind : never;
}[StatementKind];

/** The kinds that the entry of a kind excludes. */
export type ExcludedBy<Kind extends StatementKind> = Table[Kind]['excludes'][number];

/** The kinds that every section needs, or that another kind needs. */
export type NeededKind = KindWith<{ readonly everySection: true }> | Table[StatementKind]['needs'][number];

/** The entry of a kind. */
export interface SentenceKind extends Entry {
  readonly needs: readonly StatementKind[];
  readonly excludes: readonly StatementKind[];
  readonly joins?: StatementKind;
}

/** By kind, in the order in which sections state them. */
export const SENTENCE_KINDS: Readonly<Record<StatementKind, SentenceKind>> = TABLE;

/** All kinds, in the order of the table. */
export const STATEMENT_KINDS = Object.keys(TABLE) as StatementKind[];

/** The kinds with a table. */
export type TableKind = Exclude<StatementKind, KindWith<{ readonly table: 'none' }>>;

/** What the table of such a kind holds. */
export type TableShape = Exclude<SentenceTable, 'none'>;

/** What the table behind a sentence of the kind holds. */
export function tableShape(kind: TableKind): TableShape {
  return TABLE[kind].table;
}

/** Whether sentences of the kind have a table. */
export function hasTable(kind: StatementKind): kind is TableKind {
  return TABLE[kind].table !== 'none';
}

/** Whether that is read out of the sentences of the kind. */
export function readsOut<Reading extends SentenceReading>(
  kind: StatementKind,
  reading: Reading,
): kind is KindWith<{ readonly reads: Reading }> {
  return TABLE[kind].reads === reading;
}

/** The kinds with a table, in order. */
export const TABLE_KINDS: readonly TableKind[] = STATEMENT_KINDS.filter(hasTable);

/** Whether a sentence of the kind says that records get a counterpart: all of them, or those that meet a condition. */
export function canCreate(kind: StatementKind): boolean {
  const { creates } = SENTENCE_KINDS[kind];
  return creates === 'always' || creates === 'on-condition';
}

/** Whether a sentence of the kind says of each record whether it gets a counterpart. */
export function decidesCreation(kind: StatementKind): boolean {
  const { creates } = SENTENCE_KINDS[kind];
  return creates === 'always' || creates === 'never';
}

/** Whether a sentence of the kind says how records get a counterpart, or that they get none without a link. */
export function saysWhatIsLinked(kind: StatementKind): boolean {
  const { creates, links } = SENTENCE_KINDS[kind];
  return creates !== 'unsaid' || links;
}
