/** One message over HTTP: a POST with a JSON body, and what came back. */
import { request, type Agent, type IncomingMessage } from 'node:http';
import { EngineError } from '../errors';

/** Largest answer that is read, in bytes. */
export const LARGEST_ANSWER = 16 * 1024 * 1024;

/** What was answered, read whole. */
export interface HttpReply {
  readonly status: number;
  /** The media type without parameters, in lower case; empty where there is none. */
  readonly contentType: string;
  readonly body: Buffer;
}

/** Nothing listens at the address: the daemon has not started yet, or has ended. */
export class ConnectionRefused extends Error {
  override readonly name = 'ConnectionRefused';
}

interface PostOptions {
  readonly agent: Agent;
  /** Aborted: the connection is closed, and nothing more is read. */
  readonly signal: AbortSignal;
}

function whatFailed(error: NodeJS.ErrnoException): Error {
  const { code = '', message } = error;
  if (code === 'ECONNREFUSED') {
    return new ConnectionRefused('nothing listens there (ECONNREFUSED)');
  }
  if (code === 'ECONNRESET' || code === 'EPIPE') {
    return new EngineError(
      `closed the connection before it answered (${code}): it crashed, was restarted, or refuses such requests`,
    );
  }
  if (code.startsWith('HPE_')) {
    return new EngineError(`answered with what is not HTTP (${code})`);
  }
  return new EngineError(`could not be reached: ${message}`);
}

async function read(response: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > LARGEST_ANSWER) {
        throw new EngineError(`answered with more than ${LARGEST_ANSWER / 1024 / 1024} MiB`);
      }
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof EngineError) {
      throw error;
    }
    throw new EngineError(`closed the connection in the middle of its answer, after ${size} bytes`);
  } finally {
    response.destroy();
  }
  return Buffer.concat(chunks);
}

/**
 * Sends a message and reads the answer, whatever its status is.
 *
 * @param url - with its path.
 * @throws ConnectionRefused where nothing listens
 * @throws EngineError for whatever else fails; its message goes on after the engine's name
 */
export function post(url: URL, message: object, { agent, signal }: PostOptions): Promise<HttpReply> {
  const body = Buffer.from(JSON.stringify(message));
  const headers = {
    'content-type': 'application/json',
    'content-length': body.length,
    accept: 'application/json',
  };
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', agent, signal, headers }, (response) => {
      read(response).then((given) => {
        const [contentType = ''] = (response.headers['content-type'] ?? '').split(';', 1);
        resolve({
          status: response.statusCode ?? 0,
          contentType: contentType.trim().toLowerCase(),
          body: given,
        });
      }, reject);
    });
    sent.on('error', (error) => {
      reject(whatFailed(error));
    });
    sent.end(body);
  });
}
