/** Which values match, by one row of a merge table (D5 to D8). */
import type { Row } from '../../../model';
import { counted, draft, outline, steps, type SectionContext } from '../../section-context';
import { Column, GIVEN, THEN, WHEN } from '../../steps';
import type { ScenarioDraft } from '../../types';
import { linked, matching, notLinked } from '../link-required';

export function equalValues(context: SectionContext, row: Row): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `equal ${row.source} and ${row.target} link, and create nothing`,
    steps('Given', matching(context, row, ada)),
    steps('When', WHEN.synchronized.write()),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada)),
  );
}

/** Whether a row carries values that no merge row compares: then two records can be equal but for what links them. */
function carriesMore(context: SectionContext): boolean {
  return context.plainRows.some((row) => !context.isMergeRow(row));
}

export function differingValues(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob } = context.names;
  const isEqualElsewhere = carriesMore(context);
  const other = isEqualElsewhere
    ? GIVEN.otherwiseEqual.write(context.yOf(bob), context.xOf(bob))
    : GIVEN.unmatched.write(context.yOf(bob));
  return draft(
    `different ${row.source} and ${row.target} do not link${isEqualElsewhere ? ', whatever else is equal' : ''}`,
    steps('Given', matching(context, row, ada), GIVEN.unmatched.write(context.xOf(bob)), other),
    steps('When', WHEN.synchronized.write()),
    steps('Then', linked(context, ada), notLinked(context, bob)),
  );
}

export function partOfValue(context: SectionContext, row: Row): ScenarioDraft {
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

export function blanks(context: SectionContext, row: Row): ScenarioDraft {
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

export function listElement(context: SectionContext, row: Row): ScenarioDraft {
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

export function beyondFirstPage(context: SectionContext, row: Row): ScenarioDraft {
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

export function arrivesLater(context: SectionContext, row: Row, first: 'x' | 'y'): ScenarioDraft {
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
