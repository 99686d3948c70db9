/**
 * Annotations of a GitHub Actions job: `::error file=,line=::`, as GitHub's "Workflow commands for GitHub Actions" describes
 * them, escaped as `@actions/core` does (https://github.com/actions/toolkit, packages/core/src/command.ts).
 */
import { clean, oneLine, truncate } from '../../core/printable-text';
import { plural } from '../../core/text';
import type { CheckLine, CheckStatus, RunResults } from '../../verdict';
import { placeOf, unexpectedLines } from '../checklist-lines';
import { headOf } from '../failure';

/** GitHub shows so many of a kind for each step (https://github.com/actions/toolkit, docs/problem-matchers.md). */
const MOST_OF_A_KIND = 10;
const LONGEST_MESSAGE = 1_500;

type AnnotationKind = 'error' | 'warning' | 'notice';

interface Annotation {
  readonly properties: Readonly<Record<string, string | number>>;
  readonly message: string;
}

function escapeData(text: string): string {
  return text.replace(/%/g, '%25').replace(/\r/g, '%0D').replace(/\n/g, '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replace(/:/g, '%3A').replace(/,/g, '%2C');
}

function command(kind: AnnotationKind, { properties, message }: Annotation): string {
  const listed = Object.entries(properties)
    .map(([name, value]) => `${name}=${escapeProperty(`${value}`)}`)
    .join(',');
  return `::${kind}${listed === '' ? '' : ` ${listed}`}::${escapeData(message)}`;
}

/** The kinds of states that are worth an annotation, what is to be fixed first in front. */
const KINDS: readonly (readonly [CheckStatus, AnnotationKind])[] = [
  ['failed', 'error'],
  ['not-understood', 'error'],
  ['not-run', 'error'],
  ['unsupported', 'warning'],
  ['pending', 'warning'],
];

/** Tables of which a row is in a state: their sentences would repeat what the row says. */
class RowStates {
  private readonly states: ReadonlySet<string>;

  constructor(checks: readonly CheckLine[]) {
    this.states = new Set(
      checks.flatMap(({ table, status }) => (table === undefined ? [] : `${status} ${table}`)),
    );
  }

  saysMore({ id, status, scenarios }: CheckLine): boolean {
    return scenarios.some((scenario) => scenario.status !== 'passed') || !this.states.has(`${status} ${id}`);
  }
}

/** Where the repository has a path of a run; `undefined` where it does not. */
export type PlaceInRepository = (path: string) => string | undefined;

function annotationOf(results: RunResults, line: CheckLine, placeIn: PlaceInRepository): Annotation {
  const file = placeIn(line.document);
  const head = truncate(headOf(results, line), LONGEST_MESSAGE);
  const title = oneLine(`syncproof: ${line.status}: ${line.kind}`);
  const text = truncate(oneLine(line.text), LONGEST_MESSAGE);
  return file === undefined
    ? { properties: { title }, message: `${placeOf(line)}: ${head}\n${text}` }
    : {
        properties: { file: clean(file), line: line.line, endLine: line.endLine, title },
        message: `${head}\n${text}`,
      };
}

/** The text names the file and its line. */
function baselineAnnotations(results: RunResults): Annotation[] {
  return unexpectedLines(results).map((text) => ({
    properties: { title: 'syncproof: baseline' },
    message: clean(text),
  }));
}

/** The first of them, as many as GitHub shows of a kind. */
function shown(kind: AnnotationKind, annotations: readonly Annotation[]): string[] {
  return annotations.slice(0, MOST_OF_A_KIND).map((annotation) => command(kind, annotation));
}

/**
 * The annotations of a run, one workflow command a line; empty where there is nothing to say. Errors are what made the run
 * red, warnings what nobody could judge; of each the first ten, and a notice says how many were left out.
 *
 * @param placeIn - where the repository has a document; of others the place is in the message.
 */
export function toAnnotations(results: RunResults, placeIn: PlaceInRepository): string {
  const { checks } = results;
  const rows = new RowStates(checks);
  const found = (wanted: AnnotationKind): Annotation[] =>
    KINDS.filter(([, kind]) => kind === wanted).flatMap(([status]) => {
      const lines = checks.filter((line) => line.status === status && rows.saysMore(line));
      const own = lines.filter(({ precondition }) => precondition === undefined);
      const others = lines.filter(({ precondition }) => precondition !== undefined);
      return [...own, ...others].map((line) => annotationOf(results, line, placeIn));
    });
  const errors = [...found('error'), ...baselineAnnotations(results)];
  const warnings = found('warning');
  const left = [errors, warnings].reduce((sum, { length }) => sum + Math.max(0, length - MOST_OF_A_KIND), 0);
  const rest: Annotation = {
    properties: { title: 'syncproof' },
    message: `${plural(left, 'more annotation was', 'more annotations were')} left out: GitHub shows ${MOST_OF_A_KIND} of a kind for each step. summary.md has all of them.`,
  };
  const lines = [
    ...shown('error', errors),
    ...shown('warning', warnings),
    ...(left === 0 ? [] : [command('notice', rest)]),
  ];
  return lines.map((line) => `${line}\n`).join('');
}
