/** What the tests of runs in several processes share: an engine that makes sure that all of them take part. */
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../core/package-root';

/** Where the engine is that another one is made from. */
interface EngineModule {
  /** Below `src/reference-engine`. */
  readonly module: string;
  readonly exportName: string;
}

export const REFERENCE: EngineModule = { module: 'reference', exportName: 'createEngine' };
export const ONE_WAY: EngineModule = { module: 'mutants/engines', exportName: 'one-way' };

/**
 * The text of a module: the engine, but its first synchronization in each process waits for those of the other processes that
 * `meet` names.
 *
 * @param instead - statements before each synchronization that follows; `isWorker` says where they run.
 */
export function meetingEngine({ module, exportName }: EngineModule, instead = ''): string {
  return `const { existsSync, readFileSync, readdirSync, writeFileSync } = require('node:fs');
const make = require(${JSON.stringify(join(packageRoot(), 'src/reference-engine', module))})[${JSON.stringify(exportName)}];
const meeting = __dirname + '/meeting/';
const isWorker = process.pid !== ${process.pid};
exports.createEngine = (context) => {
  const engine = make(context);
  const sync = engine.sync.bind(engine);
  engine.sync = async (message) => {
    writeFileSync(meeting + 'process-' + process.pid, '');
    while (readdirSync(meeting).filter((name) => name.startsWith('process-')).length < Number(readFileSync(meeting + 'wanted', 'utf8'))) {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    ${instead}
    return sync(message);
  };
  return engine;
};
`;
}

/** So many processes are to take part in the next run of a project. */
export function meet(cwd: string, processes: number): void {
  const directory = join(cwd, 'meeting');
  if (existsSync(directory)) {
    rmSync(directory, { recursive: true });
  }
  mkdirSync(directory);
  writeFileSync(join(directory, 'wanted'), String(processes));
}
