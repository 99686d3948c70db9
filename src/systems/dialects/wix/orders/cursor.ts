import { decodeCursor, encodeCursor } from '../../../http/cursor';
import { malformed } from '../error';
import { isList, isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

/** The place of a search behind a page, and the search itself. */
export interface Cursor {
  readonly filter: Json;
  readonly sort: Json;
  /** The place of the page's last record in the order. */
  readonly place: readonly Json[];
}

export function writeCursor({ filter, sort, place }: Cursor): string {
  return encodeCursor({ filter, sort, place });
}

/** @throws WixRefusal for a text that was not given out as a cursor */
export function readCursor(text: string): Cursor {
  const cursor = decodeCursor(text, (decoded) => {
    const { filter = null, sort = null, place } = isObject(decoded) ? decoded : {};
    return isList(place) ? { filter, sort, place } : undefined;
  });
  if (cursor === undefined) {
    throw malformed(
      'search.cursorPaging.cursor',
      'was not given out here: take it from "metadata.cursors.next".',
    );
  }
  return cursor;
}
