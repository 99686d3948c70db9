/** Which connector speaks with a system. */
import type { Configure, ConfigureAnswer, SystemConfiguration } from '../../protocol';
import type { DatatypeModel, SystemModel } from '../planner/model';
import { describedConnector } from './described';
import { exactConnector, exactDatatypes } from './exact-online';
import { restConnector } from './rest';
import { sameRecord } from './http/same-record';
import type { ApiClientOptions } from './http/api-client';
import type { Connector } from './connector';
import { wixConnector, wixDatatypes } from './wix';

export { ApiError, VersionConflict } from './http/api-error';
export { realTime, type Time } from './http/backoff';
export { TokenStore } from './http/token-store';
export type { Connector, KnownRecord, ListingQuery } from './connector';

interface BuiltIn {
  readonly datatypes: readonly string[];
  readonly connect: (options: ApiClientOptions) => Connector;
}

/** The APIs that need no description, by the names of their profiles. */
const builtIn: Readonly<Record<string, BuiltIn>> = {
  wix: { datatypes: wixDatatypes, connect: wixConnector },
  'exact-online': { datatypes: exactDatatypes, connect: exactConnector },
};

const builtInOf = ({ profile = '' }: SystemConfiguration): BuiltIn | undefined =>
  Object.hasOwn(builtIn, profile) ? builtIn[profile] : undefined;

const speaks = (system: SystemConfiguration, datatypes: readonly string[]): boolean => {
  if (system.api === 'rest') return true;
  const { description } = system;
  if (description !== undefined) return datatypes.every((name) => Object.hasOwn(description.resources, name));
  const known = builtInOf(system)?.datatypes ?? [];
  return datatypes.every((name) => known.includes(name.toLowerCase())) && known.length > 0;
};

/** The datatypes of a system that a dataflow names. */
const namedDatatypes = ({ dataflows }: Configure, system: string): readonly string[] =>
  dataflows
    .flatMap(({ sections }) => sections)
    .flatMap(({ source, target }) => [source, target])
    .filter((side) => side.system === system)
    .map(({ datatype }) => datatype);

/** `{unsupported: "native"}` where a system has an API, or a datatype, that no connector speaks; else nothing. */
export const refusedApi = (configure: Configure): ConfigureAnswer | undefined => {
  const spoken = Object.values(configure.systems).every((system) =>
    speaks(system, namedDatatypes(configure, system.name)),
  );
  return spoken ? undefined : { unsupported: 'native' };
};

/** Every answer is about the record that was asked for. */
const identified = (connector: Connector): Connector => ({
  list: (datatype, query) => connector.list(datatype, query),
  create: (datatype, properties, key) => connector.create(datatype, properties, key),
  read: async (datatype, id) => sameRecord(datatype, id, await connector.read(datatype, id)),
  update: async (datatype, known, patch) =>
    sameRecord(datatype, known.id, await connector.update(datatype, known, patch)),
  nextSync: () => {
    connector.nextSync();
  },
});

const connect = (options: ApiClientOptions): Connector => {
  const { configuration } = options.system;
  if (configuration.api === 'rest') return restConnector(options);
  if (configuration.description !== undefined) return describedConnector(options, configuration.description);
  const native = builtInOf(configuration);
  if (native !== undefined) return native.connect(options);
  throw new Error(`No connector speaks the API ${JSON.stringify(configuration.profile ?? '')}.`);
};

/** The connectors of a configuration that `refusedApi` has nothing against. */
export class Connectors {
  private readonly bySystem: ReadonlyMap<string, Connector>;

  constructor(systems: Configure['systems'], surroundings: Omit<ApiClientOptions, 'system'>) {
    this.bySystem = new Map(
      Object.entries(systems).map(([id, configuration]) => {
        const system: SystemModel = { id, configuration };
        return [id, identified(connect({ ...surroundings, system }))];
      }),
    );
  }

  /** The connector of the system that a datatype belongs to. */
  of({ system }: DatatypeModel): Connector {
    const connector = this.bySystem.get(system.id);
    if (connector === undefined) throw new Error(`There is no connector for the system ${system.id}.`);
    return connector;
  }

  nextSync(): void {
    this.bySystem.forEach((connector) => {
      connector.nextSync();
    });
  }
}
