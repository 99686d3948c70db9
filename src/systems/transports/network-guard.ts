/** The guard that keeps tests off the network. */
import { Socket } from 'node:net';
import { isLoopback } from '../core/network';

interface Target {
  readonly host: string;
  readonly port: string;
}

let guards = 0;
const connect = Reflect.get(Socket.prototype, 'connect') as (...parameters: unknown[]) => Socket;

/**
 * Closes the network for this process: every socket (TLS included, and so every `fetch`) to a host that is not loopback
 * fails with an error of code `ENETUNREACH`. Loopback and local pipes stay open.
 * @returns undoes it; with several guards the network opens again with the last one. Calling it twice is harmless.
 */
export function forbidNetwork(): () => void {
  guards += 1;
  Reflect.set(Socket.prototype, 'connect', guardedConnect);
  let released = false;
  return () => {
    if (released) {
      return;
    }
    released = true;
    guards -= 1;
    if (guards === 0) {
      Reflect.set(Socket.prototype, 'connect', connect);
    }
  };
}

function guardedConnect(this: Socket, ...parameters: unknown[]): Socket {
  const target = targetOf(parameters);
  if (target === undefined || isLoopback(target.host)) {
    return connect.apply(this, parameters);
  }
  const message =
    `The network is closed (forbidNetwork), and something connects to ${target.host}:${target.port}. ` +
    'Add a system for this host to the transport, or use loopback.';
  const error = Object.assign(new Error(message), { code: 'ENETUNREACH' });
  process.nextTick(() => this.destroy(error));
  return this;
}

/** Of `connect(options)`, `connect(port, host)`, `connect(pipe)`, and Node's own normalized list of one of these. */
function targetOf(parameters: readonly unknown[]): Target | undefined {
  const [first, second] = parameters;
  if (Array.isArray(first)) {
    return targetOf(first as unknown[]);
  }
  if (typeof first === 'object' && first !== null) {
    const { path, host, port } = first as { path?: unknown; host?: unknown; port?: unknown };
    return typeof path === 'string' ? undefined : { host: hostOf(host), port: String(port) };
  }
  const isPort = typeof first === 'number' || (typeof first === 'string' && /^\d+$/.test(first));
  return isPort ? { host: hostOf(second), port: String(first) } : undefined;
}

function hostOf(host: unknown): string {
  return typeof host === 'string' && host !== '' ? host : 'localhost';
}
