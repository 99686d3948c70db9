/** A list beside a single value (D14, D26). */
import type { Row } from '../../../model';
import { draft, steps, type SectionContext } from '../../section-context';
import { THEN, WHEN } from '../../steps';
import type { ScenarioDraft } from '../../types';
import { clearable, linkedPair } from '../keep-in-sync';
import { ADDRESSES } from './values';

/** Where a single value is emptied, the element of the list that it agreed with leaves, and no other (D26). */
function singleCleared(context: SectionContext, row: Row): ScenarioDraft {
  const x = { record: context.xOf(context.names.ada), path: row.source };
  const y = { record: context.yOf(context.names.ada), path: row.target };
  const [list, single] = context.sourceIsList(row) ? [x, y] : [y, x];
  const [one = '', other = ''] = ADDRESSES;
  return draft(
    `${single.path} is cleared: one of several ${list.path} leaves, and the others stay`,
    steps('Given', linkedPair(context)),
    steps('When', WHEN.set.write(list.path, list.record, [one]), WHEN.synchronized.write()),
    steps('When', WHEN.set.write(list.path, list.record, [one, other]), WHEN.synchronized.write()),
    steps('Then', THEN.exactly.write(single.path, single.record, one)),
    steps('When', WHEN.cleared.write(single.path, single.record), WHEN.synchronized.write()),
    steps(
      'Then',
      THEN.exactly.write(list.path, list.record, [other]),
      THEN.empty.write(single.path, single.record),
    ),
  );
}

function holdsText(context: SectionContext, row: Row): boolean {
  const name = row.dataType?.name ?? null;
  const types = [context.sourceFacts(row)?.type, context.targetFacts(row)?.type];
  return (name === null || name === 'string') && types.every((type) => type === 'string' || type === 'any');
}

/** One element of a list agrees with a single value: the other elements stay as they are (D14, D26). */
function otherElements(context: SectionContext, row: Row): ScenarioDraft {
  const x = { record: context.xOf(context.names.ada), path: row.source };
  const y = { record: context.yOf(context.names.ada), path: row.target };
  const [list, single] = context.sourceIsList(row) ? [x, y] : [y, x];
  return draft(
    `an edit of ${single.path} replaces one of several ${list.path} and leaves the others alone`,
    steps('Given', linkedPair(context)),
    steps('When', WHEN.appended.write(list.path, list.record), WHEN.synchronized.write()),
    steps('When', WHEN.edited.write(single.path, single.record), WHEN.synchronized.write()),
    steps('Then', THEN.arrived.write(list.path, list.record), THEN.nothingElse.write()),
  );
}

/** Whether one side holds a list of values, and the other a single one. */
export function isListBesideSingle(context: SectionContext, row: Row): boolean {
  const lists = [context.sourceFacts(row)?.list === true, context.targetFacts(row)?.list === true];
  return lists[0] !== lists[1] && row.dataType?.name !== 'list';
}

/** The scenarios of such a row. */
export function listDrafts(context: SectionContext, row: Row): ScenarioDraft[] {
  const canBeCleared = holdsText(context, row) && clearable(context, row);
  return [otherElements(context, row), ...(canBeCleared ? [singleCleared(context, row)] : [])];
}
