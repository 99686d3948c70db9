/** Mocked systems on loopback: made from documents, filled with records, and listening until they are closed. */
import { bindingsWithSystemNames } from '../model';
import { recordMaker, seededFaker } from '../testbed/data';
import {
  createCallLog,
  createFaultInjector,
  openHttp,
  type HttpTransport,
  type MockedSystem,
} from '../systems';
import { createInstance, type SystemDependencies } from '../testbed';
import { delivering } from './delivery';
import { createPages } from './pages';
import { describedBy, furnished, scopeOf, type IsDescribed } from './places';
import { NothingToServe, PortUnusable, type ServedSystem, type ServeOptions, type Serving } from './types';

/** Takes the place in base URLs where scenarios have their number. */
const NUMBER = 1;

/**
 * Makes the systems that the documents name and listens on 127.0.0.1.
 *
 * @throws NothingToServe where the documents name no datatype
 * @throws PortUnusable where the port cannot be listened on
 */
export async function serve(options: ServeOptions): Promise<Serving> {
  const { documents, stated, profileOf, native, clock, plan } = options;
  const scope = scopeOf(documents, stated);
  if (scope.systems.length === 0) {
    throw new NothingToServe(
      'The documents name no datatype, so there is no system to serve: give documents with sections.',
    );
  }
  const calls = createCallLog({ detailed: true });
  const faults = createFaultInjector({ clock, plan: { seed: plan?.seed ?? 0, faults: [] } });
  const systems: ServedSystem[] = [];
  const pages = createPages({ systems, calls });
  const transport = await listen(options.port, pages);
  const ground: SystemDependencies = { transport, clock, calls, number: NUMBER, native, profileOf, faults };
  const isDescribed = describedBy(stated, profileOf);
  for (const place of scope.systems) {
    const instance = createInstance(furnished(place, isDescribed), ground);
    systems.push(instance);
    transport.add(delivering(instance.system));
  }
  fill(systems, options, isDescribed);
  plan?.faults.forEach((rule) => {
    faults.add(rule);
  });
  return {
    origin: transport.origin,
    systems,
    configuration: {
      systems: Object.fromEntries(systems.map(({ system, configuration }) => [system.id, configuration])),
      dataflows: scope.dataflows,
      bindings: bindingsWithSystemNames(options.bindings, documents, stated),
      policies: options.policies,
    },
    calls,
    faults,
    close: () => {
      transport.close();
    },
  };
}

async function listen(
  port: number,
  otherwise: (request: Request) => Promise<Response>,
): Promise<HttpTransport> {
  try {
    return await openHttp({ port, otherwise });
  } catch (error) {
    throw new PortUnusable(error instanceof Error ? error.message : String(error));
  }
}

/** People create records; a number is used once over all systems, so no two records are alike by chance. */
function fill(
  systems: readonly ServedSystem[],
  { records = 0, seed }: ServeOptions,
  isDescribed: IsDescribed,
): void {
  const faker = seededFaker(seed);
  let number = 0;
  for (const { system, configuration } of systems) {
    for (const [datatype, facts] of Object.entries(system.schema)) {
      const make = recordMaker(datatype, facts, {
        beyondFacts: configuration.api === 'native' && configuration.description === undefined,
        everyProperty: !isDescribed(system.name, datatype),
        referred: firstIdOf(system),
      });
      for (let count = 0; count < records; count += 1) {
        number += 1;
        system.create(datatype, make(faker, number));
      }
    }
  }
}

/** The id of the first record of a datatype, once there is one. */
function firstIdOf(system: MockedSystem): (datatype: string) => string | undefined {
  const known = new Map<string, string>();
  return (datatype) => {
    const id =
      known.get(datatype) ??
      (Object.hasOwn(system.schema, datatype) ? system.records(datatype)[0]?.id : undefined);
    if (id !== undefined) {
      known.set(datatype, id);
    }
    return id;
  };
}
