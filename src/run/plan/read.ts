/** Reading what a command is about: once, for whatever it does with it. */
import type { Config } from '../../config';
import { declaredSystems, type Profiles } from '../../config/profiles';
import { readDocuments } from '../../documents';
import { withReferences, type DataflowDocument, type DeclaredSystems } from '../../model';
import type { LoadedDocuments } from './groups';
import { baseDirectory, configuredSpecs, respelled } from './paths';

/** The documents that a command is about, with all that the user states of them. */
export interface Project extends LoadedDocuments {
  readonly config: Config;
  readonly profiles: Profiles;
  /** What config and profiles declare of the documents' systems. */
  readonly declared: DeclaredSystems;
}

/**
 * Reads the documents that the SPECs select; the config's where none is named.
 *
 * @param cwd - directory that the SPECs count from.
 * @throws UsageError
 */
export function readSpecs(
  config: Config,
  specs: readonly string[],
  cwd: string,
): Promise<DataflowDocument[]> {
  const base = baseDirectory(config, cwd);
  return readDocuments(specs.length > 0 ? respelled(specs, cwd, base) : configuredSpecs(config, base), base);
}

/** What is known of documents that were read. */
export function projectOf(
  { config, profiles }: Pick<Project, 'config' | 'profiles'>,
  loaded: LoadedDocuments,
): Project {
  const declared = declaredSystems(config, profiles, loaded.documents);
  const stated = { bindings: config.bindings.references, systems: declared };
  return { ...loaded, documents: withReferences(loaded.documents, stated), config, profiles, declared };
}

/** Reads the documents that the SPECs select, as `readSpecs` does, with all that is stated of them. @throws UsageError */
export async function readProject(
  stated: Pick<Project, 'config' | 'profiles'>,
  specs: readonly string[],
  cwd: string,
): Promise<Project> {
  return projectOf(stated, {
    cwd: baseDirectory(stated.config, cwd),
    documents: await readSpecs(stated.config, specs, cwd),
    isComplete: specs.length === 0,
  });
}
