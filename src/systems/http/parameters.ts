/** What clients write in URLs: query parameters, numbers and times in them, steps of paths. */

/** Why a query was not taken: a parameter that the call does not have, or one that is given more than once. */
export interface ParameterProblem {
  readonly kind: 'unknown' | 'repeated';
  readonly name: string;
}

/** Which parameters a call has. */
export interface ParameterRules {
  readonly known: readonly string[];
  /** Those that may be given more than once; default: none. */
  readonly repeatable?: readonly string[];
  /** What is thrown for a parameter that is not taken. */
  readonly refuse: (problem: ParameterProblem) => Error;
}

/** The pairs of a query, given without the question mark. */
export function pairsOf(query: string): Iterable<readonly [string, string]> {
  return query === '' ? [] : new URLSearchParams(query);
}

/**
 * Reads the parameters of a query, with all values of each.
 * @throws what `rules.refuse` makes of the first problem
 */
export function readRepeatedParameters(
  pairs: Iterable<readonly [string, string]>,
  { known, repeatable = [], refuse }: ParameterRules,
): ReadonlyMap<string, readonly string[]> {
  const parameters = new Map<string, readonly string[]>();
  for (const [name, value] of pairs) {
    const values = parameters.get(name) ?? [];
    if (!known.includes(name) && !repeatable.includes(name)) {
      throw refuse({ kind: 'unknown', name });
    }
    if (values.length > 0 && !repeatable.includes(name)) {
      throw refuse({ kind: 'repeated', name });
    }
    parameters.set(name, [...values, value]);
  }
  return parameters;
}

/**
 * Reads the parameters of a query, each given once at most.
 * @throws what `rules.refuse` makes of the first problem
 */
export function readParameters(
  pairs: Iterable<readonly [string, string]>,
  rules: Omit<ParameterRules, 'repeatable'>,
): ReadonlyMap<string, string> {
  const parameters = readRepeatedParameters(pairs, rules);
  return new Map(Array.from(parameters, ([name, [value = '']]) => [name, value] as const));
}

/** The words for a parameter problem of a listing, where the API has none. */
export function parameterDetail({ kind, name }: ParameterProblem, known: readonly string[]): string {
  return kind === 'unknown'
    ? `Unknown query parameter "${name}"; a listing takes ${known.join(', ')}.`
    : `The query parameter "${name}" is given twice.`;
}

/** A whole number of decimal digits; `undefined` where the text is not one, has more digits, or is below `least`. */
export function readWholeNumber(text: string, { least = 0, digits = 15 } = {}): number | undefined {
  const number = /^\d+$/.test(text) && text.length <= digits ? Number(text) : -1;
  return number < least ? undefined : number;
}

/** A full date and time with an offset (RFC 3339, section 5.6). */
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2})$/i;

/** Milliseconds since the epoch; `undefined` where the text is not a full date and time of RFC 3339. */
export function readInstant(text: string): number | undefined {
  const time = INSTANT.test(text) ? Date.parse(text) : Number.NaN;
  return Number.isNaN(time) ? undefined : time;
}

/** A step of a path, decoded; `undefined` where it is not percent-encoded UTF-8. */
export function decodePathStep(step: string): string | undefined {
  try {
    return decodeURIComponent(step);
  } catch {
    return undefined;
  }
}
