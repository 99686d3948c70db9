/** The query of a listing: `modifiedSince`, `limit` and `cursor`. */
import type { PageQuery, Position } from '../store';
import { Refusal } from './problem';

const PARAMETERS: ReadonlySet<string> = new Set(['modifiedSince', 'limit', 'cursor']);

/** A full date and time with an offset (RFC 3339, section 5.6). */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

/**
 * Reads the query of a listing.
 * @param pageSize - the page size where no limit is given, and the largest limit
 * @throws Refusal `malformed-query`: an unknown parameter, one given twice, or a value that cannot be read
 */
export function readListQuery(query: string, datatype: string, pageSize: number): PageQuery {
  const parameters = readParameters(query);
  const since = parameters.get('modifiedSince');
  const cursor = parameters.get('cursor');
  const limit = parameters.get('limit');
  return {
    limit: limit === undefined ? pageSize : Math.min(readLimit(limit), pageSize),
    ...(since === undefined ? {} : { since: readInstant(since) }),
    ...(cursor === undefined ? {} : { after: readCursor(cursor, datatype) }),
  };
}

/** Refuses every parameter, for paths that take none. */
export function refuseQuery(query: string): void {
  if (query !== '') {
    throw new Refusal('malformed-query', `This path takes no query parameters, and the query is "${query}".`);
  }
}

function readParameters(query: string): ReadonlyMap<string, string> {
  const parameters = new Map<string, string>();
  for (const [name, value] of query === '' ? [] : new URLSearchParams(query)) {
    if (!PARAMETERS.has(name)) {
      const known = [...PARAMETERS].join(', ');
      throw new Refusal('malformed-query', `Unknown query parameter "${name}"; a listing takes ${known}.`);
    }
    if (parameters.has(name)) {
      throw new Refusal('malformed-query', `The query parameter "${name}" is given twice.`);
    }
    parameters.set(name, value);
  }
  return parameters;
}

function readLimit(text: string): number {
  const limit = /^\d{1,15}$/.test(text) ? Number(text) : 0;
  if (limit < 1) {
    throw new Refusal('malformed-query', `limit is "${text}" and must be a whole number, 1 or more.`);
  }
  return limit;
}

function readInstant(text: string): number {
  const instant = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(instant)) {
    throw new Refusal(
      'malformed-query',
      `modifiedSince is "${text}" and must be a time like 2024-01-01T00:00:00.000Z (RFC 3339, a + in the query as %2B).`,
    );
  }
  return instant;
}

/** The cursor of a listing that goes on behind `position`. Opaque to clients; it holds while records change. */
export function writeCursor({ modifiedAt, sequence }: Position, datatype: string): string {
  return Buffer.from(JSON.stringify([datatype, modifiedAt, sequence])).toString('base64url');
}

function readCursor(cursor: string, datatype: string): Position {
  const [, modifiedAt, sequence] = decodeCursor(cursor);
  const position = { modifiedAt: Number(modifiedAt), sequence: Number(sequence) };
  if (writeCursor(position, datatype) !== cursor) {
    throw new Refusal(
      'malformed-query',
      `The cursor "${cursor}" was not given out for "${datatype}"; take it from "next" of the page before.`,
    );
  }
  return position;
}

function decodeCursor(cursor: string): readonly unknown[] {
  try {
    const decoded: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
    return Array.isArray(decoded) ? decoded : [];
  } catch {
    return [];
  }
}
