/** An engine that is a program: one JSON message a line on its standard input, one answer a line on its standard output. */
import type { MessageType } from '../../protocol';
import { EngineError } from '../errors';
import type { EngineConnection, EngineHost, SessionContext } from '../host';
import { received } from '../received';
import { Reaper } from '../lifecycle/reaper';
import type { CommandLocation } from '../location';
import { brokenProtocol, MessageExchange } from './exchange';
import { LineReader } from './lines';
import { LAST_WORDS, Program, type Ending } from './program';

/** Longest answer, in characters. */
const LONGEST_ANSWER = 16 * 1024 * 1024;
/** In milliseconds. */
const FAREWELL = 5000;

/** How programs are run. */
export interface ProcessHostOptions {
  /** Variables beside those of this process. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
  /** How long a program may take to end after its input has closed, in milliseconds. Default 5000. */
  readonly farewell?: number;
}

/** One process of the engine, and who listens to its log. */
class EngineProcess {
  readonly listeners = new Set<SessionContext['log']>();
  private readonly lines = new LineReader(LONGEST_ANSWER);
  private readonly program: Program;
  private readonly exchange: MessageExchange;
  private answeredHello: unknown;
  alive = true;

  constructor(
    { command, directory }: CommandLocation,
    environment: Readonly<Record<string, string>>,
    reaper: Reaper,
  ) {
    const lines = this.lines;
    this.program = new Program({
      ...{ command, directory, environment, reaper },
      output: (chunk) => {
        lines.push(chunk).forEach((line) => {
          this.exchange.accept(line);
        });
        if (lines.overflown) {
          this.fail(brokenProtocol(`it wrote a line of more than ${LONGEST_ANSWER / 1024 / 1024} MiB`));
        }
      },
      log: (line) => {
        this.listeners.forEach((listen) => {
          listen(line);
        });
      },
    });
    this.exchange = new MessageExchange((line) => {
      this.program.write(line);
    });
    this.program.onOutputEnd(() => {
      lines.end().forEach((line) => {
        this.exchange.accept(line);
      });
      this.outputEnded();
    });
    void this.program.ended.then((ending) => {
      this.ended(ending);
    });
  }

  /** What it has written since its last line. */
  get unfinished(): string {
    return this.lines.unfinished;
  }

  get hello(): unknown {
    return this.answeredHello;
  }

  async greet(): Promise<void> {
    this.answeredHello = await this.ask('hello', { protocol: 1 });
  }

  get servesSessions(): boolean {
    const { capabilities } = (this.answeredHello ?? {}) as { readonly capabilities?: unknown };
    return Array.isArray(capabilities) && capabilities.includes('sessions');
  }

  ask(type: MessageType, members: object, session?: string): Promise<unknown> {
    return this.exchange.ask(type, members, session);
  }

  async end(farewell: number): Promise<void> {
    await this.program.end(farewell);
  }

  async kill(): Promise<void> {
    this.alive = false;
    await this.program.kill();
  }

  /** A program that ends closes its output as well, and how it ended says more. */
  private outputEnded(): void {
    const timer = setTimeout(() => {
      this.fail(brokenProtocol('it closed its standard output, and still runs'));
    }, LAST_WORDS);
    void this.program.ended.then(() => {
      clearTimeout(timer);
    });
  }

  private ended({ how, detail, notStarted }: Ending): void {
    const { waiting } = this.exchange;
    const before = waiting === undefined || notStarted === true ? '' : ` before it answered "${waiting}"`;
    this.fail(new EngineError(`the engine ${how}${before}; ${detail}`));
  }

  private fail(error: EngineError): void {
    this.alive = false;
    this.exchange.fail(error);
  }
}

/** Runs a program for each scenario, or one for all of them where it claims `sessions`. */
class ProcessHost implements EngineHost {
  readonly time = 'real';
  readonly restartsBy = 'kill';
  private readonly reaper = new Reaper();
  private readonly running = new Set<EngineProcess>();
  /** Serves several sessions. */
  private shared: EngineProcess | undefined;

  constructor(
    private readonly location: CommandLocation,
    private readonly options: ProcessHostOptions,
  ) {}

  async open(context: SessionContext): Promise<EngineConnection> {
    const engine = this.shared?.alive === true ? this.shared : await this.start(context);
    engine.listeners.add(context.log);
    const session = engine.servesSessions ? context.session : undefined;
    return {
      hello: engine.hello,
      ask: (type, members) => engine.ask(type, members, session),
      close: async () => {
        if (session === undefined) {
          await this.end(engine);
        }
        engine.listeners.delete(context.log);
      },
      kill: async () => {
        await this.kill(engine);
        engine.listeners.delete(context.log);
      },
    };
  }

  /** What a program has begun to answer, and not ended as a line. */
  obstacle(): string | undefined {
    const begun = [...this.running].map(({ unfinished }) => unfinished).find((text) => text !== '');
    return begun === undefined ? undefined : `it has written, without a line feed: ${received(begun)}`;
  }

  private async start({ log, signal }: SessionContext): Promise<EngineProcess> {
    const engine = new EngineProcess(this.location, this.options.environment ?? {}, this.reaper);
    this.running.add(engine);
    engine.listeners.add(log);
    const abort = (): void => {
      void this.kill(engine);
    };
    signal.addEventListener('abort', abort);
    try {
      await engine.greet();
    } catch (error) {
      await this.kill(engine);
      throw error;
    } finally {
      signal.removeEventListener('abort', abort);
    }
    if (engine.servesSessions) {
      this.shared = engine;
    }
    return engine;
  }

  private async end(engine: EngineProcess): Promise<void> {
    await engine.end(this.options.farewell ?? FAREWELL);
    this.running.delete(engine);
  }

  private async kill(engine: EngineProcess): Promise<void> {
    await engine.kill();
    this.running.delete(engine);
  }

  async close(): Promise<void> {
    await Promise.all([...this.running].map((engine) => this.end(engine)));
    this.reaper.close();
  }
}

/** Runs a program as the engine. It is the leader of a process group, which is killed as a whole. */
export function processHost(location: CommandLocation, options: ProcessHostOptions = {}): EngineHost {
  return new ProcessHost(location, options);
}
