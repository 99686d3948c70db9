/** The sentence kinds: one table that tells how each is written and what is read out of it. */
import type { Place, Statement, StatementKind } from '../model';
import { connectionOf, knownNames } from './connections';
import type { KnownNames } from './connections';

/** The two sides of a section as its heading writes them ("system datatype"), and every system name known there. */
export interface SectionNames {
  readonly source: string;
  readonly target: string;
  readonly systems: readonly string[];
  /** What the document's headings know; absent: the section's systems, and no datatype. */
  readonly known?: KnownNames;
}

/** The texts of a sentence's free slots, by the slot's name. */
export type Slots = Readonly<Record<string, string>>;
type Written = Place & { readonly text: string };

/** One kind of sentence. A new kind is one new entry of `sentenceKinds`. */
export interface SentenceKind {
  readonly kind: StatementKind;
  /** The sentence. `{X}` and `{Y}` stand for the heading's sides, any other name in braces for free text. */
  readonly template: string;
  /** Makes the statement of a sentence of this kind. */
  readonly read: (written: Written, slots: Slots, names: SectionNames) => Statement;
}

type PlainKind = 'create-always' | 'link-required' | 'merge-existing' | 'create-missing' | 'keep-in-sync';

function plain(kind: PlainKind, template: string): SentenceKind {
  return { kind, template, read: (written) => ({ kind, ...written }) };
}

/** A sentence that a table follows; the rows are read with the table. */
function withTable(kind: 'merge-on-match' | 'properties', template: string): SentenceKind {
  return { kind, template, read: (written) => ({ kind, ...written, rows: [] }) };
}

/** All sentence kinds, in the order in which they are tried; those without free text come first. */
export const SENTENCE_KINDS: readonly SentenceKind[] = [
  plain('create-always', 'Every {X} will be synchronized with a {Y}.'),
  plain(
    'link-required',
    'Before any synchronization can take place, a link between a {X} and a {Y} must be established.',
  ),
  withTable(
    'merge-on-match',
    'A {X} will merge with a {Y} if one of the following property combinations match:',
  ),
  plain('merge-existing', 'If a matching {Y} already exists, the {X} will be merged with the existing one.'),
  plain('create-missing', 'If no matching {Y} is found, a new {Y} will be created.'),
  plain(
    'keep-in-sync',
    'Once a link between a {X} and a {Y} is established, it will keep in sync between the two systems, regardless of where it is edited.',
  ),
  withTable('properties', 'The following properties are synchronized between a {X} and a {Y}:'),
  {
    kind: 'create-if-connected',
    template:
      'A new {Y} will be created from a {X} if it is connected to a {connection} that is synchronized into {system}.',
    read: (written, slots, names) => ({
      kind: 'create-if-connected',
      ...written,
      connectedTo: {
        ...connectionOf(slots.connection ?? '', names.known ?? knownNames(names.systems, [])),
        synchronizedInto: slots.system ?? '',
      },
    }),
  },
  {
    kind: 'conditional',
    template: '{condition}, it will be synchronized with a {Y}.',
    read: (written, slots) => ({ kind: 'conditional', ...written, condition: slots.condition ?? '' }),
  },
];

/** The template with the heading's sides in it; free slots stay as `<name>` where `slots` has no text for them. */
export function writeSentence(
  template: string,
  names: Pick<SectionNames, 'source' | 'target'>,
  slots: Slots = {},
): string {
  const texts: Slots = { ...slots, X: names.source, Y: names.target };
  return template.replace(/\{(\w+)\}/g, (_, name: string) => texts[name] ?? `<${name}>`);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

interface FreePattern {
  readonly kind: SentenceKind;
  readonly head: string;
  readonly tail: string;
  readonly pattern: RegExp;
}

const FREE_SLOT = /\{(\w{2,})\}/;

function freePattern(kind: SentenceKind, names: SectionNames): FreePattern {
  // A split by a pattern with one group alternates: text, slot name, text, …, text.
  const pieces = kind.template.split(FREE_SLOT);
  const texts = pieces.map((piece, at) => (at % 2 === 0 ? writeSentence(piece, names) : ''));
  const source = pieces
    .map((piece, at) => (at % 2 === 0 ? escapePattern(texts[at] ?? '') : `(?<${piece}>.+?)`))
    .join('');
  return { kind, head: texts[0] ?? '', tail: texts.at(-1) ?? '', pattern: new RegExp(`^${source}$`, 'u') };
}

/** Reads the sentences of one section. */
export interface Recogniser {
  /** Whether a sentence can end with this line, judged by its last word: a cheap look ahead. */
  readonly mayEnd: (line: string) => boolean;
  /** Whether a folded text begins and ends like a sentence, or is as long as one: cheaper than reading it. */
  readonly mayBe: (text: string) => boolean;
  /** Where a sentence without free text that starts at a place of a folded text ends in it; undefined where none does. */
  readonly exactEnd: (text: string, start: number) => number | undefined;
  /** Reads a sentence whose white space is folded; undefined where no kind reads it. */
  readonly read: (written: Written) => Statement | undefined;
}

/** The words behind the last blank of a text. */
function lastWord(text: string): string {
  return text.slice(text.lastIndexOf(' ') + 1);
}

/**
 * Makes the reader of one section's sentences: the heading's sides must stand in them exactly.
 * Sentences without free text are looked up, the others are tried in the order of the table.
 */
export function recogniser(names: SectionNames): Recogniser {
  const exact = new Map<string, SentenceKind>();
  const free: FreePattern[] = [];
  for (const kind of SENTENCE_KINDS) {
    if (FREE_SLOT.test(kind.template)) {
      free.push(freePattern(kind, names));
    } else {
      exact.set(writeSentence(kind.template, names), kind);
    }
  }
  const texts = [...exact.keys()];
  const lengths = new Set(texts.map((text) => text.length));
  const endings = [...new Set([...texts, ...free.map(({ tail }) => tail)].map(lastWord))];
  return {
    mayEnd: (line) => endings.some((ending) => line.endsWith(ending)),
    mayBe: (text) =>
      lengths.has(text.length) || free.some(({ head, tail }) => text.startsWith(head) && text.endsWith(tail)),
    exactEnd: (text, start) => {
      const found = texts.find((sentence) => text.startsWith(sentence, start));
      return found === undefined ? undefined : start + found.length;
    },
    read: (written) => {
      const { text } = written;
      const known = lengths.has(text.length) ? exact.get(text) : undefined;
      if (known !== undefined) {
        return known.read(written, {}, names);
      }
      for (const { kind, head, tail, pattern } of free) {
        if (!text.startsWith(head) || !text.endsWith(tail)) {
          continue;
        }
        const slots = pattern.exec(text)?.groups;
        if (slots !== undefined) {
          return kind.read(written, slots, names);
        }
      }
      return undefined;
    },
  };
}
