/** `syncproof init`: a config, a first document, an engine to begin with and a CI job, in the current project. */
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { parse } from 'yaml';
import { replaceFiles } from '../../core/replace-files';
import { UsageError } from '../../core/usage-error';
import type { Context } from '../context';
import { projectFiles, type ProjectChoice, type ProjectFile } from '../init/project-files';
import { askForChoice } from '../init/questions';

export type InitOptions = Partial<ProjectChoice>;

/** What is written where nobody says otherwise. */
const DEFAULT_CHOICE: ProjectChoice = { engine: 'node' };

/** What becomes of the files of a project. */
interface InitPlan {
  /** Absolute. */
  readonly directory: string;
  readonly written: readonly ProjectFile[];
  /** What is there already, with the reason why it is left alone. */
  readonly kept: readonly { readonly file: ProjectFile; readonly reason: string }[];
}

/** What flags, the person at the terminal, or the defaults choose. */
async function choiceOf({ engine, ci }: InitOptions, context: Context): Promise<ProjectChoice> {
  const { ask } = context.terminal;
  if (engine !== undefined || ci !== undefined) {
    return { engine: engine ?? DEFAULT_CHOICE.engine, ...(ci === undefined ? {} : { ci }) };
  }
  if (ask !== undefined) {
    return askForChoice(ask);
  }
  context.progress('No flags, and no terminal to ask on: as with --engine node, and without a CI job.');
  return DEFAULT_CHOICE;
}

/** How many documents the project has. */
async function documentCount(context: Context): Promise<number> {
  try {
    return (await context.documents(context.config.file === undefined ? ['specs/'] : [])).length;
  } catch (error) {
    if (error instanceof UsageError) {
      return 0;
    }
    throw error;
  }
}

async function planOf(choice: ProjectChoice, context: Context): Promise<InitPlan> {
  const { file: config, directory: configured } = context.config;
  const directory = config === undefined ? context.terminal.cwd : configured;
  const documents = await documentCount(context);
  const reasonToKeep = ({ role, path }: ProjectFile): string | undefined => {
    if (role === 'config' && config !== undefined && basename(config) !== path) {
      return `there is ${context.shown(config)}`;
    }
    if (role === 'document' && documents > 0) {
      return 'there are documents';
    }
    return existsSync(join(directory, path)) ? 'it exists' : undefined;
  };
  const files = projectFiles(choice).map((file) => ({ file, reason: reasonToKeep(file) }));
  return {
    directory,
    written: files.flatMap(({ file, reason }) => (reason === undefined ? [file] : [])),
    kept: files.flatMap(({ file, reason }) => (reason === undefined ? [] : [{ file, reason }])),
  };
}

/** @throws UsageError where something cannot be written; then nothing was */
function write({ directory, written }: InitPlan): void {
  try {
    replaceFiles(directory, { write: new Map(written.map(({ path, text }) => [path, text])), remove: [] });
  } catch (error) {
    throw new UsageError(
      `Nothing was written into ${directory}: ${error instanceof Error ? error.message : String(error)}. Run "syncproof init" in a directory that you may write to, where specs, engine and .github are directories or do not exist.`,
      { cause: error },
    );
  }
}

/** `  name   what`, the names padded to one width. */
function table(rows: readonly (readonly [name: string, what: string])[]): string[] {
  const width = Math.max(...rows.map(([name]) => name.length));
  return rows.map(([name, what]) => `  ${name.padEnd(width)}  ${what}`);
}

function added(path: string, text: string): string[] {
  const lines = text.trimEnd().split('\n');
  return ['', `Add to ${path}, unless it is there:`, ...lines.map((line) => `  ${line}`)];
}

/** What people have to add by hand to a file that is theirs. */
function byHand({ file }: InitPlan['kept'][number], context: Context): string[] {
  if (file.path === '.gitlab-ci.yml') {
    return added(file.path, file.text);
  }
  if (file.role !== 'config') {
    return [];
  }
  const { engines } = parse(file.text) as { readonly engines: Readonly<Record<string, unknown>> };
  return isDeepStrictEqual(context.config.engines.mine, engines.mine)
    ? []
    : added(
        context.shown(context.config.file ?? file.path),
        /^engines:\n(?: .*\n)+/m.exec(file.text)?.[0] ?? '',
      );
}

/** The next commands, the most important one last. */
const NEXT: readonly (readonly [command: string, what: string])[] = [
  ['npx syncproof lint', 'reads the documents'],
  ['npx syncproof run --smoke --engine mine', 'checks the engine alone, message by message'],
  ['npx syncproof run --engine mine', 'gives the verdict'],
];

function summaryOf(plan: InitPlan, context: Context): string {
  const { written, kept } = plan;
  const lines = [
    ...(written.length === 0
      ? ['Nothing was written.']
      : ['Written:', ...table(written.map(({ path, what }) => [path, what]))]),
    ...(kept.length === 0
      ? []
      : ['Left alone:', ...table(kept.map(({ file, reason }) => [file.path, reason]))]),
    ...kept.flatMap((each) => byHand(each, context)),
    '',
    'Next:',
    ...table(NEXT),
  ];
  return `${lines.join('\n')}\n`;
}

/**
 * Writes what a first verdict needs, all of it or nothing; a file that is there is never touched.
 *
 * @returns the exit code @throws UsageError
 */
export async function initCommand(context: Context, options: InitOptions): Promise<number> {
  const choice = await choiceOf(options, context);
  const plan = await planOf(choice, context);
  write(plan);
  context.terminal.out(summaryOf(plan, context));
  return 0;
}
