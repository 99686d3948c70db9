/** What the tests of this room share: the corpora, and the table of mutants. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../core/package-root';
import type { RunResults } from '../verdict';
import {
  runEngine,
  runEngineOn,
  runEngineOnRows,
  unexplainedFailures,
  type MutantRow,
  type RowChecks,
} from '.';

const cwd = packageRoot();
const corpora = ['syncproof.config.yaml', 'fixtures/syncproof.config.yaml'].map((configFile) => ({
  cwd,
  configFile,
}));

/** A row of the table; `rows` where the mutant has parameters. */
export type TableRow = MutantRow & { readonly rows?: RowChecks };

/** What catches a mutant: the documents to run, and every check that fails there. No other may. */
export interface CaughtMutant {
  readonly on: readonly string[];
  readonly red: readonly string[];
  /** Why no scenario catches it yet; it fails here as soon as one does. */
  readonly open?: string;
}

function readFixture<Content>(name: string): Readonly<Record<string, Content>> {
  return parse(readFileSync(join(cwd, 'fixtures', name), 'utf8')) as Readonly<Record<string, Content>>;
}

export const table = readFixture<TableRow>('mutants.yaml');

export const caughtMutants = readFixture<CaughtMutant>('caught-mutants.yaml');

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

/** The engine over the documents of these slugs. */
export async function runsOn(engine: string, slugs: readonly string[]): Promise<RunResults[]> {
  const runs = [];
  for (const corpus of corpora) {
    runs.push(await runEngineOn(engine, corpus, slugs));
  }
  return runs.filter((run) => run !== undefined);
}

/** What `unexplainedFailures` finds, as little of it as tells where to look. */
export function unexplained(runs: readonly RunResults[]): object[] {
  return unexplainedFailures(runs).map(({ id, status, error }) => ({ id, status, error }));
}
