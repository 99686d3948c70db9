/** Edits and when they are made: in one second, back to an earlier value, while the engine is at work (D11, D12). */
import type { Row } from '../../../model';
import { draft, outline, recordText, steps } from '../../section-context';
import { Column, GIVEN, THEN, WHEN, writeCell, type RecordReference } from '../../steps';
import type { ScenarioDraft } from '../../types';
import {
  ARRIVED,
  bothWays,
  COUNTERPART,
  EDIT,
  EDITED,
  linkedPair,
  PROPERTY,
  REACHED,
  type Pair,
} from './pair';

/** Two edits of one property in one second, the first of them synchronized before the second. */
export function editedTwice(pair: Pair): ScenarioDraft {
  const base = draft(
    'a second edit of the <edited> reaches the <reached>, in the same second as the first, which has arrived',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.synchronized.write()),
    steps('When', WHEN.editedInSameSecond.write(PROPERTY, EDITED), WHEN.synchronized.write()),
    steps('Then', ARRIVED),
  );
  return bothWays(pair, base);
}

/** Edits on both sides in one second: one of them wins, on both sides the same. */
export function inOneSecond(pair: Pair): ScenarioDraft {
  const base = draft(
    'the same property edited on both sides in the same second: both sides end with the same, the <edited> edited first',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.editedInSameSecond.write(COUNTERPART, REACHED), WHEN.synchronized.write()),
    steps('Then', THEN.firstNamedWins.write(PROPERTY, EDITED, COUNTERPART, REACHED)),
  );
  return bothWays(pair, base);
}

export function reverted(pair: Pair): ScenarioDraft {
  const base = draft(
    'an edit of the <edited> back to the value before reaches the <reached>',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.synchronized.write()),
    steps('Then', ARRIVED),
    steps('When', WHEN.reverted.write(PROPERTY, EDITED), WHEN.synchronized.write()),
    steps('Then', ARRIVED),
  );
  return bothWays(pair, base);
}

/** A person edits what the engine is about to write, after it has listed. */
export function overtaken(pair: Pair): ScenarioDraft {
  const base = draft(
    'an edit of the <reached> is not lost, when it is made just before the engine writes there what was edited in the <edited>',
    steps('Given', linkedPair(pair.context)),
    steps(
      'When',
      EDIT,
      WHEN.editedBeforeWrite.write(COUNTERPART, REACHED, REACHED),
      WHEN.synchronized.write(),
    ),
    steps('Then', THEN.latest.write(COUNTERPART, REACHED), THEN.latest.write(PROPERTY, EDITED)),
  );
  return bothWays(pair, base);
}

const SYSTEM = new Column('system');

/** What is edited has a modification time that lies before the last one seen. */
export function clockSetBack(pair: Pair): ScenarioDraft {
  const { source, target } = pair.context.section;
  const base = bothWays(
    pair,
    draft(
      'an edit of the <edited> reaches the <reached>, after the clock of its system has gone back an hour',
      steps('Given', linkedPair(pair.context)),
      steps('When', WHEN.clockBack.write(SYSTEM), EDIT, WHEN.synchronized.write()),
      steps('Then', ARRIVED),
    ),
  );
  const isBackward = (row: readonly string[]): boolean => row[1] === recordText(pair.y);
  const rows = base.examples?.rows.map((row) => [
    ...row,
    writeCell('system', isBackward(row) ? target.system : source.system),
  ]);
  return outline(base, [...(base.examples?.header ?? []), SYSTEM.name], rows ?? []);
}

const OTHER = new Column('other');
const OTHER_REACHED = new Column('other reached');

/** Another record is edited after the engine has listed it, and before the engine's own write in that system. */
export function meanwhile({ context, x, y, row }: Pair): ScenarioDraft {
  const [otherX, otherY] = [context.xOf(context.names.bob), context.yOf(context.names.bob)];
  const given = context.linkingRows.length > 0 ? GIVEN.linked : GIVEN.created;
  const base = draft(
    'an edit of the <other> reaches the <other reached>, when it is made just before the engine writes to the <reached>',
    steps('Given', linkedPair(context), given.write(otherX, otherY)),
    steps('When', EDIT, WHEN.editedBeforeWrite.write(COUNTERPART, OTHER, REACHED), WHEN.synchronized.write()),
    steps('Then', THEN.arrived.write(PROPERTY, OTHER_REACHED)),
  );
  const [source, target] = [writeCell('property', row.source), writeCell('property', row.target)];
  const line = (...records: readonly RecordReference[]): string[] => records.map(recordText);
  return outline(
    base,
    [PROPERTY, COUNTERPART, EDITED, REACHED, OTHER, OTHER_REACHED].map(({ name }) => name),
    [
      [source, target, ...line(x, y, otherY, otherX)],
      [target, source, ...line(y, x, otherX, otherY)],
    ],
  );
}

const SECOND_PROPERTY = new Column('second property');
const SECOND_COUNTERPART = new Column('second counterpart');

/** Two properties of one record edited between two synchronizations. */
export function twoAtOnce({ x, y, row, context }: Pair, second: Row): ScenarioDraft {
  const base = draft(
    'two properties of the <edited> edited one after the other both reach the <reached>',
    steps('Given', linkedPair(context)),
    steps('When', EDIT, WHEN.edited.write(SECOND_PROPERTY, EDITED), WHEN.synchronized.write()),
    steps('Then', ARRIVED, THEN.arrived.write(SECOND_COUNTERPART, REACHED)),
  );
  const cell = (path: string): string => writeCell('property', path);
  return outline(
    base,
    [PROPERTY, SECOND_PROPERTY, EDITED, COUNTERPART, SECOND_COUNTERPART, REACHED].map(({ name }) => name),
    [
      [
        cell(row.source),
        cell(second.source),
        recordText(x),
        cell(row.target),
        cell(second.target),
        recordText(y),
      ],
      [
        cell(row.target),
        cell(second.target),
        recordText(y),
        cell(row.source),
        cell(second.source),
        recordText(x),
      ],
    ],
  );
}
