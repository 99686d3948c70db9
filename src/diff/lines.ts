/** A change as a line that people read, in whatever form it is written. */
import { plural } from '../core/text';
import type { TableKind } from '../model';
import type { DocumentChange, Detail, Excerpt, SectionDifference } from './types';

/** Words of ours, or text of a document, which a form may have to escape. */
export type Piece = string | { readonly quoted: string };

/** One change: its mark, its lines in both versions, what it is about, and notes below it. */
export interface ChangeLine {
  readonly change: DocumentChange['change'];
  /** A line that no rule reads: wrong where it is new. */
  readonly notUnderstood: boolean;
  readonly mark: string;
  /** Line in the old version; empty for what was added. */
  readonly old: string;
  readonly new: string;
  readonly label: string;
  readonly text: readonly Piece[];
  readonly notes: readonly (readonly Piece[])[];
}

const MARKS: Readonly<Record<DocumentChange['change'], string>> = {
  added: '+',
  removed: '-',
  changed: '~',
  renamed: '~',
  moved: '>',
  reworded: '=',
};

/** Longer texts are cut: whoever reads a difference knows the document. */
const LONGEST_TEXT = 300;

function quoted(text: string): Piece {
  if (text.length <= LONGEST_TEXT) {
    return { quoted: text };
  }
  const start = Array.from(text.slice(0, LONGEST_TEXT)).slice(0, -1);
  return { quoted: `${start.join('')}…` };
}

/** What a row is called, by its table's kind. */
const ROW_LABELS: Readonly<Record<TableKind, string>> = {
  'merge-on-match': 'merge row',
  properties: 'property row',
};

function labelOf({ thing, kind }: DocumentChange): string {
  if (thing === 'row') {
    return ROW_LABELS[kind as TableKind];
  }
  if (thing === 'sentence') {
    return kind;
  }
  return thing.replace('-', ' ');
}

function stated(text: string | null): Piece {
  return text === null || text === '' ? 'none' : quoted(text);
}

function detailNote({ aspect, old, new: now }: Detail): Piece[] {
  return [`${aspect}: `, stated(old), ' → ', stated(now)];
}

function lineOf(excerpt: Excerpt | undefined): string {
  return excerpt === undefined ? '' : `${excerpt.line}`;
}

function moveNote(after: string | null | undefined): Piece[] {
  return after === null || after === undefined ? ['now first'] : ['now after ', quoted(after)];
}

/** `3 sentences, 5 rows, 1 line that is not understood`. */
function contentOf(changes: readonly DocumentChange[]): string {
  const count = (thing: DocumentChange['thing']): number =>
    changes.filter((each) => each.thing === thing).length;
  const lost = count('not-understood');
  return [
    plural(count('sentence'), 'sentence'),
    plural(count('row'), 'row'),
    ...(lost === 0 ? [] : [`${plural(lost, 'line')} not understood`]),
  ].join(', ');
}

function sectionText(change: DocumentChange, all: readonly DocumentChange[]): Piece[] {
  switch (change.change) {
    case 'added':
    case 'removed':
      return [`${change.change}, with ${contentOf(all)}`];
    case 'renamed':
      return [
        'renamed, was ',
        quoted(change.old?.text ?? ''),
        `; its ${plural(change.checks.length, 'check has a new id', 'checks have new ids')}, so entries of baseline and disputed must follow`,
      ];
    case 'moved':
      return ['moved, ', ...moveNote(change.after)];
    default:
      return ['is read differently'];
  }
}

function textOf(change: DocumentChange, all: readonly DocumentChange[]): Piece[] {
  if (change.thing === 'section') {
    return sectionText(change, all);
  }
  if (change.thing === 'introduction') {
    return [`${change.change}; it only informs`];
  }
  return [quoted((change.new ?? change.old)?.text ?? '')];
}

function notesOf(change: DocumentChange): Piece[][] {
  if (change.thing === 'section') {
    return change.change === 'changed' ? change.details.map(detailNote) : [];
  }
  if (change.change === 'moved') {
    return [moveNote(change.after)];
  }
  if (change.change === 'reworded' && change.thing !== 'introduction') {
    return [['means the same; was ', quoted(change.old?.text ?? '')]];
  }
  return change.details.map(detailNote);
}

/** The lines of changes; of a section that was removed one line says all. */
export function linesOf(changes: readonly DocumentChange[]): ChangeLine[] {
  const gone = changes.find(({ thing, change }) => thing === 'section' && change === 'removed');
  return (gone === undefined ? changes : [gone]).map((change) => ({
    change: change.change,
    notUnderstood: change.thing === 'not-understood',
    mark: MARKS[change.change],
    old: lineOf(change.old),
    new: lineOf(change.new),
    label: labelOf(change),
    text: textOf(change, changes),
    notes: notesOf(change),
  }));
}

/** `added, with 2 sections, 6 sentences, 9 rows`: a document that is in one version only. */
export function wholeDocument(
  state: 'added' | 'removed',
  sections: readonly SectionDifference[],
  changes: readonly DocumentChange[],
): string {
  const all = [...changes, ...sections.flatMap((section) => section.changes)];
  return `${state}, with ${plural(sections.length, 'section')}, ${contentOf(all)}`;
}
