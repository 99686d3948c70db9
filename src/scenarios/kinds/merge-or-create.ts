/**
 * `If a matching <Y> already exists, the <X> will be merged with the existing one.` and
 * `If no matching <Y> is found, a new <Y> will be created.` (D3, D8, D9)
 */
import { draft, steps, type SectionContext } from '../section-context';
import type { CheckScenarios } from '../types';
import { nothingHidden } from './create-always';
import { linked, matching } from './link-required';

const SYNC = 'the systems are synchronized';

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
      steps('Given', `there is ${y.a}`, 'the engine has synchronized once before'),
      steps('When', `${x.a} is added whose ${row.source} is ${row.target} of ${y.the}`, SYNC),
      steps('Then', linked(context, context.names.ada), context.xCount(1), ...context.yCount(1)),
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
      steps('Given', matching(context, row, ada), `there is ${context.xOf(bob).a} that matches nothing`),
      steps('When', SYNC),
      steps(
        'Then',
        `one ${context.y} was created for ${context.xOf(bob).the}`,
        linked(context, ada),
        context.xCount(2),
        ...context.yCount(2),
      ),
    ),
    nothingHidden(context),
  ];
  return { drafts, notApplicable: [] };
}
