/** Finds the engine that a run is to test. */
import { createRequire } from 'node:module';
import { resolve } from 'node:path';
import type { Config } from '../../config';
import { UsageError } from '../../core/usage-error';
import { builtInEngine, BUILT_IN_NAMES, type BuiltInEngine } from '../../reference-engine';

/**
 * Loads a module as the steps will, so that what cannot be loaded is told before anything runs.
 *
 * @throws UsageError
 */
function assertEngine(name: string, module: string): void {
  let loaded: unknown;
  try {
    const load: (path: string) => unknown = createRequire(__filename);
    loaded = load(module);
  } catch (error) {
    const why = error instanceof Error ? (error.message.split('\n', 1)[0] ?? '') : String(error);
    throw new UsageError(
      `The module of the engine "${name}", ${module}, cannot be loaded: ${why}. It must be a CommonJS module that exports createEngine; "module" counts from the config's directory.`,
      { cause: error },
    );
  }
  const exported = (loaded ?? {}) as { readonly createEngine?: unknown };
  if (typeof exported.createEngine === 'function') {
    return;
  }
  throw new UsageError(
    `The module of the engine "${name}", ${module}, exports no function "createEngine". Export one: createEngine({ fetch, log }) returns the engine.`,
  );
}

/** Where an engine is: a module, what it exports the engine as, and the parameters that this takes. */
export type EngineLocation = Pick<BuiltInEngine, 'module' | 'exportName' | 'parameters'>;

/** Where the engine of a name is. @throws UsageError where there is no such engine, or it cannot be loaded */
export function engineModule(name: string, config: Config): EngineLocation {
  const configured = Object.hasOwn(config.engines, name) ? config.engines[name] : undefined;
  if (configured !== undefined) {
    if ('module' in configured) {
      const module = resolve(config.directory, configured.module);
      assertEngine(name, module);
      return { module };
    }
    throw new UsageError(
      `The engine "${name}" runs in another process, and this version runs engines inside the process only. Give it a "module" in the config.`,
    );
  }
  const builtIn = builtInEngine(name);
  if (builtIn !== undefined) {
    return builtIn;
  }
  const names = [...Object.keys(config.engines), ...BUILT_IN_NAMES].sort();
  throw new UsageError(
    `There is no engine "${name}". Name one of: ${names.join(', ')}; or add it to "engines" in the config. <n> and <m> stand for the numbers of two different rows, from 1.`,
  );
}
