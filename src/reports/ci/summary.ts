/** `summary.md`: what a CI job shows on its page. */
import { STATUSES, totalsOf } from '../../verdict';
import type { CheckLine, CheckStatus, RunLine, RunResults, SummaryLine } from '../../verdict';
import {
  documentsOf,
  headline,
  placeOf,
  rerunCommandOf,
  unexpectedLines,
  wantsReason,
} from '../checklist-lines';
import { escapeMarkdown, markdownTable } from '../markdown';
import { clean, oneLine, truncate } from '../../core/printable-text';
import { plural } from '../../core/text';

/** GitHub drops a job summary of more than 1 MiB as a whole. */
const MOST_CHARACTERS = 300_000;
const LONGEST_REASON = 2_000;

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

function entry(run: RunLine, line: CheckLine): string {
  const start = `- **${line.status}** ${escapeMarkdown(placeOf(line))}: ${escapeMarkdown(line.text)}`;
  if (line.status === 'not-selected') {
    return start;
  }
  const repeat = rerunCommandOf(run, line);
  const issue = line.baseline?.issue;
  return [
    start,
    ...(issue === undefined ? [] : ['', `  Issue: <${linkTarget(issue)}>`]),
    ...(line.reason === undefined ? [] : ['', block(line.reason)]),
    ...(repeat === undefined ? [] : ['', '  Again:', '', block(repeat)]),
  ].join('\n');
}

/** As many entries as a job page takes, worst states first; the rest is counted, not dropped in silence. */
function entries({ run, checks }: RunResults): string[] {
  const open = STATUSES.filter(wantsReason).flatMap((status) =>
    checks.filter((line) => line.status === status),
  );
  const written: string[] = [];
  let room = MOST_CHARACTERS;
  for (const line of open) {
    const text = entry(run, line);
    room -= text.length + 2;
    if (room < 0) {
      break;
    }
    written.push(text);
  }
  const left = open.length - written.length;
  return left === 0 ? written : [...written, `… and ${left} more: see results.ndjson or junit.xml.`];
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
    documentsTable(results),
    ...(baseline.length === 0 ? [] : ['### Baseline', baseline.join('\n')]),
    ...(open.length === 0 ? [] : ['### What did not pass', open.join('\n\n')]),
    `The whole run again:`,
    block(run.command).replace(/^ {2}/gm, ''),
  ]
    .join('\n\n')
    .concat('\n');
}
