/** `syncproof run`: lint, generate, execute, judge, report. */
import { redactResults, toTerminal, writeReports } from '../../reports';
import {
  plannedScenarios,
  planRun,
  runPlan,
  withBaseline,
  type JudgedRun,
  type RunPlan,
  type RunRequest,
} from '../../run';
import type { RunResults } from '../../verdict';
import { baselineOf, updateBaseline } from '../baseline';
import type { Context } from '../context';
import { startProgress } from '../progress';
import { reportDiagnostics } from '../diagnostics';
import { plural } from '../../core/text';
import { assertReportsDirectory } from '../reports-directory';

export interface RunOptions extends Omit<RunRequest, 'specs'> {
  readonly out?: string;
  /** commander's form of `--no-allure`. */
  readonly allure: boolean;
}

async function execute(context: Context, plan: RunPlan): Promise<JudgedRun> {
  const progress = startProgress(context);
  try {
    const notice = (text: string): void => {
      context.terminal.err(`${text}\n`);
    };
    return await runPlan(plan, { ...progress.listener, notice });
  } finally {
    progress.stop();
  }
}

/** Writes the reports into `out`, and the checklist to the terminal. */
export async function report(
  context: Context,
  results: RunResults,
  options: { out?: string; allure: boolean },
): Promise<void> {
  const out = context.directory(options.out, context.config.out);
  const { secrets } = context.config;
  context.progress('Writing the reports …');
  const written = await writeReports(results, out, { allure: options.allure, secrets });
  if (written.allureProblem !== undefined) {
    context.terminal.err(`${written.allureProblem}\n`);
  }
  context.progress(`Reports in ${context.shown(out)}/: ${written.written.join(', ')}`);
  context.terminal.out(
    toTerminal(redactResults(results, secrets), { colour: context.colour, width: context.terminal.columns }),
  );
}

/** A lint error makes a run red; where no scenario came of the documents, it is also why nothing was judged. */
function withLintErrors({ summary, ...rest }: RunResults): RunResults {
  const nothingToRun = summary.exitCode === 3 && summary.scenarios === 0;
  const exitCode = summary.exitCode === 0 || nothingToRun ? 1 : summary.exitCode;
  const conformant = summary.conformant === true ? false : summary.conformant;
  return { ...rest, summary: { ...summary, exitCode, conformant } };
}

/** Runs the documents; answers the exit code. */
export async function runCommand(
  context: Context,
  specs: readonly string[],
  options: RunOptions,
): Promise<number> {
  const { config } = context;
  await assertReportsDirectory(context.directory(options.out, config.out));
  const project = await context.project(specs);
  const baseline = await baselineOf(context, options);
  const planned = await planRun(project, { ...options, specs }, context.options.config);
  const plan =
    baseline === undefined ? planned : withBaseline(planned, baseline, context.shown(baseline.file));
  const wrong = await reportDiagnostics(context, project.documents);
  const scenarios = plannedScenarios(plan.features);
  const { engine, seed } = plan.conditions;
  context.progress(
    `${plural(project.documents.length, 'document')}, ${plural(scenarios, 'scenario')}, engine ${engine.name}, seed ${seed}`,
  );
  const found = await execute(context, plan);
  const results = wrong ? withLintErrors(found) : found;
  if (baseline !== undefined) {
    updateBaseline(context, baseline, found);
  }
  await report(context, results, options);
  return results.summary.exitCode;
}
