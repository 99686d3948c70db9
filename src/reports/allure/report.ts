/** Making the Allure report: by Allure 2 where Java works, by Allure 3 elsewhere; sealed against the outside. */
import { execFile, type ExecFileOptions } from 'node:child_process';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { promisify } from 'node:util';
import { CATEGORIES } from './categories';
import { ALLURE3_HISTORY, handOutHistory, keepHistory, MOST_RUNS_IN_HISTORY } from './history';
import { sealReport } from './remove-external-content';

const run = promisify(execFile);

/** `allure-commandline` is Allure 2 and needs Java; `allure` is Allure 3. */
export type AllureGenerator = 'allure-commandline' | 'allure';

export interface AllureReportOptions {
  /** The report's title. Default `syncproof`. */
  readonly name?: string;
  /** A directory with the history of earlier runs; it is brought up to date. Default: no history. */
  readonly history?: string;
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

/** What every generator is to make. */
interface ReportRequest {
  readonly name: string;
  /** Absolute. */
  readonly resultsDir: string;
  readonly reportDir: string;
  readonly history?: string;
  /** For what a generator needs besides; its own. */
  readonly scratch: string;
}

function commonOf({ name, reportDir }: ReportRequest): string[] {
  return ['--single-file', '--name', name, '--lang', 'en', '--output', reportDir];
}

/** The class path and main class of the package's own start script, which is a shell script and would not run everywhere. */
function allure2(main: string, java: string, request: ReportRequest): Command {
  const library = path.join(path.dirname(main), 'dist', 'lib');
  const classPath = [path.join(library, '*'), path.join(library, 'config')].join(path.delimiter);
  const start = ['-Djava.awt.headless=true', '-classpath', classPath, 'io.qameta.allure.CommandLine'];
  return { program: java, parameters: [...start, 'generate', ...commonOf(request), request.resultsDir] };
}

/** Allure 3 reads no `categories.json`: they are in a config of its own (https://allurereport.org/docs/v3/configure/). */
async function allure3(main: string, request: ReportRequest): Promise<Command> {
  const { resultsDir, scratch, history } = request;
  const config = path.join(scratch, 'allurerc.json');
  await writeFile(config, JSON.stringify({ categories: CATEGORIES, historyLimit: MOST_RUNS_IN_HISTORY }));
  const cli = path.join(path.dirname(main), '..', 'cli.js');
  return {
    program: process.execPath,
    parameters: [
      ...[cli, 'awesome', resultsDir, '--config', config, ...commonOf(request)],
      ...(history === undefined ? [] : ['--history-path', path.join(history, ALLURE3_HISTORY)]),
    ],
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
  request: ReportRequest,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<Command> {
  if (name === 'allure') {
    return allure3(main, request);
  }
  const java = await findJava(environment);
  if (java === undefined) {
    throw new Error('no working Java: set JAVA_HOME or put java on PATH');
  }
  return allure2(main, java, request);
}

/** What a child process said last; Java's stack traces are of no use to a reader. */
function wordsOf(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const said = 'stderr' in error && typeof error.stderr === 'string' ? error.stderr.trim() : '';
  return (said === '' ? error.message : said).split('\n').slice(0, 3).join('; ');
}

/** Generators end well without a page where the report is too large for them, or where they find nothing. */
async function assertPage(reportDir: string): Promise<void> {
  const page = await stat(path.join(reportDir, 'index.html')).catch(() => undefined);
  if (page?.isFile() !== true || page.size === 0) {
    throw new Error('it ended without an error and wrote no index.html');
  }
}

/** Makes the report with one generator, and brings the history up to date. */
async function generateWith(
  generator: InstalledGenerator,
  request: ReportRequest,
  options: AllureReportOptions,
): Promise<void> {
  const environment = options.environment ?? process.env;
  const { reportDir, resultsDir, history } = request;
  const takeBack = history === undefined ? undefined : await handOutHistory(history, resultsDir);
  try {
    const command = await commandOf(generator, request, environment);
    await toItsEnd(command, {
      cwd: path.dirname(reportDir),
      env: environmentFor(environment),
      timeout: options.timeoutMs ?? FIVE_MINUTES,
      maxBuffer: MOST_OUTPUT,
    });
  } finally {
    await takeBack?.();
  }
  await assertPage(reportDir);
  if (history !== undefined) {
    await keepHistory(history, reportDir);
  }
  await sealReport(reportDir);
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
  const output = path.resolve(reportDir);
  const wanted = options.generators ?? ['allure-commandline', 'allure'];
  const present = installed(wanted, options.resolvePackage ?? require.resolve);
  const problems: string[] = [];
  const scratch = await mkdtemp(path.join(path.dirname(output), '.allure-'));
  const request: ReportRequest = {
    name: options.name ?? 'syncproof',
    resultsDir: path.resolve(resultsDir),
    reportDir: output,
    scratch,
    ...(options.history === undefined ? {} : { history: path.resolve(options.history) }),
  };
  try {
    for (const generator of present) {
      await rm(output, { recursive: true, force: true });
      try {
        await generateWith(generator, request, options);
        return generator.name;
      } catch (error) {
        problems.push(`${generator.name}: ${wordsOf(error)}`);
      }
    }
  } finally {
    await rm(scratch, { recursive: true, force: true });
  }
  await rm(output, { recursive: true, force: true });
  if (present.length === 0) {
    throw new AllureError(
      `The Allure report was not generated: ${wanted.join(' and ')} ${wanted.length === 1 ? 'is' : 'are'} not installed. Install Allure 3 with "npm install allure" (or, where Java is found, Allure 2 with "npm install allure-commandline"), or leave it out with --no-allure.`,
    );
  }
  throw new AllureError(`no Allure report was made from ${resultsDir}: ${problems.join(' | ')}`);
}
