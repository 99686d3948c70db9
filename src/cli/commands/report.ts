/** `syncproof report`: the reports rebuilt from the results of the last run, or several runs compared. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import {
  CHECKLIST_PAGE,
  compareRuns,
  fromNdjson,
  redactResults,
  ResultsError,
  toComparisonText,
  writeComparison,
  type ComparedRun,
} from '../../reports';
import { UsageError } from '../../core/usage-error';
import type { RunResults } from '../../verdict';
import type { Context } from '../context';
import { assertReportsDirectory } from '../reports-directory';
import { report } from '../write-reports';

export interface ReportCommandOptions {
  readonly out?: string;
  readonly allure: boolean;
  /** Opens what was written. */
  readonly open?: boolean;
  /** Directories of reports. */
  readonly compare?: readonly string[];
}

/**
 * Reads the results of a reports directory.
 *
 * @param help - what to do where there are none.
 * @throws UsageError where they cannot be read, or are not results.
 */
async function readResults(context: Context, directory: string, help: string): Promise<RunResults> {
  const file = join(directory, 'results.ndjson');
  const path = context.shown(file);
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    throw new UsageError(`${path} cannot be read: ${help}.`, { cause: error });
  });
  try {
    return fromNdjson(text);
  } catch (error) {
    if (error instanceof ResultsError) {
      throw new UsageError(`${path}: ${error.message}`, { cause: error });
    }
    throw error;
  }
}

/** @throws UsageError where there is nothing to compare, or a directory is named twice */
function assertSeveral(context: Context, directories: readonly string[]): void {
  if (directories.length < 2) {
    throw new UsageError(
      '--compare needs the reports of two runs or more: give each run a directory of its own with "syncproof run --out", and name them all.',
    );
  }
  const twice = directories.find((directory, at) => directories.indexOf(directory) !== at);
  if (twice !== undefined) {
    throw new UsageError(`--compare names ${context.shown(twice)} twice. Name each run once.`);
  }
}

/** Opens a page in the user's browser; where nothing opens it, says where it is. */
async function openPage(context: Context, file: string): Promise<void> {
  const opened = (await context.terminal.open?.(file)) ?? false;
  if (!opened) {
    context.terminal.err(`No program was found to open the page with. Open it in a browser: ${file}\n`);
  }
}

async function compare(
  context: Context,
  names: readonly string[],
  { out: said, open }: ReportCommandOptions,
): Promise<number> {
  const directories = names.map((name) => resolve(context.terminal.cwd, name));
  assertSeveral(context, directories);
  const out = context.directory(said, join(context.config.out, 'compare'));
  await assertReportsDirectory(out);
  const runs: ComparedRun[] = [];
  for (const directory of directories) {
    const results = await readResults(
      context,
      directory,
      'name a directory with the reports of a run, as "syncproof run --out" writes them',
    );
    const { secrets } = context.config;
    runs.push({ directory: context.shown(directory), results: redactResults(results, secrets) });
  }
  const comparison = compareRuns(runs);
  const written = await writeComparison(comparison, out);
  context.progress(`Comparison in ${context.shown(out)}/: ${written.join(', ')}`);
  context.terminal.out(
    toComparisonText(comparison, { colour: context.colour, width: context.terminal.columns }),
  );
  if (open === true) {
    await openPage(context, join(out, 'index.html'));
  }
  return 0;
}

/** Rebuilds the reports and answers the run's exit code, or compares runs and answers 0. */
export async function reportCommand(context: Context, options: ReportCommandOptions): Promise<number> {
  if (options.compare !== undefined) {
    return compare(context, options.compare, options);
  }
  const directory = context.directory(options.out, context.config.out);
  const results = await readResults(
    context,
    directory,
    'run "syncproof run" first, or name its directory with --out',
  );
  const messages = join(directory, 'messages.ndjson');
  const exitCode = await report(context, results, {
    ...options,
    ...(existsSync(messages) ? { messages } : {}),
  });
  if (options.open === true) {
    await openPage(context, join(directory, CHECKLIST_PAGE));
  }
  return exitCode;
}
