/** `syncproof report --open`, and where `run` says the checklist is. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { contents, put, quickRun, shopProject, syncproof } from './testing';

/** Keeps what was to be opened. */
function browser(works: boolean): {
  readonly files: string[];
  readonly open: (file: string) => Promise<boolean>;
} {
  const files: string[] = [];
  return {
    files,
    open: (file) => {
      files.push(file);
      return Promise.resolve(works);
    },
  };
}

describe('the checklist', () => {
  it('is named at the end of a run', async () => {
    const cwd = shopProject();
    const { err } = await quickRun(cwd);
    assert.match(
      err,
      /\nReports in reports\/: .*\bchecklist\b.*\nChecklist: reports\/checklist\/index\.html\n$/,
    );
    assert.ok(existsSync(join(cwd, 'reports/checklist/index.html')));
    assert.ok(existsSync(join(cwd, 'reports/checklist/shop-to-desk.html')));
  });

  it('is rebuilt and opened by report --open, with the exit code of the run', async () => {
    const cwd = shopProject();
    const ran = await quickRun(cwd, '--engine', 'noop');
    const before = contents(cwd);
    put(cwd, { 'reports/checklist/index.html': 'broken' });
    const { files, open } = browser(true);
    const said = await syncproof(cwd, ['report', '--open', '--no-allure'], { open });
    assert.deepEqual([said.code, ran.code], [1, 1]);
    assert.deepEqual(files, [join(cwd, 'reports/checklist/index.html')]);
    assert.deepEqual(contents(cwd), before);
    assert.doesNotMatch(said.err, /No program/);
  });

  it('is opened where --out says that the results are', async () => {
    const cwd = shopProject();
    await quickRun(cwd, '--out', 'elsewhere');
    const { files, open } = browser(true);
    await syncproof(cwd, ['report', '--open', '--no-allure', '--out', 'elsewhere'], { open });
    assert.deepEqual(files, [join(cwd, 'elsewhere/checklist/index.html')]);
  });

  it('is named in full where nothing opens it', async () => {
    const cwd = shopProject();
    await quickRun(cwd);
    const place = `Open it in a browser: ${join(cwd, 'reports/checklist/index.html')}\n`;
    for (const terminal of [browser(false), {}]) {
      const { code, err } = await syncproof(cwd, ['report', '--open', '--no-allure', '--quiet'], terminal);
      assert.equal(code, 0);
      assert.equal(err, `No program was found to open the page with. ${place}`);
    }
  });

  it('gives way to the comparison where runs are compared', async () => {
    const cwd = shopProject();
    await quickRun(cwd, '--out', 'one');
    await quickRun(cwd, '--out', 'two');
    const { files, open } = browser(true);
    await syncproof(cwd, ['report', '--open', '--compare', 'one', 'two'], { open });
    assert.deepEqual(files, [join(cwd, 'reports/compare/index.html')]);
  });
});
