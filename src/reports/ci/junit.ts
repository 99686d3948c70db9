/**
 * JUnit XML, for the test views of CI systems and the importers of test management tools. The format has no standard; written
 * is what https://github.com/testmoapp/junitxml describes as common, which Jenkins, GitLab and Xray read.
 */
import { create } from 'xmlbuilder2';
import type { CheckLine, CheckStatus, RunLine, RunResults } from '../../verdict';
import { clean, oneLine, truncate } from '../../core/printable-text';
import { documentsOf } from '../checklist-lines';
import type { DocumentLines } from '../checklist-lines';
import { accountOf, reasonOf } from '../failure';
import { PropertyMap, type PropertiesByCheck } from './properties';

type JunitOutcome = 'failure' | 'error' | 'skipped';

/** An excused failure is `skipped`: a CI system must not be red where the exit code is 0. */
const OUTCOMES: Readonly<Partial<Record<CheckStatus, JunitOutcome>>> = {
  failed: 'failure',
  'not-understood': 'error',
  'not-run': 'error',
  known: 'skipped',
  disputed: 'skipped',
  pending: 'skipped',
  unsupported: 'skipped',
  'not-selected': 'skipped',
};

/** All of it is in the element's text. */
const LONGEST_MESSAGE = 500;
/** Longer names are cut: test views show one line. */
const LONGEST_NAME = 1000;

/** GitLab refuses larger files (https://docs.gitlab.com/ci/testing/unit_test_reports/). */
const MOST_BYTES = 30_000_000;
/** How long an account may be, in characters: the first with which the file is small enough. */
const LONGEST_ACCOUNTS = [20_000, 2_000, 200, 0] as const;
const CUT = '… cut, because the file would be too large for importers; results.ndjson has all of it';

interface JunitCounts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function countsOf(lines: readonly CheckLine[]): JunitCounts {
  const count = (outcome: JunitOutcome): number =>
    lines.filter((line) => OUTCOMES[line.status] === outcome).length;
  return {
    tests: lines.length,
    failures: count('failure'),
    errors: count('error'),
    skipped: count('skipped'),
  };
}

function seconds(milliseconds: number): string {
  return (milliseconds / 1000).toFixed(3);
}

function timeOf(line: CheckLine): number {
  return line.scenarios.reduce((sum, scenario) => sum + scenario.durationMs, 0);
}

/** The name of each case: unique with its class, and the same whatever the line numbers are. */
class CaseNames {
  private readonly counts = new Map<string, number>();

  of(classname: string, line: CheckLine): string {
    const name = truncate(oneLine(`${line.kind}: ${line.text}`), LONGEST_NAME);
    const key = JSON.stringify([classname, name]);
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return count === 1 ? name : `${name} (${count})`;
  }
}

function propertiesElement(values: Readonly<Record<string, string | number>>): object {
  const property = Object.entries(values).map(([name, value]) => ({
    '@name': oneLine(name),
    '@value': oneLine(`${value}`),
  }));
  return property.length === 0 ? {} : { properties: { property } };
}

/** The type of a failure or error: the state, or what it failed for. */
function typeOf(line: CheckLine): string {
  return line.status === 'failed' && line.precondition !== undefined ? 'precondition' : line.status;
}

/** Makes one file with accounts of a limited length. */
class JunitFile {
  private readonly names = new CaseNames();

  constructor(
    private readonly results: RunResults,
    private readonly map: PropertyMap,
    private readonly longestAccount: number,
  ) {}

  text(): string {
    const { summary } = this.results;
    const lines = this.results.checks.filter((line) => line.status !== 'informative');
    const root = {
      testsuites: {
        '@name': 'syncproof',
        ...prefixed(countsOf(lines)),
        '@time': seconds(summary.durationMs),
        testsuite: documentsOf(this.results).map((document) => this.testsuite(document)),
      },
    };
    return `${create({ encoding: 'UTF-8' }, root).end({ prettyPrint: true })}\n`;
  }

  private testsuite(document: DocumentLines): object {
    const { run } = this.results;
    const lines = document.lines.filter((line) => line.status !== 'informative');
    return {
      '@name': oneLine(document.title),
      '@file': clean(document.path),
      ...prefixed(countsOf(lines)),
      '@time': seconds(lines.reduce((sum, line) => sum + timeOf(line), 0)),
      '@timestamp': run.startedAt,
      ...propertiesElement(suiteProperties(run, document, lines)),
      testcase: lines.map((line) => this.testcase(line)),
    };
  }

  private testcase(line: CheckLine): object {
    const classname = oneLine(
      line.heading === undefined ? line.document : `${line.document}/${line.heading}`,
    );
    return {
      '@classname': classname,
      '@name': this.names.of(classname, line),
      '@file': clean(line.document),
      '@line': line.line,
      '@time': seconds(timeOf(line)),
      ...propertiesElement(this.properties(line)),
      ...this.outcome(line),
    };
  }

  private properties(line: CheckLine): Record<string, string | number> {
    return {
      check: line.id,
      document: line.document,
      line: line.line,
      kind: line.kind,
      state: line.status,
      ...(line.precondition === undefined ? {} : { precondition: line.precondition }),
      ...(line.basis === undefined ? {} : { basis: truncate(oneLine(line.basis), LONGEST_MESSAGE) }),
      ...this.map.of(line.id),
    };
  }

  private outcome(line: CheckLine): object {
    const outcome = OUTCOMES[line.status];
    if (outcome === undefined) {
      return {};
    }
    const reason = oneLine(reasonOf(line));
    const message = outcome === 'skipped' ? `${line.status}: ${reason}` : reason;
    return {
      [outcome]: {
        '@type': typeOf(line),
        '@message': truncate(message, LONGEST_MESSAGE),
        '#': this.account(line),
      },
    };
  }

  private account(line: CheckLine): string {
    const account = accountOf(this.results, line);
    return account.length <= this.longestAccount
      ? account
      : `${clean(account.slice(0, this.longestAccount))}\n${CUT}`.trimStart();
  }
}

function suiteProperties(
  { syncproof, engine, seed, transport, documents }: RunLine,
  { path }: DocumentLines,
  lines: readonly CheckLine[],
): Record<string, string | number> {
  const sha256 = documents.find((document) => document.path === path)?.sha256;
  const count = (is: (line: CheckLine) => boolean): number => lines.filter(is).length;
  return {
    ...(sha256 === undefined ? {} : { sha256 }),
    syncproof,
    engine: `${engine.name} ${engine.version}`,
    seed,
    transport,
    'passed without a property to compare': count(({ basis }) => basis !== undefined),
    'failed for another sentence': count((line) => typeOf(line) === 'precondition'),
  };
}

function prefixed(counts: JunitCounts): object {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [`@${name}`, count]));
}

/** How the file is made; there are defaults for all of it. */
export interface JunitOptions {
  /** Default: none. */
  readonly properties?: PropertiesByCheck;
  /** The file is smaller where that can be had by cutting accounts. Default: 30,000,000 bytes. */
  readonly mostBytes?: number;
}

/**
 * JUnit XML: a suite for each document, a test case for each check that is not informative. `failed` is a failure,
 * `not-understood` and `not-run` are errors, everything else that did not pass is skipped and says why. Accounts are cut
 * where the file would be too large.
 */
export function toJunit(
  results: RunResults,
  { properties, mostBytes = MOST_BYTES }: JunitOptions = {},
): string {
  const map = new PropertyMap(properties);
  let text = '';
  for (const longest of LONGEST_ACCOUNTS) {
    text = new JunitFile(results, map, longest).text();
    if (Buffer.byteLength(text) < mostBytes) {
      break;
    }
  }
  return text;
}
