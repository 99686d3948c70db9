/** One scenario's engine, as the harness speaks with it: what it must answer, and how long it may take. */
import type { Capability, Configure, HelloAnswer, LinkedRecord, StatusAnswer, Sync } from '../protocol';
import { didYouMean } from '../core/did-you-mean';
import { EngineError, Mismatch, Unsupported } from './errors';
import { received } from './received';
import type { EngineClock, EngineConnection, EngineHost, SessionMessageType } from './host';
import { receiverIn, type WebhookOffer } from './webhook-offer';

/** What an engine may refuse; refusing anything else is a failure. */
const CAPABILITIES: readonly string[] = [
  'links',
  'fullSync',
  'webhooks',
  'clear',
  'deletes',
  'restart',
  'native',
  'references',
  'conditions',
  'gates',
  'sessions',
  'continuous',
] satisfies Capability[];

/** Lines of an engine's log that are kept. */
const LOG_LINES = 100;

/** How often the scenario's clock follows real time while an engine that lives in it works, in milliseconds. */
const CLOCK_STEP = 100;

export interface EngineSessionOptions {
  readonly host: EngineHost;
  /** Distinguishes the session from all others of the run. */
  readonly name: string;
  readonly fetch: typeof globalThis.fetch;
  /** The scenario's. */
  readonly clock: EngineClock;
  /** Longest wait for an answer, in milliseconds. */
  readonly timeout: number;
  /** Sends events to engines that claim `webhooks`. Default: no system sends any. */
  readonly webhooks?: WebhookOffer;
}

type Answer = Readonly<Record<string, unknown>>;

export class EngineSession {
  /** The last lines of the engine's log. */
  readonly log: string[] = [];
  private connection: EngineConnection | undefined;
  /** What the engine calls itself; absent before its first `hello`. */
  identity: HelloAnswer['engine'] | undefined;
  private capabilities: readonly string[] = [];
  private configuration: Configure | undefined;
  private starts = 0;

  constructor(private readonly options: EngineSessionOptions) {}

  get started(): boolean {
    return this.connection !== undefined;
  }

  claims(capability: Capability): boolean {
    return this.capabilities.includes(capability);
  }

  /** Starts the engine and configures it. */
  async start(configuration: Configure): Promise<void> {
    this.configuration = configuration;
    this.connection = await this.open(configuration);
    this.greet(this.connection.hello);
    const { unsupported, webhooks } = await this.ask('configure', this.offered(configuration));
    if (unsupported === undefined) {
      await this.register(webhooks);
      return;
    }
    if (typeof unsupported === 'string' && CAPABILITIES.includes(unsupported)) {
      throw new Unsupported(unsupported);
    }
    throw new Mismatch(
      `the engine refuses "${received(unsupported)}", which is not a capability that an engine may refuse`,
    );
  }

  private offered(configuration: Configure): Configure {
    const { webhooks } = this.options;
    return webhooks !== undefined && this.claims('webhooks') ? webhooks.offer(configuration) : configuration;
  }

  /** An engine that names what cannot be called is ended, as one that breaks the protocol in another way. */
  private async register(webhooks: unknown): Promise<void> {
    try {
      this.options.webhooks?.register(receiverIn(webhooks, this.claims('webhooks')));
    } catch (error) {
      await this.kill();
      throw error;
    }
  }

  private async open(configuration: Configure): Promise<EngineConnection> {
    const { host, name, fetch, clock } = this.options;
    this.starts += 1;
    const session = this.starts === 1 ? name : `${name}-${this.starts}`;
    const patience = new AbortController();
    const context = {
      session,
      configuration,
      fetch,
      clock,
      get signal() {
        return patience.signal;
      },
      log: (line: string) => {
        this.keep(line);
      },
    };
    await host.prepare?.().catch(() => undefined);
    return this.within(
      'hello',
      () => host.open(context),
      () => {
        patience.abort();
      },
    );
  }

  /** A log without an end must not fill the memory: the newest lines stay. */
  private keep(line: string): void {
    this.log.push(line);
    if (this.log.length > LOG_LINES) {
      this.log.shift();
    }
  }

  /** Adds a line of the harness's own to the engine's log. */
  note(line: string): void {
    this.keep(line);
  }

  private greet(answer: unknown): void {
    const { engine, capabilities, concurrentSessions, error } = answerTo('hello', answer);
    if (error !== undefined) {
      throw new EngineError(`the engine answered to "hello" with the error: ${received(error)}`);
    }
    const wrong = wrongGreeting({ engine, capabilities, concurrentSessions });
    if (wrong !== undefined) {
      throw new EngineError(
        `the engine broke the protocol: its answer to "hello" ${wrong}. It sent: ${received(answer)}`,
      );
    }
    this.capabilities = capabilities as readonly string[];
    this.identity = engine as HelloAnswer['engine'];
  }

  /**
   * Another engine on the same state directory, as after the end of a process: a program is killed, and started again.
   *
   * @throws Unsupported where the engine does not claim `restart`
   */
  async restart(): Promise<void> {
    if (this.configuration === undefined) {
      throw new Error('An engine that was never started cannot be restarted.');
    }
    if (!this.claims('restart')) {
      throw new Unsupported('restart');
    }
    await (this.options.host.restartsBy === 'kill' ? this.kill() : this.stop());
    await this.start(this.configuration);
  }

  async sync(message: Sync): Promise<void> {
    await this.ask('sync', message);
  }

  /** What a continuous engine says of its work; `undefined` where it says nothing. */
  async status(): Promise<StatusAnswer | undefined> {
    try {
      const { idle, readUntil } = await this.ask('status', {});
      return { idle: idle === true, ...(typeof readUntil === 'string' ? { readUntil } : {}) };
    } catch (error) {
      if (error instanceof Unsupported) {
        return undefined;
      }
      throw error;
    }
  }

  /** The clusters that the engine reports: asked only where nothing can be observed from outside. */
  async links(): Promise<readonly (readonly LinkedRecord[])[]> {
    if (!this.claims('links')) {
      throw new Unsupported('links');
    }
    const { clusters } = await this.ask('links', {});
    if (!Array.isArray(clusters)) {
      throw new EngineError('the engine broke the protocol: its answer to "links" has no list "clusters"');
    }
    return clusters as readonly (readonly LinkedRecord[])[];
  }

  async stop(): Promise<void> {
    const { connection } = this;
    if (connection === undefined) {
      return;
    }
    await this.ask('stop', {});
    this.connection = undefined;
    await connection.close();
  }

  /** Ends the engine in the middle of whatever it does. */
  async kill(): Promise<void> {
    const { connection } = this;
    this.connection = undefined;
    await connection?.kill();
  }

  private async ask(type: SessionMessageType, members: object): Promise<Answer> {
    const { connection } = this;
    if (connection === undefined) {
      throw new Error('The engine is not running.');
    }
    const answer = answerTo(type, await this.within(type, () => connection.ask(type, members)));
    if (answer.error === undefined) {
      return answer;
    }
    if (type === 'configure') {
      throw new EngineError(`the engine could not be configured: ${received(answer.error)}`);
    }
    const error = `the engine answered to "${type}" with the error: ${received(answer.error)}`;
    throw type === 'sync' ? new Mismatch(error) : new EngineError(error);
  }

  /** Asks, with a limit on the wait; an engine that was silent once, or broke, is ended and not asked again. */
  private async within<Result>(
    message: string,
    ask: () => Promise<Result>,
    giveUp: () => void = () => undefined,
  ): Promise<Result> {
    const { timeout, host } = this.options;
    let timer: NodeJS.Timeout | undefined;
    const limit = new Promise<never>((_, reject) => {
      timer = setTimeout(() => {
        const obstacle = host.obstacle?.();
        const why = obstacle === undefined ? '' : `: ${obstacle}`;
        giveUp();
        reject(new EngineError(`the engine did not answer "${message}" within ${timeout / 1000} s${why}`));
      }, timeout);
    });
    const unfollow = this.followRealTime();
    try {
      return await Promise.race([Promise.resolve().then(ask), limit]);
    } catch (error) {
      if (error instanceof EngineError) {
        await this.kill();
      }
      throw error;
    } finally {
      clearTimeout(timer);
      unfollow();
    }
  }

  /** While an engine that lives in real time works, the scenario's clock keeps up: a limit that ends in a second does end. */
  private followRealTime(): () => void {
    const { host, clock } = this.options;
    if (host.time === 'scenario') {
      return () => undefined;
    }
    const timer = setInterval(() => {
      clock.advance(CLOCK_STEP);
    }, CLOCK_STEP);
    return () => {
      clearInterval(timer);
    };
  }
}

/** @throws EngineError where the answer is not an object */
function answerTo(message: string, answer: unknown): Answer {
  if (typeof answer === 'object' && answer !== null && !Array.isArray(answer)) {
    return answer as Answer;
  }
  throw new EngineError(
    `the engine broke the protocol: it answered "${message}" with ${received(answer)}; expected an object`,
  );
}

/** What is wrong with an answer to `hello`, behind "its answer"; `undefined` where nothing is. */
function wrongGreeting({ engine, capabilities, concurrentSessions }: Answer): string | undefined {
  if (!Array.isArray(capabilities)) {
    return 'has no list "capabilities"';
  }
  const { name, version } = (engine ?? {}) as Answer;
  if (typeof name !== 'string' || typeof version !== 'string') {
    return 'has no "engine" with "name" and "version", both texts';
  }
  const unknown: unknown = capabilities.find((each) => !CAPABILITIES.includes(each as string));
  if (unknown !== undefined) {
    const near = typeof unknown === 'string' ? didYouMean(unknown, CAPABILITIES) : undefined;
    const help = near === undefined ? '' : ` (did you mean "${near}"?)`;
    return `claims ${JSON.stringify(unknown)}, which is not a capability${help}; there are: ${CAPABILITIES.join(', ')}`;
  }
  const isCount = Number.isInteger(concurrentSessions) && (concurrentSessions as number) >= 1;
  return concurrentSessions === undefined || isCount
    ? undefined
    : `has "concurrentSessions": ${received(concurrentSessions)}; it must be a whole number from 1`;
}
