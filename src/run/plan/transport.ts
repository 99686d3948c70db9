/** How the engine of a run reaches the simulated systems. */
import { UsageError } from '../../core/usage-error';
import { isOutside, type EngineLocation } from '../../engines';
import type { TransportName } from '../../testbed';

/** The transports that exist inside this process only. */
const INSIDE: ReadonlySet<TransportName> = new Set(['nock', 'direct']);

/** What is used where the user names none: an engine in another process reaches the systems over sockets alone. */
export function defaultTransport(engine: EngineLocation): TransportName {
  return isOutside(engine) ? 'http' : 'nock';
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
  return asked ?? defaultTransport(engine);
}
