/** The version of the package that the engine ships in. */
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** `version` of the nearest package.json above this file: the package's, from the sources and from dist alike. */
export const packageVersion = (): string => {
  let directory = __dirname;
  while (!existsSync(join(directory, 'package.json')) && dirname(directory) !== directory) {
    directory = dirname(directory);
  }
  const { version } = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    version: string;
  };
  return version;
};
