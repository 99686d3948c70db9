/** `syncproof init`: what it writes, what it leaves alone, and that what it writes is right. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { packageRoot } from '../core/package-root';
import { contents, project, SHOP, shopDocument, syncproof } from './testing';

const CONFIG = 'syncproof.config.yaml';

/** Paths of the files, without package.json. */
function files(cwd: string): string[] {
  return [...contents(cwd).keys()].filter((path) => path !== 'package.json').sort();
}

/** Answers the questions in turn, and keeps them. */
function answering(...answers: readonly string[]): {
  readonly ask: (question: string) => Promise<string>;
  readonly asked: string[];
} {
  const asked: string[] = [];
  const left = [...answers];
  return {
    asked,
    ask: (question) => {
      asked.push(question);
      const answer = left.shift();
      return answer === undefined
        ? Promise.reject(new Error(`unexpected: ${question}`))
        : Promise.resolve(answer);
    },
  };
}

interface Job {
  readonly steps?: readonly { readonly uses?: string; readonly run?: string }[];
  readonly script?: readonly string[];
  readonly artifacts?: { readonly reports: { readonly junit: string } };
}

describe('init', () => {
  const kinds: readonly (readonly [string, string, unknown])[] = [
    ['node', 'engine/engine.js', { command: ['node', 'engine/engine.js'] }],
    ['python', 'engine/engine.py', { command: ['python3', 'engine/engine.py'] }],
    ['http', 'engine/daemon.js', { url: 'http://127.0.0.1:4010', start: ['node', 'engine/daemon.js'] }],
  ];
  for (const [kind, file, location] of kinds) {
    it(`writes config, document and engine, and the CI job that fits (${kind})`, async () => {
      const cwd = project();
      const { code, out, err } = await syncproof(cwd, ['init', '--engine', kind, '--ci', 'github']);
      assert.equal(code, 0, err);
      const written = ['.github/workflows/syncproof.yml', file, 'specs/shop-to-ledger.rst', CONFIG];
      assert.deepEqual(files(cwd), written);
      for (const path of written) {
        assert.ok(out.includes(`  ${path} `), path);
        assert.doesNotMatch(readFileSync(join(cwd, path), 'utf8'), /# @/);
      }
      const { engines, engine } = parse(readFileSync(join(cwd, CONFIG), 'utf8')) as Record<string, unknown>;
      assert.deepEqual(engines, { mine: location });
      assert.equal(engine, 'mine');
      assert.match(out, /npx syncproof run --engine mine +gives the verdict\n$/);
      const lint = await syncproof(cwd, ['lint', '--max-warnings', '0']);
      assert.equal(lint.code, 0, lint.out + lint.err);
      const { jobs } = parse(readFileSync(join(cwd, written[0]!), 'utf8')) as { jobs: Record<string, Job> };
      const steps = (jobs.syncproof?.steps ?? []).map(({ uses, run }) => uses ?? run ?? '');
      assert.equal(steps.includes('actions/setup-python@v5'), kind === 'python');
      assert.ok(steps.indexOf('npm ci') < steps.indexOf('npx syncproof run --engine mine'));
    });
  }

  it('names the schema in the first line of the config', async () => {
    const cwd = project();
    await syncproof(cwd, ['init', '--engine', 'node']);
    const [first = ''] = readFileSync(join(cwd, CONFIG), 'utf8').split('\n');
    const schema = /^# yaml-language-server: \$schema=\.\/node_modules\/syncproof\/(.*)$/.exec(first)?.[1];
    assert.ok(existsSync(join(packageRoot(), schema ?? 'none')));
  });

  it('writes a GitLab job, and prints it where there are jobs already', async () => {
    const cwd = project();
    await syncproof(cwd, ['init', '--engine', 'http', '--ci', 'gitlab']);
    const { syncproof: job } = parse(readFileSync(join(cwd, '.gitlab-ci.yml'), 'utf8')) as Record<
      string,
      Job
    >;
    assert.deepEqual(job?.script, ['npm ci', 'npx syncproof run --engine mine']);
    assert.equal(job.artifacts?.reports.junit, 'reports/junit.xml');
    const other = project({ '.gitlab-ci.yml': 'build: {script: [make]}\n' });
    const { out } = await syncproof(other, ['init', '--ci', 'gitlab']);
    assert.match(out, /Left alone:\n {2}\.gitlab-ci\.yml +it exists\n/);
    assert.match(out, /Add to \.gitlab-ci\.yml, unless it is there:\n[^]*\n {4}script:\n {6}- npm ci\n/);
    assert.equal(readFileSync(join(other, '.gitlab-ci.yml'), 'utf8'), 'build: {script: [make]}\n');
  });

  it('asks on a terminal until it is answered, and takes the first choice for an empty answer', async () => {
    const cwd = project();
    const { ask, asked } = answering('perl', ' Python ', 'gitlab');
    const { code } = await syncproof(cwd, ['init'], { ask });
    assert.equal(code, 0);
    assert.deepEqual(asked, [
      'How is the engine to be written? (node, python, http) [node] ',
      'How is the engine to be written? (node, python, http) [node] ',
      'Which CI is to run it? (none, github, gitlab) [none] ',
    ]);
    assert.deepEqual(files(cwd), ['.gitlab-ci.yml', 'engine/engine.py', 'specs/shop-to-ledger.rst', CONFIG]);
    const plain = project();
    await syncproof(plain, ['init'], { ask: answering('', '').ask });
    assert.deepEqual(files(plain), ['engine/engine.js', 'specs/shop-to-ledger.rst', CONFIG]);
  });

  it('asks nothing where a flag is given, and says which defaults it takes where nobody can be asked', async () => {
    const flagged = project();
    const { code } = await syncproof(flagged, ['init', '--ci', 'github'], { ask: answering().ask });
    assert.equal(code, 0);
    assert.ok(files(flagged).includes('engine/engine.js'));
    const { err } = await syncproof(project(), ['init']);
    assert.match(err, /no terminal to ask on: as with --engine node, and without a CI job/);
  });

  it('leaves alone what is there, and says what to add to a config', async () => {
    const config = 'engines: {theirs: {command: [theirs]}}\n';
    const cwd = project({ [CONFIG]: config, [SHOP]: shopDocument(), 'engine/engine.js': '// theirs\n' });
    const before = contents(cwd);
    const { code, out } = await syncproof(cwd, ['init', '--engine', 'node']);
    assert.equal(code, 0);
    assert.deepEqual(contents(cwd), before);
    assert.match(out, /^Nothing was written\.\nLeft alone:\n/);
    assert.match(out, /specs\/shop-to-ledger\.rst +there are documents\n/);
    assert.match(out, /Add to syncproof\.config\.yaml, unless it is there:\n {2}engines:\n[^]* {4}mine:\n/);
  });

  it('says of a second engine that the config names the first', async () => {
    const cwd = project();
    const first = await syncproof(cwd, ['init', '--engine', 'node']);
    assert.doesNotMatch(first.out, /Add to/);
    const same = await syncproof(cwd, ['init', '--engine', 'node']);
    assert.doesNotMatch(same.out, /Add to/);
    const other = await syncproof(cwd, ['init', '--engine', 'http']);
    assert.match(other.out, /Written:\n {2}engine\/daemon\.js/);
    assert.match(other.out, /Add to syncproof\.config\.yaml[^]*url: 'http:\/\/127\.0\.0\.1:4010'/);
  });

  it('writes into the directory of the config that it finds above', async () => {
    const cwd = project({ 'syncproof.config.json': '{}', 'src/a.js': '' });
    const { out } = await syncproof(join(cwd, 'src'), ['init', '--engine', 'node']);
    assert.match(out, /syncproof\.config\.yaml +there is \.\.\/syncproof\.config\.json/);
    assert.deepEqual(readdirSync(cwd).sort(), [
      ...['engine', 'package.json', 'specs', 'src', 'syncproof.config.json'],
    ]);
  });

  it('writes all or nothing, and exits with 2 where something cannot be written', async () => {
    const cwd = project({ engine: 'a file' });
    const { code, err } = await syncproof(cwd, ['init', '--engine', 'node', '--ci', 'github']);
    assert.equal(code, 2);
    assert.match(
      err,
      /^Nothing was written into .*Run "syncproof init" in a directory that you may write to/,
    );
    assert.deepEqual(readdirSync(cwd).sort(), ['engine', 'package.json']);
    const wrong = await syncproof(project(), ['init', '--engine', 'perl']);
    assert.equal(wrong.code, 2);
    assert.match(wrong.err, /Allowed choices are node, python, http/);
  });
});

describe('the templates', () => {
  it('have the same engine in JavaScript, as a program and as a daemon', () => {
    const [program, daemon] = ['engine.js', 'daemon.js'].map((name) => {
      const text = readFileSync(join(packageRoot(), 'templates', name), 'utf8');
      const end = text.indexOf('\n}\n', text.indexOf('/** The answer to a message'));
      return text.slice(text.indexOf('/** What runs at the moment'), end);
    });
    assert.ok(program !== undefined && program.length > 4000);
    assert.equal(program, daemon);
  });

  it('name only what is in the package', () => {
    const names = readdirSync(join(packageRoot(), 'templates')).filter((name) =>
      /\.(js|py|yaml)$/.test(name),
    );
    const text = names.map((name) => readFileSync(join(packageRoot(), 'templates', name), 'utf8')).join('\n');
    const named = [...text.matchAll(/node_modules\/syncproof\/([\w/.-]*\w)/g)].map((match) => match[1] ?? '');
    assert.ok(new Set(named).size >= 6);
    for (const path of named) {
      assert.ok(existsSync(join(packageRoot(), path)), path);
    }
  });

  it('are in the package', () => {
    const { files: shipped } = JSON.parse(readFileSync(join(packageRoot(), 'package.json'), 'utf8')) as {
      files: readonly string[];
    };
    assert.ok(shipped.includes('templates'));
    assert.ok(statSync(join(packageRoot(), 'templates')).isDirectory());
  });
});
