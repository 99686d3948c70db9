/** What no row names, over two edits: it stays as people left it (D14, D24). */
import type { Row } from '../../../model';
import { draft, steps, witnessedBy, type SectionContext } from '../../section-context';
import { GIVEN, THEN, WHEN, type RecordReference } from '../../steps';
import type { ScenarioDraft, Step } from '../../types';
import { linkedPair, pairOf } from '../keep-in-sync/pair';

/** An edit of a property, and where it must arrive. */
function editArrives(
  [path, record]: readonly [string, RecordReference],
  [otherPath, other]: readonly [string, RecordReference],
  ...more: readonly string[]
): Step[] {
  return [
    ...steps('When', WHEN.edited.write(path, record), WHEN.synchronized.write()),
    ...steps('Then', THEN.arrived.write(otherPath, other), ...more),
  ];
}

/** People edit what no row names; then an edit is synchronized one way, and another one the other way. */
function ownPropertiesStay(context: SectionContext, row: Row): ScenarioDraft[] {
  const { x, y } = pairOf(context, row);
  const able = [x, y].filter((record) => context.hasOwnProperties(record));
  const [source, target] = [[row.source, x] as const, [row.target, y] as const];
  const stays = able.map((record) => THEN.ownKept.write(record));
  const isForward = context.targetFacts(row)?.readOnly !== true;
  const isBackward = context.sourceFacts(row)?.readOnly !== true;
  const kept = draft(
    `what no row names stays as people left it, when ${row.source} and ${row.target} are edited afterwards`,
    steps('Given', linkedPair(context)),
    steps('When', ...able.map((record) => WHEN.editedOutsideRows.write(record))),
    isForward ? editArrives(source, target, ...stays) : [],
    isBackward ? editArrives(target, source, ...stays) : [],
  );
  return able.length === 0 ? [] : [kept];
}

/** A property that a new Y needs, and that no row gives it, belongs to people once the Y is there. */
function defaultNotSentAgain(context: SectionContext, row: Row, path: string): ScenarioDraft {
  const { x, y } = pairOf(context, row);
  return draft(
    `${path}, which a new ${context.y} needs, is not reset when ${row.source} is edited afterwards`,
    steps('Given', GIVEN.created.write(x, y)),
    steps('When', WHEN.edited.write(path, y), WHEN.synchronized.write()),
    editArrives([row.source, x], [row.target, y], THEN.latest.write(path, y)),
  );
}

/** A property that an answer leaves out is not cleared: the next edit of something else carries nothing of it (D13). */
function partialAnswer(context: SectionContext, row: Row, edited: Row): ScenarioDraft {
  const { x, y } = pairOf(context, row);
  return draft(
    `${row.source} that an answer leaves out is not cleared`,
    steps('Given', linkedPair(context), GIVEN.omits.write(context.section.source.system, row.source, x)),
    steps('When', WHEN.edited.write(edited.source, x), WHEN.synchronized.write()),
    steps(
      'Then',
      THEN.arrived.write(edited.target, y),
      THEN.carried.write(row.target, y, row.source, x),
      THEN.carried.write(row.source, x, row.source, x),
    ),
  );
}

/** The scenarios of the table as a whole; none where no row of it can be tried. */
export function frame(context: SectionContext): ScenarioDraft[] {
  const { witnesses } = context;
  const required = context.creates ? context.requiredBesideRows : [];
  return witnesses.flatMap((row) => {
    const isReadOnly = context.targetFacts(row)?.readOnly === true;
    const [path] = isReadOnly ? [] : required;
    const other = witnesses.find((each) => each !== row && context.targetFacts(each)?.readOnly !== true);
    const isOneOfSeveral = witnesses.length > 1;
    const partial =
      isReadOnly || other === undefined
        ? []
        : [witnessedBy(partialAnswer(context, row, other), [row, other], isOneOfSeveral)];
    const drafts = [
      ...ownPropertiesStay(context, row),
      ...(path === undefined ? [] : [defaultNotSentAgain(context, row, path)]),
    ];
    return [...partial, ...drafts.map((each) => witnessedBy(each, [row], isOneOfSeveral))];
  });
}
