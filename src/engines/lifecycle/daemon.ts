/** A daemon that commands of the config start and end. One for all hosts of a process that speak with it. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Ending, Program } from '../adapters/program';
import { EngineError } from '../errors';
import type { LifecycleCommands } from '../location';
import { launch, runToEnd } from './command';
import { unhealthy } from './health';
import { Reaper } from './reaper';

/** Between two looks at the health, in milliseconds. */
const BETWEEN_LOOKS = 100;

/** How long a daemon may take to end after SIGTERM, in milliseconds. */
const FAREWELL = 5000;

/** Lines that are kept while no scenario takes them. */
const KEPT_LINES = 20;

export interface DaemonOptions {
  readonly commands: LifecycleCommands;
  /** Variables for the commands, beside those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long each command may take, in milliseconds. */
  readonly timeout: number;
}

/** The commands that end. */
type Ends = 'stop' | 'kill' | 'reset';

export class ControlledDaemon {
  private readonly reaper = new Reaper();
  private readonly listeners = new Set<(line: string) => void>();
  private readonly kept: string[] = [];
  /** The program of `start`, while it runs in the foreground. */
  private program: Program | undefined;
  private isUp = false;
  private countOfStarts = 0;
  private starting: Promise<void> | undefined;
  /** How the foreground program ended by itself, until it is reported. */
  private endedByItself: Ending | undefined;
  private whatIsMissing: string | undefined;
  /** It was never healthy within the limit: whoever asks next need not wait as long for nothing. */
  private hopeless: string | undefined;

  constructor(private readonly options: DaemonOptions) {}

  /** How often it was started. */
  get starts(): number {
    return this.countOfStarts;
  }

  /** What it is waited for. */
  get obstacle(): string | undefined {
    return this.whatIsMissing;
  }

  /** It can be ended and started again, with nothing left of what it knew in its memory. */
  get canRestart(): boolean {
    return this.options.commands.start !== undefined;
  }

  can(command: Ends): boolean {
    return this.options.commands[command] !== undefined;
  }

  /** Takes the log; what came before anybody took it comes first. */
  listen(log: (line: string) => void): () => void {
    this.kept.splice(0).forEach(log);
    this.listeners.add(log);
    return () => {
      this.listeners.delete(log);
    };
  }

  private readonly log = (line: string): void => {
    if (this.listeners.size > 0) {
      this.listeners.forEach((listen) => {
        listen(line);
      });
      return;
    }
    this.kept.push(line);
    if (this.kept.length > KEPT_LINES) {
      this.kept.shift();
    }
  };

  /**
   * Starts the daemon where it does not run, and waits until it is healthy.
   *
   * @throws EngineError where it ended by itself, or cannot be started
   */
  async ensureRunning(signal: AbortSignal): Promise<void> {
    if (this.hopeless !== undefined) {
      throw new EngineError(this.hopeless);
    }
    this.assertStillRuns();
    if (this.isUp) {
      return;
    }
    this.starting ??= this.start(signal);
    try {
      await this.starting;
    } finally {
      this.starting = undefined;
    }
  }

  private async start(signal: AbortSignal): Promise<void> {
    const { start, healthUrl } = this.options.commands;
    this.countOfStarts += 1;
    if (start !== undefined) {
      this.launch(start);
    }
    if (healthUrl !== undefined) {
      await this.untilHealthy(healthUrl, signal).catch(async (error: unknown) => {
        if (signal.aborted) {
          this.hopeless = `the engine was not healthy in time earlier in this run, and is not started again: ${this.whatIsMissing ?? healthUrl}`;
        }
        await this.giveUp();
        throw error;
      });
    }
    this.isUp = true;
  }

  private launch(command: readonly string[]): void {
    const { commands, environment } = this.options;
    const program = launch({
      ...{ name: 'start', command, environment, reaper: this.reaper, log: this.log },
      directory: commands.directory,
    });
    this.program = program;
    void program.ended.then((ending) => {
      if (this.program !== program) {
        return;
      }
      this.program = undefined;
      const hasReturned = ending.exitCode === 0 && commands.stop !== undefined;
      this.endedByItself = hasReturned ? undefined : ending;
    });
  }

  private async untilHealthy(url: string, signal: AbortSignal): Promise<void> {
    for (;;) {
      this.assertStillRuns();
      this.whatIsMissing = await unhealthy(url, signal);
      if (this.whatIsMissing === undefined) {
        return;
      }
      await delay(BETWEEN_LOOKS, undefined, { signal });
    }
  }

  /** @throws EngineError where the foreground program has ended; the next call starts it again */
  private assertStillRuns(): void {
    const ending = this.endedByItself;
    if (ending === undefined) {
      return;
    }
    this.endedByItself = undefined;
    this.isUp = false;
    const more =
      ending.exitCode === 0
        ? '. A "start" that hands the daemon to something else and ends needs a "stop" in the config, to end it'
        : '';
    throw new EngineError(`the engine's command "start" ${ending.how}; ${ending.detail}${more}`);
  }

  private async run(name: Ends): Promise<void> {
    const { commands, environment, timeout } = this.options;
    const command = commands[name];
    if (command === undefined) {
      throw new Error(`The config has no command "${name}".`);
    }
    await runToEnd(
      {
        ...{ name, command, environment, reaper: this.reaper, log: this.log },
        directory: commands.directory,
      },
      timeout,
    );
  }

  /** A crash: by the command `kill`, and whatever is left of the foreground program. @throws EngineError */
  async kill(): Promise<void> {
    const { program } = this;
    this.down();
    try {
      await this.run('kill');
    } finally {
      await program?.kill();
    }
  }

  private down(): void {
    this.program = undefined;
    this.endedByItself = undefined;
    this.isUp = false;
    this.whatIsMissing = undefined;
  }

  /** Ends it as well as can be; what fails is a line of the log. */
  async stop(): Promise<void> {
    const { program } = this;
    const mustStop = this.can('stop') && (this.isUp || program !== undefined);
    this.down();
    if (mustStop) {
      await this.run('stop').catch((error: unknown) => {
        this.log(error instanceof Error ? error.message : String(error));
      });
    }
    await program?.terminate(FAREWELL);
  }

  /** It was silent, or broke: it is ended where that can be done, and the next scenario starts another. */
  async giveUp(): Promise<void> {
    if (this.can('kill')) {
      await this.kill().catch((error: unknown) => {
        this.log(error instanceof Error ? error.message : String(error));
      });
      return;
    }
    const { program } = this;
    if (program === undefined) {
      await (this.canRestart ? this.stop() : undefined);
      return;
    }
    this.down();
    await program.kill();
  }

  /** Ends it and starts it again. @throws EngineError */
  async restart(signal: AbortSignal): Promise<void> {
    await this.stop();
    await this.ensureRunning(signal);
  }

  /** Runs the command `reset`. @throws EngineError */
  async reset(): Promise<void> {
    await this.run('reset');
  }

  /** Ends what `start` began. */
  async close(): Promise<void> {
    if (this.canRestart) {
      await this.stop();
    }
    this.reaper.close();
  }
}

interface Held {
  readonly daemon: ControlledDaemon;
  holders: number;
}

const HELD = new Map<string, Held>();

/** A hold on a daemon. */
export interface DaemonHold {
  readonly daemon: ControlledDaemon;
  /** The last one that releases it ends the daemon. Calling it twice is harmless. */
  readonly release: () => Promise<void>;
}

/** The daemon at an address: the same for everybody in this process, until the last hold is released. */
export function holdDaemon(url: string, options: DaemonOptions): DaemonHold {
  const held = HELD.get(url) ?? { daemon: new ControlledDaemon(options), holders: 0 };
  held.holders += 1;
  HELD.set(url, held);
  let isHolding = true;
  return {
    daemon: held.daemon,
    release: async () => {
      if (!isHolding) {
        return;
      }
      isHolding = false;
      held.holders -= 1;
      if (held.holders === 0) {
        HELD.delete(url);
        await held.daemon.close();
      }
    },
  };
}
