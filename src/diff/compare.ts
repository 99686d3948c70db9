/** Compares two versions of a document, part by part. */
import { couplesOf, pairByKey, type Couple, type Pairs } from './order';
import { gateText, labelOf, sameDataType } from './parts';
import type { DocumentParts, Part, RowPart, SectionPart, SentencePart } from './parts';
import { pairRows, pairSections } from './pairing';
import type {
  ChangedField,
  DocumentChange,
  ChangeKind,
  Detail,
  DocumentDifference,
  Excerpt,
  SectionDifference,
  ChangedItem,
} from './types';

/** Which part of the new version is which of the old one. */
export interface DocumentPairs {
  readonly sections: Pairs<SectionPart>;
  /** Of the sections in pairs. */
  readonly sentences: Pairs<SentencePart>;
  /** Of the sentences in pairs. */
  readonly rows: Pairs<RowPart>;
}

export function pairDocuments(old: DocumentParts, now: DocumentParts): DocumentPairs {
  const sections = pairSections(old.sections, now.sections);
  const sentences = new Map<SentencePart, SentencePart>();
  const rows = new Map<RowPart, RowPart>();
  for (const [section, oldSection] of sections) {
    for (const pair of pairByKey(oldSection.sentences, section.sentences, ({ key }) => key)) {
      sentences.set(...pair);
      for (const rowPair of pairRows(pair[1].rows, pair[0].rows)) {
        rows.set(...rowPair);
      }
    }
  }
  return { sections, sentences, rows };
}

function excerpt({ check }: Part): Excerpt {
  return { line: check.line, endLine: check.endLine, text: check.text };
}

interface Versions {
  readonly old?: Part;
  readonly new?: Part;
}

type Told = Partial<Pick<DocumentChange, 'details' | 'after' | 'checks' | 'oldChecks'>>;

function change(
  kind: ChangeKind,
  thing: ChangedItem,
  versions: Versions,
  changes: Told = {},
): DocumentChange {
  const { old, new: now } = versions;
  return {
    change: kind,
    thing,
    kind: (now ?? old)?.check.kind ?? 'not-understood',
    checks: now === undefined ? [] : [now.check.id],
    oldChecks: old === undefined ? [] : [old.check.id],
    ...(old === undefined ? {} : { old: excerpt(old) }),
    ...(now === undefined ? {} : { new: excerpt(now) }),
    details: [],
    ...changes,
  };
}

function detail(aspect: ChangedField, old: string | null, now: string | null): Detail[] {
  return old === now ? [] : [{ aspect, old, new: now }];
}

/** That it was moved, and what it comes after now. */
function move(thing: ChangedItem, couple: Couple<Part>): DocumentChange[] {
  return couple.moved ? [change('moved', thing, couple, { after: couple.after?.check.text ?? null })] : [];
}

/** What is in one version only. */
function oneSided(thing: ChangedItem, couple: Versions): DocumentChange[] {
  if (couple.old === undefined) {
    return [change('added', thing, couple)];
  }
  return couple.new === undefined ? [change('removed', thing, couple)] : [];
}

function rowChanges(couple: Couple<RowPart>): DocumentChange[] {
  const { old, new: now } = couple;
  if (old === undefined || now === undefined) {
    return oneSided('row', couple);
  }
  if (old.meaning !== now.meaning) {
    const dataType = sameDataType(old.row, now.row)
      ? []
      : detail('data type', old.row.dataType?.text ?? '', now.row.dataType?.text ?? '');
    const details = [
      ...detail('source', old.row.source, now.row.source),
      ...detail('target', old.row.target, now.row.target),
      ...detail('gate', gateText(old.row.gate), gateText(now.row.gate)),
      ...dataType,
    ];
    return [change('changed', 'row', couple, { details }), ...move('row', couple)];
  }
  const reworded = old.check.text === now.check.text ? [] : [change('reworded', 'row', couple)];
  return [...reworded, ...move('row', couple)];
}

/** What is said differently in a section whose heading is unchanged: elsewhere the names of the heading differ. */
function rewording(thing: ChangedItem, old: Part, now: Part, sameHeading: boolean): DocumentChange[] {
  return sameHeading && old.check.text !== now.check.text
    ? [change('reworded', thing, { old, new: now })]
    : [];
}

function sentenceDetails(old: SentencePart, now: SentencePart): Detail[] {
  if ('condition' in old.statement && 'condition' in now.statement) {
    return detail('condition', old.statement.condition, now.statement.condition);
  }
  const connection = ({ statement }: SentencePart): string => {
    if (!('connectedTo' in statement)) {
      return '';
    }
    const { system, datatypes, synchronizedInto } = statement.connectedTo;
    return `${system} ${datatypes.join(', ')} into ${synchronizedInto}`;
  };
  return detail('connection', connection(old), connection(now));
}

function headerChanges(old: SentencePart, now: SentencePart, sameHeading: boolean): DocumentChange[] {
  const versions: Versions = {
    ...(old.header === undefined ? {} : { old: old.header }),
    ...(now.header === undefined ? {} : { new: now.header }),
  };
  if (old.header === undefined && now.header === undefined) {
    return [];
  }
  if (old.header === undefined || now.header === undefined) {
    return oneSided('table-header', versions);
  }
  return rewording('table-header', old.header, now.header, sameHeading);
}

/** Ids of a sentence and of its table's header. */
function idsOf(part: SentencePart | undefined): string[] {
  if (part === undefined) {
    return [];
  }
  return [part.check.id, ...(part.header === undefined ? [] : [part.header.check.id])];
}

function sentenceChanges(
  couple: Couple<SentencePart>,
  rows: Pairs<RowPart>,
  sameHeading: boolean,
): DocumentChange[] {
  const { old, new: now } = couple;
  const inRows = couplesOf(old?.rows ?? [], now?.rows ?? [], rows).flatMap(rowChanges);
  if (old === undefined || now === undefined) {
    const ids = { checks: idsOf(now), oldChecks: idsOf(old) };
    return [...oneSided('sentence', couple).map((each) => ({ ...each, ...ids })), ...inRows];
  }
  const own =
    old.meaning === now.meaning
      ? rewording('sentence', old, now, sameHeading)
      : [change('changed', 'sentence', couple, { details: sentenceDetails(old, now) })];
  return [...own, ...move('sentence', couple), ...headerChanges(old, now, sameHeading), ...inRows];
}

function lostChanges(old: readonly Part[], now: readonly Part[]): DocumentChange[] {
  const pairs = pairByKey(old, now, ({ key }) => key);
  return couplesOf(old, now, pairs).flatMap((couple) => oneSided('not-understood', couple));
}

/** How a section's heading is read: labels and datatypes. The systems themselves are the title's matter. */
function headingDetails(old: SectionPart, now: SectionPart): Detail[] {
  const side = (part: SectionPart, which: 'source' | 'target'): string => {
    const read = part.section[which];
    return `${labelOf(read)} ${read.datatype}`;
  };
  const read = (part: SectionPart): string =>
    JSON.stringify([part.section.source, part.section.target].map((each) => [labelOf(each), each.datatype]));
  const sides = [
    ...detail('source', side(old, 'source'), side(now, 'source')),
    ...detail('target', side(old, 'target'), side(now, 'target')),
  ];
  const cut = (part: SectionPart): string =>
    [part.section.source, part.section.target]
      .map((each) => `"${labelOf(each)}" "${each.datatype}"`)
      .join(' to ');
  if (sides.length === 0 && read(old) !== read(now)) {
    return detail('heading', cut(old), cut(now));
  }
  return [...detail('heading', old.section.heading, now.section.heading), ...sides];
}

function sectionOwnChanges(couple: Couple<SectionPart>): DocumentChange[] {
  const { old, new: now } = couple;
  const versions: Versions = {
    ...(old === undefined ? {} : { old: old.heading }),
    ...(now === undefined ? {} : { new: now.heading }),
  };
  if (old === undefined || now === undefined) {
    return oneSided('section', versions);
  }
  const details = headingDetails(old, now);
  const moved = couple.moved
    ? [change('moved', 'section', versions, { after: couple.after?.heading.check.text ?? null })]
    : [];
  if (old.slug !== now.slug) {
    return [
      change('renamed', 'section', versions, { details, checks: now.ids, oldChecks: old.ids }),
      ...moved,
    ];
  }
  return details.length === 0 ? moved : [change('changed', 'section', versions, { details }), ...moved];
}

function isSentence(part: Part): part is SentencePart {
  return 'statement' in part;
}

/** The sentences, and the lines that are not understood, in reading order. */
function contentOf(part: SectionPart | undefined): Part[] {
  const parts: Part[] = part === undefined ? [] : [...part.sentences, ...part.notUnderstood];
  return parts.sort(
    (one, other) => one.check.line - other.check.line || one.check.column - other.check.column,
  );
}

function isSentenceCouple(couple: Couple<Part>): couple is Couple<SentencePart> {
  const part = couple.new ?? couple.old;
  return part !== undefined && isSentence(part);
}

function contentPairs({ old, new: now }: Couple<SectionPart>, pairs: DocumentPairs): Map<Part, Part> {
  const found = pairByKey<Part>(old?.notUnderstood ?? [], now?.notUnderstood ?? [], ({ key }) => key);
  for (const sentence of now?.sentences ?? []) {
    const partner = pairs.sentences.get(sentence);
    if (partner !== undefined) {
      found.set(sentence, partner);
    }
  }
  return found;
}

function contentChanges(couple: Couple<SectionPart>, pairs: DocumentPairs): DocumentChange[] {
  const { old, new: now } = couple;
  const sameHeading = old?.section.heading === now?.section.heading;
  return couplesOf(contentOf(old), contentOf(now), contentPairs(couple, pairs), isSentence).flatMap((each) =>
    isSentenceCouple(each)
      ? sentenceChanges(each, pairs.rows, sameHeading)
      : oneSided('not-understood', each),
  );
}

function compareSections(couple: Couple<SectionPart>, pairs: DocumentPairs): SectionDifference[] {
  const { old, new: now } = couple;
  const shown = now ?? old;
  const changes = [...sectionOwnChanges(couple), ...contentChanges(couple, pairs)];
  if (shown === undefined || changes.length === 0) {
    return [];
  }
  const { heading } = shown.section;
  const oldHeading = old?.section.heading ?? heading;
  return [{ section: shown.slug, heading, ...(oldHeading === heading ? {} : { oldHeading }), changes }];
}

function titleChanges(
  { document: before, title: old }: DocumentParts,
  { document: after, title: now }: DocumentParts,
): DocumentChange[] {
  const versions: Versions = {
    ...(old === undefined ? {} : { old }),
    ...(now === undefined ? {} : { new: now }),
  };
  if (old === undefined && now === undefined) {
    return [];
  }
  if (old === undefined || now === undefined) {
    return oneSided('title', versions);
  }
  const details = [
    ...detail('source system', before.systems.source, after.systems.source),
    ...detail('target system', before.systems.target, after.systems.target),
  ];
  if (details.length > 0) {
    return [change('changed', 'title', versions, { details })];
  }
  return old.check.text === now.check.text ? [] : [change('reworded', 'title', versions)];
}

/** The dates do not count: a line more or less does. */
function generatedChanges(old: readonly Part[], now: readonly Part[]): DocumentChange[] {
  const pairs = pairByKey(old, now, ({ key }) => key);
  return couplesOf(old, now, pairs).flatMap((couple) => oneSided('generated', couple));
}

/** The Introduction is one thing: its paragraphs are numbered, so a new one would rename all below it. */
function introductionChanges(old: readonly Part[], now: readonly Part[]): DocumentChange[] {
  const textOf = (parts: readonly Part[]): string => parts.map(({ check }) => check.text).join('\n');
  if (textOf(old) === textOf(now)) {
    return [];
  }
  const [first, newFirst] = [old[0], now[0]];
  const whole = (parts: readonly Part[]): Excerpt => ({
    line: parts[0]?.check.line ?? 1,
    endLine: parts.at(-1)?.check.endLine ?? 1,
    text: textOf(parts),
  });
  const kind = first === undefined ? 'added' : newFirst === undefined ? 'removed' : 'reworded';
  return [
    {
      change: kind,
      thing: 'introduction',
      kind: 'introduction',
      checks: now.map(({ check }) => check.id),
      oldChecks: old.map(({ check }) => check.id),
      ...(first === undefined ? {} : { old: whole(old) }),
      ...(newFirst === undefined ? {} : { new: whole(now) }),
      details: [],
    },
  ];
}

/** What differs between two versions of one document; both have the same slug. */
export function compareDocuments(
  old: DocumentParts,
  now: DocumentParts,
  pairs: DocumentPairs,
): Pick<DocumentDifference, 'changes' | 'sections'> {
  return {
    changes: [
      ...titleChanges(old, now),
      ...generatedChanges(old.generated, now.generated),
      ...introductionChanges(old.introduction, now.introduction),
      ...lostChanges(old.notUnderstood, now.notUnderstood),
    ],
    sections: couplesOf(old.sections, now.sections, pairs.sections).flatMap((couple) =>
      compareSections(couple, pairs),
    ),
  };
}
