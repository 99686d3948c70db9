/**
 * What a run costs beside cucumber alone: over a thousand scenarios, with the systems called directly, in one process and in
 * two, against cucumber running the same features with empty steps; all as whole processes, in turn.
 */
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fromNdjson } from '../src/reports';
import { measure, median, type Measured } from './measure';
import { packageRoot } from '../src/core/package-root';

/** Copies of the fixture documents: enough for over 1,000 scenarios. */
const COPIES = 3;
const ROUNDS = 5;

async function makeCorpus(directory: string): Promise<void> {
  const source = join(packageRoot(), 'fixtures', 'documents');
  const specs = join(directory, 'specs');
  await mkdir(specs);
  for (const file of (await readdir(source)).filter((name) => name.endsWith('.rst')).sort()) {
    for (let copy = 1; copy <= COPIES; copy += 1) {
      await cp(join(source, file), join(specs, `copy-${copy}-of-${file}`));
    }
  }
  const config = await readFile(join(packageRoot(), 'fixtures', 'syncproof.config.yaml'), 'utf8');
  const systems = config.slice(config.indexOf('systems:'));
  await writeFile(join(directory, 'syncproof.config.yaml'), systems);
  await writeFile(join(directory, 'package.json'), '{}\n');
}

function line(name: string, measured: readonly Measured[]): string {
  const seconds = measured.map(({ milliseconds }) => milliseconds / 1000);
  const [least, middle, most] = [Math.min(...seconds), median(seconds), Math.max(...seconds)].map((each) =>
    each.toFixed(2),
  );
  const memory = Math.max(...measured.map(({ megabytes }) => megabytes)).toFixed(0);
  return `${name.padEnd(34)} min ${least ?? ''} s  median ${middle ?? ''} s  max ${most ?? ''} s  peak ${memory} MB\n`;
}

function ratioLine(name: string, ratios: readonly number[]): string {
  const [least, middle, most] = [Math.min(...ratios), median(ratios), Math.max(...ratios)].map((each) =>
    each.toFixed(2),
  );
  return `${name.padEnd(34)} min ${least ?? ''}  median ${middle ?? ''}  max ${most ?? ''}\n`;
}

async function scenarioFigures(out: string): Promise<string> {
  const { checks } = fromNdjson(await readFile(join(out, 'results.ndjson'), 'utf8'));
  const durations = new Map(
    checks.flatMap(({ scenarios }) => scenarios.map(({ id, durationMs }) => [id, durationMs])),
  );
  const sorted = [...durations.values()].sort((one, other) => one - other);
  const at = (share: number): string => (sorted[Math.floor((sorted.length - 1) * share)] ?? 0).toFixed(2);
  return `scenario, ${sorted.length} of them             median ${at(0.5)} ms  90 % ${at(0.9)} ms  max ${at(1)} ms\n`;
}

/** Needs the built program (`npm run build`). */
export async function benchRun(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'syncproof-bench-'));
  const root = packageRoot();
  const program = join(root, 'bin', 'syncproof.js');
  const out = join(directory, 'reports');
  const run = ['node', program, 'run', '--transport', 'direct', '--no-allure', '--quiet', '--out', out];
  const cucumber = join(root, 'node_modules', '@cucumber', 'cucumber', 'bin', 'cucumber.js');
  const empty = [
    'node',
    cucumber,
    'features',
    '--require',
    join(root, 'bench', 'empty-steps.js'),
    '--format',
    'summary',
  ];
  try {
    await makeCorpus(directory);
    await measure(['node', program, 'generate', '--quiet'], directory);
    const runs: Measured[] = [];
    const pairs: Measured[] = [];
    const empties: Measured[] = [];
    for (let round = 0; round <= ROUNDS; round += 1) {
      const one = await measure(run, directory);
      const pair = await measure([...run, '--parallel', '2'], directory);
      const other = await measure(empty, directory);
      if (one.exitCode !== 0 || pair.exitCode !== 0 || other.exitCode !== 0) {
        throw new Error(`exit codes ${one.exitCode}, ${pair.exitCode} and ${other.exitCode}`);
      }
      if (round > 0) {
        runs.push(one);
        pairs.push(pair);
        empties.push(other);
      }
    }
    const ratiosTo = (others: readonly Measured[]): number[] =>
      runs.map((one, index) => one.milliseconds / (others[index]?.milliseconds ?? 1));
    const work = runs.map((one, index) => one.cpu / (empties[index]?.cpu ?? 1));
    return [
      line('syncproof run --transport direct', runs),
      line('the same with --parallel 2', pairs),
      line('cucumber, empty steps', empties),
      ratioLine('one process : two', ratiosTo(pairs)),
      ratioLine('one process : empty steps', ratiosTo(empties)),
      ratioLine('the same by CPU time', work),
      await scenarioFigures(out),
    ].join('');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
