/** A difference on a terminal; the line that matters most is the last one. */
import { createColors } from 'picocolors';
import { printable } from '../documents';
import { plural, wrap } from '../core/text';
import { linesOf, wholeDocument, type ChangeLine, type Piece } from './lines';
import {
  checksText,
  headline,
  newlyLost,
  rerunSelectionCommand,
  selectionText,
  WIDER_TEXT,
  type RunTarget,
} from './summary';
import type { DocumentChange, Difference, DocumentDifference } from './types';

/** How to write a difference as text. */
export interface DiffTextOptions extends RunTarget {
  readonly colour: boolean;
  /** Columns to wrap to, at least 60. Default: no wrapping. */
  readonly width?: number;
}

const NARROWEST = 60;

type Paint = (text: string) => string;

function joined(pieces: readonly Piece[]): string {
  return printable(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.quoted)).join(''));
}

class Sheet {
  private readonly lines: string[] = [];
  private readonly colours: ReturnType<typeof createColors>;
  private readonly width: number;

  constructor(private readonly options: DiffTextOptions) {
    this.colours = createColors(options.colour);
    this.width = options.width === undefined ? Infinity : Math.max(NARROWEST, options.width);
  }

  text(difference: Difference): string {
    for (const document of difference.documents) {
      this.document(document);
    }
    this.again(difference);
    const { again, totals } = difference;
    const none = Object.values(totals).every((count) => count === 0);
    const paint = none ? this.colours.green : again.scenarios.length > 0 ? this.colours.yellow : this.plain;
    this.lines.push(this.colours.bold(paint(headline(difference))));
    return `${this.lines.join('\n')}\n`;
  }

  private readonly plain: Paint = (text) => text;

  private paintOf(change: DocumentChange['change']): Paint {
    const paints: Record<DocumentChange['change'], Paint> = {
      added: this.colours.green,
      removed: this.colours.red,
      changed: this.colours.yellow,
      renamed: this.colours.yellow,
      moved: this.colours.cyan,
      reworded: this.colours.dim,
    };
    return paints[change];
  }

  /** A new line that no rule reads is bad news, and one that went away is good. */
  private paintLost(change: DocumentChange['change']): Paint {
    return change === 'added' ? this.colours.red : this.colours.green;
  }

  private document(difference: DocumentDifference): void {
    const { document, state, oldPath, newPath, changes, sections } = difference;
    if (state === 'unchanged') {
      return;
    }
    const paths = [oldPath, newPath].filter((path) => path !== undefined).join(' → ');
    this.lines.push(this.colours.bold(printable(`${document}  ${paths}`)));
    if (state === 'added' || state === 'removed') {
      const words = wholeDocument(state, sections, changes);
      this.lines.push(this.paintOf(state)(`  ${state === 'added' ? '+' : '-'} ${words}`), '');
      return;
    }
    const parts = [
      { heading: undefined, lines: linesOf(changes) },
      ...sections.map((section) => ({ heading: section.heading, lines: linesOf(section.changes) })),
    ].filter(({ lines }) => lines.length > 0);
    const all = parts.flatMap(({ lines }) => lines);
    const widths = {
      line: all.reduce((width, line) => Math.max(width, line.old.length, line.new.length), 0),
      label: all.reduce((width, { label }) => Math.max(width, label.length), 0),
    };
    for (const { heading, lines } of parts) {
      if (heading !== undefined) {
        this.lines.push(`  ${this.colours.underline(printable(heading))}`);
      }
      for (const line of lines) {
        this.change(line, widths);
      }
    }
    this.lines.push('');
  }

  private change(line: ChangeLine, widths: { readonly line: number; readonly label: number }): void {
    const paint = line.notUnderstood ? this.paintLost(line.change) : this.paintOf(line.change);
    const numbers = `${line.old.padStart(widths.line)} ${line.new.padStart(widths.line)}`;
    const margin = 4 + 2 + numbers.length + 2 + widths.label + 2;
    const [first = '', ...rest] = wrap(joined(line.text), this.width - margin);
    const start = `    ${paint(line.mark)} ${this.colours.dim(numbers)}`;
    this.lines.push(`${start}  ${line.label.padEnd(widths.label)}  ${paint(first)}`);
    const indent = ' '.repeat(margin);
    for (const more of rest) {
      this.lines.push(`${indent}${paint(more)}`);
    }
    for (const note of line.notes) {
      for (const more of wrap(joined(note), this.width - margin)) {
        this.lines.push(`${indent}${more}`);
      }
    }
  }

  private command(words: string, command: string): void {
    this.lines.push(words, `  ${this.colours.cyan(printable(command))}`);
  }

  private again(difference: Difference): void {
    const { checks, selection, wider, untried } = difference.again;
    const lost = newlyLost(difference);
    if (lost > 0) {
      this.lines.push(
        this.colours.red(`${plural(lost, 'new line')} not understood: "syncproof lint" says why.`),
      );
    }
    if (untried.length > 0) {
      this.lines.push('Changed, and no scenario tries it:');
      for (const { check, status, reason } of untried) {
        this.lines.push(`  ${check}`, this.colours.dim(`    ${status}: ${printable(reason)}`));
      }
    }
    if (checks.length > 0) {
      this.lines.push(checksText(difference));
    }
    if (wider !== undefined) {
      this.command(WIDER_TEXT, rerunSelectionCommand(wider, this.options));
    }
    if (selection !== undefined) {
      this.command(selectionText(difference, selection), rerunSelectionCommand(selection, this.options));
    }
  }
}

/**
 * The difference as text: for each changed document its sections, under each every change with its mark (`+` added, `-`
 * removed, `~` changed or renamed, `>` moved, `=` reworded), its lines in the old and the new version, what it is, its text
 * and, below it, what exactly changed. Then what to run again; the totals are the last line.
 */
export function formatDiffText(difference: Difference, options: DiffTextOptions): string {
  return new Sheet(options).text(difference);
}
