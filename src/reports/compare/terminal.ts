/** The differences between runs on a terminal; the line that matters most is the last one. */
import picocolors from 'picocolors';
import { oneLine, truncate, widthOf } from '../../core/printable-text';
import { plural } from '../../core/text';
import { headline, placeOf } from '../checklist-lines';
import type { TerminalOptions } from '../terminal';
import { differentFacts, engineName, wordOf, type ComparedRow, type RunComparison } from './matrix';
import { comparisonHeadline, shortSha } from './words';

/** More are in the files; here they would push the verdicts out of sight. */
const MOST_ROWS = 60;
const LONGEST_NAME = 24;
/** With less for the sentences, the columns have numbers alone. */
const ENOUGH_FOR_TEXT = 48;
const NARROWEST_TEXT = 24;
const DEFAULT_WIDTH = 100;

function padded(text: string, width: number): string {
  return `${text}${' '.repeat(Math.max(0, width - widthOf(text)))}`;
}

/** A table with two blanks between its columns, each as wide as its widest cell. */
function aligned(rows: readonly (readonly string[])[]): string[] {
  const widths = (rows[0] ?? []).map((_, at) => Math.max(...rows.map((row) => widthOf(row[at] ?? ''))));
  return rows.map((row) =>
    row
      .map((cell, at) => padded(cell, widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}

/** `1 reference 0.1.0`: the number keeps names apart that are cut. */
function numbered(name: string, at: number): string {
  return truncate(`${at + 1} ${oneLine(name)}`, LONGEST_NAME);
}

/** What is left of the width beside columns of these heads, and of the states below them. */
function roomBeside(head: readonly string[], states: readonly (readonly string[])[], width: number): number {
  return head.reduce((room, name, at) => {
    const widest = Math.max(widthOf(name), ...states.map((row) => (row[at] ?? '').length));
    return room - widest - 2;
  }, width);
}

function rowsTable({ columns }: RunComparison, rows: readonly ComparedRow[], width: number): string[] {
  const states = rows.map(({ cells }) => cells.map((cell) => wordOf(cell)));
  const names = columns.map(({ name }, at) => numbered(name, at));
  const numbers = columns.map((_, at) => `${at + 1}`);
  const head = roomBeside(names, states, width) >= ENOUGH_FOR_TEXT ? names : numbers;
  const room = Math.max(NARROWEST_TEXT, roomBeside(head, states, width));
  const texts = rows.map(({ line }) => truncate(oneLine(`${placeOf(line)} ${line.text}`), room));
  return aligned([['', ...head], ...texts.map((text, at) => [text, ...(states[at] ?? [])])]);
}

function section(
  comparison: RunComparison,
  heading: string,
  rows: readonly ComparedRow[],
  width: number,
): string[] {
  if (rows.length === 0) {
    return [];
  }
  const left = rows.length - MOST_ROWS;
  return [
    heading,
    ...rowsTable(comparison, rows.slice(0, MOST_ROWS), width),
    ...(left > 0 ? [`… and ${plural(left, 'more row')} in the files`] : []),
    '',
  ];
}

/** What was not the same when the runs were made. */
function conditions(comparison: RunComparison): string[] {
  const facts = differentFacts(comparison).map(([fact, values]) => [fact, ...values.map(oneLine)]);
  const documents = comparison.documents.map(({ slug, sha256 }) => [slug, ...sha256.map(shortSha)]);
  const rows = [...facts, ...documents];
  const head = ['', ...comparison.columns.map(({ name }, at) => numbered(name, at))];
  return rows.length === 0 ? [] : ['The runs were made differently:', ...aligned([head, ...rows]), ''];
}

/**
 * The comparison as text: what differs, what only some runs say, how the runs were made differently, the verdict of each,
 * and in the last line how much differs.
 */
export function toComparisonText(comparison: RunComparison, options: TerminalOptions): string {
  const colours = picocolors.createColors(options.colour);
  const width = options.width ?? DEFAULT_WIDTH;
  const { columns, differing, incomplete } = comparison;
  const verdicts = columns.map(({ directory, results }, at) => [
    `${at + 1} ${oneLine(engineName(results))}`,
    oneLine(directory),
    headline(results.summary),
  ]);
  const paint = differing.length === 0 ? colours.green : colours.yellow;
  const lines = [
    ...section(comparison, 'What differs:', differing, width),
    ...section(comparison, 'What only some runs judged:', incomplete, width),
    ...conditions(comparison),
    ...aligned(verdicts),
    colours.bold(paint(comparisonHeadline(comparison))),
  ];
  return `${lines.join('\n')}\n`;
}
