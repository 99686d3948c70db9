/** Keeping in sync where no property is synchronized: links and creation, and then nothing. */
import type { Row } from '../../../model';
import { draft, notApplicable, recordText, steps, type SectionContext } from '../../section-context';
import { GIVEN, THEN, WHEN } from '../../steps';
import type { CheckScenarios, ScenarioDraft } from '../../types';
import { linked } from '../link-required';
import { linkedPair, noLink } from './pair';

/** Without a synchronized property: after links and creation the engine is quiescent, and still does its work. */
function quiescentWithoutRows(context: SectionContext): ScenarioDraft {
  const { ada, bob } = context.names;
  const pair = context.creates
    ? GIVEN.created.write(context.xOf(ada), context.yOf(ada))
    : GIVEN.linked.write(context.xOf(ada), context.yOf(ada));
  const alive = context.creates
    ? [
        ...steps('When', WHEN.added.write(context.xOf(bob)), WHEN.synchronized.write()),
        ...steps('Then', THEN.created.write(context.y, context.xOf(bob)), ...context.yCount(2)),
      ]
    : steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada));
  return draft(
    'an edit that no row names causes no write',
    steps('Given', pair),
    steps(
      'When',
      WHEN.editedOutsideRows.write(context.xOf(ada)),
      WHEN.editedOutsideRows.write(context.yOf(ada)),
      WHEN.synchronizedMore.write(3),
      WHEN.restarted.write(),
    ),
    steps('Then', THEN.noFurtherWrite.write(), context.xCount(1), ...context.yCount(1)),
    alive,
  );
}

function matchingEditWithoutRows(context: SectionContext, merge: Row): ScenarioDraft {
  const { ada } = context.names;
  return draft(
    `editing ${merge.source} of the ${recordText(context.xOf(ada))} neither unlinks nor creates`,
    steps('Given', linkedPair(context)),
    steps(
      'When',
      WHEN.edited.write(merge.source, context.xOf(ada)),
      WHEN.synchronized.write(),
      WHEN.restarted.write(),
    ),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, ada)),
  );
}

export function withoutRows(context: SectionContext): CheckScenarios {
  const because = 'no property is synchronized in this section';
  const merge = context.linkingRows[0];
  if (merge === undefined && !context.creates) {
    return noLink();
  }
  return {
    drafts: [
      quiescentWithoutRows(context),
      ...(merge === undefined ? [] : [matchingEditWithoutRows(context, merge)]),
    ],
    notApplicable: [
      'edits that reach the other side',
      'edits on both sides',
      'a cleared value spreads',
      'one edit, one write',
    ].map((what) => notApplicable(what, because)),
  };
}
