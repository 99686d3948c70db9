/**
 * An engine in a worker thread of this process: a module of the user's, which must be able to block, crash or print
 * without the harness's blocking, crashing or printing. One thread serves one scenario after the other, each with an engine
 * of its own; one that was ended, or ended itself, is replaced.
 */
import { UsageError } from '../../core/usage-error';
import { EngineError } from '../errors';
import type { EngineConnection, EngineHost, SessionContext } from '../host';
import type { ModuleLocation } from '../location';
import { EngineThread } from './worker-thread';

/** The shortest time that a module has to be loaded, in milliseconds: reading files takes longer than answering. */
const LEAST_LOADING = 5000;
/** The heap of a thread, in MiB: the records and documents of a test need a fraction. */
const HEAP = 512;

/** How threads are run. */
export interface WorkerHostOptions {
  /** Absolute path of a module (`ThreadModule`) that prepares a thread's network. Default: it stays as it is. */
  readonly threadModule?: string;
  /** How long the harness waits for an answer, in milliseconds: also for the module to be loaded, but then at least 5000. */
  readonly timeout: number;
  /** The largest heap of a thread, in MiB. Default 512. */
  readonly heap?: number;
}

class WorkerHost implements EngineHost {
  readonly time = 'scenario';
  readonly restartsBy = 'stop';
  private loaded: Promise<EngineThread> | undefined;
  private readonly running = new Set<EngineThread>();
  /** What ended an earlier thread between two sessions. */
  private strayed: string | undefined;

  constructor(
    private readonly location: ModuleLocation,
    private readonly options: WorkerHostOptions,
  ) {}

  async prepare(): Promise<void> {
    await this.thread();
  }

  async open(context: SessionContext): Promise<EngineConnection> {
    const thread = await this.thread().catch((error: unknown) => {
      this.loaded = undefined;
      throw error instanceof UsageError ? new EngineError(error.message) : error;
    });
    this.assertNothingStrayed();
    const end = (): Promise<void> => this.end(thread);
    const { session, hello } = thread.open(context);
    context.signal.addEventListener('abort', () => void end(), { once: true });
    try {
      return {
        hello: await hello,
        ask: (type, members) => thread.request({ kind: 'ask', session, type, members }, type),
        close: () => {
          thread.forget(session);
          return Promise.resolve();
        },
        kill: end,
      };
    } catch (error) {
      await end();
      throw error;
    }
  }

  /** What the engine throws beside its answers, and after the last of them, is reported by the session that comes next. */
  private assertNothingStrayed(): void {
    const { strayed } = this;
    this.strayed = undefined;
    if (strayed !== undefined) {
      throw new EngineError(
        `the engine had ended before "hello", once the scenario before was done: it ${strayed}`,
      );
    }
  }

  /** A thread in which the module is loaded. */
  private async thread(): Promise<EngineThread> {
    this.loaded ??= this.start();
    const thread = await this.loaded;
    if (thread.alive) {
      return thread;
    }
    this.running.delete(thread);
    this.strayed ??= thread.threwBetween;
    this.loaded = this.start();
    return this.loaded;
  }

  private async start(): Promise<EngineThread> {
    const { threadModule, timeout, heap = HEAP } = this.options;
    const thread = new EngineThread({
      ...{ limit: timeout, heap },
      ...(threadModule === undefined ? {} : { threadModule }),
    });
    this.running.add(thread);
    try {
      await thread.ready;
      await this.load(thread, Math.max(timeout, LEAST_LOADING));
      return thread;
    } catch (error) {
      await this.end(thread);
      throw error;
    }
  }

  /** @throws UsageError where the module cannot be loaded, ends its thread, or is not done within the limit */
  private async load(thread: EngineThread, limit: number): Promise<void> {
    const { name, module } = this.location;
    const place = `The module of the engine "${name}", ${module},`;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new UsageError(
            `${place} was not loaded within ${limit / 1000} s: what it does while it is loaded blocks it. Move that into createEngine or its methods.`,
          ),
        );
      }, limit);
    });
    try {
      await Promise.race([thread.request({ kind: 'load', location: this.location }, 'load'), late]);
    } catch (error) {
      throw error instanceof EngineError
        ? new UsageError(`${place} cannot be loaded: ${error.message}.`, { cause: error })
        : error;
    } finally {
      clearTimeout(timer);
    }
  }

  private async end(thread: EngineThread): Promise<void> {
    this.running.delete(thread);
    await thread.terminate();
  }

  async close(): Promise<void> {
    this.loaded = undefined;
    await Promise.all([...this.running].map((thread) => this.end(thread)));
  }
}

/** Runs a module's engines in a worker thread. Nothing is started yet. */
export function workerHost(location: ModuleLocation, options: WorkerHostOptions): EngineHost {
  return new WorkerHost(location, options);
}
