/** Keeping secrets out of what is written. */
import type { RunResults } from '../verdict';

const MASK = '***';
/** RFC 6750, section 2.1: what follows `Bearer` in a header or message. */
const BEARER = /\b(Bearer\s+)[A-Za-z0-9\-._~+/]+=*/g;

/** Shorter ones would blacken half of the report and hide nothing. */
const SHORTEST_SECRET = 4;

/**
 * The results with every secret, as it is and as JSON writes it, and every bearer token replaced by `***`.
 *
 * @param secrets - values that must not be written; those shorter than four characters are left.
 */
export function redact(results: RunResults, secrets: readonly string[]): RunResults {
  const forms = secrets
    .filter((secret) => secret.length >= SHORTEST_SECRET)
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .sort((one, other) => other.length - one.length);
  const mask = (text: string): string =>
    forms.reduce((masked, secret) => masked.replaceAll(secret, MASK), text).replace(BEARER, `$1${MASK}`);
  return redactValue(results, mask) as RunResults;
}

function redactValue(value: unknown, mask: (text: string) => string): unknown {
  if (typeof value === 'string') return mask(value);
  if (Array.isArray(value)) return value.map((element) => redactValue(element, mask));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, redactValue(member, mask)]));
}
