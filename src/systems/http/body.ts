/** Bodies of requests: their content type, size and encoding, and JSON that is safe to walk. */
import type { ApiRequest } from '../core/dialect';
import { isDeeperThan } from '../core/json';
import type { Json } from '../../core/json';
import type { RequestHeaders } from '../core/types';

/** The largest body of APIs that document no limit, in bytes: 1 MiB. */
export const MAXIMUM_BODY_BYTES = 1024 * 1024;

/**
 * The deepest nesting of JSON that is taken: what walks it by recursion stays far from the end of the stack. Parsers of
 * protobuf (Wix) and WCF Data Services (Exact Online) draw the line at about the same depth.
 */
const MAXIMUM_DEPTH = 100;

/** Why a body was not taken. */
export interface BodyProblem {
  readonly kind: 'empty' | 'media-type' | 'too-large' | 'not-utf8' | 'not-json';
  /** What is wrong, to follow "the body": `is not UTF-8`. */
  readonly detail: string;
}

/** What an API demands of its bodies. */
export interface BodyRules {
  readonly maximumBytes: number;
  /** Whether a content type is taken; it comes in lower case, without parameters such as charset. */
  readonly takes: (mediaType: string) => boolean;
  /** Whether an empty body is reported as such, whatever its content type is; otherwise the content type comes first. */
  readonly emptyFirst: boolean;
  /** What is thrown for a body that is not taken. */
  readonly refuse: (problem: BodyProblem) => Error;
}

/** The content type, in lower case, without parameters; empty where there is none. */
export function mediaTypeOf(headers: RequestHeaders): string {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() ?? '';
}

/**
 * Reads the JSON in a body.
 * @throws what `rules.refuse` makes of the first problem
 */
export function readJsonBody({ body, headers }: ApiRequest, rules: BodyRules): Json {
  const { maximumBytes, takes, emptyFirst, refuse } = rules;
  const empty = (): Error => refuse({ kind: 'empty', detail: 'is empty, and JSON is expected' });
  const isMissing = body === undefined || body.bytes === 0;
  if (isMissing && emptyFirst) {
    throw empty();
  }
  if (!takes(mediaTypeOf(headers))) {
    const given = headers.get('content-type') ?? '';
    throw refuse({ kind: 'media-type', detail: `has the content type "${given}"` });
  }
  if (isMissing) {
    throw empty();
  }
  if (body.bytes > maximumBytes) {
    const detail = `has ${body.bytes} bytes, and ${maximumBytes} are taken at most`;
    throw refuse({ kind: 'too-large', detail });
  }
  if (body.text === undefined) {
    throw refuse({ kind: 'not-utf8', detail: 'is not UTF-8' });
  }
  return readJson(body.text, (detail) => refuse({ kind: 'not-json', detail }));
}

/**
 * Reads JSON text that a client sent.
 * @param refuse - makes the error of what is wrong, which follows a name: `is not JSON: …`
 * @throws what `refuse` makes, for text that is not JSON or that is nested too deep
 */
export function readJson(text: string, refuse: (detail: string) => Error): Json {
  if (isDeeperThan(text, MAXIMUM_DEPTH)) {
    throw refuse(`is nested deeper than ${MAXIMUM_DEPTH} levels`);
  }
  try {
    return JSON.parse(text) as Json;
  } catch (error) {
    throw refuse(`is not JSON: ${(error as Error).message}`);
  }
}
