/** `run --smoke`: an adapter alone, and what is said of each way in which it can be wrong. */
import assert from 'node:assert/strict';
import { put, shopProject, syncproof, verdictLine } from './testing';
import { join } from 'node:path';
import { existsSync } from 'node:fs';
import { packageRoot } from '../core/package-root';

const REFERENCE = JSON.stringify(join(packageRoot(), 'src/reference-engine/reference'));

/**
 * A program around the reference engine.
 *
 * @param change - a statement in JavaScript that may change `answer`, the answer to `message`
 */
function adapter(change: string): string {
  const source = `
process.env.TS_NODE_PROJECT = ${JSON.stringify(join(packageRoot(), 'tsconfig.json'))};
require(${JSON.stringify(join(packageRoot(), 'node_modules/ts-node/register'))});
const { createEngine } = require(${REFERENCE});
const engines = new Map();
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const { type, seq, session, ...members } = JSON.parse(line);
  const message = { type, ...members };
  if (!engines.has(session)) engines.set(session, createEngine({ fetch, log: (text) => console.error(text) }));
  let answer = { ...((await engines.get(session)[type](members)) ?? {}) };
  ${change}
  process.stdout.write(JSON.stringify({ seq, session, ...answer }) + '\\n');
});`;
  const cwd = shopProject();
  put(cwd, {
    'adapter.js': source,
    'syncproof.config.yaml': `engines: {mine: {command: [${JSON.stringify(process.execPath)}, ${JSON.stringify(join(cwd, 'adapter.js'))}]}}\nengine: mine\n`,
  });
  return cwd;
}

const SMOKE = ['run', '--smoke'];

describe('the smoke check', () => {
  it('passes an adapter that answers every message, and writes no report', async () => {
    const cwd = adapter('if (type === "hello") answer.capabilities = [...answer.capabilities, "sessions"];');
    const said = await syncproof(cwd, SMOKE);
    const { code, out, err } = said;
    assert.equal(code, 0, out);
    assert.match(err, /Checking the engine "mine"/);
    assert.match(out, /✔ sync: a new record +POST \/Debtor \(201\)/);
    assert.match(out, /✔ sessions/);
    assert.equal(verdictLine(said), 'the engine "mine" can be put under test: 9 of 9 checks passed');
    assert.equal(existsSync(join(cwd, 'reports')), false);
  });

  it('says what the engine does not claim', async () => {
    const cwd = adapter('if (type === "hello") answer.capabilities = [];');
    const said = await syncproof(cwd, SMOKE);
    const { code, out } = said;
    assert.equal(code, 0, out);
    assert.match(out, /– links .*does not claim "links"/);
    assert.match(verdictLine(said), /6 of 9 checks passed, 3 not claimed by the engine/);
  });

  const wrong: readonly (readonly [string, string, number, RegExp])[] = [
    [
      'misspells a member',
      'if (type === "hello") answer.capabilites = [];',
      1,
      /✘ hello .*has a member "capabilites" that the protocol does not know[^]*How to fix it: The first message is/,
    ],
    [
      'claims what there is not',
      'if (type === "hello") answer.capabilities.push("paging");',
      4,
      /✘ hello .*claims "paging", which is not a capability/,
    ],
    [
      'prints to its standard output',
      'console.log("at work");',
      4,
      /✘ hello .*it wrote: at work[^]*· sync: nothing to do +because of "hello"/,
    ],
    [
      'cannot configure',
      'if (type === "configure") answer = { error: "no disk" };',
      4,
      /✘ configure .*could not be configured: no disk/,
    ],
    [
      'refuses what the least dataflow does not need',
      'if (type === "configure") answer = { unsupported: "gates" };',
      1,
      /✘ configure .*refuses "gates", which the least dataflow does not need/,
    ],
    [
      'dies at sync',
      'if (type === "sync") { console.error("boom"); process.exit(1); }',
      4,
      /✘ sync: nothing to do .*before it answered "sync"[^]*Its log ends:\n +boom/,
    ],
    [
      'reports links by names',
      'if (type === "links") answer.clusters = [[{ system: "Shop" }]];',
      1,
      /✘ links .*expected a cluster of the Customer and the Debtor/,
    ],
    [
      'answers stop with a word',
      'if (type === "stop") answer = { bye: true };',
      1,
      /✘ stop .*a member "bye"/,
    ],
  ];
  for (const [what, change, exitCode, message] of wrong) {
    it(`finds an adapter that ${what}, with how to fix it`, async () => {
      const said = await syncproof(adapter(change), [...SMOKE, '--timeout', '20']);
      const { code, out } = said;
      assert.match(out, message);
      assert.equal(code, exitCode);
      assert.match(verdictLine(said), /is not ready: /);
    });
  }

  it('tries nothing more where an engine creates nothing', async () => {
    const said = await syncproof(shopProject(), [...SMOKE, '--engine', 'noop']);
    const { code, out } = said;
    assert.equal(code, 1);
    assert.match(out, /✘ sync: nothing to do +it called neither system/);
    assert.match(out, /✘ sync: a new record .*holds no Debtor/);
    assert.match(out, /· restart +because of "sync: a new record"/);
  });

  it('has a document of its own', async () => {
    const { code, err } = await syncproof(shopProject(), [...SMOKE, 'specs/shop.rst']);
    assert.equal(code, 2);
    assert.match(err, /--smoke checks the engine alone.*leave out specs\/shop\.rst/);
  });
});
