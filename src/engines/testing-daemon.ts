/** What the tests of engines share: daemons in this process, right ones and wrong ones. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import type { CreateEngine, Engine, MessageEnvelope } from '../protocol';

/** A message as a daemon receives it. */
export type DaemonMessage = MessageEnvelope & Readonly<Record<string, unknown>>;

/** What a daemon does with a message. */
export type DaemonHandler = (message: DaemonMessage, response: ServerResponse, socket: Socket) => void;

/** A server that takes messages. */
export interface Daemon {
  readonly url: string;
  /** What it received, in the order in which it came. */
  readonly messages: readonly DaemonMessage[];
  /** How many connections were made to it. */
  readonly connections: () => number;
  /** Ends it with all its connections. */
  readonly close: () => Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) {
    text += String(chunk);
  }
  return text;
}

function end(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
    server.closeAllConnections();
  });
}

/** Starts a daemon on loopback. @param port - default: a free one */
export async function startDaemon(handler: DaemonHandler, port = 0): Promise<Daemon> {
  const messages: DaemonMessage[] = [];
  let connections = 0;
  const server = createServer((request, response) => {
    void bodyOf(request).then((text) => {
      const message = JSON.parse(text) as DaemonMessage;
      messages.push(message);
      handler(message, response, request.socket);
    });
  });
  server.on('connection', () => (connections += 1));
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return { url, messages, connections: () => connections, close: () => end(server) };
}

/** Answers as the protocol wants it. */
export function answer(response: ServerResponse, { seq, session }: MessageEnvelope, members: object): void {
  response.writeHead(200, { 'content-type': 'application/json; charset=utf-8' });
  response.end(JSON.stringify({ seq, ...(session === undefined ? {} : { session }), ...members }));
}

/** What a daemon that claims nothing answers. */
export function plainAnswer({ type }: MessageEnvelope): object {
  return type === 'hello' ? { engine: { name: 'fake', version: '1' }, capabilities: [] } : {};
}

function methodOf(engine: Engine, message: DaemonMessage): Promise<object> {
  switch (message.type) {
    case 'hello':
      return engine.hello({ protocol: 1 });
    case 'configure':
      return engine.configure(message as never);
    case 'sync':
      return engine.sync(message as never);
    case 'links':
      return engine.links?.() ?? Promise.resolve({ clusters: [] });
    case 'stop':
      return engine.stop().then(() => ({}));
    default:
      return Promise.reject(new Error(`There is no ${message.type}.`));
  }
}

/**
 * Serves an engine of this process as a daemon does: one for each session.
 *
 * @param claims - what `hello` says beside the engine's own answer.
 */
export function startEngineDaemon(createEngine: CreateEngine, claims: object = {}): Promise<Daemon> {
  const engines = new Map<string, Engine>();
  const make = (): Engine => createEngine({ fetch: globalThis.fetch, log: () => undefined });
  return startDaemon((message, response) => {
    const { session = '', type } = message;
    const engine = engines.get(session) ?? make();
    if (type !== 'hello') {
      engines.set(session, engine);
    }
    if (type === 'stop') {
      engines.delete(session);
    }
    methodOf(engine, message).then(
      (members) => {
        answer(response, message, { ...members, ...(type === 'hello' ? claims : {}) });
      },
      (error: unknown) => {
        response.writeHead(500).end(String(error));
      },
    );
  });
}
