/** What reading documents costs inside one process: by size, by hostile shape, and by the way in which blocks are found. */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { Worker } from 'node:worker_threads';
import { plural } from '../src/core/text';
import { parseDocument } from '../src/documents';
import { splitLines } from '../src/documents/rst/lines';
import { blocksOf } from '../src/documents/rst/restructured';
import { documentOfSize, makeCorpus } from './corpus';
import { line, ratios, spread } from './figures';
import { HOSTILE_SHAPES } from './hostile-shapes';
import { median } from './measure';
import { ownBlocksOf } from './own-blocks';
import { parseChunks, parseWhole } from './whole-text';
import { packageRoot } from '../src/core/package-root';

const ROUNDS = 7;
const SIZES = [10_000, 100_000, 1_000_000, 4_900_000];
const WORKERS = [1, 2, 4];

function millisecondsOf(work: () => void): number {
  const started = performance.now();
  work();
  return performance.now() - started;
}

/** The processor's time, in milliseconds: the machine's other work does not count. */
function processorTimeOf(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

/** Milliseconds for each kilobyte at each size; small documents are read as often as makes up for their size. */
function bySize(name: string, text: (size: number) => string, most: number): string {
  const figures = SIZES.map((size) => {
    const bytes = bytesOf(text(size));
    const times = Math.max(1, Math.round(most / size));
    const time = processorTimeOf(() => {
      for (let at = 0; at < times; at += 1) {
        parseDocument({ path: 'document.rst', bytes });
      }
    });
    return ((time * 1000) / times / bytes.length).toFixed(4).padStart(9);
  });
  return line(name, figures.join(''));
}

/** Milliseconds of processor time for each kilobyte, for normal and hostile documents of 10 KB, 100 KB, 1 MB and 4.9 MB. */
export function benchSizes(): string {
  const head = line(
    'ms for each KB, at',
    ['10 KB', '100 KB', '1 MB', '4.9 MB'].map((size) => size.padStart(9)).join(''),
  );
  const corpus = makeCorpus();
  const normal = (size: number): string => documentOfSize(size, corpus);
  const warm = bytesOf(normal(100_000));
  for (let at = 0; at < 20; at += 1) {
    parseDocument({ path: 'warm.rst', bytes: warm });
  }
  const hostile = HOSTILE_SHAPES.map(({ name, text }) => bySize(`hostile: ${name}`, text, 100_000));
  return [head, bySize('normal documents', normal, 1_000_000), ...hostile].join('');
}

/** The ways of finding blocks, each over all texts; the last one is reading as a whole. */
function waysOfFindingBlocks(texts: readonly string[]): readonly (readonly [string, () => void])[] {
  const lines = texts.map(splitLines);
  return [
    [
      'whole texts given to restructured',
      () => {
        for (const text of texts) {
          parseWhole(text);
        }
      },
    ],
    [
      'skeleton, each chunk parsed again',
      () => {
        for (const each of lines) {
          parseChunks(each);
        }
      },
    ],
    [
      'skeleton with memory: as it is',
      () => {
        for (const each of lines) {
          blocksOf(each);
        }
      },
    ],
    [
      'skeleton, split by hand',
      () => {
        for (const each of lines) {
          ownBlocksOf(each);
        }
      },
    ],
    [
      'reading as it is, blocks included',
      () => {
        for (const text of texts) {
          parseDocument({ path: 'x.rst', bytes: bytesOf(text) });
        }
      },
    ],
  ];
}

/** Each way of finding blocks over all texts, round by round in turn. */
export function benchBlocks(texts: readonly string[]): string {
  const ways = waysOfFindingBlocks(texts);
  const measured = ways.map(() => [] as number[]);
  for (let round = 0; round <= ROUNDS; round += 1) {
    ways.forEach(([, work], at) => {
      const time = millisecondsOf(work);
      if (round > 0) {
        measured[at]?.push(time);
      }
    });
  }
  const reading = measured.at(-1) ?? [];
  return ways
    .map(([name], at) => {
      const times = measured[at] ?? [];
      const share = spread(ratios(times, reading), 2);
      return line(name, `${spread(times, 1, ' ms')}  of reading: ${share}`);
    })
    .join('');
}

function ask(worker: Worker, message: object): Promise<unknown> {
  return new Promise((resolve, reject) => {
    worker.once('message', resolve);
    worker.once('error', reject);
    worker.postMessage(message);
  });
}

async function withWorkers(paths: readonly string[], count: number, whole: boolean): Promise<number> {
  const started = performance.now();
  const script = join(packageRoot(), 'bench', 'parse-worker.js');
  const workers = Array.from({ length: count }, () => new Worker(script));
  try {
    await Promise.all(
      workers.map((worker, at) =>
        ask(worker, { paths: paths.filter((_, index) => index % count === at), whole }),
      ),
    );
    return performance.now() - started;
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

async function withoutWorkers(paths: readonly string[]): Promise<number> {
  const started = performance.now();
  for (const path of paths) {
    parseDocument({ path, bytes: await readFile(path) });
  }
  return performance.now() - started;
}

/** Reading all files in workers against reading them here; the workers' start counts. Needs the built program. */
export async function benchWorkers(paths: readonly string[]): Promise<string> {
  const ways = [true, false].flatMap((whole) => WORKERS.map((count) => ({ whole, count })));
  const alone: number[] = [];
  const measured = ways.map(() => [] as number[]);
  for (let round = 0; round <= ROUNDS; round += 1) {
    const time = await withoutWorkers(paths);
    if (round > 0) {
      alone.push(time);
    }
    for (const [at, { count, whole }] of ways.entries()) {
      const taken = await withWorkers(paths, count, whole);
      if (round > 0) {
        measured[at]?.push(taken);
      }
    }
  }
  const rows = ways.map(({ count, whole }, at) => {
    const times = measured[at] ?? [];
    const name = `${plural(count, 'worker')}, ${whole ? 'models' : 'diagnostics'} posted back`;
    return line(name, `${spread(times, 0, ' ms')}  of no worker: ${spread(ratios(times, alone), 2)}`);
  });
  return line('no worker', spread(alone, 0, ' ms')) + rows.join('');
}

/** Microseconds for a document of the corpus, each read alone, warm. */
export function benchEach(texts: readonly string[]): string {
  const bytes = texts.map(bytesOf);
  const perDocument = bytes.map((each) =>
    median(
      Array.from({ length: 5 }, () => millisecondsOf(() => parseDocument({ path: 'x.rst', bytes: each }))),
    ),
  );
  const sorted = [...perDocument].sort((one, other) => one - other);
  const at = (share: number): string =>
    `${((sorted[Math.floor((sorted.length - 1) * share)] ?? 0) * 1000).toFixed(0)} µs`;
  return line('one document, parsed alone', `median ${at(0.5)}  90 % ${at(0.9)}  max ${at(1)}`);
}
