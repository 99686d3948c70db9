/** Help and version cost little more than node itself, because they load no command. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { packageRoot } from '../core/package-root';
import { contents, ended, project, start } from './testing';

const ROOT = packageRoot();

/** Says what a process has loaded when it ends. */
const SPY = `process.on('exit', () =>
  require('node:fs').writeFileSync(__dirname + '/loaded.json', JSON.stringify(Object.keys(require.cache))));
`;

/** The modules of `src` that a process has loaded at its end, and the packages that it needs of the dependencies. */
async function loadedFor(word: string): Promise<{ readonly own: string[]; readonly packages: string[] }> {
  const cwd = project({ 'spy.js': SPY });
  const { code, err } = await ended(start(cwd, [word], { NODE_OPTIONS: `--require ${join(cwd, 'spy.js')}` }));
  assert.equal(code, 0, err);
  const loaded = JSON.parse(contents(cwd).get('loaded.json') ?? '') as string[];
  const paths = loaded.map((file) => relative(ROOT, file).split(sep).join('/'));
  const { dependencies } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    dependencies: Readonly<Record<string, string>>;
  };
  return {
    own: paths.filter((path) => path.startsWith('src/')).sort(),
    packages: Object.keys(dependencies).filter((name) =>
      paths.some((path) => path.includes(`node_modules/${name}/`)),
    ),
  };
}

describe('the start of the command line', () => {
  for (const word of ['--version', '--help']) {
    it(`loads no command, and of the packages only what reads and colours the line (${word})`, async () => {
      const { own, packages } = await loadedFor(word);
      assert.deepEqual(
        own.filter((path) => !path.startsWith('src/core/')),
        ['src/cli/main.ts', 'src/cli/open-file.ts', 'src/cli/options.ts', 'src/cli/program.ts'],
      );
      assert.deepEqual(packages, ['commander', 'picocolors']);
    }).timeout(60_000);
  }
});
