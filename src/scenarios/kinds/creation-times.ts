/** Records that are added when an engine may overlook them: while it is at work, after a clock was set back (D2). */
import { draft, inFull, notApplicable, steps, witnessedBy, type SectionContext } from '../section-context';
import { GIVEN, THEN, WHEN } from '../steps';
import type { CheckScenarios, ScenarioDraft } from '../types';

type Part = Pick<CheckScenarios, 'drafts' | 'notApplicable'>;

/** A new X whose modification time lies before the last one seen. */
function clockSetBack(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  const [first, second] = [context.xOf(ada), context.xOf(bob)];
  return draft(
    `a ${context.x} added after the clock of its system has gone back an hour`,
    steps('Given', GIVEN.record.write(first)),
    steps(
      'When',
      WHEN.synchronized.write(),
      WHEN.clockBack.write(context.section.source.system),
      WHEN.added.write(second),
      WHEN.synchronized.write(),
    ),
    steps(
      'Then',
      ...context.yCount(2),
      THEN.created.write(context.y, first),
      THEN.created.write(context.y, second),
    ),
  );
}

/** A new X that comes after the engine has listed them, and before the engine's own write among them. */
function meanwhile(context: SectionContext): ScenarioDraft[] {
  const { ada, bob } = context.names;
  const [x, y, late] = [context.xOf(ada), context.yOf(ada), context.xOf(bob)];
  const rows = context.witnesses.filter((row) => context.isWritable(row));
  return rows.map((row) => {
    const base = draft(
      `a ${context.x} added just before the engine writes to another one`,
      steps('Given', GIVEN.created.write(x, y)),
      steps(
        'When',
        WHEN.edited.write(row.target, y),
        WHEN.addedBeforeWrite.write(late, x),
        WHEN.synchronized.write(),
      ),
      steps('Then', context.xCount(2), ...context.yCount(2), THEN.created.write(context.y, late)),
    );
    return witnessedBy(base, [row], rows.length > 1);
  });
}

/** When records are added, of any sentence that creates. */
export function creationTimes(context: SectionContext): Part {
  const late = meanwhile(context);
  const what = `a ${context.x} added while the engine is at work`;
  return {
    drafts: [inFull(clockSetBack(context)), ...late],
    notApplicable:
      late.length > 0
        ? []
        : [notApplicable(what, `it never writes to a ${context.x}, so nothing can come just before that`)],
  };
}
