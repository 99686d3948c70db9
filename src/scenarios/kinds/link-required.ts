/** `Before any synchronization can take place, a link between a <X> and a <Y> must be established.` (D4, D8, D27) */
import type { Row } from '../../model';
import { counted, draft, notApplicable, steps, type SectionContext } from '../section-context';
import type { CheckScenarios, ScenarioDraft } from '../types';

const SYNC = 'the systems are synchronized';

/** Given: a pair that matches by the row. */
export function matching(context: SectionContext, row: Row, name: string): string {
  return `${context.xOf(name).a} and ${context.yOf(name).a} match by ${row.source} and ${row.target}`;
}

/** Then: the pair of that name is linked. */
export function linked(context: SectionContext, name: string): string {
  return `${context.xOf(name).the} and ${context.yOf(name).the} are linked`;
}

export function notLinked(context: SectionContext, name: string): string {
  return `${context.xOf(name).the} and ${context.yOf(name).the} are not linked`;
}

function aloneInA(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  const counts = context.oneDatatype
    ? [counted(context.section.source, 3)]
    : [context.xCount(2), ...context.yCount(1)];
  return draft(
    `a ${context.x} without a match creates no ${context.y}`,
    steps('Given', matching(context, row, ada), `there is ${context.xOf(bob).a} that matches nothing`),
    steps('When', SYNC),
    steps('Then', linked(context, ada), `${context.xOf(bob).the} is linked to nothing`, ...counts),
  );
}

function aloneInB(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `a ${context.y} without a match creates no ${context.x}`,
    steps('Given', matching(context, row, ada), `there is ${context.yOf(bob).a} that matches nothing`),
    steps('When', SYNC),
    steps(
      'Then',
      linked(context, ada),
      `${context.yOf(bob).the} is linked to nothing`,
      context.xCount(1),
      ...context.yCount(2),
    ),
  );
}

function matchComesLater(context: SectionContext, row: Row): ScenarioDraft {
  const { ada } = context.names;
  const x = context.xOf(ada);
  const y = context.yOf(ada);
  return draft(
    'a match that appears later links',
    steps('Given', `there is ${x.a}`, `there is ${y.a} that matches nothing`),
    steps('When', SYNC),
    steps('Then', notLinked(context, ada)),
    steps('When', `${row.target} of ${y.the} becomes ${row.source} of ${x.the}`, SYNC),
    steps('Then', linked(context, ada), context.xCount(1), ...context.yCount(1)),
  );
}

export function linkRequired(context: SectionContext): CheckScenarios {
  const row = context.linkingRows[0];
  if (row === undefined) {
    const reason = 'no row can link: the merge table of this section has no row that compares two properties';
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const mirrored = context.oneDatatype
    ? [notApplicable(`a ${context.y} without a match`, 'both sides are the same datatype')]
    : [];
  return {
    drafts: [
      aloneInA(context, row),
      ...(context.oneDatatype ? [] : [aloneInB(context, row)]),
      matchComesLater(context, row),
    ],
    notApplicable: mirrored,
  };
}
