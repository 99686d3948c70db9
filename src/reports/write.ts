/** Writing all reports of a run as one set. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { redact } from '../core/redact';
import type { RunResults } from '../verdict';
import { AllureError, generateAllureReport } from './allure/report';
import type { AllureGenerator, AllureReportOptions } from './allure/report';
import { writeAllureResults } from './allure/results';
import { toJunit } from './ci/junit';
import { toSummaryMarkdown } from './ci/summary';
import { toNdjson } from './ndjson';

/** The reports that are one text: file name → how it is made from results without secrets. */
const TEXT_REPORTS: Readonly<Record<string, (results: RunResults) => string>> = {
  'results.ndjson': toNdjson,
  'junit.xml': toJunit,
  'summary.md': toSummaryMarkdown,
};

/** What a run owns in the reports' directory: a new set replaces all of it, and touches nothing else. */
const REPORT_SET: readonly string[] = [
  ...Object.keys(TEXT_REPORTS),
  'checklist',
  'allure-results',
  'allure-report',
];

export interface WriteReportsOptions {
  /** Allure's results and report. Default true. */
  readonly allure?: boolean;
  readonly allureReport?: AllureReportOptions;
  /** Values that must not be written, for example those that the config took from the environment. */
  readonly secrets?: readonly string[];
  /** Aborted: the new set is not put in place. Default: it always is. */
  readonly signal?: AbortSignal;
  /** Writes more of the set (a name of `REPORT_SET`) into the directory in which the set is built. */
  readonly also?: (results: RunResults, directory: string) => Promise<void>;
}

export interface WrittenReports {
  /** Names of the set that are now in the directory, in the order of `REPORT_SET`. */
  readonly written: readonly string[];
  /** Absent without Allure, or where it failed. */
  readonly allureGenerator?: AllureGenerator;
  /** Why there is no Allure report although one was wanted; everything else is written. */
  readonly allureProblem?: string;
}

const STAGING = /^\.syncproof-(\d+)-/;

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

/** What killed runs left there. */
async function removeLeftovers(outDir: string): Promise<void> {
  for (const name of await readdir(outDir)) {
    const pid = STAGING.exec(name)?.[1];
    if (pid === undefined || isAlive(Number(pid))) {
      continue;
    }
    await rm(path.join(outDir, name), { recursive: true, force: true });
  }
}

async function buildAllure(
  results: RunResults,
  directory: string,
  options: WriteReportsOptions,
): Promise<Partial<WrittenReports>> {
  const allureResults = path.join(directory, 'allure-results');
  await writeAllureResults(results, allureResults);
  try {
    const report = path.join(directory, 'allure-report');
    return { allureGenerator: await generateAllureReport(allureResults, report, options.allureReport) };
  } catch (error) {
    if (error instanceof AllureError) {
      return { allureProblem: error.message };
    }
    throw error;
  }
}

/**
 * Puts a new set in the place of an old one. All moves are renames inside one file system, made in one go without giving
 * way to anything else in this process, a signal's handler included; if one fails, those before it are taken back.
 *
 * @param staging - the directory of the new set, inside `outDir`.
 * @param rename - for tests.
 */
export function putInPlace(
  staging: string,
  outDir: string,
  rename: typeof renameSync = renameSync,
): string[] {
  const undo: (() => void)[] = [];
  const move = (from: string, to: string): void => {
    rename(from, to);
    undo.push(() => {
      renameSync(to, from);
    });
  };
  const written: string[] = [];
  try {
    for (const name of REPORT_SET) {
      const place = path.join(outDir, name);
      const made = path.join(staging, 'new', name);
      if (existsSync(place)) {
        move(place, path.join(staging, 'old', name));
      }
      if (!existsSync(made)) {
        continue;
      }
      move(made, place);
      written.push(name);
    }
  } catch (error) {
    for (const step of undo.reverse()) {
      step();
    }
    throw error;
  }
  return written;
}

/**
 * The results with secrets taken out of every string.
 *
 * @param secrets - values that must not be written, besides what `redact` recognizes as secret.
 */
export function redactResults(results: RunResults, secrets: readonly string[]): RunResults {
  return redactValue(results, secrets) as RunResults;
}

function redactValue(value: unknown, secrets: readonly string[]): unknown {
  if (typeof value === 'string') {
    return redact(value, secrets);
  }
  if (Array.isArray(value)) {
    return value.map((element) => redactValue(element, secrets));
  }
  if (typeof value !== 'object' || value === null) {
    return value;
  }
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, redactValue(member, secrets)]),
  );
}

/**
 * Writes `results.ndjson`, `junit.xml`, `summary.md`, `allure-results/` and `allure-report/` as one set: built in a hidden
 * directory inside `outDir` (so that the moves stay in one file system), then put in place together. What is in the
 * set and the new run did not make (Allure left out) is removed, so that nothing old remains beside it; files that are not of the set stay.
 *
 * @returns what was written; a missing Allure report is reported, not thrown.
 * @throws the file system's error, or what the signal was aborted with; then the old set is whole.
 */
export async function writeReports(
  results: RunResults,
  outDir: string,
  options: WriteReportsOptions = {},
): Promise<WrittenReports> {
  const directory = path.resolve(outDir);
  await mkdir(directory, { recursive: true });
  await removeLeftovers(directory);
  const staging = await mkdtemp(path.join(directory, `.syncproof-${process.pid}-`));
  const remove = (): void => {
    rmSync(staging, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  process.once('exit', remove);
  try {
    const fresh = path.join(staging, 'new');
    await mkdir(fresh);
    await mkdir(path.join(staging, 'old'));
    const clean = redactResults(results, options.secrets ?? []);
    for (const [name, make] of Object.entries(TEXT_REPORTS)) {
      await writeFile(path.join(fresh, name), make(clean));
    }
    await options.also?.(clean, fresh);
    const allure = options.allure === false ? {} : await buildAllure(clean, fresh, options);
    options.signal?.throwIfAborted();
    return { written: putInPlace(staging, directory), ...allure };
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}
