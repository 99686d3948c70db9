/** The version of the package that the engine ships in. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const readVersion = (): string => {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json')) && dirname(directory) !== directory) {
    directory = dirname(directory);
  }
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
};

let known: string | undefined;

/** `version` of the nearest package.json above this file: the package's, from the sources and from dist alike. */
export const packageVersion = (): string => {
  known ??= readVersion();
  return known;
};
