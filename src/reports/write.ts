/** Writing all reports of a run as one set. */
import { existsSync, renameSync, rmSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { redact } from '../core/redact';
import type { RunResults } from '../verdict';
import { AllureError, generateAllureReport } from './allure/report';
import type { AllureGenerator, AllureReportOptions } from './allure/report';
import { reportName } from './allure/about-run';
import { HISTORY_DIRECTORY } from './allure/history';
import { writeAllureResults } from './allure/results';
import { writeChecklist } from './checklist/write';
import { toBadge } from './ci/badge';
import { toJunit } from './ci/junit';
import { copyMessages } from './ci/messages';
import type { PropertiesByCheck } from './ci/properties';
import { toSummaryMarkdown } from './ci/summary';
import { toNdjson } from './ndjson';

/** The reports that are one text: file name → how it is made from results without secrets. */
const TEXT_REPORTS: Readonly<Record<string, (results: RunResults, options: WriteReportsOptions) => string>> =
  {
    'results.ndjson': toNdjson,
    'junit.xml': (results, { junitProperties = {}, secrets = [] }) =>
      toJunit(results, { properties: redactValue(junitProperties, secrets) as PropertiesByCheck }),
    'summary.md': toSummaryMarkdown,
    'badge.json': toBadge,
  };

const MESSAGES = 'messages.ndjson';

const CHECKLIST = 'checklist';

/** What a run owns in the reports' directory: a new set replaces all of it, and touches nothing else. */
const REPORT_SET: readonly string[] = [
  ...Object.keys(TEXT_REPORTS),
  MESSAGES,
  CHECKLIST,
  'allure-results',
  'allure-report',
];

/** What the user keeps in the reports' directory and a new set may bring up to date: never removed. */
const KEPT: readonly string[] = [HISTORY_DIRECTORY];

/** Browsers take long to open a larger page. */
const LARGE_PAGE_BYTES = 20_000_000;

export interface WriteReportsOptions {
  /** Allure's results and report. Default true. */
  readonly allure?: boolean;
  readonly allureReport?: AllureReportOptions;
  /** Values that must not be written, for example those that the config took from the environment. */
  readonly secrets?: readonly string[];
  /** Aborted: the new set is not put in place. Default: it always is. */
  readonly signal?: AbortSignal;
  /** Properties of checks for `junit.xml`, from the config. Default: none. */
  readonly junitProperties?: PropertiesByCheck;
  /** A file with cucumber's messages of the run, one a line; where it does not exist, there are none. Default: none. */
  readonly messages?: string;
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
  /** The Allure report is there, and so large that browsers take long to open it: what to do. */
  readonly allureNotice?: string;
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

/** The history that the user keeps beside the reports, copied into the new set; `undefined` where none is kept. */
async function historyFor(outDir: string, directory: string): Promise<string | undefined> {
  const kept = path.join(outDir, HISTORY_DIRECTORY);
  if (!existsSync(kept)) {
    return undefined;
  }
  const copy = path.join(directory, HISTORY_DIRECTORY);
  await cp(kept, copy, { recursive: true });
  return copy;
}

/** What to do about a page that is large; `undefined` where it is not. */
async function noticeOfPage(report: string): Promise<string | undefined> {
  const { size } = await stat(path.join(report, 'index.html'));
  return size <= LARGE_PAGE_BYTES
    ? undefined
    : `The Allure report has ${Math.round(size / 1_000_000)} MB, and browsers take long to open it. Leave it out with --no-allure (summary.md and junit.xml have every failure), or run fewer documents at a time, each run with an --out of its own.`;
}

async function buildAllure(
  results: RunResults,
  { outDir, directory }: { readonly outDir: string; readonly directory: string },
  options: WriteReportsOptions,
): Promise<Partial<WrittenReports>> {
  const allureResults = path.join(directory, 'allure-results');
  await writeAllureResults(results, allureResults);
  try {
    const report = path.join(directory, 'allure-report');
    const history = await historyFor(outDir, directory);
    const allureGenerator = await generateAllureReport(allureResults, report, {
      name: reportName(results),
      ...(history === undefined ? {} : { history }),
      ...options.allureReport,
    });
    const allureNotice = await noticeOfPage(report);
    return { allureGenerator, ...(allureNotice === undefined ? {} : { allureNotice }) };
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
    for (const name of [...REPORT_SET, ...KEPT]) {
      const place = path.join(outDir, name);
      const made = path.join(staging, 'new', name);
      if (KEPT.includes(name) && !existsSync(made)) {
        continue;
      }
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

async function writeMessages(
  directory: string,
  { messages, secrets = [] }: WriteReportsOptions,
): Promise<void> {
  if (messages !== undefined && existsSync(messages)) {
    await copyMessages(messages, path.join(directory, MESSAGES), (value) => redactValue(value, secrets));
  }
}

/**
 * Writes what `REPORT_SET` names as one set: built in a hidden
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
      await writeFile(path.join(fresh, name), make(clean, options));
    }
    await writeChecklist(clean, path.join(fresh, CHECKLIST));
    await writeMessages(fresh, options);
    await options.also?.(clean, fresh);
    const allure =
      options.allure === false
        ? {}
        : await buildAllure(clean, { outDir: directory, directory: fresh }, options);
    options.signal?.throwIfAborted();
    return { written: putInPlace(staging, directory), ...allure };
  } finally {
    process.removeListener('exit', remove);
    remove();
  }
}
