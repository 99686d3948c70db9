import assert from 'node:assert/strict';
import type { ServerResponse } from 'node:http';
import { createClock } from '../../systems';
import { EngineError, Unsupported } from '../errors';
import { engineClaims } from '../open-host';
import { EngineSession } from '../session';
import { CONFIGURATION } from '../testing';
import { answer, plainAnswer, startDaemon, type Daemon, type DaemonHandler } from '../testing-daemon';
import { httpHost } from './http';
import { LARGEST_ANSWER } from './post';

/** Longest wait of the sessions here for an answer that does come, in milliseconds. */
const PATIENCE = 20_000;

function well(message: Parameters<DaemonHandler>[0], response: ServerResponse): void {
  answer(response, message, plainAnswer(message));
}

/** Answers all messages but `sync` as it should. */
function wrongAtSync(handler: DaemonHandler): DaemonHandler {
  return (message, response, socket) => {
    (message.type === 'sync' ? handler : well)(message, response, socket);
  };
}

/** Closes the connection after each answer, so that the next message opens another. */
function wellOnce(message: Parameters<DaemonHandler>[0], response: ServerResponse): void {
  response.setHeader('connection', 'close');
  well(message, response);
}

function json(response: ServerResponse, body: unknown): void {
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

interface Opened {
  readonly session: EngineSession;
  /** Another session with the same host. */
  readonly another: (name: string) => EngineSession;
}

describe('an engine that is a daemon', () => {
  const open: (() => Promise<void>)[] = [];

  afterEach(async () => {
    for (const close of open.splice(0)) {
      await close();
    }
  });

  async function daemon(handler: DaemonHandler, port?: number): Promise<Daemon> {
    const started = await startDaemon(handler, port);
    open.push(() => started.close());
    return started;
  }

  function sessionWith(url: string, timeout = PATIENCE): Opened {
    const host = httpHost({ name: 'mine', url });
    open.push(() => host.close());
    const another = (name: string): EngineSession =>
      new EngineSession({ host, name, fetch: globalThis.fetch, clock: createClock(0), timeout });
    return { session: another('s1'), another };
  }

  /** What is said of a daemon that answers `sync` like this. */
  async function failure(handler: DaemonHandler, timeout?: number): Promise<string> {
    const { url } = await daemon(wrongAtSync(handler));
    const { session } = sessionWith(url, timeout);
    await session.start(CONFIGURATION);
    const error = await session.sync({ mode: 'full' }).then(
      () => assert.fail('The session accepted the answer.'),
      (thrown: unknown) => thrown,
    );
    assert.ok(error instanceof EngineError);
    assert.equal(session.started, false);
    return error.message.replaceAll(url, '<url>');
  }

  it('gets numbered messages with the session, and hello once for all sessions', async () => {
    const { url, messages, connections } = await daemon(well);
    const { session, another } = sessionWith(`${url}/`);
    await session.start(CONFIGURATION);
    await session.sync({ mode: 'full' });
    await session.stop();
    const second = another('s2');
    await second.start(CONFIGURATION);
    assert.deepEqual(
      messages.map(({ type, seq }) => `${seq} ${type}`),
      ['1 hello', '2 configure', '3 sync', '4 stop', '5 configure'],
    );
    assert.equal(messages[0]?.session, undefined);
    const [, configure, sync, stop, next] = messages.map((message) => message.session);
    assert.match(String(configure), /^s1-[0-9a-f]{8}$/);
    assert.deepEqual([sync, stop], [configure, configure]);
    assert.match(String(next), /^s2-/);
    assert.equal(messages[1]?.stateDir, '/none');
    assert.equal(connections(), 1);
  });

  it('is not asked to stop a session that it has not heard of', async () => {
    const { url, messages } = await daemon((message, response) => {
      answer(response, message, { capabilities: ['sessions', 'native'], concurrentSessions: 3 });
    });
    const host = httpHost({ name: 'mine', url });
    open.push(() => host.close());
    const claims = await engineClaims(host, PATIENCE);
    assert.deepEqual(claims, { capabilities: ['sessions', 'native'], concurrentSessions: 3 });
    assert.deepEqual(
      messages.map(({ type }) => type),
      ['hello'],
    );
  });

  it('may leave out links, status and reset, by answering 404', async () => {
    const { url } = await daemon((message, response) => {
      if (message.type === 'links' || message.type === 'status') {
        response.writeHead(404).end();
      } else {
        answer(response, message, { engine: { name: 'fake', version: '1' }, capabilities: ['links'] });
      }
    });
    const { session } = sessionWith(url);
    await session.start(CONFIGURATION);
    assert.equal(await session.status(), undefined);
    await assert.rejects(session.links(), Unsupported);
    assert.equal(session.started, true);
  });

  const wrong: readonly (readonly [string, DaemonHandler, RegExp])[] = [
    [
      'another seq',
      ({ session }, response) => {
        json(response, { seq: 99, session });
      },
      /^the engine at <url> broke the protocol: it answered with "seq": 99 instead of 3, in "\{"seq":99,.*\}", to the message "sync"$/,
    ],
    [
      'no seq',
      (_, response) => {
        json(response, {});
      },
      /answered with "seq": undefined instead of 3, in "\{\}"/,
    ],
    [
      'another session',
      ({ seq }, response) => {
        json(response, { seq, session: 'yours' });
      },
      /answered with "session": yours instead of "s1-[0-9a-f]{8}", in /,
    ],
    [
      'another content type',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'text/html' }).end('<p>hello</p>');
      },
      /answered as text\/html instead of as application\/json, "<p>hello<\/p>"/,
    ],
    [
      'no content type',
      (_, response) => response.end('{}'),
      /answered without a content type instead of as application\/json, "\{\}"/,
    ],
    [
      'junk',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end('{"seq": 3,\n  oops');
      },
      /answered with what is not JSON, "\{"seq": 3, oops"/,
    ],
    [
      'bytes that are not UTF-8',
      (_, response) => {
        response.writeHead(200, { 'content-type': 'application/json' }).end(Buffer.from([0x22, 0xff, 0x22]));
      },
      /answered with what is not JSON, /,
    ],
    [
      'a list',
      (_, response) => {
        json(response, [1]);
      },
      /answered with what is not an object, "\[1\]", to the message "sync"/,
    ],
    [
      'status 500',
      (_, response) => {
        response.writeHead(500, { 'content-type': 'text/plain' }).end('no database');
      },
      /answered with status 500 instead of 200, and "no database", to the message "sync"/,
    ],
    [
      'a redirection',
      (_, response) => {
        response.writeHead(307, { location: 'http://127.0.0.1:1/' }).end();
      },
      /answered with status 307 instead of 200, and an empty body/,
    ],
    ['404', (_, response) => response.writeHead(404).end('who?'), /answered with status 404 .* "who\?"/],
    [
      'nothing: it closes the connection',
      (_message, _response, socket) => {
        socket.destroy();
      },
      /^the engine at <url> closed the connection before it answered \(ECONNRESET\)/,
    ],
    [
      'half of an answer, and closes the connection',
      (_, response, socket) => {
        response.writeHead(200, { 'content-type': 'application/json', 'content-length': 100 });
        response.write('{"seq"', () => socket.destroy());
      },
      /closed the connection in the middle of its answer, after 6 bytes, to the message "sync"/,
    ],
    [
      'what is not HTTP',
      (_message, _response, socket) => {
        socket.end('{"seq": 3}\n');
      },
      /answered with what is not HTTP \(HPE_/,
    ],
    [
      'more than is read',
      (_, response) => {
        const piece = Buffer.alloc(1024 * 1024, 0x20);
        response.writeHead(200, { 'content-type': 'application/json' });
        const more = (): void => {
          if (!response.destroyed) {
            response.write(piece, more);
          }
        };
        more();
      },
      new RegExp(`answered with more than ${LARGEST_ANSWER / 1024 / 1024} MiB`),
    ],
  ];
  for (const [what, handler, expected] of wrong) {
    it(`is reported, and what it sent, where it answers with ${what}`, async () => {
      assert.match(await failure(handler), expected);
    });
  }

  it('is not waited for longer than the limit where it never answers', async () => {
    let ended: Promise<unknown> | undefined;
    const message = await failure((_message, _response, socket) => {
      ended = new Promise((resolve) => socket.once('close', resolve));
    }, 300);
    assert.equal(message, 'the engine did not answer "sync" within 0.3 s');
    await ended;
  });

  it('is not heard any more where it answers late', async () => {
    let late = (): void => undefined;
    const { url, messages } = await daemon(
      wrongAtSync((message, response) => {
        late = () => {
          answer(response, message, {});
        };
      }),
    );
    const { session, another } = sessionWith(url, 300);
    await session.start(CONFIGURATION);
    await assert.rejects(session.sync({ mode: 'full' }), /did not answer "sync" within 0\.3 s/);
    late();
    const next = another('s2');
    await next.start(CONFIGURATION);
    await next.stop();
    assert.deepEqual(
      messages.map(({ type, seq }) => `${seq} ${type}`),
      ['1 hello', '2 configure', '3 sync', '4 hello', '5 configure', '6 stop'],
    );
  });

  it('may start after it is first asked', async () => {
    const first = await startDaemon(well);
    await first.close();
    const port = Number(new URL(first.url).port);
    const { session } = sessionWith(first.url);
    const started = session.start(CONFIGURATION);
    const { messages } = await daemon(well, port);
    await started;
    assert.deepEqual(
      messages.map(({ type }) => type),
      ['hello', 'configure'],
    );
  });

  it('that is not there is waited for once, up to the limit', async () => {
    const first = await startDaemon(well);
    await first.close();
    const { session, another } = sessionWith(first.url, 300);
    await assert.rejects(session.start(CONFIGURATION), (error: Error) => {
      assert.ok(error instanceof EngineError);
      assert.match(
        error.message,
        /^the engine did not answer "hello" within 0\.3 s: nothing listens at http:\/\/127\.0\.0\.1:\d+ \(connection refused\); start the daemon/,
      );
      return true;
    });
    await daemon(well, Number(new URL(first.url).port));
    await assert.rejects(
      another('s2').start(CONFIGURATION),
      /did not answer "hello" earlier in this run, and is not asked again: nothing listens/,
    );
  });

  it('that ends between two messages is reported at once', async () => {
    const first = await startDaemon(wellOnce);
    const { session } = sessionWith(first.url);
    await session.start(CONFIGURATION);
    await first.close();
    await assert.rejects(
      session.sync({ mode: 'full' }),
      /^EngineError: the engine at .* is gone: nothing listens there \(connection refused at "sync"\)/,
    );
  });

  it('that was started again in the middle answers for a session that it does not know', async () => {
    const first = await startDaemon(wellOnce);
    const { session } = sessionWith(first.url);
    await session.start(CONFIGURATION);
    await first.close();
    await daemon(
      (_, response) => {
        response.writeHead(409, { 'content-type': 'text/plain' }).end('unknown session');
      },
      Number(new URL(first.url).port),
    );
    await assert.rejects(
      session.sync({ mode: 'full' }),
      /answered with status 409 instead of 200, and "unknown session", to the message "sync"/,
    );
  });
});
