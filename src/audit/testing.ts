/** What the tests of this room share: the corpora, and the table of mutants. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../core/package-root';
import type { RunResults } from '../verdict';
import { runEngine, runEngineOn, unexplainedFailures } from '.';

const cwd = packageRoot();
const corpora = ['syncproof.config.yaml', 'fixtures/syncproof.config.yaml'].map((configFile) => ({
  cwd,
  configFile,
}));

/** What catches a mutant: the documents to run, and every check that fails there. No other may. */
export interface CaughtMutant {
  readonly on: readonly string[];
  readonly red: readonly string[];
  /** Why no scenario catches it yet; it fails here as soon as one does. */
  readonly open?: string;
}

export const table = parse(readFileSync(join(cwd, 'fixtures', 'mutants.yaml'), 'utf8')) as Readonly<
  Record<string, CaughtMutant>
>;

/** The engine over the five documents and the fixtures. */
export async function runsOf(engine: string): Promise<RunResults[]> {
  const runs = [];
  for (const corpus of corpora) {
    runs.push(await runEngine(engine, corpus));
  }
  return runs;
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
