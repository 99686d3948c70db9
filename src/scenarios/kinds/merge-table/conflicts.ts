/** Which value counts where a match brings two together (D11). */
import type { Row } from '../../../model';
import { draft, outline, recordText, steps, type SectionContext } from '../../section-context';
import { Column, GIVEN, THEN, WHEN, writeCell } from '../../steps';
import type { ScenarioDraft } from '../../types';

/** The rows of which a merge has to choose a value, two where there are as many: one of them may be broken. */
export function conflictRows(context: SectionContext): readonly Row[] {
  return context.plainRows
    .filter((row) => !context.isMergeRow(row) && row.dataType?.name !== 'boolean' && context.isWritable(row))
    .slice(0, 2);
}

const NEWEST = new Column('newest');

export function newestWins(context: SectionContext, row: Row, other: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const base = draft(
    `the newest ${other.source} and ${other.target} wins at a merge by ${row.source} and ${row.target}, when the <newest> is newer`,
    steps('Given', GIVEN.newestOfPair.write(x, y, row.source, row.target, NEWEST)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', THEN.winner.write(other.source, x, other.target, y, NEWEST)),
  );
  return outline(base, [NEWEST.name], [[recordText(x)], [recordText(y)]]);
}

export function emptyNeverWins(context: SectionContext, row: Row, other: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const older = new Column('older');
  const path = new Column('path');
  const base = draft(
    `an empty <path> never beats a value at a merge by ${row.source} and ${row.target}, when the <newest> is newer`,
    steps('Given', GIVEN.newestOfPairEmpty.write(x, y, row.source, row.target, NEWEST, path)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', THEN.winner.write(other.source, x, other.target, y, older)),
  );
  return outline(
    base,
    [NEWEST.name, older.name, path.name],
    [
      [recordText(x), recordText(y), writeCell('property', other.source)],
      [recordText(y), recordText(x), writeCell('property', other.target)],
    ],
  );
}

/** At equal times the system wins that the document names first. */
export function equalTimes(context: SectionContext, row: Row, other: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  return draft(
    `${other.source} and ${other.target} agree after a merge by ${row.source} and ${row.target}, where both were written in the same second`,
    steps('Given', GIVEN.pairInSameSecond.write(x, y, row.source, row.target)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', THEN.firstNamedWins.write(other.source, x, other.target, y)),
  );
}
