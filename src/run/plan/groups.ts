/** What the config says of documents, looked up among those that were read. */
import { resolve } from 'node:path';
import { globSync } from 'tinyglobby';
import type { Config } from '../../config';
import { checksOf, type DataflowDocument } from '../../model';
import { UsageError } from '../../core/usage-error';

/** What was read, and from where. */
export interface LoadedDocuments {
  /** Directory that the documents' paths are relative to. */
  readonly cwd: string;
  readonly documents: readonly DataflowDocument[];
  /** All documents of the config were read, so that a name of none of them is a mistake. */
  readonly isComplete: boolean;
}

/** The documents that a group names by slug, or by a glob of paths from the config's directory. */
function documentsNamed(
  name: string,
  { directory }: Config,
  { cwd, documents }: LoadedDocuments,
): DataflowDocument[] {
  const bySlug = documents.filter((document) => document.slug === name);
  if (bySlug.length > 0) {
    return bySlug;
  }
  const files = new Set(globSync(name, { cwd: directory, absolute: true }).map((file) => resolve(file)));
  return documents.filter(({ path }) => files.has(resolve(cwd, path)));
}

/**
 * The groups of the config as lists of document slugs; documents that were not read are left out.
 *
 * @throws UsageError where all documents were read and a name belongs to none of them.
 */
export function groupsOf(config: Config, reading: LoadedDocuments): string[][] {
  return config.groups.map((group) => {
    const slugs = group.flatMap((name) => {
      const found = documentsNamed(name, config, reading).map(({ slug }) => slug);
      if (found.length > 0 || !reading.isComplete) {
        return found;
      }
      const known = reading.documents.map(({ slug }) => slug).join(', ');
      throw new UsageError(
        `${config.file ?? 'the config'}: "groups" names "${name}", which is not a document. Write the short name of one (${known}), or a path or glob from the config's directory.`,
      );
    });
    return [...new Set(slugs)];
  });
}

/**
 * Slugs of the documents of whose group only a part was read: their features lack the scenarios over the whole group.
 */
export function cutGroups(config: Config, reading: LoadedDocuments): Set<string> {
  const cut = config.groups.flatMap((group) => {
    const found = group.map((name) => documentsNamed(name, config, reading).map(({ slug }) => slug));
    return found.some((slugs) => slugs.length === 0) ? found.flat() : [];
  });
  return new Set(cut);
}

/**
 * Check id → reason, of the checks that the config calls disputed.
 *
 * @throws UsageError where a document that was read has no such check, or none at all has.
 */
export function disputedChecks(
  config: Config,
  { documents, isComplete }: LoadedDocuments,
): Map<string, string> {
  const known = new Set(documents.flatMap((document) => checksOf(document).map(({ id }) => id)));
  const slugs = new Set(documents.map(({ slug }) => slug));
  const unknown = config.disputed
    .map(({ check }) => check)
    .filter((check) => !known.has(check) && (isComplete || slugs.has(check.split('/', 1)[0] ?? '')));
  if (unknown.length > 0) {
    throw new UsageError(
      `${config.file ?? 'the config'}: "disputed" names what no document has: ${unknown.join(', ')}. Copy the id from reports/results.ndjson, or remove the entry.`,
    );
  }
  return new Map(config.disputed.map(({ check, reason }) => [check, reason]));
}
