/** What every way to run an engine has in common: a host opens connections, a connection carries the messages of one session. */
import type { Configure, MessageType } from '../protocol';

/** The time of a scenario. */
export interface EngineClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves it forward. */
  advance(milliseconds: number): unknown;
}

/** What a scenario lends to its engine. */
export interface SessionContext {
  /** Distinguishes the session from all others of the run. */
  readonly session: string;
  /** What the session will be configured with; absent where the engine is only asked what it claims. */
  readonly configuration?: Configure;
  /** The way to the systems, for engines that do not open sockets of their own. */
  readonly fetch: typeof globalThis.fetch;
  /** The scenario's: an engine inside the process waits by moving it on. */
  readonly clock: EngineClock;
  /** Takes a line of the engine's log. */
  readonly log: (line: string) => void;
  /** Aborted when the harness has waited long enough: what was started is ended. */
  readonly signal: AbortSignal;
}

/** The messages of a session, but for `hello`, which the host sends. */
export type SessionMessageType = Exclude<MessageType, 'hello'>;

/** An engine in one session. */
export interface EngineConnection {
  /** What it answered to `hello`, unchecked. */
  readonly hello: unknown;
  /**
   * Sends a message and waits for the answer, which is returned unchecked and without its envelope. The caller limits the
   * wait, and ends a connection that was silent with `kill`.
   *
   * @throws EngineError where the engine broke, or broke the protocol; the message quotes what was received
   * @throws Unsupported where the engine does not know a message that it may leave out
   */
  ask(type: SessionMessageType, members: object): Promise<unknown>;
  /** Ends what the session alone needed, after `stop` was answered. */
  close(): Promise<void>;
  /** Ends the engine as a crash would, in the middle of whatever it does. Calling it twice is harmless. */
  kill(): Promise<void>;
}

/** Runs engines of one location. One for each process of a run. */
export interface EngineHost {
  /** `scenario`: engines wait by moving the scenario's clock. `real`: they wait as programs do, and the clock follows. */
  readonly time: 'scenario' | 'real';
  /** How a restart ends the engine: asked to stop, or as by a crash. */
  readonly restartsBy: 'stop' | 'kill';
  /** What keeps the engine from answering, as far as it is known: part of what is reported at the limit. */
  obstacle?(): string | undefined;
  /**
   * Makes ready what an engine is run in, where that takes time which no engine is to be blamed for. What goes wrong is
   * also thrown by `open`.
   */
  prepare?(): Promise<void>;
  /** Makes an engine, or a session with one that runs, and says `hello`. @throws EngineError */
  open(context: SessionContext): Promise<EngineConnection>;
  /** Ends everything that still runs. Calling it twice is harmless. */
  close(): Promise<void>;
}
