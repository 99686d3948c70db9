/** Lint: what is wrong in documents, in order. */
import type { DataflowDocument, Diagnostic, Severity } from '../model';
import { compareDiagnostics } from '../documents';
import { RULES } from './rules';
import { DocumentIndex } from './document-index';
import { EMPTY_CONTEXT } from './types';
import type { LintContext } from './types';

/** The diagnostics with the severity that the config gives to their code; none of a code that is `off`. */
function withSeverity(
  diagnostics: readonly Diagnostic[],
  severities: LintContext['severities'],
): Diagnostic[] {
  return diagnostics.flatMap((diagnostic) => {
    const stated = Object.hasOwn(severities, diagnostic.code) ? severities[diagnostic.code] : undefined;
    const severity: Severity | 'off' = stated ?? diagnostic.severity;
    return severity === 'off' ? [] : [{ ...diagnostic, severity }];
  });
}

/**
 * All diagnostics of the documents, sorted by path, line, column and code: what reading found, and what the rules find
 * in all documents together. Severities of the context count.
 *
 * Takes time linear in the size of the documents.
 */
export function lint(
  documents: readonly DataflowDocument[],
  context: LintContext = EMPTY_CONTEXT,
): Diagnostic[] {
  const documentIndex = new DocumentIndex(documents, context);
  const found: Diagnostic[] = documents.flatMap(({ diagnostics }) => diagnostics);
  for (const { code, severity, check } of RULES) {
    for (const { path, line, column, message, help } of check?.(documentIndex) ?? []) {
      found.push({ path, line, column, severity, code, message, help });
    }
  }
  return withSeverity(found, context.severities).sort(compareDiagnostics);
}
