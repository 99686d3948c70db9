/** Which state speaks louder, and what each of them is. */
import type { CheckStatus, ScenarioStatus } from './types';

/**
 * All states, worst first: what is wrong (or was not looked at although it should have been), then what is excused, then
 * what waits, then what was left out, then what is fine. `passed` comes after all that can be said against it.
 */
export const STATUSES: readonly CheckStatus[] = [
  'failed',
  'not-understood',
  'not-run',
  'known',
  'disputed',
  'unsupported',
  'pending',
  'not-selected',
  'passed',
  'informative',
];

/** The place of a state among all, 0 for the worst. */
export function rankOf(status: CheckStatus): number {
  return STATUSES.indexOf(status);
}

/** The first of the worst, by the order of `STATUSES`; `undefined` of none. */
export function worstOf<Judged extends { readonly status: CheckStatus }>(
  judged: readonly Judged[],
): Judged | undefined {
  return judged.reduce<Judged | undefined>(
    (worst, next) => (worst === undefined || rankOf(next.status) < rankOf(worst.status) ? next : worst),
    undefined,
  );
}

/** What one scenario says of each check that it judges. Whatever is not a verdict on the engine's behaviour is `not-run`. */
export const STATUS_OF_SCENARIO: Readonly<Record<ScenarioStatus, CheckStatus>> = {
  passed: 'passed',
  failed: 'failed',
  unsupported: 'unsupported',
  pending: 'pending',
  undefined: 'not-run',
  ambiguous: 'not-run',
  skipped: 'not-run',
  'harness-error': 'not-run',
  'engine-error': 'not-run',
};
