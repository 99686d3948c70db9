/** The systems of an engine that is set to a fleet: where they are served, and what a scenario needs of them. */
import { isOutside, type EngineLocation, type Fleet } from '../src/engines';
import type { HttpTransportOptions } from '../src/systems';
import {
  fixedPorts,
  servedSections,
  type FleetServing,
  type Scope,
  type ScopedSection,
} from '../src/testbed';

interface FleetContext {
  /** By document. */
  readonly sections: ReadonlyMap<string, readonly ScopedSection[]>;
  readonly scopeOf: (sections: readonly ScopedSection[]) => Scope;
}

function fleetOf(engine: EngineLocation): Fleet | undefined {
  return isOutside(engine) ? engine.fleet : undefined;
}

/** A fleet's engine never stops calling: between two scenarios its systems are there, and out of service. */
function outOfService(): Promise<Response> {
  return Promise.resolve(new Response('Between two scenarios: try again.\n', { status: 503 }));
}

/** How the transport on loopback listens for the engine. */
export function listeningFor(engine: EngineLocation): HttpTransportOptions {
  const fleet = fleetOf(engine);
  return fleet === undefined ? {} : { fixedPorts: fixedPorts(fleet), otherwise: outOfService };
}

/**
 * How a scenario's systems are served; `undefined` where the engine is configured by messages.
 *
 * @throws Unsupported where the engine is set to something else than the scenario needs
 */
export function fleetFor(
  engine: EngineLocation,
  needed: readonly ScopedSection[],
  { sections, scopeOf }: FleetContext,
): FleetServing | undefined {
  const fleet = fleetOf(engine);
  if (fleet === undefined) {
    return undefined;
  }
  // A scope has each system under its one name.
  const on = new Map(fleet.documents.map((slug) => [slug, scopeOf(sections.get(slug) ?? []).sections]));
  const served = servedSections(fleet, scopeOf(needed).sections, on);
  return { systems: fleet.systems, scope: scopeOf(served) };
}
