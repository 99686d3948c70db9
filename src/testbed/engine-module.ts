/** The module of the engine under test: where it is, how it is loaded, and what its engine claims. */
import { createRequire } from 'node:module';
import { UsageError } from '../core/usage-error';
import type { Capability, CreateEngine } from '../protocol';

/** Where an engine that runs inside the process is. */
export interface EngineLocation {
  /** As people call it. */
  readonly name: string;
  /** Absolute path of a CommonJS module. */
  readonly module: string;
  /** What the module exports the engine as. Default `createEngine`. */
  readonly exportName?: string;
  /** The export is a function from these to what makes the engine. Default: it makes the engine itself. */
  readonly parameters?: readonly number[];
}

function loadModule({ name, module }: EngineLocation): Readonly<Record<string, unknown>> {
  try {
    const load: (path: string) => unknown = createRequire(__filename);
    const loaded = load(module) as Readonly<Record<string, unknown>> | null | undefined;
    return loaded ?? {};
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw new UsageError(
      `The module of the engine "${name}", ${module}, cannot be loaded: ${why}. It must be a CommonJS module that exports createEngine; "module" counts from the config's directory.`,
      { cause: error },
    );
  }
}

/**
 * Loads the module of an engine; no engine is made yet.
 *
 * @throws UsageError where it cannot be loaded, or does not export what makes the engine.
 */
export function loadEngine(location: EngineLocation): CreateEngine {
  const { name, module, exportName = 'createEngine', parameters } = location;
  const exported = loadModule(location)[exportName];
  if (typeof exported !== 'function') {
    throw new UsageError(
      `The module of the engine "${name}", ${module}, exports no function "${exportName}". Export one: createEngine({ fetch, log }) returns the engine.`,
    );
  }
  return parameters === undefined
    ? (exported as CreateEngine)
    : (exported as (...given: readonly number[]) => CreateEngine)(...parameters);
}

async function hello(createEngine: CreateEngine): Promise<readonly Capability[]> {
  const fetch = (): Promise<never> => Promise.reject(new TypeError('fetch failed'));
  const engine = createEngine({ fetch, log: () => undefined });
  const { capabilities } = await engine.hello({ protocol: 1 });
  void engine.stop().catch(() => undefined);
  return Array.isArray(capabilities) ? (capabilities as readonly Capability[]) : [];
}

/**
 * The capabilities that an engine claims. One that answers nothing sensible, or nothing in time, claims none; its scenarios
 * report what is wrong with it. The network should be closed: an engine that answers too late still runs.
 *
 * @param timeout - milliseconds.
 */
export async function claimedCapabilities(
  createEngine: CreateEngine,
  timeout: number,
): Promise<readonly Capability[]> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<readonly Capability[]>((resolve) => {
    timer = setTimeout(resolve, timeout, []);
  });
  try {
    return await Promise.race([hello(createEngine), limit]);
  } catch {
    return [];
  } finally {
    clearTimeout(timer);
  }
}
