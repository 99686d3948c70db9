import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { ended, resultsOf, shopProject, start, verdictLine } from './testing';

const WORDS = ['run', '--no-allure', '--transport', 'proxy'];

/** What Node says where an optional dependency was left out. */
const WITHOUT_FORGE = `const Module = require('node:module');
const resolve = Module._resolveFilename;
Module._resolveFilename = function (name, ...rest) {
  if (name === 'node-forge') {
    throw Object.assign(new Error("Cannot find module 'node-forge'"), { code: 'MODULE_NOT_FOUND' });
  }
  return resolve.call(this, name, ...rest);
};
`;

describe('run --transport proxy', () => {
  for (const parallel of ['1', '2']) {
    it(`leads the engine to the systems by their https host names, in ${parallel} process(es)`, async () => {
      const cwd = shopProject();
      // Its own process: its workers load the steps in its environment.
      const said = await ended(start(cwd, [...WORDS, '--parallel', parallel]));
      assert.equal(said.code, 0, said.out + said.err);
      assert.match(verdictLine(said), /^conformant: (\d+) of \1 sentences and rows passed$/);
      const { run } = resultsOf(cwd);
      assert.equal(run.transport, 'proxy');
      assert.match(run.command, / --transport proxy\b/);
    }).timeout(120_000);
  }

  it('ends with exit code 2 and the command to install what it needs, before anything runs', async () => {
    const cwd = shopProject();
    const preload = join(cwd, 'without-forge.cjs');
    writeFileSync(preload, WITHOUT_FORGE);
    const { code, out, err } = await ended(start(cwd, WORDS, { NODE_OPTIONS: `--require ${preload}` }));
    assert.equal(code, 2, out + err);
    assert.match(
      err,
      /--transport proxy .*node-forge, which is not installed.*npm install --save-dev node-forge@1/s,
    );
    assert.equal(out, '');
  });
});
