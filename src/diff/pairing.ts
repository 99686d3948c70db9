/** Which section and which row of one version is which of the other. */
import { addTo, pairByKey, pairInOrder, unpaired } from './order';
import type { RowPart, SectionPart } from './parts';

/**
 * Pairs the rows of a table: first by id, then what is left by both properties (another gate), by the target property,
 * and by the source property (the other one was renamed).
 */
export function pairRows(old: readonly RowPart[], now: readonly RowPart[]): Map<RowPart, RowPart> {
  const pairs = pairByKey(old, now, ({ key }) => key);
  const keys: ((part: RowPart) => string)[] = [
    ({ row }) => JSON.stringify([row.source, row.target]),
    ({ row }) => row.target,
    ({ row }) => row.source,
  ];
  for (const keyOf of keys) {
    const left = unpaired(old, now, pairs);
    for (const [part, partner] of pairInOrder(left.old, left.new, keyOf)) {
      pairs.set(part, partner);
    }
  }
  return pairs;
}

/** From this share of common sentences and rows on, a section with another heading counts as the same. */
const LEAST_ALIKE = 0.6;
/** So many rows in common are evidence by themselves; with fewer, a datatype of the heading must be the same too. */
const ENOUGH_ROWS = 2;
/** What occurs in more sections than this is not evidence, and would make every section a candidate for every other. */
const MOST_SECTIONS = 8;

/** What a section says, free of its names and lines. */
interface Profile {
  readonly part: SectionPart;
  readonly position: number;
  readonly rows: ReadonlySet<string>;
  readonly sentences: ReadonlySet<string>;
  readonly datatypes: ReadonlySet<string>;
}

function profileOf(part: SectionPart, position: number): Profile {
  const { source, target } = part.section;
  return {
    part,
    position,
    rows: new Set(part.sentences.flatMap(({ rows }) => rows.map(({ key }) => key))),
    sentences: new Set(part.sentences.map(({ key }) => key)),
    datatypes: new Set([`source ${source.datatype}`, `target ${target.datatype}`]),
  };
}

function commonOf(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const [smaller, larger] = one.size <= other.size ? [one, other] : [other, one];
  let common = 0;
  for (const each of smaller) {
    if (larger.has(each)) {
      common += 1;
    }
  }
  return common;
}

/** How much of two sections is common, from 0 to 1; 0 where that does not show that they are the same. */
function likeness(one: Profile, other: Profile): number {
  const rows = commonOf(one.rows, other.rows);
  const sameDatatype = commonOf(one.datatypes, other.datatypes) > 0;
  if (rows < ENOUGH_ROWS && !sameDatatype) {
    return 0;
  }
  const common = rows + commonOf(one.sentences, other.sentences);
  const size = one.rows.size + one.sentences.size + other.rows.size + other.sentences.size;
  return size === 0 ? 0 : (2 * common) / size;
}

function byFeature(profiles: readonly Profile[]): Map<string, Profile[]> {
  const found = new Map<string, Profile[]>();
  for (const profile of profiles) {
    for (const feature of [...profile.rows, ...profile.datatypes]) {
      addTo(found, feature, profile);
    }
  }
  return found;
}

interface Candidate {
  readonly old: Profile;
  readonly now: Profile;
  readonly alike: number;
}

/** Best first; the order is the same when both versions change places. */
function compareCandidates(one: Candidate, other: Candidate): number {
  const sum = ({ old, now }: Candidate): number => old.position + now.position;
  const distance = ({ old, now }: Candidate): number => Math.abs(old.position - now.position);
  return other.alike - one.alike || sum(one) - sum(other) || distance(one) - distance(other);
}

function candidatesOf(old: readonly Profile[], now: readonly Profile[]): Candidate[] {
  const newByFeature = byFeature(now);
  const candidates = new Map<Profile, Set<Profile>>();
  for (const [feature, olds] of byFeature(old)) {
    const news = newByFeature.get(feature) ?? [];
    if (olds.length > MOST_SECTIONS || news.length > MOST_SECTIONS) {
      continue;
    }
    for (const profile of olds) {
      const known = candidates.get(profile) ?? new Set();
      for (const other of news) {
        known.add(other);
      }
      candidates.set(profile, known);
    }
  }
  return [...candidates]
    .flatMap(([profile, others]) =>
      [...others].map((other) => ({ old: profile, now: other, alike: likeness(profile, other) })),
    )
    .filter(({ alike }) => alike >= LEAST_ALIKE)
    .sort(compareCandidates);
}

/**
 * Pairs sections: by slug, and what is left by content, where it is evident that only the heading is another one. The
 * most alike go first.
 */
export function pairSections(
  old: readonly SectionPart[],
  now: readonly SectionPart[],
): Map<SectionPart, SectionPart> {
  const pairs = pairByKey(old, now, ({ slug }) => slug);
  const left = unpaired(old, now, pairs);
  const taken = new Set<SectionPart>();
  for (const candidate of candidatesOf(left.old.map(profileOf), left.new.map(profileOf))) {
    const [partner, part] = [candidate.old.part, candidate.now.part];
    if (taken.has(partner) || pairs.has(part)) {
      continue;
    }
    taken.add(partner);
    pairs.set(part, partner);
  }
  return pairs;
}
