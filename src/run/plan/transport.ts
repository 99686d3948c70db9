/** How the engine of a run reaches the simulated systems. */
import { UsageError } from '../../core/usage-error';
import { isOutside, type EngineLocation } from '../../engines';
import type { TransportName } from '../../testbed';
import { fleetOf, needsProxy } from './fleet';

/** The transports that exist inside this process only. */
const INSIDE: ReadonlySet<TransportName> = new Set(['nock', 'direct']);

/** Whether engines go through a proxy: each process of a run has its own. */
export function isProxy(transport: TransportName): boolean {
  return transport === 'proxy';
}

/**
 * What is used where the user names none: an engine in another process reaches the systems over sockets alone, and a fleet
 * of https addresses through the proxy.
 */
export function defaultTransport(engine: EngineLocation): TransportName {
  if (!isOutside(engine)) {
    return 'nock';
  }
  return engine.fleet !== undefined && needsProxy(engine.fleet) ? 'proxy' : 'http';
}

/** The addresses of a fleet are served by one transport only. @throws UsageError */
function assertServesFleet(engine: EngineLocation, transport: TransportName): void {
  const fleet = fleetOf(engine);
  if (fleet === undefined) {
    return;
  }
  const needed = needsProxy(fleet) ? 'proxy' : 'http';
  if (transport !== needed) {
    throw new UsageError(
      `The systems of the fleet of the engine "${engine.name}" have ${needed === 'proxy' ? 'https' : 'http'} addresses, which --transport ${transport} does not serve. Write --transport ${needed}.`,
    );
  }
}

/**
 * A daemon that runs already cannot learn of a proxy that is another one in each run.
 *
 * @throws UsageError where the engine is one, and the config gives it no proxy of its own
 */
export function assertProxyReachesDaemon(engine: EngineLocation): void {
  if ('url' in engine && engine.lifecycle?.start === undefined && engine.proxy === undefined) {
    throw new UsageError(
      `The engine "${engine.name}" runs already, and cannot learn of a proxy that is another one in each run. Give it "proxy: {port: 8899, directory: .syncproof}" in the config and start it with the variables that the run prints, or give it a command "start".`,
    );
  }
}

/**
 * The transport of a run.
 *
 * @param asked - as the user names it.
 * @throws UsageError where the engine cannot reach the systems by it
 */
export function transportFor(engine: EngineLocation, asked: TransportName | undefined): TransportName {
  if (asked !== undefined && INSIDE.has(asked) && isOutside(engine)) {
    throw new UsageError(
      `--transport ${asked} exists inside this process only, and the engine "${engine.name}" runs in another one. Leave --transport out, or write --transport http.`,
    );
  }
  const transport = asked ?? defaultTransport(engine);
  assertServesFleet(engine, transport);
  return transport;
}
