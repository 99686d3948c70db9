/** Anchors: the element by which a list agrees with a scalar (D26). */
import { agrees, isEmpty } from './json';
import { elementsOf, readPath } from './paths';
import { slotOf, type Anchor, type RecordState, type Register } from './state';
import { type Json } from '../../core/json';

/** Where a list meets a scalar: the list's path, and the counterpart's record and path. */
export interface Meeting {
  readonly path: string;
  readonly counterpart: string;
  readonly counterpartPath: string;
}

/** The first anchor of a list: the element that matches the scalar, else the first that is not empty. */
export function firstAnchor(
  record: RecordState,
  meeting: Meeting,
  matches: (element: Json) => boolean,
): Anchor {
  const elements = elementsOf(readPath(record.properties, meeting.path));
  const matching = elements.findIndex((element) => !isEmpty(element) && matches(element));
  const filled = elements.findIndex((element) => !isEmpty(element));
  const index = Math.max(matching >= 0 ? matching : filled, 0);
  const { stamp, cleared } = slotOf(record, meeting.path);
  return {
    ...meeting,
    index,
    value: elements[index] ?? null,
    stamp,
    ...(cleared === true ? { cleared } : {}),
  };
}

function moved(anchor: Anchor, elements: readonly Json[]): Anchor | undefined {
  if (isEmpty(anchor.value)) {
    return undefined;
  }
  if (agrees(elements[anchor.index], anchor.value)) {
    return anchor;
  }
  const index = elements.findIndex((element) => agrees(element, anchor.value));
  return index >= 0 ? { ...anchor, index } : undefined;
}

/**
 * The anchor after its list has changed: it follows its value; where that is gone, the value now at its position, else
 * the first element, is what `change` says; an emptied list clears it.
 */
export function followList(
  anchor: Anchor,
  elements: readonly Json[],
  change: Pick<Register, 'stamp' | 'edited'>,
): Anchor {
  const following = moved(anchor, elements);
  if (following !== undefined) {
    return following;
  }
  const { path, counterpart, counterpartPath } = anchor;
  const index = isEmpty(elements[anchor.index])
    ? Math.max(
        elements.findIndex((element) => !isEmpty(element)),
        0,
      )
    : anchor.index;
  const value = elements[index] ?? null;
  if (isEmpty(value) && isEmpty(anchor.value)) {
    return { ...anchor, index };
  }
  return {
    path,
    counterpart,
    counterpartPath,
    index,
    value,
    ...change,
    ...(isEmpty(value) ? { cleared: true } : {}),
  };
}

/** All anchors of a record, those of one list following it. */
export function followAll(
  anchors: RecordState['anchors'],
  path: string,
  list: Json | undefined,
  change: Pick<Register, 'stamp' | 'edited'>,
): RecordState['anchors'] {
  return Object.fromEntries(
    Object.entries(anchors).map(([key, anchor]) => [
      key,
      anchor.path === path ? followList(anchor, elementsOf(list), change) : anchor,
    ]),
  );
}
