/**
 * `Once a link between a <X> and a <Y> is established, it will keep in sync between the two systems, regardless of
 * where it is edited.` (D1, D10 to D13, D16)
 */
import type { Row } from '../../model';
import { draft, notApplicable, outline, steps, type Named, type SectionContext } from '../section-context';
import type { CheckScenarios, ScenarioDraft, NotApplicable, Step } from '../types';
import { linked } from './link-required';

const SYNC = 'the systems are synchronized';
const RESTART = 'the engine is restarted and rescans everything';

/** What scenarios about a linked pair speak of. */
interface Pair {
  readonly context: SectionContext;
  readonly x: Named;
  readonly y: Named;
  readonly row: Row;
}

function pairOf(context: SectionContext, row: Row): Pair {
  return { context, row, x: context.xOf(context.names.ada), y: context.yOf(context.names.ada) };
}

/** Given: a linked pair, linked by a match where the section can match, else by creation. */
export function linkedPair(context: SectionContext): string {
  const { ada } = context.names;
  return context.linkingRows.length > 0
    ? `${context.xOf(ada).a} and ${context.yOf(ada).a} are linked`
    : `${context.xOf(ada).a} has become ${context.yOf(ada).a}`;
}

/** The header and the rows of an outline over both directions of an edit. */
export function directions({ x, y, row }: Pair): [string[], string[][]] {
  return [
    ['property', 'edited', 'counterpart', 'reached'],
    [
      [row.source, x.name, row.target, y.name],
      [row.target, y.name, row.source, x.name],
    ],
  ];
}

function bothWays(pair: Pair, base: ScenarioDraft): ScenarioDraft {
  return outline(base, ...directions(pair));
}

const EDIT = '<property> of the <edited> is edited';
const ARRIVED = 'the edit has arrived in <counterpart> of the <reached>';

function editArrives(pair: Pair, given: string, how: string): ScenarioDraft {
  return bothWays(
    pair,
    draft(
      `${how}, an edit of the <edited> reaches the <reached>`,
      steps('Given', given),
      steps('When', EDIT, SYNC),
      steps('Then', ARRIVED),
    ),
  );
}

function differentProperties({ context, x, y, row }: Pair, second: Row): ScenarioDraft {
  return draft(
    'different properties edited on both sides both survive',
    steps('Given', linkedPair(context)),
    steps('When', `${row.source} of ${x.the} is edited`, `${second.target} of ${y.the} is edited`, SYNC),
    steps(
      'Then',
      `the edit has arrived in ${row.target} of ${y.the}`,
      `the edit has arrived in ${second.source} of ${x.the}`,
      `the edit has arrived in ${row.source} of ${x.the}`,
      `the edit has arrived in ${second.target} of ${y.the}`,
    ),
  );
}

function sameProperty(pair: Pair): ScenarioDraft {
  const base = draft(
    'the same property edited on both sides: the latest edit wins, when it is the edit of the <reached>',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, '<counterpart> of the <reached> is edited', SYNC),
    steps(
      'Then',
      'the latest edit stands in <property> of the <edited>',
      'the latest edit stands in <counterpart> of the <reached>',
    ),
  );
  return bothWays(pair, base);
}

function matchingPropertyEdited(pair: Pair, merge: Row): ScenarioDraft {
  const { context, x, y } = pair;
  const base = draft(
    'editing <property> of the <edited> neither unlinks nor creates',
    steps('Given', linkedPair(context)),
    steps('When', EDIT, SYNC, RESTART),
    steps('Then', linked(context, context.names.ada), context.xCount(1), ...context.yCount(1)),
  );
  return outline(
    base,
    ['property', 'edited'],
    [
      [merge.source, x.name],
      [merge.target, y.name],
    ],
  );
}

function cleared(pair: Pair): ScenarioDraft {
  const base = draft(
    'a value cleared in the <edited> is cleared in the <reached>',
    steps('Given', linkedPair(pair.context)),
    steps('When', '<property> of the <edited> is cleared', SYNC),
    steps('Then', '<counterpart> of the <reached> is empty'),
  );
  return bothWays(pair, base);
}

function ownAccount(pair: Pair): ScenarioDraft {
  const base = draft(
    "a person's edit of the <edited> under the engine's own account counts as an edit",
    steps('Given', linkedPair(pair.context)),
    steps('When', `<property> of the <edited> is edited under the engine's own account`, SYNC),
    steps('Then', ARRIVED),
  );
  return bothWays(pair, base);
}

function oneWrite(pair: Pair): ScenarioDraft {
  const base = draft(
    'one edit of the <edited> is one write',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, SYNC),
    steps('Then', ARRIVED, 'exactly one write was sent, to the <reached>'),
  );
  return bothWays(pair, base);
}

function atRest({ context, x, y, row }: Pair): ScenarioDraft {
  const edited: Step[] = [
    ...steps('When', `${row.source} of ${x.the} is edited`, SYNC),
    ...steps('Then', `the edit has arrived in ${row.target} of ${y.the}`),
  ];
  return draft(
    'at rest nothing is written',
    steps('Given', linkedPair(context)),
    edited,
    steps('When', 'the systems are synchronized 3 more times', RESTART),
    steps('Then', 'no further write was sent to either system'),
    edited,
  );
}

/** Without a synchronized property: links and creation come to rest, and the engine still does its work. */
function atRestWithoutRows(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  const pair = context.creates
    ? `${context.xOf(ada).a} has become ${context.yOf(ada).a}`
    : `${context.xOf(ada).a} and ${context.yOf(ada).a} are linked`;
  const alive = context.creates
    ? [
        ...steps('When', `${context.xOf(bob).a} is added`, SYNC),
        ...steps('Then', `one ${context.y} was created for ${context.xOf(bob).the}`, ...context.yCount(2)),
      ]
    : steps('Then', linked(context, ada), context.xCount(1), ...context.yCount(1));
  return draft(
    'at rest nothing is written',
    steps('Given', pair),
    steps(
      'When',
      `a property of no row of ${context.xOf(ada).the} is edited`,
      `a property of no row of ${context.yOf(ada).the} is edited`,
      'the systems are synchronized 3 more times',
      RESTART,
    ),
    steps('Then', 'no further write was sent to either system', context.xCount(1), ...context.yCount(1)),
    alive,
  );
}

function matchingEditWithoutRows(context: SectionContext, merge: Row): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `editing ${merge.source} of ${context.xOf(ada).the} neither unlinks nor creates`,
    steps('Given', linkedPair(context)),
    steps('When', `${merge.source} of ${context.xOf(ada).the} is edited`, SYNC, RESTART),
    steps('Then', linked(context, ada), context.xCount(1), ...context.yCount(1)),
  );
}

function withoutRows(context: SectionContext): CheckScenarios {
  const because = 'no property is synchronized in this section';
  const merge = context.linkingRows[0];
  if (merge === undefined && !context.creates) {
    return { drafts: [], notApplicable: [], without: UNREACHABLE };
  }
  return {
    drafts: [
      atRestWithoutRows(context),
      ...(merge === undefined ? [] : [matchingEditWithoutRows(context, merge)]),
    ],
    notApplicable: [
      'edits that reach the other side',
      'edits on both sides',
      'a cleared value spreads',
      'one edit, one write',
    ].map((what) => notApplicable(what, because)),
  };
}

const UNREACHABLE = {
  status: 'pending',
  reason: 'no link can come about: the section neither creates nor has a row that compares two properties',
} as const;

/** Whether any scenario can bring a linked pair about. */
export function canLink(context: SectionContext): boolean {
  return context.creates || context.linkingRows.length > 0;
}

export function noLink(): CheckScenarios {
  return { drafts: [], notApplicable: [], without: UNREACHABLE };
}

function clearable(context: SectionContext, row: Row): boolean {
  return [context.sourceFacts(row), context.targetFacts(row)].every(
    (facts) => facts?.clearable !== false && facts?.required !== true,
  );
}

function second(context: SectionContext, first: Row): Row | undefined {
  return context.plainRows.find((row) => row !== first);
}

export function keepInSync(context: SectionContext): CheckScenarios {
  const row = context.probe;
  if (row === undefined) {
    return withoutRows(context);
  }
  if (!canLink(context)) {
    return noLink();
  }
  const pair = pairOf(context, row);
  const left: NotApplicable[] = [];
  const drafts = [editArrives(pair, linkedPair(context), 'once linked')];
  if (context.creates && context.linkingRows.length > 0) {
    drafts.push(editArrives(pair, `${pair.x.a} has become ${pair.y.a}`, 'once created'));
  } else {
    left.push(notApplicable('links made by a match and by creation', 'the section links in one way only'));
  }
  const other = second(context, row);
  if (other === undefined) {
    left.push(
      notApplicable('different properties edited on both sides', 'the section synchronizes one property'),
    );
  } else {
    drafts.push(differentProperties(pair, other));
  }
  drafts.push(sameProperty(pair));
  const merge = context.linkingRows[0];
  if (merge === undefined) {
    left.push(notApplicable('editing the matching property', 'the section names no merge property'));
  } else {
    drafts.push(matchingPropertyEdited(pair, merge));
  }
  if (clearable(context, row)) {
    drafts.push(cleared(pair));
  } else {
    left.push(
      notApplicable('a cleared value spreads', `${row.source} and ${row.target} cannot both be cleared`),
    );
  }
  drafts.push(ownAccount(pair), oneWrite(pair), atRest(pair));
  return { drafts, notApplicable: left };
}
