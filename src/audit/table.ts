/** What catches a mutant: from runs against it to its row in the table of mutants. */
import type { CheckLine, RunResults, ScenarioResult } from '../verdict';

/** Whether the scenario failed in a Then: its own sentence was tried. */
export function failedInThen(scenario: ScenarioResult): boolean {
  if (scenario.status !== 'failed' || scenario.precondition !== undefined) {
    return false;
  }
  return scenario.steps.find(({ status }) => status === 'failed')?.keyword === 'Then';
}

/** A failed scenario that neither failed in a Then nor names a precondition: the table cannot account for it. */
export function unexplainedFailures(runs: readonly RunResults[]): ScenarioResult[] {
  const scenarios = runs.flatMap(({ checks }) => checks.flatMap((check) => check.scenarios));
  return scenarios.filter((scenario) => {
    if (scenario.status === 'passed') {
      return false;
    }
    return (
      scenario.status !== 'failed' ||
      (scenario.precondition === undefined && !failedInThen(scenario) && !failedInGiven(scenario))
    );
  });
}

/** A Given that fails for the scenario's own sentence: the engine did not even bring about what it starts from. */
function failedInGiven(scenario: ScenarioResult): boolean {
  return scenario.steps.find(({ status }) => status === 'failed')?.keyword === 'Given';
}

/** The checks that do not pass, over all runs, without the sentences of tables that only take the state of their rows; sorted. */
export function redLines(runs: readonly Pick<RunResults, 'checks'>[]): CheckLine[] {
  const lines = runs.flatMap(({ checks }) => checks);
  const tables = new Set(lines.map(({ table }) => table));
  return lines
    .filter(
      ({ id, status, scenarios }) =>
        status !== 'passed' && status !== 'informative' && (!tables.has(id) || scenarios.some(failedInThen)),
    )
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
