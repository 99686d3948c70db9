/** The comparison of runs as Markdown, for a pull request or the page of a CI job. */
import { plural } from '../../core/text';
import { headline, placeOf } from '../checklist-lines';
import { escapeMarkdown, markdownTable } from '../markdown';
import { differentFacts, wordOf, type RunComparison, type ComparedRow } from './matrix';
import { comparisonHeadline, shortSha } from './words';

/** GitHub drops a job summary of more than 1 MiB as a whole. */
const MOST_CHARACTERS = 300_000;

function runsTable({ columns }: RunComparison): string {
  const rows = columns.map(({ name, directory, results }) => [
    escapeMarkdown(name),
    escapeMarkdown(directory),
    escapeMarkdown(headline(results.summary)),
  ]);
  return markdownTable(['engine', 'results', 'verdict'], rows, 'left');
}

/** The facts and the versions of documents by which the runs were made differently. */
function conditionsTable(comparison: RunComparison): string[] {
  const facts = differentFacts(comparison).map(([fact, values]) => [fact, ...values.map(escapeMarkdown)]);
  const documents = comparison.documents.map(({ slug, sha256 }) => [
    `document ${escapeMarkdown(slug)}`,
    ...sha256.map(shortSha),
  ]);
  const rows = [...facts, ...documents];
  const head = ['', ...comparison.columns.map(({ name }) => escapeMarkdown(name))];
  return rows.length === 0 ? [] : ['### The runs were made differently', markdownTable(head, rows, 'left')];
}

class RowTables {
  private room = MOST_CHARACTERS;

  constructor(private readonly comparison: RunComparison) {}

  /** The rows, as many as there is room for; the rest is counted, not dropped in silence. */
  table(rows: readonly ComparedRow[]): string {
    const written: string[][] = [];
    for (const { line, cells } of rows) {
      const row = [
        `${escapeMarkdown(placeOf(line))}: ${escapeMarkdown(line.text)}`,
        ...cells.map((cell) => wordOf(cell)),
      ];
      this.room -= row.join(' | ').length + 4;
      if (this.room < 0) {
        break;
      }
      written.push(row);
    }
    const head = ['sentence or row', ...this.comparison.columns.map(({ name }) => escapeMarkdown(name))];
    const left = rows.length - written.length;
    const more = left === 0 ? '' : `\n\n… and ${left} more: see index.html.`;
    return `${markdownTable(head, written, 'left')}${more}`;
  }
}

/** Markdown of a comparison: what differs first, then what only some runs say, then the rest, folded. */
export function toComparisonMarkdown(comparison: RunComparison): string {
  const { differing, incomplete, alike } = comparison;
  const tables = new RowTables(comparison);
  const part = (heading: string, rows: readonly ComparedRow[]): string[] =>
    rows.length === 0 ? [] : [`### ${heading}`, tables.table(rows)];
  return [
    `## syncproof: ${escapeMarkdown(comparisonHeadline(comparison))}`,
    ...part('What differs', differing),
    ...part('What only some runs judged', incomplete),
    '### Runs',
    runsTable(comparison),
    ...conditionsTable(comparison),
    ...(alike.length === 0
      ? []
      : [
          '<details>',
          `<summary>${plural(alike.length, 'sentence or row', 'sentences and rows')} on which all runs agree</summary>`,
          tables.table(alike),
          '</details>',
        ]),
  ]
    .join('\n\n')
    .concat('\n');
}
