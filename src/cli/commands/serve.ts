/** `syncproof serve`: the simulated systems of the documents on loopback, until someone stops them. */
import { DEFAULT_SEED } from '../../config';
import { accessSync, constants, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import {
  announceJson,
  announceText,
  harOf,
  NothingToServe,
  PortUnusable,
  serve,
  type Serving,
} from '../../serve';
import { UsageError } from '../../core/usage-error';
import { FaultPlanError, parseFaultPlan, type Clock, type FaultPlan } from '../../systems';
import type { Context } from '../context';
import { reportDiagnostics } from '../diagnostics';
import { plural } from '../../core/text';
import { packageVersion } from '../../core/package-root';

export interface ServeCommandOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Every system speaks plain REST; default: those with a native API speak it. */
  readonly rest?: boolean;
  /** The file of a fault plan. */
  readonly faults?: string;
  /** Where the calls go at the end. */
  readonly har?: string;
  readonly records?: number;
  /** Default: the config's, else 1. */
  readonly seed?: number;
  readonly format: 'text' | 'json';
}

/** The time of day, but never back: systems keep their records in the order of their times. */
function realTime(): Clock {
  let last = 0;
  return {
    now() {
      last = Math.max(last, Date.now());
      return last;
    },
  };
}

/** @throws UsageError where the file cannot be read, or is not a fault plan */
function readPlan(context: Context, file: string): FaultPlan {
  try {
    return parseFaultPlan(readFileSync(resolve(context.terminal.cwd, file), 'utf8'));
  } catch (error) {
    if (error instanceof FaultPlanError) {
      throw new UsageError(error.message.replace(/^The fault plan/gm, file));
    }
    const why = error instanceof Error ? error.message : String(error);
    throw new UsageError(`The fault plan ${file} cannot be read: ${why}. Name a YAML or JSON file.`);
  }
}

/** Checked before anything is served, not at the end. @throws UsageError */
function harPlace(context: Context, file: string): string {
  const place = resolve(context.terminal.cwd, file);
  const isDirectory = statSync(place, { throwIfNoEntry: false })?.isDirectory() === true;
  try {
    accessSync(dirname(place), constants.W_OK);
  } catch {
    throw new UsageError(
      `The calls cannot be written to ${file}: ${dirname(place)} is not a directory that can be written to. Name another place with --har.`,
    );
  }
  if (isDirectory) {
    throw new UsageError(
      `The calls cannot be written to ${file}: it is a directory. Name a file with --har.`,
    );
  }
  return place;
}

/** A file that is there is whole: the new one takes its place at once or not at all. */
function writeWhole(place: string, text: string): void {
  const temporary = `${place}.${process.pid}.tmp`;
  try {
    writeFileSync(temporary, text);
    renameSync(temporary, place);
  } finally {
    rmSync(temporary, { force: true });
  }
}

async function start(
  context: Context,
  specs: readonly string[],
  options: ServeCommandOptions,
  plan: FaultPlan | undefined,
): Promise<Serving> {
  const { config, profiles, documents, declared } = await context.project(specs);
  await reportDiagnostics(context, documents);
  try {
    return await serve({
      documents,
      stated: declared,
      bindings: config.bindings,
      policies: config.policies,
      profileOf: (system) => profiles.of(system),
      native: options.rest !== true,
      port: options.port ?? 0,
      clock: realTime(),
      ...(plan === undefined ? {} : { plan }),
      records: options.records ?? 0,
      seed: options.seed ?? config.seed ?? DEFAULT_SEED,
    });
  } catch (error) {
    if (error instanceof NothingToServe) {
      throw new UsageError(error.message);
    }
    if (error instanceof PortUnusable) {
      throw new UsageError(`${error.message} Give it with --port, or leave that out for a free one.`);
    }
    throw error;
  }
}

/** What became of it all, in one line. */
function summaryOf({ calls, faults }: Serving): string {
  const unexpected = calls.calls.filter((call) => call.unexpected !== undefined).length;
  const faulty = calls.calls.filter((call) => call.fault !== undefined).length;
  const unused = faults.neverFired().length;
  return [
    `Stopped after ${plural(calls.calls.length, 'call')}`,
    ...(unexpected > 0 ? [`${unexpected} of them that no correct client makes`] : []),
    ...(faulty > 0 ? [`${faulty} of them met a fault`] : []),
    ...(unused > 0 ? [`${plural(unused, 'rule')} of the fault plan never fired`] : []),
  ].join('; ');
}

/** Serves until someone stops it; answers the exit code. */
export async function serveCommand(
  context: Context,
  specs: readonly string[],
  options: ServeCommandOptions,
): Promise<number> {
  const { terminal } = context;
  const plan = options.faults === undefined ? undefined : readPlan(context, options.faults);
  const har = options.har === undefined ? undefined : harPlace(context, options.har);
  const serving = await start(context, specs, options, plan);
  const stopped = terminal.untilStopped();
  const text = options.format === 'text';
  const say = text
    ? terminal.out
    : (line: string): void => {
        context.progress(line.trimEnd());
      };
  try {
    terminal.out(text ? announceText(serving) : announceJson(serving));
    say('Stop with Ctrl+C.\n');
    await stopped;
  } finally {
    serving.close();
    if (har !== undefined) {
      const archive = harOf(serving.calls, { name: 'syncproof', version: packageVersion() });
      writeWhole(har, `${JSON.stringify(archive, undefined, 2)}\n`);
      context.progress(`The calls are in ${context.shown(har)}.`);
    }
  }
  say(`${summaryOf(serving)}.\n`);
  return 0;
}
