/** One system of a scenario: mocked as its profile says, and as the engine's configuration names it. */
import type { SystemProfile } from '../config/profiles';
import type { Fleet, FleetSystem } from '../engines';
import type { SystemConfiguration } from '../protocol';
import {
  DEFAULT_ABILITIES,
  createSystem,
  nativeApi,
  type CallListener,
  type CallLog,
  type Clock,
  type FaultInjector,
  type MockedSystem,
  type Transport,
  type NativeApi,
  type SystemOptions,
} from '../systems';
import type { SystemDefinition } from './system-definition';

/** What all systems of a scenario share. */
export interface SystemDependencies {
  readonly transport: Transport;
  readonly clock: Clock;
  readonly calls: CallLog;
  /** Distinguishes the scenario from the run's others. */
  readonly number: number;
  /** Where systems are whose addresses and tokens are given, by their names. Default: each scenario has its own. */
  readonly fleet?: Fleet['systems'];
  /** Systems with a native API speak it; else every system speaks plain REST. */
  readonly native: boolean;
  readonly profileOf: (system: string) => SystemProfile | undefined;
  /** Absent: no fault ever fires. */
  readonly faults?: FaultInjector;
  /** Absent: nobody hears of calls. */
  readonly listener?: CallListener;
}

/** What all systems share, whatever they speak. */
function shared({
  clock,
  calls,
  faults,
  listener,
}: SystemDependencies): Pick<SystemOptions, 'clock' | 'calls' | 'faults' | 'listener'> {
  return {
    ...{ clock, calls },
    ...(faults === undefined ? {} : { faults }),
    ...(listener === undefined ? {} : { listener }),
  };
}

export interface SystemInstance {
  readonly system: MockedSystem;
  readonly configuration: SystemConfiguration;
  /** The API offers webhooks from now on. Absent: it has none, whatever the engine claims. */
  readonly offerWebhooks?: () => void;
}

/** The native API that the system speaks here; none where a datatype of the documents is not in it. */
function apiOf(
  { name, schema }: SystemDefinition,
  { native, profileOf }: SystemDependencies,
): NativeApi | undefined {
  const profile = native ? profileOf(name) : undefined;
  const api = profile === undefined ? undefined : nativeApi(profile);
  const known = new Set(api?.datatypes.map((datatype) => datatype.toLowerCase()));
  return Object.keys(schema).every((datatype) => known.has(datatype.toLowerCase())) ? api : undefined;
}

/** Where a system of a fleet is served: loopback by its number, whatever name the config calls it by. */
function addressOf(fixed: FleetSystem | undefined): string | undefined {
  return fixed?.baseUrl.replace(/^http:\/\/[^/]*:(\d+)/, 'http://127.0.0.1:$1');
}

function createNative(
  definition: SystemDefinition,
  api: NativeApi,
  dependencies: SystemDependencies,
): SystemInstance {
  const { id, name, schema } = definition;
  const { transport, number } = dependencies;
  const fixed = dependencies.fleet?.[name];
  const token = fixed?.token ?? `token-of-${definition.host}-${number}`;
  const key = fixed === undefined ? `${id} ${number}` : id;
  const { headers, renewal, oauth, ...account } = api.account({ key, token });
  const abilities = { ...api.abilities, ...dependencies.profileOf(name)?.abilities };
  const origin = transport.originOf(api.host);
  const baseUrl = addressOf(fixed) ?? (account.claims === undefined ? `${origin}/s${number}` : origin);
  const system = createSystem({
    ...shared(dependencies),
    ...{ id, name, baseUrl, token, schema, abilities },
    ...account,
    ...(api.otherHosts === undefined ? {} : { otherHosts: api.otherHosts }),
  });
  return {
    system,
    configuration: {
      ...{ name, baseUrl, token, schema, abilities, headers },
      ...{ api: 'native', profile: api.name },
      ...(renewal === undefined ? {} : { renewal }),
      ...(oauth === undefined ? {} : { oauth }),
      ...(api.description === undefined ? {} : { description: api.description }),
    },
  };
}

function createPlain(definition: SystemDefinition, dependencies: SystemDependencies): SystemInstance {
  const { id, name, schema } = definition;
  const { transport, number, profileOf, fleet } = dependencies;
  const profile = profileOf(name);
  const abilities = { ...DEFAULT_ABILITIES, ...(profile?.api === 'rest' ? profile.abilities : {}) };
  const host =
    profile?.api === 'rest' && profile.host !== undefined ? profile.host : `${definition.host}.test`;
  const fixed = fleet?.[name];
  const token = fixed?.token ?? `token-of-${definition.host}-${number}`;
  const baseUrl = addressOf(fixed) ?? `${transport.originOf(host)}/s${number}`;
  const system = createSystem({ ...shared(dependencies), id, name, baseUrl, token, schema, abilities });
  const configuration: SystemConfiguration = { name, baseUrl, token, api: 'rest', schema, abilities };
  const none = profile?.api === 'rest' && profile.abilities.webhooks === false;
  return none || Object.hasOwn(schema, 'webhooks')
    ? { system, configuration }
    : { system, configuration, offerWebhooks: () => Object.assign(abilities, { webhooks: true }) };
}

/** Makes the system, without records; it is not mounted yet. */
export function createInstance(
  definition: SystemDefinition,
  dependencies: SystemDependencies,
): SystemInstance {
  const api = apiOf(definition, dependencies);
  return api === undefined
    ? createPlain(definition, dependencies)
    : createNative(definition, api, dependencies);
}
