/** The directory of generated features: what stands there, what should, and the way from one to the other. */
import { mkdir, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { GeneratedFeature } from '../scenarios';
import { GENERATED_HEADER } from '../scenarios';
import { replaceDirectory } from './replace-directory';

/** How a file of the features directory differs from what would be generated. */
export interface FeatureDifference {
  readonly fileName: string;
  readonly state: 'missing' | 'stale' | 'left over';
}

async function textOf(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined;
    throw error;
  });
}

/** The generated files that stand in the directory itself (never those of `regressions/` and other folders). */
async function generatedFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch(() => []);
  const generated: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.feature')).sort()) {
    const text = await textOf(join(directory, name));
    if (text?.startsWith(GENERATED_HEADER) === true) generated.push(name);
  }
  return generated;
}

/**
 * Compares the directory with what would be generated; sorted by file name.
 *
 * @param whole - all documents were read: a generated file of no document is left over.
 */
export async function compareFeatures(
  directory: string,
  features: readonly GeneratedFeature[],
  whole: boolean,
): Promise<FeatureDifference[]> {
  const differences: FeatureDifference[] = [];
  for (const { fileName, text } of features) {
    const present = await textOf(join(directory, fileName));
    if (present === undefined) differences.push({ fileName, state: 'missing' });
    else if (present !== text) differences.push({ fileName, state: 'stale' });
  }
  const wanted = new Set(features.map(({ fileName }) => fileName));
  for (const fileName of whole ? await generatedFiles(directory) : []) {
    if (!wanted.has(fileName)) differences.push({ fileName, state: 'left over' });
  }
  return differences.sort((one, other) => one.fileName.localeCompare(other.fileName, 'en'));
}

/** Writes the features as one set; removes generated files of no document where all documents were read. */
export async function writeFeatures(
  directory: string,
  features: readonly GeneratedFeature[],
  whole: boolean,
): Promise<FeatureDifference[]> {
  const differences = await compareFeatures(directory, features, whole);
  if (differences.length === 0) return [];
  await replaceDirectory(directory, async (copy) => {
    for (const { fileName, state } of differences) if (state === 'left over') await rm(join(copy, fileName));
    for (const { fileName, text } of features) await writeFile(join(copy, fileName), text);
  });
  return differences;
}

/** Writes the features of a run into an empty directory. */
export async function writeRunFeatures(
  directory: string,
  features: readonly GeneratedFeature[],
): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { fileName, text } of features) await writeFile(join(directory, fileName), text);
}
