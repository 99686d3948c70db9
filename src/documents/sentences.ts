/** Reading and writing sentences by the patterns of their kinds. */
import { hasTable, readsOut, SENTENCE_KINDS, STATEMENT_KINDS } from '../model';
import type { Place, Statement, StatementKind } from '../model';
import { connectionOf, knownNames } from './connections';
import type { KnownNames } from './connections';
import { fold } from './rst/lines';

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

/** Makes the statement of a sentence of the kind. The rows of a table are read with the table. */
function statementOf(kind: StatementKind, written: Written, slots: Slots, names: SectionNames): Statement {
  if (hasTable(kind)) {
    return { kind, ...written, rows: [] };
  }
  if (readsOut(kind, 'condition')) {
    return { kind, ...written, condition: slots.condition ?? '' };
  }
  if (readsOut(kind, 'connection')) {
    const connection = connectionOf(slots.connection ?? '', names.known ?? knownNames(names.systems, []));
    return { kind, ...written, connectedTo: { ...connection, synchronizedInto: slots.system ?? '' } };
  }
  return { kind, ...written };
}

/** Fills a text in; free slots stay as `<name>` where `slots` has no text for them. */
function fill(text: string, names: Pick<SectionNames, 'source' | 'target'>, slots: Slots): string {
  const texts: Slots = { ...slots, X: names.source, Y: names.target };
  return text.replace(/\{(\w+)\}/g, (_, name: string) => texts[name] ?? `<${name}>`);
}

/** The kinds' patterns with their white space folded, as sentences are read. */
const PATTERNS = new Map(STATEMENT_KINDS.map((kind) => [kind, fold(SENTENCE_KINDS[kind].pattern)]));

/**
 * The sentence of a kind with the heading's sides in it, its white space folded; free slots stay as `<name>` where
 * `slots` has no text for them.
 */
export function writeSentence(
  kind: StatementKind,
  names: Pick<SectionNames, 'source' | 'target'>,
  slots: Slots = {},
): string {
  return fill(PATTERNS.get(kind) ?? '', names, slots);
}

/** The same with the blanks that its publishers write. */
export function publishedSentence(
  kind: StatementKind,
  names: Pick<SectionNames, 'source' | 'target'>,
  slots: Slots,
): string {
  return fill(SENTENCE_KINDS[kind].pattern, names, slots);
}

function escapePattern(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

interface FreePattern {
  readonly kind: StatementKind;
  readonly head: string;
  readonly tail: string;
  readonly pattern: RegExp;
}

const FREE_SLOT = /\{(\w{2,})\}/;

/** Whether sentences of the kind begin with free text, which may hold anything. */
export function beginsFreely(kind: StatementKind): boolean {
  return SENTENCE_KINDS[kind].pattern.search(FREE_SLOT) === 0;
}

function freePattern(kind: StatementKind, written: string, names: SectionNames): FreePattern {
  // A split by a pattern with one group alternates: text, slot name, text, …, text.
  const pieces = written.split(FREE_SLOT);
  const texts = pieces.map((piece, at) => (at % 2 === 0 ? fill(piece, names, {}) : ''));
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
 * Makes the reader of one section's sentences: they must hold the heading's sides exactly.
 * Sentences without free text are looked up, the others are tried in the order of the table.
 */
export function recogniser(names: SectionNames): Recogniser {
  const exact = new Map<string, StatementKind>();
  const free: FreePattern[] = [];
  for (const [kind, pattern] of PATTERNS) {
    if (FREE_SLOT.test(pattern)) {
      free.push(freePattern(kind, pattern, names));
    } else {
      exact.set(fill(pattern, names, {}), kind);
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
        return statementOf(known, written, {}, names);
      }
      for (const { kind, head, tail, pattern } of free) {
        if (!text.startsWith(head) || !text.endsWith(tail)) {
          continue;
        }
        const slots = pattern.exec(text)?.groups;
        if (slots !== undefined) {
          return statementOf(kind, written, slots, names);
        }
      }
      return undefined;
    },
  };
}
