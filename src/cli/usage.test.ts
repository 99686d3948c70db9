/** What the command line makes of words that cannot be done as said: exit 2, a message that says what to fix. */
import assert from 'node:assert/strict';
import { BUILT_IN_NAMES } from '../reference-engine';
import {
  COMMANDS,
  contents,
  project,
  put,
  quickRun,
  SHOP,
  shopDocument,
  shopProject,
  syncproof,
  verdictLine,
} from './testing';

describe('words that cannot be done as said (exit 2)', () => {
  const cases: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['a missing file', ['run', 'nowhere.rst'], /nowhere\.rst selects no document/],
    ['a directory without documents', ['run', 'empty'], /directory empty holds no \.rst file/],
    ['a glob that matches nothing', ['run', 'specs/x*.rst'], /selects no document/],
    ['an unknown engine', ['run', '--engine', 'nope'], /no engine "nope".*reference/],
    ['a mutant of row 0', ['run', '--engine', 'drop-row-0'], /no engine "drop-row-0".*drop-row-<n>.*from 1/],
    [
      'an engine named like a member of every object',
      ['run', '--engine', 'constructor'],
      /no engine "constructor"/,
    ],
    ['an unknown option', ['run', '--frob'], /unknown option '--frob'/],
    ['an unknown command', ['frob'], /unknown command 'frob'/],
    ['a seed that is not a number', ['run', '--seed', 'x'], /whole number/],
    ['a negative seed', ['run', '--seed', '-1'], /whole number/],
    ['an empty seed', ['run', '--seed', ''], /whole number/],
    ['no worker processes', ['run', '--parallel', '0'], /1 or more/],
    ['a timeout past what timers hold', ['run', '--timeout', '9999999'], /from 1 to 2147483/],
    ['an unknown transport', ['run', '--transport', 'pigeon'], /nock, http, direct, proxy/],
    ['an unknown format', ['lint', '--format', 'xml'], /text, json/],
    [
      'a tag expression that selects nothing',
      ['run', '--tags', '@nothing'],
      /select none of the \d+ scenarios/,
    ],
    ['a name that selects nothing', ['run', '--name', 'zzz'], /select none of the \d+ scenarios/],
    [
      'a tag expression with a bracket too many',
      ['run', '--tags', '@a and ('],
      /--tags '@a and \(' is not a tag expression/,
    ],
    [
      'a name that is not a regular expression',
      ['run', '--name', '('],
      /--name '\(' is not a regular expression/,
    ],
    ['a config file that is not there', ['run', '--config', 'none.yaml'], /none\.yaml.*cannot be read/],
    ['show without a document', ['show'], /missing required argument 'spec'/],
    ['reports where a file is', ['run', '--out', 'package.json'], /package\.json: it is not a directory/],
    ['reports below a file', ['run', '--out', 'package.json/x'], /it is not a directory/],
    ['features where a file is', ['generate', '--out', 'package.json'], /package\.json is not a directory/],
    [
      'a report of no results',
      ['report'],
      /reports\/results\.ndjson cannot be read: run "syncproof run" first/,
    ],
  ];

  for (const [what, words, message] of cases) {
    it(`refuses ${what} and touches nothing`, async () => {
      const cwd = shopProject({ 'empty/readme.txt': '' });
      const before = contents(cwd);
      const { code, out, err } = await syncproof(cwd, words);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.doesNotMatch(err, /^\s+at /m);
      assert.equal(out, '');
      assert.deepEqual(contents(cwd), before);
    });
  }

  it('leaves the reports of an earlier run as they are', async () => {
    const cwd = shopProject();
    assert.equal((await quickRun(cwd)).code, 0);
    const before = contents(cwd);
    for (const words of [
      ['--tags', '@nothing'],
      ['--name', 'zzz'],
      ['--engine', 'nope'],
      ['--tags', '('],
    ]) {
      assert.equal((await quickRun(cwd, ...words)).code, 2);
    }
    assert.deepEqual(contents(cwd), before);
  });

  it('names the line of each mistake in the config', async () => {
    const cwd = shopProject({ 'syncproof.config.yaml': 'timeout: 5\nengin: reference\nparallel: two\n' });
    const { code, err } = await syncproof(cwd, ['run']);
    assert.equal(code, 2);
    assert.match(err, /syncproof\.config\.yaml:2:1: unknown key "engin"; did you mean "engine"\?/);
    assert.match(err, /syncproof\.config\.yaml:3:11: "parallel" has the wrong type/);
  });

  it('refuses two documents with the same short name, whose checks could not be distinguished', async () => {
    const cwd = shopProject({ 'specs/again/Shop-to-Desk.rst': shopDocument() });
    const { code, err } = await syncproof(cwd, ['run']);
    assert.equal(code, 2);
    assert.match(err, /have the same short name, shop-to-desk/);
  });

  it('names a disputed check that no document has, and a group of no document', async () => {
    const disputed = 'disputed:\n  - {check: shop-to-desk/nothing, reason: none}\n';
    const cwd = shopProject({ 'syncproof.config.yaml': disputed });
    const first = await syncproof(cwd, ['run']);
    assert.equal(first.code, 2);
    assert.match(first.err, /"disputed" names what no document has: shop-to-desk\/nothing\./);
    put(cwd, { 'syncproof.config.yaml': 'groups:\n  - [shop-to-desk, shop-to-dsek]\n' });
    const second = await syncproof(cwd, ['generate']);
    assert.equal(second.code, 2);
    assert.match(second.err, /"groups" names "shop-to-dsek", which is not a document/);
  });

  it('lets disputed checks of documents be that the command line left out', async () => {
    const disputed = 'disputed:\n  - {check: other/nothing, reason: none}\n';
    const cwd = shopProject({ 'syncproof.config.yaml': disputed });
    assert.equal((await quickRun(cwd, SHOP)).code, 0);
  });
});

describe('help, version and no command', () => {
  for (const command of COMMANDS) {
    it(`shows examples with ${command} --help`, async () => {
      const { code, out, err } = await syncproof(project(), [command, '--help']);
      assert.deepEqual({ code, err }, { code: 0, err: '' });
      assert.match(out, new RegExp(`Examples:\\n  \\$ syncproof ${command}`));
      for (const option of ['--config', '--quiet', '--no-color', '--version', '--help']) {
        assert.ok(out.includes(option));
      }
    });

    it(`prints the version with ${command} --version`, async () => {
      const { code, out } = await syncproof(project(), [command, '--version']);
      assert.equal(code, 0);
      assert.match(out, /^\d+\.\d+\.\d+\n$/);
    });
  }

  it('lists the built-in engines with run --help', async () => {
    const { out } = await syncproof(project(), ['run', '--help']);
    const list = /\nBuilt-in engines .*:\n((?: {2}\S+\n)+)/.exec(out)?.[1] ?? '';
    assert.deepEqual(
      list
        .trimEnd()
        .split('\n')
        .map((line) => line.trim()),
      BUILT_IN_NAMES,
    );
  });

  it('lists every command and the exit codes with --help', async () => {
    const { code, out } = await syncproof(project(), ['--help']);
    assert.equal(code, 0);
    for (const command of COMMANDS) {
      assert.match(out, new RegExp(`^  ${command} `, 'm'));
    }
    assert.match(out, /Exit codes: 0 conformant/);
  });

  it('shows the help on stderr where no command is named, exit 2', async () => {
    const { code, out, err } = await syncproof(project(), []);
    assert.deepEqual({ code, out }, { code: 2, out: '' });
    assert.match(err, /^Usage: syncproof/);
  });
});

describe('where words go', () => {
  const ESCAPE = '\u001b';

  it('sends results to stdout and progress to stderr; the last line of stdout is the verdict', async () => {
    const said = await quickRun(shopProject());
    assert.equal(said.code, 0);
    assert.match(verdictLine(said), /^conformant: 5 of 5/);
    assert.match(said.err, /1 document, \d+ scenarios, engine reference, seed 1\n/);
    assert.match(said.err, /Reports in reports\//);
    assert.doesNotMatch(said.out, /Reports in/);
  });

  it('says nothing on stderr with --quiet, warnings included', async () => {
    const cwd = shopProject({ [SHOP]: shopDocument().replace('------------\n', '-----------\n') });
    assert.match((await quickRun(cwd)).err, /warning short-underline/);
    const { code, err, out } = await quickRun(cwd, '--quiet');
    assert.deepEqual({ code, err }, { code: 0, err: '' });
    assert.match(out, /conformant/);
    assert.equal((await syncproof(cwd, ['generate', '--quiet'])).err, '');
  });

  it('still says errors on stderr with --quiet', async () => {
    const cwd = project({ 'specs/hello.rst': 'hello\n' });
    assert.match((await quickRun(cwd, '--quiet')).err, /error not-a-dataflow-document/);
  });

  it('colours results for a terminal that may have colours, and nothing else', async () => {
    const cwd = shopProject({ [SHOP]: shopDocument().replace('------------\n', '-----------\n') });
    const words = ['run', '--no-allure', '--transport', 'direct'];
    const coloured = async (
      terminal: Parameters<typeof syncproof>[2],
      ...more: string[]
    ): Promise<[boolean, boolean]> => {
      const { out, err } = await syncproof(cwd, [...words, ...more], terminal);
      return [out.includes(ESCAPE), err.includes(ESCAPE)];
    };
    assert.deepEqual(await coloured({ isTerminal: true }), [true, false]);
    assert.deepEqual(await coloured({ isTerminal: false }), [false, false]);
    assert.deepEqual(await coloured({ isTerminal: true, mayColour: false }), [false, false]);
    assert.deepEqual(await coloured({ isTerminal: true }, '--no-color'), [false, false]);
    const lint = (more: string[]): Promise<{ err: string }> =>
      syncproof(cwd, ['generate', '--check', ...more], { drawsProgress: true });
    assert.ok((await lint([])).err.includes(ESCAPE));
    assert.ok(!(await lint(['--no-color'])).err.includes(ESCAPE));
  });
});

describe('from where paths count', () => {
  it('reads the config and its documents from a subdirectory, and gives the same features', async () => {
    const cwd = shopProject({ 'deep/below/readme.txt': '', 'syncproof.config.yaml': 'seed: 1\n' });
    assert.equal((await syncproof(cwd, ['generate'])).code, 0);
    const before = contents(cwd);
    const said = await syncproof(`${cwd}/deep/below`, ['generate', '--check']);
    assert.deepEqual({ code: said.code, out: said.out }, { code: 0, out: '1 feature checked: current.\n' });
    assert.equal((await syncproof(`${cwd}/deep/below`, ['generate', '--check', `../../${SHOP}`])).code, 0);
    assert.deepEqual(contents(cwd), before);
  });

  it('counts what the config says from its own directory', async () => {
    const cwd = project({
      'suite/docs/shop-to-desk.rst': shopDocument(),
      'suite/engine.js': `module.exports = require(${JSON.stringify(`${__dirname}/../reference-engine/reference`)});\n`,
      'suite/my.yaml': 'specs: [docs]\nout: out\nengines: {mine: {module: ./engine.js}}\nengine: mine\n',
    });
    const said = await quickRun(cwd, '--config', 'suite/my.yaml');
    assert.equal(said.code, 0, said.err);
    assert.match(said.err, /Reports in suite\/out\//);
    assert.match(said.out, /suite\/docs\/shop-to-desk\.rst/);
  });
});
