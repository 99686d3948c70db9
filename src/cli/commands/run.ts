/** `syncproof run`: lint, generate, execute, judge, report. */
import { resolve } from 'node:path';
import { toTerminal, writeReports } from '../../reports';
import { plannedScenarios, planRun, runPlan, type Plan, type RunRequest } from '../../run';
import type { RunResults } from '../../verdict';
import type { Context } from '../context';
import { startProgress } from '../progress';
import { reportDiagnostics } from '../diagnostics';

export interface RunOptions extends Omit<RunRequest, 'specs'> {
  readonly out?: string;
  /** commander's form of `--no-allure`. */
  readonly allure: boolean;
}

async function execute(context: Context, plan: Plan): Promise<RunResults> {
  const progress = startProgress(context);
  try {
    return await runPlan(plan, progress.listener);
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
  const out = options.out ?? context.config.out;
  context.progress('Writing the reports …');
  const written = await writeReports(results, resolve(context.terminal.cwd, out), { allure: options.allure });
  if (written.allureProblem !== undefined) context.terminal.err(`${written.allureProblem}\n`);
  context.progress(`Reports in ${out}/: ${written.written.join(', ')}`);
  context.terminal.out(toTerminal(results, { colour: context.colour, width: context.terminal.columns }));
}

/** Runs the documents; answers the exit code. */
export async function runCommand(
  context: Context,
  specs: readonly string[],
  options: RunOptions,
): Promise<number> {
  const { config, terminal } = context;
  const documents = await context.documents(specs);
  const configFile = context.options.config === undefined ? {} : { configFile: context.options.config };
  const plan = planRun({
    cwd: terminal.cwd,
    config,
    documents,
    request: { ...options, specs },
    ...configFile,
  });
  const wrong = await reportDiagnostics(context, documents);
  const planned = plannedScenarios(plan.features);
  context.progress(
    `${documents.length} documents, ${planned} scenarios, engine ${plan.engine}, seed ${plan.seed}`,
  );
  const found = await execute(context, plan);
  const exitCode = wrong && found.summary.exitCode === 0 ? 1 : found.summary.exitCode;
  const conformant = wrong && found.summary.conformant === true ? false : found.summary.conformant;
  await report(context, { ...found, summary: { ...found.summary, exitCode, conformant } }, options);
  return exitCode;
}
