/** Cursors of listings that go on behind a place: opaque to clients, and they hold while records change. */
import type { Position } from '../core/store';

/** The cursor of a listing of `datatype` that goes on behind `position`. */
export function writeCursor({ modifiedAt, sequence }: Position, datatype: string): string {
  return Buffer.from(JSON.stringify([datatype, modifiedAt, sequence])).toString('base64url');
}

/** The place that a cursor names; `undefined` where it was not given out for the datatype. */
export function readCursor(cursor: string, datatype: string): Position | undefined {
  const [, modifiedAt, sequence] = decoded(cursor);
  const position = { modifiedAt: Number(modifiedAt), sequence: Number(sequence) };
  return writeCursor(position, datatype) === cursor ? position : undefined;
}

function decoded(cursor: string): readonly unknown[] {
  try {
    const value: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(value) ? value : [];
  } catch {
    return [];
  }
}
