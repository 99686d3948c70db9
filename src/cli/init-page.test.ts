/** docs/test-your-engine.md, followed line by line for each kind of engine that `init` writes. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, writeFileSync } from 'node:fs';
import { createServer, type AddressInfo } from 'node:net';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root';
import { project, put, syncproof } from './testing';

/** The kinds of engines, with the file that `init` writes and the language of the page's code for it. */
const KINDS = {
  node: { file: 'engine/engine.js', language: 'js' },
  python: { file: 'engine/engine.py', language: 'python' },
  http: { file: 'engine/daemon.js', language: 'js' },
} as const;
type Kind = keyof typeof KINDS;

/** The port that the page and the templates have; each test takes a free one in its place. */
const PORT = '4010';

interface Block {
  readonly language: string;
  /** What follows the language: for which kind it is, or where the code goes. */
  readonly note: string;
  readonly text: string;
}

interface Walk {
  readonly kind: Kind;
  readonly cwd: string;
  readonly port: string;
}

function blocks(): Block[] {
  const page = readFileSync(join(packageRoot(), 'docs/test-your-engine.md'), 'utf8');
  return [...page.matchAll(/^```(\w+)(?: (.*))?\n([^]*?)^```$/gm)].map(
    ([, language = '', note = '', text = '']) => ({ language, note, text }),
  );
}

function isFor(kind: Kind, { language, note }: Block): boolean {
  if (language === 'console') {
    return note === '' || note === kind;
  }
  return language === 'yaml' || language === KINDS[kind].language;
}

/** The commands of a block, each with what it shows. */
function commands({ text }: Block): { readonly command: string; readonly shown: string }[] {
  return text
    .split(/^\$ /m)
    .slice(1)
    .map((part) => {
      const end = part.indexOf('\n');
      return { command: part.slice(0, end), shown: part.slice(end + 1) };
    });
}

/** Words as a shell reads them, with quotation marks of the single kind alone. */
function words(command: string): string[] {
  return [...command.matchAll(/'([^']*)'|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}

/** What is shown, as a pattern: `…` on a line of its own is any number of lines, at a line's end the rest of the line. */
function pattern(shown: string): RegExp {
  const lines = shown
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => {
      const escaped = line.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
      return line === '…' ? '(?:.*\\n)*?' : `${escaped.replace(/ …$/, ' .*')}\\n`;
    });
  return new RegExp(`^${lines.join('')}$`);
}

function replaceIn(walk: Walk, file: string, change: (text: string) => string): void {
  const path = join(walk.cwd, file);
  const text = readFileSync(path, 'utf8');
  const changed = change(text);
  assert.notEqual(changed, text, file);
  writeFileSync(path, changed);
}

/** Runs a command of the page; answers what it prints. */
async function type(command: string, walk: Walk): Promise<string> {
  const [program, name, ...rest] = words(command);
  if (program === 'npm') {
    put(walk.cwd, { 'package.json': '{}' });
    return '';
  }
  assert.deepEqual([program, name], ['npx', 'syncproof']);
  const isWholeRun = rest[0] === 'run' && !rest.includes('--smoke');
  const { out } = await syncproof(walk.cwd, isWholeRun ? [...rest, '--no-allure'] : rest);
  if (rest[0] === 'init' && walk.kind === 'http') {
    for (const file of [KINDS.http.file, 'syncproof.config.yaml']) {
      replaceIn(walk, file, (text) => text.replaceAll(PORT, walk.port));
    }
  }
  return out;
}

/** Pastes code where the page says. */
function paste({ language, note, text }: Block, walk: Walk): void {
  const [, how, place = ''] = /^(above|instead of|append): (.*)$/.exec(note) ?? [];
  if (how === 'append') {
    replaceIn(walk, place, (before) => `${before}${text}`);
    return;
  }
  replaceIn(walk, KINDS[walk.kind].file, (before) => {
    const lines = before.split(/^/m).filter((line) => line.trim().startsWith(place));
    assert.equal(lines.length, 1, `${language}: ${place}`);
    const [line = ''] = lines;
    return before.replace(line, () => (how === 'above' ? text + line : text));
  });
}

async function follow(walk: Walk): Promise<number> {
  let compared = 0;
  for (const block of blocks().filter((each) => isFor(walk.kind, each))) {
    if (block.language !== 'console') {
      paste(block, walk);
      continue;
    }
    for (const { command, shown } of commands(block)) {
      const printed = await type(command, walk);
      if (shown !== '') {
        assert.match(printed, pattern(shown), command);
        compared += 1;
      }
    }
  }
  return compared;
}

async function freePort(): Promise<string> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return String(port);
}

describe('docs/test-your-engine.md', () => {
  for (const kind of Object.keys(KINDS) as Kind[]) {
    it(`leads from nothing to a verdict (${kind})`, async function () {
      if (kind === 'python' && spawnSync('python3', ['--version']).status !== 0) {
        this.skip();
      }
      assert.ok((await follow({ kind, cwd: project(), port: await freePort() })) >= 7);
    }).timeout(600_000);
  }

  it('shows the code of each kind, and only what is executed', () => {
    const languages = blocks().map(({ language, note }) => `${language} ${note.replace(/:.*/, '')}`.trim());
    assert.deepEqual([...new Set(languages)].sort(), [
      ...['console', 'console http', 'console node', 'console python'],
      ...['js above', 'js instead of', 'python above', 'python instead of', 'yaml append'],
    ]);
  });
});
