/** The engine under test, as the harness speaks with it: the messages of the protocol, with a limit on every answer. */
import type { Capability, Configure, CreateEngine, Engine, LinkedRecord, Sync } from '../protocol';
import { EngineFault, Mismatch, Unsupported } from './outcome';

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

export interface SessionOptions {
  readonly create: CreateEngine;
  readonly fetch: typeof globalThis.fetch;
  /** Longest wait for an answer, in milliseconds. */
  readonly timeout: number;
}

export class EngineSession {
  /** The last lines of the engine's log. */
  readonly log: string[] = [];
  private engine: Engine | undefined;
  private capabilities: readonly string[] = [];
  private configuration: Configure | undefined;

  constructor(private readonly options: SessionOptions) {}

  get started(): boolean {
    return this.engine !== undefined;
  }

  claims(capability: Capability): boolean {
    return this.capabilities.includes(capability);
  }

  /** Starts the engine and configures it. */
  async start(configuration: Configure): Promise<void> {
    this.configuration = configuration;
    const engine = this.options.create({ fetch: this.options.fetch, log: (line) => this.log.push(line) });
    this.engine = engine;
    this.capabilities = (await this.answer('hello', engine.hello({ protocol: 1 }))).capabilities;
    const { unsupported, error } = await this.answer('configure', engine.configure(configuration));
    if (error !== undefined) throw new EngineFault(`the engine could not be configured: ${error}`);
    if (unsupported === undefined) return;
    if (CAPABILITIES.includes(unsupported)) throw new Unsupported(unsupported);
    throw new Mismatch(
      `the engine refuses "${unsupported}", which is no capability that an engine may refuse`,
    );
  }

  /** Another engine on the same state directory, as after the end of a process. */
  async restart(): Promise<void> {
    if (this.configuration === undefined)
      throw new Error('An engine that was never started cannot be restarted.');
    if (!this.claims('restart')) throw new Unsupported('restart');
    await this.stop();
    await this.start(this.configuration);
  }

  async sync(message: Sync): Promise<void> {
    const { error } = await this.answer('sync', this.running().sync(message));
    if (error !== undefined) throw new Mismatch(`the engine answered to "sync" with the error: ${error}`);
  }

  /** The clusters that the engine reports; only where nothing can be seen from outside. */
  async links(): Promise<readonly (readonly LinkedRecord[])[]> {
    const engine = this.running();
    if (!this.claims('links') || engine.links === undefined) throw new Unsupported('links');
    return (await this.answer('links', engine.links())).clusters;
  }

  async stop(): Promise<void> {
    const { engine } = this;
    this.engine = undefined;
    if (engine !== undefined) await this.answer('stop', engine.stop());
  }

  private running(): Engine {
    if (this.engine === undefined) throw new Error('The engine is not running.');
    return this.engine;
  }

  private async answer<Answer>(message: string, promise: Promise<Answer>): Promise<Answer> {
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        reject(
          new EngineFault(`the engine did not answer "${message}" within ${this.options.timeout / 1000} s`),
        );
      }, this.options.timeout);
    });
    try {
      return await Promise.race([promise, limit]);
    } catch (error) {
      if (error instanceof EngineFault) throw error;
      throw new EngineFault(
        `the engine failed at "${message}": ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
      );
    } finally {
      clearTimeout(timer);
    }
  }
}
