/** The rows of a property table, and the table itself. */
import type { Row } from '../../../model';
import { propertyRowWithout } from '../../rows-without';
import { draft, notApplicable, steps, tableStep, type SectionContext } from '../../section-context';
import {
  GIVEN,
  THEN,
  TRIED_HEADER,
  WHEN,
  writeTriedValue,
  writeTriedValues,
  type TriedValue,
} from '../../steps';
import type { CheckScenarios, ScenarioDraft, Step } from '../../types';
import {
  bothWays,
  canLink,
  COUNTERPART,
  EDITED,
  linkedPair,
  noLink,
  PROPERTY,
  REACHED,
} from '../keep-in-sync';
import { linked } from '../link-required';
import { frame } from './frame';
import { isListBesideSingle, listDrafts } from './lists';
import { triedValues, unconvertibleValues, type Direction } from './values';

function edited(context: SectionContext, row: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const base = draft(
    `${row.source} and ${row.target} agree after an edit of the <edited>`,
    steps('Given', linkedPair(context)),
    steps('When', WHEN.edited.write(PROPERTY, EDITED), WHEN.synchronized.write()),
    steps(
      'Then',
      THEN.arrived.write(COUNTERPART, REACHED),
      THEN.arrived.write(PROPERTY, EDITED),
      THEN.nothingElse.write(),
    ),
  );
  return bothWays({ context, x, y, row }, base);
}

/** What the row carries over when its record is created (D9). */
function carriedAtCreation(context: SectionContext, row: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  return draft(
    `a created ${context.y} has ${row.target} from ${row.source}`,
    steps('Given', GIVEN.created.write(x, y)),
    steps('Then', THEN.carried.write(row.target, y, row.source, x)),
  );
}

function typeText(row: Row): string {
  const type = row.dataType?.text ?? '';
  return type === '' || type === 'N/A' ? 'as they are' : `as ${type}`;
}

/** Values at the edges, one after the other, each in its own form on either side (D15). */
function edges(context: SectionContext, row: Row, direction: Direction): ScenarioDraft[] {
  const values = triedValues(context, row, direction);
  if (values.length === 0) {
    return [];
  }
  const x = { record: context.xOf(context.names.ada), path: row.source };
  const y = { record: context.yOf(context.names.ada), path: row.target };
  const [from, into] = direction === 'forward' ? [x, y] : [y, x];
  const name =
    direction === 'forward'
      ? `awkward values of ${from.path} arrive in ${into.path} ${typeText(row)}`
      : `awkward values of ${from.path} come back into ${into.path}`;
  return [
    draft(name, steps('Given', linkedPair(context)), [
      tableStep(
        'Then',
        THEN.eachArrives.write(from.path, from.record, into.path, into.record),
        TRIED_HEADER,
        values.map(writeTriedValues),
      ),
    ]),
  ];
}

/** A value that cannot be converted is neither written nor overwritten, and the next edit counts again (D15). */
function notConvertible(context: SectionContext, row: Row): ScenarioDraft[] {
  const values = unconvertibleValues(context, row);
  const [first, last] = triedValues(context, row, 'forward');
  if (values.length === 0 || first === undefined || last?.arrives === undefined) {
    return [];
  }
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const arrives = ({ value, arrives: expected = null }: TriedValue): Step[] => [
    ...steps('When', WHEN.set.write(row.source, x, value), WHEN.synchronized.write()),
    ...steps('Then', THEN.exactly.write(row.target, y, expected)),
  ];
  return [
    draft(
      `${row.source} that cannot become ${row.dataType?.text ?? ''}: ${row.target} keeps what it had until the next edit`,
      steps('Given', linkedPair(context)),
      arrives(first),
      [
        tableStep(
          'Then',
          THEN.noneArrives.write(row.source, x, row.target, y),
          ['value'],
          values.map(writeTriedValue),
        ),
      ],
      arrives(last),
    ),
  ];
}

/** The scenarios of one row of a property table. */
export function propertyRow(context: SectionContext, row: Row): CheckScenarios {
  const without = propertyRowWithout(context.section, row);
  if (without !== undefined) {
    return { drafts: [], notApplicable: [], without };
  }
  if (!canLink(context)) {
    return noLink();
  }
  const isDeaf = [context.sourceFacts(row), context.targetFacts(row)].every(
    (facts) => facts?.readOnly === true,
  );
  if (isDeaf) {
    const reason = `no engine can write ${row.source} or ${row.target}: both are read-only`;
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const isForward = context.targetFacts(row)?.readOnly !== true;
  const isBackward = context.sourceFacts(row)?.readOnly !== true;
  const awkward = [
    ...(isForward ? edges(context, row, 'forward') : []),
    ...(isBackward ? edges(context, row, 'backward') : []),
  ];
  const left =
    awkward.length > 0
      ? []
      : [
          notApplicable(
            'values at the edges of the data type',
            `no value of ${row.dataType?.text ?? 'this type'} fits what ${row.source} and ${row.target} hold`,
          ),
        ];
  return {
    drafts: [
      edited(context, row),
      ...(context.creates ? [carriedAtCreation(context, row)] : []),
      ...(isListBesideSingle(context, row) ? listDrafts(context, row) : []),
      ...awkward,
      ...(isForward ? notConvertible(context, row) : []),
    ],
    notApplicable: left,
  };
}

function tableOfRows(context: SectionContext): CheckScenarios {
  const drafts = frame(context);
  const what = 'a required property that no row gives';
  const because = context.creates ? `a new ${context.y} needs none` : `this section creates no ${context.y}`;
  const isLeftOut = drafts.length > 0 && (!context.creates || context.requiredBesideRows.length === 0);
  return { drafts, notApplicable: isLeftOut ? [notApplicable(what, because)] : [] };
}

/** The sentence itself: its rows have scenarios of their own; without rows nothing may be carried over. */
export function properties(context: SectionContext, rows: readonly Row[]): CheckScenarios {
  if (rows.length > 0) {
    return canLink(context) ? tableOfRows(context) : { drafts: [], notApplicable: [] };
  }
  if (!canLink(context)) {
    return noLink();
  }
  const { ada } = context.names;
  const witness = context.creates ? [] : steps('Then', linked(context, ada));
  const empty = draft(
    `no property is synchronized between a ${context.x} and a ${context.y}`,
    steps('Given', linkedPair(context)),
    steps('When', WHEN.editedOutsideRows.write(context.xOf(ada)), WHEN.synchronizedMore.write(2)),
    steps('Then', THEN.noFurtherWrite.write()),
    witness,
  );
  return {
    drafts: [empty],
    notApplicable: [notApplicable('edits and data types of rows', 'the table has no row')],
  };
}
