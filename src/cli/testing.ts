/** What the tests of this room share: projects in temporary directories, and the command line run in this process. */
import { spawn, type ChildProcess } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join, relative } from 'node:path';
import type { RunResults } from '../verdict';
import { fromNdjson } from '../reports';
import type { Terminal } from './context';
import { runProgram } from './program';
import { packageRoot } from '../core/package-root';

const madeHere: string[] = [];

/** Not a hook of mocha: in its parallel mode, a hook of a shared module runs after one test file only. */
process.once('exit', () => {
  for (const directory of madeHere) {
    rmSync(directory, { recursive: true, force: true });
  }
});

export function put(directory: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(directory, name)), { recursive: true });
    writeFileSync(join(directory, name), content);
  }
}

/** A project: a package.json and the files. */
export function project(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  const directory = mkdtempSync(join(tmpdir(), 'syncproof-test-'));
  madeHere.push(directory);
  put(directory, { 'package.json': '{}', ...files });
  return directory;
}

/** Path → bytes of every file below, hidden ones too. */
export function contents(directory: string): ReadonlyMap<string, string> {
  const paths = readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  const files = paths.map((path) => join(directory, path)).filter((path) => statSync(path).isFile());
  return new Map(files.map((path) => [relative(directory, path), readFileSync(path, 'latin1')]));
}

export interface Said {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** Runs the command line in this process, as on a terminal that is none unless `terminal` says otherwise. */
export async function syncproof(
  cwd: string,
  words: readonly string[],
  terminal: Partial<Terminal> = {},
): Promise<Said> {
  let out = '';
  let err = '';
  const code = await runProgram(words, {
    cwd,
    out: (text) => (out += text),
    err: (text) => (err += text),
    isTerminal: false,
    drawsProgress: false,
    mayColour: true,
    columns: 100,
    untilStopped: () => new Promise(() => undefined),
    ...terminal,
  });
  return { code, out, err };
}

/** `run` without Allure and without nock's waits, which cost seconds and are not what these tests are about. */
export function quickRun(cwd: string, ...words: string[]): Promise<Said> {
  return syncproof(cwd, ['run', ...words, '--no-allure', '--transport', 'direct']);
}

/** Where the reports of a partial run go, unless the test or its config says otherwise. */
export const PARTIAL = 'reports/partial';

export function resultsOf(cwd: string, out = 'reports'): RunResults {
  return fromNdjson(readFileSync(join(cwd, out, 'results.ndjson'), 'utf8'));
}

/** Starts the command line as a separate process, from the sources. */
export function start(
  cwd: string,
  words: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): ChildProcess {
  const root = packageRoot();
  return spawn(
    process.execPath,
    ['--require', join(root, 'node_modules/ts-node/register'), join(root, 'src/cli/main.ts'), ...words],
    {
      cwd,
      env: {
        ...process.env,
        TS_NODE_PROJECT: join(root, 'tsconfig.json'),
        TS_NODE_TRANSPILE_ONLY: 'true',
        ...environment,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
}

/** Whether tests that need curl can run here. */
export function hasCurl(): boolean {
  const directories = (process.env.PATH ?? '').split(delimiter);
  return directories.some((directory) => existsSync(join(directory, 'curl')));
}

/** What the process said, when it has ended. */
export function ended(child: ChildProcess): Promise<Said> {
  let out = '';
  let err = '';
  child.stdout?.on('data', (chunk: Buffer) => (out += chunk.toString()));
  child.stderr?.on('data', (chunk: Buffer) => (err += chunk.toString()));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      resolve({ code: code ?? -1, out, err });
    });
  });
}

export const LAST_LINE = /([^\n]*)\n$/;

/** The last line of what went to stdout: the verdict. */
export function verdictLine({ out }: Said): string {
  return LAST_LINE.exec(out)?.[1] ?? '';
}

function headed(heading: string, line: string): string {
  return `${heading}\n${line.repeat(heading.length)}\n`;
}

/** A document of one section: three sentences, two rows. */
export function shopDocument(source = 'Shop', target = 'Desk'): string {
  const [x, y] = [`${source} Order`, `${target} Ticket`];
  const title = `${source} to ${target} Dataflow`;
  return `${'='.repeat(title.length)}
${headed(title, '=')}
Generated: 2024-01-01 08:00:00

${headed('Introduction', '-')}
A document of our own.

${headed(`${x} to ${y}`, '-')}
Every ${x} will be synchronized with a ${y}.

Once a link between a ${x} and a ${y} is established, it will keep in sync between the two systems, regardless of where it is edited.

The following properties are synchronized between a ${x} and a ${y}:

.. list-table::
   :header-rows: 1

   * - ${x} Property
     - ${y} Property
     - ${target} Data Type
   * - name
     - title
     - "string"
   * - amount
     - total
     - "integer"
`;
}

/** The name of the document above where it lies in `specs/`, and the slug of its section. */
export const SHOP = 'specs/shop-to-desk.rst';
export const SHOP_SECTION = 'shop-to-desk/shop-order-to-desk-ticket';

export function shopProject(files: Readonly<Record<string, string | Uint8Array>> = {}): string {
  return project({ [SHOP]: shopDocument(), ...files });
}

/** All commands, by the modules that hold them; `smoke` is an option of `run`. */
export const COMMANDS: readonly string[] = readdirSync(join(__dirname, 'commands'))
  .filter((name) => /^(?!smoke\.)[a-z-]+\.[jt]s$/.test(name))
  .map((name) => name.replace(/\.[jt]s$/, ''));
