/** Finding and reading the config file. */
import { existsSync } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import path from 'node:path';
import schema from '../../schemas/config.json';
import { ambiguousAliases, disputedTwice, problemsOf } from './check';
import { engineProblems } from './check-engines';
import { LocatedError } from '../core/located-error';
import { YamlSource } from '../core/yaml-source';
import type { Config, SystemConfig } from './types';

/** The seed of whatever draws values, where neither the command line nor the config names one. */
export const DEFAULT_SEED = 1;

const NAMES = ['syncproof.config.yaml', 'syncproof.config.json'];
const MISTAKEN_NAME = 'syncproof.config.yml';

export interface LoadConfigOptions {
  /** Absolute, or relative to the process's cwd. */
  readonly cwd: string;
  /** The file to read, relative to `cwd`; it must exist. Default: looked for. */
  readonly file?: string;
  /** Where `${NAME}` is looked up. Default: this process's environment. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
}

/** The cwd, then the nearest directory above it with a package.json. */
function directoriesFor(cwd: string): string[] {
  let directory = cwd;
  while (!existsSync(path.join(directory, 'package.json'))) {
    const above = path.dirname(directory);
    if (above === directory) {
      return [cwd];
    }
    directory = above;
  }
  return [...new Set([cwd, directory])];
}

function findConfig(cwd: string): string | undefined {
  for (const directory of directoriesFor(cwd)) {
    const found = NAMES.map((name) => path.join(directory, name)).filter((file) => existsSync(file));
    const [first, second] = found;
    if (first !== undefined && second !== undefined) {
      const what = `${path.basename(second)} is beside it`;
      throw new LocatedError(first, [{ what, help: 'remove one of the two, or name one with --config' }]);
    }
    if (first !== undefined) {
      return first;
    }
    const mistaken = path.join(directory, MISTAKEN_NAME);
    if (existsSync(mistaken)) {
      throw new LocatedError(mistaken, [
        { what: 'this name is not looked for', help: `rename it to ${NAMES[0] ?? ''}` },
      ]);
    }
  }
  return undefined;
}

/**
 * The text of a file of the user's.
 *
 * @param help - how to fix that it cannot be read.
 * @throws LocatedError where it cannot be read, or is not UTF-8.
 */
export async function readText(
  file: string,
  help = 'name a file that can be read, or leave --config out',
): Promise<string> {
  try {
    if (!(await stat(file)).isFile()) {
      throw new Error('it is not a regular file');
    }
    return new TextDecoder('utf-8', { fatal: true }).decode(await readFile(file));
  } catch (error) {
    if (error instanceof TypeError) {
      throw new LocatedError(file, [{ what: 'it is not UTF-8', help: 'save it as UTF-8' }]);
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new LocatedError(file, [{ what: `it cannot be read (${why})`, help }]);
  }
}

/** What the schema allows a file to say. */
type ConfigFile = Partial<
  Omit<Config, 'file' | 'directory' | 'secrets' | 'systems' | 'bindings' | 'policies' | 'junit'> & {
    systems: Readonly<Record<string, Partial<SystemConfig>>>;
    bindings: Partial<Config['bindings']>;
    policies: Partial<Config['policies']>;
    junit: Partial<Config['junit']>;
  }
>;

function systemsOf(given: ConfigFile['systems'] = {}): Config['systems'] {
  return Object.fromEntries(
    Object.entries(given).map(([name, system]) => [name, { aliases: [], schema: {}, ...system }]),
  );
}

/**
 * A config with every default in place.
 *
 * @param given - as the schema allows it.
 */
function withDefaults(given: ConfigFile, directory: string, secrets: readonly string[]): Config {
  return {
    directory,
    specs: given.specs ?? ['specs/'],
    groups: given.groups ?? [],
    engines: given.engines ?? {},
    engine: given.engine ?? 'reference',
    systems: systemsOf(given.systems),
    bindings: { conditions: {}, references: {}, ...given.bindings },
    policies: { fullSync: true, clear: 'spread', deletes: 'keep', ...given.policies },
    rules: given.rules ?? {},
    ...(given.baseline === undefined ? {} : { baseline: given.baseline }),
    disputed: given.disputed ?? [],
    junit: { properties: {}, ...given.junit },
    out: given.out ?? 'reports',
    parallel: given.parallel ?? 1,
    timeout: given.timeout ?? 60,
    ...(given.seed === undefined ? {} : { seed: given.seed }),
    secrets,
  };
}

/**
 * Reads the config: the named file, else `syncproof.config.yaml` or `.json` of the cwd, else that beside the nearest
 * package.json above it, else the defaults alone (paths then count from the cwd). `${NAME}` in a string value becomes the
 * environment variable's value; nothing else is expanded.
 *
 * @throws LocatedError with every problem of the file, each with its line and column and how to fix it.
 */
export async function loadConfig(options: LoadConfigOptions): Promise<Config> {
  const cwd = path.resolve(options.cwd);
  const file = options.file === undefined ? findConfig(cwd) : path.resolve(cwd, options.file);
  if (file === undefined) {
    return withDefaults({}, cwd, []);
  }
  const source = new YamlSource(file, await readText(file), options.environment ?? process.env);
  const value = source.value() ?? {};
  const problems = problemsOf(value, source, schema, (...file) => [
    ...disputedTwice(...file),
    ...ambiguousAliases(...file),
    ...engineProblems(...file),
  ]);
  if (problems.length > 0) {
    throw new LocatedError(file, problems);
  }
  return { file, ...withDefaults(value, path.dirname(file), source.secrets()) };
}

/**
 * Reads another YAML or JSON file of the user's, such as a profile, and checks it against its schema. Variables are not
 * expanded.
 *
 * @param file - absolute
 * @throws LocatedError with every problem of the file, each with its line and column and how to fix it.
 */
export async function readChecked(file: string, against: object): Promise<unknown> {
  const source = new YamlSource(file, await readText(file));
  const value = source.value();
  const problems = problemsOf(value ?? {}, source, against);
  if (problems.length > 0) {
    throw new LocatedError(file, problems);
  }
  return value;
}
