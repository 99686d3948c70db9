/** `syncproof run`: lint, generate, execute, judge, report. */
import { join } from 'node:path';
import {
  NothingRan,
  plannedScenarios,
  planRun,
  runPlan,
  withBaseline,
  type JudgedRun,
  type RunPlan,
  type RunRequest,
  type TagSelection,
} from '../../run';
import { scratchRoot, temporaryDirectory } from '../../core/temporary-directory';
import { plural } from '../../core/text';
import type { InterruptedExitCode, RunResults } from '../../verdict';
import type { BaselineFile } from '../../config';
import { baselineOf, updateBaseline } from '../baseline';
import type { Context } from '../context';
import { dryRun } from '../dry-run';
import { lastFailures } from '../last-failures';
import { startProgress } from '../progress';
import { reportDiagnostics } from '../diagnostics';
import { assertReportsWritable, directoryOfSet, type ReportsPlace } from '../reports-directory';
import { watchRuns } from '../watch';
import { report } from '../write-reports';

/** From the first signal to the end of the process, in milliseconds: what ran is written meanwhile. */
const LONGEST_END = 1800;

export interface RunOptions extends Omit<RunRequest, 'specs' | 'only'> {
  readonly out?: string;
  /** commander's form of `--no-allure`. */
  readonly allure: boolean;
  /** Only what failed in the last run. Default false. */
  readonly rerunFailed?: boolean;
  /** Prints what would run, and runs nothing. Default false. */
  readonly dryRun?: boolean;
  /** Runs again after every change. Default false. */
  readonly watch?: boolean;
}

/** A run that someone may stop. */
interface StoppableRun {
  readonly context: Context;
  readonly plan: RunPlan;
  readonly place: ReportsPlace;
  /** Aborted when someone stops it, with the exit code. */
  readonly interrupt: AbortSignal;
}

/** From now on a signal does not end the process, but aborts this one. */
function interruptOf({ terminal }: Context): AbortSignal {
  const controller = new AbortController();
  void terminal.untilStopped(LONGEST_END).then((exitCode) => {
    controller.abort(exitCode);
  });
  return controller.signal;
}

async function execute({ context, plan, interrupt }: StoppableRun): Promise<JudgedRun> {
  const progress = startProgress(context);
  interrupt.addEventListener('abort', () => {
    progress.stop();
  });
  try {
    const notice = (text: string): void => {
      if (!interrupt.aborted) {
        context.terminal.err(`${text}\n`);
      }
    };
    return await runPlan(plan, { ...progress.listener, notice }, { interrupt });
  } finally {
    progress.stop();
  }
}

/** A lint error makes a run red; where no scenario came of the documents, it is also why nothing was judged. */
function withLintErrors({ summary, ...rest }: RunResults): RunResults {
  const nothingToRun = summary.exitCode === 3 && summary.scenarios === 0;
  const exitCode = summary.exitCode === 0 || nothingToRun ? 1 : summary.exitCode;
  const conformant = summary.conformant === true ? false : summary.conformant;
  return { ...rest, summary: { ...summary, exitCode, conformant } };
}

/** The results of a run that someone stopped while its reports were written. */
function withInterruption({ summary, ...rest }: RunResults, exitCode: InterruptedExitCode): RunResults {
  return { ...rest, summary: { ...summary, conformant: null, partial: true, interrupted: true, exitCode } };
}

/** Writes and prints what was found; where someone stops that, what there is goes to where interrupted runs go. */
async function reportRun(run: StoppableRun, results: RunResults, options: RunOptions): Promise<number> {
  const { context, place, interrupt } = run;
  const isInterrupted = results.summary.interrupted === true;
  const directory = directoryOfSet(place, results.summary);
  try {
    return await report(context, results, {
      ...{ directory, isBeside: directory !== place.directory },
      // Allure takes longer than a process has that someone wants to end.
      allure: options.allure && !isInterrupted,
      ...(options.messages === undefined ? {} : { messages: options.messages }),
      ...(isInterrupted ? {} : { signal: interrupt }),
    });
  } catch (error) {
    if (isInterrupted || !interrupt.aborted) {
      throw error;
    }
    return reportRun(run, withInterruption(results, interrupt.reason as InterruptedExitCode), options);
  }
}

/** Where the reports of a run with these options go. */
function placeOf(context: Context, { out }: RunOptions): ReportsPlace {
  return { directory: context.directory(out, context.config.out), isNamed: out !== undefined };
}

function mayBePartial({ tags, name, bail = false, rerunFailed = false, watch = false }: RunOptions): boolean {
  return tags !== undefined || name.length > 0 || bail || rerunFailed || watch;
}

/** The plan of a run, and whether the documents have lint errors. */
async function planOf(
  context: Context,
  specs: readonly string[],
  options: RunOptions,
  only: readonly TagSelection[],
): Promise<{ readonly plan: RunPlan; readonly baseline: BaselineFile | undefined; readonly wrong: boolean }> {
  const project = await context.project(specs);
  const baseline = await baselineOf(context, options);
  const planned = await planRun(project, { ...options, specs, only }, context.options.config);
  const plan =
    baseline === undefined ? planned : withBaseline(planned, baseline, context.shown(baseline.file));
  return { plan, baseline, wrong: await reportDiagnostics(context, project.documents) };
}

/** What stops a run, and what selects its scenarios beside the options. */
interface RunSituation {
  readonly interrupt: AbortSignal;
  readonly only: readonly TagSelection[];
}

/** One run, to its end or until someone stops it; cucumber's messages are kept until the reports have them. */
async function runOnce(
  context: Context,
  specs: readonly string[],
  options: RunOptions,
  situation: RunSituation,
): Promise<number> {
  const scratch = temporaryDirectory(scratchRoot(), `syncproof-messages-${process.pid}-`);
  try {
    const messages = join(scratch.path, 'messages.ndjson');
    return await runAndReport(context, specs, { ...options, messages }, situation);
  } finally {
    scratch.remove();
  }
}

async function runAndReport(
  context: Context,
  specs: readonly string[],
  options: RunOptions,
  situation: RunSituation,
): Promise<number> {
  const { plan, baseline, wrong } = await planOf(context, specs, options, situation.only);
  const { engine, seed } = plan.conditions;
  const scenarios = plannedScenarios(plan.features);
  context.progress(
    `${plural(plan.documents.length, 'document')}, ${plural(scenarios, 'scenario')}, engine ${engine.name}, seed ${seed}`,
  );
  // Whoever listens to it listens to this run alone.
  const interrupt = AbortSignal.any([situation.interrupt]);
  const run = { context, plan, place: placeOf(context, options), interrupt };
  try {
    const found = await execute(run);
    if (baseline !== undefined) {
      updateBaseline(context, baseline, found);
    }
    return await reportRun(run, wrong ? withLintErrors(found) : found, options);
  } catch (error) {
    if (error instanceof NothingRan) {
      context.terminal.err('Interrupted before the first scenario: no reports were written.\n');
      return interrupt.reason as InterruptedExitCode;
    }
    throw error;
  }
}

/** Runs the documents; answers the exit code. */
export async function runCommand(
  context: Context,
  specs: readonly string[],
  options: RunOptions,
): Promise<number> {
  const place = placeOf(context, options);
  const failures = options.rerunFailed === true ? [await lastFailures(context, place)] : [];
  if (options.dryRun === true) {
    return dryRun(context, (await planOf(context, specs, options, failures)).plan);
  }
  await assertReportsWritable(place, mayBePartial(options));
  const interrupt = interruptOf(context);
  if (options.watch !== true) {
    return runOnce(context, specs, options, { interrupt, only: failures });
  }
  let only = failures;
  return watchRuns({
    ...{ context, specs, interrupt },
    ...(options.engine === undefined ? {} : { engine: options.engine }),
    run: (now, changed) => {
      const selections = [...only, ...changed];
      // What failed before is where the watching begins; from then on a change decides.
      only = [];
      return runOnce(now, specs, options, { interrupt, only: selections });
    },
  });
}
