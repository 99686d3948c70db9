/** What Allure files results under: each result that did not pass in exactly one category. */
import { Status } from 'allure-js-commons';
import type { CheckLine, CheckStatus } from '../../verdict';

/** Why a check did not pass, as finely as the categories tell it apart. */
type AllureState = Exclude<CheckStatus, 'passed' | 'informative'> | 'precondition' | 'engine-error';

/** A category as `categories.json` of Allure 2 and the `categories` of Allure 3's config both hold it. */
interface AllureCategory {
  readonly name: string;
  readonly traceRegex: string;
}

/** The first line of a result's trace: Allure's categories see messages, traces and statuses alone. */
export function stateLine(state: AllureState): string {
  return `state: ${state}`;
}

export function stateOf(line: CheckLine): AllureState | undefined {
  const { status, precondition, scenarios } = line;
  if (status === 'passed' || status === 'informative') {
    return undefined;
  }
  if (status === 'failed' && precondition !== undefined) {
    return 'precondition';
  }
  const isEngines = status === 'not-run' && scenarios.some((scenario) => scenario.status === 'engine-error');
  return isEngines ? 'engine-error' : status;
}

/** Names of the categories, in the order in which they are read, and the states in each. */
const CATEGORIES_OF_STATES: readonly (readonly [string, readonly AllureState[]])[] = [
  ['The engine broke a sentence', ['failed']],
  ['Failed only because another sentence is broken (precondition)', ['precondition']],
  ['The document cannot be read', ['not-understood']],
  ['Not judged: something is not bound, or not supported', ['pending', 'unsupported']],
  ['The engine did not start, broke the protocol or stopped answering', ['engine-error']],
  ['The harness failed', ['not-run']],
  ['Failed, and excused: known or disputed', ['known', 'disputed']],
  ['Not selected', ['not-selected']],
];

/** The regular expressions fit whole traces, as Allure 2 wants them. */
export const CATEGORIES: readonly AllureCategory[] = CATEGORIES_OF_STATES.map(([name, states]) => ({
  name,
  traceRegex: `^state: (?:${states.join('|')})\\n[\\s\\S]*`,
}));

/** A check whose line cannot be read was not tried, as one without a result was not. */
export const STATUS_OF_CHECK: Readonly<Record<Exclude<CheckStatus, 'informative'>, Status>> = {
  passed: Status.PASSED,
  failed: Status.FAILED,
  'not-understood': Status.BROKEN,
  'not-run': Status.BROKEN,
  known: Status.SKIPPED,
  disputed: Status.SKIPPED,
  pending: Status.SKIPPED,
  unsupported: Status.SKIPPED,
  'not-selected': Status.SKIPPED,
};
