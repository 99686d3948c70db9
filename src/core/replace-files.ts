/** Replaces files of a directory as one set: a failure on the way, or a signal, leaves the old set whole. */
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { temporaryDirectory } from './temporary-directory';

export interface FileChanges {
  /** Name → new text; a name may lead through directories, with slashes, which are made where they do not exist. */
  readonly write: ReadonlyMap<string, string>;
  readonly remove: readonly string[];
}

/** The outermost directory that `mkdir` will have to make; absent where the directory exists. */
function outermostMissing(directory: string): string | undefined {
  if (existsSync(directory)) {
    return undefined;
  }
  return outermostMissing(dirname(directory)) ?? directory;
}

/** Makes all moves in one go, without giving way to anything else in this process; takes them back where one fails. */
function moveAll(directory: string, staging: string, { write, remove }: FileChanges): void {
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    renameSync(from, to);
    undo.push(() => {
      renameSync(to, from);
    });
  };
  try {
    for (const name of [...remove, ...write.keys()]) {
      const place = join(directory, name);
      const made = outermostMissing(dirname(place));
      if (made !== undefined) {
        undo.push(() => {
          rmSync(made, { recursive: true, force: true });
        });
        mkdirSync(dirname(place), { recursive: true });
      }
      if (existsSync(place)) {
        mkdirSync(dirname(join(staging, 'old', name)), { recursive: true });
        move(place, join(staging, 'old', name));
      }
      if (write.has(name)) {
        move(join(staging, 'new', name), place);
      }
    }
  } catch (error) {
    for (const step of undo.reverse()) {
      step();
    }
    throw error;
  }
}

/**
 * Writes and removes the files together; nothing else in the directory is touched.
 *
 * @param directory - absolute path; made where it does not exist.
 * @throws the file system's error; then everything is as it was.
 */
export function replaceFiles(directory: string, changes: FileChanges): void {
  const made = outermostMissing(directory);
  try {
    mkdirSync(directory, { recursive: true });
    const staging = temporaryDirectory(directory, `.syncproof-${process.pid}-`);
    try {
      for (const name of ['old', 'new']) {
        mkdirSync(join(staging.path, name));
      }
      for (const [name, text] of changes.write) {
        mkdirSync(dirname(join(staging.path, 'new', name)), { recursive: true });
        writeFileSync(join(staging.path, 'new', name), text);
      }
      moveAll(directory, staging.path, changes);
    } finally {
      staging.remove();
    }
  } catch (error) {
    if (made !== undefined) {
      rmSync(made, { recursive: true, force: true });
    }
    throw error;
  }
}
