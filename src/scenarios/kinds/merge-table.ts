/** `A <X> will merge with a <Y> if one of the following property combinations match:` (D5 to D8, D10, D11, D26) */
import { mergeRowWithout, type Row } from '../../model';
import { counted, draft, notApplicable, outline, steps, type SectionContext } from '../section-context';
import type { CheckScenarios, ScenarioDraft, NotApplicable } from '../types';
import { linked, matching, notLinked } from './link-required';

const SYNC = 'the systems are synchronized';

function equalValues(context: SectionContext, row: Row): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `equal ${row.source} and ${row.target} link, and create nothing`,
    steps('Given', matching(context, row, ada)),
    steps('When', SYNC),
    steps('Then', linked(context, ada), context.xCount(1), ...context.yCount(1)),
  );
}

function differingValues(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  return draft(
    `differing ${row.source} and ${row.target} stay apart`,
    steps(
      'Given',
      matching(context, row, ada),
      `there is ${context.xOf(bob).a} that matches nothing`,
      `there is ${context.yOf(bob).a} that matches nothing`,
    ),
    steps('When', SYNC),
    steps('Then', linked(context, ada), notLinked(context, bob)),
  );
}

function partOfValue(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, eve } = context.names;
  const y = context.yOf(ada);
  return draft(
    `a part of ${row.target} is no match for ${row.source}`,
    steps(
      'Given',
      matching(context, row, ada),
      `there is ${context.xOf(eve).a} whose ${row.source} only begins like ${row.target} of ${y.the}`,
    ),
    steps('When', SYNC),
    steps('Then', linked(context, ada), `${context.xOf(eve).the} and ${y.the} are not linked`),
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
  const base = draft(
    `<left> ${row.source} does not match <right> ${row.target}`,
    steps(
      'Given',
      matching(context, row, ada),
      `there is ${context.xOf(bob).a} whose ${row.source} is <left>`,
      `there is ${context.yOf(bob).a} whose ${row.target} is <right>`,
    ),
    steps('When', SYNC),
    steps('Then', linked(context, ada), notLinked(context, bob)),
  );
  return outline(base, ['left', 'right'], blankPairs(context, row));
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
    steps(
      'Given',
      `there is ${single.a}`,
      `there is ${several.a} with several ${path}, the second of which is ${other} of ${single.the}`,
    ),
    steps('When', SYNC),
    steps('Then', linked(context, ada), context.xCount(1), ...context.yCount(1)),
  );
}

function beyondFirstPage(context: SectionContext, row: Row): ScenarioDraft {
  const { ada } = context.names;
  const count = context.oneDatatype ? [counted(context.section.source, 6)] : context.yCount(5);
  return draft(
    `a match by ${row.source} and ${row.target} that stands beyond the first page`,
    steps(
      'Given',
      `the ${context.y} are listed 2 at a time`,
      `there are 4 ${context.y} that match nothing`,
      matching(context, row, ada),
    ),
    steps('When', SYNC),
    steps('Then', linked(context, ada), ...count),
  );
}

function oneCluster(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, eve } = context.names;
  const y = context.yOf(ada);
  const counts = context.oneDatatype
    ? [counted(context.section.source, 3)]
    : [context.xCount(2), ...context.yCount(1)];
  return draft(
    `two ${context.x} and one ${context.y} with the same ${row.source} become one`,
    steps(
      'Given',
      matching(context, row, ada),
      `there is ${context.xOf(eve).a} whose ${row.source} is ${row.source} of ${context.xOf(ada).the}`,
    ),
    steps('When', SYNC),
    steps('Then', linked(context, ada), `${context.xOf(eve).the} and ${y.the} are linked`, ...counts),
  );
}

function arrivesLater(context: SectionContext, row: Row, first: 'x' | 'y'): ScenarioDraft {
  const { ada } = context.names;
  const x = { record: context.xOf(ada), path: row.source, phrase: context.x };
  const y = { record: context.yOf(ada), path: row.target, phrase: context.y };
  const [early, late] = first === 'x' ? [x, y] : [y, x];
  const side = context.oneDatatype ? 'second' : late.phrase;
  return draft(
    `a match by ${row.source} and ${row.target} links when the ${side} comes later`,
    steps('Given', `there is ${early.record.a}`),
    steps(
      'When',
      SYNC,
      `${late.record.a} is added whose ${late.path} is ${early.path} of ${early.record.the}`,
      SYNC,
    ),
    steps('Then', linked(context, ada), context.xCount(1), ...context.yCount(1)),
  );
}

function conflictRow(context: SectionContext): Row | undefined {
  return context.plainRows.find((row) => !context.isMergeRow(row) && row.dataType?.name !== 'boolean');
}

function newestWins(context: SectionContext, row: Row, other: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const base = draft(
    `the newest ${other.source} and ${other.target} wins at a merge by ${row.source} and ${row.target}, when the <newest> is newer`,
    steps('Given', `${matching(context, row, context.names.ada)}, and the <newest> was written last`),
    steps('When', SYNC),
    steps('Then', `${other.source} of ${x.the} and ${other.target} of ${y.the} hold what the <newest> had`),
  );
  return outline(base, ['newest'], [[x.name], [y.name]]);
}

function emptyNeverWins(context: SectionContext, row: Row, other: Row): ScenarioDraft {
  const x = context.xOf(context.names.ada);
  const y = context.yOf(context.names.ada);
  const base = draft(
    `an empty <path> never beats a value at a merge by ${row.source} and ${row.target}, when the <newest> is newer`,
    steps(
      'Given',
      `${matching(context, row, context.names.ada)}, and the <newest> was written last with <path> empty`,
    ),
    steps('When', SYNC),
    steps('Then', `${other.source} of ${x.the} and ${other.target} of ${y.the} hold what the <older> had`),
  );
  return outline(
    base,
    ['newest', 'older', 'path'],
    [
      [x.name, y.name, other.source],
      [y.name, x.name, other.target],
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
    const reason = 'a row that compares truth values cannot tell records apart';
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
  drafts.push(beyondFirstPage(context, row), oneCluster(context, row), arrivesLater(context, row, 'y'));
  if (context.oneDatatype) {
    left.push(notApplicable('whichever came first', 'both sides are the same datatype'));
  } else if (context.creates) {
    left.push(
      notApplicable(`the ${context.x} came first`, `it becomes a ${context.y} before a match can come`),
    );
  } else {
    drafts.push(arrivesLater(context, row, 'x'));
  }
  const other = conflictRow(context);
  if (other === undefined) {
    left.push(
      notApplicable('conflict at merge', 'no property besides those of the merge table is synchronized'),
    );
  } else {
    drafts.push(newestWins(context, row, other), emptyNeverWins(context, row, other));
  }
  return { drafts, notApplicable: left };
}

/** The sentence itself: its rows speak for it. */
export function mergeOnMatch(rows: readonly Row[]): CheckScenarios {
  if (rows.some((row) => mergeRowWithout(row) === undefined)) {
    return { drafts: [], notApplicable: [] };
  }
  const reason = 'no row can link: the table has no row that compares two properties';
  return { drafts: [], notApplicable: [], without: { status: 'pending', reason } };
}
