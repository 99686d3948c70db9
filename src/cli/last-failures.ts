/** What failed in the last run: read from the results that are there. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from '../core/usage-error';
import { fromNdjson, ResultsError } from '../reports';
import type { TagSelection } from '../run';
import type { CheckLine, CheckStatus, RunResults, ScenarioStatus } from '../verdict';
import type { Context } from './context';
import { partialDirectory, type ReportsPlace } from './reports-directory';

const FAILING: ReadonlySet<ScenarioStatus> = new Set([
  ...(['failed', 'engine-error', 'harness-error', 'undefined', 'ambiguous'] as const),
]);

/** Neither found right, nor excused by baseline or config; a table's sentence is `not-selected` where one of its rows is. */
const OPEN: ReadonlySet<CheckStatus> = new Set(['failed', 'not-run', 'not-selected']);

/** Whether the check failed, or broke, in scenarios of its own: a table's sentence may fail for its rows alone. */
function hasFailed({ status, scenarios }: CheckLine): boolean {
  return OPEN.has(status) && scenarios.some((each) => FAILING.has(each.status));
}

/** Whether any scenario of the check's own ran. */
function wasTried({ scenarios }: CheckLine): boolean {
  return scenarios.some(({ status }) => status !== 'skipped');
}

/**
 * Ids of the checks that failed when they were last judged.
 *
 * @param runs - in any order: the later one decides of the checks that it judged.
 */
export function failedChecks(runs: readonly RunResults[]): readonly string[] {
  const failed = new Map<string, boolean>();
  const byTime = [...runs].sort((one, other) => (one.run.startedAt < other.run.startedAt ? -1 : 1));
  for (const line of byTime.flatMap(({ checks }) => checks)) {
    if (wasTried(line)) {
      failed.set(line.id, hasFailed(line));
    }
  }
  return [...failed].filter(([, isFailed]) => isFailed).map(([id]) => id);
}

/** @throws UsageError where there is something that is not results */
async function resultsIn(context: Context, directory: string): Promise<RunResults | undefined> {
  const file = join(directory, 'results.ndjson');
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      return undefined;
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`--rerun-failed: ${context.shown(file)} cannot be read: ${why}.`);
  });
  try {
    return text === undefined ? undefined : fromNdjson(text);
  } catch (error) {
    if (error instanceof ResultsError) {
      throw new UsageError(
        `--rerun-failed: ${context.shown(file)}: ${error.message} Run without --rerun-failed first.`,
        { cause: error },
      );
    }
    throw error;
  }
}

/**
 * What selects the scenarios of the checks that failed in the last whole run, and in the partial one after it.
 *
 * @throws UsageError where there are no results, or nothing failed.
 */
export async function lastFailures(context: Context, place: ReportsPlace): Promise<TagSelection> {
  const shown = context.shown(place.directory);
  const found = [
    await resultsIn(context, place.directory),
    await resultsIn(context, partialDirectory(place)),
  ].filter((each) => each !== undefined);
  if (found.length === 0) {
    throw new UsageError(
      `--rerun-failed: there are no results in ${shown}, nor in ${context.shown(partialDirectory(place))}. Run without it first, or name with --out where they are.`,
    );
  }
  const checks = failedChecks(found);
  if (checks.length === 0) {
    throw new UsageError(
      `--rerun-failed: nothing failed in the last run (${shown}), so there is nothing to run again. Leave it out.`,
    );
  }
  return { option: '--rerun-failed', tags: checks.map((id) => `@check:${id}`).join(' or ') };
}
