/** From an engine's location to what runs it. */
import type { Capability } from '../protocol';
import { UsageError } from '../core/usage-error';
import { loadEngine, moduleHost } from './adapters/module';
import { processHost } from './adapters/process';
import type { EngineHost } from './host';
import type { EngineLocation } from './location';

/** What an engine gets besides the messages. */
export interface EngineHostOptions {
  /** Variables for programs, beside those of this process. Default: none. */
  readonly environment?: Readonly<Record<string, string>>;
}

/**
 * Opens the host of an engine; nothing is started yet.
 *
 * @throws UsageError where the engine's module cannot be loaded.
 */
export function openEngineHost(
  location: EngineLocation,
  { environment = {} }: EngineHostOptions = {},
): EngineHost {
  if ('module' in location) {
    return moduleHost(loadEngine(location));
  }
  if ('command' in location) {
    return processHost(location, { environment });
  }
  throw new UsageError(
    `The engine "${location.name}" is a daemon, and this version runs modules and programs only. Give it a "module" or a "command" in the config.`,
  );
}

/** There are no systems while an engine only says what it claims. */
function fetchNothing(): Promise<never> {
  return Promise.reject(new TypeError('fetch failed'));
}

async function hello(host: EngineHost, signal: AbortSignal): Promise<readonly Capability[]> {
  const clock = { now: () => 0, advance: () => undefined };
  const context = { session: 'capabilities', fetch: fetchNothing, clock, log: () => undefined, signal };
  const connection = await host.open(context);
  const { capabilities } = connection.hello as { readonly capabilities?: unknown };
  void connection
    .ask('stop', {})
    .then(() => connection.close())
    .catch(() => undefined);
  return Array.isArray(capabilities) ? (capabilities as readonly Capability[]) : [];
}

/**
 * The capabilities that an engine claims. One that answers nothing sensible, or nothing in time, claims none; its scenarios
 * report what is wrong with it. The network should be closed: an engine that answers too late still runs.
 *
 * @param timeout - milliseconds.
 */
export async function claimedCapabilities(host: EngineHost, timeout: number): Promise<readonly Capability[]> {
  const patience = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<readonly Capability[]>((resolve) => {
    timer = setTimeout(() => {
      patience.abort();
      resolve([]);
    }, timeout);
  });
  try {
    return await Promise.race([hello(host, patience.signal), limit]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
