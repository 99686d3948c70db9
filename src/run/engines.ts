/** Finds the engine that a run is to test. */
import { resolve } from 'node:path';
import type { Config } from '../config';
import { builtInEngine, builtInEngines } from '../engine';
import { UsageError } from '../spec';

/** The path of the module that makes the engine. @throws UsageError */
export function engineModule(name: string, config: Config, cwd: string): string {
  const configured = config.engines[name];
  if (configured !== undefined) {
    if ('module' in configured) return resolve(cwd, configured.module);
    throw new UsageError(
      `The engine "${name}" runs in another process, and this version runs engines inside the process only. Give it a "module" in the config.`,
    );
  }
  const builtIn = builtInEngine(name);
  if (builtIn !== undefined) return builtIn.module;
  const names = [...Object.keys(config.engines), ...builtInEngines.map((engine) => engine.name)].sort();
  throw new UsageError(
    `There is no engine "${name}". Name one of: ${names.join(', ')}; or add it to "engines" in the config.`,
  );
}
