/** `syncproof lint`: what is wrong with the documents. */
import { formatDiagnosticsJson, formatDiagnosticsText, lint, readSources, totalsOf } from '../../spec';
import type { Context } from '../context';

export interface LintOptions {
  readonly format: 'text' | 'json';
  /** More warnings than this are an error. */
  readonly maxWarnings?: number;
}

/** Prints the diagnostics; answers the exit code. */
export async function lintCommand(
  context: Context,
  specs: readonly string[],
  options: LintOptions,
): Promise<number> {
  const documents = await context.documents(specs);
  const diagnostics = lint(documents);
  if (options.format === 'json') context.terminal.out(formatDiagnosticsJson(diagnostics));
  else {
    const sources = await readSources(
      diagnostics.map(({ path }) => path),
      context.base,
    );
    context.terminal.out(formatDiagnosticsText(diagnostics, sources, { colour: context.colour }));
  }
  const totals = totalsOf(diagnostics);
  const tooMany = options.maxWarnings !== undefined && totals.warning > options.maxWarnings;
  if (tooMany)
    context.terminal.err(
      `${totals.warning} warnings are more than the ${options.maxWarnings ?? 0} that --max-warnings allows.\n`,
    );
  return totals.error > 0 || tooMany ? 1 : 0;
}
