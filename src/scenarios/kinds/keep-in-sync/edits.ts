/** Edits of a linked pair: where they arrive, and which of them counts (D1, D10 to D13, D16). */
import type { Row } from '../../../model';
import { draft, outline, recordText, steps } from '../../section-context';
import { THEN, WHEN, writeCell } from '../../steps';
import type { ScenarioDraft, Step } from '../../types';
import { linked } from '../link-required';
import {
  ARRIVED,
  bothWays,
  COUNTERPART,
  EDIT,
  EDITED,
  linkedPair,
  PROPERTY,
  REACHED,
  type Pair,
} from './pair';

export function editArrives(pair: Pair, given: string, how: string): ScenarioDraft {
  return bothWays(
    pair,
    draft(
      `${how}, an edit of the <edited> reaches the <reached>`,
      steps('Given', given),
      steps('When', EDIT, WHEN.synchronized.write()),
      steps('Then', ARRIVED),
    ),
  );
}

export function differentProperties({ context, x, y, row }: Pair, second: Row): ScenarioDraft {
  return draft(
    'different properties edited on both sides both survive',
    steps('Given', linkedPair(context)),
    steps(
      'When',
      WHEN.edited.write(row.source, x),
      WHEN.edited.write(second.target, y),
      WHEN.synchronized.write(),
    ),
    steps(
      'Then',
      THEN.arrived.write(row.target, y),
      THEN.arrived.write(second.source, x),
      THEN.arrived.write(row.source, x),
      THEN.arrived.write(second.target, y),
    ),
  );
}

export function sameProperty(pair: Pair): ScenarioDraft {
  const base = draft(
    'the same property edited on both sides: the latest edit wins, when it is the edit of the <reached>',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.edited.write(COUNTERPART, REACHED), WHEN.synchronized.write()),
    steps('Then', THEN.latest.write(PROPERTY, EDITED), THEN.latest.write(COUNTERPART, REACHED)),
  );
  return bothWays(pair, base);
}

export function editedAlone(pair: Pair): ScenarioDraft {
  const base = draft(
    'an edit of the <reached> alone wins, in the same second as the edit of the <edited> that it has got',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.synchronized.write()),
    steps('When', WHEN.editedInSameSecond.write(COUNTERPART, REACHED), WHEN.synchronized.write()),
    steps('Then', THEN.latest.write(PROPERTY, EDITED), THEN.latest.write(COUNTERPART, REACHED)),
  );
  return bothWays(pair, base);
}

export function matchingPropertyEdited(pair: Pair, merge: Row): ScenarioDraft {
  const { context, x, y } = pair;
  const base = draft(
    'editing <property> of the <edited> neither unlinks nor creates',
    steps('Given', linkedPair(context)),
    steps('When', EDIT, WHEN.synchronized.write(), WHEN.restarted.write()),
    steps('Then', context.xCount(1), ...context.yCount(1), linked(context, context.names.ada)),
  );
  return outline(
    base,
    [PROPERTY.name, EDITED.name],
    [
      [writeCell('property', merge.source), recordText(x)],
      [writeCell('property', merge.target), recordText(y)],
    ],
  );
}

export function cleared(pair: Pair): ScenarioDraft {
  const base = draft(
    'a value cleared in the <edited> is cleared in the <reached>',
    steps('Given', linkedPair(pair.context)),
    steps('When', WHEN.cleared.write(PROPERTY, EDITED), WHEN.synchronized.write()),
    steps('Then', THEN.empty.write(COUNTERPART, REACHED)),
  );
  return bothWays(pair, base);
}

export function ownAccount(pair: Pair): ScenarioDraft {
  const base = draft(
    "a person's edit of the <edited> under the engine's own account counts as an edit",
    steps('Given', linkedPair(pair.context)),
    steps('When', WHEN.editedByEngineAccount.write(PROPERTY, EDITED), WHEN.synchronized.write()),
    steps('Then', ARRIVED),
  );
  return bothWays(pair, base);
}

export function oneWrite(pair: Pair): ScenarioDraft {
  const base = draft(
    'one edit of the <edited> is one write',
    steps('Given', linkedPair(pair.context)),
    steps('When', EDIT, WHEN.timePasses.write(), WHEN.synchronized.write()),
    steps('Then', ARRIVED, THEN.oneWrite.write(REACHED)),
  );
  return bothWays(pair, base);
}

export function quiescent({ context, x, y, row }: Pair): ScenarioDraft {
  const edited: Step[] = [
    ...steps('When', WHEN.edited.write(row.source, x), WHEN.timePasses.write(), WHEN.synchronized.write()),
    ...steps('Then', THEN.arrived.write(row.target, y)),
  ];
  return draft(
    'without further edits nothing is written',
    steps('Given', linkedPair(context)),
    edited,
    steps('When', WHEN.synchronizedMore.write(3), WHEN.restarted.write()),
    steps('Then', THEN.noFurtherWrite.write()),
    edited,
  );
}
