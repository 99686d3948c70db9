/** Runs a corpus of documents against a built-in engine. */
import { loadConfig, type Config } from '../config';
import { loadProfiles, type Profiles } from '../config/profiles';
import type { DataflowDocument } from '../model';
import { configuredSpecs, planRun, runPlan } from '../run';
import { readDocuments } from '../documents';
import type { RunResults } from '../verdict';

/** A config with its documents. */
export interface Corpus {
  readonly cwd: string;
  /** Relative to `cwd`. */
  readonly configFile: string;
}

interface ReadCorpus {
  readonly config: Config;
  readonly profiles: Profiles;
  readonly documents: readonly DataflowDocument[];
}

const CORPORA = new Map<string, Promise<ReadCorpus>>();

async function readCorpus({ cwd, configFile }: Corpus): Promise<ReadCorpus> {
  const config = await loadConfig({ cwd, file: configFile });
  const documents = await readDocuments(configuredSpecs(config, cwd), cwd);
  return { config, profiles: await loadProfiles(config), documents };
}

/** The corpus, read once for all engines. */
function corpusOf(corpus: Corpus): Promise<ReadCorpus> {
  const key = `${corpus.cwd}\n${corpus.configFile}`;
  const known = CORPORA.get(key) ?? readCorpus(corpus);
  CORPORA.set(key, known);
  return known;
}

/** Runs the corpus with the systems called directly. */
export async function runEngine(engine: string, corpus: Corpus): Promise<RunResults> {
  const { cwd, configFile } = corpus;
  const request = { specs: [], engine, name: [], transport: 'direct' as const };
  return runPlan(planRun({ ...(await corpusOf(corpus)), cwd, configFile, request }));
}

function rowCount({ sections }: DataflowDocument): number {
  const counts = sections.flatMap(({ statements }) =>
    statements.map((statement) => (statement.kind === 'properties' ? statement.rows.length : 0)),
  );
  return Math.max(0, ...counts);
}

/**
 * Runs the documents of the corpus that have a property table of so many rows, with the systems called directly; absent
 * where none has. An engine that differs in that row only is the reference engine for all others.
 */
export async function runEngineOnRows(
  engine: string,
  corpus: Corpus,
  rows: number,
): Promise<RunResults | undefined> {
  const { cwd, configFile } = corpus;
  const read = await corpusOf(corpus);
  const documents = read.documents.filter((document) => rowCount(document) >= rows);
  if (documents.length === 0) {
    return undefined;
  }
  const specs = documents.map(({ path }) => path);
  const request = { specs, engine, name: [], transport: 'direct' as const };
  return runPlan(planRun({ ...read, documents, cwd, configFile, request }));
}
