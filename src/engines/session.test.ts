import assert from 'node:assert/strict';
import type { Configure, ConfigureAnswer, CreateEngine, Engine } from '../protocol';
import { createClock } from '../systems';
import { moduleHost } from './adapters/module';
import { EngineSession } from './session';
import { CONFIGURATION, engineError } from './testing';
import { EngineError, Mismatch, Unsupported } from './errors';

function never<Answer>(): Promise<Answer> {
  return new Promise<Answer>(() => undefined);
}

function engine(parts: Partial<Engine> = {}): Engine {
  return {
    hello: () =>
      Promise.resolve({ engine: { name: 'fake', version: '1' }, capabilities: ['restart', 'links'] }),
    configure: () => Promise.resolve({}),
    sync: () => Promise.resolve({}),
    stop: () => Promise.resolve(),
    ...parts,
  };
}

function session(create: CreateEngine | Partial<Engine> = {}): EngineSession {
  return new EngineSession({
    host: moduleHost(typeof create === 'function' ? create : () => engine(create)),
    name: 's1',
    fetch: globalThis.fetch,
    clock: createClock(0),
    timeout: 20,
  });
}

function answering(answer: unknown): Partial<Engine> {
  return { configure: () => Promise.resolve(answer as ConfigureAnswer) };
}

describe('a session with an engine', () => {
  it('greets, configures, synchronizes and stops', async () => {
    const said: string[] = [];
    const told = session({
      hello: ({ protocol }) => {
        said.push(`hello ${protocol}`);
        return engine().hello({ protocol });
      },
      configure: ({ stateDir }) => {
        said.push(`configure ${stateDir}`);
        return Promise.resolve({});
      },
      sync: ({ mode }) => {
        said.push(`sync ${mode}`);
        return Promise.resolve({});
      },
      stop: () => {
        said.push('stop');
        return Promise.resolve();
      },
    });
    assert.equal(told.started, false);
    await told.start(CONFIGURATION);
    assert.equal(told.started, true);
    await told.sync({ mode: 'full' });
    await told.stop();
    assert.equal(told.started, false);
    await told.stop();
    assert.deepEqual(said, ['hello 1', 'configure /none', 'sync full', 'stop']);
  });

  it('keeps what the engine logs', async () => {
    const told = session(({ log }) => {
      log('up');
      return engine();
    });
    await told.start(CONFIGURATION);
    assert.deepEqual(told.log, ['up']);
  });

  it('knows what the engine claims', async () => {
    const told = session();
    await told.start(CONFIGURATION);
    assert.equal(told.claims('restart'), true);
    assert.equal(told.claims('webhooks'), false);
  });

  it('starts another engine with the same configuration at a restart', async () => {
    const configured: Configure[] = [];
    let made = 0;
    const told = session(() => {
      made += 1;
      return engine({
        configure: (configuration) => {
          configured.push(configuration);
          return Promise.resolve({});
        },
      });
    });
    await assert.rejects(told.restart(), /never started/);
    await told.start(CONFIGURATION);
    await told.restart();
    assert.equal(made, 2);
    assert.deepEqual(configured, [CONFIGURATION, CONFIGURATION]);
  });
});

describe('an engine that refuses', () => {
  it('is unsupported where it refuses a capability', async () => {
    await assert.rejects(session(answering({ unsupported: 'conditions' })).start(CONFIGURATION), (error) => {
      assert.ok(error instanceof Unsupported);
      assert.equal(error.capability, 'conditions');
      return true;
    });
  });

  it('fails the check where it refuses anything else', async () => {
    await assert.rejects(session(answering({ unsupported: 'lists' })).start(CONFIGURATION), (error) => {
      assert.ok(error instanceof Mismatch);
      assert.match(error.message, /"lists", which is not a capability/);
      return true;
    });
  });

  it('is unsupported where a restart or links are asked for that it does not claim', async () => {
    const hello = (): ReturnType<Engine['hello']> =>
      Promise.resolve({ engine: { name: 'fake', version: '1' }, capabilities: [] });
    const links = (): ReturnType<NonNullable<Engine['links']>> => Promise.resolve({ clusters: [] });
    const told = session({ hello, links });
    await told.start(CONFIGURATION);
    await assert.rejects(told.restart(), Unsupported);
    await assert.rejects(told.links(), Unsupported);
    assert.equal(told.started, true);
  });

  it('is unsupported where it claims links and cannot tell them', async () => {
    const told = session();
    await told.start(CONFIGURATION);
    await assert.rejects(told.links(), Unsupported);
  });
});

describe('an engine that fails', () => {
  it('fails the check where "sync" answers with an error', async () => {
    const told = session({ sync: () => Promise.resolve({ error: 'no disk' }) });
    await told.start(CONFIGURATION);
    await assert.rejects(told.sync({ mode: 'full' }), (error) => {
      assert.ok(error instanceof Mismatch);
      assert.match(error.message, /"sync" with the error: no disk/);
      return true;
    });
  });

  it('is a fault of the engine where it cannot be configured', async () => {
    await assert.rejects(session(answering({ error: 'no token' })).start(CONFIGURATION), (error) => {
      assert.ok(error instanceof EngineError);
      assert.match(error.message, /could not be configured: no token/);
      return true;
    });
  });

  it('is a fault of the engine where it throws, and says at which message', async () => {
    const boom = (): never => {
      throw new Error('boom');
    };
    const rejecting = (): Promise<never> => Promise.reject(new Error('boom'));
    for (const thrower of [boom, rejecting]) {
      await assert.rejects(session({ hello: thrower }).start(CONFIGURATION), engineError(/"hello".*boom/s));
      const working = session({ sync: thrower });
      await working.start(CONFIGURATION);
      await assert.rejects(working.sync({ mode: 'full' }), engineError(/"sync".*boom/s));
      assert.equal(working.started, false);
      const stopping = session({ stop: thrower });
      await stopping.start(CONFIGURATION);
      await assert.rejects(stopping.stop(), engineError(/"stop".*boom/s));
      assert.equal(stopping.started, false);
    }
    await assert.rejects(session(boom).start(CONFIGURATION), engineError(/boom/));
  });

  it('is a fault of the engine where it does not answer in time, whatever the message', async () => {
    await assert.rejects(
      session({ hello: never }).start(CONFIGURATION),
      engineError(/"hello" within 0.02 s/),
    );
    await assert.rejects(
      session({ configure: never }).start(CONFIGURATION),
      engineError(/"configure" within/),
    );
    const told = session({ sync: never });
    await told.start(CONFIGURATION);
    await assert.rejects(told.sync({ mode: 'full' }), engineError(/"sync" within/));
  });

  it('is an engine error where its answer to "hello" claims what there is not, and quotes it', async () => {
    const claiming = (capabilities: readonly string[], more: object = {}): EngineSession => {
      const answer = { engine: { name: 'fake', version: '1' }, capabilities, ...more };
      return session({ hello: () => Promise.resolve(answer as never) });
    };
    await assert.rejects(
      claiming(['links', 'Restart']).start(CONFIGURATION),
      engineError(
        /claims "Restart", which is not a capability \(did you mean "restart"\?\); there are: links, .*It sent: \{"engine"/,
      ),
    );
    await assert.rejects(
      claiming(['sessions'], { concurrentSessions: -1 }).start(CONFIGURATION),
      engineError(/has "concurrentSessions": -1; it must be a whole number from 1/),
    );
    await assert.rejects(
      claiming([], { engine: { name: 5, version: '1' } }).start(CONFIGURATION),
      engineError(/has no "engine" with "name" and "version", both texts/),
    );
  });

  it('is an engine error where it answers with something that is not an answer', async () => {
    await assert.rejects(session(answering(undefined)).start(CONFIGURATION), EngineError);
    const hello = (): ReturnType<Engine['hello']> => Promise.resolve({} as never);
    await assert.rejects(session({ hello }).start(CONFIGURATION), EngineError);
    const told = session({ links: () => Promise.resolve({} as never) });
    await told.start(CONFIGURATION);
    await assert.rejects(told.links(), EngineError);
  });
});
