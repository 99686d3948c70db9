/** Benches: `npm run bench -- NAME`. Figures and how to read them: docs/performance.md. */
import { benchRun } from './run';

const benches: Readonly<Record<string, () => Promise<string>>> = { run: benchRun };

async function main(): Promise<number> {
  const name = process.argv[2] ?? '';
  const bench = benches[name];
  if (bench === undefined) {
    process.stderr.write(`There is no bench "${name}". Name one of: ${Object.keys(benches).join(', ')}\n`);
    return 2;
  }
  process.stdout.write(await bench());
  return 0;
}

void main().then((exitCode) => {
  process.exitCode = exitCode;
});
