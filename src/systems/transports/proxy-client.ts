/** `fetch` through a forward proxy, for engines in this process: Node's own cannot be given one without another package. */
import { request as requestHttp } from 'node:http';
import type { ClientRequest, IncomingMessage } from 'node:http';
import { Agent, request as requestHttps } from 'node:https';
import type { RequestOptions } from 'node:https';
import type { Duplex } from 'node:stream';
import { connect } from 'node:tls';
import { fetchFailed } from '../core/network';

/** Where the proxy listens, and whom to trust. */
export interface ProxyAddress {
  readonly host: string;
  readonly port: number;
  /** The certificate of the only authority that is trusted, PEM. */
  readonly certificate: string;
}

/** A client of a proxy; it keeps its connections. */
export interface ProxyClient {
  /** Takes https URLs; a redirection is answered as it is. It rejects as Node's `fetch` does. */
  readonly fetch: (request: Request) => Promise<Response>;
  close(): void;
}

/** Statuses whose answers have no body (Fetch, "null body status"). */
const WITHOUT_BODY = [101, 103, 204, 205, 304];

/** Makes a client; it connects when it is first needed. */
export function createProxyClient(proxy: ProxyAddress): ProxyClient {
  const agent = new TunnelAgent(proxy);
  return {
    fetch: (request) => fetchThrough(agent, request),
    close() {
      agent.destroy();
    },
  };
}

/** Reaches https hosts through CONNECT (RFC 9110, section 9.3.6), and verifies them inside the tunnel. */
class TunnelAgent extends Agent {
  constructor(private readonly proxy: ProxyAddress) {
    super({ keepAlive: true });
  }

  override createConnection(
    { host, port }: RequestOptions,
    callback?: (error: Error | null, stream: Duplex) => void,
  ): undefined {
    const servername = host ?? '';
    const target = `${servername}:${port ?? ''}`;
    const failed = (error: Error): void => {
      // Node's types ask for a stream even where there is an error.
      callback?.(error, undefined as unknown as Duplex);
    };
    requestHttp({
      host: this.proxy.host,
      port: this.proxy.port,
      method: 'CONNECT',
      path: target,
      agent: false,
    })
      .on('connect', ({ statusCode }, socket) => {
        if (statusCode !== 200) {
          socket.destroy();
          failed(new Error(`The proxy answered CONNECT ${target} with ${statusCode ?? 'nothing'}.`));
          return;
        }
        const secured = connect({ socket, servername, ca: this.proxy.certificate });
        secured.once('error', failed);
        secured.once('secureConnect', () => {
          secured.off('error', failed);
          callback?.(null, secured);
        });
      })
      .on('error', failed)
      .end();
  }
}

async function fetchThrough(agent: Agent, request: Request): Promise<Response> {
  const body = Buffer.from(await request.arrayBuffer());
  const { method, url, signal } = request;
  try {
    const sent = requestHttps(url, { method, headers: headersOf(request, body), agent, signal });
    sent.end(body);
    const answer = await answerTo(sent);
    const content = await answer.toArray();
    return responseOf(method, answer, Buffer.concat(content as Buffer[]));
  } catch (error) {
    signal.throwIfAborted();
    throw fetchFailed(error);
  }
}

function headersOf({ headers, method }: Request, body: Buffer): Record<string, string> {
  const measured = body.length > 0 || ['POST', 'PUT', 'PATCH'].includes(method);
  return {
    ...Object.fromEntries(headers),
    ...(measured ? { 'content-length': String(body.length) } : {}),
  };
}

function answerTo(sent: ClientRequest): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    sent.once('response', resolve);
    sent.on('error', reject);
  });
}

function responseOf(method: string, answer: IncomingMessage, content: Buffer): Response {
  const headers = new Headers();
  for (const [name, values] of Object.entries(answer.headersDistinct)) {
    values?.forEach((value) => {
      headers.append(name, value);
    });
  }
  const { statusCode: status = 0, statusMessage: statusText = '' } = answer;
  const empty = method === 'HEAD' || WITHOUT_BODY.includes(status);
  return new Response(empty ? null : content, { status, statusText, headers });
}
