/**
 * `Once a link between a <X> and a <Y> is established, it will keep in sync between the two systems, regardless of
 * where it is edited.` (D1, D10 to D13, D16)
 */
import type { Row } from '../../model';
import { draft, notApplicable, outline, steps, type Named, type Subject } from '../section-context';
import type { Chapter, Draft, NotApplicable, Step } from '../types';
import { linked } from './link-required';

const SYNC = 'the systems are synchronized';
const RESTART = 'the engine is restarted and rescans everything';

/** What scenarios about a linked pair speak of. */
interface Pair {
  readonly subject: Subject;
  readonly x: Named;
  readonly y: Named;
  readonly row: Row;
}

function pairOf(subject: Subject, row: Row): Pair {
  return { subject, row, x: subject.xOf(subject.cast.ada), y: subject.yOf(subject.cast.ada) };
}

/** Given: a linked pair, linked by a match where the section can match, else by creation. */
export function linkedPair(subject: Subject): string {
  const { ada } = subject.cast;
  return subject.linkingRows.length > 0
    ? `${subject.xOf(ada).a} and ${subject.yOf(ada).a} are linked`
    : `${subject.xOf(ada).a} has become ${subject.yOf(ada).a}`;
}

/** The header and the rows of an outline over both directions of an edit. */
export function directions({ x, y, row }: Pair): [string[], string[][]] {
  return [
    ['property', 'edited', 'counterpart', 'reached'],
    [
      [row.source, x.name, row.target, y.name],
      [row.target, y.name, row.source, x.name],
    ],
  ];
}

function bothWays(pair: Pair, base: Draft): Draft {
  return outline(base, ...directions(pair));
}

const EDIT = '<property> of the <edited> is edited';
const ARRIVED = 'the edit has arrived in <counterpart> of the <reached>';

function editArrives(pair: Pair, given: string, how: string): Draft {
  return bothWays(
    pair,
    draft(
      `${how}, an edit of the <edited> reaches the <reached>`,
      steps('Given', given),
      steps('When', EDIT, SYNC),
      steps('Then', ARRIVED),
    ),
  );
}

function differentProperties({ subject, x, y, row }: Pair, second: Row): Draft {
  return draft(
    'different properties edited on both sides both survive',
    steps('Given', linkedPair(subject)),
    steps('When', `${row.source} of ${x.the} is edited`, `${second.target} of ${y.the} is edited`, SYNC),
    steps(
      'Then',
      `the edit has arrived in ${row.target} of ${y.the}`,
      `the edit has arrived in ${second.source} of ${x.the}`,
      `the edit has arrived in ${row.source} of ${x.the}`,
      `the edit has arrived in ${second.target} of ${y.the}`,
    ),
  );
}

function sameProperty(pair: Pair): Draft {
  const base = draft(
    'the same property edited on both sides: the latest edit wins, when it is the edit of the <reached>',
    steps('Given', linkedPair(pair.subject)),
    steps('When', EDIT, '<counterpart> of the <reached> is edited', SYNC),
    steps(
      'Then',
      'the latest edit stands in <property> of the <edited>',
      'the latest edit stands in <counterpart> of the <reached>',
    ),
  );
  return bothWays(pair, base);
}

function matchingPropertyEdited(pair: Pair, merge: Row): Draft {
  const { subject, x, y } = pair;
  const base = draft(
    'editing <property> of the <edited> neither unlinks nor creates',
    steps('Given', linkedPair(subject)),
    steps('When', EDIT, SYNC, RESTART),
    steps('Then', linked(subject, subject.cast.ada), subject.xCount(1), ...subject.yCount(1)),
  );
  return outline(
    base,
    ['property', 'edited'],
    [
      [merge.source, x.name],
      [merge.target, y.name],
    ],
  );
}

function cleared(pair: Pair): Draft {
  const base = draft(
    'a value cleared in the <edited> is cleared in the <reached>',
    steps('Given', linkedPair(pair.subject)),
    steps('When', '<property> of the <edited> is cleared', SYNC),
    steps('Then', '<counterpart> of the <reached> is empty'),
  );
  return bothWays(pair, base);
}

function ownAccount(pair: Pair): Draft {
  const base = draft(
    "a person's edit of the <edited> under the engine's own account counts as an edit",
    steps('Given', linkedPair(pair.subject)),
    steps('When', `<property> of the <edited> is edited under the engine's own account`, SYNC),
    steps('Then', ARRIVED),
  );
  return bothWays(pair, base);
}

function oneWrite(pair: Pair): Draft {
  const base = draft(
    'one edit of the <edited> is one write',
    steps('Given', linkedPair(pair.subject)),
    steps('When', EDIT, SYNC),
    steps('Then', ARRIVED, 'exactly one write was sent, to the <reached>'),
  );
  return bothWays(pair, base);
}

function atRest({ subject, x, y, row }: Pair): Draft {
  const edited: Step[] = [
    ...steps('When', `${row.source} of ${x.the} is edited`, SYNC),
    ...steps('Then', `the edit has arrived in ${row.target} of ${y.the}`),
  ];
  return draft(
    'at rest nothing is written',
    steps('Given', linkedPair(subject)),
    edited,
    steps('When', 'the systems are synchronized 3 more times', RESTART),
    steps('Then', 'no further write was sent to either system'),
    edited,
  );
}

/** Without a synchronized property: links and creation come to rest, and the engine still does its work. */
function atRestWithoutRows(subject: Subject): Draft {
  const { ada, bob } = subject.cast;
  const pair = subject.creates
    ? `${subject.xOf(ada).a} has become ${subject.yOf(ada).a}`
    : `${subject.xOf(ada).a} and ${subject.yOf(ada).a} are linked`;
  const alive = subject.creates
    ? [
        ...steps('When', `${subject.xOf(bob).a} is added`, SYNC),
        ...steps('Then', `one ${subject.y} was created for ${subject.xOf(bob).the}`, ...subject.yCount(2)),
      ]
    : steps('Then', linked(subject, ada), subject.xCount(1), ...subject.yCount(1));
  return draft(
    'at rest nothing is written',
    steps('Given', pair),
    steps(
      'When',
      `a property of no row of ${subject.xOf(ada).the} is edited`,
      `a property of no row of ${subject.yOf(ada).the} is edited`,
      'the systems are synchronized 3 more times',
      RESTART,
    ),
    steps('Then', 'no further write was sent to either system', subject.xCount(1), ...subject.yCount(1)),
    alive,
  );
}

function matchingEditWithoutRows(subject: Subject, merge: Row): Draft {
  const { ada } = subject.cast;
  return draft(
    `editing ${merge.source} of ${subject.xOf(ada).the} neither unlinks nor creates`,
    steps('Given', linkedPair(subject)),
    steps('When', `${merge.source} of ${subject.xOf(ada).the} is edited`, SYNC, RESTART),
    steps('Then', linked(subject, ada), subject.xCount(1), ...subject.yCount(1)),
  );
}

function withoutRows(subject: Subject): Chapter {
  const because = 'no property is synchronized in this section';
  const merge = subject.linkingRows[0];
  if (merge === undefined && !subject.creates) return { drafts: [], notApplicable: [], without: unreachable };
  return {
    drafts: [
      atRestWithoutRows(subject),
      ...(merge === undefined ? [] : [matchingEditWithoutRows(subject, merge)]),
    ],
    notApplicable: [
      'edits that reach the other side',
      'edits on both sides',
      'a cleared value spreads',
      'one edit, one write',
    ].map((what) => notApplicable(what, because)),
  };
}

const unreachable = {
  status: 'pending',
  reason: 'no link can come about: the section neither creates nor has a row that compares two properties',
} as const;

/** Whether any scenario can bring a linked pair about. */
export function canLink(subject: Subject): boolean {
  return subject.creates || subject.linkingRows.length > 0;
}

export function noLink(): Chapter {
  return { drafts: [], notApplicable: [], without: unreachable };
}

function clearable(subject: Subject, row: Row): boolean {
  return [subject.sourceFacts(row), subject.targetFacts(row)].every(
    (facts) => facts?.clearable !== false && facts?.required !== true,
  );
}

function second(subject: Subject, first: Row): Row | undefined {
  return subject.plainRows.find((row) => row !== first);
}

export function keepInSync(subject: Subject): Chapter {
  const row = subject.probe;
  if (row === undefined) return withoutRows(subject);
  if (!canLink(subject)) return noLink();
  const pair = pairOf(subject, row);
  const left: NotApplicable[] = [];
  const drafts = [editArrives(pair, linkedPair(subject), 'once linked')];
  if (subject.creates && subject.linkingRows.length > 0) {
    drafts.push(editArrives(pair, `${pair.x.a} has become ${pair.y.a}`, 'once created'));
  } else
    left.push(notApplicable('links made by a match and by creation', 'the section links in one way only'));
  const other = second(subject, row);
  if (other === undefined)
    left.push(
      notApplicable('different properties edited on both sides', 'the section synchronizes one property'),
    );
  else drafts.push(differentProperties(pair, other));
  drafts.push(sameProperty(pair));
  const merge = subject.linkingRows[0];
  if (merge === undefined)
    left.push(notApplicable('editing the matching property', 'the section names no merge property'));
  else drafts.push(matchingPropertyEdited(pair, merge));
  if (clearable(subject, row)) drafts.push(cleared(pair));
  else
    left.push(
      notApplicable('a cleared value spreads', `${row.source} and ${row.target} cannot both be cleared`),
    );
  drafts.push(ownAccount(pair), oneWrite(pair), atRest(pair));
  return { drafts, notApplicable: left };
}
