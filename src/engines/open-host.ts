/** From an engine's location to what runs it. */
import type { Capability } from '../protocol';
import { loadEngine, moduleHost } from './adapters/module';
import { workerHost } from './adapters/worker';
import type { EngineHost } from './host';
import { daemonHost, programHost } from './lifecycle/hosts';
import type { EngineLocation } from './location';

/** What an engine gets besides the messages. */
export interface EngineHostOptions {
  /** Variables for programs, beside those of this process. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
  /**
   * Absolute path of a module that exports `prepareThread(fetch)`: it prepares the network of the thread that a user's
   * module runs in, before that is loaded. Default: the thread's network stays open.
   */
  readonly threadModule?: string;
  /**
   * How long the harness waits for an answer, in milliseconds: a module is loaded, and each command of a
   * daemon ends, within it. Default 60 s.
   */
  readonly timeout?: number;
}

/** In milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

/**
 * Opens the host of an engine; nothing is started yet.
 *
 * @throws UsageError where the module of a built-in engine cannot be loaded, or a daemon's address is not on this machine.
 */
export function openEngineHost(
  location: EngineLocation,
  { environment = {}, threadModule, timeout = DEFAULT_TIMEOUT }: EngineHostOptions = {},
): EngineHost {
  if ('module' in location) {
    return location.builtIn === true
      ? moduleHost(loadEngine(location))
      : workerHost(location, { timeout, ...(threadModule === undefined ? {} : { threadModule }) });
  }
  const options = { environment, timeout };
  return 'command' in location ? programHost(location, options) : daemonHost(location, options);
}

/**
 * Loads the module of an engine, and makes no engine yet; of a daemon the address is looked at.
 *
 * @throws UsageError where it cannot be loaded, or not in time, or does not export what makes the engine, or where a daemon is on
 *   another machine.
 */
export async function assertEngineLoads(location: EngineLocation, options: EngineHostOptions): Promise<void> {
  const host = openEngineHost(location, options);
  try {
    await host.prepare?.();
  } finally {
    await host.close();
  }
}

/** There are no systems while an engine only says what it claims. */
function fetchNothing(): Promise<never> {
  return Promise.reject(new TypeError('fetch failed'));
}

/** What an engine claims when it is asked before the first scenario. */
export interface EngineClaims {
  /** Empty where it answers nothing sensible, or nothing in time: its scenarios report what is wrong with it. */
  readonly capabilities: readonly Capability[];
  /** How many sessions it serves at once; 1 where it states none. */
  readonly concurrentSessions: number;
}

const NO_CLAIMS: EngineClaims = { capabilities: [], concurrentSessions: 1 };

async function hello(host: EngineHost, signal: AbortSignal): Promise<EngineClaims> {
  const clock = { now: () => 0, advance: () => undefined };
  const context = { session: 'capabilities', fetch: fetchNothing, clock, log: () => undefined, signal };
  const connection = await host.open(context);
  const { capabilities, concurrentSessions } = connection.hello as Readonly<Record<string, unknown>>;
  void connection
    .ask('stop', {})
    .then(() => connection.close())
    .catch(() => undefined);
  return {
    capabilities: Array.isArray(capabilities) ? (capabilities as readonly Capability[]) : [],
    concurrentSessions:
      typeof concurrentSessions === 'number' && concurrentSessions >= 1 ? Math.floor(concurrentSessions) : 1,
  };
}

/**
 * What an engine claims. The network should be closed: an engine that answers too late still runs.
 *
 * @param timeout - milliseconds.
 */
export async function engineClaims(host: EngineHost, timeout: number): Promise<EngineClaims> {
  await host.prepare?.().catch(() => undefined);
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<EngineClaims>((resolve) => {
    timer = setTimeout(() => {
      patience.abort();
      resolve(NO_CLAIMS);
    }, timeout);
  });
  try {
    return await Promise.race([hello(host, patience.signal), limit]);
  } catch {
    return NO_CLAIMS;
  } finally {
    clearTimeout(timer);
  }
}

/** The capabilities that an engine claims, as `engineClaims` has them. */
export async function claimedCapabilities(host: EngineHost, timeout: number): Promise<readonly Capability[]> {
  return (await engineClaims(host, timeout)).capabilities;
}
