/** Items kept in an order, so that adding, taking and seeking stay cheap however many there are. */

/** Items in the order of a comparison. No two of them compare as equal. */
export interface Order<Item> {
  add(item: Item): void;
  /** Takes an item out; it must be where the comparison says. */
  take(item: Item): void;
  /**
   * The first items that are not before a place.
   * @param isBefore - holds for a beginning of the order, and for none behind it
   */
  from(isBefore: (item: Item) => boolean, limit: number): readonly Item[];
}

/** A chunk holds this many items at most: few enough to be moved in memory at once, many enough that chunks are few. */
const LARGEST_CHUNK = 512;

/** A chunk below this size is joined with the one behind it where both fit into one. */
const SMALL_CHUNK = 64;

/**
 * Makes an empty order. It is a list of sorted chunks: seeking halves twice, adding and taking move the items of one chunk
 * (a single sorted array would move all items behind the place).
 */
export function createOrder<Item>(compare: (one: Item, other: Item) => number): Order<Item> {
  /** None is empty. */
  const chunks: Item[][] = [];

  /** The chunk that holds the place that `isBefore` draws, or the last one. */
  const chunkAt = (isBefore: (item: Item) => boolean): number => {
    const index = partition(chunks, (chunk) => isBefore(chunk[chunk.length - 1] as Item));
    return Math.min(index, chunks.length - 1);
  };

  return {
    add(item) {
      const index = chunkAt((present) => compare(present, item) < 0);
      const chunk = chunks[index];
      if (chunk === undefined) {
        chunks.push([item]);
        return;
      }
      const place = partition(chunk, (present) => compare(present, item) < 0);
      if (chunk.length < LARGEST_CHUNK) {
        chunk.splice(place, 0, item);
      } else if (place === chunk.length) {
        chunks.splice(index + 1, 0, [item]);
      } else {
        chunk.splice(place, 0, item);
        chunks.splice(index + 1, 0, chunk.splice(chunk.length >>> 1));
      }
    },
    take(item) {
      const index = chunkAt((present) => compare(present, item) < 0);
      const chunk = chunks[index];
      const place = chunk === undefined ? -1 : partition(chunk, (present) => compare(present, item) < 0);
      if (chunk?.[place] !== item) {
        throw new Error('The item to take is not where its order says: take it before it changes.');
      }
      chunk.splice(place, 1);
      joinSmall(chunks, index);
    },
    from(isBefore, limit) {
      const items: Item[] = [];
      let index = chunkAt(isBefore);
      let place = partition(chunks[index] ?? [], isBefore);
      for (let chunk = chunks[index]; chunk !== undefined && items.length < limit; chunk = chunks[++index]) {
        items.push(...chunk.slice(place, place + limit - items.length));
        place = 0;
      }
      return items;
    },
  };
}

/** How many items at the beginning of a sorted list are before. */
function partition<Item>(items: readonly Item[], isBefore: (item: Item) => boolean): number {
  let low = 0;
  let high = items.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(items[middle] as Item)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

function joinSmall(chunks: unknown[][], index: number): void {
  const chunk = chunks[index] ?? [];
  const next = chunks[index + 1];
  if (chunk.length === 0) {
    chunks.splice(index, 1);
  } else if (
    chunk.length < SMALL_CHUNK &&
    next !== undefined &&
    chunk.length + next.length <= LARGEST_CHUNK
  ) {
    chunks.splice(index, 2, [...chunk, ...next]);
  }
}
