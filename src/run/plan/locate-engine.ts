/** Finds the engine that a run is to test. */
import { resolve } from 'node:path';
import type { Config, EngineConfig, FleetConfig } from '../../config';
import { UsageError } from '../../core/usage-error';
import { builtInEngine, BUILT_IN_NAMES } from '../../reference-engine';
import {
  assertEngineLoads,
  type EngineLocation,
  type FixedProxy,
  type Fleet,
  type LifecycleCommands,
} from '../../engines';
import { CLOSED_THREAD } from '../../systems';

function withoutSlash(url: string): string {
  return url.replace(/\/+$/, '');
}

function lifecycleOf(
  { start, stop, kill, reset, healthUrl }: EngineConfig,
  directory: string,
): { readonly lifecycle?: LifecycleCommands } {
  const commands = {
    ...(start === undefined ? {} : { start }),
    ...(stop === undefined ? {} : { stop }),
    ...(kill === undefined ? {} : { kill }),
    ...(reset === undefined ? {} : { reset }),
    ...(healthUrl === undefined ? {} : { healthUrl }),
  };
  return Object.keys(commands).length === 0 ? {} : { lifecycle: { ...commands, directory } };
}

function fleetOf(fleet: FleetConfig | undefined, directory: string): { readonly fleet?: Fleet } {
  if (fleet === undefined) {
    return {};
  }
  const { systems, documents = [], configuration } = fleet;
  const places = Object.entries(systems).map(
    ([name, { baseUrl, token }]) => [name, { baseUrl: withoutSlash(baseUrl), token }] as const,
  );
  return {
    fleet: {
      systems: Object.fromEntries(places),
      documents,
      ...(configuration === undefined ? {} : { configuration: resolve(directory, configuration) }),
    },
  };
}

function proxyOf(proxy: EngineConfig['proxy'], directory: string): { readonly proxy?: FixedProxy } {
  return proxy === undefined
    ? {}
    : { proxy: { port: proxy.port, directory: resolve(directory, proxy.directory) } };
}

function configuredEngine(name: string, config: Config): EngineLocation | undefined {
  const configured = Object.hasOwn(config.engines, name) ? config.engines[name] : undefined;
  if (configured === undefined) {
    return undefined;
  }
  if ('module' in configured) {
    return { name, module: resolve(config.directory, configured.module) };
  }
  const { directory } = config;
  const more = { ...lifecycleOf(configured, directory), ...fleetOf(configured.fleet, directory) };
  return 'command' in configured
    ? { name, command: configured.command, directory, ...more }
    : { name, url: withoutSlash(configured.url), ...more, ...proxyOf(configured.proxy, directory) };
}

function builtInLocation(name: string): EngineLocation | undefined {
  const found = builtInEngine(name);
  if (found === undefined) {
    return undefined;
  }
  const { module, exportName, parameters } = found;
  return {
    ...{ name, module, builtIn: true as const },
    ...(exportName === undefined ? {} : { exportName }),
    ...(parameters === undefined ? {} : { parameters }),
  };
}

/**
 * Where the engine of a name is.
 *
 * @param timeout - for its module to be loaded, in milliseconds.
 * @throws UsageError where there is no such engine, or it cannot be loaded.
 */
export async function locateEngine(name: string, config: Config, timeout: number): Promise<EngineLocation> {
  const location = configuredEngine(name, config) ?? builtInLocation(name);
  if (location !== undefined) {
    await assertEngineLoads(location, { threadModule: CLOSED_THREAD, timeout });
    return location;
  }
  const names = [...Object.keys(config.engines), ...BUILT_IN_NAMES].sort();
  throw new UsageError(
    `There is no engine "${name}". Name one of: ${names.join(', ')}; or add it to "engines" in the config. <n> and <m> stand for the numbers of two different rows, from 1.`,
  );
}
