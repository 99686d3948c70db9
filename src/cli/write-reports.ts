/** Writes the reports of a run, and prints its checklist: that also where they cannot be written. */
import { join } from 'node:path';
import { isFileError } from '../core/file-error';
import { whenAborted } from '../core/when-aborted';
import { CHECKLIST_PAGE, redactResults, toTerminal, writeReports } from '../reports';
import type { RunResults } from '../verdict';
import type { Context } from './context';
import { annotate, noticesOfReports } from './job';

const EXIT_HARNESS = 3;

export interface ReportOptions {
  /** As the user named it. Default: the config's. */
  readonly out?: string;
  /** Absolute. Default: that of `out`. */
  readonly directory?: string;
  /** The directory is that of a partial or interrupted run, beside the whole set. Default false. */
  readonly isBeside?: boolean;
  readonly allure: boolean;
  /** A file with cucumber's messages of the run. Default: there are none. */
  readonly messages?: string;
  /** Aborted: nothing is put in place, and nothing printed. */
  readonly signal?: AbortSignal;
}

/** Rejects once the signal is aborted. */
async function untilAborted(signal: AbortSignal | undefined): Promise<never> {
  await whenAborted(signal);
  throw new Error('The writing of the reports was stopped.');
}

async function write(
  context: Context,
  results: RunResults,
  {
    out,
    directory = context.directory(out, context.config.out),
    isBeside = false,
    ...options
  }: ReportOptions,
  writing: typeof writeReports,
): Promise<void> {
  const { secrets } = context.config;
  const { allure, signal, messages } = options;
  context.progress('Writing the reports …');
  const junitProperties = context.config.junit.properties;
  const done = writing(results, directory, {
    allure,
    secrets,
    junitProperties,
    ...(messages === undefined ? {} : { messages }),
    ...(signal === undefined ? {} : { signal }),
  });
  const written = await Promise.race([done, untilAborted(signal)]);
  noticesOfReports(context, results, written);
  const kind = results.summary.interrupted === true ? 'interrupted run' : 'partial run';
  const whose = isBeside ? ` (${kind}: those of the last whole run stay)` : '';
  context.progress(`Reports in ${context.shown(directory)}/${whose}: ${written.written.join(', ')}`);
  context.progress(`Checklist: ${context.shown(join(directory, CHECKLIST_PAGE))}`);
}

/**
 * Writes the reports into their directory, and the checklist to the terminal.
 *
 * @param writing - for tests.
 * @returns the run's exit code, or 3 where the reports could not be written.
 * @throws Error where the signal was aborted, or a report cannot be made; of the latter the checklist is printed.
 */
export async function report(
  context: Context,
  results: RunResults,
  options: ReportOptions,
  writing: typeof writeReports = writeReports,
): Promise<number> {
  const { secrets } = context.config;
  const problem = await write(context, results, options, writing).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  if (problem !== undefined && options.signal?.aborted === true) {
    throw problem;
  }
  annotate(context, results);
  context.terminal.out(
    toTerminal(redactResults(results, secrets), { colour: context.colour, width: context.terminal.columns }),
  );
  if (problem === undefined) {
    return results.summary.exitCode;
  }
  if (!isFileError(problem)) {
    throw problem;
  }
  context.terminal.err(
    `The reports were not written: ${problem.message}. Those of the last run stay. Make room or name another place with --out, and run again.\n`,
  );
  return EXIT_HARNESS;
}
