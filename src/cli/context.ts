/** What every command gets from the command line: where it runs, what it may print, and the config. */
import { relative, resolve, sep } from 'node:path';
import { unsupportedKeys, loadConfig, type Config } from '../config';
import { loadProfiles, type Profiles } from '../config/profiles';
import { baseDirectory, readProject, readSpecs, type Project } from '../run';
import type { DataflowDocument } from '../model';
import type { InterruptedExitCode } from '../verdict';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly config?: string;
  readonly quiet?: boolean;
  /** commander's form of `--no-color`. */
  readonly color?: boolean;
}

/** The outside world of a command; tests give their own. */
export interface Terminal {
  readonly cwd: string;
  /** Results. */
  readonly out: (text: string) => void;
  /** Progress and errors. */
  readonly err: (text: string) => void;
  /** Results go to a terminal. */
  readonly isTerminal: boolean;
  /** Progress and errors go to a terminal. */
  readonly drawsProgress: boolean;
  /** The environment lets terminals have colours (NO_COLOR, TERM). */
  readonly mayColour: boolean;
  readonly columns: number;
  /** The GitHub Actions job that the process runs in, and where it checks out the repository. Absent elsewhere. */
  readonly job?: { readonly workspace?: string };
  /** Asks the person at the terminal; answers the line that they type. Absent where nobody can be asked. */
  readonly ask?: (question: string) => Promise<string>;
  /** Opens a file in the program that the user has for it; answers whether one did. Absent where nobody would see it. */
  readonly open?: (file: string) => Promise<boolean>;
  /**
   * Resolves with the exit code when someone asks the process to stop (SIGINT, SIGTERM). Who calls it ends by themselves from
   * then on: the first signal does not end the process at once any more; the second does, and so does the end of the limit.
   *
   * @param limit - in milliseconds. Default: none.
   */
  readonly untilStopped: (limit?: number) => Promise<InterruptedExitCode>;
}

export class Context {
  /** Results are coloured. */
  readonly colour: boolean;
  /** Errors and warnings are coloured. */
  readonly errorColour: boolean;
  /** Directory that the documents' paths are relative to. */
  readonly base: string;

  private loadedProfiles: Promise<Profiles> | undefined;

  private constructor(
    readonly terminal: Terminal,
    readonly options: GlobalOptions,
    readonly config: Config,
  ) {
    const mayColour = terminal.mayColour && options.color !== false;
    this.colour = mayColour && terminal.isTerminal;
    this.errorColour = mayColour && terminal.drawsProgress;
    this.base = baseDirectory(config, terminal.cwd);
  }

  /** Loads the config, and the profiles where it names any. @throws LocatedError */
  static async load(terminal: Terminal, options: GlobalOptions): Promise<Context> {
    const file = options.config === undefined ? {} : { file: options.config };
    const config = await loadConfig({ cwd: terminal.cwd, ...file });
    const unsupported = unsupportedKeys(config);
    if (unsupported.length > 0) {
      terminal.err(
        `The config sets what this version does not act on yet: ${unsupported.join(', ')} (docs/config.md).\n`,
      );
    }
    const context = new Context(terminal, options, config);
    const isNamed = Object.values(config.systems).some(({ profile }) => profile !== undefined);
    if (isNamed) {
      await context.profiles();
    }
    return context;
  }

  /** The profiles of the config's systems, and the built-in ones; read once, when they are asked for. @throws LocatedError */
  profiles(): Promise<Profiles> {
    this.loadedProfiles ??= loadProfiles(this.config);
    return this.loadedProfiles;
  }

  /** The documents that the SPECs select; the config's where none is named. @throws UsageError */
  documents(specs: readonly string[]): Promise<DataflowDocument[]> {
    return readSpecs(this.config, specs, this.terminal.cwd);
  }

  /** Those documents with all that config and profiles say of them. @throws UsageError, LocatedError */
  async project(specs: readonly string[]): Promise<Project> {
    return readProject({ config: this.config, profiles: await this.profiles() }, specs, this.terminal.cwd);
  }

  /** An output directory: what the user says counts from where they are, everything else from the config's directory. */
  directory(said: string | undefined, otherwise: string): string {
    return said === undefined ? resolve(this.config.directory, otherwise) : resolve(this.terminal.cwd, said);
  }

  /** A path as people at this terminal write it. */
  shown(path: string): string {
    const way = relative(this.terminal.cwd, path).split(sep).join('/');
    return way === '' ? '.' : way;
  }

  /** A line of progress, unless the user wants none. */
  progress(line: string): void {
    if (this.options.quiet !== true) {
      this.terminal.err(`${line}\n`);
    }
  }
}
