/** What `run` and `lint` say to the CI job that they run in, and where they place documents in its repository. */
import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { Log } from 'sarif';
import { pathBelow, repositoryRoot } from './repository';
import { ended, project, put, quickRun, SHOP, shopDocument, shopProject, start, syncproof } from './testing';

const ONE_WAY = ['run', '--engine', 'one-way', '--no-allure', '--transport', 'direct'] as const;

/** A repository with the project in a directory of it: the repository, and the project. */
function projectInRepository(config = ''): { root: string; cwd: string } {
  const root = project({ '.git/HEAD': '' });
  const cwd = join(root, 'packages', 'sync');
  put(cwd, { 'package.json': '{}', [SHOP]: shopDocument(), 'syncproof.config.yaml': config });
  return { root, cwd };
}

describe('annotations of a GitHub Actions job', () => {
  it('are in front of the checklist, at places that count from the workspace', async () => {
    const { root, cwd } = projectInRepository();
    const { code, out } = await syncproof(cwd, ONE_WAY, { job: { workspace: root } });
    assert.equal(code, 1);
    const lines = out.split('\n');
    assert.match(
      lines[0] ?? '',
      new RegExp(`^::error file=packages/sync/${SHOP},line=\\d+,endLine=\\d+,title=`),
    );
    assert.match(lines.at(-2) ?? '', /^not conformant: /);
    assert.ok(
      lines.findIndex((line) => line.startsWith('::')) < lines.findIndex((line) => line.includes('✘')),
    );
  });

  it('are only there in a job, and where something is wrong', async () => {
    const { root, cwd } = projectInRepository();
    assert.doesNotMatch((await syncproof(cwd, ONE_WAY)).out, /^::/m);
    const green = await syncproof(cwd, ['run', '--no-allure', '--transport', 'direct'], {
      job: { workspace: root },
    });
    assert.deepEqual([green.code, /^::/m.test(green.out)], [0, false]);
  });

  it('are written by the process where the environment says that it is in a job', async () => {
    const cwd = shopProject();
    const environment = { GITHUB_ACTIONS: 'true', GITHUB_WORKSPACE: cwd };
    const said = await ended(start(cwd, ONE_WAY, environment));
    assert.match(said.out, new RegExp(`^::error file=${SHOP},line=`));
    const outside = await ended(start(cwd, ONE_WAY, { ...environment, GITHUB_ACTIONS: '' }));
    assert.doesNotMatch(outside.out, /^::/m);
  });
});

describe('properties of junit.xml', () => {
  it('come from the config, and keys that no check has are named', async () => {
    const { cwd } = projectInRepository(
      "junit:\n  properties:\n    '*/keep-in-sync': {test_key: SYNC-7}\n    '*/nothing': {test_id: '1'}\n",
    );
    const { code, err } = await quickRun(cwd);
    assert.equal(code, 0);
    assert.match(err, /^junit\.properties of the config has 1 key that no check has: "\*\/nothing"\. /m);
    const xml = readFileSync(join(cwd, 'reports', 'junit.xml'), 'utf8');
    assert.equal(xml.match(/<property name="test_key" value="SYNC-7"\/>/g)?.length, 1);
  });
});

describe('lint --format sarif in a repository', () => {
  async function uriOf(cwd: string, ...specs: string[]): Promise<{ uri: string | undefined; err: string }> {
    const { out, err } = await syncproof(cwd, ['lint', ...specs, '--format', 'sarif']);
    const result = (JSON.parse(out) as Log).runs[0]?.results?.[0];
    return { uri: result?.locations?.[0]?.physicalLocation?.artifactLocation?.uri, err };
  }

  it('counts paths from the root, wherever the config is', async () => {
    const { cwd } = projectInRepository();
    put(cwd, { [SHOP]: 'hello\n' });
    assert.deepEqual(await uriOf(cwd), { uri: `packages/sync/${SHOP}`, err: '' });
  });

  it("places a document outside the config's directory, and names one outside the repository", async () => {
    const { root, cwd } = projectInRepository();
    put(root, { 'elsewhere/bad.rst': 'hello\n' });
    assert.deepEqual(await uriOf(cwd, '../../elsewhere/bad.rst'), { uri: 'elsewhere/bad.rst', err: '' });
    const outside = project({ 'bad.rst': 'hello\n' });
    const { uri, err } = await uriOf(cwd, join(outside, 'bad.rst'));
    assert.equal(uri, `file://${join(outside, 'bad.rst')}`);
    assert.match(err, /^Code scanning cannot show 1 document outside the repository \(.*\): .*bad\.rst\. /);
  });
});

describe('repositoryRoot', () => {
  it('is the workspace of a job, else the nearest directory with .git, which may be a file', () => {
    const { root, cwd } = projectInRepository();
    assert.equal(repositoryRoot(cwd, undefined), root);
    assert.equal(repositoryRoot(cwd, join(root, 'packages')), join(root, 'packages'));
    assert.equal(repositoryRoot(cwd, join(root, 'other')), root);
    renameSync(join(root, '.git'), join(root, 'git'));
    mkdirSync(join(root, 'packages', '.hidden'));
    put(cwd, { '.git': 'gitdir: ../../git\n' });
    assert.equal(repositoryRoot(join(cwd, 'specs'), undefined), cwd);
  });
});

describe('pathBelow', () => {
  it('is the way down, and none where it leads out', () => {
    assert.equal(pathBelow('/a', '/a/b/c'), 'b/c');
    assert.equal(pathBelow('/a', '/a/..b'), '..b');
    assert.deepEqual(
      ['/a', '/b', '/', '/ab'].map((path) => pathBelow('/a', path)),
      Array(4).fill(undefined),
    );
  });
});
