/** Finding and reading documents: the one module of this room that touches files. */
import { readFile, stat } from 'node:fs/promises';
import { isAbsolute, relative, resolve, sep } from 'node:path';
import { glob, isDynamicPattern } from 'tinyglobby';
import { UsageError } from '../core/usage-error';
import type { DataflowDocument } from '../model';
import { documentSlug, parseDocument } from './document';
import { decode } from './rst/lines';

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The path as people see it: relative to `cwd` with forward slashes where it lies inside, else absolute. */
function shownPath(file: string, cwd: string): string {
  const inside = relative(cwd, file);
  const isInside = inside !== '' && !isAbsolute(inside) && inside !== '..' && !inside.startsWith(`..${sep}`);
  return (isInside ? inside : file).split(sep).join('/');
}

type Existing = 'file' | 'directory' | 'missing';

async function existing(path: string): Promise<Existing> {
  try {
    return (await stat(path)).isDirectory() ? 'directory' : 'file';
  } catch {
    return 'missing';
  }
}

/** Files of a directory, or of a glob; absolute. */
async function filesOf(spec: string, cwd: string): Promise<string[]> {
  const path = resolve(cwd, spec);
  const found = await existing(path);
  if (found === 'file') {
    return [path];
  }
  if (found === 'directory') {
    const files = await glob('**/*.rst', { cwd: path, absolute: true });
    if (files.length > 0) {
      return files;
    }
    throw new UsageError(
      `The directory ${spec} holds no .rst file (looked in ${path} and below). Name a file, a directory with documents, or a glob.`,
    );
  }
  const files = isDynamicPattern(spec) ? await glob(spec.split('\\').join('/'), { cwd, absolute: true }) : [];
  if (files.length > 0) {
    return files;
  }
  throw new UsageError(
    `${spec} selects no document: there is no such file, directory or match (looked in ${cwd}). Name a file, a directory or a glob; a glob in quotation marks.`,
  );
}

function checkSlugs(paths: readonly string[]): void {
  const bySlug = new Map<string, string>();
  for (const path of paths) {
    const slug = documentSlug(path);
    const other = bySlug.get(slug);
    if (other !== undefined) {
      throw new UsageError(
        `${other} and ${path} have the same short name, ${slug}, so their checks could not be distinguished. Rename one of the files, or select only one.`,
      );
    }
    bySlug.set(slug, path);
  }
}

async function bytesOf(path: string, cwd: string): Promise<Uint8Array> {
  try {
    return await readFile(resolve(cwd, path));
  } catch (error) {
    throw new UsageError(
      `${path} cannot be read: ${reasonOf(error)}. Check that it is a file and that you may read it.`,
      { cause: error },
    );
  }
}

/**
 * Reads the documents that the SPECs select: a file, a directory (every `.rst` file in it and below) or a glob.
 * Each file is read once, in the order of the paths, which are relative to `cwd` where they lie inside of it.
 *
 * @throws UsageError where a SPEC selects nothing, a file cannot be read, or two documents have the same slug.
 */
export async function readDocuments(specs: readonly string[], cwd: string): Promise<DataflowDocument[]> {
  if (specs.length === 0) {
    throw new UsageError('No document is named. Name a file, a directory or a glob.');
  }
  const files = new Set<string>();
  for (const spec of specs) {
    for (const file of await filesOf(spec, cwd)) {
      files.add(shownPath(resolve(file), cwd));
    }
  }
  const paths = [...files].sort();
  checkSlugs(paths);
  const documents: DataflowDocument[] = [];
  for (const path of paths) {
    documents.push(parseDocument({ path, bytes: await bytesOf(path, cwd) }));
  }
  return documents;
}

/**
 * The texts of documents by their paths, for `formatDiagnosticsText`: pass the paths of the diagnostics.
 *
 * @throws UsageError where a file can no longer be read.
 */
export async function readSources(
  paths: Iterable<string>,
  cwd: string,
): Promise<ReadonlyMap<string, string>> {
  const sources = new Map<string, string>();
  for (const path of [...new Set(paths)].sort()) {
    sources.set(path, decode(await bytesOf(path, cwd)).text);
  }
  return sources;
}
