/** What every command gets from the command line: where it runs, what it may print, and the config. */
import picocolors from 'picocolors';
import { loadConfig, type Config } from '../config';
import { readDocuments } from '../spec';
import type { DataflowDocument } from '../model';

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
  /** Progress goes to a terminal. */
  readonly drawsProgress: boolean;
  readonly columns: number;
}

export class Context {
  readonly colour: boolean;

  private constructor(
    readonly terminal: Terminal,
    readonly options: GlobalOptions,
    readonly config: Config,
  ) {
    this.colour = colourful(terminal, options);
  }

  /** Loads the config. @throws ConfigError */
  static async load(terminal: Terminal, options: GlobalOptions): Promise<Context> {
    const file = options.config === undefined ? {} : { file: options.config };
    return new Context(terminal, options, await loadConfig({ cwd: terminal.cwd, ...file }));
  }

  /** The documents that the SPECs select; the config's where none is named. @throws UsageError */
  documents(specs: readonly string[]): Promise<DataflowDocument[]> {
    return readDocuments(specs.length > 0 ? specs : this.config.specs, this.terminal.cwd);
  }

  /** A line of progress, unless the user wants none. */
  progress(line: string): void {
    if (this.options.quiet !== true) this.terminal.err(`${line}\n`);
  }
}

function colourful(terminal: Terminal, options: GlobalOptions): boolean {
  return terminal.isTerminal && options.color !== false && picocolors.isColorSupported;
}
