/** What lint has to say, on the way of other commands. */
import type { DataflowDocument } from '../model';
import { formatDiagnosticsText, lint, readSources } from '../spec';
import type { Context } from './context';

/** Prints the diagnostics of the documents to stderr; answers whether any of them is an error. */
export async function reportDiagnostics(
  context: Context,
  documents: readonly DataflowDocument[],
): Promise<boolean> {
  const diagnostics = lint(documents);
  if (diagnostics.length === 0) return false;
  const sources = await readSources(
    diagnostics.map(({ path }) => path),
    context.terminal.cwd,
  );
  context.terminal.err(formatDiagnosticsText(diagnostics, sources, { colour: context.colour }));
  return diagnostics.some(({ severity }) => severity === 'error');
}
