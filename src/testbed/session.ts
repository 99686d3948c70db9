/** The engine under test, as the harness speaks with it: the messages of the protocol, with a limit on every answer. */
import type {
  Capability,
  Configure,
  CreateEngine,
  Engine,
  HelloAnswer,
  LinkedRecord,
  Sync,
} from '../protocol';
import { EngineError, Mismatch, Unsupported } from './errors';

/** What an engine may refuse; refusing anything else is a failure. */
const CAPABILITIES: readonly string[] = [
  'links',
  'webhooks',
  'clear',
  'deletes',
  'restart',
  'native',
  'references',
  'conditions',
  'gates',
] satisfies Capability[];

/** The time that an engine in this process sees. */
export interface EngineClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves it forward. */
  advance(milliseconds: number): unknown;
}

export interface EngineSessionOptions {
  readonly create: CreateEngine;
  readonly fetch: typeof globalThis.fetch;
  /** The scenario's: an engine in this process waits by moving it on. */
  readonly clock: EngineClock;
  /** Longest wait for an answer, in milliseconds. */
  readonly timeout: number;
}

export class EngineSession {
  /** The last lines of the engine's log. */
  readonly log: string[] = [];
  private engine: Engine | undefined;
  /** What the engine calls itself; absent before its first `hello`. */
  identity: HelloAnswer['engine'] | undefined;
  private capabilities: readonly string[] = [];
  private configuration: Configure | undefined;

  constructor(private readonly options: EngineSessionOptions) {}

  get started(): boolean {
    return this.engine !== undefined;
  }

  claims(capability: Capability): boolean {
    return this.capabilities.includes(capability);
  }

  /** Starts the engine and configures it. */
  async start(configuration: Configure): Promise<void> {
    this.configuration = configuration;
    const engine = this.create();
    this.engine = engine;
    const hello = await this.answer('hello', () => engine.hello({ protocol: 1 }));
    if (!Array.isArray(hello.capabilities)) {
      throw new EngineError(
        'the engine broke the protocol: its answer to "hello" has no list "capabilities"',
      );
    }
    this.capabilities = hello.capabilities as readonly string[];
    this.identity = hello.engine;
    const { unsupported, error } = await this.answer('configure', () => engine.configure(configuration));
    if (error !== undefined) {
      throw new EngineError(`the engine could not be configured: ${error}`);
    }
    if (unsupported === undefined) {
      return;
    }
    if (CAPABILITIES.includes(unsupported)) {
      throw new Unsupported(unsupported);
    }
    throw new Mismatch(
      `the engine refuses "${unsupported}", which is not a capability that an engine may refuse`,
    );
  }

  private create(): Engine {
    try {
      const { fetch, clock } = this.options;
      return this.options.create({
        fetch,
        log: (line) => this.log.push(line),
        now: () => clock.now(),
        wait: (milliseconds) => {
          clock.advance(milliseconds);
          return Promise.resolve();
        },
      });
    } catch (error) {
      throw new EngineError(`the engine failed at "createEngine": ${thrown(error)}`);
    }
  }

  /** Another engine on the same state directory, as after the end of a process. */
  async restart(): Promise<void> {
    if (this.configuration === undefined) {
      throw new Error('An engine that was never started cannot be restarted.');
    }
    if (!this.claims('restart')) {
      throw new Unsupported('restart');
    }
    await this.stop();
    await this.start(this.configuration);
  }

  async sync(message: Sync): Promise<void> {
    const { error } = await this.answer('sync', () => this.running().sync(message));
    if (error !== undefined) {
      throw new Mismatch(`the engine answered to "sync" with the error: ${error}`);
    }
  }

  /** The clusters that the engine reports: asked only where nothing can be observed from outside. */
  async links(): Promise<readonly (readonly LinkedRecord[])[]> {
    const engine = this.running();
    if (!this.claims('links') || engine.links === undefined) {
      throw new Unsupported('links');
    }
    const { clusters } = await this.answer('links', async () => (await engine.links?.()) ?? { clusters: [] });
    if (!Array.isArray(clusters)) {
      throw new EngineError('the engine broke the protocol: its answer to "links" has no list "clusters"');
    }
    return clusters as readonly (readonly LinkedRecord[])[];
  }

  async stop(): Promise<void> {
    const { engine } = this;
    this.engine = undefined;
    if (engine !== undefined) {
      await this.answer('stop', async () => {
        await engine.stop();
        return {};
      });
    }
  }

  private running(): Engine {
    if (this.engine === undefined) {
      throw new Error('The engine is not running.');
    }
    return this.engine;
  }

  /** Asks, with a limit on the wait; an engine that was silent once is not asked again. */
  private async answer<Answer extends object>(
    message: string,
    ask: () => Promise<Answer>,
  ): Promise<Partial<Answer>> {
    const { timeout } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        this.engine = undefined;
        reject(new EngineError(`the engine did not answer "${message}" within ${timeout / 1000} s`));
      }, timeout);
    });
    try {
      const answer: unknown = await Promise.race([Promise.resolve().then(ask), limit]);
      if (typeof answer === 'object' && answer !== null) {
        return answer;
      }
      throw new EngineError(
        `the engine broke the protocol: it answered "${message}" with ${String(answer)}; expected an object`,
      );
    } catch (error) {
      if (error instanceof EngineError) {
        throw error;
      }
      throw new EngineError(`the engine failed at "${message}": ${thrown(error)}`);
    } finally {
      clearTimeout(timer);
    }
  }
}

/** What an engine threw, in one line: the message, its cause, and where in the engine it was thrown. */
function thrown(error: unknown): string {
  if (!(error instanceof Error)) {
    return String(error);
  }
  const cause = error.cause instanceof Error ? ` (${error.cause.message})` : '';
  const place = /^\s+at .*?\(?((?:file:\/\/)?[^\s()]+:\d+:\d+)\)?$/m.exec(error.stack ?? '')?.[1];
  return `${error.name}: ${error.message}${cause}${place === undefined ? '' : `, thrown at ${place}`}`;
}
