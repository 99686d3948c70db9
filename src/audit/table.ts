/** Which sentence kinds catch which mutant: from runs against a mutant to its row in the table of mutants. */
import type { StatementKind } from '../model';
import type { CheckLine, RunResults, ScenarioResult } from '../verdict';

/** How many checks of a kind fail in a Then with a mutant: every one, at least one, none. */
export type CatchRate = 'all' | 'some' | 'none';

/** Kind → how it catches a mutant; kinds that catch nothing are left out. */
export type MutantRow = Readonly<Partial<Record<StatementKind, Exclude<CatchRate, 'none'>>>>;

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

function judged(checks: readonly CheckLine[]): CheckLine[] {
  return checks.filter(({ scenarios }) => scenarios.length > 0);
}

/** The row of the table for one mutant, over all its runs; kinds in alphabetical order. */
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

/** The checks of property rows that fail with a mutant: those that fail in a Then, and those that only fail before. */
export interface RowChecks {
  readonly then: readonly string[];
  /** Every failure names the sentence to blame: the pair of records that the row needs was not brought about. */
  readonly precondition: readonly string[];
}

function idsOf(lines: readonly CheckLine[]): string[] {
  return lines.map(({ id }) => id).sort();
}

/** The checks of property rows that fail, over all runs; sorted by id. */
export function failedRows(runs: readonly RunResults[]): RowChecks {
  const failed = runs
    .flatMap(({ checks }) => checks)
    .filter(
      ({ id, kind, status }) => kind === 'properties' && id.split('/').length > 3 && status === 'failed',
    );
  const inThen = ({ scenarios }: CheckLine): boolean => scenarios.some(failedInThen);
  return { then: idsOf(failed.filter(inThen)), precondition: idsOf(failed.filter((line) => !inThen(line))) };
}

/** The checks that do not pass, over all runs, without the sentences of tables that only take the state of their rows; sorted. */
export function redLines(runs: readonly RunResults[]): CheckLine[] {
  const lines = runs.flatMap(({ checks }) => checks);
  const tables = new Set(lines.map(({ table }) => table));
  return lines
    .filter(
      ({ id, status, scenarios }) =>
        status !== 'passed' &&
        status !== 'informative' &&
        (!tables.has(id) || scenarios.some((scenario) => scenario.status !== 'passed')),
    )
    .sort((one, other) => (one.id < other.id ? -1 : 1));
}
