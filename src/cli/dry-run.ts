/** `syncproof run --dry-run`: which scenarios would run, and why not the others. */
import { oneLine } from '../core/printable-text';
import { plural } from '../core/text';
import { checksOf, type Check } from '../model';
import { selectScenariosOf, type RunPlan, type ScenarioSelection } from '../run';
import type { Context } from './context';

/** A line of the list: what becomes of it, the line in the document, and what it is. */
interface Entry {
  readonly state: string;
  readonly line: number;
  readonly text: string;
}

const RUNS = 'runs';

function scenarioEntry(
  { leftOutBy, name, checks }: ScenarioSelection,
  known: ReadonlyMap<string, Check>,
): Entry {
  const lines = checks.flatMap((id) => known.get(id)?.line ?? []);
  return {
    state: leftOutBy.length === 0 ? RUNS : `not by ${leftOutBy.join(', ')}`,
    line: Math.min(...lines),
    text: oneLine(name),
  };
}

/** The scenarios of a document in its order, and what has none. */
function entriesOf(
  plan: RunPlan,
  slug: string,
  scenarios: readonly ScenarioSelection[],
  known: ReadonlyMap<string, Check>,
): Entry[] {
  const without = plan.features
    .filter(({ document }) => document.slug === slug)
    .flatMap((feature) => feature.without)
    .map(({ check, status, reason }) => ({
      state: status,
      line: known.get(check)?.line ?? 0,
      text: `no scenario: ${oneLine(reason)}`,
    }));
  const own = scenarios
    .filter(({ id }) => id.startsWith(`${slug}:`))
    .map((scenario) => scenarioEntry(scenario, known));
  return [...own, ...without].sort((one, other) => one.line - other.line);
}

function totalsOf(scenarios: readonly ScenarioSelection[]): string {
  const left = scenarios.filter(({ leftOutBy }) => leftOutBy.length > 0).length;
  const runs = scenarios.length - left;
  return left === 0
    ? `${plural(runs, 'scenario')} would run; nothing was run.`
    : `${runs} of ${plural(scenarios.length, 'scenario')} would run, ${left} left out; nothing was run.`;
}

/** The list, aligned: a document, below it what would run and what would not, by line; last the totals. */
export function dryRunText(plan: RunPlan, scenarios: readonly ScenarioSelection[]): string {
  const checks = plan.documents.flatMap((document) => checksOf(document));
  const known = new Map(checks.map((check) => [check.id, check]));
  const lists = plan.documents.map(
    ({ path, slug }) => [path, entriesOf(plan, slug, scenarios, known)] as const,
  );
  const all = lists.flatMap(([, entries]) => entries);
  const stateWidth = Math.max(0, ...all.map(({ state }) => state.length));
  const lineWidth = Math.max(0, ...all.map(({ line }) => `${line}`.length));
  const written = lists.flatMap(([path, entries]) => [
    path,
    ...entries.map(
      ({ state, line, text }) => `  ${state.padEnd(stateWidth)}  ${`${line}`.padStart(lineWidth)}  ${text}`,
    ),
    '',
  ]);
  return `${[...written, totalsOf(scenarios)].join('\n')}\n`;
}

/** Prints what would run; answers 0. @throws UsageError where nothing would */
export async function dryRun(context: Context, plan: RunPlan): Promise<number> {
  context.terminal.out(dryRunText(plan, await selectScenariosOf(plan)));
  return 0;
}
