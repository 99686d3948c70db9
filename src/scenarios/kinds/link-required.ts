/** `Before any synchronization can take place, a link between a <X> and a <Y> must be established.` (D4, D8, D27) */
import type { Row } from '../../model';
import { counted, draft, notApplicable, steps, type SectionContext } from '../section-context';
import { GIVEN, THEN, WHEN } from '../steps';
import type { CheckScenarios, ScenarioDraft } from '../types';

/** Given: a pair that matches by the row. */
export function matching(context: SectionContext, row: Row, name: string): string {
  return GIVEN.pair.write(context.xOf(name), context.yOf(name), row.source, row.target);
}

/** Then: the pair of that name is linked. */
export function linked(context: SectionContext, name: string): string {
  return THEN.linked.write(context.xOf(name), context.yOf(name));
}

export function notLinked(context: SectionContext, name: string): string {
  return THEN.notLinked.write(context.xOf(name), context.yOf(name));
}

function aloneInSource(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  const counts = context.oneDatatype
    ? [counted(context.section.source, 3)]
    : [context.xCount(2), ...context.yCount(1)];
  return draft(
    `a ${context.x} without a match creates no ${context.y}`,
    steps('Given', matching(context, row, ada), GIVEN.unmatched.write(context.xOf(bob))),
    steps('When', WHEN.synchronized.write()),
    steps('Then', ...counts, linked(context, ada), THEN.linkedToNothing.write(context.xOf(bob))),
  );
}

function aloneInTarget(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `a ${context.y} without a match creates no ${context.x}`,
    steps('Given', matching(context, row, ada), GIVEN.unmatched.write(context.yOf(bob))),
    steps('When', WHEN.synchronized.write()),
    steps(
      'Then',
      context.xCount(1),
      ...context.yCount(2),
      linked(context, ada),
      THEN.linkedToNothing.write(context.yOf(bob)),
    ),
  );
}

function matchComesLater(context: SectionContext, row: Row): ScenarioDraft {
  const { ada } = context.names;
  const x = context.xOf(ada);
  const y = context.yOf(ada);
  return draft(
    'a match that appears later links',
    steps('Given', GIVEN.record.write(x), GIVEN.unmatched.write(y)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', notLinked(context, ada)),
    steps('When', WHEN.matched.write(row.target, y, row.source, x), WHEN.synchronized.write()),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada)),
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
      aloneInSource(context, row),
      ...(context.oneDatatype ? [] : [aloneInTarget(context, row)]),
      matchComesLater(context, row),
    ],
    notApplicable: mirrored,
  };
}
