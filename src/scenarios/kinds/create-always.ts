/** `Every <X> will be synchronized with a <Y>.` (D1, D2, D3, D8, D9) */
import { draft, notApplicable, steps, type SectionContext } from '../section-context';
import { GIVEN, THEN, WHEN } from '../steps';
import type { CheckScenarios, ScenarioDraft, NotApplicable } from '../types';
import { creationShapes } from './creation-shapes';
import { creationTimes } from './creation-times';

function created(context: SectionContext, name: string): string {
  return THEN.created.write(context.y, context.xOf(name));
}

function newRecord(context: SectionContext): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `a new ${context.x} becomes exactly one ${context.y}`,
    steps('Given', GIVEN.synchronizedBefore.write()),
    steps('When', WHEN.added.write(context.xOf(ada)), WHEN.synchronized.write()),
    steps('Then', created(context, ada), context.xCount(1), ...context.yCount(1)),
  );
}

function recordFromBefore(context: SectionContext): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `a ${context.x} that existed before the dataflow was switched on becomes a ${context.y} too`,
    steps('Given', GIVEN.record.write(context.xOf(ada))),
    steps('When', WHEN.synchronized.write()),
    steps('Then', ...context.yCount(1), created(context, ada)),
  );
}

function pages(context: SectionContext): ScenarioDraft {
  return draft(
    `more than one page of ${context.x}, all written in the same second`,
    steps('Given', GIVEN.pageSize.write(context.x, 2), GIVEN.sameSecond.write(5, context.x)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', context.xCount(5), ...context.yCount(5), THEN.createdForEach.write(context.y, context.x)),
  );
}

function sameSecond(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `a ${context.x} added in the same second as the last one seen`,
    steps('Given', GIVEN.record.write(context.xOf(ada))),
    steps(
      'When',
      WHEN.synchronized.write(),
      WHEN.addedInSameSecond.write(context.xOf(bob)),
      WHEN.synchronized.write(),
    ),
    steps('Then', ...context.yCount(2), created(context, ada), created(context, bob)),
  );
}

function withoutMergeProperty(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `each ${context.x} without a merge property becomes a separate ${context.y}`,
    steps(
      'Given',
      GIVEN.withoutMergeProperties.write(context.xOf(ada)),
      GIVEN.withoutMergeProperties.write(context.xOf(bob)),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', ...context.yCount(2), created(context, ada), created(context, bob)),
  );
}

function othersUntouched(context: SectionContext): ScenarioDraft {
  const { ada, old } = context.names;
  return draft(
    `${context.y} that existed before stay untouched, and created ones do not come back`,
    steps('Given', GIVEN.record.write(context.yOf(old)), GIVEN.record.write(context.xOf(ada))),
    steps('When', WHEN.synchronized.write(), WHEN.synchronizedMore.write(2)),
    steps(
      'Then',
      context.xCount(1),
      ...context.yCount(2),
      created(context, ada),
      THEN.untouched.write(context.yOf(old)),
    ),
  );
}

/** After a creation the engine becomes quiescent, survives a restart, and does not lose the next X. */
export function creationLeavesNoWork(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  const row = context.probe;
  const edits =
    row === undefined
      ? [WHEN.editedOutsideRows.write(context.xOf(ada)), WHEN.editedOutsideRows.write(context.yOf(ada))]
      : [
          WHEN.edited.write(row.source, context.xOf(ada)),
          WHEN.synchronized.write(),
          WHEN.edited.write(row.target, context.yOf(ada)),
        ];
  return draft(
    `once a ${context.x} has become a ${context.y}, a restart writes nothing and the next ${context.x} is not lost`,
    steps('Given', GIVEN.created.write(context.xOf(ada), context.yOf(ada))),
    steps('When', ...edits, WHEN.synchronized.write(), WHEN.restarted.write()),
    steps('Then', THEN.noFurtherWrite.write(), ...context.yCount(1)),
    steps('When', WHEN.added.write(context.xOf(bob)), WHEN.synchronized.write()),
    steps('Then', context.xCount(2), ...context.yCount(2), created(context, bob)),
  );
}

export function createAlways(context: SectionContext): CheckScenarios {
  if (context.oneDatatype) {
    const reason = `both sides are ${context.x}: nothing can be created (its records only merge with each other)`;
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const merges = context.linkingRows.length > 0;
  const times = creationTimes(context);
  const left: NotApplicable[] = merges
    ? []
    : [notApplicable(`a ${context.x} without the merge property`, 'the section names no merge property')];
  const shapes = creationShapes(context);
  return {
    drafts: [
      newRecord(context),
      recordFromBefore(context),
      pages(context),
      sameSecond(context),
      ...(merges ? [withoutMergeProperty(context)] : []),
      othersUntouched(context),
      ...shapes.drafts,
      creationLeavesNoWork(context),
      ...times.drafts,
    ],
    notApplicable: [...left, ...shapes.notApplicable, ...times.notApplicable],
  };
}
