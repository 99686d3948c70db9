/** Where the state is kept across restarts: one file, replaced as a whole. */
import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { EngineState } from '../planner/state';

/** Keeps the engine's state across restarts. */
export interface Store {
  /** Absent where nothing was saved. */
  load(): EngineState | undefined;
  save(state: EngineState): void;
}

/** The state's file in an engine's state directory. */
export const STATE_FILE = 'state.json';

function parse(path: string): EngineState {
  const fix = 'Remove the file to start afresh; links that only the engine knew are lost then.';
  let state: EngineState;
  try {
    state = JSON.parse(readFileSync(path, 'utf8')) as EngineState;
  } catch (error) {
    throw new Error(`The engine's state ${path} cannot be read: ${String(error)}. ${fix}`, { cause: error });
  }
  const { version } = state as { version?: unknown };
  if (version !== 1) {
    throw new Error(`The engine's state ${path} has version ${String(version)}, not 1. ${fix}`);
  }
  return state;
}

/**
 * A store in a directory, which must be there. The file survives the end of the process at any
 * moment; it is not forced to the disk, so a power failure can bring an older state back. A state in which
 * only cursors have moved is not written: from an older cursor the engine reads more than it must, and loses nothing.
 *
 * @throws Error when the state cannot be read.
 */
export function openFileStore(stateDir: string): Store {
  const path = join(stateDir, STATE_FILE);
  const next = `${path}.next`;
  let written: EngineState | undefined;
  return {
    load: () => (existsSync(path) ? parse(path) : undefined),
    save: (state) => {
      if (written?.records === state.records && written.clusters === state.clusters) {
        return;
      }
      writeFileSync(next, `${JSON.stringify(state)}\n`);
      renameSync(next, path);
      written = state;
    },
  };
}
