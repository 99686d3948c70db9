/** `syncproof run --watch`: runs again what a change in the documents, the config or the engine makes necessary. */
import { createHash } from 'node:crypto';
import { watch as watchDirectory, type FSWatcher } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { dirname, isAbsolute, resolve } from 'node:path';
import { diffDocuments } from '../diff';
import { LocatedError } from '../core/located-error';
import { UsageError } from '../core/usage-error';
import { whenAborted } from '../core/when-aborted';
import type { Config } from '../config';
import type { Project, TagSelection } from '../run';
import { Context } from './context';

/** A change comes in several events, and editors write a file in several steps: so long it is waited for the last one, in milliseconds. */
const SETTLING = 100;

/** Clears the screen and what was scrolled out of it, and goes to its top. */
const CLEAR = '\u001b[2J\u001b[3J\u001b[H';

/** What decides of a run, and what it was. */
export interface Watched {
  /** Absent where the documents could not be read. */
  readonly project?: Project;
  /** Absolute path → hash; of what is not there none. */
  readonly files: ReadonlyMap<string, string | undefined>;
}

/** What to do about a change. */
export type Reaction =
  | { readonly run: 'nothing' }
  | { readonly run: 'all'; readonly because: string }
  | { readonly run: 'some'; readonly because: string; readonly only: TagSelection }
  | { readonly run: 'none needed'; readonly because: string };

async function hashOf(file: string): Promise<string | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  return bytes === undefined ? undefined : createHash('sha256').update(bytes).digest('hex');
}

async function isFile(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isFile(),
    () => false,
  );
}

/** The files of the engine that the config names: its module, or those that its command names. */
async function engineFiles({ engines, directory }: Config, name: string): Promise<string[]> {
  const engine = Object.hasOwn(engines, name) ? engines[name] : undefined;
  if (engine === undefined) {
    return [];
  }
  const words = 'module' in engine ? [engine.module] : 'command' in engine ? engine.command : [];
  const files: string[] = [];
  for (const file of words.map((word) => resolve(directory, word))) {
    if (await isFile(file)) {
      files.push(file);
    }
  }
  return files;
}

/** The user can fix it: it is printed, and no stack with it. */
function isForUser(error: unknown): error is UsageError | LocatedError {
  return error instanceof UsageError || error instanceof LocatedError;
}

/** What there is now. @param engine - as the user names it; default the config's */
export async function look(
  context: Context,
  specs: readonly string[],
  engine: string | undefined,
): Promise<Watched> {
  const { config } = context;
  const names = [
    ...(config.file === undefined ? [] : [config.file]),
    ...(await engineFiles(config, engine ?? config.engine)),
  ];
  const files = new Map<string, string | undefined>();
  for (const file of names) {
    files.set(file, await hashOf(file));
  }
  const project = await context.project(specs).catch((error: unknown) => {
    if (isForUser(error)) {
      return undefined;
    }
    throw error;
  });
  return { files, ...(project === undefined ? {} : { project }) };
}

function changedFile(before: Watched, now: Watched): string | undefined {
  const names = new Set([...before.files.keys(), ...now.files.keys()]);
  return [...names].find((name) => before.files.get(name) !== now.files.get(name));
}

function hashes({ project }: Watched): ReadonlyMap<string, string> {
  return new Map(project?.documents.map(({ path, sha256 }) => [path, sha256]));
}

/**
 * What a change makes necessary: what `diff` says, where only documents changed; else everything.
 *
 * @param before - what was run last.
 */
export function reactionTo(before: Watched, now: Watched): Reaction {
  const file = changedFile(before, now);
  if (file !== undefined) {
    return { run: 'all', because: file };
  }
  const [old, fresh] = [hashes(before), hashes(now)];
  const changed = [...new Set([...old.keys(), ...fresh.keys()])].filter(
    (path) => old.get(path) !== fresh.get(path),
  );
  if (changed.length === 0) {
    return { run: 'nothing' };
  }
  const because = changed.join(', ');
  if (before.project === undefined || now.project === undefined) {
    return { run: 'all', because };
  }
  const { again } = diffDocuments(before.project.documents, now.project.documents, {
    systems: now.project.declared,
  });
  if (again.selection === undefined) {
    return { run: 'none needed', because };
  }
  const { tags } = again.selection;
  return tags === null
    ? { run: 'all', because }
    : { run: 'some', because, only: { option: '--watch', tags } };
}

/** Where changes can be seen. */
function directoriesOf({ project, files }: Watched, context: Context): ReadonlySet<string> {
  const documents = project?.documents.map(({ path }) => resolve(project.cwd, path)) ?? [];
  return new Set([context.config.directory, ...[...documents, ...files.keys()].map((file) => dirname(file))]);
}

/** Announces changes. */
interface Changes {
  /** Resolves at the first change, once it has settled. @throws the file system's error */
  readonly first: Promise<void>;
  readonly close: () => void;
}

function watchAll(directories: ReadonlySet<string>): Changes {
  const watchers: FSWatcher[] = [];
  let timer: NodeJS.Timeout | undefined;
  const first = new Promise<void>((done, failed) => {
    for (const directory of directories) {
      const watcher = watchDirectory(directory, () => {
        clearTimeout(timer);
        timer = setTimeout(done, SETTLING);
      });
      watchers.push(watcher.on('error', failed));
    }
  });
  return {
    first,
    close: () => {
      clearTimeout(timer);
      watchers.forEach((watcher) => {
        watcher.close();
      });
    },
  };
}

export interface WatchOptions {
  readonly context: Context;
  readonly specs: readonly string[];
  /** As the user names it; default: the config's. */
  readonly engine?: string;
  /** Aborted when someone ends the watching. */
  readonly interrupt: AbortSignal;
  /** Runs what is selected, all where nothing is; answers the exit code. */
  readonly run: (context: Context, only: readonly TagSelection[]) => Promise<number>;
}

class Watch {
  private context: Context;
  private seen: Watched = { files: new Map() };
  /** What was last said to be wrong with the config; absent where nothing is. */
  private lastProblem: string | undefined;
  /** Resolves when someone ends the watching. */
  private readonly stopped: Promise<void>;

  constructor(private readonly options: WatchOptions) {
    this.context = options.context;
    this.stopped = whenAborted(options.interrupt);
  }

  /** Runs once, and then after every change. @returns the exit code */
  async toTheEnd(): Promise<number> {
    const { specs, engine, interrupt } = this.options;
    this.seen = await look(this.context, specs, engine);
    let exitCode = await this.run([]);
    while (!interrupt.aborted) {
      const reaction = await this.nextReaction();
      exitCode = reaction === undefined ? 0 : await this.react(reaction);
    }
    return exitCode;
  }

  /** What the user can fix is printed, and watched for. */
  private async run(only: readonly TagSelection[]): Promise<number> {
    try {
      return await this.options.run(this.context, only);
    } catch (error) {
      if (!isForUser(error)) {
        throw error;
      }
      this.context.terminal.err(`${error.message}\n`);
      return 0;
    }
  }

  /** Waits for a change that matters; `undefined` where the watching ended before. */
  private async nextReaction(): Promise<Reaction | undefined> {
    this.context.progress('Waiting for changes of documents, config and engine; Ctrl+C ends it.');
    for (;;) {
      const changes = watchAll(directoriesOf(this.seen, this.context));
      try {
        // What has changed since it was last looked at, while it ran among others, is found here.
        const reaction = await this.lookAgain();
        if (reaction.run !== 'nothing') {
          return reaction;
        }
        await Promise.race([changes.first, this.stopped]);
      } finally {
        changes.close();
      }
      if (this.options.interrupt.aborted) {
        return undefined;
      }
    }
  }

  private async lookAgain(): Promise<Reaction> {
    const { specs, engine } = this.options;
    const { terminal, options, config } = this.context;
    // What is written while it is read is seen the next time: its hash is that of before.
    const hash = config.file === undefined ? undefined : await hashOf(config.file);
    try {
      this.context = await Context.load(terminal, options);
    } catch (error) {
      if (!isForUser(error)) {
        throw error;
      }
      return this.brokenConfig(error, hash);
    }
    this.lastProblem = undefined;
    const found = await look(this.context, specs, engine);
    const now =
      config.file === undefined ? found : { ...found, files: new Map([...found.files, [config.file, hash]]) };
    const reaction = reactionTo(this.seen, now);
    this.seen = now.project === undefined ? { ...this.seen, ...now } : now;
    return reaction;
  }

  /** The config cannot be read: it is said once, and everything runs when it can. */
  private brokenConfig(error: Error, hash: string | undefined): Reaction {
    const { file } = this.context.config;
    if (file !== undefined) {
      this.seen = { ...this.seen, files: new Map([...this.seen.files, [file, hash]]) };
    }
    if (this.lastProblem !== error.message) {
      this.context.terminal.err(`${error.message}\n`);
    }
    this.lastProblem = error.message;
    return { run: 'nothing' };
  }

  private async react(reaction: Reaction): Promise<number> {
    const { terminal } = this.context;
    if (reaction.run === 'nothing') {
      return 0;
    }
    if (reaction.run !== 'none needed' && terminal.isTerminal) {
      terminal.out(CLEAR);
    }
    const { because } = reaction;
    this.context.progress(`Changed: ${isAbsolute(because) ? this.context.shown(because) : because}`);
    if (reaction.run === 'none needed') {
      this.context.progress('No scenario has to run again for that.');
      return 0;
    }
    return this.run(reaction.run === 'some' ? [reaction.only] : []);
  }
}

/** Runs once, and then after every change, until someone ends it. @returns the exit code of the run that this interrupts, else 0 */
export function watchRuns(options: WatchOptions): Promise<number> {
  return new Watch(options).toTheEnd();
}
