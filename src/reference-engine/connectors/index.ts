/** Which connector speaks with a system. */
import type { Configure, ConfigureAnswer, SystemConfiguration } from '../../protocol';
import type { DatatypeModel, SystemModel } from '../planner/model';
import { describedConnector } from './described';
import { exactConnector, EXACT_DATATYPES } from './exact-online';
import { restConnector } from './rest';
import { sameRecord } from './http/same-record';
import type { ApiClientOptions } from './http/api-client';
import type { Connector } from './connector';
import { wixConnector, WIX_DATATYPES } from './wix';

export { ApiError, VersionConflict } from './http/api-error';
export { REAL_TIME, type Time } from './http/backoff';
export { TokenStore } from './http/token-store';
export type { Connector, KnownRecord, ListingQuery } from './connector';

interface BuiltIn {
  readonly datatypes: readonly string[];
  readonly connect: (options: ApiClientOptions) => Connector;
}

/** The APIs that need no description, by the names of their profiles. */
const BUILT_IN: Readonly<Record<string, BuiltIn>> = {
  wix: { datatypes: WIX_DATATYPES, connect: wixConnector },
  'exact-online': { datatypes: EXACT_DATATYPES, connect: exactConnector },
};

function builtInOf({ profile = '' }: SystemConfiguration): BuiltIn | undefined {
  return Object.hasOwn(BUILT_IN, profile) ? BUILT_IN[profile] : undefined;
}

function speaks(system: SystemConfiguration, datatypes: readonly string[]): boolean {
  if (system.api === 'rest') {
    return true;
  }
  const { description } = system;
  if (description !== undefined) {
    return datatypes.every((name) => Object.hasOwn(description.resources, name));
  }
  const known = builtInOf(system)?.datatypes ?? [];
  return datatypes.every((name) => known.includes(name.toLowerCase())) && known.length > 0;
}

/** The datatypes of a system that a dataflow names. */
function namedDatatypes({ dataflows }: Configure, system: string): readonly string[] {
  return dataflows
    .flatMap(({ sections }) => sections)
    .flatMap(({ source, target }) => [source, target])
    .filter((side) => side.system === system)
    .map(({ datatype }) => datatype);
}

/** `{unsupported: "native"}` where a system has an API, or a datatype, that no connector speaks; else nothing. */
export function refusedApi(configure: Configure): ConfigureAnswer | undefined {
  const spoken = Object.values(configure.systems).every((system) =>
    speaks(system, namedDatatypes(configure, system.name)),
  );
  return spoken ? undefined : { unsupported: 'native' };
}

/** Every answer is about the record that was asked for. */
function identified(connector: Connector): Connector {
  return {
    list: (datatype, query) => connector.list(datatype, query),
    create: (datatype, properties, key) => connector.create(datatype, properties, key),
    read: async (datatype, id) => sameRecord(datatype, id, await connector.read(datatype, id)),
    update: async (datatype, known, patch) =>
      sameRecord(datatype, known.id, await connector.update(datatype, known, patch)),
    nextSync: () => {
      connector.nextSync();
    },
  };
}

function connect(options: ApiClientOptions): Connector {
  const { configuration } = options.system;
  if (configuration.api === 'rest') {
    return restConnector(options);
  }
  if (configuration.description !== undefined) {
    return describedConnector(options, configuration.description);
  }
  const native = builtInOf(configuration);
  if (native !== undefined) {
    return native.connect(options);
  }
  throw new Error(`No connector speaks the API ${JSON.stringify(configuration.profile ?? '')}.`);
}

/** What the connector of one system is made with. */
export type ConnectorEnvironment = ApiClientOptions;

/** The connectors of a configuration that `refusedApi` has nothing against. */
export class Connectors {
  private readonly bySystem: ReadonlyMap<string, Connector>;

  /** @param use - what the engine uses in place of a connector; default: the connector itself */
  constructor(
    systems: Configure['systems'],
    environment: Omit<ConnectorEnvironment, 'system'>,
    use: (connector: Connector, environment: ConnectorEnvironment) => Connector = (connector) => connector,
  ) {
    this.bySystem = new Map(
      Object.entries(systems).map(([id, configuration]) => {
        const system: SystemModel = { id, configuration };
        const options = { ...environment, system };
        return [id, identified(use(connect(options), options))];
      }),
    );
  }

  /** The connector of the system that a datatype belongs to. */
  of({ system }: DatatypeModel): Connector {
    const connector = this.bySystem.get(system.id);
    if (connector === undefined) {
      throw new Error(`There is no connector for the system ${system.id}.`);
    }
    return connector;
  }

  nextSync(): void {
    this.bySystem.forEach((connector) => {
      connector.nextSync();
    });
  }
}
