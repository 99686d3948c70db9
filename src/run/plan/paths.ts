/** From where paths count. */
import { isAbsolute, relative, resolve, sep } from 'node:path';
import type { Config } from '../../config';

function isInside(directory: string, path: string): boolean {
  const way = relative(directory, path);
  return !isAbsolute(way) && way !== '..' && !way.startsWith(`..${sep}`);
}

/**
 * The directory that documents' paths are relative to in everything that is written: the config's where the command runs
 * in it or below, so that a subdirectory gives the same bytes; else `cwd`.
 */
export function baseDirectory({ directory }: Config, cwd: string): string {
  return isInside(directory, cwd) ? directory : cwd;
}

/** SPECs that count from one directory, as they are written from another. */
export function respelled(specs: readonly string[], from: string, to: string): string[] {
  const way = relative(to, resolve(from)).split(sep).join('/');
  return specs.map((spec) => (way === '' || isAbsolute(spec) ? spec : `${way}/${spec}`));
}

/** The config's SPECs as they are written from `base`. */
export function configuredSpecs({ specs, directory }: Config, base: string): string[] {
  return respelled(specs, directory, base);
}
