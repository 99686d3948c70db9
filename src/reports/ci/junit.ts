/** JUnit XML, for the test views of CI systems. */
import { create } from 'xmlbuilder2';
import type { CheckLine, CheckStatus, RunLine, RunResults } from '../../verdict';
import { accountOf } from '../failure';
import { documentsOf } from '../checklist-lines';
import type { DocumentLines } from '../checklist-lines';
import { clean, oneLine, truncate } from '../../core/printable-text';

type Outcome = 'failure' | 'error' | 'skipped';

/** An excused failure is `skipped`: a CI system must not be red where the exit code is 0. */
const OUTCOMES: Readonly<Partial<Record<CheckStatus, Outcome>>> = {
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

interface Counts {
  readonly tests: number;
  readonly failures: number;
  readonly errors: number;
  readonly skipped: number;
}

function countsOf(lines: readonly CheckLine[]): Counts {
  const count = (outcome: Outcome): number =>
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

function testcase(run: RunLine, line: CheckLine): object {
  const outcome = OUTCOMES[line.status];
  const message = truncate(oneLine(`${line.status}: ${line.reason ?? ''}`), LONGEST_MESSAGE);
  return {
    '@classname': oneLine(line.heading === undefined ? line.document : `${line.document}/${line.heading}`),
    '@name': oneLine(`line ${line.line}: ${line.kind}: ${line.text}`),
    '@file': clean(line.document),
    '@line': line.line,
    '@time': seconds(timeOf(line)),
    ...(outcome === undefined
      ? {}
      : {
          [outcome]: {
            '@message': message,
            ...(outcome === 'skipped' ? {} : { '@type': line.status }),
            '#': accountOf(run, line),
          },
        }),
  };
}

function testsuite(run: RunLine, document: DocumentLines): object {
  const lines = document.lines.filter((line) => line.status !== 'informative');
  return {
    '@name': oneLine(document.title),
    '@file': clean(document.path),
    ...prefixed(countsOf(lines)),
    '@time': seconds(lines.reduce((sum, line) => sum + timeOf(line), 0)),
    '@timestamp': run.startedAt,
    testcase: lines.map((line) => testcase(run, line)),
  };
}

function prefixed(counts: Counts): object {
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [`@${name}`, count]));
}

/**
 * JUnit XML: a suite for each document, a test case for each check that is not informative. `failed` is a failure,
 * `not-understood` and `not-run` are errors, everything else that did not pass is skipped and says why.
 */
export function toJunit(results: RunResults): string {
  const lines = results.checks.filter((line) => line.status !== 'informative');
  const root = {
    testsuites: {
      '@name': 'syncproof',
      ...prefixed(countsOf(lines)),
      '@time': seconds(results.summary.durationMs),
      testsuite: documentsOf(results).map((document) => testsuite(results.run, document)),
    },
  };
  return `${create({ encoding: 'UTF-8' }, root).end({ prettyPrint: true })}\n`;
}
