/** Cursors of listings: opaque to clients, and valid while records change. */
import type { Position } from '../core/store';
import { isList, type Json } from '../../core/json';
import { readJson } from './body';

/** The cursor that holds a value. */
export function encodeCursor(value: Json): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}

/**
 * The value that a cursor holds; `undefined` where the text was not given out.
 * @param read - the value that decoded JSON says, in the form in which it was encoded; `undefined` where it says none
 */
export function decodeCursor<Value extends Json>(
  cursor: string,
  read: (decoded: Json) => Value | undefined,
): Value | undefined {
  const value = read(jsonIn(cursor));
  return value !== undefined && encodeCursor(value) === cursor ? value : undefined;
}

function jsonIn(cursor: string): Json {
  try {
    return readJson(Buffer.from(cursor, 'base64url').toString('utf8'), (detail) => new Error(detail));
  } catch {
    return null;
  }
}

/** The cursor of a listing of `datatype` that continues behind `position`. */
export function writeCursor({ modifiedAt, sequence }: Position, datatype: string): string {
  return encodeCursor([datatype, modifiedAt, sequence]);
}

/** The place that a cursor names; `undefined` where it was not given out for the datatype. */
export function readCursor(cursor: string, datatype: string): Position | undefined {
  const [, modifiedAt, sequence] =
    decodeCursor(cursor, (decoded) => {
      const [, time, place] = isList(decoded) ? decoded : [];
      return typeof time === 'number' && typeof place === 'number'
        ? ([datatype, time, place] as const)
        : undefined;
    }) ?? [];
  return modifiedAt === undefined || sequence === undefined ? undefined : { modifiedAt, sequence };
}
