/** What runs in a worker thread: it loads the engine's module, and passes messages on to the engines that it makes. */
import { createRequire } from 'node:module';
import workerThreads from 'node:worker_threads';
import { UsageError } from '../../core/usage-error';
import { EngineError, Unsupported } from '../errors';
import type { EngineConnection, EngineHost } from '../host';
import { loadEngine, moduleHost, thrownText } from './module';
import { confine } from './worker-confinement';
import { BridgedFetch } from './worker-fetch';
import type {
  ThreadFailure,
  FromThread,
  ThreadData,
  ThreadModule,
  ThreadRequest,
  ToThread,
} from './worker-messages';
import { OutputWriter } from './worker-output';

const DATA = workerThreads.workerData as ThreadData;
const OUTPUT = new OutputWriter(DATA.output);
const BRIDGE = new BridgedFetch();
const CONNECTIONS = new Map<number, EngineConnection>();
const WAITS = new Map<number, () => void>();
let waitCount = 0;
/** The session that was opened last: calls and output that belong to none are its own. */
let latest = 0;
let host: EngineHost | undefined;

function post(message: FromThread, transfer: readonly ArrayBuffer[] = []): void {
  DATA.port.postMessage(message, transfer);
}

/** @param session - absent: the one that was opened last */
function fetchFor(session?: number): typeof globalThis.fetch {
  return BRIDGE.through({
    send: (id, request, transfer) => {
      post({ kind: 'fetch', id, session: session ?? latest, request }, transfer);
    },
    abort: (id) => {
      post({ kind: 'abort', id });
    },
  });
}

function wait(session: number, milliseconds: number): Promise<void> {
  waitCount += 1;
  const id = waitCount;
  post({ kind: 'wait', id, session, milliseconds });
  return new Promise((resolve) => {
    WAITS.set(id, resolve);
  });
}

async function open(session: number, name: string, memoryOfTime: SharedArrayBuffer): Promise<unknown> {
  if (host === undefined) {
    throw new Error('The module is not loaded.');
  }
  latest = session;
  const time = new Float64Array(memoryOfTime);
  const connection = await host.open({
    session: name,
    fetch: fetchFor(session),
    clock: { now: () => time[0] ?? 0, advance: (milliseconds) => wait(session, milliseconds) },
    log: (line) => {
      OUTPUT.write('log', session, line);
    },
    signal: new AbortController().signal,
  });
  CONNECTIONS.set(session, connection);
  return connection.hello;
}

async function handle(request: ThreadRequest): Promise<unknown> {
  switch (request.kind) {
    case 'load':
      host = moduleHost(loadEngine(request.location));
      return undefined;
    case 'open':
      return open(request.session, request.name, request.time);
    case 'ask': {
      const connection = CONNECTIONS.get(request.session);
      if (connection === undefined) {
        throw new Error(`There is no session ${request.session}.`);
      }
      return connection.ask(request.type, request.members);
    }
  }
}

function failureOf(error: unknown): ThreadFailure {
  if (error instanceof Unsupported) {
    return { kind: 'unsupported', text: error.capability };
  }
  if (error instanceof UsageError) {
    return { kind: 'usage', text: error.message };
  }
  return { kind: 'engine', text: error instanceof EngineError ? error.message : thrownText(error) };
}

async function answer(id: number, request: ThreadRequest): Promise<void> {
  try {
    post({ kind: 'answer', id, answer: await handle(request) });
  } catch (error) {
    const failure =
      error instanceof DOMException && error.name === 'DataCloneError'
        ? {
            kind: 'engine' as const,
            text: `the engine broke the protocol: an answer is not data: ${error.message}`,
          }
        : failureOf(error);
    post({ kind: 'failure', id, failure });
  }
}

function receive(message: ToThread): void {
  switch (message.kind) {
    case 'request':
      void answer(message.id, message.request);
      break;
    case 'forget':
      CONNECTIONS.delete(message.session);
      break;
    case 'fetched':
      BRIDGE.fetched(message.id, message.response);
      break;
    case 'fetch-failed':
      BRIDGE.failed(message.id, message.error);
      break;
    case 'waited':
      WAITS.get(message.id)?.();
      WAITS.delete(message.id);
      break;
  }
}

// The port is the harness's alone: an engine that looks for one finds the thread's public one, to which nobody listens.
Reflect.set(workerThreads, 'workerData', null);
confine({
  limit: DATA.limit,
  print: (source, text) => {
    OUTPUT.write(source, latest, text);
  },
  ending: (how) => {
    post({ kind: 'ending', how });
  },
});
if (DATA.threadModule !== undefined) {
  const load = createRequire(__filename) as (path: string) => ThreadModule;
  load(DATA.threadModule).prepareThread(fetchFor());
}
DATA.port.on('message', receive);
post({ kind: 'ready' });
