/** Benches: `npm run bench -- NAME`. Figures and how to read them: docs/performance.md. */
import { benchDocuments } from './documents';
import { benchRun } from './run';
import { benchSystems } from './systems';

const BENCHES: Readonly<Record<string, (words: readonly string[]) => Promise<string>>> = {
  documents: benchDocuments,
  run: benchRun,
  systems: benchSystems,
};

async function main(): Promise<number> {
  const name = process.argv[2] ?? '';
  const bench = BENCHES[name];
  if (bench === undefined) {
    process.stderr.write(`There is no bench "${name}". Name one of: ${Object.keys(BENCHES).join(', ')}\n`);
    return 2;
  }
  process.stdout.write(await bench(process.argv.slice(3)));
  return 0;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
