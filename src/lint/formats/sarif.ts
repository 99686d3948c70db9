/**
 * Diagnostics as SARIF 2.1.0 (OASIS, errata 01), held to what GitHub's code scanning takes of it: "SARIF support for code
 * scanning" and "SARIF results exceed one or more limits" in GitHub's documentation.
 *
 * - One run. At most 25,000 results, else an upload is refused (the 5,000 worst of them are shown); one location each;
 *   up to 10 tags a rule, where 20 are allowed.
 * - Titles and descriptions of rules have up to 1,024 characters; `help.text` is there, and `help.markdown` beside it.
 * - Each region has a start and an end, line and column.
 * - `partialFingerprints` has a key of our own. GitHub reads `primaryLocationLineHash` alone, which its upload action
 *   computes from the file; it warns of each result where it finds another value there.
 */
import { createHash } from 'node:crypto';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Log, PhysicalLocation, ReportingDescriptor, Result, Run } from 'sarif';
import { plural } from '../../core/text';
import type { Diagnostic, Severity } from '../../model';
import { fold, splitLines } from '../../documents';
import { ruleMarkdown, ruleText } from '../rule-text';
import type { Rule } from '../rule';

/** More results than this are refused. */
const MOST_RESULTS = 25_000;
/** Descriptions are cut behind so many characters. */
const LONGEST_DESCRIPTION = 1024;
/** Hex digits of a fingerprint: 64 bits. */
const FINGERPRINT_LENGTH = 16;

const SCHEMA_ADDRESS =
  'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

type Level = 'error' | 'warning' | 'note';

const LEVELS: Readonly<Record<Severity, Level>> = { error: 'error', warning: 'warning', info: 'note' };
/** GitHub's words for the severity of a rule that is not about security. */
const PROBLEM_SEVERITIES: Readonly<Record<Severity, string>> = {
  error: 'error',
  warning: 'warning',
  info: 'recommendation',
};
const WORST_FIRST: readonly Severity[] = ['error', 'warning', 'info'];

/** What a SARIF log tells beside the diagnostics. */
export interface SarifOptions {
  /** Of syncproof. */
  readonly version: string;
  /** Every rule, in the order in which results point at them. */
  readonly rules: readonly Rule[];
  /** Absolute; the documents' relative paths count from here. */
  readonly directory: string;
  /** Absolute: the root of the repository. Absent: `directory` is taken for it. */
  readonly root?: string;
}

/** The path of a document from the root of the repository on, with slashes; `undefined` where it is outside. */
function pathInRepository(
  path: string,
  { directory, root = directory }: Pick<SarifOptions, 'directory' | 'root'>,
): string | undefined {
  const way = relative(root, resolve(directory, path)).split(sep).join('/');
  return isAbsolute(way) || way === '..' || way.startsWith('../') ? undefined : way;
}

/** The paths of documents that code scanning cannot show, because they are outside the repository; each once. */
export function outsideRepository(
  diagnostics: readonly Diagnostic[],
  options: Pick<SarifOptions, 'directory' | 'root'>,
): string[] {
  const paths = new Set(diagnostics.map(({ path }) => path));
  return [...paths].filter((path) => pathInRepository(path, options) === undefined);
}

function descriptorOf(rule: Rule): ReportingDescriptor {
  const text = ruleText(rule);
  return {
    id: rule.code,
    shortDescription: { text: rule.title },
    fullDescription: {
      text: text.length > LONGEST_DESCRIPTION ? `${text.slice(0, LONGEST_DESCRIPTION - 1)}…` : text,
    },
    help: { text: `${text} ${rule.help}`, markdown: ruleMarkdown(rule) },
    defaultConfiguration: { level: LEVELS[rule.severity] },
    properties: { tags: ['dataflow'], 'problem.severity': PROBLEM_SEVERITIES[rule.severity] },
  };
}

/**
 * RFC 3986: every step of a path is encoded. Code scanning counts relative addresses from the root of the repository
 * ("Specifying the root for source files" in GitHub's documentation); a document outside has a `file:` address, which it
 * takes and does not show.
 */
function artifactOf(path: string, options: SarifOptions): PhysicalLocation['artifactLocation'] {
  const inside = pathInRepository(path, options);
  return inside === undefined
    ? { uri: pathToFileURL(resolve(options.directory, path)).href }
    : { uri: inside.split('/').map(encodeURIComponent).join('/'), uriBaseId: '%SRCROOT%' };
}

/** From the diagnostic's column to the line's end, one character at least. */
function regionOf({ line, column }: Diagnostic, text: string): PhysicalLocation['region'] {
  const endColumn = Math.max(text.trimEnd().length, column) + 1;
  return { startLine: line, startColumn: column, endLine: line, endColumn };
}

/** The same in every place of a document: of the code and the line's text, numbered where both stand again. */
class Fingerprints {
  private readonly counts = new Map<string, number>();

  of({ path, code }: Diagnostic, line: string): string {
    const hash = createHash('sha256')
      .update(JSON.stringify([code, fold(line)]))
      .digest('hex')
      .slice(0, FINGERPRINT_LENGTH);
    const key = JSON.stringify([path, hash]);
    const count = (this.counts.get(key) ?? 0) + 1;
    this.counts.set(key, count);
    return `${hash}:${count}`;
  }
}

/** The diagnostics that fit, in their order; of too many, the worst. */
function fitting(diagnostics: readonly Diagnostic[]): readonly Diagnostic[] {
  if (diagnostics.length <= MOST_RESULTS) {
    return diagnostics;
  }
  const byRank = WORST_FIRST.flatMap((severity) =>
    diagnostics.filter((found) => found.severity === severity),
  );
  const kept = new Set(byRank.slice(0, MOST_RESULTS));
  return diagnostics.filter((diagnostic) => kept.has(diagnostic));
}

function resultsOf(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  options: SarifOptions,
): Result[] {
  const { rules } = options;
  const lines = new Map([...sources].map(([path, text]) => [path, splitLines(text)]));
  const indices = new Map(rules.map(({ code }, at) => [code, at]));
  const fingerprints = new Fingerprints();
  return diagnostics.map((diagnostic): Result => {
    const { path, line, severity, code, message, help } = diagnostic;
    const text = lines.get(path)?.[line - 1] ?? '';
    const ruleIndex = indices.get(code);
    const physicalLocation = {
      artifactLocation: artifactOf(path, options),
      region: regionOf(diagnostic, text),
    };
    return {
      ruleId: code,
      ...(ruleIndex === undefined ? {} : { ruleIndex }),
      level: LEVELS[severity],
      message: { text: `${message} ${help}` },
      locations: [{ physicalLocation }],
      partialFingerprints: { 'syncproof/v1': fingerprints.of(diagnostic, text) },
    };
  });
}

function leftOut(count: number): Pick<Run, 'invocations'> {
  if (count === 0) {
    return {};
  }
  const text = `${plural(count, 'more diagnostic is', 'more diagnostics are')} left out: code scanning takes ${MOST_RESULTS} results.`;
  const toolExecutionNotifications = [{ level: 'warning' as const, message: { text } }];
  return { invocations: [{ executionSuccessful: true, toolExecutionNotifications }] };
}

/**
 * The diagnostics as a SARIF 2.1.0 log, JSON that ends with a line feed. Paths count from `%SRCROOT%`, the root of the
 * repository; columns in UTF-16 code units. Of more than 25,000 diagnostics the worst are written, and a notification says how many are not.
 *
 * @param sources - the documents' texts by their paths (see `readSources`): regions end with the line, and fingerprints
 *   depend on its text instead of its number.
 */
export function formatDiagnosticsSarif(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  options: SarifOptions,
): string {
  const { version, rules } = options;
  const written = fitting(diagnostics);
  const run: Run = {
    tool: {
      driver: { name: 'syncproof', semanticVersion: version, version, rules: rules.map(descriptorOf) },
    },
    columnKind: 'utf16CodeUnits',
    ...leftOut(diagnostics.length - written.length),
    results: resultsOf(written, sources, options),
  };
  const log: Log = { $schema: SCHEMA_ADDRESS, version: '2.1.0', runs: [run] };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}
