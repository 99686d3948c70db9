/** A program as a child process: the leader of its own group, with everything that it writes read at once. */
import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { oneLine } from '../../core/printable-text';
import { shellWord } from '../../core/text';
import type { Reaper } from '../lifecycle/reaper';
import { LineReader } from './lines';

/** Longest line of a log that is kept, in characters. */
const LONGEST_LOG_LINE = 2000;
/** How long what a program wrote before its end may take to arrive, in milliseconds. */
export const LAST_WORDS = 500;

export interface ProgramOptions {
  /** Program and arguments; no shell reads them. */
  readonly command: readonly string[];
  readonly directory: string;
  /** Beside the variables of this process. */
  readonly environment: Readonly<Record<string, string>>;
  readonly reaper: Reaper;
  /** Takes what the program writes to its standard output. */
  readonly output: (chunk: Buffer) => void;
  /** Takes a line that it writes to its standard error. */
  readonly log: (line: string) => void;
}

/** How a program ended: halves of sentences. */
export interface Ending {
  /** `ended with exit code 3`. */
  readonly how: string;
  /** What else is known, `the last line of its log: …`. */
  readonly detail: string;
  /** Absent where a signal ended it, or it never ran. */
  readonly exitCode?: number;
  /** It never ran. */
  readonly notStarted?: true;
}

/** Which of a line and the next one says more about an end: one that names an error, and none of a stack or of Node's own. */
function tellingLine(last: string, line: string): string {
  const isNoise = line.trim() === '' || /^\s+at |^Node\.js v\d|^\s*[\^}\]]+\s*$/.test(line);
  const hides = /\b\w*(?:Error|Exception)\b/.test(last) && !/\b\w*(?:Error|Exception)\b/.test(line);
  return isNoise || hides ? last : line;
}

/** The systems are on loopback: a proxy that the user's own environment names must not be asked for them. */
function pastProxies({ NO_PROXY, no_proxy = NO_PROXY }: NodeJS.ProcessEnv): Readonly<Record<string, string>> {
  const hosts = [no_proxy, 'localhost', '127.0.0.1', '::1']
    .filter((each) => each !== undefined && each !== '')
    .join(',');
  return { NO_PROXY: hosts, no_proxy: hosts };
}

export class Program {
  /** Resolves once the program has ended, or could not be started, and what it wrote has arrived. */
  readonly ended: Promise<Ending>;
  private readonly child: ChildProcessWithoutNullStreams;
  private lastLine = '';

  constructor(private readonly options: ProgramOptions) {
    const [file = '', ...parameters] = options.command;
    this.child = spawn(file, parameters, {
      cwd: options.directory,
      env: { ...process.env, ...pastProxies(process.env), ...options.environment },
      detached: true,
      stdio: 'pipe',
    });
    if (this.child.pid !== undefined) {
      options.reaper.watch(this.child.pid);
    }
    this.child.stdin.on('error', () => undefined);
    this.child.stdout.on('data', options.output);
    this.readLog();
    this.ended = new Promise((resolve) => {
      this.child.once('error', (error: NodeJS.ErrnoException) => {
        resolve(this.notStarted(error));
      });
      this.child.once('exit', (code, signal) => {
        this.release();
        this.afterLastWords(() => {
          resolve(this.ending(code, signal));
        });
      });
    });
  }

  /** Takes a line, without its end; what the program does not read waits in a buffer. */
  write(line: string): void {
    this.child.stdin.write(`${line}\n`);
  }

  /** Calls back when the standard output closes. */
  onOutputEnd(listener: () => void): void {
    this.child.stdout.once('end', listener);
  }

  /**
   * Closes the standard input, and kills what does not end in time.
   *
   * @param patience - milliseconds
   * @param after - since when, as the log says it
   */
  async end(patience: number, after = 'its input had closed'): Promise<void> {
    this.child.stdin.end();
    const timer = setTimeout(() => {
      this.options.log(`(did not end within ${patience / 1000} s after ${after}, and was killed)`);
      this.release();
    }, patience);
    await this.ended;
    clearTimeout(timer);
  }

  /** Asks the program to end, by SIGTERM, and kills what does not in time. @param patience - milliseconds */
  async terminate(patience: number): Promise<void> {
    this.child.kill('SIGTERM');
    await this.end(patience, 'it was asked to');
  }

  /** Kills the program and all that it started. */
  async kill(): Promise<void> {
    this.release();
    await this.ended;
  }

  private release(): void {
    const { pid } = this.child;
    if (pid !== undefined) {
      this.options.reaper.release(pid);
    }
  }

  private readLog(): void {
    const lines = new LineReader(LONGEST_LOG_LINE);
    const keep = (line: string): void => {
      this.lastLine = tellingLine(this.lastLine, line);
      this.options.log(line);
    };
    this.child.stderr.on('data', (chunk: Buffer) => {
      lines.push(chunk).forEach(keep);
    });
    this.child.stderr.once('end', () => {
      lines.end().forEach(keep);
    });
  }

  /** The streams close with the last process that holds them; one that left the group may hold them for ever. */
  private afterLastWords(then: () => void): void {
    const timer = setTimeout(() => {
      this.child.stdout.destroy();
      this.child.stderr.destroy();
    }, LAST_WORDS);
    this.child.once('close', () => {
      clearTimeout(timer);
      then();
    });
  }

  private notStarted(error: NodeJS.ErrnoException): Ending {
    const { command, directory } = this.options;
    const why =
      error.code === 'ENOENT'
        ? `there is no program "${command[0] ?? ''}" (or no directory ${directory})`
        : error.code === 'EACCES'
          ? `"${command[0] ?? ''}" may not be executed`
          : error.message;
    return {
      how: `could not be started: ${why}`,
      detail: `the command is: ${command.map(shellWord).join(' ')}; it runs in ${directory}`,
      notStarted: true,
    };
  }

  private ending(code: number | null, signal: NodeJS.Signals | null): Ending {
    const how = signal === null ? `ended with exit code ${code ?? 0}` : `was ended by ${signal}`;
    const log = oneLine(this.lastLine);
    return {
      how,
      detail: log === '' ? 'its log is empty' : `the last line of its log: ${log}`,
      ...(code === null ? {} : { exitCode: code }),
    };
  }
}
