/** How every report sees a run: documents, their sections, the sentences in them, and their rows. */
import { withTags } from '../core/rerun-command';
import { STATUSES } from '../verdict';
import type { CheckLine, CheckStatus, RunLine, RunResults, ScenarioResult, SummaryLine } from '../verdict';

export interface SentenceLines {
  readonly line: CheckLine;
  /** The table's rows; empty for a sentence without a table. */
  readonly rows: readonly CheckLine[];
}

export interface SectionLines {
  /** Absent for what is outside of every section. */
  readonly heading?: string;
  /** Without the informative lines. */
  readonly sentences: readonly SentenceLines[];
}

export interface DocumentLines {
  readonly path: string;
  readonly title: string;
  /** All check lines of the document. */
  readonly lines: readonly CheckLine[];
  readonly sections: readonly SectionLines[];
}

/** The name of the built-in engine that a run takes where none is named. */
const REFERENCE_ENGINE = 'reference';

interface GrowingSection {
  heading?: string;
  sentences: { line: CheckLine; rows: CheckLine[] }[];
}

/** A heading's own line begins a section, so that two sections with the same heading stay two. */
function sectionsOf(lines: readonly CheckLine[]): SectionLines[] {
  const sections: GrowingSection[] = [];
  const sentences = new Map<string, { line: CheckLine; rows: CheckLine[] }>();
  for (const line of lines) {
    let section = sections.at(-1);
    if (section === undefined || line.kind === 'heading' || section.heading !== line.heading) {
      section = { ...(line.heading === undefined ? {} : { heading: line.heading }), sentences: [] };
      sections.push(section);
    }
    if (line.status === 'informative') {
      continue;
    }
    const table = line.table === undefined ? undefined : sentences.get(line.table);
    if (table !== undefined) {
      table.rows.push(line);
      continue;
    }
    const sentence = { line, rows: [] };
    sentences.set(line.id, sentence);
    section.sentences.push(sentence);
  }
  return sections.filter((section) => section.sentences.length > 0);
}

/** The documents of a run in the order of its first line, each with its check lines in their order. */
export function documentsOf({ run, checks }: RunResults): DocumentLines[] {
  const lines = new Map<string, CheckLine[]>(run.documents.map(({ path }) => [path, []]));
  for (const line of checks) {
    const own = lines.get(line.document);
    if (own === undefined) {
      lines.set(line.document, [line]);
    } else {
      own.push(line);
    }
  }
  const titles = new Map(run.documents.map(({ path, title }) => [path, title]));
  return [...lines].map(([path, own]) => ({
    path,
    title: titles.get(path) ?? path,
    lines: own,
    sections: sectionsOf(own),
  }));
}

/** Every scenario of the run once, in the order in which the check lines name them. */
export function scenariosOf(checks: readonly CheckLine[]): ScenarioResult[] {
  const scenarios = new Map<string, ScenarioResult>();
  for (const scenario of checks.flatMap((line) => line.scenarios)) {
    if (!scenarios.has(scenario.id)) {
      scenarios.set(scenario.id, scenario);
    }
  }
  return [...scenarios.values()];
}

/** `path:line`, as editors and terminals open it. */
export function placeOf(line: CheckLine): string {
  return `${line.document}:${line.line}`;
}

/** The state wants a reason: all but `passed` and `informative`. */
export function wantsReason(status: CheckStatus): boolean {
  return status !== 'passed' && status !== 'informative';
}

/**
 * The command that runs the check's scenarios again: the run's own with the check's tag;
 * `undefined` where the check has no scenario that ran.
 */
export function rerunCommandOf(run: RunLine, line: CheckLine): string | undefined {
  return line.scenarios.length === 0 ? undefined : withTags(run.command, `@check:${line.id}`);
}

/** `2 failed, 1 pending`: the states but `informative` and those of `without`, worst first; empty where there is none. */
export function listTotals(totals: SummaryLine['byStatus'], without: readonly CheckStatus[] = []): string {
  return STATUSES.filter((status) => status !== 'informative' && !without.includes(status))
    .flatMap((status) => (totals[status] === undefined ? [] : [`${totals[status]} ${status}`]))
    .join(', ');
}

function verdictWords({ exitCode, conformant, partial, interrupted }: SummaryLine): string {
  if (interrupted === true) {
    return 'interrupted, no verdict';
  }
  if (exitCode === 4) {
    return 'no verdict, the engine did not start, broke the protocol or stopped answering';
  }
  if (exitCode === 3) {
    return 'no verdict, the harness failed or nothing was judged';
  }
  if (partial) {
    return exitCode === 0 ? 'partial run, nothing wrong' : 'partial run, not everything held';
  }
  if (conformant !== true) {
    return 'not conformant';
  }
  return exitCode === 0 ? 'conformant' : 'conformant, but strict: nothing may be pending or unsupported';
}

/** The one line that matters most: the verdict, and how many sentences and rows passed. */
export function headline(summary: SummaryLine): string {
  const judged = summary.total - (summary.byStatus.informative ?? 0);
  const others = listTotals(summary.byStatus, ['passed']);
  const passed = `${summary.byStatus.passed ?? 0} of ${judged} sentences and rows passed`;
  const basis = basisWords(summary);
  return `${verdictWords(summary)}: ${passed}${basis === undefined ? '' : `, ${basis}`}${others === '' ? '' : ` (${others})`}`;
}

/** `28 of them without a property to compare`; `undefined` where every pass compared one. */
export function basisWords({ withoutProperty }: SummaryLine): string | undefined {
  return withoutProperty === undefined
    ? undefined
    : `${withoutProperty} of them without a property to compare`;
}

/** `6 of the failed ones fail for another sentence or row alone`; `undefined` where none does. */
export function preconditionWords({ byPrecondition }: SummaryLine): string | undefined {
  return byPrecondition === undefined
    ? undefined
    : `${byPrecondition} of the failed ones ${byPrecondition === 1 ? 'fails' : 'fail'} for another sentence or row alone (precondition)`;
}

/** What a run of the built-in engine has tested, and how to test another one; `undefined` where another one was tested. */
export function builtInWords({ engine }: RunLine): string | undefined {
  return engine.name === REFERENCE_ENGINE
    ? `This run tested syncproof's own reference engine. To test yours, run "npx syncproof init" or see docs/test-your-engine.md.`
    : undefined;
}

/** What to do about each wrong entry of the baseline, one line each. */
export function unexpectedLines({ run, summary }: Pick<RunResults, 'run' | 'summary'>): string[] {
  const file = run.baseline ?? 'the baseline';
  return (summary.unexpected ?? []).map(({ check, problem, line, near }) => {
    const place = line === undefined ? file : `${file}:${line}`;
    if (problem === 'passed') {
      return `unexpected pass: ${check} is listed as failing (${place}) and passed; remove the entry`;
    }
    const meant = near === undefined ? '' : `, or write ${near}`;
    return `unknown check: ${check} is listed as failing (${place}), and no document has it; remove the entry${meant}`;
  });
}
