/** Whether the reports can be written is found out before the run, not after it. */
import { stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { UsageError } from '../core/usage-error';

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
