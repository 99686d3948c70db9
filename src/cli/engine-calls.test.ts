/** Engines of the user's own that call where they must not, or past the fetch that they are given. */
import assert from 'node:assert/strict';
import { syncproof, type Said } from './testing';
import { engineSource as engine, judged, ONE, REFERENCE, withEngine } from './testing-engines';

describe('an engine that calls where it must not (the check fails, and nothing is reached)', () => {
  const failing = async (source: string, ...words: string[]): Promise<[Said, string]> => {
    const cwd = withEngine(source);
    const said = await syncproof(cwd, [...ONE, ...words]);
    assert.equal(said.code, 1, said.out + said.err);
    const check = judged(cwd);
    assert.equal(check.status, 'failed');
    return [said, check.reason ?? ''];
  };

  for (const transport of ['nock', 'direct']) {
    it(`names the call to an unknown host, also where the engine shrugs it off (${transport})`, async () => {
      const call =
        "sync: async () => { await fetch('https://api.example.com/v1/x?token=abc').catch(() => {}); return {}; },";
      const [, reason] = await failing(engine(call), '--transport', transport);
      assert.match(reason, /leads to none of its systems: GET https:\/\/api\.example\.com\/v1\/x/);
      assert.match(reason, /https:\/\/shop\.test\/s\d+/);
    });

    it(`names the call rather than the error that it led to (${transport})`, async () => {
      const call =
        "sync: async () => { await fetch('https://api.example.com/', { method: 'POST' }); return {}; },";
      const [, reason] = await failing(engine(call), '--transport', transport);
      assert.match(reason, /leads to none of its systems: POST https:\/\/api\.example\.com\//);
    });
  }

  it('sees calls that go past the fetch that the engine was given', async () => {
    const call =
      "sync: async () => { await globalThis.fetch('https://api.example.com/').catch(() => {}); return {}; },";
    const [, reason] = await failing(engine(call));
    assert.match(reason, /GET https:\/\/api\.example\.com\//);
  });

  it('sees calls of node:https, and leads those to its systems there', async () => {
    const call = `sync: async () => {
      const get = (url, headers) => new Promise((resolve) => {
        require('node:https').get(url, { headers }, (response) => resolve(response.resume().statusCode)).on('error', resolve);
      });
      const { baseUrl, token, schema } = first();
      const status = await get(baseUrl + '/' + Object.keys(schema)[0], { authorization: 'Bearer ' + token });
      if (status !== 200) { throw new Error('not reached: ' + status); }
      await get('https://api.example.com/y');
      return {};
    },`;
    const [, reason] = await failing(engine(call));
    assert.match(reason, /GET https:\/\/api\.example\.com\/y/);
  });

  it('sees calls with a method that no system knows', async () => {
    const call = `sync: () => new Promise((resolve) => {
      const { request } = require('node:http');
      request('http://api.example.com/z', { method: 'SEARCH' }).on('error', () => resolve({})).end();
    }),`;
    const [, reason] = await failing(engine(call));
    assert.match(reason, /SEARCH http:\/\/api\.example\.com\/z/);
  });

  it('reaches nothing past the fetch that it was given, where that alone leads to the systems', async () => {
    const call = `sync: async () => {
      const error = await globalThis.fetch('http://192.0.2.1/').catch((each) => each);
      throw new Error('kept: ' + error.cause.message);
    },`;
    const cwd = withEngine(engine(call));
    assert.equal((await syncproof(cwd, [...ONE, '--transport', 'direct'])).code, 4);
    assert.match(judged(cwd).reason ?? '', /kept: The network is closed .* connects to 192\.0\.2\.1:80/);
  });

  it('sees calls to this machine: nothing there belongs to the run', async () => {
    const call = "sync: async () => { await fetch('http://127.0.0.1:9/x').catch(() => {}); return {}; },";
    const [, reason] = await failing(engine(call));
    assert.match(reason, /GET http:\/\/127\.0\.0\.1:9\/x/);
  });

  it('names a request to a system that no engine may make', async () => {
    const source = `const { createEngine } = require(${REFERENCE});
exports.createEngine = ({ fetch, log }) => {
  const inner = createEngine({ fetch, log });
  let systems;
  return {
    hello: (message) => inner.hello(message),
    configure: (message) => { systems = message.systems; return inner.configure(message); },
    sync: async (message) => {
      const system = Object.values(systems)[0];
      await fetch(system.baseUrl + '/Nonsense', { headers: { authorization: 'Bearer ' + system.token } });
      return inner.sync(message);
    },
    stop: () => inner.stop(),
  };
};
`;
    const [, reason] = await failing(source);
    assert.match(reason, /a call that no engine may make: GET \/Nonsense at /);
  });
});
