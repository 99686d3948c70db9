/**
 * `If a matching <Y> already exists, the <X> will be merged with the existing one.` and
 * `If no matching <Y> is found, a new <Y> will be created.` (D3, D8, D9)
 */
import { draft, steps, type SectionContext } from '../section-context';
import { GIVEN, THEN, WHEN } from '../steps';
import type { CheckScenarios } from '../types';
import { creationLeavesNoWork } from './create-always';
import { creationTimes } from './creation-times';
import { linked, matching } from './link-required';

function withoutRows(what: string): CheckScenarios {
  const reason = `no row can link: ${what} needs a merge table with a row that compares two properties`;
  return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
}

export function mergeExisting(context: SectionContext): CheckScenarios {
  const row = context.linkingRows[0];
  if (row === undefined) {
    return withoutRows('merging with an existing record');
  }
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const drafts = [
    draft(
      `a ${context.x} is merged with the ${context.y} that already exists`,
      steps('Given', GIVEN.record.write(y), GIVEN.synchronizedBefore.write()),
      steps('When', WHEN.addedMatching.write(x, row.source, row.target, y), WHEN.synchronized.write()),
      steps('Then', context.xCount(1), ...context.yCount(1), linked(context, context.names.ada)),
    ),
  ];
  return { drafts, notApplicable: [] };
}

export function createMissing(context: SectionContext): CheckScenarios {
  const row = context.linkingRows[0];
  if (row === undefined) {
    return withoutRows('creating what is missing');
  }
  if (context.oneDatatype) {
    return withoutRows('a section with two datatypes, because creating');
  }
  const { ada, bob } = context.names;
  const drafts = [
    draft(
      `a ${context.x} without a matching ${context.y} becomes a new one`,
      steps('Given', matching(context, row, ada), GIVEN.unmatched.write(context.xOf(bob))),
      steps('When', WHEN.synchronized.write()),
      steps(
        'Then',
        context.xCount(2),
        ...context.yCount(2),
        THEN.created.write(context.y, context.xOf(bob)),
        linked(context, ada),
      ),
    ),
    creationLeavesNoWork(context),
  ];
  const times = creationTimes(context);
  return { drafts: [...drafts, ...times.drafts], notApplicable: times.notApplicable };
}
