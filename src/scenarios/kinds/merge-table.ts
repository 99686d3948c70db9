/** `A <X> will merge with a <Y> if one of the following property combinations match:` (D5 to D8, D10, D11, D26) */
import type { Row } from '../../model';
import { mergeRowWithout } from '../rows-without';
import {
  counted,
  draft,
  notApplicable,
  outline,
  recordText,
  steps,
  witnessedBy,
  type SectionContext,
} from '../section-context';
import { Column, GIVEN, THEN, WHEN, writeCell } from '../steps';
import type { CheckScenarios, ScenarioDraft, NotApplicable } from '../types';
import { linked, matching, notLinked } from './link-required';

function equalValues(context: SectionContext, row: Row): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `equal ${row.source} and ${row.target} link, and create nothing`,
    steps('Given', matching(context, row, ada)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada)),
  );
}

function differingValues(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `different ${row.source} and ${row.target} do not link`,
    steps(
      'Given',
      matching(context, row, ada),
      GIVEN.unmatched.write(context.xOf(bob)),
      GIVEN.unmatched.write(context.yOf(bob)),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', linked(context, ada), notLinked(context, bob)),
  );
}

function partOfValue(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, eve } = context.names;
  const y = context.yOf(ada);
  return draft(
    `a part of ${row.target} does not match ${row.source}`,
    steps(
      'Given',
      matching(context, row, ada),
      GIVEN.beginning.write(context.xOf(eve), row.source, row.target, y),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', linked(context, ada), THEN.notLinked.write(context.xOf(eve), y)),
  );
}

function blankPairs(context: SectionContext, row: Row): string[][] {
  const source = context.sourceIsList(row);
  const target = context.targetIsList(row);
  const pairs = [
    ['missing', 'missing'],
    ['null', 'null'],
    ['missing', 'null'],
  ];
  const holdsText = (facts: { type: string } | undefined): boolean =>
    facts === undefined || facts.type === 'string' || facts.type === 'any';
  const sourceEmpty = source ? '[]' : '""';
  const targetEmpty = target ? '[]' : '""';
  const sourceHolds = source || holdsText(context.sourceFacts(row));
  const targetHolds = target || holdsText(context.targetFacts(row));
  if (sourceHolds && targetHolds) {
    pairs.push([sourceEmpty, targetEmpty]);
  }
  if (sourceHolds) {
    pairs.push([sourceEmpty, 'null']);
  }
  if (targetHolds) {
    pairs.push(['missing', targetEmpty]);
  }
  return pairs;
}

function blanks(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  const left = new Column('left');
  const right = new Column('right');
  const base = draft(
    `<left> ${row.source} does not match <right> ${row.target}`,
    steps(
      'Given',
      matching(context, row, ada),
      GIVEN.blank.write(context.xOf(bob), row.source, left),
      GIVEN.blank.write(context.yOf(bob), row.target, right),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', linked(context, ada), notLinked(context, bob)),
  );
  return outline(base, [left.name, right.name], blankPairs(context, row));
}

function listElement(context: SectionContext, row: Row): ScenarioDraft {
  const { ada } = context.names;
  const inSource = context.sourceIsList(row);
  const [single, several] = inSource
    ? [context.yOf(ada), context.xOf(ada)]
    : [context.xOf(ada), context.yOf(ada)];
  const [path, other] = inSource ? [row.source, row.target] : [row.target, row.source];
  return draft(
    `the second of several ${path} is enough to match ${other}`,
    steps('Given', GIVEN.record.write(single), GIVEN.several.write(several, path, other, single)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada)),
  );
}

function beyondFirstPage(context: SectionContext, row: Row): ScenarioDraft {
  const { ada } = context.names;
  const count = context.oneDatatype ? [counted(context.section.source, 6)] : context.yCount(5);
  return draft(
    `a match by ${row.source} and ${row.target} that lies beyond the first page`,
    steps(
      'Given',
      GIVEN.pageSize.write(context.y, 2),
      GIVEN.others.write(4, context.y),
      matching(context, row, ada),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', ...count, linked(context, ada)),
  );
}

function oneCluster(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, eve } = context.names;
  const y = context.yOf(ada);
  const counts = context.oneDatatype
    ? [counted(context.section.source, 3)]
    : [context.xCount(2), ...context.yCount(1)];
  return draft(
    `two ${context.x} and one ${context.y} with the same ${row.source} are linked together`,
    steps(
      'Given',
      matching(context, row, ada),
      GIVEN.matching.write(context.xOf(eve), row.source, row.source, context.xOf(ada)),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', ...counts, linked(context, ada), THEN.linked.write(context.xOf(eve), y)),
  );
}

function duplicates(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob, eve } = context.names;
  const [one, other] = [context.yOf(eve), context.yOf(bob)];
  return draft(
    `two ${context.y} with the same ${row.target} and no ${context.x} stay as they are`,
    steps(
      'Given',
      matching(context, row, ada),
      GIVEN.record.write(one),
      GIVEN.matching.write(other, row.target, row.target, one),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', THEN.untouched.write(one), THEN.untouched.write(other), linked(context, ada)),
  );
}

function arrivesLater(context: SectionContext, row: Row, first: 'x' | 'y'): ScenarioDraft {
  const { ada } = context.names;
  const x = { record: context.xOf(ada), path: row.source, label: context.x };
  const y = { record: context.yOf(ada), path: row.target, label: context.y };
  const [early, late] = first === 'x' ? [x, y] : [y, x];
  const side = context.oneDatatype ? 'second' : late.label;
  return draft(
    `a match by ${row.source} and ${row.target} links when the ${side} comes later`,
    steps('Given', GIVEN.record.write(early.record)),
    steps(
      'When',
      WHEN.synchronized.write(),
      WHEN.addedMatching.write(late.record, late.path, early.path, early.record),
      WHEN.synchronized.write(),
    ),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada)),
  );
}

/** The rows of which a merge has to choose a value, two where there are as many: one of them may be broken. */
function conflictRows(context: SectionContext): readonly Row[] {
  return context.plainRows
    .filter((row) => !context.isMergeRow(row) && row.dataType?.name !== 'boolean' && context.isWritable(row))
    .slice(0, 2);
}

const NEWEST = new Column('newest');

function newestWins(context: SectionContext, row: Row, other: Row): ScenarioDraft {
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

function emptyNeverWins(context: SectionContext, row: Row, other: Row): ScenarioDraft {
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

function isText(context: SectionContext, row: Row): boolean {
  return [context.sourceFacts(row), context.targetFacts(row)].every((facts) => facts?.type !== 'boolean');
}

/** The scenarios of one row of a merge table. */
export function mergeRow(context: SectionContext, row: Row): CheckScenarios {
  const without = mergeRowWithout(row);
  if (without !== undefined) {
    return { drafts: [], notApplicable: [], without };
  }
  if (!isText(context, row)) {
    const reason = 'a row that compares booleans cannot distinguish records';
    return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
  }
  const left: NotApplicable[] = [];
  const drafts = [
    equalValues(context, row),
    differingValues(context, row),
    partOfValue(context, row),
    blanks(context, row),
  ];
  const oneList = context.sourceIsList(row) !== context.targetIsList(row);
  if (oneList) {
    drafts.push(listElement(context, row));
  } else {
    left.push(
      notApplicable('one element of a list is enough', 'not exactly one of the two properties is a list'),
    );
  }
  drafts.push(beyondFirstPage(context, row), oneCluster(context, row));
  if (!context.oneDatatype) {
    drafts.push(duplicates(context, row));
  }
  drafts.push(arrivesLater(context, row, 'y'));
  if (context.oneDatatype) {
    left.push(
      notApplicable(`two ${context.y} without a ${context.x}`, 'both sides are the same datatype'),
      notApplicable('the order of arrival', 'both sides are the same datatype'),
    );
  } else if (context.creates) {
    left.push(
      notApplicable(`the ${context.x} came first`, `it becomes a ${context.y} before a match can arrive`),
    );
  } else {
    drafts.push(arrivesLater(context, row, 'x'));
  }
  const others = conflictRows(context);
  if (others.length === 0) {
    left.push(
      notApplicable('conflict at merge', 'no property besides those of the merge table is synchronized'),
    );
  } else {
    drafts.push(
      ...others.flatMap((other) =>
        [newestWins(context, row, other), emptyNeverWins(context, row, other)].map((each) =>
          witnessedBy(each, [other], others.length > 1),
        ),
      ),
    );
  }
  return { drafts, notApplicable: left };
}

/** The sentence itself: its rows have the scenarios. */
export function mergeOnMatch(rows: readonly Row[]): CheckScenarios {
  if (rows.some((row) => mergeRowWithout(row) === undefined)) {
    return { drafts: [], notApplicable: [] };
  }
  const reason = 'no row can link: the table has no row that compares two properties';
  return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
}
