/** Engines that are daemons, on the command line. */
import assert from 'node:assert/strict';
import { createServer, type AddressInfo } from 'node:net';
import { createEngine } from '../reference-engine/reference';
import { answer, plainAnswer, startDaemon, startEngineDaemon, type Daemon } from '../engines/testing-daemon';
import { contents, PARTIAL, resultsOf, shopProject, syncproof } from './testing';

const QUICK = ['run', '--no-allure', '--engine', 'mine'];

/** A port that nothing listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

function withDaemon({ url }: Pick<Daemon, 'url'>): string {
  return shopProject({ 'syncproof.config.yaml': `engines: {mine: {url: '${url}'}}\n` });
}

describe('run with an engine that is a daemon', () => {
  let daemon: Daemon | undefined;

  afterEach(async () => {
    await daemon?.close();
    daemon = undefined;
  });

  it('judges it as the same engine inside the process, over sockets', async () => {
    daemon = await startEngineDaemon(createEngine, {
      capabilities: ['links', 'restart', 'clear', 'sessions'],
    });
    const cwd = withDaemon(daemon);
    const { code, err } = await syncproof(cwd, QUICK);
    assert.equal(code, 0, err);
    const { run, summary } = resultsOf(cwd);
    assert.equal(run.transport, 'http');
    assert.equal(run.command, 'npx syncproof run --engine mine --seed 1');
    const reference = await syncproof(cwd, [
      'run',
      '--no-allure',
      '--transport',
      'direct',
      '--out',
      'inside',
    ]);
    assert.equal(reference.code, 0);
    assert.deepEqual(summary.byStatus, resultsOf(cwd, 'inside').summary.byStatus);
    assert.equal(daemon.messages.filter(({ type }) => type === 'hello').length, 2);
  });

  it('is exit 2 with a transport that exists inside the process only', async () => {
    const cwd = withDaemon({ url: 'http://127.0.0.1:4010' });
    for (const transport of ['nock', 'direct']) {
      const { code, err } = await syncproof(cwd, [...QUICK, '--transport', transport]);
      assert.equal(code, 2);
      assert.match(
        err,
        new RegExp(
          `^--transport ${transport} exists inside this process only, and the engine "mine" runs in`,
        ),
      );
    }
  });

  it('needs a fixed proxy with --transport proxy, and says what the daemon must have been started with', async () => {
    const proxied = [...QUICK, '--transport', 'proxy', '--name', 'becomes exactly one'];
    daemon = await startEngineDaemon(createEngine, { capabilities: ['sessions'] });
    const without = await syncproof(withDaemon(daemon), proxied);
    assert.equal(without.code, 2);
    assert.match(
      without.err,
      /"mine" runs already, and cannot learn of a proxy .* Give it "proxy: \{port: 8899/,
    );
    const port = await freePort();
    const engines = `engines: {mine: {url: '${daemon.url}', proxy: {port: ${port}, directory: .proxy}}}\n`;
    const cwd = shopProject({ 'syncproof.config.yaml': engines });
    const { err } = await syncproof(cwd, proxied);
    assert.match(err, new RegExp(`export HTTPS_PROXY=http://127\\.0\\.0\\.1:${port}\n`));
    assert.ok(err.includes(`export SSL_CERT_FILE=${cwd}/.proxy/authority.pem`), err);
    assert.ok(contents(cwd).has('.proxy/authority.pem'));
  });

  it('is exit 2 where the daemon is on another machine', async () => {
    const { code, err } = await syncproof(withDaemon({ url: 'http://192.0.2.1:4010' }), QUICK);
    assert.equal(code, 2);
    assert.match(err, /^The engine "mine" has the url http:\/\/192\.0\.2\.1:4010, which is another machine/);
  });

  it('uses no more processes than the daemon serves sessions, and says so', async () => {
    daemon = await startDaemon((message, response) => {
      answer(response, message, plainAnswer(message));
    });
    const { err } = await syncproof(withDaemon(daemon), [
      ...QUICK,
      '--parallel',
      '3',
      '--name',
      'exactly one',
    ]);
    assert.match(
      err,
      /^--parallel 3: the run uses one process, because the engine "mine" does not claim the capability "sessions"\.$/m,
    );
  });

  it('is exit 4 where the daemon breaks the protocol, with what it sent', async () => {
    daemon = await startDaemon((message, response) => {
      answer(response, { ...message, seq: message.type === 'sync' ? 7 : message.seq }, plainAnswer(message));
    });
    const cwd = withDaemon(daemon);
    const { code } = await syncproof(cwd, [...QUICK, '--name', 'exactly one']);
    assert.equal(code, 4);
    const found = resultsOf(cwd, PARTIAL).checks.find(({ scenarios }) => scenarios.length > 0);
    assert.match(JSON.stringify(found), /answered with \\"seq\\": 7 instead of \d+, in /);
  });
});
