/** What clients in other processes see of the proxy, with certificates verified; the contract of transports holds too. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { AddressInfo, Socket } from 'node:net';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { openProxy } from '..';
import type { ProxyTransport } from '..';
import { packageRoot } from '../../core/package-root';
import { setUp } from '../testing';
import type { Setup } from '../testing';
import { CLIENTS, execute, isInstalled } from './testing-clients';
import type { Ended } from './testing-clients';

describe('clients in other processes, through the proxy', () => {
  let transport: ProxyTransport;
  const addAt = (baseUrl: string, id = 'crm'): Setup => {
    const setup = setUp({ id, baseUrl, token: `token-of-${id}` });
    setup.system.create('Contacts', { name: `Ada of ${id}` });
    transport.add(setup.system);
    return setup;
  };
  /** An answer of the proxy's own HTTP side: `path` is in the absolute form. */
  const ask = (path: string, headers: Record<string, string> = {}): Promise<[number | undefined, string]> => {
    const { hostname, port } = new URL(transport.origin);
    return new Promise((resolve, reject) => {
      request({ hostname, port, path, headers, agent: false }, (answer) => {
        void answer.toArray().then((chunks) => {
          resolve([answer.statusCode, Buffer.concat(chunks as Buffer[]).toString()]);
        }, reject);
      })
        .on('error', reject)
        .end();
    });
  };
  const tunnel = (target: string): Promise<{ answer: IncomingMessage; socket: Socket }> => {
    const { hostname, port } = new URL(transport.origin);
    return new Promise((resolve, reject) => {
      request({ hostname, port, method: 'CONNECT', path: target, agent: false })
        .on('connect', (answer, socket) => {
          resolve({ answer, socket });
        })
        .on('error', reject)
        .end();
    });
  };
  beforeEach(async () => {
    transport = await openProxy();
  });
  afterEach(() => {
    transport.close();
  });

  for (const { name, program, words, runsHere } of CLIENTS) {
    describe(name, () => {
      beforeEach(function () {
        if (!runsHere()) {
          this.skip();
        }
      });
      const call = (url: string, token: string, environment = transport.environment()): Promise<Ended> =>
        execute(program, words(url, token), environment);

      it("reaches systems by their vendors' https host names, two scenarios side by side", async () => {
        const baseUrls = [
          'https://www.wixapis.com/s1',
          'https://www.wixapis.com/s2',
          'https://start.exactonline.nl/s1',
        ];
        const setups = baseUrls.map((baseUrl, index) => addAt(baseUrl, `system-${index}`));
        for (const [index, { system, calls }] of setups.entries()) {
          const { code, out, err } = await call(`${system.baseUrl}/Contacts`, system.token);
          assert.equal(code, 0, err);
          assert.match(out + err, /200/);
          assert.match(out, new RegExp(`"Ada of system-${index}"`));
          assert.deepEqual(
            calls.calls.map(({ method, status }) => `${method} ${status}`),
            ['GET 200'],
          );
        }
        assert.deepEqual(transport.unmatched(), []);
      });

      it('is shown that a host is not one of the systems', async () => {
        addAt('https://www.wixapis.com/s1');
        const { out, err } = await call('https://unknown.test/x?access_token=abc', 'secret');
        assert.match(out + err, /502/);
        assert.match(out, /"title":"No simulated system"/);
        assert.match(out, /no simulated system at GET https:\/\/unknown\.test\/x\?access_token=\[redacted\]/);
        assert.match(out, /simulated at: https:\/\/www\.wixapis\.com\./);
        assert.deepEqual(transport.unmatched(), ['GET https://unknown.test/x?access_token=[redacted]']);
      });

      it('fails where it does not trust the certificate authority', async () => {
        const { system, calls } = addAt('https://www.wixapis.com/s1');
        const other = await openProxy();
        try {
          const { HTTPS_PROXY = '' } = transport.environment();
          const distrusting = { ...other.environment(), HTTPS_PROXY, https_proxy: HTTPS_PROXY };
          const { code, err } = await call(system.baseUrl, system.token, distrusting);
          assert.notEqual(code, 0);
          assert.match(err, /certificate|issuer/i);
          assert.deepEqual(calls.calls, []);
        } finally {
          other.close();
        }
      });
    });
  }

  it('are listed where they refuse the certificate in so many words', async function () {
    if (!isInstalled('curl')) {
      this.skip();
    }
    const environment = { ...transport.environment(), CURL_CA_BUNDLE: '', SSL_CERT_FILE: '/dev/null' };
    const { code } = await execute('curl', ['-q', '-sS', 'https://www.wixapis.com/s1'], environment);
    assert.notEqual(code, 0);
    assert.equal(transport.unmatched().length, 1);
    assert.match(
      transport.unmatched()[0] ?? '',
      /^CONNECT https:\/\/www\.wixapis\.com \(the TLS handshake failed: .*unknown ca; .*SSL_CERT_FILE/,
    );
  });

  it('are not listed where they just go away, before and in the middle of a handshake', async () => {
    for (const bytes of [[], [0x16], [0x16, 0x03, 0x01, 0x02, 0x00, 0x01]]) {
      const { socket } = await tunnel('www.wixapis.com:443');
      const closed = new Promise((resolve) => socket.once('close', resolve));
      socket.end(Buffer.from(bytes));
      socket.resume();
      await closed;
    }
    assert.deepEqual(transport.unmatched(), []);
    addAt('https://www.wixapis.com/s1');
    const { status } = await transport.fetch('https://www.wixapis.com/s1/Contacts', {
      headers: { authorization: 'Bearer token-of-crm' },
    });
    assert.equal(status, 200);
  });

  it('reach systems over http too, in the absolute form and in a tunnel', async () => {
    const { system } = addAt('http://plain.test/s1');
    const authorization = `Bearer ${system.token}`;
    const [status, body] = await ask('http://PLAIN.test:80/s1/Contacts', { authorization });
    assert.equal(status, 200);
    assert.match(body, /Ada of crm/);
    const { socket } = await tunnel('plain.test:80');
    const lines = ['GET /s1/Contacts HTTP/1.1', 'host: plain.test', `authorization: ${authorization}`];
    socket.write(`${lines.join('\r\n')}\r\nconnection: close\r\n\r\n`);
    const answer = Buffer.concat((await socket.toArray()) as Buffer[]).toString();
    assert.match(answer, /^HTTP\/1\.1 200 OK\r\n/);
    assert.deepEqual(transport.unmatched(), []);
  });

  it('reach nothing else, though a server listens there', async () => {
    const reached: string[] = [];
    const server = createServer((incoming, answer) => {
      reached.push(incoming.url ?? '');
      answer.end('reached');
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    try {
      const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
      const [status, body] = await ask(`http://${host}/a`);
      assert.equal(status, 502);
      assert.match(body, /NO_PROXY names them, and the client ignores it/);
      const { socket } = await tunnel(host);
      socket.write(`GET /b HTTP/1.1\r\nhost: ${host}\r\nconnection: close\r\n\r\n`);
      const answer = Buffer.concat((await socket.toArray()) as Buffer[]).toString();
      assert.match(answer, /^HTTP\/1\.1 502 Bad Gateway\r\n/);
      assert.match(answer, /\r\nproxy-status: syncproof; error=destination_not_found\r\n/i);
      assert.deepEqual(transport.unmatched(), [`GET http://${host}/a`, `GET http://${host}/b`]);
      assert.deepEqual(reached, []);
    } finally {
      server.close();
    }
  });

  it('are refused a tunnel to what is not a host and a port', async () => {
    for (const target of [
      'crm.test',
      'https://crm.test/',
      'a b:443',
      'user@crm.test:443',
      'crm.test:99999',
    ]) {
      const { hostname, port } = new URL(transport.origin);
      const socket = connect(Number(port), hostname);
      socket.write(`CONNECT ${target} HTTP/1.1\r\nhost: crm.test\r\n\r\n`);
      const answer = Buffer.concat((await socket.toArray()) as Buffer[]).toString();
      assert.match(answer, /^HTTP\/1\.1 400 /, target);
    }
  });

  it('are given an environment that names the proxy and the certificate, and leaves loopback alone', () => {
    const { origin, certificateFile } = transport;
    assert.match(origin, /^http:\/\/127\.0\.0\.1:\d+$/);
    const environment = transport.environment();
    const variables = (value: string): string[] =>
      Object.keys(environment)
        .filter((variable) => environment[variable] === value)
        .sort();
    assert.deepEqual(variables(origin), ['HTTPS_PROXY', 'HTTP_PROXY', 'http_proxy', 'https_proxy']);
    assert.deepEqual(variables('localhost,127.0.0.1,::1'), ['NO_PROXY', 'no_proxy']);
    assert.deepEqual(variables(certificateFile), [
      'CURL_CA_BUNDLE',
      'NODE_EXTRA_CA_CERTS',
      'REQUESTS_CA_BUNDLE',
      'SSL_CERT_FILE',
    ]);
    assert.deepEqual(variables(dirname(certificateFile)), ['SSL_CERT_DIR']);
    assert.deepEqual(variables('1'), ['NODE_USE_ENV_PROXY']);
  });

  it('find the certificate in a file of its own, without a private key, until the transport is closed', () => {
    const directory = dirname(transport.certificateFile);
    assert.deepEqual(readdirSync(directory), ['authority.pem']);
    const pem = readFileSync(transport.certificateFile, 'utf8');
    assert.match(pem, /^-----BEGIN CERTIFICATE-----\n[^-]+-----END CERTIFICATE-----\n$/);
    transport.close();
    assert.ok(!existsSync(directory));
  });
});

describe('a proxy', () => {
  it('says which port it cannot have', async () => {
    const first = await openProxy();
    try {
      const port = Number(new URL(first.origin).port);
      await assert.rejects(openProxy({ port }), new RegExp(`Port ${port} of 127\\.0\\.0\\.1 cannot be used`));
    } finally {
      first.close();
    }
  });

  it('listens no more when its process was killed', async () => {
    const root = packageRoot();
    const program = `require(${JSON.stringify(join(root, 'src/systems'))}).openProxy().then(({ origin }) => console.log(origin));`;
    const child = spawn(process.execPath, ['--require', 'ts-node/register', '-e', program], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const ended = new Promise((resolve) => child.once('close', resolve));
    const origin = await new Promise<string>((resolve) => {
      child.stdout.once('data', (chunk: Buffer) => {
        resolve(chunk.toString().trim());
      });
    });
    const { port } = new URL(origin);
    child.kill('SIGKILL');
    await ended;
    const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
      connect(Number(port), '127.0.0.1').once('error', resolve);
    });
    assert.equal(error.code, 'ECONNREFUSED');
  });
});
