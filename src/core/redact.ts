/** The one redactor: what is logged, reported or served goes through it. */

/** What is written in place of a secret. */
export const REDACTED = '[redacted]';

const SECRET_NAME = '[\\w.-]*(?:token|secret|password|api[_-]?key)|authorization';

/** `Bearer xyz`, in a header or anywhere in a text (RFC 6750, section 2.1: the characters of a token); "bearer token" is prose. */
const BEARER = /\b(Bearer)(\s+)(?!\[redacted\]|tokens?\b)[A-Za-z0-9._~+/-]+=*/gi;

/** `Authorization: Basic xyz` and other schemes, to the end of the header. */
const AUTHORIZATION_HEADER = /\b(Authorization:[ \t]*)(?![ \t]|Bearer(?: \[redacted\]|["']))[^\r\n"'\\]+/gi;

/**
 * A JSON member that holds a secret; also inside a string of another JSON text, where its quotes are escaped. It begins
 * only at the first of several backslashes, or a text of backslashes would take quadratic time.
 */
const MEMBER = new RegExp(`(?<!\\\\)(\\\\*")(${SECRET_NAME})\\1(\\s*:\\s*)\\1.*?(?<!\\\\)\\1`, 'gis');

/** `?access_token=xyz` in a URL or a form, or in a text that quotes one. */
const QUERY = new RegExp(`([?&"']|^)(${SECRET_NAME})=[^&\\s"'\\\\]+`, 'gim');

/** What is in every text that one of the patterns fits: most texts hold none of it, and one look at them will do. */
const MARK = /bearer|authorization|token|secret|password|api[_-]?key/i;

/** Shorter ones would black out half of the text and hide nothing. */
const SHORTEST_SECRET = 4;

/** The forms in which the secrets can be written, the longest first. */
function formsOf(secrets: readonly string[]): string[] {
  return secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .sort((one, other) => other.length - one.length);
}

/**
 * Takes secrets out of a text before it is written anywhere: bearer tokens, `Authorization` headers, JSON members and
 * query parameters whose names say that they hold a token, secret, password or API key, and the `secrets` themselves
 * wherever they occur. What was redacted stays as it is when redacted again.
 * @param secrets - texts to take out as they are, as JSON writes them and as a URL does; those shorter than four characters are
 *   ignored
 */
export function redact(text: string, secrets: readonly string[] = []): string {
  const withoutForms = formsOf(secrets).reduce((present, form) => present.replaceAll(form, REDACTED), text);
  if (!MARK.test(withoutForms)) {
    return withoutForms;
  }
  return withoutForms
    .replace(BEARER, `$1$2${REDACTED}`)
    .replace(AUTHORIZATION_HEADER, `$1${REDACTED}`)
    .replace(MEMBER, `$1$2$1$3$1${REDACTED}$1`)
    .replace(QUERY, `$1$2=${REDACTED}`);
}
