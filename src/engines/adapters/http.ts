/** An engine that is a daemon: it answers messages over HTTP, `POST <url>/syncproof/v1/<type>` (docs/engine-protocol.md). */
import { randomBytes } from 'node:crypto';
import { Agent } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { isLoopback } from '../../core/loopback';
import { UsageError } from '../../core/usage-error';
import type { MessageEnvelope, MessageType } from '../../protocol';
import { EngineError, Unsupported } from '../errors';
import type { EngineConnection, EngineHost, SessionContext, SessionMessageType } from '../host';
import type { DaemonHold } from '../lifecycle/daemon';
import type { UrlLocation } from '../location';
import { received } from '../received';
import { ConnectionRefused, post, type HttpReply } from './post';

/** Between two attempts to reach a daemon that is starting, in milliseconds. */
const BETWEEN_ATTEMPTS = 25;

/** How long an idle connection is used again, in milliseconds: less than servers keep one, so that none is closed in passing. */
const LONGEST_IDLE = 1000;

/** What a daemon may leave out: it answers 404. */
const OPTIONAL: ReadonlySet<MessageType> = new Set(['status', 'reset', 'links']);

/** How a daemon is killed and started again, where commands of the config do that. */
export interface DaemonControl {
  /** A crash: it ends in the middle of whatever it does. Absent where nothing can kill it. */
  readonly kill?: () => Promise<void>;
  /** Returns once it answers, or is on its way to. @throws EngineError */
  readonly ensureRunning: (signal: AbortSignal) => Promise<void>;
  /** It did not answer: it is ended, where it can be, so that the next session gets another. */
  readonly giveUp: () => Promise<void>;
  /** How often it was started: another daemon is greeted again. */
  readonly starts: () => number;
  /** What it is waited for, where that is known. */
  readonly obstacle: () => string | undefined;
  /** Takes the log of a session, until the function that is returned is called. */
  readonly listen: (log: (line: string) => void) => () => void;
  readonly close: () => Promise<void>;
}

/** Nothing starts or kills it: it runs. */
const RUNS_BY_ITSELF: DaemonControl = {
  ensureRunning: () => Promise.resolve(),
  giveUp: () => Promise.resolve(),
  starts: () => 0,
  obstacle: () => undefined,
  listen: () => () => undefined,
  close: () => Promise.resolve(),
};

/**
 * The address of a daemon, read.
 *
 * @throws UsageError where it is not one of this machine: the simulated systems are on loopback, which no other reaches
 */
export function daemonUrl({ name, url }: Pick<UrlLocation, 'name' | 'url'>): URL {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed?.protocol !== 'http:' || parsed.username !== '' || parsed.search !== '' || parsed.hash !== '') {
    throw new UsageError(
      `The engine "${name}" has the url ${received(url)}, and a daemon is spoken to over plain HTTP: write http://127.0.0.1:<port>, with a path behind it where the daemon wants one, and nothing else.`,
    );
  }
  if (!isLoopback(parsed.hostname)) {
    throw new UsageError(
      `The engine "${name}" has the url ${received(url)}, which is another machine: it could not reach the simulated systems, which listen on 127.0.0.1 only. Run the daemon on this machine, and write http://127.0.0.1:<port>.`,
    );
  }
  return parsed;
}

/** A daemon that commands of the config act on. */
export function controlled({ daemon, release }: DaemonHold): DaemonControl {
  return {
    ...(daemon.can('kill') ? { kill: () => daemon.kill() } : {}),
    ensureRunning: (signal) => daemon.ensureRunning(signal),
    giveUp: () => daemon.giveUp(),
    starts: () => daemon.starts,
    obstacle: () => daemon.obstacle,
    listen: (log) => daemon.listen(log),
    close: release,
  };
}

class HttpHost implements EngineHost {
  readonly time = 'real';
  private readonly agent = new Agent({ keepAlive: true, timeout: LONGEST_IDLE });
  private readonly base: string;
  /** Behind the names of this host's sessions: a daemon outlives runs, and an earlier one may have left sessions open. */
  private readonly suffix = randomBytes(4).toString('hex');
  private seq = 0;
  private greeting: Promise<unknown> | undefined;
  /** Which start of the daemon was greeted. */
  private greeted = 0;
  /** Why the daemon is not asked any more. */
  private unreachable: string | undefined;
  private refused = false;
  private hasGreeted = false;

  constructor(
    location: UrlLocation,
    private readonly control: DaemonControl,
  ) {
    this.base = daemonUrl(location).href.replace(/\/+$/, '');
  }

  get restartsBy(): EngineHost['restartsBy'] {
    return this.control.kill === undefined ? 'stop' : 'kill';
  }

  obstacle(): string | undefined {
    return this.refused && this.control.obstacle() === undefined
      ? `nothing listens at ${this.base} (connection refused); start the daemon, or give the engine a "start" in the config`
      : this.control.obstacle();
  }

  async open({ session, log, signal }: SessionContext): Promise<EngineConnection> {
    if (this.unreachable !== undefined) {
      throw new EngineError(this.unreachable);
    }
    const unlisten = this.control.listen(log);
    try {
      await this.control.ensureRunning(signal);
      if (this.greeted !== this.control.starts()) {
        this.greeting = undefined;
        this.greeted = this.control.starts();
      }
      this.greeting ??= this.greet(signal);
      const hello = await this.greeting;
      return this.connection(`${session}-${this.suffix}`, hello, unlisten);
    } catch (error) {
      this.greeting = undefined;
      unlisten();
      throw error;
    }
  }

  private connection(session: string, hello: unknown, unlisten: () => void): EngineConnection {
    const end = new AbortController();
    let isKnown = false;
    return {
      hello,
      ask: async (type, members) => {
        if (type === 'stop' && !isKnown) {
          // The daemon has not heard of the session.
          return {};
        }
        isKnown = true;
        return this.ask(type, { ...members, session }, end.signal);
      },
      close: () => {
        unlisten();
        return Promise.resolve();
      },
      kill: async () => {
        if (end.signal.aborted) {
          return;
        }
        end.abort();
        this.greeting = undefined;
        await (this.control.kill ?? this.control.giveUp)();
        unlisten();
      },
    };
  }

  /** `hello`, again and again while the daemon starts. */
  private async greet(signal: AbortSignal): Promise<unknown> {
    try {
      for (;;) {
        const answer = await this.tryToGreet(signal);
        if (answer !== undefined) {
          return answer.value;
        }
        await delay(BETWEEN_ATTEMPTS, undefined, { signal });
        await this.control.ensureRunning(signal);
      }
    } catch (error) {
      if (signal.aborted) {
        await this.notReached();
      }
      throw error;
    }
  }

  private async tryToGreet(signal: AbortSignal): Promise<{ readonly value: unknown } | undefined> {
    try {
      const value = await this.send('hello', { protocol: 1 }, signal);
      this.refused = false;
      this.hasGreeted = true;
      return { value };
    } catch (error) {
      if (error instanceof ConnectionRefused) {
        this.refused = true;
        return undefined;
      }
      throw error;
    }
  }

  /** No answer to `hello` within the limit: whoever asks next need not wait as long for nothing. */
  private async notReached(): Promise<void> {
    if (this.control === RUNS_BY_ITSELF || !this.hasGreeted) {
      const why = this.obstacle() ?? 'it accepts connections, and answers nothing';
      this.unreachable = `the engine at ${this.base} did not answer "hello" earlier in this run, and is not asked again: ${why}`;
    }
    await this.control.giveUp();
  }

  private async ask(type: SessionMessageType, members: object, signal: AbortSignal): Promise<unknown> {
    try {
      return await this.send(type, members, signal);
    } catch (error) {
      if (error instanceof ConnectionRefused) {
        throw new EngineError(
          `the engine at ${this.base} is gone: nothing listens there (connection refused at "${type}"). It answered before, so it crashed or was stopped`,
        );
      }
      throw error;
    }
  }

  private async send(type: MessageType, members: object, signal: AbortSignal): Promise<unknown> {
    this.seq += 1;
    const message = { type, seq: this.seq, ...members };
    const url = new URL(`${this.base}/syncproof/v1/${type}`);
    try {
      return contentOf(message, await post(url, message, { agent: this.agent, signal }));
    } catch (error) {
      if (error instanceof EngineError) {
        throw new EngineError(`the engine at ${this.base} ${error.message}, to the message "${type}"`);
      }
      throw error;
    }
  }

  async close(): Promise<void> {
    this.agent.destroy();
    await this.control.close();
  }
}

function parsed({ body }: HttpReply): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body)) as unknown;
  } catch {
    throw new EngineError(`broke the protocol: it answered with what is not JSON, ${quoted(body)}`);
  }
}

function quoted(body: Buffer): string {
  return body.length === 0 ? 'an empty body' : `"${received(body.toString('utf8'))}"`;
}

/**
 * The members of an answer, without its envelope.
 *
 * @throws Unsupported where the message may be left out, and was
 * @throws EngineError where it is not an answer to the message
 */
function contentOf({ type, seq, session }: MessageEnvelope, reply: HttpReply): unknown {
  const { status, contentType, body } = reply;
  if (status === 404 && OPTIONAL.has(type)) {
    throw new Unsupported(type);
  }
  if (status !== 200) {
    throw new EngineError(`answered with status ${status} instead of 200, and ${quoted(body)}`);
  }
  if (contentType !== 'application/json') {
    const what = contentType === '' ? 'without a content type' : `as ${received(contentType)}`;
    throw new EngineError(
      `broke the protocol: it answered ${what} instead of as application/json, ${quoted(body)}`,
    );
  }
  const answer = parsed(reply);
  if (typeof answer !== 'object' || answer === null || Array.isArray(answer)) {
    throw new EngineError(`broke the protocol: it answered with what is not an object, ${quoted(body)}`);
  }
  const { seq: repeated, session: named, ...content } = answer as Readonly<Record<string, unknown>>;
  if (repeated !== seq) {
    throw new EngineError(
      `broke the protocol: it answered with "seq": ${received(repeated)} instead of ${seq}, in ${quoted(body)}`,
    );
  }
  if (session !== undefined && named !== session) {
    throw new EngineError(
      `broke the protocol: it answered with "session": ${received(named)} instead of "${session}", in ${quoted(body)}`,
    );
  }
  return content;
}

/**
 * Speaks with a daemon.
 *
 * @param control - starts and kills it. Default: it runs by itself.
 * @throws UsageError where its address is not on this machine
 */
export function httpHost(location: UrlLocation, control: DaemonControl = RUNS_BY_ITSELF): EngineHost {
  return new HttpHost(location, control);
}
