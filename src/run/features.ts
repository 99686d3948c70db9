/** The directory of generated features: what is in it, what should be, and the way from one to the other. */
import { mkdir, readFile, readdir, stat, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import type { GeneratedFeature } from '../scenarios';
import { GENERATED_HEADER } from '../scenarios';
import { UsageError } from '../core/usage-error';
import { replaceFiles } from '../core/replace-files';

/**
 * How a file of the features directory differs from what would be generated. `foreign`: its place is taken
 * by something that was not generated, so it is never overwritten.
 */
export interface FeatureDifference {
  readonly fileName: string;
  readonly state: 'missing' | 'stale' | 'left over' | 'foreign';
}

type Present = { readonly kind: 'nothing' | 'other' } | { readonly kind: 'file'; readonly text: string };

function codeOf(error: unknown): unknown {
  return error instanceof Error && 'code' in error ? error.code : undefined;
}

async function presentAt(path: string): Promise<Present> {
  try {
    return { kind: 'file', text: await readFile(path, 'utf8') };
  } catch (error) {
    if (codeOf(error) === 'ENOENT') {
      return { kind: 'nothing' };
    }
    if (codeOf(error) === 'EISDIR') {
      return { kind: 'other' };
    }
    throw error;
  }
}

function isGenerated(present: Present): boolean {
  return present.kind === 'file' && present.text.startsWith(GENERATED_HEADER);
}

/** @throws UsageError where something other than a directory is there. */
async function assertDirectory(directory: string): Promise<void> {
  const found = await stat(directory).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') {
      return undefined;
    }
    if (codeOf(error) === 'ENOTDIR') {
      return 'not a directory' as const;
    }
    throw error;
  });
  if (found === undefined || (found !== 'not a directory' && found.isDirectory())) {
    return;
  }
  throw new UsageError(
    `${directory} is not a directory, so nothing can be written into it. Name another one with --out.`,
  );
}

/** The generated files in the directory itself (never those of `regressions/` and other folders). */
async function generatedFiles(directory: string): Promise<string[]> {
  const names = await readdir(directory).catch((error: unknown) => {
    if (codeOf(error) === 'ENOENT') {
      return [];
    }
    throw error;
  });
  const generated: string[] = [];
  for (const name of names.filter((each) => each.endsWith('.feature')).sort()) {
    if (isGenerated(await presentAt(join(directory, name)))) {
      generated.push(name);
    }
  }
  return generated;
}

function stateOf(present: Present, text: string): FeatureDifference['state'] | undefined {
  if (present.kind === 'nothing') {
    return 'missing';
  }
  if (!isGenerated(present)) {
    return 'foreign';
  }
  return present.kind === 'file' && present.text === text ? undefined : 'stale';
}

/**
 * Compares the directory with what would be generated; sorted by file name.
 *
 * @param whole - all documents were read: a generated file of no document is left over.
 * @throws UsageError where `directory` is not one.
 */
export async function compareFeatures(
  directory: string,
  features: readonly GeneratedFeature[],
  whole: boolean,
): Promise<FeatureDifference[]> {
  await assertDirectory(directory);
  const differences: FeatureDifference[] = [];
  for (const { fileName, text } of features) {
    const state = stateOf(await presentAt(join(directory, fileName)), text);
    if (state !== undefined) {
      differences.push({ fileName, state });
    }
  }
  const wanted = new Set(features.map(({ fileName }) => fileName));
  for (const fileName of whole ? await generatedFiles(directory) : []) {
    if (!wanted.has(fileName)) {
      differences.push({ fileName, state: 'left over' });
    }
  }
  return differences.sort((one, other) => (one.fileName < other.fileName ? -1 : 1));
}

/**
 * Writes the features as one set; removes generated files of no document where all documents were read. What was not
 * generated is neither overwritten nor removed.
 *
 * @returns what was changed.
 * @throws UsageError where something that was not generated is in a feature's place; then nothing is written.
 */
export async function writeFeatures(
  directory: string,
  features: readonly GeneratedFeature[],
  whole: boolean,
): Promise<FeatureDifference[]> {
  const differences = await compareFeatures(directory, features, whole);
  const foreign = differences.filter(({ state }) => state === 'foreign').map(({ fileName }) => fileName);
  if (foreign.length > 0) {
    throw new UsageError(
      `Nothing was written: ${directory} holds ${foreign.join(', ')}, which syncproof did not generate (a generated file begins with "${GENERATED_HEADER}"). Move or rename it, or write elsewhere with --out.`,
    );
  }
  if (differences.length === 0) {
    return [];
  }
  const changed = new Set(differences.map(({ fileName }) => fileName));
  replaceFiles(directory, {
    write: new Map(
      features.filter(({ fileName }) => changed.has(fileName)).map(({ fileName, text }) => [fileName, text]),
    ),
    remove: differences.filter(({ state }) => state === 'left over').map(({ fileName }) => fileName),
  });
  return differences;
}

/** Before each rule of a generated feature. */
const RULES = /\n(?=\n {2}@(?:section:|whole\n))/;

/** How long the parts of a feature become, in characters, where its rules are not longer. */
const PART = 16_000;

/** A feature in parts of whole rules: what cucumber does to find one scenario in a file grows with all that is in it. */
function partsOf(text: string): string[] {
  const [head = '', ...rules] = text.split(RULES);
  const parts: string[] = [];
  let part = head;
  for (const rule of rules) {
    if (part !== head && part.length + rule.length > PART) {
      parts.push(`${part.trimEnd()}\n`);
      part = head;
    }
    part += `\n${rule}`;
  }
  return [...parts, part];
}

/** Writes the features of a run into an empty directory, long ones in parts; sorted by name, the files are in their order. */
export async function writeRunFeatures(
  directory: string,
  features: readonly GeneratedFeature[],
): Promise<void> {
  await mkdir(directory, { recursive: true });
  for (const { fileName, text } of features) {
    const parts = partsOf(text);
    const digits = String(parts.length).length;
    for (const [index, part] of parts.entries()) {
      const number = String(index + 1).padStart(digits, '0');
      await writeFile(join(directory, fileName.replace(/(?=\.feature$)/, `.${number}`)), part);
    }
  }
}

/** The slug of the document that a file of `writeRunFeatures` is of. */
export function documentOfRunFeature(path: string): string {
  return basename(path).replace(/(?:\.\d+)?\.feature$/, '');
}
