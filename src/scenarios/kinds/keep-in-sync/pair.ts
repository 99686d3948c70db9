/** A linked pair, and the two directions in which an edit can go. */
import type { Row } from '../../../model';
import { outline, recordText, type SectionContext } from '../../section-context';
import { Column, GIVEN, THEN, WHEN, writeCell, type RecordReference } from '../../steps';
import type { CheckScenarios, ScenarioDraft } from '../../types';

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

export const EDIT = WHEN.edited.write(PROPERTY, EDITED);
export const ARRIVED = THEN.arrived.write(COUNTERPART, REACHED);

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
