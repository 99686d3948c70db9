/** `summary.md`: what a CI job shows on its page. */
import { STATUSES, totalsOf } from '../../verdict';
import type { CheckLine, CheckStatus, RunResults, SummaryLine } from '../../verdict';
import {
  documentsOf,
  headline,
  placeOf,
  rerunCommandOf,
  unexpectedLines,
  wantsReason,
} from '../checklist-lines';
import { escapeMarkdown, markdownTable } from '../markdown';
import { headOf } from '../failure';
import { clean, oneLine, truncate } from '../../core/printable-text';
import { plural } from '../../core/text';

/** GitHub drops a job summary of more than 1 MiB as a whole. */
const MOST_CHARACTERS = 300_000;
const MOST_CHARACTERS_OF_BASES = 60_000;
const LONGEST_REASON = 2_000;
const LONGEST_TEXT = 1_000;

/** A code block that its own text cannot close. */
function block(text: string): string {
  const longest = Math.max(2, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return [fence, truncate(clean(text), LONGEST_REASON), fence]
    .map((part) => part.replace(/^/gm, '  '))
    .join('\n');
}

/** An address as an autolink holds it: without what would end the link early. */
function linkTarget(address: string): string {
  return oneLine(address).replace(/[\s<>\\`]/g, (character) => encodeURIComponent(character));
}

function present(totals: SummaryLine['byStatus']): CheckStatus[] {
  return STATUSES.filter((status) => totals[status] !== undefined);
}

function documentsTable(results: RunResults): string {
  const statuses = present(results.summary.byStatus);
  const rows = documentsOf(results).map(({ path, title, lines }) => {
    const totals = totalsOf(lines);
    return [
      `${escapeMarkdown(title)} (${escapeMarkdown(path)})`,
      ...statuses.map((status) => `${totals[status] ?? 0}`),
    ];
  });
  return markdownTable(['document', ...statuses], rows);
}

/** The state, and for whom it failed where that is another sentence. */
function stateOf(line: CheckLine): string {
  return line.precondition === undefined ? line.status : `${line.status} (precondition)`;
}

function entry(results: RunResults, line: CheckLine): string {
  const { run } = results;
  const text = escapeMarkdown(truncate(oneLine(line.text), LONGEST_TEXT));
  const start = `- **${stateOf(line)}** ${escapeMarkdown(placeOf(line))}: ${text}`;
  if (line.status === 'not-selected') {
    return start;
  }
  const repeat = rerunCommandOf(run, line);
  const issue = line.baseline?.issue;
  return [
    start,
    ...(issue === undefined ? [] : ['', `  Issue: <${linkTarget(issue)}>`]),
    ...(line.reason === undefined ? [] : ['', block(headOf(results, line))]),
    ...(repeat === undefined ? [] : ['', '  Again:', '', block(repeat)]),
  ].join('\n');
}

/** Of one state: what failed for itself before what failed for another sentence. */
function ownFirst(checks: readonly CheckLine[], status: CheckStatus): CheckLine[] {
  const lines = checks.filter((line) => line.status === status);
  const isOwn = (line: CheckLine): boolean => line.precondition === undefined;
  return [...lines.filter(isOwn), ...lines.filter((line) => !isOwn(line))];
}

/** As many entries as a job page takes, worst states first; the rest is counted, not dropped in silence. */
function entries(results: RunResults): string[] {
  const open = STATUSES.filter(wantsReason).flatMap((status) => ownFirst(results.checks, status));
  return fitting(
    open.map((line) => () => entry(results, line)),
    MOST_CHARACTERS,
  );
}

/** The texts that fit into so many characters; the rest is counted. */
function fitting(texts: readonly (string | (() => string))[], most: number): string[] {
  const written: string[] = [];
  let room = most;
  for (const text of texts) {
    const made = typeof text === 'string' ? text : text();
    room -= made.length + 2;
    if (room < 0) {
      break;
    }
    written.push(made);
  }
  const left = texts.length - written.length;
  return left === 0 ? written : [...written, `… and ${left} more: see results.ndjson or junit.xml.`];
}

/** What the totals count together: failures for another sentence, and passes that compared no property. */
function finerTotals({ byStatus, withoutProperty, byPrecondition }: SummaryLine): string[] {
  const failed = byStatus.failed ?? 0;
  const passed = byStatus.passed ?? 0;
  return [
    ...(byPrecondition === undefined
      ? []
      : [`${failed} failed, ${byPrecondition} of them only for another sentence.`]),
    ...(withoutProperty === undefined
      ? []
      : [`${passed} passed, ${withoutProperty} of them without a property to compare.`]),
  ];
}

/** What the passes rest on that compared no property; folded, because nothing is wrong with them. */
function bases({ checks }: RunResults): string[] {
  const entriesOf = checks.flatMap((line) =>
    line.basis === undefined
      ? []
      : [
          `- ${escapeMarkdown(placeOf(line))}: ${escapeMarkdown(truncate(oneLine(line.text), LONGEST_TEXT))} *${escapeMarkdown(truncate(oneLine(line.basis), LONGEST_REASON))}*`,
        ],
  );
  if (entriesOf.length === 0) {
    return [];
  }
  const shown = fitting(entriesOf, MOST_CHARACTERS_OF_BASES);
  const title = `What passed without a property to compare, and what each of them rests on (${entriesOf.length})`;
  return [`<details><summary>${title}</summary>`, shown.join('\n'), '</details>'];
}

/**
 * Markdown for a CI job summary: the verdict, the totals, a table of the documents, and everything that did not pass with
 * its place, text and reason and the command that repeats it. At most about 300,000 characters of entries.
 */
export function toSummaryMarkdown(results: RunResults): string {
  const { run, summary } = results;
  const totals = present(summary.byStatus).map((status) => [status, `${summary.byStatus[status] ?? 0}`]);
  const open = entries(results);
  const baseline = unexpectedLines(results).map((line) => `- ${escapeMarkdown(line)}`);
  const engine = escapeMarkdown(`${run.engine.name} ${run.engine.version}`);
  return [
    `## syncproof: ${escapeMarkdown(headline(summary))}`,
    `Engine ${engine}, seed ${run.seed}, ${plural(summary.scenarios, 'scenario')} in ${(summary.durationMs / 1000).toFixed(1)} s.`,
    markdownTable(['state', 'checks'], totals),
    ...finerTotals(summary),
    documentsTable(results),
    ...(baseline.length === 0 ? [] : ['### Baseline', baseline.join('\n')]),
    ...(open.length === 0 ? [] : ['### What did not pass', open.join('\n\n')]),
    ...bases(results),
    `The whole run again:`,
    block(run.command).replace(/^ {2}/gm, ''),
  ]
    .join('\n\n')
    .concat('\n');
}
