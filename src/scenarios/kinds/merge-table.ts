/** `A <X> will merge with a <Y> if one of the following property combinations match:` (D5 to D8, D10, D11, D26) */
import { mergeRowWithout, type Row } from '../../model';
import { counted, draft, notApplicable, outline, steps, type Subject } from '../section-context';
import type { Chapter, Draft, NotApplicable } from '../types';
import { linked, matching, notLinked } from './link-required';

const SYNC = 'the systems are synchronized';

function equalValues(subject: Subject, row: Row): Draft {
  const { ada } = subject.cast;
  return draft(
    `equal ${row.source} and ${row.target} link, and create nothing`,
    steps('Given', matching(subject, row, ada)),
    steps('When', SYNC),
    steps('Then', linked(subject, ada), subject.xCount(1), ...subject.yCount(1)),
  );
}

function differingValues(subject: Subject, row: Row): Draft {
  const { ada, bob } = subject.cast;
  return draft(
    `differing ${row.source} and ${row.target} stay apart`,
    steps(
      'Given',
      matching(subject, row, ada),
      `there is ${subject.xOf(bob).a} that matches nothing`,
      `there is ${subject.yOf(bob).a} that matches nothing`,
    ),
    steps('When', SYNC),
    steps('Then', linked(subject, ada), notLinked(subject, bob)),
  );
}

function partOfValue(subject: Subject, row: Row): Draft {
  const { ada, eve } = subject.cast;
  const y = subject.yOf(ada);
  return draft(
    `a part of ${row.target} is no match for ${row.source}`,
    steps(
      'Given',
      matching(subject, row, ada),
      `there is ${subject.xOf(eve).a} whose ${row.source} only begins like ${row.target} of ${y.the}`,
    ),
    steps('When', SYNC),
    steps('Then', linked(subject, ada), `${subject.xOf(eve).the} and ${y.the} are not linked`),
  );
}

function blankPairs(subject: Subject, row: Row): string[][] {
  const source = subject.sourceIsList(row);
  const target = subject.targetIsList(row);
  const pairs = [
    ['missing', 'missing'],
    ['null', 'null'],
    ['missing', 'null'],
  ];
  const holdsText = (facts: { type: string } | undefined): boolean =>
    facts === undefined || facts.type === 'string' || facts.type === 'any';
  const sourceEmpty = source ? '[]' : '""';
  const targetEmpty = target ? '[]' : '""';
  const sourceHolds = source || holdsText(subject.sourceFacts(row));
  const targetHolds = target || holdsText(subject.targetFacts(row));
  if (sourceHolds && targetHolds) pairs.push([sourceEmpty, targetEmpty]);
  if (sourceHolds) pairs.push([sourceEmpty, 'null']);
  if (targetHolds) pairs.push(['missing', targetEmpty]);
  return pairs;
}

function blanks(subject: Subject, row: Row): Draft {
  const { ada, bob } = subject.cast;
  const base = draft(
    `<left> ${row.source} does not match <right> ${row.target}`,
    steps(
      'Given',
      matching(subject, row, ada),
      `there is ${subject.xOf(bob).a} whose ${row.source} is <left>`,
      `there is ${subject.yOf(bob).a} whose ${row.target} is <right>`,
    ),
    steps('When', SYNC),
    steps('Then', linked(subject, ada), notLinked(subject, bob)),
  );
  return outline(base, ['left', 'right'], blankPairs(subject, row));
}

function listElement(subject: Subject, row: Row): Draft {
  const { ada } = subject.cast;
  const inSource = subject.sourceIsList(row);
  const [single, several] = inSource
    ? [subject.yOf(ada), subject.xOf(ada)]
    : [subject.xOf(ada), subject.yOf(ada)];
  const [path, other] = inSource ? [row.source, row.target] : [row.target, row.source];
  return draft(
    `the second of several ${path} is enough to match ${other}`,
    steps(
      'Given',
      `there is ${single.a}`,
      `there is ${several.a} with several ${path}, the second of which is ${other} of ${single.the}`,
    ),
    steps('When', SYNC),
    steps('Then', linked(subject, ada), subject.xCount(1), ...subject.yCount(1)),
  );
}

function beyondFirstPage(subject: Subject, row: Row): Draft {
  const { ada } = subject.cast;
  const count = subject.oneDatatype ? [counted(subject.section.source, 6)] : subject.yCount(5);
  return draft(
    `a match by ${row.source} and ${row.target} that stands beyond the first page`,
    steps(
      'Given',
      `the ${subject.y} are listed 2 at a time`,
      `there are 4 ${subject.y} that match nothing`,
      matching(subject, row, ada),
    ),
    steps('When', SYNC),
    steps('Then', linked(subject, ada), ...count),
  );
}

function oneCluster(subject: Subject, row: Row): Draft {
  const { ada, eve } = subject.cast;
  const y = subject.yOf(ada);
  const counts = subject.oneDatatype
    ? [counted(subject.section.source, 3)]
    : [subject.xCount(2), ...subject.yCount(1)];
  return draft(
    `two ${subject.x} and one ${subject.y} with the same ${row.source} become one`,
    steps(
      'Given',
      matching(subject, row, ada),
      `there is ${subject.xOf(eve).a} whose ${row.source} is ${row.source} of ${subject.xOf(ada).the}`,
    ),
    steps('When', SYNC),
    steps('Then', linked(subject, ada), `${subject.xOf(eve).the} and ${y.the} are linked`, ...counts),
  );
}

function arrivesLater(subject: Subject, row: Row, first: 'x' | 'y'): Draft {
  const { ada } = subject.cast;
  const x = { record: subject.xOf(ada), path: row.source, phrase: subject.x };
  const y = { record: subject.yOf(ada), path: row.target, phrase: subject.y };
  const [early, late] = first === 'x' ? [x, y] : [y, x];
  const side = subject.oneDatatype ? 'second' : late.phrase;
  return draft(
    `a match by ${row.source} and ${row.target} links when the ${side} comes later`,
    steps('Given', `there is ${early.record.a}`),
    steps(
      'When',
      SYNC,
      `${late.record.a} is added whose ${late.path} is ${early.path} of ${early.record.the}`,
      SYNC,
    ),
    steps('Then', linked(subject, ada), subject.xCount(1), ...subject.yCount(1)),
  );
}

function conflictRow(subject: Subject): Row | undefined {
  return subject.plainRows.find((row) => !subject.isMergeRow(row) && row.dataType?.name !== 'boolean');
}

function newestWins(subject: Subject, row: Row, other: Row): Draft {
  const x = subject.xOf(subject.cast.ada);
  const y = subject.yOf(subject.cast.ada);
  const base = draft(
    `the newest ${other.source} and ${other.target} wins at a merge by ${row.source} and ${row.target}, when the <newest> is newer`,
    steps('Given', `${matching(subject, row, subject.cast.ada)}, and the <newest> was written last`),
    steps('When', SYNC),
    steps('Then', `${other.source} of ${x.the} and ${other.target} of ${y.the} hold what the <newest> had`),
  );
  return outline(base, ['newest'], [[x.name], [y.name]]);
}

function emptyNeverWins(subject: Subject, row: Row, other: Row): Draft {
  const x = subject.xOf(subject.cast.ada);
  const y = subject.yOf(subject.cast.ada);
  const base = draft(
    `an empty <path> never beats a value at a merge by ${row.source} and ${row.target}, when the <newest> is newer`,
    steps(
      'Given',
      `${matching(subject, row, subject.cast.ada)}, and the <newest> was written last with <path> empty`,
    ),
    steps('When', SYNC),
    steps('Then', `${other.source} of ${x.the} and ${other.target} of ${y.the} hold what the <older> had`),
  );
  return outline(
    base,
    ['newest', 'older', 'path'],
    [
      [x.name, y.name, other.source],
      [y.name, x.name, other.target],
    ],
  );
}

function isText(subject: Subject, row: Row): boolean {
  return [subject.sourceFacts(row), subject.targetFacts(row)].every((facts) => facts?.type !== 'boolean');
}

/** The scenarios of one row of a merge table. */
export function mergeRow(subject: Subject, row: Row): Chapter {
  const without = mergeRowWithout(row);
  if (without !== undefined) return { drafts: [], notApplicable: [], without };
  if (!isText(subject, row)) {
    const reason = 'a row that compares truth values cannot tell records apart';
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const left: NotApplicable[] = [];
  const drafts = [
    equalValues(subject, row),
    differingValues(subject, row),
    partOfValue(subject, row),
    blanks(subject, row),
  ];
  const oneList = subject.sourceIsList(row) !== subject.targetIsList(row);
  if (oneList) drafts.push(listElement(subject, row));
  else
    left.push(
      notApplicable('one element of a list is enough', 'not exactly one of the two properties is a list'),
    );
  drafts.push(beyondFirstPage(subject, row), oneCluster(subject, row), arrivesLater(subject, row, 'y'));
  if (subject.oneDatatype)
    left.push(notApplicable('whichever came first', 'both sides are the same datatype'));
  else if (subject.creates) {
    left.push(
      notApplicable(`the ${subject.x} came first`, `it becomes a ${subject.y} before a match can come`),
    );
  } else drafts.push(arrivesLater(subject, row, 'x'));
  const other = conflictRow(subject);
  if (other === undefined) {
    left.push(
      notApplicable('conflict at merge', 'no property besides those of the merge table is synchronized'),
    );
  } else drafts.push(newestWins(subject, row, other), emptyNeverWins(subject, row, other));
  return { drafts, notApplicable: left };
}

/** The sentence itself: its rows speak for it. */
export function mergeOnMatch(rows: readonly Row[]): Chapter {
  if (rows.some((row) => mergeRowWithout(row) === undefined)) return { drafts: [], notApplicable: [] };
  const reason = 'no row can link: the table has no row that compares two properties';
  return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
}
