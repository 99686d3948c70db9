/** Replaces what a directory holds as one set: a failure on the way leaves the old set whole. */
import { cp, mkdir, mkdtemp, rename, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}

/**
 * Builds the directory anew beside the old one and renames it into its place.
 *
 * @param directory - absolute path; need not exist.
 * @param change - gets a copy of the directory and changes it.
 */
export async function replaceDirectory(
  directory: string,
  change: (copy: string) => Promise<void>,
): Promise<void> {
  const parent = dirname(directory);
  await mkdir(parent, { recursive: true });
  const workshop = await mkdtemp(join(parent, `.${basename(directory)}-`));
  try {
    const copy = join(workshop, 'new');
    const hadOne = await exists(directory);
    if (hadOne) await cp(directory, copy, { recursive: true });
    else await mkdir(copy);
    await change(copy);
    const old = join(workshop, 'old');
    if (hadOne) await rename(directory, old);
    await rename(copy, directory).catch(async (error: unknown) => {
      if (hadOne) await rename(old, directory);
      throw error;
    });
  } finally {
    await rm(workshop, { recursive: true, force: true });
  }
}
