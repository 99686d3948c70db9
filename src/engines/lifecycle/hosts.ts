/** Hosts of engines that commands of the config act on, or that are set to a fleet. */
import { controlled, httpHost } from '../adapters/http';
import { processHost } from '../adapters/process';
import type { EngineHost } from '../host';
import type { CommandLocation, EngineLocation, LifecycleCommands, UrlLocation } from '../location';
import { runToEnd } from './command';
import { holdDaemon } from './daemon';
import { fleetHost, type FleetControl } from './fleet';
import { Reaper } from './reaper';

export interface LifecycleOptions {
  /** Variables for programs and commands, beside those of this process. */
  readonly environment: Readonly<Record<string, string>>;
  /** How long each command may take, in milliseconds. */
  readonly timeout: number;
}

/** The host of a daemon. @throws UsageError where its address is not on this machine */
export function daemonHost(location: UrlLocation, options: LifecycleOptions): EngineHost {
  const { url, fleet, lifecycle: commands } = location;
  if (commands === undefined) {
    const host = httpHost(location);
    return fleet === undefined ? host : fleetHost(host, fleet, { startsForEachSession: false });
  }
  const hold = holdDaemon(url, { ...options, commands });
  const { daemon } = hold;
  const host = httpHost(location, controlled(hold));
  return fleet === undefined
    ? host
    : fleetHost(host, fleet, {
        startsForEachSession: false,
        ...(daemon.can('reset') ? { reset: () => daemon.reset() } : {}),
        ...(daemon.canRestart ? { restart: (signal: AbortSignal) => daemon.restart(signal) } : {}),
      });
}

async function resetProgram(commands: LifecycleCommands, options: LifecycleOptions): Promise<void> {
  const { reset: command = [], directory } = commands;
  const reaper = new Reaper();
  const { environment, timeout } = options;
  try {
    const log = (): void => undefined;
    await runToEnd({ name: 'reset', command, directory, environment, reaper, log }, timeout);
  } finally {
    reaper.close();
  }
}

/** The host of a program. */
export function programHost(location: CommandLocation, options: LifecycleOptions): EngineHost {
  const { fleet, lifecycle } = location;
  const host = processHost(location, { environment: options.environment });
  if (fleet === undefined) {
    return host;
  }
  const control: FleetControl = {
    startsForEachSession: true,
    ...(lifecycle?.reset === undefined ? {} : { reset: () => resetProgram(lifecycle, options) }),
  };
  return fleetHost(host, fleet, control);
}

/**
 * Keeps the daemon that hosts of this process start, between one host and the next; nothing is started yet.
 *
 * @returns ends it, unless a host still uses it.
 */
export function holdDaemonOf(location: EngineLocation, options: LifecycleOptions): () => Promise<void> {
  if (!('url' in location) || location.lifecycle === undefined) {
    return () => Promise.resolve();
  }
  return holdDaemon(location.url, { ...options, commands: location.lifecycle }).release;
}
