/** Runs a corpus of documents against a built-in engine. */
import { loadConfig } from '../config';
import { loadProfiles } from '../config/profiles';
import { planRun, projectOf, readProject, runPlan, type Project, type RunRequest } from '../run';
import type { RunResults } from '../verdict';

/** A config with its documents. */
export interface Corpus {
  readonly cwd: string;
  /** Relative to `cwd`. */
  readonly configFile: string;
}

const CORPORA = new Map<string, Promise<Project>>();

async function readCorpus({ cwd, configFile }: Corpus): Promise<Project> {
  const config = await loadConfig({ cwd, file: configFile });
  return readProject({ config, profiles: await loadProfiles(config) }, [], cwd);
}

/** The corpus, read once for all engines. */
function corpusOf(corpus: Corpus): Promise<Project> {
  const key = `${corpus.cwd}\n${corpus.configFile}`;
  const known = CORPORA.get(key) ?? readCorpus(corpus);
  CORPORA.set(key, known);
  return known;
}

function requestFor(engine: string, specs: readonly string[] = []): RunRequest {
  return { specs, engine, name: [], transport: 'direct' };
}

/** Runs the corpus with the systems called directly. */
export async function runEngine(engine: string, corpus: Corpus): Promise<RunResults> {
  return runPlan(await planRun(await corpusOf(corpus), requestFor(engine), corpus.configFile));
}

/** Runs the documents of these slugs, with the systems called directly; absent where the corpus has none of them. */
export async function runEngineOn(
  engine: string,
  corpus: Corpus,
  slugs: readonly string[],
): Promise<RunResults | undefined> {
  const read = await corpusOf(corpus);
  const documents = read.documents.filter(({ slug }) => slugs.includes(slug));
  if (documents.length === 0) {
    return undefined;
  }
  const specs = documents.map(({ path }) => path);
  const part = projectOf(read, { cwd: read.cwd, documents, isComplete: false });
  return runPlan(await planRun(part, requestFor(engine, specs), corpus.configFile));
}
