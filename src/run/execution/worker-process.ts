/** A worker as the run sees it: what it was given, what it has begun, and how it ended. */
import { fork, type ChildProcess, type ForkOptions } from 'node:child_process';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { packageRoot } from '../../core/package-root';
import type { ScenarioAttachment } from '../../testbed';
import type { ScenarioResult } from '../../verdict';
import type { ScenarioIdentity } from './collect';
import type { CucumberRun } from './cucumber';
import type { RunMessage, WorkerMessage } from './messages';

/** How long a worker may take to end once there is nothing left to do, in milliseconds. */
const LONGEST_END = 5000;

/** How often it is checked whether workers are alive, in milliseconds. */
const CHECK = 1000;

/** What became of scenarios that a worker did not finish. */
export interface Unfinished {
  /** The scenario that was running, and its place. */
  readonly lost?: { readonly place: number; readonly scenario: ScenarioIdentity };
  /** The places of those that had not begun. */
  readonly places: readonly number[];
  /** How the worker ended: `was ended by SIGKILL`. */
  readonly how: string;
}

/** What the run is notified of. */
export interface WorkerEvents {
  /** It has nothing to do. */
  readonly idle: (worker: WorkerProcess, complaints: string) => void;
  readonly finished: (place: number, result: ScenarioResult, engine: ScenarioAttachment['engine']) => void;
  /** It ended before the run ended it. */
  readonly ended: (unfinished: Unfinished) => void;
  /** Cucumber itself failed in it. */
  readonly broken: (why: string) => void;
}

export interface WorkerOptions {
  readonly cwd: string;
  /** How long it may be blocked, in milliseconds. */
  readonly longestBlock: number;
  readonly events: WorkerEvents;
}

/** From the sources, the worker's process needs the loader, wherever it is started. */
function forkOptions(cwd: string): ForkOptions {
  if (extname(__filename) !== '.ts') {
    return { cwd };
  }
  const { resolve } = createRequire(__filename);
  return {
    cwd,
    execArgv: ['--require', resolve('ts-node/register')],
    env: { TS_NODE_PROJECT: join(packageRoot(), 'tsconfig.json'), ...process.env },
  };
}

/**
 * How the process ended, once everything that it said has been heard: Node's "close" does not come where this side closed
 * the channel.
 */
async function endOf(child: ChildProcess): Promise<string> {
  const heard = new Promise<void>((resolve) => {
    child.once('disconnect', resolve);
  });
  return new Promise((resolve) => {
    child.once('error', (error) => {
      resolve(`could not be started (${error.message})`);
    });
    child.once('exit', (code, signal) => {
      const how = signal === null ? `ended with exit code ${code ?? 'unknown'}` : `was ended by ${signal}`;
      void heard.then(() => {
        resolve(how);
      });
    });
  });
}

export class WorkerProcess {
  /** It has been given scenarios. */
  hasWorked = false;
  private readonly child: ChildProcess;
  private readonly closed: Promise<void>;
  private readonly pulse: NodeJS.Timeout;
  /** The places that it was given and has not finished, in the order in which it runs them. */
  private pending: readonly number[] = [];
  private begun: ScenarioIdentity | undefined;
  private state: 'loading' | 'idle' | 'busy' | 'ending' | 'ended' = 'loading';
  /** Checks since it last said something: time that passes while this process is blocked does not count. */
  private silence = 0;
  private problem: string | undefined;

  constructor(private readonly options: WorkerOptions) {
    const { cwd } = options;
    this.child = fork(join(__dirname, `worker${extname(__filename)}`), [], forkOptions(cwd));
    this.child.on('message', (message: WorkerMessage) => {
      this.hear(message);
    });
    this.closed = endOf(this.child).then((how) => {
      this.close(how);
    });
    this.pulse = setInterval(() => {
      this.check();
    }, CHECK).unref();
    this.say({ type: 'prepare', cwd });
  }

  get isIdle(): boolean {
    return this.state === 'idle';
  }

  get isBusy(): boolean {
    return this.state === 'busy';
  }

  /** Whether all that it has left is behind the place. */
  isBehind(place: number): boolean {
    return this.isBusy && this.pending.every((each) => each > place);
  }

  /** Gives an idle worker scenarios to run. */
  give(places: readonly number[], run: CucumberRun): void {
    this.state = 'busy';
    this.hasWorked = true;
    this.pending = places;
    this.silence = 0;
    this.say({ type: 'batch', run });
  }

  /** Ends it: at once where it is busy or loads, else in an orderly way. */
  async end(): Promise<void> {
    if (this.state === 'idle') {
      this.state = 'ending';
      this.say({ type: 'end' });
    } else {
      this.abandon();
    }
    const timer = setTimeout(() => {
      this.child.kill('SIGKILL');
    }, LONGEST_END);
    await this.closed;
    clearTimeout(timer);
  }

  /** What it is doing is no longer wanted: it ends, and with it its engine. */
  abandon(): void {
    if (this.state !== 'ended') {
      this.state = 'ending';
    }
    if (this.child.connected) {
      this.child.disconnect();
    }
  }

  private say(message: RunMessage): void {
    // Where it has ended, "close" says so.
    this.child.send(message, () => undefined);
  }

  private hear(message: WorkerMessage): void {
    this.silence = 0;
    if (this.state === 'ending' || this.state === 'ended') {
      return;
    }
    const { events } = this.options;
    if (message.type === 'begun') {
      this.begun = message.scenario;
    } else if (message.type === 'finished') {
      const [place, ...pending] = this.pending;
      this.pending = pending;
      this.begun = undefined;
      if (place !== undefined) {
        events.finished(place, message.result, message.engine);
      }
    } else if (message.type === 'idle') {
      this.state = 'idle';
      events.idle(this, message.complaints);
    } else if (message.type === 'broken') {
      events.broken(message.why);
    }
  }

  /** What blocks a worker can only be ended with it. */
  private check(): void {
    if (!this.isBusy) {
      return;
    }
    this.silence += 1;
    const { longestBlock } = this.options;
    if (this.silence * CHECK > longestBlock) {
      this.problem = `was blocked for more than ${Math.round(longestBlock / 1000)} s, and was ended`;
      this.child.kill('SIGKILL');
    }
  }

  private close(how: string): void {
    clearInterval(this.pulse);
    if (this.state === 'ended') {
      return;
    }
    const unexpected = this.state !== 'ending';
    this.state = 'ended';
    if (!unexpected) {
      return;
    }
    const { begun, pending } = this;
    const [place, ...rest] = pending;
    const isLost = begun !== undefined && place !== undefined;
    this.options.events.ended({
      ...(isLost ? { lost: { place, scenario: begun } } : {}),
      places: isLost ? rest : pending,
      how: this.problem ?? how,
    });
  }
}
