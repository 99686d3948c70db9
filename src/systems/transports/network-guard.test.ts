import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';
import { describe, it } from 'mocha';
import { forbidNetwork, openNock } from '..';

/** A documentation address (RFC 5737): nothing answers there. */
const OUTSIDE = '192.0.2.1';

function failure(socket: Socket): Promise<NodeJS.ErrnoException> {
  return new Promise((resolve) => {
    socket.on('error', resolve);
  });
}

async function withServer(visit: (port: number) => Promise<void>): Promise<void> {
  const server = createServer((_request, response) => response.end('here'));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  try {
    await visit((server.address() as AddressInfo).port);
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

describe('forbidNetwork', () => {
  it('refuses sockets to other hosts, plain and TLS, with the host in the message', async () => {
    const undo = forbidNetwork();
    try {
      const sockets = [
        connect(80, OUTSIDE),
        connect({ host: OUTSIDE, port: 80 }),
        connectTls({ host: OUTSIDE, port: 443 }),
      ];
      for (const error of await Promise.all(sockets.map(failure))) {
        assert.equal(error.code, 'ENETUNREACH');
        assert.match(error.message, /The network is closed .* connects to 192\.0\.2\.1:(80|443)/);
      }
    } finally {
      undo();
    }
  });

  it('refuses fetch to other hosts', async () => {
    const undo = forbidNetwork();
    try {
      await assert.rejects(fetch(`http://${OUTSIDE}/`));
    } finally {
      undo();
    }
  });

  it('leaves loopback open', async () => {
    await withServer(async (port) => {
      const undo = forbidNetwork();
      try {
        for (const host of ['127.0.0.1', 'localhost']) {
          const response = await fetch(`http://${host}:${port}/`, { headers: { connection: 'close' } });
          assert.equal(await response.text(), 'here');
        }
      } finally {
        undo();
      }
    });
  });

  it('gives everything back when the last guard is undone', () => {
    const before = {
      fetch: globalThis.fetch,
      connect: Reflect.get(connect(1).destroy(), 'connect') as unknown,
    };
    const now = (): unknown =>
      Reflect.get(
        connect(1)
          .on('error', () => undefined)
          .destroy(),
        'connect',
      );
    const first = forbidNetwork();
    const second = forbidNetwork();
    first();
    first();
    assert.notEqual(now(), before.connect);
    second();
    assert.equal(now(), before.connect);
    assert.equal(globalThis.fetch, before.fetch);
  });

  it('keeps the stricter guard of a transport, and its own after the transport is closed', async () => {
    await withServer(async (port) => {
      const undo = forbidNetwork();
      const transport = openNock();
      const url = `http://127.0.0.1:${port}/`;
      const headers = { connection: 'close' };
      await assert.rejects(fetch(url, { headers }));
      transport.close();
      assert.equal((await fetch(url, { headers })).status, 200);
      await assert.rejects(fetch('https://unknown.test/'));
      undo();
    });
  });
});
