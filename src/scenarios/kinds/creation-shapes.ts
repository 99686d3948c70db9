/** Creation under awkward shapes: many records, equal ids, records that are refused, deleted or merged (D2, D3, D19). */
import type { Row } from '../../model';
import { draft, notApplicable, steps, witnessedBy, type SectionContext, inFull } from '../section-context';
import { GIVEN, THEN, WHEN, escapeForGherkin } from '../steps';
import type { CheckScenarios, ScenarioDraft, Step } from '../types';

function created(context: SectionContext, name: string): string {
  return THEN.created.write(context.y, context.xOf(name));
}

/** More than any page or limit of a listing. */
const MANY = 120;

function manyAtOnce(context: SectionContext): ScenarioDraft {
  return draft(
    `${MANY} ${context.x} at once become as many ${context.y}`,
    steps('Given', GIVEN.others.write(MANY, context.x)),
    steps('When', WHEN.synchronized.write()),
    steps(
      'Then',
      context.xCount(MANY),
      ...context.yCount(MANY),
      THEN.createdOnce.write(context.x, context.y),
    ),
  );
}

/** Ids say nothing of who belongs together: the old Y has that of the first X, and the created one that of the second. */
function equalIds(context: SectionContext): ScenarioDraft {
  const { ada, bob, old } = context.names;
  return draft(
    `a ${context.y} with the id of a ${context.x} is not its counterpart`,
    steps(
      'Given',
      GIVEN.equalIds.write(),
      GIVEN.record.write(context.yOf(old)),
      GIVEN.record.write(context.xOf(ada)),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', ...context.yCount(2), created(context, ada)),
    steps('When', WHEN.added.write(context.xOf(bob)), WHEN.synchronized.write()),
    steps(
      'Then',
      context.xCount(2),
      ...context.yCount(3),
      created(context, bob),
      THEN.untouched.write(context.yOf(old)),
    ),
  );
}

/** Cycles within which an engine has tried again what was refused. */
const RETRYING_CYCLES = 10;

/** An engine may create first and fill afterwards: while one is refused, how many there are is not judged. */
function refusedBesideOthers(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  const system = context.section.target.system;
  return draft(
    `a ${context.x} that ${escapeForGherkin(system)} refuses does not hold up the others, and is created once it is accepted`,
    steps(
      'Given',
      GIVEN.record.write(context.xOf(ada)),
      GIVEN.record.write(context.xOf(bob)),
      GIVEN.refuses.write(system, row.source, context.xOf(ada)),
    ),
    steps('When', WHEN.synchronizedTimes.write(2)),
    steps('Then', created(context, bob)),
    steps('When', WHEN.accepted.write(), WHEN.synchronizedTimes.write(RETRYING_CYCLES)),
    steps('Then', context.xCount(2), ...context.yCount(2), created(context, ada)),
  );
}

function twoCreated(context: SectionContext): Step[] {
  const { ada, bob } = context.names;
  return steps(
    'Given',
    GIVEN.created.write(context.xOf(ada), context.yOf(ada)),
    GIVEN.created.write(context.xOf(bob), context.yOf(bob)),
  );
}

/** Whether the deleted one is created again is not judged (D19). */
function counterpartDeleted(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `a ${context.y} that a person deletes takes no ${context.x} along, and the others are synchronized`,
    twoCreated(context),
    steps(
      'When',
      WHEN.deleted.write(context.yOf(ada)),
      WHEN.edited.write(row.source, context.xOf(ada)),
      WHEN.edited.write(row.source, context.xOf(bob)),
      WHEN.synchronized.write(),
    ),
    steps('Then', THEN.arrived.write(row.target, context.yOf(bob)), context.xCount(2)),
    steps('When', WHEN.restarted.write()),
    steps('Then', context.xCount(2)),
  );
}

/** The survivor stands for what it stood for: the merged one is gone (D19). */
function counterpartMerged(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  const survivor = context.yOf(bob);
  return draft(
    `a ${context.y} that a person merges into another takes no ${context.x} along, and the other keeps what it had`,
    twoCreated(context),
    steps(
      'When',
      WHEN.merged.write(context.yOf(ada), survivor),
      WHEN.edited.write(row.source, context.xOf(ada)),
      WHEN.synchronized.write(),
    ),
    steps('Then', THEN.carried.write(row.target, survivor, row.source, context.xOf(bob)), context.xCount(2)),
    steps('When', WHEN.edited.write(row.source, context.xOf(bob)), WHEN.synchronized.write()),
    steps('Then', THEN.arrived.write(row.target, survivor), context.xCount(2)),
  );
}

/** What one row shows of records that are refused, deleted or merged. */
function shownBy(context: SectionContext, row: Row, isOneOfSeveral: boolean): ScenarioDraft[] {
  const drafts = [
    ...(row.dataType?.name === 'boolean' ? [] : [refusedBesideOthers(context, row)]),
    counterpartDeleted(context, row),
    inFull(counterpartMerged(context, row)),
  ];
  return drafts.map((each) => witnessedBy(each, [row], isOneOfSeveral));
}

/** What a creating sentence promises, whatever the shape of what there is. */
export function creationShapes(context: SectionContext): CheckScenarios {
  const rows = context.witnesses.filter((row) => context.targetFacts(row)?.readOnly !== true);
  return {
    drafts: [
      manyAtOnce(context),
      equalIds(context),
      ...rows.flatMap((row) => shownBy(context, row, rows.length > 1)),
    ],
    notApplicable:
      rows.length > 0
        ? []
        : [
            notApplicable(
              `a ${context.y} that is refused, deleted or merged`,
              `no property that a ${context.x} gives it can be compared`,
            ),
          ],
  };
}
