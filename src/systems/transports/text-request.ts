import type { TextRequest } from '../core/types';
import { plainHeaders } from './plain-headers';

/** Methods that `Request` takes as they are. */
const METHODS: ReadonlySet<string> = new Set(['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']);
/** Of these: those that have no body (Fetch, `Request`'s constructor). */
const WITHOUT_BODY: ReadonlySet<string> = new Set(['GET', 'HEAD']);
const UNDERSTOOD: ReadonlySet<string> = new Set(['method', 'headers', 'body']);

/**
 * URLs that are in normal form if their origin is (URL, section 4.4): no character that would be encoded, no port, no
 * user, no fragment. Dots at the beginning of a step are left to `URL`.
 */
const NORMAL_URL =
  /^https?:\/\/[a-z0-9.-]+(?:\/(?!\.|%2[eE])[\w\-.~!$&()*+,;=:@%]*)+(?:\?[\w\-.~!$&()*+,;=:@%/?]*)?$/;

/** A half of a surrogate pair, or a byte order mark at the beginning: UTF-8 does not keep them. */
const NOT_KEPT = /^\uFEFF|\p{Surrogate}/u;

/**
 * The request that `fetch` is asked for, where it is plain enough to be answered without a `Request`: a URL in normal form,
 * a usual method, headers, and a text.
 */
export function textRequest(
  ...[input, init = {}]: Parameters<typeof globalThis.fetch>
): TextRequest | undefined {
  const { method = 'GET', body } = init;
  const isPlain =
    typeof input === 'string' &&
    NORMAL_URL.test(input) &&
    METHODS.has(method) &&
    Object.keys(init).every((name) => UNDERSTOOD.has(name));
  if (!isPlain) {
    return undefined;
  }
  const headers = plainHeaders(init.headers);
  if (headers === undefined) {
    return undefined;
  }
  if (body === undefined) {
    return { method, url: input, headers };
  }
  const isText =
    typeof body === 'string' &&
    !NOT_KEPT.test(body) &&
    !WITHOUT_BODY.has(method) &&
    headers.get('content-type') !== null;
  return isText ? { method, url: input, headers, text: body } : undefined;
}
