/** Lint with the config, for its own command and on the way of others. */
import type { Config } from '../config';
import { formatDiagnosticsText, lint, type LintContext } from '../lint';
import type { DataflowDocument } from '../model';
import { readSources } from '../documents';
import type { Context } from './context';

/** What the config says to the rules. */
export function lintContext({ bindings, systems, rules }: Config): LintContext {
  return { bindings, systems, severities: rules };
}

/**
 * Prints the errors and warnings of the documents to stderr (with --quiet the errors alone; notes are for `lint`);
 * answers whether any is an error.
 */
export async function reportDiagnostics(
  context: Context,
  documents: readonly DataflowDocument[],
): Promise<boolean> {
  const quiet = context.options.quiet === true;
  const diagnostics = lint(documents, lintContext(context.config)).filter(
    ({ severity }) => severity === 'error' || (severity === 'warning' && !quiet),
  );
  if (diagnostics.length === 0) {
    return false;
  }
  const sources = await readSources(
    diagnostics.map(({ path }) => path),
    context.base,
  );
  context.terminal.err(formatDiagnosticsText(diagnostics, sources, { colour: context.errorColour }));
  return diagnostics.some(({ severity }) => severity === 'error');
}
