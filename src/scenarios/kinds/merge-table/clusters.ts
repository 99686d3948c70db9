/** More than two records that match: they are one thing, whatever matches whom (D8). */
import type { Row } from '../../../model';
import { counted, draft, steps, type SectionContext } from '../../section-context';
import { GIVEN, THEN, WHEN, type RecordReference } from '../../steps';
import type { ScenarioDraft } from '../../types';
import { linked, matching } from '../link-required';

export function oneCluster(context: SectionContext, row: Row): ScenarioDraft {
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

export function duplicates(context: SectionContext, row: Row): ScenarioDraft {
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

/** Two X that are one before there is any Y: they get one between them, or share the one that comes. */
export function sourcesFirst(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, eve } = context.names;
  const [x, same, y] = [context.xOf(ada), context.xOf(eve), context.yOf(ada)];
  const both = steps('Given', GIVEN.record.write(x), GIVEN.duplicate.write(same, x));
  const counts = [context.xCount(2), ...context.yCount(1)];
  if (context.creates) {
    return draft(
      `two ${context.x} with the same ${row.source} get one ${context.y} between them`,
      both,
      steps('When', WHEN.synchronized.write()),
      steps('Then', ...counts, THEN.created.write(context.y, x), THEN.linked.write(same, y)),
    );
  }
  return draft(
    `two ${context.x} with the same ${row.source} are both linked to the ${context.y} that comes later`,
    both,
    steps(
      'When',
      WHEN.synchronized.write(),
      WHEN.addedMatching.write(y, row.target, row.source, x),
      WHEN.synchronized.write(),
    ),
    steps('Then', ...counts, linked(context, ada), THEN.linked.write(same, y)),
  );
}

export function twoTargets(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob, eve } = context.names;
  const [x, one, other] = [context.xOf(ada), context.yOf(eve), context.yOf(bob)];
  return draft(
    `a ${context.x} and two ${context.y} with the same ${row.target} are linked together`,
    steps(
      'Given',
      GIVEN.record.write(one),
      GIVEN.matching.write(other, row.target, row.target, one),
      GIVEN.matching.write(x, row.source, row.target, one),
    ),
    steps('When', WHEN.synchronized.write()),
    steps(
      'Then',
      context.xCount(1),
      ...context.yCount(2),
      THEN.linked.write(x, one),
      THEN.linked.write(x, other),
    ),
  );
}

/** One list whose elements match two records: the links are judged, what becomes of the list is not (D26). */
export function listOfTwo(context: SectionContext, row: Row): ScenarioDraft {
  const { ada, bob, eve } = context.names;
  const inSource = context.sourceIsList(row);
  const list = inSource ? context.xOf(ada) : context.yOf(ada);
  const singles = [eve, bob].map((name) => (inSource ? context.yOf(name) : context.xOf(name)));
  const [one, other] = singles as [RecordReference, RecordReference];
  const [path, singlePath] = inSource ? [row.source, row.target] : [row.target, row.source];
  const counts = inSource
    ? [context.xCount(1), ...context.yCount(2)]
    : [context.xCount(2), ...context.yCount(1)];
  return draft(
    `several ${path} that match two ${inSource ? context.y : context.x} link both`,
    steps(
      'Given',
      GIVEN.record.write(one),
      GIVEN.record.write(other),
      GIVEN.matchingTwo.write(list, path, singlePath, one, other),
    ),
    steps('When', WHEN.synchronized.write()),
    steps('Then', ...counts, THEN.linked.write(list, one), THEN.linked.write(list, other)),
  );
}

/** One X matches by one row, another by the next: all three are one. */
export function chain(context: SectionContext, row: Row, earlier: Row): ScenarioDraft {
  const { ada, eve } = context.names;
  const y = context.yOf(ada);
  return draft(
    `two ${context.x} that match one ${context.y}, by ${earlier.source} and by ${row.source}, are linked together`,
    steps(
      'Given',
      matching(context, earlier, ada),
      GIVEN.matching.write(context.xOf(eve), row.source, row.target, y),
    ),
    steps('When', WHEN.synchronized.write()),
    steps(
      'Then',
      context.xCount(2),
      ...context.yCount(1),
      linked(context, ada),
      THEN.linked.write(context.xOf(eve), y),
    ),
  );
}

/** A new X that matches two linked pairs makes them one. */
export function twoPairs(context: SectionContext, row: Row, earlier: Row): ScenarioDraft {
  const { ada, bob, eve } = context.names;
  const x = context.xOf(eve);
  const [one, other] = [context.yOf(ada), context.yOf(bob)];
  return draft(
    `a ${context.x} that matches two linked pairs, by ${earlier.source} and by ${row.source}, is linked to both`,
    steps('Given', matching(context, earlier, ada), matching(context, earlier, bob)),
    steps(
      'When',
      WHEN.synchronized.write(),
      WHEN.addedMatchingTwo.write(x, earlier.source, earlier.target, one, row.source, row.target, other),
      WHEN.synchronized.write(),
    ),
    steps(
      'Then',
      context.xCount(3),
      ...context.yCount(2),
      THEN.linked.write(x, one),
      THEN.linked.write(x, other),
    ),
  );
}
