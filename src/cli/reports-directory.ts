/** Where the reports of a run go, and whether they can be written: found out before the run, not after it. */
import { mkdir, mkdtemp, rm, rmdir, stat, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { UsageError } from '../core/usage-error';
import type { SummaryLine } from '../verdict';

/** Inside the directory of the whole set: what a run that was not whole leaves beside it. */
const BESIDE = { partial: 'partial', interrupted: 'interrupted' } as const;

/** Where a command puts reports. */
export interface ReportsPlace {
  /** Of the whole set, absolute. */
  readonly directory: string;
  /** The user named it for this run: it takes any set. */
  readonly isNamed: boolean;
}

/** The directory of the results of partial runs. */
export function partialDirectory({ directory }: Pick<ReportsPlace, 'directory'>): string {
  return join(directory, BESIDE.partial);
}

/** The directory of a run's set: a partial one and an interrupted one leave the whole set alone, unless the user named the place. */
export function directoryOfSet(
  { directory, isNamed }: ReportsPlace,
  { partial, interrupted }: Pick<SummaryLine, 'partial' | 'interrupted'>,
): string {
  if (isNamed || !partial) {
    return directory;
  }
  return join(directory, interrupted === true ? BESIDE.interrupted : BESIDE.partial);
}

/** @throws UsageError where the place, or something above it, is not a directory. */
export async function assertReportsDirectory(directory: string): Promise<void> {
  const found = await stat(directory).catch(() => undefined);
  if (found?.isDirectory() === true) {
    return;
  }
  if (found !== undefined) {
    throw new UsageError(
      `The reports cannot go to ${directory}: it is not a directory. Name another place with --out, or "out" in the config.`,
    );
  }
  if (dirname(directory) !== directory) {
    await assertReportsDirectory(dirname(directory));
  }
}

/** The directory, and those above it that are not there: the outermost first. */
async function missing(directory: string): Promise<string[]> {
  const found = await stat(directory).catch(() => undefined);
  return found === undefined ? [...(await missing(dirname(directory))), directory] : [];
}

/**
 * Writes a file into the directory and removes it again, with all that was made for it.
 *
 * @throws UsageError where that fails.
 */
async function assertWritable(directory: string): Promise<void> {
  await assertReportsDirectory(directory);
  const made: string[] = [];
  try {
    // One by one: Node's recursive way hides a full or read-only disk (nodejs/node#42808, #47098), and never ends in /proc.
    for (const each of await missing(directory)) {
      await mkdir(each);
      made.unshift(each);
    }
    const trial = await mkdtemp(join(directory, `.syncproof-${process.pid}-`));
    try {
      await writeFile(join(trial, 'trial'), 'Can reports be written here?\n');
    } finally {
      await rm(trial, { recursive: true, force: true });
    }
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(
      `The reports cannot be written to ${directory}: ${why}. Make it writable and make room, or name another place with --out, or "out" in the config.`,
    );
  } finally {
    for (const each of made) {
      // Another run may have put something into it meanwhile: then it stays.
      await rmdir(each).catch(() => undefined);
    }
  }
}

/**
 * Makes sure that whatever set a run leaves can be written.
 *
 * @param mayBePartial - the run, for what it was asked.
 * @throws UsageError
 */
export async function assertReportsWritable(place: ReportsPlace, mayBePartial: boolean): Promise<void> {
  const kinds = [
    { partial: false },
    ...(mayBePartial ? [{ partial: true }] : []),
    { partial: true, interrupted: true as const },
  ];
  for (const directory of new Set(kinds.map((kind) => directoryOfSet(place, kind)))) {
    await assertWritable(directory);
  }
}
