import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, it } from 'mocha';
import { ended, PARTIAL, resultsOf, shopProject, start, syncproof, verdictLine } from './testing';

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

/** A program that knows https alone: it calls what it is given in each sync, and fails it with what it saw. */
const HTTPS_ENGINE = `const https = require('node:https');
const agent = new https.Agent({ keepAlive: false });
const proxy = new URL(process.env.HTTPS_PROXY);
agent.createConnection = ({ host, port }, made) => {
  require('node:http').request({ host: proxy.hostname, port: proxy.port, method: 'CONNECT', path: host + ':' + port })
    .on('connect', (_, socket) => made(null, require('node:tls').connect({ socket, servername: host }))).end();
};
const call = (url, token) => new Promise((resolve) => {
  https.get(url, { agent, headers: { authorization: 'Bearer ' + token } }, (answer) => {
    answer.resume().on('end', () => resolve(answer.statusCode + ' at ' + url));
  }).on('error', (error) => resolve(error.message));
});
let systems;
require('node:readline').createInterface({ input: process.stdin }).on('line', async (line) => {
  const { type, seq, session, ...message } = JSON.parse(line);
  const reply = (members) => process.stdout.write(JSON.stringify({ seq, session, ...members }) + '\\n');
  if (type === 'hello') return reply({ engine: { name: 'https', version: '1' }, capabilities: [] });
  if (type === 'configure') systems = Object.values(message.systems);
  if (type !== 'sync') return reply({});
  const urls = process.argv[2] === undefined
    ? systems.map(({ baseUrl, schema }) => baseUrl + '/' + encodeURIComponent(Object.keys(schema)[0]))
    : [process.argv[2]];
  const seen = await Promise.all(urls.map((url, at) => call(url, systems[at].token)));
  reply({ error: 'saw ' + seen.join(' and ') });
});
`;

const ENGINES = `engines:
  https: {command: [node, https-engine.js]}
  astray: {command: [node, https-engine.js, 'https://unknown.test/x']}
`;

describe('run --transport proxy', () => {
  it('leads the engine to the systems by their https host names, in two processes', async () => {
    const cwd = shopProject();
    // Its own process: its workers load the steps in its environment.
    const said = await ended(start(cwd, [...WORDS, '--parallel', '2']));
    assert.equal(said.code, 0, said.out + said.err);
    assert.match(verdictLine(said), /^conformant: (\d+) of \1 sentences and rows passed$/);
    const { run } = resultsOf(cwd);
    assert.equal(run.transport, 'proxy');
    assert.match(run.command, / --transport proxy\b/);
  }).timeout(120_000);

  for (const [engine, says] of [
    ['https', /saw 200 at https:\/\/shop\.test\/s\d+\/\S+ and 200 at https:\/\/desk\.test\/s\d+\//],
    ['astray', /leads to none of its systems: GET https:\/\/unknown\.test\/x\n/],
  ] as const) {
    it(`gives a program what it needs to verify the systems it calls: engine "${engine}"`, async () => {
      const cwd = shopProject({ 'https-engine.js': HTTPS_ENGINE, 'syncproof.config.yaml': ENGINES });
      const said = await syncproof(cwd, [...WORDS, '--engine', engine, '--name', 'becomes exactly one']);
      assert.equal(said.code, 1, said.out + said.err);
      const messages = resultsOf(cwd, PARTIAL).checks.flatMap(({ scenarios }) =>
        scenarios.map(({ error = '' }) => error),
      );
      assert.ok(
        messages.some((message) => says.test(message)),
        messages.join('\n'),
      );
    });
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
