/** `syncproof report --compare`: the results of several runs side by side. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root';
import { contents, put, quickRun, shopProject, syncproof, verdictLine } from './testing';

async function twoRuns(): Promise<string> {
  const cwd = shopProject();
  await quickRun(cwd, '--out', 'runs/reference');
  await quickRun(cwd, '--engine', 'echo', '--out', 'runs/echo');
  return cwd;
}

describe('report --compare', () => {
  it('writes the comparison beside the reports, prints what differs, and exits 0', async () => {
    const cwd = await twoRuns();
    const said = await syncproof(cwd, ['report', '--compare', 'runs/reference', 'runs/echo']);
    assert.equal(said.code, 0, said.err);
    assert.match(said.err, /^Comparison in reports\/compare\/: index\.html, comparison\.md\n$/);
    assert.match(
      said.out,
      /^What differs:\n +1 reference \S+ +2 echo \S+\nspecs\/shop-to-desk\.rst:17 Once .* passed +failed\n\n/,
    );
    assert.equal(verdictLine(said), '1 of 5 sentences and rows differs between 2 runs');
    const files = [...contents(cwd).keys()].filter((name) => name.startsWith('reports/'));
    assert.deepEqual(files, ['reports/compare/comparison.md', 'reports/compare/index.html']);
  });

  it('counts the paths from where the user is, and writes to --out', async () => {
    const cwd = await twoRuns();
    const { code, err } = await syncproof(join(cwd, 'runs'), [
      'report',
      '--compare',
      'echo',
      'reference',
      '--out',
      'both',
    ]);
    assert.equal(code, 0, err);
    assert.match(contents(cwd).get('runs/both/comparison.md') ?? '', /\| echo 0[^|]*\| echo \|/);
  });

  it('does what docs/reports.md shows', async () => {
    const docs = readFileSync(join(packageRoot(), 'docs/reports.md'), 'utf8');
    const commands = /## Several runs[^]*?```sh\n([^]*?)```/.exec(docs)?.[1]?.trim().split('\n') ?? [];
    assert.equal(commands.length, 3);
    const cwd = shopProject({
      'syncproof.config.yaml': 'engines: {mine: {module: ./mine.js}}\n',
      'mine.js': `module.exports = require(${JSON.stringify(join(packageRoot(), 'src/reference-engine/reference'))});\n`,
    });
    const codes: number[] = [];
    for (const command of commands) {
      const words = command.split(' ').slice(2);
      const quick = words[0] === 'run' ? ['--no-allure', '--transport', 'direct'] : [];
      codes.push((await syncproof(cwd, [...words, ...quick])).code);
    }
    assert.deepEqual(codes, [0, 0, 0]);
    assert.match(
      contents(cwd).get('reports/compare/comparison.md') ?? '',
      /: 0 of 5 sentences and rows differ /,
    );
  });

  it('gives the same bytes for the same results', async () => {
    const cwd = await twoRuns();
    const words = ['report', '--compare', 'runs/reference', 'runs/echo'];
    await syncproof(cwd, words);
    const before = contents(cwd);
    await syncproof(cwd, words);
    assert.deepEqual(contents(cwd), before);
  });

  it('keeps the secrets of the config out', async () => {
    const cwd = await twoRuns();
    const file = join(cwd, 'runs/echo/results.ndjson');
    put(cwd, {
      'runs/echo/results.ndjson': readFileSync(file, 'utf8').replace(
        '"name":"echo"',
        '"name":"my-secret-word"',
      ),
      'syncproof.config.yaml': 'engines: {mine: {command: [x, "${SYNCPROOF_TEST_SECRET}"]}}\n',
    });
    process.env.SYNCPROOF_TEST_SECRET = 'my-secret-word';
    try {
      const { code, out } = await syncproof(cwd, ['report', '--compare', 'runs/reference', 'runs/echo']);
      assert.equal(code, 0);
      const written = [
        out,
        ...[...contents(cwd)].filter(([name]) => name.startsWith('reports/')).map(([, text]) => text),
      ];
      assert.equal(written.length, 3);
      assert.deepEqual(
        written.filter((text) => text.includes('my-secret-word')),
        [],
      );
    } finally {
      delete process.env.SYNCPROOF_TEST_SECRET;
    }
  });

  const refused: readonly (readonly [string, readonly string[], RegExp])[] = [
    [
      'one directory',
      ['runs/echo'],
      /--compare needs the reports of two runs or more: give each run a directory/,
    ],
    [
      'a directory twice',
      ['runs/echo', 'runs/reference', 'runs/../runs/echo'],
      /--compare names runs\/echo twice\. Name each run once\./,
    ],
    [
      'a directory that does not exist',
      ['runs/echo', 'runs/gone'],
      /runs\/gone\/results\.ndjson cannot be read: name a directory with the reports of a run/,
    ],
    [
      'a directory without results',
      ['runs/echo', 'specs'],
      /specs\/results\.ndjson cannot be read: name a directory/,
    ],
    [
      'a line that cannot be read',
      ['runs/echo', 'runs/broken'],
      /runs\/broken\/results\.ndjson: results line 2: not JSON; run `syncproof run` again/,
    ],
    [
      'results of a newer form',
      ['runs/echo', 'runs/newer'],
      /runs\/newer\/results\.ndjson: results line 1: it has schemaVersion 9, and this version of syncproof reads 1; install a newer/,
    ],
    [
      'a place for the comparison that is a file',
      ['runs/echo', 'runs/reference', '--out', 'package.json'],
      /cannot go to .*package\.json: it is not a directory/,
    ],
  ];
  for (const [what, words, message] of refused) {
    it(`refuses ${what} (exit 2), and writes nothing`, async () => {
      const cwd = await twoRuns();
      const text = readFileSync(join(cwd, 'runs/echo/results.ndjson'), 'utf8');
      put(cwd, {
        'runs/broken/results.ndjson': text.replace('{"type":"check"', '{"type":"check'),
        'runs/newer/results.ndjson': text.replace('"schemaVersion":1', '"schemaVersion":9'),
      });
      const before = contents(cwd);
      const { code, err, out } = await syncproof(cwd, ['report', '--compare', ...words]);
      assert.equal(code, 2, err);
      assert.match(err, message);
      assert.equal(out, '');
      assert.deepEqual(contents(cwd), before);
    });
  }
});
