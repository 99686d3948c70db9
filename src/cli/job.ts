/** What a run says to the CI job that it runs in. */
import { resolve } from 'node:path';
import { redactResults, toAnnotations, unusedProperties, type WrittenReports } from '../reports';
import type { RunResults } from '../verdict';
import type { Context } from './context';
import { pathBelow, repositoryRoot } from './repository';

/** The annotations of a GitHub Actions job, to stdout; nothing outside of one. */
export function annotate({ terminal, base, config }: Context, results: RunResults): void {
  if (terminal.job === undefined) {
    return;
  }
  const root = repositoryRoot(base, terminal.job.workspace);
  const placeIn = (path: string): string | undefined =>
    root === undefined ? undefined : pathBelow(root, resolve(base, path));
  terminal.out(toAnnotations(redactResults(results, config.secrets), placeIn));
}

/** What the user should know of the reports that were written, to stderr. */
export function noticesOfReports(
  { terminal, config }: Context,
  results: RunResults,
  { allureProblem, allureNotice }: WrittenReports,
): void {
  const unused = unusedProperties(results, config.junit.properties);
  for (const text of [allureProblem, allureNotice, unused]) {
    if (text !== undefined) {
      terminal.err(`${text}\n`);
    }
  }
}
