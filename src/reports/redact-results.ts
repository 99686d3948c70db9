import { redact } from '../core/redact';
import type { RunResults } from '../verdict';

/**
 * The results with secrets taken out of every string.
 *
 * @param secrets - values that must not be written, besides what `redact` recognizes as secret.
 */
export function redactResults(results: RunResults, secrets: readonly string[]): RunResults {
  return redactValue(results, secrets) as RunResults;
}

function redactValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') {
    return redact(value, secrets);
  }
  if (Array.isArray(value)) {
    return value.map((element) => redactValue(element, secrets));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, redactValue(member, secrets)]),
  );
}
