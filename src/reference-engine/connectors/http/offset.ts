import { ApiError } from './api-error';
import type { Envelope, ListingPage } from '../../planner/envelope';

/** How often a listing starts again because records went away under it. */
const BEGINNINGS = 5;

interface Place {
  /** How often the listing started again. */
  readonly beginning: number;
  readonly offset: number;
  /** The record that must still be at the offset: the last one of the page before. */
  readonly last?: string;
}

function placeOf(cursor: string | null): Place {
  return cursor === null ? { beginning: 0, offset: 0 } : (JSON.parse(cursor) as Place);
}

export interface OffsetPage {
  readonly items: readonly Envelope[];
  /** Whether there are records behind the page. */
  readonly more: boolean;
  /** The page is shorter than was asked for, so it may well be the last: the next one does not begin with its end. */
  readonly short?: boolean;
}

/**
 * One page of such a listing. Each page begins with the last record of the one before; where another one is there,
 * something went away, and the listing starts again: records come twice then, and none is left out.
 *
 * @param fetchPage - the records from an offset on
 */
export async function offsetPage(
  cursor: string | null,
  fetchPage: (offset: number) => Promise<OffsetPage>,
): Promise<ListingPage> {
  const place = placeOf(cursor);
  const { items, more, short = false } = await fetchPage(place.offset);
  if (place.last !== undefined && items[0]?.id !== place.last) {
    if (place.beginning + 1 >= BEGINNINGS) {
      throw new ApiError(`The listing changed while it was read, ${BEGINNINGS} times in a row.`);
    }
    return { items, next: JSON.stringify({ beginning: place.beginning + 1, offset: 0 } satisfies Place) };
  }
  const last = items.at(-1);
  if (!more || last === undefined) {
    return { items, next: null };
  }
  // A page of one record would lead nowhere if the next began with it.
  const overlaps = items.length > 1 && !short;
  const next: Place = {
    beginning: place.beginning,
    offset: place.offset + items.length - (overlaps ? 1 : 0),
    ...(overlaps ? { last: last.id } : {}),
  };
  return { items, next: JSON.stringify(next) };
}
