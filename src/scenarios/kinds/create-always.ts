/** `Every <X> will be synchronized with a <Y>.` (D1, D2, D3, D8, D9) */
import { draft, notApplicable, steps, type Subject } from '../section-context';
import type { Chapter, Draft, NotApplicable } from '../types';

const SYNC = 'the systems are synchronized';
const RESTART = 'the engine is restarted and rescans everything';

function created(subject: Subject, name: string): string {
  return `one ${subject.y} was created for ${subject.xOf(name).the}`;
}

function newRecord(subject: Subject): Draft {
  const { ada } = subject.cast;
  return draft(
    `a new ${subject.x} becomes exactly one ${subject.y}`,
    steps('Given', 'the engine has synchronized once before'),
    steps('When', `${subject.xOf(ada).a} is added`, SYNC),
    steps('Then', created(subject, ada), subject.xCount(1), ...subject.yCount(1)),
  );
}

function recordFromBefore(subject: Subject): Draft {
  const { ada } = subject.cast;
  return draft(
    `a ${subject.x} that stood there before the dataflow was switched on becomes a ${subject.y} too`,
    steps('Given', `there is ${subject.xOf(ada).a}`),
    steps('When', SYNC),
    steps('Then', created(subject, ada), ...subject.yCount(1)),
  );
}

function pages(subject: Subject): Draft {
  return draft(
    `more than one page of ${subject.x}, all written in the same second`,
    steps(
      'Given',
      `the ${subject.x} are listed 2 at a time`,
      `there are 5 ${subject.x}, all written in the same second`,
    ),
    steps('When', SYNC),
    steps(
      'Then',
      `one ${subject.y} was created for each ${subject.x}`,
      subject.xCount(5),
      ...subject.yCount(5),
    ),
  );
}

function sameSecond(subject: Subject): Draft {
  const { ada, bob } = subject.cast;
  return draft(
    `a ${subject.x} added in the same second as the last one seen`,
    steps('Given', `there is ${subject.xOf(ada).a}`),
    steps('When', SYNC, `${subject.xOf(bob).a} is added in the same second`, SYNC),
    steps('Then', created(subject, ada), created(subject, bob), ...subject.yCount(2)),
  );
}

function withoutMergeProperty(subject: Subject): Draft {
  const { ada, bob } = subject.cast;
  return draft(
    `each ${subject.x} without a merge property becomes a ${subject.y} of its own`,
    steps(
      'Given',
      `there is ${subject.xOf(ada).a} without any merge property`,
      `there is ${subject.xOf(bob).a} without any merge property`,
    ),
    steps('When', SYNC),
    steps('Then', created(subject, ada), created(subject, bob), ...subject.yCount(2)),
  );
}

function othersUntouched(subject: Subject): Draft {
  const { ada, old } = subject.cast;
  return draft(
    `${subject.y} that were there before stay untouched, and created ones do not come back`,
    steps('Given', `there is ${subject.yOf(old).a}`, `there is ${subject.xOf(ada).a}`),
    steps('When', SYNC, 'the systems are synchronized 2 more times'),
    steps(
      'Then',
      created(subject, ada),
      `${subject.yOf(old).the} is untouched`,
      subject.xCount(1),
      ...subject.yCount(2),
    ),
  );
}

/** After a creation nothing hidden is left: it comes to rest, survives a restart, and the next X is not lost. */
export function nothingHidden(subject: Subject): Draft {
  const { ada, bob } = subject.cast;
  const row = subject.probe;
  const edits =
    row === undefined
      ? [
          `a property of no row of ${subject.xOf(ada).the} is edited`,
          `a property of no row of ${subject.yOf(ada).the} is edited`,
        ]
      : [
          `${row.source} of ${subject.xOf(ada).the} is edited`,
          SYNC,
          `${row.target} of ${subject.yOf(ada).the} is edited`,
        ];
  return draft(
    `nothing is left hidden once a ${subject.x} has become a ${subject.y}`,
    steps('Given', `${subject.xOf(ada).a} has become ${subject.yOf(ada).a}`),
    steps('When', ...edits, SYNC, RESTART),
    steps('Then', 'no further write was sent to either system', ...subject.yCount(1)),
    steps('When', `${subject.xOf(bob).a} is added`, SYNC),
    steps('Then', created(subject, bob), subject.xCount(2), ...subject.yCount(2)),
  );
}

export function createAlways(subject: Subject): Chapter {
  if (subject.oneDatatype) {
    const reason = `both sides are ${subject.x}: nothing can be created (its records only merge with each other)`;
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const merges = subject.linkingRows.length > 0;
  const left: NotApplicable[] = merges
    ? []
    : [notApplicable(`a ${subject.x} without the merge property`, 'the section names no merge property')];
  return {
    drafts: [
      newRecord(subject),
      recordFromBefore(subject),
      pages(subject),
      sameSecond(subject),
      ...(merges ? [withoutMergeProperty(subject)] : []),
      othersUntouched(subject),
      nothingHidden(subject),
    ],
    notApplicable: left,
  };
}
