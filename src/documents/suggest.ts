/** Which known sentence a text that no rule reads was probably meant to be. */
import { STATEMENT_KINDS } from '../model';
import { writeSentence } from './sentences';
import type { SectionNames } from './sentences';
import { quote } from '../core/text';

/** Texts with more words are compared with nothing: the comparison takes the product of both lengths. */
const MOST_WORDS = 120;
/** The share of words in common from which on a sentence counts as meant; half alike is chance. */
const LEAST_ALIKE = 0.7;

type Names = Pick<SectionNames, 'source' | 'target'>;

/** How many parts two lists have in common, in the same order (longest common subsequence). */
function countCommon(one: readonly string[], other: readonly string[]): number {
  let row = new Array<number>(other.length + 1).fill(0);
  for (const word of one) {
    const next = [0];
    other.forEach((otherWord, at) => {
      next.push(word === otherWord ? (row[at] ?? 0) + 1 : Math.max(row[at + 1] ?? 0, next[at] ?? 0));
    });
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** How alike two texts of so many words can be at most: each word of the shorter one in both. */
function alikeAtMost(one: number, other: number): number {
  return (2 * Math.min(one, other)) / (one + other);
}

interface Expected {
  readonly kind: string;
  readonly sentence: string;
  readonly words: readonly string[];
}

/** The sentences of one pair of names: they are written once, not for each text that is compared with them. */
const EXPECTED_BY_NAMES = new WeakMap<Names, readonly Expected[]>();

function expectedOf(names: Names): readonly Expected[] {
  const known = EXPECTED_BY_NAMES.get(names);
  if (known !== undefined) {
    return known;
  }
  const expected = STATEMENT_KINDS.map((kind): Expected => {
    const sentence = writeSentence(kind, names);
    return { kind, sentence, words: sentence.split(' ') };
  });
  EXPECTED_BY_NAMES.set(names, expected);
  return expected;
}

interface Difference {
  /** How many words are alike before it. */
  readonly start: number;
  readonly found: string;
  readonly wanted: string;
}

/** What differs between two texts, without the words that they share at the start and at the end. */
function differenceOf(written: readonly string[], expected: readonly string[]): Difference {
  let start = 0;
  while (start < written.length && start < expected.length && written[start] === expected[start]) {
    start += 1;
  }
  let end = 0;
  const shortest = Math.min(written.length, expected.length);
  while (end < shortest - start && written.at(-1 - end) === expected.at(-1 - end)) {
    end += 1;
  }
  return {
    start,
    found: written.slice(start, written.length - end).join(' '),
    wanted: expected.slice(start, expected.length - end).join(' '),
  };
}

/** The difference in words. */
function differenceText(written: readonly string[], expected: readonly string[]): string {
  const { start, found, wanted } = differenceOf(written, expected);
  if (found === '' && wanted === '') {
    return 'it is written so, but not as a paragraph: begin each of its lines in the first column';
  }
  if (found === '') {
    return `after word ${start}, ${quote(wanted)} is missing`;
  }
  if (wanted === '') {
    return `from word ${start + 1} on, ${quote(found)} is too much`;
  }
  return `from word ${start + 1} on it says ${quote(found)} instead of ${quote(wanted)}`;
}

/** Of longer differences only the beginning is compared: the comparison takes the product of both lengths. */
const MOST_LETTERS = 200;

/** How alike what differs is, by its letters: 0 to 1. */
function letterLikeness(written: readonly string[], expected: readonly string[]): number {
  const { found, wanted } = differenceOf(written, expected);
  const [one = [], other = []] = [found, wanted].map((text) => Array.from(text.slice(0, MOST_LETTERS)));
  return (2 * countCommon(one, other)) / Math.max(1, one.length + other.length);
}

/** The sentence with most words in common; of several the one whose other words are most alike. */
function closestOf(written: readonly string[], names: Names): Expected | undefined {
  if (written.length > MOST_WORDS) {
    return undefined;
  }
  let closest: Expected[] = [];
  let mostAlike = LEAST_ALIKE;
  for (const expected of expectedOf(names)) {
    if (alikeAtMost(written.length, expected.words.length) < mostAlike) {
      continue;
    }
    const common = countCommon(written, expected.words);
    const alike = (2 * common) / (written.length + expected.words.length);
    if (alike < mostAlike) {
      continue;
    }
    closest = alike === mostAlike ? [...closest, expected] : [expected];
    mostAlike = alike;
  }
  if (closest.length < 2) {
    return closest[0];
  }
  const likeness = closest.map(({ words }) => letterLikeness(written, words));
  return closest[likeness.indexOf(Math.max(...likeness))];
}

/** The help for a text that is close to a sentence kind: the kind and the words that differ; undefined where none is close. */
export function closestKind(text: string, names: Names): string | undefined {
  const written = text.split(' ', MOST_WORDS + 1);
  const closest = closestOf(written, names);
  if (closest === undefined) {
    return undefined;
  }
  const { kind, sentence, words } = closest;
  return `The closest sentence kind is ${kind}, ${quote(sentence)}: ${differenceText(written, words)}.`;
}

/**
 * The help for a text that no sentence kind reads: the closest kind and the words that differ,
 * or, where none is close, what can be done.
 */
export function helpForText(text: string, names: Names): string {
  const closest = closestKind(text, names);
  if (closest !== undefined) {
    return closest;
  }
  return (
    `Write it as one of the sentence kinds (${STATEMENT_KINDS.join(', ')}), one sentence a line, ` +
    `with ${quote(names.source)} and ${quote(names.target)} as the heading has them; or, if it only informs, move it into the Introduction.`
  );
}
