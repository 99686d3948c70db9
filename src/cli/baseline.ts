/** The baseline on the command line: which file it is, and what a run that updates it says. */
import { resolve } from 'node:path';
import { assertWritableBaseline, readBaseline, writeBaseline, type BaselineFile } from '../config';
import { plural } from '../core/text';
import { UsageError } from '../core/usage-error';
import type { JudgedRun, RunRequest } from '../run';
import type { Context } from './context';

/** A path of the command line counts from where the user is, that of the config from its directory. */
function fileOf(
  { terminal, config }: Context,
  { baseline }: Pick<RunRequest, 'baseline'>,
): string | undefined {
  if (baseline !== undefined) {
    return resolve(terminal.cwd, baseline);
  }
  return config.baseline === undefined ? undefined : resolve(config.directory, config.baseline);
}

/**
 * Reads the baseline that the command line or else the config names; absent where neither does.
 *
 * @throws LocatedError where it cannot be read or is wrong.
 * @throws UsageError where it is to be updated, and it has no name or could not be written.
 */
export async function baselineOf(
  context: Context,
  request: Pick<RunRequest, 'baseline' | 'updateBaseline'>,
): Promise<BaselineFile | undefined> {
  const file = fileOf(context, request);
  const update = request.updateBaseline === true;
  if (file === undefined) {
    if (update) {
      throw new UsageError(
        '--update-baseline needs a file: name it with --baseline, or as "baseline" in the config (baseline: baseline.yaml).',
      );
    }
    return undefined;
  }
  if (update) {
    assertWritableBaseline(file);
  }
  return readBaseline(file, update);
}

/** Checks whose entries say no reason: those that were added, and those that nobody has given one yet. */
function withoutReason({ checks }: JudgedRun): number {
  return checks.filter(({ baseline }) => baseline !== undefined && baseline.reason === undefined).length;
}

/** Writes what the run means for the baseline, where it was to be updated, and says so on stderr. */
export function updateBaseline(context: Context, baseline: BaselineFile, run: JudgedRun): void {
  const path = context.shown(baseline.file);
  if (run.baselineKept !== undefined) {
    context.terminal.err(`${path} was not updated: ${run.baselineKept}. Fix that, and run again.\n`);
    return;
  }
  if (run.baselineChanges === undefined) {
    return;
  }
  const { add, remove } = run.baselineChanges;
  writeBaseline(baseline, { add, remove });
  for (const [mark, checks] of [
    ['+', add],
    ['-', remove],
  ] as const) {
    for (const check of checks) {
      context.progress(`  ${mark} ${check}`);
    }
  }
  const entries = plural(baseline.entries.length + add.length - remove.length, 'known failure');
  const open = withoutReason(run);
  const reasons = open === 0 ? '' : `; ${open} without a reason: write why each fails into its entry`;
  context.progress(`${path}: ${add.length} added, ${remove.length} removed, ${entries}${reasons}`);
}
