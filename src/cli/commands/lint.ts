/** `syncproof lint`: what is wrong with the documents. */
import {
  formatDiagnosticsJson,
  formatDiagnosticsSarif,
  formatDiagnosticsText,
  lint,
  outsideRepository,
  RULES,
  totalsOf,
} from '../../lint';
import type { Diagnostic } from '../../model';
import { readSources } from '../../documents';
import type { Context } from '../context';
import { lintContext } from '../diagnostics';
import { plural } from '../../core/text';
import { packageVersion } from '../../core/package-root';
import { repositoryRoot } from '../repository';

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
    ? sarifOf(context, diagnostics, sources)
    : formatDiagnosticsText(diagnostics, sources, { colour: context.colour });
}

/** The log, with paths from the root of the repository on; what code scanning cannot show is named on stderr. */
function sarifOf(
  { base, terminal }: Context,
  diagnostics: readonly Diagnostic[],
  sources: ReadonlyMap<string, string>,
): string {
  const root = repositoryRoot(base, terminal.job?.workspace) ?? base;
  const outside = outsideRepository(diagnostics, { directory: base, root });
  if (outside.length > 0) {
    terminal.err(
      `Code scanning cannot show ${plural(outside.length, 'document')} outside the repository (${root}): ${outside.join(', ')}. Their diagnostics have file: addresses in the log; move the documents into the repository to see them there.\n`,
    );
  }
  return formatDiagnosticsSarif(diagnostics, sources, {
    ...{ version: packageVersion(), rules: RULES, directory: base, root },
  });
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
