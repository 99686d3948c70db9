/** What the tests of this room share: the corpora, and the table of mutants. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../core/package-root';
import type { RunResults } from '../verdict';
import { runEngine, runEngineOnRows, unexplainedFailures, type MutantRow, type RowChecks } from '.';

const cwd = packageRoot();
const corpora = ['syncproof.config.yaml', 'fixtures/syncproof.config.yaml'].map((configFile) => ({
  cwd,
  configFile,
}));

/** A row of the table; `rows` where the mutant has parameters. */
export type TableRow = MutantRow & { readonly rows?: RowChecks };

export const table = parse(readFileSync(join(cwd, 'fixtures', 'mutants.yaml'), 'utf8')) as Readonly<
  Record<string, TableRow>
>;

/** The engine over the five documents and the fixtures. */
export async function runsOf(engine: string): Promise<RunResults[]> {
  const runs = [];
  for (const corpus of corpora) {
    runs.push(await runEngine(engine, corpus));
  }
  return runs;
}

/** The engine over the documents that have a property table of so many rows. */
export async function runsOnRows(engine: string, rows: number): Promise<RunResults[]> {
  const runs = [];
  for (const corpus of corpora) {
    runs.push(await runEngineOnRows(engine, corpus, rows));
  }
  return runs.filter((run) => run !== undefined);
}

/** What `unexplainedFailures` finds, as little of it as tells where to look. */
export function unexplained(runs: readonly RunResults[]): object[] {
  return unexplainedFailures(runs).map(({ id, status, error }) => ({ id, status, error }));
}
