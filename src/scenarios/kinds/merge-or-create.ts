/**
 * `If a matching <Y> already exists, the <X> will be merged with the existing one.` and
 * `If no matching <Y> is found, a new <Y> will be created.` (D3, D8, D9)
 */
import { draft, steps, type Subject } from '../section-context';
import type { Chapter } from '../types';
import { nothingHidden } from './create-always';
import { linked, matching } from './link-required';

const SYNC = 'the systems are synchronized';

function withoutRows(what: string): Chapter {
  const reason = `no row can link: ${what} needs a merge table with a row that compares two properties`;
  return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
}

export function mergeExisting(subject: Subject): Chapter {
  const row = subject.linkingRows[0];
  if (row === undefined) return withoutRows('merging with an existing record');
  const x = subject.xOf(subject.cast.ada);
  const y = subject.yOf(subject.cast.ada);
  const drafts = [
    draft(
      `a ${subject.x} is merged with the ${subject.y} that already exists`,
      steps('Given', `there is ${y.a}`, 'the engine has synchronized once before'),
      steps('When', `${x.a} is added whose ${row.source} is ${row.target} of ${y.the}`, SYNC),
      steps('Then', linked(subject, subject.cast.ada), subject.xCount(1), ...subject.yCount(1)),
    ),
  ];
  return { drafts, notApplicable: [] };
}

export function createMissing(subject: Subject): Chapter {
  const row = subject.linkingRows[0];
  if (row === undefined) return withoutRows('creating what is missing');
  if (subject.oneDatatype) return withoutRows('a section with two datatypes, because creating');
  const { ada, bob } = subject.cast;
  const drafts = [
    draft(
      `a ${subject.x} without a matching ${subject.y} becomes a new one`,
      steps('Given', matching(subject, row, ada), `there is ${subject.xOf(bob).a} that matches nothing`),
      steps('When', SYNC),
      steps(
        'Then',
        `one ${subject.y} was created for ${subject.xOf(bob).the}`,
        linked(subject, ada),
        subject.xCount(2),
        ...subject.yCount(2),
      ),
    ),
    nothingHidden(subject),
  ];
  return { drafts, notApplicable: [] };
}
