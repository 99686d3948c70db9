/** Where the repository has what the run names: code scanning and annotations count paths from its root. */
import { existsSync } from 'node:fs';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';

/** The path from `root` on, with slashes; `undefined` where it leads out of it. */
export function pathBelow(root: string, path: string): string | undefined {
  const way = relative(root, path).split(sep).join('/');
  return isAbsolute(way) || way === '' || way === '..' || way.startsWith('../') ? undefined : way;
}

/**
 * The root of the repository that a directory is in: a job's workspace where the directory is in it, else the nearest directory
 * with `.git`; `undefined` where there is none.
 *
 * @param workspace - where a job has checked the repository out; absent outside of jobs.
 */
export function repositoryRoot(directory: string, workspace: string | undefined): string | undefined {
  if (workspace !== undefined && pathBelow(workspace, join(directory, '.git')) !== undefined) {
    return resolve(workspace);
  }
  for (let place = resolve(directory); ; place = dirname(place)) {
    if (existsSync(join(place, '.git'))) {
      return place;
    }
    if (dirname(place) === place) {
      return undefined;
    }
  }
}
