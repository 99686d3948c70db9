/** Runs a corpus of documents against a built-in engine. */
import { loadConfig } from '../config';
import { loadProfiles } from '../config/profiles';
import { configuredSpecs, planRun, runPlan } from '../run';
import { readDocuments } from '../documents';
import type { RunResults } from '../verdict';

/** A config with its documents. */
export interface Corpus {
  readonly cwd: string;
  /** Relative to `cwd`. */
  readonly configFile: string;
}

/** Runs the corpus with the systems called directly. */
export async function runEngine(engine: string, { cwd, configFile }: Corpus): Promise<RunResults> {
  const config = await loadConfig({ cwd, file: configFile });
  const documents = await readDocuments(configuredSpecs(config, cwd), cwd);
  const request = { specs: [], engine, name: [], transport: 'direct' as const };
  return runPlan(
    planRun({ cwd, config, configFile, profiles: await loadProfiles(config), documents, request }),
  );
}
