/** `Every <X> will be synchronized with a <Y>.` (D1, D2, D3, D8, D9) */
import { draft, notApplicable, steps, type SectionContext } from '../section-context';
import type { CheckScenarios, ScenarioDraft, NotApplicable } from '../types';

const SYNC = 'the systems are synchronized';
const RESTART = 'the engine is restarted and rescans everything';

function created(context: SectionContext, name: string): string {
  return `one ${context.y} was created for ${context.xOf(name).the}`;
}

function newRecord(context: SectionContext): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `a new ${context.x} becomes exactly one ${context.y}`,
    steps('Given', 'the engine has synchronized once before'),
    steps('When', `${context.xOf(ada).a} is added`, SYNC),
    steps('Then', created(context, ada), context.xCount(1), ...context.yCount(1)),
  );
}

function recordFromBefore(context: SectionContext): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `a ${context.x} that stood there before the dataflow was switched on becomes a ${context.y} too`,
    steps('Given', `there is ${context.xOf(ada).a}`),
    steps('When', SYNC),
    steps('Then', created(context, ada), ...context.yCount(1)),
  );
}

function pages(context: SectionContext): ScenarioDraft {
  return draft(
    `more than one page of ${context.x}, all written in the same second`,
    steps(
      'Given',
      `the ${context.x} are listed 2 at a time`,
      `there are 5 ${context.x}, all written in the same second`,
    ),
    steps('When', SYNC),
    steps(
      'Then',
      `one ${context.y} was created for each ${context.x}`,
      context.xCount(5),
      ...context.yCount(5),
    ),
  );
}

function sameSecond(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `a ${context.x} added in the same second as the last one seen`,
    steps('Given', `there is ${context.xOf(ada).a}`),
    steps('When', SYNC, `${context.xOf(bob).a} is added in the same second`, SYNC),
    steps('Then', created(context, ada), created(context, bob), ...context.yCount(2)),
  );
}

function withoutMergeProperty(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `each ${context.x} without a merge property becomes a ${context.y} of its own`,
    steps(
      'Given',
      `there is ${context.xOf(ada).a} without any merge property`,
      `there is ${context.xOf(bob).a} without any merge property`,
    ),
    steps('When', SYNC),
    steps('Then', created(context, ada), created(context, bob), ...context.yCount(2)),
  );
}

function othersUntouched(context: SectionContext): ScenarioDraft {
  const { ada, old } = context.names;
  return draft(
    `${context.y} that were there before stay untouched, and created ones do not come back`,
    steps('Given', `there is ${context.yOf(old).a}`, `there is ${context.xOf(ada).a}`),
    steps('When', SYNC, 'the systems are synchronized 2 more times'),
    steps(
      'Then',
      created(context, ada),
      `${context.yOf(old).the} is untouched`,
      context.xCount(1),
      ...context.yCount(2),
    ),
  );
}

/** After a creation nothing hidden is left: it comes to rest, survives a restart, and the next X is not lost. */
export function nothingHidden(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  const row = context.probe;
  const edits =
    row === undefined
      ? [
          `a property of no row of ${context.xOf(ada).the} is edited`,
          `a property of no row of ${context.yOf(ada).the} is edited`,
        ]
      : [
          `${row.source} of ${context.xOf(ada).the} is edited`,
          SYNC,
          `${row.target} of ${context.yOf(ada).the} is edited`,
        ];
  return draft(
    `nothing is left hidden once a ${context.x} has become a ${context.y}`,
    steps('Given', `${context.xOf(ada).a} has become ${context.yOf(ada).a}`),
    steps('When', ...edits, SYNC, RESTART),
    steps('Then', 'no further write was sent to either system', ...context.yCount(1)),
    steps('When', `${context.xOf(bob).a} is added`, SYNC),
    steps('Then', created(context, bob), context.xCount(2), ...context.yCount(2)),
  );
}

export function createAlways(context: SectionContext): CheckScenarios {
  if (context.oneDatatype) {
    const reason = `both sides are ${context.x}: nothing can be created (its records only merge with each other)`;
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const merges = context.linkingRows.length > 0;
  const left: NotApplicable[] = merges
    ? []
    : [notApplicable(`a ${context.x} without the merge property`, 'the section names no merge property')];
  return {
    drafts: [
      newRecord(context),
      recordFromBefore(context),
      pages(context),
      sameSecond(context),
      ...(merges ? [withoutMergeProperty(context)] : []),
      othersUntouched(context),
      nothingHidden(context),
    ],
    notApplicable: left,
  };
}
