/**
 * `Once a link between a <X> and a <Y> is established, it will keep in sync between the two systems, regardless of
 * where it is edited.` (D1, D10 to D13, D16)
 */
import type { Row } from '../../../model';
import { inFull, notApplicable, witnessedBy, type SectionContext } from '../../section-context';
import { GIVEN } from '../../steps';
import type { CheckScenarios, NotApplicable, ScenarioDraft } from '../../types';
import {
  cleared,
  differentProperties,
  editArrives,
  editedAlone,
  matchingPropertyEdited,
  oneWrite,
  ownAccount,
  quiescent,
  sameProperty,
} from './edits';
import { canLink, clearable, linkedPair, noLink, pairOf } from './pair';
import { clockSetBack, editedTwice, inOneSecond, meanwhile, overtaken, reverted, twoAtOnce } from './time';
import { withoutRows } from './without-rows';

export {
  bothWays,
  canLink,
  clearable,
  COUNTERPART,
  EDITED,
  linkedPair,
  noLink,
  PROPERTY,
  REACHED,
} from './pair';

/** What one row shows of the sentence, and what it cannot show. */
function shownBy(context: SectionContext, row: Row, isOneOfSeveral: boolean): ScenarioDraft[] {
  const pair = pairOf(context, row);
  const drafts = [editArrives(pair, linkedPair(context), 'once linked')];
  if (context.creates && context.linkingRows.length > 0) {
    drafts.push(editArrives(pair, GIVEN.created.write(pair.x, pair.y), 'once created'));
  }
  if (context.isWritable(row)) {
    drafts.push(sameProperty(pair), editedAlone(pair));
    if (!context.oneSystem) {
      drafts.push(inOneSecond(pair));
    }
    drafts.push(overtaken(pair), meanwhile(pair));
  }
  drafts.push(editedTwice(pair), reverted(pair));
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
          notApplicable('two properties edited one after the other', 'the section synchronizes one property'),
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
    ...(context.oneSystem
      ? [notApplicable('edits on both sides in the same second', 'both sides are the same system')]
      : []),
  ];
}

/** Two properties edited, on both sides and on one, by the first witness and another row. */
function twoProperties(context: SectionContext, row: Row): ScenarioDraft[] {
  const others = context.rankedRows.filter((each) => each !== row && context.isWritable(each));
  const [other] = others;
  if (other === undefined || !context.isWritable(row)) {
    return [];
  }
  const scenarios = (one: Row, second: Row, isOneOfSeveral: boolean): ScenarioDraft[] =>
    [differentProperties, twoAtOnce].map((write) =>
      witnessedBy(write(pairOf(context, one), second), [one, second], isOneOfSeveral),
    );
  const [, third] = others;
  return [...scenarios(row, other, false), ...(third === undefined ? [] : scenarios(other, third, true))];
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
      ...witnesses.map((each) =>
        witnessedBy(inFull(clockSetBack(pairOf(context, each))), [each], witnesses.length > 1),
      ),
    ],
    notApplicable: leftOut(context, row),
  };
}
