/** Diagnostics as text for people and as JSON for programs. */
import { createColors } from 'picocolors';
import { plural } from '../../core/text';
import type { Diagnostic, Severity } from '../../model';
import { printable, splitLines } from '../../documents';

/** How many diagnostics there are of each severity. */
export type DiagnosticTotals = Record<Severity, number>;

export function totalsOf(diagnostics: readonly Diagnostic[]): DiagnosticTotals {
  const totals: DiagnosticTotals = { error: 0, warning: 0, info: 0 };
  for (const { severity } of diagnostics) {
    totals[severity] += 1;
  }
  return totals;
}

/** How much of a long source line is shown, and how much of it left of the caret. */
const EXCERPT_WIDTH = 120;
const EXCERPT_LEAD = 40;

function excerpt(line: string, column: number): { text: string; caretAt: number } {
  const start =
    line.length <= EXCERPT_WIDTH
      ? 0
      : Math.max(0, Math.min(column - 1 - EXCERPT_LEAD, line.length - EXCERPT_WIDTH));
  const before = start > 0 ? '…' : '';
  const after = start + EXCERPT_WIDTH < line.length ? '…' : '';
  const text = `${before}${line.slice(start, start + EXCERPT_WIDTH)}${after}`;
  return { text: printable(text), caretAt: column - 1 - start + before.length };
}

function totalsLine(totals: DiagnosticTotals): string {
  if (totals.error + totals.warning + totals.info === 0) {
    return 'No problems.';
  }
  const notes = totals.info > 0 ? `, ${plural(totals.info, 'note')}` : '';
  return `${plural(totals.error, 'error')}, ${plural(totals.warning, 'warning')}${notes}.`;
}

/** Help may go on in lines of its own, to be copied: these keep their own indentation. */
function helpLines(help: string): string[] {
  return help.split('\n').map((line, at) => `${at === 0 ? '  help: ' : '    '}${printable(line)}`);
}

/** How to write diagnostics as text. */
export interface DiagnosticsTextOptions {
  /** Whether to colour the text for a terminal. */
  readonly colour: boolean;
}

/**
 * The diagnostics as text: for each `path:line:column severity code message`, the source line with a caret, and the
 * help; the totals in the last line. Ends with a line feed.
 *
 * @param sources - the documents' texts by their paths (see `readSources`); without one, no source line is shown.
 */
export function formatDiagnosticsText(
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
  { colour }: DiagnosticsTextOptions,
): string {
  const colours = createColors(colour);
  const paint = { error: colours.red, warning: colours.yellow, info: colours.cyan };
  const linesByPath = new Map([...sources].map(([path, text]) => [path, splitLines(text)]));
  const blocks = diagnostics.map(({ path, line, column, severity, code, message, help }) => {
    const place = colours.bold(printable(`${path}:${line}:${column}`));
    const head = `${place} ${paint[severity](severity)} ${colours.dim(code)} ${printable(message)}`;
    const source = linesByPath.get(path)?.[line - 1];
    const { text, caretAt } = excerpt(source ?? '', column);
    const shown =
      source === undefined ? [] : [`  ${text}`, `  ${' '.repeat(caretAt)}${paint[severity]('^')}`];
    return [head, ...shown, ...helpLines(help), ''].join('\n');
  });
  return [...blocks, totalsLine(totalsOf(diagnostics)), ''].join('\n');
}

/** The diagnostics as JSON: `{"schemaVersion": 1, "diagnostics": […], "totals": {…}}`. Ends with a line feed. */
export function formatDiagnosticsJson(diagnostics: readonly Diagnostic[]): string {
  return `${JSON.stringify({ schemaVersion: 1, diagnostics, totals: totalsOf(diagnostics) }, undefined, 2)}\n`;
}
