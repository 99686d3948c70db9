/** The checklist on a terminal; the line that matters most is the last one. */
import picocolors from 'picocolors';
import type { CheckLine, CheckStatus, RunResults } from '../verdict';
import {
  builtInWords,
  documentsOf,
  headline,
  listTotals,
  preconditionWords,
  rerunCommandOf,
  unexpectedLines,
  wantsReason,
} from './checklist-lines';
import type { DocumentLines, SectionLines, SentenceLines } from './checklist-lines';
import { clean, oneLine, truncate, widthOf } from '../core/printable-text';
import { plural } from '../core/text';

export interface TerminalOptions {
  readonly colour: boolean;
  /** Columns of the terminal. Default 100; less than 40 counts as 40. */
  readonly width?: number;
}

type Paint = (text: string) => string;

/** One character for each state. */
export const MARKS: Readonly<Record<CheckStatus, string>> = {
  passed: '✔',
  failed: '✘',
  known: '≈',
  pending: '…',
  unsupported: '–',
  disputed: '≠',
  informative: ' ',
  'not-understood': '?',
  'not-selected': '·',
  'not-run': '!',
};

const NARROWEST = 40;
/** A longer reason is in the reports; here it would push the checklist out of sight. */
const MOST_REASON_LINES = 12;

class Checklist {
  private readonly lines: string[] = [];
  private readonly colours: ReturnType<typeof picocolors.createColors>;
  private readonly width: number;
  private readonly statusWidth: number;
  private readonly numberWidth: number;

  constructor(
    private readonly results: RunResults,
    options: TerminalOptions,
  ) {
    this.colours = picocolors.createColors(options.colour);
    this.width = Math.max(NARROWEST, options.width ?? 100);
    const shown = results.checks.filter((line) => line.status !== 'informative');
    this.statusWidth = Math.max(0, ...shown.map((line) => line.status.length));
    this.numberWidth = Math.max(0, ...shown.map((line) => `${line.line}`.length));
  }

  text(): string {
    for (const document of documentsOf(this.results)) {
      this.document(document);
    }
    this.totals();
    return `${this.lines.join('\n')}\n`;
  }

  private document(document: DocumentLines): void {
    this.lines.push(this.colours.bold(truncate(oneLine(`${document.title}  ${document.path}`), this.width)));
    for (const section of document.sections) {
      this.section(section);
    }
    this.lines.push('');
  }

  private section({ heading, sentences }: SectionLines): void {
    if (heading !== undefined) {
      this.lines.push(`  ${this.colours.underline(truncate(oneLine(heading), this.width - 2))}`);
    }
    const all = sentences.flatMap(({ line, rows }) => [line, ...rows]);
    if (all.every((line) => line.status === 'not-selected')) {
      const none =
        all.length === 1
          ? 'its only check was not selected'
          : `none of its ${all.length} checks was selected`;
      this.lines.push(this.colours.dim(`    ${MARKS['not-selected']} ${none}`));
      return;
    }
    for (const sentence of sentences) {
      this.sentence(sentence);
    }
  }

  private sentence({ line, rows }: SentenceLines): void {
    this.check(line, 4);
    for (const row of rows) {
      this.check(row, 6);
    }
  }

  private check(line: CheckLine, indent: number): void {
    const paint = this.paintOf(line.status);
    const number = `${line.line}`.padStart(this.numberWidth);
    const room = this.width - indent - this.numberWidth - this.statusWidth - 5;
    const text = truncate(oneLine(line.text), room);
    const gap = ' '.repeat(Math.max(0, room - widthOf(text)));
    const start = `${' '.repeat(indent)}${paint(MARKS[line.status])} ${this.colours.dim(number)}`;
    this.lines.push(`${start} ${text}${gap}  ${paint(line.status)}`);
    const margin = indent + this.numberWidth + 3;
    if (wantsReason(line.status) && line.status !== 'not-selected') {
      this.reason(line, margin);
    } else if (line.basis !== undefined) {
      this.lines.push(
        this.colours.dim(truncate(`${' '.repeat(margin)}on ${oneLine(line.basis)}`, this.width)),
      );
    }
  }

  private reason(line: CheckLine, indent: number): void {
    const reason = clean(line.reason ?? '').split('\n');
    const shown = reason.slice(0, MOST_REASON_LINES);
    if (reason.length > shown.length) {
      shown.push(`… ${plural(reason.length - shown.length, 'more line')} in the reports`);
    }
    const repeat = line.status === 'failed' ? rerunCommandOf(this.results.run, line) : undefined;
    if (repeat !== undefined) {
      shown.push(`again: ${oneLine(repeat)}`);
    }
    const margin = ' '.repeat(indent);
    this.lines.push(...shown.map((text) => this.colours.dim(`${margin}${text}`)));
  }

  private totals(): void {
    const { summary } = this.results;
    const informative = summary.byStatus.informative ?? 0;
    const totals = listTotals(summary.byStatus);
    const seconds = (summary.durationMs / 1000).toFixed(1);
    this.lines.push(`${totals === '' ? 'no checks' : totals}; ${plural(informative, 'informative line')}`);
    this.lines.push(`${plural(summary.scenarios, 'scenario')} in ${seconds} s`);
    const precondition = preconditionWords(summary);
    this.lines.push(...(precondition === undefined ? [] : [precondition]));
    const builtIn = builtInWords(this.results.run);
    this.lines.push(...(builtIn === undefined ? [] : [this.colours.dim(builtIn)]));
    this.lines.push(...unexpectedLines(this.results).map((line) => this.colours.red(clean(line))));
    const paint = summary.exitCode === 0 ? this.colours.green : this.colours.red;
    this.lines.push(this.colours.bold(paint(headline(summary))));
  }

  private paintOf(status: CheckStatus): Paint {
    switch (status) {
      case 'passed':
        return this.colours.green;
      case 'failed':
      case 'not-understood':
      case 'not-run':
        return this.colours.red;
      case 'known':
      case 'disputed':
      case 'pending':
      case 'unsupported':
        return this.colours.yellow;
      case 'informative':
      case 'not-selected':
        return this.colours.dim;
    }
  }
}

/**
 * The checklist as text: for each document its sections, under each every sentence with mark, line number, text (cut to
 * the width) and state, rows of a table below it, and why something did not pass. Informative lines are only counted; a
 * section of which nothing was selected is one line. The last line is the verdict.
 */
export function toTerminal(results: RunResults, options: TerminalOptions): string {
  return new Checklist(results, options).text();
}
