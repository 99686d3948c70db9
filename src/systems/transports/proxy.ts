import { writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { IncomingMessage } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { dirname } from 'node:path';
import { scratchRoot, temporaryDirectory, type TemporaryDirectory } from '../../core/temporary-directory';
import { fetchFailed, isLoopback } from '../core/network';
import { authorityFiles, createAuthority, loadForge } from './authority';
import { LOOPBACK, createListener, listen } from './listener';
import { createProxyClient } from './proxy-client';
import { createRouter } from './router';
import type { Router } from './router';
import { createTransport } from './transport';
import type { Transport } from './transport';
import { TUNNEL_SERVER, tunnels } from './tunnels';

/** A transport that engines in other processes reach by the systems' real https host names. */
export interface ProxyTransport extends Transport {
  /** The proxy itself: `http://127.0.0.1:<port>`. */
  readonly origin: string;
  /** The file with the certificate of the authority that clients have to trust, PEM; it is removed by `close`. */
  readonly certificateFile: string;
  readonly environment: () => Readonly<Record<string, string>>;
}

/** How the proxy listens. */
export interface ProxyTransportOptions {
  /** Default 0: a free one. */
  readonly port?: number;
  /** Where the authority is kept for later runs, so that a daemon can trust it. Default: it ends with the proxy. */
  readonly directory?: string;
}

/**
 * Opens a forward proxy on 127.0.0.1, with an authority of its own. The host `crm.test` is at `https://crm.test`: clients
 * whose environment is `environment()` reach it through CONNECT (RFC 9110, section 9.3.6), by http also with the absolute
 * form. The proxy connects to nothing: what leads to no system is answered with 502 and the reason, inside the tunnel, and
 * is unmatched. So is a client that refuses the certificate, if it says so.
 *
 * @throws UsageError where node-forge, an optional dependency, is not installed
 * @throws Error where the port is taken
 */
export async function openProxy({
  port = 0,
  directory,
}: ProxyTransportOptions = {}): Promise<ProxyTransport> {
  const authority = await createAuthority(directory === undefined ? {} : { directory });
  const router = createRouter();
  const sockets = new Set<Socket>();
  const server = createServer(TUNNEL_SERVER, listenerFor(router, 'http'));
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
  });
  server.on(
    'connect',
    tunnels({
      authority,
      listenerFor: (scheme, target) => listenerFor(router, scheme, target),
      note: (line) => {
        router.note(line);
      },
    }),
  );
  await listen(server, port);
  const address = { host: LOOPBACK, port: (server.address() as AddressInfo).port };
  const client = createProxyClient({ ...address, certificate: authority.certificate });
  const scratch = directory === undefined ? scratchFor(authority.certificate) : undefined;
  const [certificateFile] = authorityFiles(scratch?.path ?? directory ?? '');
  const origin = originOfProxy(address.port);
  const environment = environmentFor(origin, certificateFile);
  const transport = createTransport(router, {
    originOf: (host) => `https://${host}`,
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      if (router.find(request) === undefined) {
        throw fetchFailed(router.miss(request.method, request.url));
      }
      return client.fetch(request);
    },
    closed() {
      client.close();
      server.close();
      sockets.forEach((socket) => socket.destroy());
      scratch?.remove();
    },
  });
  return { ...transport, origin, certificateFile, environment: () => environment };
}

/** A directory with the certificate of an authority that ends with the proxy. */
function scratchFor(certificate: string): TemporaryDirectory {
  const directory = temporaryDirectory(scratchRoot(), `syncproof-proxy-${process.pid}-`);
  writeFileSync(authorityFiles(directory.path)[0], certificate);
  return directory;
}

function originOfProxy(port: number): string {
  return `http://${LOOPBACK}:${port}`;
}

/** What a daemon needs in its environment to use a proxy at a fixed port, whose authority is kept. */
export function proxyEnvironment({
  port,
  directory,
}: Required<ProxyTransportOptions>): Readonly<Record<string, string>> {
  return environmentFor(originOfProxy(port), authorityFiles(directory)[0]);
}

/** @throws UsageError where `openProxy` would: the package that makes certificates is not installed */
export function assertProxyInstalled(): void {
  loadForge();
}

/**
 * What leads a client through the proxy, in the names that clients read. The certificate is all that they trust then:
 * nothing else can be reached. The messages between harness and engine, on loopback, go past the proxy.
 */
function environmentFor(proxy: string, certificateFile: string): Readonly<Record<string, string>> {
  const past = 'localhost,127.0.0.1,::1';
  return {
    HTTPS_PROXY: proxy,
    https_proxy: proxy,
    HTTP_PROXY: proxy,
    http_proxy: proxy,
    NO_PROXY: past,
    no_proxy: past,
    NODE_USE_ENV_PROXY: '1',
    NODE_EXTRA_CA_CERTS: certificateFile,
    SSL_CERT_FILE: certificateFile,
    SSL_CERT_DIR: dirname(certificateFile),
    REQUESTS_CA_BUNDLE: certificateFile,
    CURL_CA_BUNDLE: certificateFile,
  };
}

function listenerFor(
  router: Router,
  scheme: 'http' | 'https',
  target = '',
): ReturnType<typeof createListener> {
  return createListener({
    router,
    urlOf: (incoming) => urlOf(incoming, scheme, target),
    otherwise: (request) => Promise.resolve(nothingAt(request, router)),
  });
}

/** A request names its host itself, in the absolute form or by its header; the tunnel's is for those that do not. */
function urlOf({ url = '/', headers }: IncomingMessage, scheme: string, target: string): string {
  if (/^https?:\/\//i.test(url)) {
    return url;
  }
  return `${scheme}://${headers.host ?? target}${url.startsWith('/') ? url : '/'}`;
}

/** What a proxy answers where it knows no way (RFC 9110, section 15.6.3; the header: RFC 9209, section 2.3.2). */
function nothingAt({ method, url }: Request, router: Router): Response {
  const { message } = router.miss(method, url);
  const known = router.origins();
  const help = isLoopback(new URL(url).hostname)
    ? 'Loopback addresses are not reached through the proxy: NO_PROXY names them, and the client ignores it.'
    : `Systems are simulated at: ${known.length === 0 ? 'no host' : known.join(', ')}.`;
  const problem = {
    type: 'about:blank',
    title: 'No simulated system',
    status: 502,
    detail: `${message} ${help}`,
  };
  return new Response(`${JSON.stringify(problem)}\n`, {
    status: 502,
    headers: {
      'content-type': 'application/problem+json',
      'proxy-status': 'syncproof; error=destination_not_found',
    },
  });
}
