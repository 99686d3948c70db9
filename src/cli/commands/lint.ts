/** `syncproof lint`: what is wrong with the documents. */
import {
  formatDiagnosticsJson,
  formatDiagnosticsSarif,
  formatDiagnosticsText,
  lint,
  RULES,
  totalsOf,
} from '../../lint';
import type { Diagnostic } from '../../model';
import { readSources } from '../../documents';
import type { Context } from '../context';
import { lintContext } from '../diagnostics';
import { plural } from '../../core/text';
import { packageVersion } from '../../core/package-root';

export interface LintOptions {
  readonly format: 'text' | 'json' | 'sarif';
  /** More warnings than this are an error. */
  readonly maxWarnings?: number;
}

async function formatted(
  context: Context,
  diagnostics: readonly Diagnostic[],
  format: LintOptions['format'],
): Promise<string> {
  if (format === 'json') {
    return formatDiagnosticsJson(diagnostics);
  }
  const sources = await readSources(
    diagnostics.map(({ path }) => path),
    context.base,
  );
  return format === 'sarif'
    ? formatDiagnosticsSarif(diagnostics, sources, { version: packageVersion(), rules: RULES })
    : formatDiagnosticsText(diagnostics, sources, { colour: context.colour });
}

/** Prints the diagnostics; answers the exit code. */
export async function lintCommand(
  context: Context,
  specs: readonly string[],
  options: LintOptions,
): Promise<number> {
  const diagnostics = lint(await context.documents(specs), lintContext(context.config));
  context.terminal.out(await formatted(context, diagnostics, options.format));
  const totals = totalsOf(diagnostics);
  const tooMany = options.maxWarnings !== undefined && totals.warning > options.maxWarnings;
  if (tooMany) {
    context.terminal.err(
      `${plural(totals.warning, 'warning')}, more than the ${options.maxWarnings ?? 0} that --max-warnings allows.\n`,
    );
  }
  return totals.error > 0 || tooMany ? 1 : 0;
}
