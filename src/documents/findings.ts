/** Diagnostics: the codes and their severity in one table, and the collector that readers write into. */
import type { Diagnostic, Severity } from '../model';

/** Every code that reading a document can give, with its severity. */
export const DIAGNOSTIC_SEVERITIES = {
  'broken-table': 'error',
  'empty-document': 'error',
  'empty-system-name': 'warning',
  'not-a-dataflow-document': 'error',
  'not-understood': 'error',
  'not-utf8': 'error',
  'overline-mismatch': 'warning',
  'short-underline': 'warning',
  'too-large': 'error',
  'unreadable-date': 'warning',
} as const satisfies Record<string, Severity>;

export type DiagnosticCode = keyof typeof DIAGNOSTIC_SEVERITIES;

/** What is wrong, and how to fix it. */
export interface Finding {
  readonly message: string;
  readonly help: string;
}

/** Collects the diagnostics of one document. */
export class Findings {
  private readonly found: Diagnostic[] = [];

  constructor(private readonly path: string) {}

  add(code: DiagnosticCode, at: { readonly line: number; readonly column: number }, finding: Finding): void {
    const { line, column } = at;
    this.found.push({
      path: this.path,
      line,
      column,
      severity: DIAGNOSTIC_SEVERITIES[code],
      code,
      ...finding,
    });
  }

  /** All diagnostics so far, by line and column. */
  sorted(): Diagnostic[] {
    return [...this.found].sort(compareDiagnostics);
  }
}

function compareText(one: string, other: string): number {
  if (one === other) {
    return 0;
  }
  return one < other ? -1 : 1;
}

/** Order of diagnostics: path, line, column, code. */
export function compareDiagnostics(one: Diagnostic, other: Diagnostic): number {
  return (
    compareText(one.path, other.path) ||
    one.line - other.line ||
    one.column - other.column ||
    compareText(one.code, other.code)
  );
}
