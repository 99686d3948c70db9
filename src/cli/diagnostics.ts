/** What lint has to say, on the way of other commands. */
import type { DataflowDocument } from '../model';
import { formatDiagnosticsText, lint, readSources } from '../spec';
import type { Context } from './context';

/** Prints the diagnostics of the documents to stderr (with --quiet the errors alone); answers whether any is an error. */
export async function reportDiagnostics(
  context: Context,
  documents: readonly DataflowDocument[],
): Promise<boolean> {
  const quiet = context.options.quiet === true;
  const diagnostics = lint(documents).filter(({ severity }) => !quiet || severity === 'error');
  if (diagnostics.length === 0) return false;
  const sources = await readSources(
    diagnostics.map(({ path }) => path),
    context.base,
  );
  context.terminal.err(formatDiagnosticsText(diagnostics, sources, { colour: context.errorColour }));
  return diagnostics.some(({ severity }) => severity === 'error');
}
