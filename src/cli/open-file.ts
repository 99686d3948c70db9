/** Opening a file in the program that the user has for it, by the platform's own opener. */
import { spawn } from 'node:child_process';

/**
 * Platform → the command that opens a file. Linux and the BSDs: https://www.freedesktop.org/wiki/Software/xdg-utils/. Windows:
 * not `start`, which is a word of cmd.exe, whose quoting would read `&` in a path.
 */
const OPENERS: Readonly<Partial<Record<NodeJS.Platform, readonly string[]>>> = {
  darwin: ['open'],
  win32: ['rundll32', 'url.dll,FileProtocolHandler'],
};
const OTHER_OPENER = ['xdg-open'];

/** An opener that failed has ended by then; one that became the browser itself runs on. */
const GRACE_MS = 1_500;

/** What ends badly, ends at once. Tests give their own. */
export interface OpenFileOptions {
  /** Default: this one. */
  readonly platform?: NodeJS.Platform;
  readonly start?: typeof spawn;
  /** How long an opener that does not end is watched, in milliseconds. Default 1,500. */
  readonly graceMs?: number;
}

/**
 * Opens the file, and does not wait for the program to end.
 *
 * @param file - absolute.
 * @returns whether the opener was found and did not say that it failed.
 */
export function openFile(file: string, options: OpenFileOptions = {}): Promise<boolean> {
  const { platform = process.platform, start = spawn, graceMs = GRACE_MS } = options;
  const [command = '', ...words] = OPENERS[platform] ?? OTHER_OPENER;
  return new Promise((resolve) => {
    const child = start(command, [...words, file], { detached: true, stdio: 'ignore' });
    const timer = setTimeout(() => {
      resolve(true);
    }, graceMs);
    const end = (opened: boolean): void => {
      clearTimeout(timer);
      resolve(opened);
    };
    child.once('error', () => {
      end(false);
    });
    child.once('exit', (code) => {
      end(code === 0);
    });
    child.unref();
  });
}
