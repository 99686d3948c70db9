/** `syncproof diff` on the command line: what is compared with what, the forms, and the exit code. */
import assert from 'node:assert/strict';
import { spawnSync, type SpawnSyncReturns } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Difference } from '../diff';
import {
  PARTIAL,
  contents,
  project,
  quickRun,
  resultsOf,
  SHOP,
  shopDocument,
  syncproof,
  verdictLine,
} from './testing';
import { packageRoot } from '../core/package-root';

const OLD = 'old/shop-to-desk.rst';
const CHANGED = shopDocument().replace('"integer"', '"decimal"');

/** A project with an old and a new version of the document. */
function versions(old = shopDocument(), now = CHANGED): string {
  return project({ [OLD]: old, [SHOP]: now });
}

function json(out: string): Difference & { readonly schemaVersion: number } {
  return JSON.parse(out) as Difference & { readonly schemaVersion: number };
}

function states(out: string): string[] {
  return json(out).documents.map(({ document, state }) => `${state} ${document}`);
}

describe('syncproof diff', () => {
  it('exits 0 with differences, and says what changed; the last line has the totals', async () => {
    const cwd = versions();
    const before = contents(cwd);
    const said = await syncproof(cwd, ['diff', OLD, SHOP]);
    assert.deepEqual([said.code, said.err], [0, '']);
    assert.match(
      said.out,
      /~ 30 30 {2}property row {2}amount \| total \| "decimal"\n +data type: "integer" → "decimal"\n/,
    );
    assert.match(verdictLine(said), /^1 document: 1 changed; \d+ scenarios to run again$/);
    assert.deepEqual(contents(cwd), before);
  });

  it('names the scenarios that a run has, by the profiles of the systems', async () => {
    const title = shopDocument().split('\n').slice(0, 4).join('\n');
    const cleared = async (config: string): Promise<boolean> => {
      const files = { [OLD]: title, [SHOP]: shopDocument(), 'syncproof.config.yaml': config };
      const profile = `name: till
datatypes: {Order: {properties: {name: {type: any, clearable: false}, amount: {clearable: false}}}}
`;
      const cwd = project({ ...files, 'till.yaml': profile });
      const { out } = await syncproof(cwd, ['diff', OLD, SHOP, '--format', 'json']);
      const { scenarios } = json(out).again;
      assert.ok(scenarios.length > 5);
      return scenarios.some(({ name }) => name.includes('is cleared in'));
    };
    assert.equal(await cleared('seed: 1'), true);
    assert.equal(await cleared('systems: {Shop: {profile: till.yaml}}'), false);
  });

  it('exits 0 without differences', async () => {
    const said = await syncproof(versions(CHANGED), ['diff', OLD, SHOP]);
    assert.deepEqual([said.code, said.out], [0, '1 document: no difference; nothing to run again\n']);
  });

  it('prints a command that runs exactly the scenarios that it names', async () => {
    const cwd = versions();
    const { again } = json((await syncproof(cwd, ['diff', OLD, SHOP, '--format', 'json'])).out);
    const { out } = await syncproof(cwd, ['diff', OLD, SHOP]);
    const [, specs = '', tags = ''] = /npx syncproof run (\S+) --tags '([^']+)'\n1 document/.exec(out) ?? [];
    assert.equal((await quickRun(cwd, specs, '--tags', tags)).code, 0);
    const ran = resultsOf(cwd, PARTIAL).checks.flatMap(({ scenarios }) =>
      scenarios.filter(({ status }) => status === 'passed').map(({ name }) => name),
    );
    assert.deepEqual([...new Set(ran)].sort(), again.scenarios.map(({ name }) => name).sort());
    assert.ok(ran.length > 0);
  });

  it('compares two files whatever their names; the ids begin with the new one', async () => {
    const cwd = project({ 'a.rst': shopDocument(), 'b.rst': CHANGED });
    const { out } = await syncproof(cwd, ['diff', 'a.rst', 'b.rst', '--format', 'json']);
    assert.deepEqual(states(out), ['changed b']);
    assert.ok(json(out).again.checks.every(({ check }) => check.startsWith('b/')));
  });

  it('pairs directories and globs by short name', async () => {
    const cwd = project({
      [OLD]: shopDocument(),
      'old/gone.rst': shopDocument('A', 'B'),
      [SHOP]: CHANGED,
      'specs/deep/fresh.rst': shopDocument('C', 'D'),
    });
    const { out } = await syncproof(cwd, ['diff', 'old/*.rst', 'specs', '--format', 'json']);
    assert.deepEqual(states(out), ['added fresh', 'removed gone', 'changed shop-to-desk']);
    const text = (await syncproof(cwd, ['diff', 'old', 'specs'])).out;
    assert.match(text, /npx syncproof run specs --tags/);
  });

  it('compares a file with the document of its name in a directory, on either side', async () => {
    const cwd = project({ [OLD]: shopDocument(), 'old/other.rst': shopDocument('A', 'B'), [SHOP]: CHANGED });
    const there = await syncproof(cwd, ['diff', 'old', SHOP, '--format', 'json']);
    assert.deepEqual(states(there.out), ['changed shop-to-desk']);
    const back = await syncproof(cwd, ['diff', SHOP, 'old']);
    assert.match(back.out, /npx syncproof run old\/shop-to-desk\.rst --tags/);
  });

  it('counts paths from where the user is, and names the config that they named', async () => {
    const cwd = project({
      'suite/old/shop-to-desk.rst': shopDocument(),
      'suite/specs/shop-to-desk.rst': CHANGED,
      'suite/my.yaml': 'seed: 1\n',
    });
    const said = await syncproof(join(cwd, 'suite'), ['diff', 'old', 'specs', '--config', 'my.yaml']);
    assert.equal(said.code, 0, said.err);
    assert.match(said.out, /npx syncproof run specs --config my\.yaml --tags/);
  });

  it('reports lines that are not understood as changes, exit 0', async () => {
    const said = await syncproof(
      versions(shopDocument(), shopDocument().replace('Every Shop', 'Each Shop')),
      ['diff', OLD, SHOP],
    );
    assert.equal(said.code, 0);
    assert.match(said.out, /\+ +\d+ {2}not understood +Each Shop Order/);
    assert.match(said.out, /1 new line not understood: "syncproof lint" says why/);
  });

  const strange: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['an empty file', '', /is empty/],
    ['bytes that are not UTF-8', new Uint8Array([0xff, 0xfe, 0x00, 0x41]), /not UTF-8/],
    ['another kind of document', 'Hello\n=====\n\nworld\n', /not a dataflow document/],
  ];
  for (const [what, bytes, message] of strange) {
    it(`compares with ${what}, and says so on stderr`, async () => {
      const cwd = project({ [OLD]: shopDocument(), 'strange.rst': bytes });
      for (const words of [
        [OLD, 'strange.rst'],
        ['strange.rst', OLD],
      ]) {
        const said = await syncproof(cwd, ['diff', ...words]);
        assert.equal(said.code, 0);
        assert.match(said.err, message);
        assert.match(said.out, /added|removed/);
      }
    });
  }

  it('writes Markdown for a comment', async () => {
    const { out } = await syncproof(versions(), ['diff', OLD, SHOP, '--format', 'markdown']);
    assert.match(out, /^## syncproof diff: 1 document: 1 changed; /);
    assert.match(out, /\| changed \| 30 \| property row \|/);
  });

  it('colours for a terminal only', async () => {
    const cwd = versions();
    const escape = '\u001b';
    assert.ok((await syncproof(cwd, ['diff', OLD, SHOP], { isTerminal: true })).out.includes(escape));
    assert.ok(!(await syncproof(cwd, ['diff', OLD, SHOP])).out.includes(escape));
    assert.ok(
      !(await syncproof(cwd, ['diff', OLD, SHOP, '--no-color'], { isTerminal: true })).out.includes(escape),
    );
  });
});

describe('syncproof diff with standard input', () => {
  function piped(cwd: string, words: readonly string[], input: string): SpawnSyncReturns<string> {
    const root = packageRoot();
    const script = ['--require', join(root, 'node_modules/ts-node/register'), join(root, 'src/cli/main.ts')];
    return spawnSync(process.execPath, [...script, 'diff', ...words], {
      cwd,
      input,
      encoding: 'utf8',
      env: { ...process.env, TS_NODE_PROJECT: join(root, 'tsconfig.json'), TS_NODE_TRANSPILE_ONLY: 'true' },
    });
  }

  it('takes the old version from it: git show HEAD:… | syncproof diff - FILE', () => {
    const { status, stdout } = piped(versions(), ['-', SHOP], shopDocument());
    assert.equal(status, 0);
    assert.match(stdout, /^shop-to-desk {2}standard input → specs\/shop-to-desk\.rst\n/);
    assert.match(stdout, /1 changed; \d+ scenarios to run again\n$/);
  });

  it('takes the new version from it; the ids have the old short name, and the command names no file', () => {
    const { status, stdout } = piped(versions(), [OLD, '-'], CHANGED);
    assert.equal(status, 0);
    assert.match(stdout, /npx syncproof run --tags '@check:shop-to-desk\//);
  });

  it('refuses it beside a directory, where nothing says which document is meant', () => {
    const { status, stderr } = piped(versions(), ['-', 'specs'], CHANGED);
    assert.equal(status, 2);
    assert.match(stderr, /standard input has no name.*Name the file/);
  });
});

describe('words of syncproof diff that cannot be done as said (exit 2)', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a missing old version', ['nowhere.rst', SHOP], /nowhere\.rst selects no document.*Name a file/],
    ['a missing new version', [OLD, 'nowhere'], /nowhere selects no document/],
    ['a directory without documents', ['empty', SHOP], /directory empty holds no \.rst file/],
    ['one version only', [OLD], /missing required argument 'new'/],
    ['three versions', [OLD, SHOP, SHOP], /too many arguments/],
    ['both from standard input', ['-', '-'], /Only one of both versions.*Name a file/],
    ['an unknown form', [OLD, SHOP, '--format', 'xml'], /text, json, markdown/],
    [
      'a file that the directory does not hold',
      ['other.rst', 'specs'],
      /short name other.*it holds shop-to-desk/,
    ],
  ];
  for (const [what, words, message] of cases) {
    it(`refuses ${what}`, async () => {
      const cwd = project({
        [OLD]: shopDocument(),
        [SHOP]: CHANGED,
        'other.rst': CHANGED,
        'empty/x.txt': '',
      });
      const { code, out, err } = await syncproof(cwd, ['diff', ...words]);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.equal(out, '');
    });
  }
});

describe('docs/cli.md on diff', () => {
  it('lists the options as the help does', async () => {
    const text = readFileSync(join(packageRoot(), 'docs/cli.md'), 'utf8');
    const part = /^## `syncproof diff OLD NEW`\n([^]*?)^## /m.exec(text)?.[1] ?? '';
    const { out } = await syncproof(project(), ['diff', '--help']);
    const offered = [...out.matchAll(/^ {2}(--\w[^\s]* <\w+>|--\w+)/gm)].map((found) => found[1]);
    const common = ['--config <file>', '--quiet', '--no-color'];
    const documented = [...part.matchAll(/^\| `(-[^`]+)`/gm)].map((found) => found[1]);
    assert.deepEqual(
      documented,
      offered.filter((option) => !common.includes(option ?? '') && option !== '--no'),
    );
    assert.match(out, /Examples:\n {2}\$ syncproof diff/);
  });
});
