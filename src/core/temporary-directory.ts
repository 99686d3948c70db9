/** Temporary directories, removed when they are no longer needed, or when the process ends in an orderly way. */
import { accessSync, constants, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const CLEANUPS = new Set<() => void>();

function cleanUp(): void {
  for (const act of CLEANUPS) {
    act();
  }
}

/**
 * Does something when the process ends, also by a signal (whoever handles it calls `process.exit`).
 *
 * @param act - must not wait for anything.
 * @returns forgets it.
 */
export function atExit(act: () => void): () => void {
  if (CLEANUPS.size === 0) {
    process.once('exit', cleanUp);
  }
  CLEANUPS.add(act);
  return () => {
    CLEANUPS.delete(act);
    if (CLEANUPS.size === 0) {
      process.removeListener('exit', cleanUp);
    }
  };
}

export interface TemporaryDirectory {
  readonly path: string;
  /** Removes it with all it holds. */
  readonly remove: () => void;
}

/** Other processes may still write into the directory while they end: how often, and how long after, it is tried again. */
const REMOVAL = { recursive: true, force: true, maxRetries: 5, retryDelay: 50 } as const;

/** Makes a directory inside `parent`, whose name begins with `prefix`. */
export function temporaryDirectory(parent: string, prefix: string): TemporaryDirectory {
  const path = mkdtempSync(join(parent, prefix));
  const removeNow = (): void => {
    rmSync(path, REMOVAL);
  };
  const forget = atExit(removeNow);
  return {
    path,
    remove: () => {
      forget();
      removeNow();
    },
  };
}

/** Memory that looks like a directory, on systems that have it. */
const MEMORY = '/dev/shm';

/** The directory for temporary directories: in memory where the system offers that, else the system's own. */
export function scratchRoot(): string {
  try {
    accessSync(MEMORY, constants.W_OK);
    return MEMORY;
  } catch {
    return tmpdir();
  }
}
