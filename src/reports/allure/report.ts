/** Making the Allure report: by Allure 2 where Java works, by Allure 3 elsewhere; sealed against the outside. */
import { execFile, type ExecFileOptions } from 'node:child_process';
import { rm } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { sealReport } from './remove-external-content';

const run = promisify(execFile);

/** `allure-commandline` is Allure 2 and needs Java; `allure` is Allure 3. */
export type AllureGenerator = 'allure-commandline' | 'allure';

export interface AllureReportOptions {
  /** Tried in this order. Default: `allure-commandline`, then `allure`. */
  readonly generators?: readonly AllureGenerator[];
  /** Default: this process's. Only what finds programs and places for temporary files is handed on. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** For each generator, in milliseconds. Default 300,000. */
  readonly timeoutMs?: number;
  /** The main file of a generator's package; throws where it is not installed. Default: as this module would load it. */
  readonly resolvePackage?: (generator: AllureGenerator) => string;
}

/** No generator made a report; `message` holds what each of them said. */
export class AllureError extends Error {
  override readonly name = 'AllureError';
}

/**
 * Neither CI variables (Allure 3 would write the job's address into the report) nor anybody's tokens go to a generator.
 */
const HANDED_ON = [
  'PATH',
  'Path',
  'HOME',
  'JAVA_HOME',
  'TMPDIR',
  'TEMP',
  'TMP',
  'SystemRoot',
  'LANG',
  'LC_ALL',
];

const FIVE_MINUTES = 300_000;
const JAVA_STARTS_WITHIN = 20_000;
const MOST_OUTPUT = 16 * 1024 * 1024;

function environmentFor(given: Readonly<Record<string, string | undefined>>): Record<string, string> {
  const handedOn = HANDED_ON.flatMap((name) => {
    const value = given[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(handedOn), ALLURE_NO_ANALYTICS: 'true' };
}

/**
 * The first Java that works: of `JAVA_HOME`, then on `PATH`; `undefined` where there is none. It is started, as an
 * installed Java need not run.
 */
export async function findJava(
  environment: Readonly<Record<string, string | undefined>> = process.env,
): Promise<string | undefined> {
  const home = environment.JAVA_HOME;
  const candidates = [...(home === undefined || home === '' ? [] : [path.join(home, 'bin', 'java')]), 'java'];
  for (const candidate of candidates) {
    try {
      await run(candidate, ['-version'], { env: environmentFor(environment), timeout: JAVA_STARTS_WITHIN });
      return candidate;
    } catch {
      continue;
    }
  }
  return undefined;
}

interface Command {
  readonly program: string;
  readonly parameters: readonly string[];
}

/** Runs a program that must not outlive this process: it would write into a directory that is gone. */
async function toItsEnd({ program, parameters }: Command, options: ExecFileOptions): Promise<void> {
  const running = run(program, [...parameters], options);
  const kill = (): void => {
    running.child.kill('SIGKILL');
  };
  process.prependOnceListener('exit', kill);
  try {
    await running;
  } finally {
    process.removeListener('exit', kill);
  }
}

const COMMON = ['--single-file', '--name', 'syncproof', '--lang', 'en'];

/** The class path and main class of the package's own start script, which is a shell script and would not run everywhere. */
function allure2(main: string, java: string, resultsDir: string, reportDir: string): Command {
  const library = path.join(path.dirname(main), 'dist', 'lib');
  const classPath = [path.join(library, '*'), path.join(library, 'config')].join(path.delimiter);
  const start = ['-Djava.awt.headless=true', '-classpath', classPath, 'io.qameta.allure.CommandLine'];
  return { program: java, parameters: [...start, 'generate', ...COMMON, '--output', reportDir, resultsDir] };
}

function allure3(main: string, resultsDir: string, reportDir: string): Command {
  const cli = path.join(path.dirname(main), '..', 'cli.js');
  return {
    program: process.execPath,
    parameters: [cli, 'awesome', resultsDir, ...COMMON, '--output', reportDir],
  };
}

/** A generator whose package is there. */
interface InstalledGenerator {
  readonly name: AllureGenerator;
  /** Its package's main file. */
  readonly main: string;
}

/** The generators are optional dependencies: `npm ci --omit=optional` leaves them out. */
function installed(
  generators: readonly AllureGenerator[],
  resolvePackage: (generator: AllureGenerator) => string,
): InstalledGenerator[] {
  return generators.flatMap((name) => {
    try {
      return [{ name, main: resolvePackage(name) }];
    } catch {
      return [];
    }
  });
}

async function commandOf(
  { name, main }: InstalledGenerator,
  resultsDir: string,
  reportDir: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Command> {
  if (name === 'allure') {
    return allure3(main, resultsDir, reportDir);
  }
  const java = await findJava(environment);
  if (java === undefined) {
    throw new Error('no working Java: set JAVA_HOME or put java on PATH');
  }
  return allure2(main, java, resultsDir, reportDir);
}

/** What a child process said last; Java's stack traces are of no use to a reader. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return (said === '' ? error.message : said).split('\n').slice(0, 3).join('; ');
}

/**
 * Makes a report of one self-contained page, `index.html`, that opens from a disk, and seals it (see `sealReport`). The
 * generators run as processes of their own, without analytics and with nothing of the environment but paths.
 *
 * @param resultsDir - what `writeAllureResults` wrote.
 * @param reportDir - is replaced. Its parent should be a directory without an Allure config.
 * @returns the generator that made it.
 * @throws AllureError when no generator is installed or none succeeded; `reportDir` does not exist then.
 */
export async function generateAllureReport(
  resultsDir: string,
  reportDir: string,
  options: AllureReportOptions = {},
): Promise<AllureGenerator> {
  const environment = options.environment ?? process.env;
  const output = path.resolve(reportDir);
  const wanted = options.generators ?? ['allure-commandline', 'allure'];
  const present = installed(wanted, options.resolvePackage ?? require.resolve);
  const problems: string[] = [];
  for (const generator of present) {
    await rm(output, { recursive: true, force: true });
    try {
      const command = await commandOf(generator, path.resolve(resultsDir), output, environment);
      await toItsEnd(command, {
        cwd: path.dirname(output),
        env: environmentFor(environment),
        timeout: options.timeoutMs ?? FIVE_MINUTES,
        maxBuffer: MOST_OUTPUT,
      });
      await sealReport(output);
      return generator.name;
    } catch (error) {
      problems.push(`${generator.name}: ${wordsOf(error)}`);
    }
  }
  await rm(output, { recursive: true, force: true });
  if (present.length === 0) {
    throw new AllureError(
      `The Allure report was not generated: ${wanted.join(' and ')} ${wanted.length === 1 ? 'is' : 'are'} not installed. Install Allure 3 with "npm install allure" (or, where Java is found, Allure 2 with "npm install allure-commandline"), or leave it out with --no-allure.`,
    );
  }
  throw new AllureError(`no Allure report was made from ${resultsDir}: ${problems.join(' | ')}`);
}
