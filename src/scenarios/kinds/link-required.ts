/** `Before any synchronization can take place, a link between a <X> and a <Y> must be established.` (D4, D8, D27) */
import type { Row } from '../../model';
import { counted, draft, notApplicable, steps, type Subject } from '../section-context';
import type { Chapter, Draft } from '../types';

const SYNC = 'the systems are synchronized';

/** Given: a pair that matches by the row. */
export function matching(subject: Subject, row: Row, name: string): string {
  return `${subject.xOf(name).a} and ${subject.yOf(name).a} match by ${row.source} and ${row.target}`;
}

/** Then: the pair of that name is linked. */
export function linked(subject: Subject, name: string): string {
  return `${subject.xOf(name).the} and ${subject.yOf(name).the} are linked`;
}

export function notLinked(subject: Subject, name: string): string {
  return `${subject.xOf(name).the} and ${subject.yOf(name).the} are not linked`;
}

function aloneInA(subject: Subject, row: Row): Draft {
  const { ada, bob } = subject.cast;
  const counts = subject.oneDatatype
    ? [counted(subject.section.source, 3)]
    : [subject.xCount(2), ...subject.yCount(1)];
  return draft(
    `a ${subject.x} without a match creates no ${subject.y}`,
    steps('Given', matching(subject, row, ada), `there is ${subject.xOf(bob).a} that matches nothing`),
    steps('When', SYNC),
    steps('Then', linked(subject, ada), `${subject.xOf(bob).the} is linked to nothing`, ...counts),
  );
}

function aloneInB(subject: Subject, row: Row): Draft {
  const { ada, bob } = subject.cast;
  return draft(
    `a ${subject.y} without a match creates no ${subject.x}`,
    steps('Given', matching(subject, row, ada), `there is ${subject.yOf(bob).a} that matches nothing`),
    steps('When', SYNC),
    steps(
      'Then',
      linked(subject, ada),
      `${subject.yOf(bob).the} is linked to nothing`,
      subject.xCount(1),
      ...subject.yCount(2),
    ),
  );
}

function matchComesLater(subject: Subject, row: Row): Draft {
  const { ada } = subject.cast;
  const x = subject.xOf(ada);
  const y = subject.yOf(ada);
  return draft(
    'a match that appears later links',
    steps('Given', `there is ${x.a}`, `there is ${y.a} that matches nothing`),
    steps('When', SYNC),
    steps('Then', notLinked(subject, ada)),
    steps('When', `${row.target} of ${y.the} becomes ${row.source} of ${x.the}`, SYNC),
    steps('Then', linked(subject, ada), subject.xCount(1), ...subject.yCount(1)),
  );
}

export function linkRequired(subject: Subject): Chapter {
  const row = subject.linkingRows[0];
  if (row === undefined) {
    const reason = 'no row can link: the merge table of this section has no row that compares two properties';
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const mirrored = subject.oneDatatype
    ? [notApplicable(`a ${subject.y} without a match`, 'both sides are the same datatype')]
    : [];
  return {
    drafts: [
      aloneInA(subject, row),
      ...(subject.oneDatatype ? [] : [aloneInB(subject, row)]),
      matchComesLater(subject, row),
    ],
    notApplicable: mirrored,
  };
}
