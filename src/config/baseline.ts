/** The baseline file: checks that are known to fail, each with what the user says of it. */
import { accessSync, constants, existsSync, statSync } from 'node:fs';
import path from 'node:path';
import schema from '../../schemas/baseline.json';
import { LocatedError, type LocatedProblem } from '../core/located-error';
import { replaceFiles } from '../core/replace-files';
import { UsageError } from '../core/usage-error';
import { YamlSource } from '../core/yaml-source';
import { problemsOf } from './check';
import { editedBaseline, type BaselineEdit } from './edit-baseline';
import { readText } from './load';

/** An entry of the file, and where it is in it. */
export interface BaselineEntry {
  /** The check's id. */
  readonly check: string;
  readonly reason?: string;
  /** The address of an issue. */
  readonly issue?: string;
  /** Counts from 1. */
  readonly line: number;
  readonly column: number;
}

export interface BaselineFile {
  /** Absolute. */
  readonly file: string;
  /** As they are read; empty where the file does not exist yet. */
  readonly text: string;
  /** In the order of the file. */
  readonly entries: readonly BaselineEntry[];
}

interface BaselineContent {
  readonly known?: readonly Pick<BaselineEntry, 'check' | 'reason' | 'issue'>[] | null;
}

/** The checks that are listed more than once: the schema cannot say that. */
function listedTwice(value: unknown, source: YamlSource): LocatedProblem[] {
  const known = (value as BaselineContent).known ?? [];
  const seen = new Set<string>();
  return known.flatMap(({ check }, index) => {
    if (!seen.has(check)) {
      seen.add(check);
      return [];
    }
    const place = source.placeOf(['known', index, 'check']);
    return [{ place, what: `"${check}" is listed twice`, help: 'remove one of the two' }];
  });
}

function parseBaseline(file: string, text: string): BaselineFile {
  const source = new YamlSource(file, text);
  const value = source.value() ?? {};
  const problems = problemsOf(value, source, schema, listedTwice);
  if (problems.length > 0) {
    throw new LocatedError(file, problems);
  }
  const known = (value as BaselineContent).known ?? [];
  const entries = known.map((entry, index) => ({
    ...entry,
    ...source.placeOf(['known', index, 'check']),
  }));
  return { file, text, entries };
}

/**
 * Reads a baseline. Variables are not expanded.
 *
 * @param file - absolute
 * @param mayBeMissing - a file that does not exist is an empty baseline. Default false.
 * @throws LocatedError with every problem of the file, each with its line and column and how to fix it.
 */
export async function readBaseline(file: string, mayBeMissing = false): Promise<BaselineFile> {
  if (existsSync(file)) {
    return parseBaseline(file, await readText(file, 'name a file that can be read as the baseline'));
  }
  if (mayBeMissing) {
    return { file, text: '', entries: [] };
  }
  const help = 'write it with "syncproof run --update-baseline", or leave --baseline and "baseline" out';
  throw new LocatedError(file, [{ what: 'the baseline does not exist', help }]);
}

/** @throws UsageError where the file's directory, or the file itself, could not be written */
export function assertWritableBaseline(file: string): void {
  const directory = path.dirname(file);
  const isDirectory = statSync(directory, { throwIfNoEntry: false })?.isDirectory() === true;
  try {
    accessSync(isDirectory ? directory : path.join(directory, 'missing'), constants.W_OK);
  } catch {
    throw new UsageError(
      `The baseline cannot be written to ${file}: ${directory} is not a directory that can be written to. Name another place with --baseline, or "baseline" in the config.`,
    );
  }
}

/**
 * Adds and removes entries, sorted by check; the others keep their words and comments. The file is replaced as a whole by
 * renaming, and left alone where nothing changes.
 *
 * @throws the file system's error; then the old file is whole.
 */
export function writeBaseline({ file, text, entries }: BaselineFile, edit: BaselineEdit): void {
  const now = editedBaseline(file, text, edit);
  const hasEntries = edit.add.length > 0 || entries.length > 0;
  if (now !== text && (hasEntries || !existsSync(file))) {
    replaceFiles(path.dirname(file), { write: new Map([[path.basename(file), now]]), remove: [] });
  }
}
