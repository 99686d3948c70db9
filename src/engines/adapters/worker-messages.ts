/** What a worker thread and the thread that started it say to each other. */
import type { MessagePort } from 'node:worker_threads';
import type { SessionMessageType } from '../host';
import type { ModuleLocation } from '../location';

/** What a thread gets as it starts. */
export interface ThreadData {
  /** Everything but the output goes over this port; the engine does not see it. */
  readonly port: MessagePort;
  /** Where the engine's output is written: see `worker-output.ts`. */
  readonly output: SharedArrayBuffer;
  /** Absolute path of a module that is a `ThreadModule`. */
  readonly threadModule?: string;
  /** How long a program may take that the engine waits for without doing anything else, in milliseconds. */
  readonly limit: number;
}

/**
 * Prepares the network of a thread before an engine is loaded in it. The engines know of no transport: whoever opens the
 * host names such a module by its path.
 */
export interface ThreadModule {
  /** @param fetch - leads to the systems; there are none before the first session is opened */
  readonly prepareThread: (fetch: typeof globalThis.fetch) => void;
}

/** A request of `fetch` as data. */
export interface FetchRequest {
  readonly method: string;
  readonly url: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body?: ArrayBuffer;
  readonly redirect: Request['redirect'];
}

/** A response to `fetch` as data. */
export interface FetchResponse {
  readonly url: string;
  readonly status: number;
  readonly statusText: string;
  readonly headers: readonly (readonly [string, string])[];
  readonly body: ArrayBuffer;
}

/** An error as data: a copy between threads loses the code and, in older versions of Node, the cause. */
export interface ErrorData {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly cause?: ErrorData;
}

/** What is asked of the thread; each has its answer, or a failure. */
export type ThreadRequest =
  | { readonly kind: 'load'; readonly location: ModuleLocation }
  | {
      readonly kind: 'open';
      readonly session: number;
      readonly name: string;
      /** The scenario's time, one double: milliseconds since the epoch. */
      readonly time: SharedArrayBuffer;
    }
  | {
      readonly kind: 'ask';
      readonly session: number;
      readonly type: SessionMessageType;
      readonly members: object;
    };

export type ToThread =
  | { readonly kind: 'request'; readonly id: number; readonly request: ThreadRequest }
  | { readonly kind: 'forget'; readonly session: number }
  | { readonly kind: 'fetched'; readonly id: number; readonly response: FetchResponse }
  | { readonly kind: 'fetch-failed'; readonly id: number; readonly error: ErrorData }
  | { readonly kind: 'waited'; readonly id: number };

/** Why a request failed: the module cannot be used, the engine broke, or it does not know the message. */
export interface ThreadFailure {
  readonly kind: 'usage' | 'engine' | 'unsupported';
  /** The message; of `unsupported` the capability. */
  readonly text: string;
}

export type FromThread =
  | { readonly kind: 'ready' }
  | { readonly kind: 'answer'; readonly id: number; readonly answer: unknown }
  | { readonly kind: 'failure'; readonly id: number; readonly failure: ThreadFailure }
  | { readonly kind: 'fetch'; readonly id: number; readonly session: number; readonly request: FetchRequest }
  | { readonly kind: 'abort'; readonly id: number }
  | { readonly kind: 'wait'; readonly id: number; readonly session: number; readonly milliseconds: number }
  /** The engine asks for its own end, as in `process.kill(process.pid)`. */
  | { readonly kind: 'ending'; readonly how: string };

export function errorData(error: unknown): ErrorData {
  if (!(error instanceof Error)) {
    return { name: 'Error', message: String(error) };
  }
  const { code } = error as NodeJS.ErrnoException;
  return {
    ...{ name: error.name, message: error.message },
    ...(typeof code === 'string' ? { code } : {}),
    ...(error.cause === undefined ? {} : { cause: errorData(error.cause) }),
  };
}

/** The error again, with its code and its causes; a `TypeError` stays one. */
export function errorOf({ name, message, code, cause }: ErrorData): Error {
  const options = cause === undefined ? {} : { cause: errorOf(cause) };
  const error = name === 'TypeError' ? new TypeError(message, options) : new Error(message, options);
  if (error.name !== name) {
    error.name = name;
  }
  return code === undefined ? error : Object.assign(error, { code });
}
