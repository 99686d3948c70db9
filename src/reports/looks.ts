/** What kind of news a state is: each kind has one colour in every page, always beside the state's mark and name. */
import type { CheckStatus, ScenarioStatus } from '../verdict';

export type Look = 'good' | 'bad' | 'open' | 'quiet';

export const LOOKS: Readonly<Record<CheckStatus, Look>> = {
  passed: 'good',
  failed: 'bad',
  'not-understood': 'bad',
  'not-run': 'bad',
  known: 'open',
  disputed: 'open',
  pending: 'open',
  unsupported: 'open',
  informative: 'quiet',
  'not-selected': 'quiet',
};

export const SCENARIO_LOOKS: Readonly<Record<ScenarioStatus, Look>> = {
  passed: 'good',
  failed: 'bad',
  unsupported: 'open',
  pending: 'open',
  skipped: 'quiet',
  undefined: 'bad',
  ambiguous: 'bad',
  'harness-error': 'bad',
  'engine-error': 'bad',
};
