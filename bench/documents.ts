/** What reading documents costs: `syncproof lint` as a whole process against docutils, and what it spends its time on. */
import { spawnSync } from 'node:child_process';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { glob } from 'tinyglobby';
import { parseDocument } from '../src/documents';
import { makeCorpus } from './corpus';
import { line, ratios, spread } from './figures';
import { measure, median, type Measured } from './measure';
import { benchBlocks, benchEach, benchSizes, benchWorkers } from './reading';
import { packageRoot } from '../src/core/package-root';

const ROUNDS = 5;
/** Debian's interpreter, for which `python3-docutils` is packaged. */
const PYTHON = '/usr/bin/python3';

async function writeCorpus(directory: string): Promise<string> {
  const corpus = join(directory, 'corpus');
  await mkdir(corpus);
  for (const { name, text } of makeCorpus()) {
    await writeFile(join(corpus, name), text);
  }
  return corpus;
}

/** The figures of a corpus by which it can be compared with another. */
function corpusFigures(files: readonly { readonly path: string; readonly bytes: Uint8Array }[]): string {
  const sizes = files.map(({ bytes }) => bytes.length);
  const documents = files.map(parseDocument);
  const sections = documents.map((document) => document.sections.length);
  const kinds = new Map<string, number>();
  let rows = 0;
  for (const statement of documents
    .flatMap((document) => document.sections)
    .flatMap((each) => each.statements)) {
    kinds.set(statement.kind, (kinds.get(statement.kind) ?? 0) + 1);
    if (statement.kind === 'properties') {
      rows += statement.rows.length;
    }
  }
  const all = sections.reduce((sum, count) => sum + count, 0);
  const shares = [...kinds].map(([kind, count]) => `${kind} ${((100 * count) / all).toFixed(0)} %`);
  return [
    line('documents', `${files.length}, median ${median(sizes)} bytes, largest ${Math.max(...sizes)} bytes`),
    line('sections', `${all}, at most ${Math.max(...sections)} in a document`),
    line('property rows', String(rows)),
    line('of the sections have', shares.sort().join(', ')),
  ].join('');
}

function hasDocutils(): boolean {
  return spawnSync(PYTHON, ['-c', 'import docutils.core']).status === 0;
}

function processLine(name: string, measured: readonly Measured[], documents: number): string {
  const seconds = measured.map(({ milliseconds }) => milliseconds / 1000);
  const rate = documents / median(seconds);
  const memory = Math.max(...measured.map(({ megabytes }) => megabytes)).toFixed(0);
  return line(name, `${spread(seconds, 2, ' s')}  ${rate.toFixed(0)} documents a second  peak ${memory} MB`);
}

/** Whole processes in turn, after one round that does not count. */
async function benchProcesses(corpus: string, directory: string, documents: number): Promise<string> {
  const lint = [
    'node',
    join(packageRoot(), 'bin', 'syncproof.js'),
    'lint',
    corpus,
    '--format',
    'json',
    '--quiet',
  ];
  const docutils = [PYTHON, join(packageRoot(), 'bench', 'parse_with_docutils.py'), corpus];
  const isThere = hasDocutils();
  const [ours, theirs]: [Measured[], Measured[]] = [[], []];
  for (let round = 0; round <= ROUNDS; round += 1) {
    const one = await measure(lint, directory);
    const other = isThere ? await measure(docutils, directory) : undefined;
    if (one.exitCode > 1) {
      throw new Error(`syncproof lint ended with exit code ${one.exitCode}`);
    }
    if (other !== undefined && other.exitCode !== 0) {
      throw new Error(`docutils ended with exit code ${other.exitCode}`);
    }
    if (round === 0) {
      continue;
    }
    ours.push(one);
    if (other !== undefined) {
      theirs.push(other);
    }
  }
  const own = processLine('syncproof lint --format json', ours, documents);
  if (!isThere) {
    return `${own}docutils is not there (Debian: apt-get install python3-docutils): not compared.\n`;
  }
  const times = (measured: readonly Measured[]): number[] => measured.map(({ milliseconds }) => milliseconds);
  return [
    own,
    processLine('docutils, publish_doctree', theirs, documents),
    line('docutils takes so many times as long', spread(ratios(times(theirs), times(ours)), 2)),
  ].join('');
}

/**
 * `npm run bench -- documents [DIRECTORY]`: over a corpus made for it, or the documents of a directory. Needs the built
 * program (`npm run build`).
 */
export async function benchDocuments([given]: readonly string[]): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'syncproof-bench-'));
  try {
    await writeFile(join(directory, 'package.json'), '{}\n');
    const corpus = given === undefined ? await writeCorpus(directory) : resolve(given);
    const paths = (await glob('**/*.rst', { cwd: corpus, absolute: true })).sort();
    const files = await Promise.all(paths.map(async (path) => ({ path, bytes: await readFile(path) })));
    const texts = files.map(({ bytes }) => bytes.toString('utf8'));
    return [
      'The corpus\n',
      corpusFigures(files),
      '\nWhole processes, in turn\n',
      await benchProcesses(corpus, directory, files.length),
      '\nIn one process\n',
      benchEach(texts),
      benchBlocks(texts),
      '\nIn workers\n',
      await benchWorkers(paths),
      '\nBy size\n',
      benchSizes(),
    ].join('');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}
