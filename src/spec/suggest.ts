/** Which known sentence a text that no rule reads was probably meant to be. */
import { sentenceKinds, writeSentence } from './sentences';
import type { SectionNames } from './sentences';
import { quote } from './findings';

/** Texts with more words are compared with nothing: the comparison takes the product of both lengths. */
const mostWords = 120;
/** The share of words in common from which on a sentence counts as meant; half alike is chance. */
const leastAlike = 0.7;

/** How many words two texts have in common, in the same order (longest common subsequence). */
function commonWords(one: readonly string[], other: readonly string[]): number {
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

/** What differs between two texts, after the words that they share at the start and at the end. */
function difference(written: readonly string[], expected: readonly string[]): string {
  let start = 0;
  while (start < written.length && start < expected.length && written[start] === expected[start]) start += 1;
  let end = 0;
  const shortest = Math.min(written.length, expected.length);
  while (end < shortest - start && written.at(-1 - end) === expected.at(-1 - end)) end += 1;
  const found = written.slice(start, written.length - end).join(' ');
  const wanted = expected.slice(start, expected.length - end).join(' ');
  if (found === '') return `after word ${start}, ${quote(wanted)} is missing`;
  if (wanted === '') return `from word ${start + 1} on, ${quote(found)} is too much`;
  return `from word ${start + 1} on it says ${quote(found)} instead of ${quote(wanted)}`;
}

/**
 * The help for a text that no sentence kind reads: the closest kind and the words that differ,
 * or, where none is close, what can be done.
 */
export function helpForText(text: string, names: Pick<SectionNames, 'source' | 'target'>): string {
  const written = text.split(' ', mostWords + 1);
  let best = { alike: leastAlike, help: '' };
  for (const { kind, template } of written.length > mostWords ? [] : sentenceKinds) {
    const sentence = writeSentence(template, names);
    const expected = sentence.split(' ');
    const alike = (2 * commonWords(written, expected)) / (written.length + expected.length);
    if (alike < best.alike) continue;
    best = {
      alike,
      help: `The closest sentence kind is ${kind}, ${quote(sentence)}: ${difference(written, expected)}.`,
    };
  }
  if (best.help !== '') return best.help;
  return (
    `Write it as one of the sentence kinds (${sentenceKinds.map(({ kind }) => kind).join(', ')}), one sentence a line, ` +
    `with ${quote(names.source)} and ${quote(names.target)} as the heading has them; or, if it only informs, move it into the Introduction.`
  );
}
