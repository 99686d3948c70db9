/** Which sentence kinds catch which fault: from runs against a faulty engine to one row of the fault table. */
import type { StatementKind } from '../model';
import type { CheckLine, RunResults, ScenarioResult } from '../verdict';

/** How many checks of a kind a fault makes fail in a Then: every one, at least one, none. */
export type CatchRate = 'all' | 'some' | 'none';

/** Kind → how it catches a fault; kinds that catch nothing are left out. */
export type MutantRow = Readonly<Partial<Record<StatementKind, Exclude<CatchRate, 'none'>>>>;

/** Whether the scenario failed in a Then of its own: not before its own sentence was tried. */
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

function judged(checks: readonly CheckLine[]): CheckLine[] {
  return checks.filter(({ scenarios }) => scenarios.length > 0);
}

/** The row of the fault table for one engine, over all its runs; kinds in alphabetical order. */
export function mutantRow(runs: readonly RunResults[]): MutantRow {
  const checks = judged(runs.flatMap((run) => run.checks));
  const kinds = [...new Set(checks.map(({ kind }) => kind))].sort() as StatementKind[];
  const cells = kinds.flatMap((kind): [StatementKind, 'all' | 'some'][] => {
    const ofKind = checks.filter((check) => check.kind === kind);
    const caught = ofKind.filter(({ scenarios }) => scenarios.some(failedInThen));
    if (caught.length === 0) {
      return [];
    }
    return [[kind, caught.length === ofKind.length ? 'all' : 'some']];
  });
  return Object.fromEntries(cells);
}
