/** What is in both versions, what in one, and what was moved. */

/**
 * The positions of a longest strictly increasing subsequence, in O(n log n) (patience sorting).
 * Of several longest ones always the same is chosen.
 */
export function longestIncreasing(values: readonly number[]): Set<number> {
  const ends: number[] = [];
  const before: (number | undefined)[] = [];
  values.forEach((value, at) => {
    let low = 0;
    let high = ends.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((values[ends[middle] ?? 0] ?? 0) < value) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    before[at] = low === 0 ? undefined : ends[low - 1];
    ends[low] = at;
  });
  const chosen = new Set<number>();
  for (let at = ends.at(-1); at !== undefined; at = before[at]) {
    chosen.add(at);
  }
  return chosen;
}

/** Adds a value to the list of a key. */
export function addTo<Key, Value>(lists: Map<Key, Value[]>, key: Key, value: Value): void {
  const list = lists.get(key);
  if (list === undefined) {
    lists.set(key, [value]);
  } else {
    list.push(value);
  }
}

/** A thing in one version or in both. */
export interface Couple<T> {
  readonly old?: T;
  readonly new?: T;
  /** It is in both, in another order among those that do. */
  readonly moved: boolean;
  /** What precedes it in the new version. */
  readonly after?: T;
}

/** New thing → old thing. */
export type Pairs<T> = ReadonlyMap<T, T>;

/** Pairs what has the same key; keys are unique within a version. */
export function pairByKey<T>(old: readonly T[], now: readonly T[], keyOf: (thing: T) => string): Map<T, T> {
  const byKey = new Map(old.map((thing) => [keyOf(thing), thing]));
  const pairs = new Map<T, T>();
  for (const thing of now) {
    const partner = byKey.get(keyOf(thing));
    if (partner !== undefined) {
      pairs.set(thing, partner);
    }
  }
  return pairs;
}

/** Pairs what has the same key in order: the first with the first, the second with the second. Takes linear time. */
export function pairInOrder<T>(old: readonly T[], now: readonly T[], keyOf: (thing: T) => string): Map<T, T> {
  const waiting = new Map<string, T[]>();
  for (const thing of [...old].reverse()) {
    addTo(waiting, keyOf(thing), thing);
  }
  const pairs = new Map<T, T>();
  for (const thing of now) {
    const partner = waiting.get(keyOf(thing))?.pop();
    if (partner !== undefined) {
      pairs.set(thing, partner);
    }
  }
  return pairs;
}

/** The old things that things of `now` are paired with; the pairs may hold others too. */
function partnersOf<T>(now: readonly T[], pairs: Pairs<T>): Set<T> {
  const partners = new Set<T>();
  for (const thing of now) {
    const partner = pairs.get(thing);
    if (partner !== undefined) {
      partners.add(partner);
    }
  }
  return partners;
}

/** What of either version is in no pair. */
export function unpaired<T>(
  old: readonly T[],
  now: readonly T[],
  pairs: Pairs<T>,
): { readonly old: T[]; readonly new: T[] } {
  const taken = partnersOf(now, pairs);
  return { old: old.filter((thing) => !taken.has(thing)), new: now.filter((thing) => !pairs.has(thing)) };
}

function movedOf<T>(old: readonly T[], now: readonly T[], pairs: Pairs<T>): Set<T> {
  const positions = new Map(old.map((thing, at) => [thing, at]));
  const stayed = now.filter((thing) => pairs.has(thing));
  const inOrder = longestIncreasing(stayed.map((thing) => positions.get(pairs.get(thing) ?? thing) ?? 0));
  return new Set(stayed.filter((_, at) => !inOrder.has(at)));
}

/**
 * Both versions in one reading order: that of the new version, with what was removed after what preceded it.
 * As few things as possible count as moved.
 *
 * @param moves - whether the order of a thing says anything. Default: it always does.
 */
export function couplesOf<T>(
  old: readonly T[],
  now: readonly T[],
  pairs: Pairs<T>,
  moves: (thing: T) => boolean = () => true,
): Couple<T>[] {
  const stays = partnersOf(now, pairs);
  const followers = new Map<T | undefined, Couple<T>[]>();
  let last: T | undefined;
  for (const thing of old) {
    if (stays.has(thing)) {
      last = thing;
    } else {
      addTo(followers, last, { old: thing, moved: false });
    }
  }
  const moved = movedOf(old.filter(moves), now.filter(moves), pairs);
  return [
    ...(followers.get(undefined) ?? []),
    ...now.flatMap((thing, at) => {
      const partner = pairs.get(thing);
      const after = now[at - 1];
      const couple: Couple<T> = {
        ...(partner === undefined ? {} : { old: partner }),
        new: thing,
        moved: moved.has(thing),
        ...(after === undefined ? {} : { after }),
      };
      return [couple, ...(partner === undefined ? [] : (followers.get(partner) ?? []))];
    }),
  ];
}

/**
 * The old things, those that stayed in the order of the new version: each takes a place that one of them held, and what
 * was removed keeps its own.
 */
export function arranged<T>(old: readonly T[], now: readonly T[], pairs: Pairs<T>): T[] {
  const stays = partnersOf(now, pairs);
  const inNewOrder = now.flatMap((thing) => pairs.get(thing) ?? []);
  let next = 0;
  return old.map((thing) => {
    if (!stays.has(thing)) {
      return thing;
    }
    next += 1;
    return inNewOrder[next - 1] ?? thing;
  });
}
