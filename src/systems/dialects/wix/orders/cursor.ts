import { parseJson } from '../body';
import { malformed } from '../error';
import { isList, isObject } from '../../../../core/json';
import type { Json } from '../../../../core/json';

export interface Cursor {
  readonly filter: Json;
  readonly sort: Json;
  /** Where the last record of the page before stands in the order. */
  readonly place: readonly Json[];
}

export function writeCursor({ filter, sort, place }: Cursor): string {
  return Buffer.from(JSON.stringify({ filter, sort, place })).toString('base64url');
}

/** @throws Refusal for a text that was not given out as a cursor */
export function readCursor(text: string): Cursor {
  const cursor = parse(text);
  if (isObject(cursor)) {
    const { filter = null, sort = null, place } = cursor;
    if (isList(place) && writeCursor({ filter, sort, place }) === text) {
      return { filter, sort, place };
    }
  }
  throw notGivenOut();
}

function parse(text: string): Json {
  try {
    return parseJson(Buffer.from(text, 'base64url').toString('utf8'), 'cursor');
  } catch {
    throw notGivenOut();
  }
}

function notGivenOut(): Error {
  return malformed(
    'search.cursorPaging.cursor',
    'was not given out here: take it from "metadata.cursors.next".',
  );
}
