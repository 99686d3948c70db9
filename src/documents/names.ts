/** Titles and headings: where one name ends and the next begins (names may hold "to", dots, blanks and brackets). */
import type { Side } from '../model';
import { longestName } from './connections';

/** A text cut at one of its "to": both parts folded, either may be empty. */
export interface NameSplit {
  readonly source: string;
  readonly target: string;
}

const SEPARATOR = ' to ';

/** More "to" than this in one heading are not looked at: a limit for hostile documents. */
const MOST_SPLITS = 16;
/** Nor more than make this many characters together, so that a heading of megabytes is cut once. */
const MOST_CHARACTERS = 1_000_000;

/**
 * The ways to cut a folded text at a "to" that stands between blanks or at an end; the first sixteen, fewer where the
 * text has over 60,000 characters.
 */
export function splitsOf(text: string): NameSplit[] {
  const padded = ` ${text} `;
  const splits: NameSplit[] = [];
  const most = Math.min(MOST_SPLITS, Math.ceil(MOST_CHARACTERS / padded.length));
  for (
    let at = padded.indexOf(SEPARATOR);
    at !== -1 && splits.length < most;
    at = padded.indexOf(SEPARATOR, at + 1)
  ) {
    splits.push({ source: padded.slice(0, at).trim(), target: padded.slice(at + SEPARATOR.length).trim() });
  }
  return splits;
}

/** The ways to read a title `<A> to <B> Dataflow`; none where it is not such a title. A name may be empty. */
export function titleSplits(title: string): NameSplit[] {
  const names = /^(.*)(?:^| )Dataflow$/.exec(title)?.[1];
  return names === undefined ? [] : splitsOf(names);
}

/** The ways to read a heading `<A> <X> to <B> <Y>`: neither side is empty. */
export function headingSplits(heading: string): NameSplit[] {
  return splitsOf(heading).filter(({ source, target }) => source !== '' && target !== '');
}

/** The candidate with the highest score, the first of equals. */
export function bestOf<T>(candidates: readonly T[], score: (candidate: T) => number): T | undefined {
  let best: { candidate: T; score: number } | undefined;
  for (const candidate of candidates) {
    const points = candidates.length === 1 ? 0 : score(candidate);
    if (best === undefined || points > best.score) {
      best = { candidate, score: points };
    }
  }
  return best?.candidate;
}

/** Whether a phrase is a name, or starts with it at a word's end; the empty name starts every phrase. */
export function startsWithName(phrase: string, name: string): boolean {
  return name === '' || phrase === name || phrase.startsWith(`${name} `);
}

/** The title's two systems: the cut that most headings and third table headers (`<B> Data Type`) agree with. */
export function chooseTitle(
  splits: readonly NameSplit[],
  headings: readonly string[],
  dataTypeLabels: readonly string[],
): NameSplit | undefined {
  const agrees = (heading: string, { source, target }: NameSplit): boolean =>
    splitsOf(heading).some((cut) => startsWithName(cut.source, source) && startsWithName(cut.target, target));
  return bestOf(
    splits,
    (split) =>
      headings.filter((heading) => agrees(heading, split)).length +
      dataTypeLabels.filter((label) => label === split.target).length,
  );
}

function commonWordPrefix(one: string, other: string): string {
  const words = one.split(' ');
  const others = other.split(' ');
  const differs = words.findIndex((word, at) => word !== others[at]);
  return (differs === -1 ? words : words.slice(0, differs)).join(' ');
}

/** A datatype always remains: of a shared prefix that is the whole phrase, the last word is given back. */
function sharedPrefix(phrase: string, system: string): string {
  const shared = commonWordPrefix(phrase, system);
  return shared === phrase ? shared.slice(0, Math.max(0, shared.lastIndexOf(' '))) : shared;
}

function firstWord(phrase: string): string {
  return phrase.slice(0, Math.max(0, phrase.indexOf(' ')));
}

function side(phrase: string, system: string, label: string): Side {
  const datatype = label === '' ? phrase : phrase.slice(label.length + 1);
  return { system, ...(label === system ? {} : { label }), datatype };
}

/**
 * The first candidate that the phrase starts with at a word's end and that leaves a datatype. Where the title names
 * a system and no candidate fits, the first word is the label; else there is none.
 */
function labelOf(phrase: string, system: string, candidates: readonly string[]): string {
  const label = candidates.find((name) => longestName(phrase, [name]) !== undefined);
  return label ?? (system === '' ? '' : firstWord(phrase));
}

/** The target side: its label is the one that the property table's third header names, else the title's system. */
export function targetSide(phrase: string, system: string, dataTypeLabel: string | undefined): Side {
  const candidates = [dataTypeLabel ?? '', system, sharedPrefix(phrase, system)];
  return side(phrase, system, labelOf(phrase, system, candidates));
}

/**
 * The source side: its label is the title's system, else the longest common word prefix with it,
 * else the target's label, else the first word.
 */
export function sourceSide(phrase: string, system: string, target: Side): Side {
  const targetLabel = target.label ?? target.system;
  const candidates = [system, sharedPrefix(phrase, system), targetLabel];
  return side(phrase, system, labelOf(phrase, system, candidates));
}
