/** The ends of the tunnels that CONNECT asks for: they lead into this process, and nowhere else. */
import { createServer } from 'node:http';
import type { IncomingMessage, RequestListener, ServerOptions } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Server } from 'node:net';
import type { Duplex } from 'node:stream';
import { createSecureContext } from 'node:tls';
import type { CertificateAuthority } from './authority';
import { LARGEST_HEAD } from './listener';

/** What the ends need. */
export interface TunnelOptions {
  readonly authority: CertificateAuthority;
  /** Answers the requests in a tunnel to `target`, such as `crm.test` or `crm.test:8443`. */
  readonly listenerFor: (scheme: 'http' | 'https', target: string) => RequestListener;
  /** Is given what clients do that makes no request. */
  readonly note: (line: string) => void;
}

/** Connections are kept until the client ends them: a request never meets one that is just being given up. */
export const TUNNEL_SERVER: ServerOptions = {
  maxHeaderSize: LARGEST_HEAD,
  noDelay: true,
  keepAliveTimeout: 0,
};

/** The first byte of a TLS connection: a handshake record (RFC 8446, section 5.1). */
const HANDSHAKE = 0x16;

/** Hosts whose certificates are kept; an engine that makes up more only waits longer. */
const MOST_HOSTS = 256;

/** Where a tunnel leads: servers that do not listen, and are given its socket. */
interface TunnelEnd {
  readonly plain: Server;
  readonly tls: Server;
}

/** What to do with `CONNECT host:port`: the tunnel ends here, with TLS or without, as its first byte shows. */
export function tunnels(
  options: TunnelOptions,
): (request: IncomingMessage, socket: Duplex, head: Buffer) => void {
  const endOf = createEnds(options);
  return ({ url = '' }, socket, head) => {
    socket.on('error', () => socket.destroy());
    const href = `https://${url}`;
    if (!/^[^/?#@\s]+:\d+$/.test(url) || !URL.canParse(href)) {
      socket.end('HTTP/1.1 400 CONNECT needs a host and a port\r\nConnection: close\r\n\r\n');
      return;
    }
    socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
    if (head.length > 0) {
      socket.unshift(head);
    }
    onFirstByte(socket, (byte) => {
      const { tls, plain } = endOf(href);
      const secure = byte === HANDSHAKE;
      // As in a TLS server that listens; or a client that goes away in the handshake would be waited for.
      socket.allowHalfOpen = !secure;
      (secure ? tls : plain).emit('connection', socket);
    });
  };
}

function createEnds({ authority, listenerFor, note }: TunnelOptions): (href: string) => TunnelEnd {
  const certificateOf = remembered((host) => authority.issue(host));
  const contextOf = remembered((host) => createSecureContext(certificateOf(host)));
  return remembered((href) => {
    const target = new URL(href);
    const tls = createTlsServer(
      {
        ...TUNNEL_SERVER,
        ...certificateOf(target.hostname.replace(/^\[(.*)\]$/, '$1')),
        SNICallback: (name, answer) => {
          answer(null, contextOf(name.toLowerCase()));
        },
      },
      listenerFor('https', target.host),
    );
    tls.on('tlsClientError', (error: Error) => {
      noteHandshake(note, target, error);
    });
    return { tls, plain: createServer(TUNNEL_SERVER, listenerFor('http', target.host)) };
  });
}

/** A client that refuses the certificate makes no request that could be listed. One that just goes away is not listed. */
function noteHandshake(note: (line: string) => void, { origin }: URL, error: Error): void {
  const { code, reason = error.message } = error as { code?: string; reason?: string };
  if (code?.startsWith('ERR_SSL_') === true) {
    note(
      `CONNECT ${origin} (the TLS handshake failed: ${reason}; the client has to trust the certificate in the file that SSL_CERT_FILE and NODE_EXTRA_CA_CERTS name)`,
    );
  }
}

/** Remembers what was made for the latest names. */
function remembered<Made>(make: (name: string) => Made): (name: string) => Made {
  const known = new Map<string, Made>();
  return (name) => {
    const made = known.get(name) ?? make(name);
    known.delete(name);
    known.set(name, made);
    const [oldest] = known.keys();
    if (known.size > MOST_HOSTS && oldest !== undefined) {
      known.delete(oldest);
    }
    return made;
  };
}

function onFirstByte(socket: Duplex, act: (byte: number) => void): void {
  const giveUp = (): void => {
    socket.destroy();
  };
  const look = (): void => {
    const chunk = socket.read(1) as Buffer | null;
    const [byte] = chunk ?? [];
    if (chunk === null || byte === undefined) {
      socket.once('readable', look);
      return;
    }
    socket.off('end', giveUp);
    socket.unshift(chunk);
    act(byte);
  };
  socket.once('end', giveUp);
  look();
}
