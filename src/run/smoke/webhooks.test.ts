/** The smoke check of webhooks: the reference engine, listening for events in right and in wrong ways. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { project } from '../../cli/testing';
import { packageRoot } from '../../core/package-root';
import { smokeCheck, type SmokeResult } from './smoke';

/**
 * A module around the reference engine that listens for events.
 *
 * @param status - an expression over `signed`: what an event is answered
 * @param answer - an expression over `url`: the answer to `configure`
 */
function listening(status: string, answer: string): string {
  return `
const { createServer } = require('node:http');
const { createHmac } = require('node:crypto');
const { once } = require('node:events');
const reference = require(${JSON.stringify(join(packageRoot(), 'src/reference-engine/reference'))});
exports.createEngine = (context) => {
  const engine = reference.createEngine(context);
  let server;
  let systems;
  const receive = async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { secret } = systems[request.url.slice('/events/'.length)].webhooks;
    const text = [request.headers['webhook-id'], request.headers['webhook-timestamp'], body].join('.');
    const expected = createHmac('sha256', Buffer.from(secret.slice(6), 'base64')).update(text).digest('base64');
    const signed = request.headers['webhook-signature'] === 'v1,' + expected;
    response.writeHead(${status}).end();
  };
  return {
    hello: async (message) => {
      const answer = await engine.hello(message);
      return { ...answer, capabilities: [...answer.capabilities, 'webhooks'] };
    },
    configure: async (message) => {
      systems = message.systems;
      await engine.configure(message);
      server = createServer(receive).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const url = 'http://127.0.0.1:' + server.address().port + '/events';
      return ${answer};
    },
    sync: (message) => engine.sync(message),
    links: () => engine.links(),
    stop: async () => {
      server.close();
      await engine.stop();
    },
  };
};
`;
}

async function smoke(status: string, answer = '{ webhooks: { url } }'): Promise<SmokeResult> {
  const module = join(project({ 'engine.js': listening(status, answer) }), 'engine.js');
  const results = await smokeCheck({ engine: { name: 'mine', module, builtIn: true }, timeout: 20_000 });
  const found = results.find(({ name }) => name === 'webhooks');
  assert.ok(found, JSON.stringify(results));
  return found;
}

describe('the smoke check of webhooks', () => {
  it('passes an engine that takes events, and rejects a forged one', async () => {
    assert.deepEqual(await smoke('signed ? 204 : 401'), {
      name: 'webhooks',
      status: 'passed',
      detail: '1 event taken, a forged one answered 401',
    });
  });

  for (const [what, status, detail] of [
    ['takes a forged event', '204', /^it took an event that was signed with another key: it answered 204$/],
    ['takes none', '500', /^no event was taken: event .*: it was answered 500$/],
  ] as const) {
    it(`fails an engine that ${what}, and says how to fix it`, async () => {
      const result = await smoke(status);
      assert.equal(result.status, 'failed');
      assert.match(result.detail, detail);
      assert.match(result.help ?? '', /answer each POST 204 at once/);
    });
  }

  it('fails an engine that claims them, and subscribes to none', async () => {
    const { status, detail } = await smoke('204', '{}');
    assert.equal(status, 'failed');
    assert.match(detail, /^it claims webhooks, and subscribed to none/);
  });

  it('is left out where they are not claimed', async () => {
    const module = join(packageRoot(), 'src/reference-engine/reference');
    const results = await smokeCheck({
      engine: { name: 'reference', module, builtIn: true },
      timeout: 20_000,
    });
    assert.equal(results.length, 9);
    assert.ok(results.every(({ name }) => name !== 'webhooks'));
  });
});
