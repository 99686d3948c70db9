/** A worker thread with an engine's module, as the harness speaks with it. */
import { join } from 'node:path';
import {
  MessageChannel,
  receiveMessageOnPort,
  Worker,
  type MessagePort,
  type WorkerOptions,
} from 'node:worker_threads';
import { packageRoot } from '../../core/package-root';
import { UsageError } from '../../core/usage-error';
import { EngineError, Unsupported } from '../errors';
import type { SessionContext } from '../host';
import { received } from '../received';
import { thrownText } from './module';
import { sendFetch } from './worker-fetch';
import type {
  ThreadFailure,
  FetchRequest,
  FromThread,
  ThreadData,
  ThreadRequest,
  ToThread,
} from './worker-messages';
import { LineMaker, OutputReader, outputMemory } from './worker-output';

/** How long the end of a thread is waited for, in milliseconds; it goes on ending by itself. */
const TERMINATION = 2000;
/** Lines that were printed before there was a session. */
const EARLY_LINES = 100;

export interface ThreadOptions {
  readonly threadModule?: string;
  /** The largest heap, in MiB. */
  readonly heap: number;
  /** For programs that block the thread, in milliseconds. */
  readonly limit: number;
}

interface Waiting {
  readonly what: string;
  readonly resolve: (answer: unknown) => void;
  readonly reject: (error: Error) => void;
}

interface ThreadSession {
  readonly context: SessionContext;
  readonly time: Float64Array;
}

/** How Node is to load the thread's file: TypeScript as the harness's own sources, which only its developers run. */
function loading(): WorkerOptions {
  if (!__filename.endsWith('.ts')) {
    return {};
  }
  return {
    execArgv: ['--require', require.resolve('ts-node/register')],
    env: { ...process.env, TS_NODE_PROJECT: join(packageRoot(), 'tsconfig.json') },
  };
}

function startWorker(data: ThreadData, heap: number): Worker {
  const extension = __filename.endsWith('.ts') ? 'ts' : 'js';
  return new Worker(join(__dirname, `worker-entry.${extension}`), {
    ...loading(),
    workerData: data,
    transferList: [data.port],
    resourceLimits: { maxOldGenerationSizeMb: heap },
    // Nothing of the engine's goes to the streams of this process, also before the thread has redirected its own.
    ...{ stdin: true, stdout: true, stderr: true },
  });
}

function errorFor({ kind, text }: ThreadFailure): Error {
  switch (kind) {
    case 'unsupported':
      return new Unsupported(text);
    case 'usage':
      return new UsageError(text);
    case 'engine':
      return new EngineError(text);
  }
}

/** Why an engine's thread ended, after "it". */
function endOf(error: unknown, heap: number): string {
  if ((error as NodeJS.ErrnoException).code === 'ERR_WORKER_OUT_OF_MEMORY') {
    return `ran out of memory: a module may use ${heap} MiB`;
  }
  return `threw where nothing caught it: ${received(thrownText(error))}`;
}

export class EngineThread {
  alive = true;
  /** What the engine threw where nothing caught it, after its last answer: nobody has heard of that yet. */
  threwBetween: string | undefined;
  /** Resolves when the harness's part of the thread runs. @throws EngineError where it ended before */
  readonly ready: Promise<void>;
  /** Resolves when nothing of the thread runs any more. */
  private readonly ended: Promise<void>;
  private readonly worker: Worker;
  private readonly port: MessagePort;
  private readonly output: OutputReader;
  private readonly lines = new LineMaker();
  private readonly waiting = new Map<number, Waiting>();
  private readonly sessions = new Map<number, ThreadSession>();
  private readonly fetches = new Map<number, AbortController>();
  private readonly earlyLines: string[] = [];
  /** Takes what belongs to no session: late calls, late output. */
  private latest: SessionContext | undefined;
  private count = 0;
  private how: string | undefined;
  /** It ended because of what the engine threw. */
  private hasThrown = false;

  constructor({ heap, ...options }: ThreadOptions) {
    const memory = outputMemory();
    const { port1, port2 } = new MessageChannel();
    this.output = new OutputReader(memory);
    this.port = port1;
    this.worker = startWorker({ port: port2, output: memory, ...options }, heap);
    this.port.on('message', (message: FromThread) => {
      this.receive(message);
    });
    this.ready = this.wait(0, 'it was ready').then(() => undefined);
    this.ready.catch(() => undefined);
    this.worker.on('error', (error) => {
      this.hasThrown = this.how === undefined;
      this.how ??= endOf(error, heap);
    });
    this.ended = new Promise((resolve) => {
      this.worker.once('exit', (code) => {
        this.exited(code);
        resolve();
      });
    });
    // Whoever waits for an answer has a timer; an idle thread keeps no process alive.
    void this.ready.then(
      () => {
        this.worker.unref();
        this.port.unref();
      },
      () => undefined,
    );
  }

  /** Opens a session; the answer is what the engine said to `hello`. */
  open(context: SessionContext): { readonly session: number; readonly hello: Promise<unknown> } {
    this.count += 1;
    const session = this.count;
    const memory = new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT);
    this.sessions.set(session, { context, time: new Float64Array(memory) });
    this.latest = context;
    this.earlyLines.splice(0).forEach((line) => {
      context.log(line);
    });
    const request = { kind: 'open', session, name: context.session, time: memory } as const;
    return { session, hello: this.request(request, 'hello') };
  }

  /** Nothing is asked of the session any more. */
  forget(session: number): void {
    this.sessions.delete(session);
    if (this.alive) {
      this.post({ kind: 'forget', session });
    }
  }

  /** @param what - the message, for errors. @throws EngineError, UsageError, Unsupported */
  request(request: ThreadRequest, what: string): Promise<unknown> {
    if (!this.alive) {
      return Promise.reject(
        new EngineError(`the engine had ended before "${what}": it ${this.how ?? 'was stopped'}`),
      );
    }
    this.count += 1;
    const id = this.count;
    const answered = this.wait(id, what);
    this.tellTime();
    this.post({ kind: 'request', id, request });
    return answered;
  }

  /** Ends the thread, whatever it does. One that waits in a call of the system goes on to end by itself. */
  async terminate(): Promise<void> {
    this.alive = false;
    this.how ??= 'was stopped';
    let timer: NodeJS.Timeout | undefined;
    const patience = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, TERMINATION);
    });
    void this.worker.terminate();
    await Promise.race([this.ended, patience]);
    clearTimeout(timer);
    this.fail();
  }

  private wait(id: number, what: string): Promise<unknown> {
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { what, resolve, reject });
    });
  }

  private post(message: ToThread, transfer: readonly ArrayBuffer[] = []): void {
    this.port.postMessage(message, transfer);
  }

  /** The engine asks for the time without waiting for an answer: so it is written wherever it may have changed. */
  private tellTime(): void {
    for (const { context, time } of this.sessions.values()) {
      time[0] = context.clock.now();
    }
  }

  private receive(message: FromThread): void {
    switch (message.kind) {
      case 'ready':
        this.take(0)?.resolve(undefined);
        break;
      case 'answer':
        this.log(true);
        this.take(message.id)?.resolve(message.answer);
        break;
      case 'failure':
        this.log(true);
        this.take(message.id)?.reject(errorFor(message.failure));
        break;
      case 'fetch':
        void this.fetch(message.id, message.session, message.request);
        break;
      case 'abort':
        this.fetches.get(message.id)?.abort();
        break;
      case 'wait':
        this.sessions.get(message.session)?.context.clock.advance(message.milliseconds);
        this.tellTime();
        this.post({ kind: 'waited', id: message.id });
        break;
      case 'ending':
        this.how ??= `called ${message.how}`;
        break;
    }
  }

  private take(id: number): Waiting | undefined {
    const waiting = this.waiting.get(id);
    this.waiting.delete(id);
    return waiting;
  }

  private async fetch(id: number, session: number, request: FetchRequest): Promise<void> {
    const context = this.sessions.get(session)?.context ?? this.latest;
    const patience = new AbortController();
    this.fetches.set(id, patience);
    const nowhere = (): Promise<never> => Promise.reject(new TypeError('fetch failed'));
    const answer = await sendFetch(context?.fetch ?? nowhere, request, patience.signal);
    this.fetches.delete(id);
    if (!this.alive) {
      return;
    }
    this.tellTime();
    if ('response' in answer) {
      this.post({ kind: 'fetched', id, response: answer.response }, [answer.response.body]);
    } else {
      this.post({ kind: 'fetch-failed', id, error: answer.error });
    }
  }

  /** @param ended - whether a line may end here, because the engine has answered, or is gone */
  private log(ended: boolean): void {
    const { pieces, lost } = this.output.take();
    if (lost) {
      this.logLine(this.latest, '(older output was dropped: it was printed faster than it was read)');
    }
    for (const piece of pieces) {
      const context = this.sessions.get(piece.session)?.context ?? this.latest;
      for (const line of this.lines.lines(piece)) {
        this.logLine(context, line);
      }
    }
    if (ended) {
      this.lines.rest().forEach((line) => {
        this.logLine(this.latest, line);
      });
    }
  }

  private logLine(context: SessionContext | undefined, line: string): void {
    if (context !== undefined) {
      context.log(line);
    } else if (this.earlyLines.length < EARLY_LINES) {
      this.earlyLines.push(line);
    }
  }

  /** What it posted before its end counts. */
  private exited(code: number): void {
    for (
      let next = receiveMessageOnPort(this.port);
      next !== undefined;
      next = receiveMessageOnPort(this.port)
    ) {
      this.receive(next.message as FromThread);
    }
    this.how ??= `called process.exit(${code})`;
    if (this.alive && this.waiting.size === 0) {
      this.log(true);
      this.logLine(this.latest, `(the engine ended after its last answer: it ${this.how})`);
      this.threwBetween = this.hasThrown ? this.how : undefined;
    }
    this.alive = false;
    this.fail();
  }

  private fail(): void {
    this.log(true);
    this.port.close();
    this.fetches.forEach((patience) => {
      patience.abort();
    });
    const waiting = [...this.waiting.values()];
    this.waiting.clear();
    waiting.forEach(({ what, reject }) => {
      reject(new EngineError(`the engine failed at "${what}": it ${this.how ?? 'was stopped'}`));
    });
  }
}
