/** A command of the user's that runs once and ends. */
import { LineReader } from '../adapters/lines';
import { Program } from '../adapters/program';
import { EngineError } from '../errors';
import type { Reaper } from './reaper';

/** Longest line of the output that is kept, in characters. */
const LONGEST_LINE = 2000;

export interface CommandOptions {
  /** The key of the config: `reset`. */
  readonly name: string;
  /** Program and arguments. */
  readonly command: readonly string[];
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly reaper: Reaper;
  /** Takes a line of its output or its log. */
  readonly log: (line: string) => void;
}

/** Starts a command; what it prints goes to the log. */
export function launch({ log, command, directory, environment, reaper }: CommandOptions): Program {
  const lines = new LineReader(LONGEST_LINE);
  return new Program({
    ...{ command, directory, environment, reaper, log },
    output: (chunk) => {
      lines.push(chunk).forEach(log);
    },
  });
}

/**
 * Runs a command to its end.
 *
 * @param limit - how long it may take, in milliseconds.
 * @throws EngineError where it fails or does not end in time
 */
export async function runToEnd(options: CommandOptions, limit: number): Promise<void> {
  const program = launch(options);
  const late = new AbortController();
  const timer = setTimeout(() => {
    late.abort();
    void program.kill();
  }, limit);
  const { how, detail, exitCode } = await program.ended;
  clearTimeout(timer);
  if (late.signal.aborted) {
    throw new EngineError(
      `the engine's command "${options.name}" did not end within ${limit / 1000} s, and was killed`,
    );
  }
  if (exitCode !== 0) {
    throw new EngineError(`the engine's command "${options.name}" ${how}; ${detail}`);
  }
}
