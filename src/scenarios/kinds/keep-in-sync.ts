/**
 * `Once a link between a <X> and a <Y> is established, it will keep in sync between the two systems, regardless of
 * where it is edited.` (D1, D10 to D13, D16)
 */
import type { Row } from '../../model';
import {
  draft,
  notApplicable,
  outline,
  recordText,
  steps,
  witnessedBy,
  type SectionContext,
} from '../section-context';
import { Column, GIVEN, THEN, WHEN, writeCell, type RecordReference } from '../steps';
import type { CheckScenarios, ScenarioDraft, NotApplicable, Step } from '../types';
import { linked } from './link-required';

/** What scenarios about a linked pair speak of. */
export interface Pair {
  readonly context: SectionContext;
  readonly x: RecordReference;
  readonly y: RecordReference;
  readonly row: Row;
}

export function pairOf(context: SectionContext, row: Row): Pair {
  return { context, row, x: context.xOf(context.names.ada), y: context.yOf(context.names.ada) };
}

/** Given: a linked pair, linked by a match where the section can match, else by creation. */
export function linkedPair(context: SectionContext): string {
  const { ada } = context.names;
  return context.linkingRows.length > 0
    ? GIVEN.linked.write(context.xOf(ada), context.yOf(ada))
    : GIVEN.created.write(context.xOf(ada), context.yOf(ada));
}

/** The columns of an outline over both directions of an edit. */
export const PROPERTY = new Column('property');
export const EDITED = new Column('edited');
export const COUNTERPART = new Column('counterpart');
export const REACHED = new Column('reached');

/** An outline over both directions of an edit: into a property that no engine can write none leads. */
export function bothWays({ context, x, y, row }: Pair, base: ScenarioDraft): ScenarioDraft {
  const [source, target] = [writeCell('property', row.source), writeCell('property', row.target)];
  const forward = [source, recordText(x), target, recordText(y)];
  const backward = [target, recordText(y), source, recordText(x)];
  return outline(
    base,
    [PROPERTY, EDITED, COUNTERPART, REACHED].map(({ name }) => name),
    [
      ...(context.targetFacts(row)?.readOnly === true ? [] : [forward]),
      ...(context.sourceFacts(row)?.readOnly === true ? [] : [backward]),
    ],
  );
}

const EDIT = WHEN.edited.write(PROPERTY, EDITED);
const ARRIVED = THEN.arrived.write(COUNTERPART, REACHED);

function editArrives(pair: Pair, given: string, how: string): ScenarioDraft {
  return bothWays(
    pair,
    draft(
      `${how}, an edit of the <edited> reaches the <reached>`,
      steps('Given', given),
      steps('When', EDIT, WHEN.synchronized.write()),
      steps('Then', ARRIVED),
    ),
  );
}

function differentProperties({ context, x, y, row }: Pair, second: Row): ScenarioDraft {
  return draft(
    'different properties edited on both sides both survive',
    steps('Given', linkedPair(context)),
    steps(
      'When',
      WHEN.edited.write(row.source, x),
      WHEN.edited.write(second.target, y),
      WHEN.synchronized.write(),
    ),
    steps(
      'Then',
      THEN.arrived.write(row.target, y),
      THEN.arrived.write(second.source, x),
      THEN.arrived.write(row.source, x),
      THEN.arrived.write(second.target, y),
    ),
  );
}

function sameProperty(pair: Pair): ScenarioDraft {
  const base = draft(
    'the same property edited on both sides: the latest edit wins, when it is the edit of the <reached>',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.edited.write(COUNTERPART, REACHED), WHEN.synchronized.write()),
    steps('Then', THEN.latest.write(PROPERTY, EDITED), THEN.latest.write(COUNTERPART, REACHED)),
  );
  return bothWays(pair, base);
}

function editedAlone(pair: Pair): ScenarioDraft {
  const base = draft(
    'an edit of the <reached> alone wins, in the same second as the edit of the <edited> that it has got',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.synchronized.write()),
    steps('When', WHEN.editedInSameSecond.write(COUNTERPART, REACHED), WHEN.synchronized.write()),
    steps('Then', THEN.latest.write(PROPERTY, EDITED), THEN.latest.write(COUNTERPART, REACHED)),
  );
  return bothWays(pair, base);
}

function matchingPropertyEdited(pair: Pair, merge: Row): ScenarioDraft {
  const { context, x, y } = pair;
  const base = draft(
    'editing <property> of the <edited> neither unlinks nor creates',
    steps('Given', linkedPair(context)),
    steps('When', EDIT, WHEN.synchronized.write(), WHEN.restarted.write()),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, context.names.ada)),
  );
  return outline(
    base,
    [PROPERTY.name, EDITED.name],
    [
      [writeCell('property', merge.source), recordText(x)],
      [writeCell('property', merge.target), recordText(y)],
    ],
  );
}

function cleared(pair: Pair): ScenarioDraft {
  const base = draft(
    'a value cleared in the <edited> is cleared in the <reached>',
    steps('Given', linkedPair(pair.context)),
    steps('When', WHEN.cleared.write(PROPERTY, EDITED), WHEN.synchronized.write()),
    steps('Then', THEN.empty.write(COUNTERPART, REACHED)),
  );
  return bothWays(pair, base);
}

function ownAccount(pair: Pair): ScenarioDraft {
  const base = draft(
    "a person's edit of the <edited> under the engine's own account counts as an edit",
    steps('Given', linkedPair(pair.context)),
    steps('When', WHEN.editedByEngineAccount.write(PROPERTY, EDITED), WHEN.synchronized.write()),
    steps('Then', ARRIVED),
  );
  return bothWays(pair, base);
}

function oneWrite(pair: Pair): ScenarioDraft {
  const base = draft(
    'one edit of the <edited> is one write',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.synchronized.write()),
    steps('Then', ARRIVED, THEN.oneWrite.write(REACHED)),
  );
  return bothWays(pair, base);
}

function quiescent({ context, x, y, row }: Pair): ScenarioDraft {
  const edited: Step[] = [
    ...steps('When', WHEN.edited.write(row.source, x), WHEN.synchronized.write()),
    ...steps('Then', THEN.arrived.write(row.target, y)),
  ];
  return draft(
    'without further edits nothing is written',
    steps('Given', linkedPair(context)),
    edited,
    steps('When', WHEN.synchronizedMore.write(3), WHEN.restarted.write()),
    steps('Then', THEN.noFurtherWrite.write()),
    edited,
  );
}

/** Without a synchronized property: after links and creation the engine is quiescent, and still does its work. */
function quiescentWithoutRows(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  const pair = context.creates
    ? GIVEN.created.write(context.xOf(ada), context.yOf(ada))
    : GIVEN.linked.write(context.xOf(ada), context.yOf(ada));
  const alive = context.creates
    ? [
        ...steps('When', WHEN.added.write(context.xOf(bob)), WHEN.synchronized.write()),
        ...steps('Then', THEN.created.write(context.y, context.xOf(bob)), ...context.yCount(2)),
      ]
    : steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada));
  return draft(
    'an edit that no row names causes no write',
    steps('Given', pair),
    steps(
      'When',
      WHEN.editedOutsideRows.write(context.xOf(ada)),
      WHEN.editedOutsideRows.write(context.yOf(ada)),
      WHEN.synchronizedMore.write(3),
      WHEN.restarted.write(),
    ),
    steps('Then', THEN.noFurtherWrite.write(), context.xCount(1), ...context.yCount(1)),
    alive,
  );
}

function matchingEditWithoutRows(context: SectionContext, merge: Row): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `editing ${merge.source} of the ${recordText(context.xOf(ada))} neither unlinks nor creates`,
    steps('Given', linkedPair(context)),
    steps(
      'When',
      WHEN.edited.write(merge.source, context.xOf(ada)),
      WHEN.synchronized.write(),
      WHEN.restarted.write(),
    ),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada)),
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
      quiescentWithoutRows(context),
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
  reason: 'no link is possible: the section neither creates nor has a row that compares two properties',
} as const;

/** Whether any scenario can bring a linked pair about. */
export function canLink(context: SectionContext): boolean {
  return context.creates || context.linkingRows.length > 0;
}

export function noLink(): CheckScenarios {
  return { drafts: [], notApplicable: [], without: UNREACHABLE };
}

/** Whether both properties of the row may be emptied. */
export function clearable(context: SectionContext, row: Row): boolean {
  return [context.sourceFacts(row), context.targetFacts(row)].every(
    (facts) => facts?.clearable !== false && facts?.required !== true,
  );
}

/** What one row shows of the sentence, and what it cannot show. */
function shownBy(context: SectionContext, row: Row, isOneOfSeveral: boolean): ScenarioDraft[] {
  const pair = pairOf(context, row);
  const drafts = [editArrives(pair, linkedPair(context), 'once linked')];
  if (context.creates && context.linkingRows.length > 0) {
    drafts.push(editArrives(pair, GIVEN.created.write(pair.x, pair.y), 'once created'));
  }
  if (context.isWritable(row)) {
    drafts.push(sameProperty(pair), editedAlone(pair));
  }
  if (clearable(context, row)) {
    drafts.push(cleared(pair));
  }
  drafts.push(ownAccount(pair), oneWrite(pair), ...(context.isWritable(row) ? [quiescent(pair)] : []));
  return drafts.map((each) => witnessedBy(each, [row], isOneOfSeveral));
}

/** What does not apply to the section, whichever row shows it. */
function leftOut(context: SectionContext, row: Row): NotApplicable[] {
  const both = context.creates && context.linkingRows.length > 0;
  return [
    ...(both
      ? []
      : [notApplicable('links made by a match and by creation', 'the section links in one way only')]),
    ...(context.plainRows.length > 1
      ? []
      : [
          notApplicable('different properties edited on both sides', 'the section synchronizes one property'),
        ]),
    ...(context.linkingRows.length > 0
      ? []
      : [notApplicable('editing the matching property', 'the section names no merge property')]),
    ...(context.witnesses.some((each) => clearable(context, each))
      ? []
      : [notApplicable('a cleared value spreads', `${row.source} and ${row.target} cannot both be cleared`)]),
    ...(context.isWritable(row)
      ? []
      : [notApplicable('edits on both sides', `no engine can write both ${row.source} and ${row.target}`)]),
  ];
}

/** Different properties edited on both sides, by the first witness and another row. */
function twoProperties(context: SectionContext, row: Row): ScenarioDraft[] {
  const others = context.rankedRows.filter((each) => each !== row && context.isWritable(each));
  const [other] = others;
  if (other === undefined || !context.isWritable(row)) {
    return [];
  }
  const drafts = [witnessedBy(differentProperties(pairOf(context, row), other), [row, other], false)];
  const [, third] = others;
  if (third !== undefined) {
    const apart = differentProperties(pairOf(context, other), third);
    drafts.push(witnessedBy(apart, [other, third], true));
  }
  return drafts;
}

export function keepInSync(context: SectionContext): CheckScenarios {
  const { witnesses } = context;
  const [row] = witnesses;
  if (row === undefined) {
    return withoutRows(context);
  }
  if (!canLink(context)) {
    return noLink();
  }
  const merge = context.linkingRows[0];
  return {
    drafts: [
      ...witnesses.flatMap((each) => shownBy(context, each, witnesses.length > 1)),
      ...twoProperties(context, row),
      ...(merge === undefined ? [] : [matchingPropertyEdited(pairOf(context, row), merge)]),
    ],
    notApplicable: leftOut(context, row),
  };
}
