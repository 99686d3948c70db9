/** Engines that cannot be configured at run time, on the command line. */
import assert from 'node:assert/strict';
import { copyFileSync, readFileSync } from 'node:fs';
import { createServer, type AddressInfo, type Server } from 'node:net';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root';
import type { Configure } from '../protocol';
import { put, PARTIAL, resultsOf, shopProject, syncproof, type Said } from './testing';

function listening(port = 0): Promise<Server> {
  return new Promise((resolve) => {
    const server = createServer().listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}

/** Ports that nothing listens on, all different. */
async function freePorts(count: number): Promise<number[]> {
  const servers = await Promise.all(Array.from({ length: count }, () => listening()));
  const ports = servers.map(portOf);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** The command that starts the engine of a fleet. */
function engineCommand(port: number, settings: string): string[] {
  const root = packageRoot();
  return [
    ...['env', 'TS_NODE_TRANSPILE_ONLY=true', `TS_NODE_PROJECT=${join(root, 'tsconfig.json')}`],
    ...[process.execPath, '--require', join(root, 'node_modules/ts-node/register')],
    ...[join(root, 'src/engines/testing-fleet-engine.ts'), String(port), settings],
  ];
}

interface FleetProject {
  readonly cwd: string;
  readonly ports: readonly number[];
  /** Writes the config. */
  readonly configure: (fleet: object, settings: string) => void;
}

async function fleetProject(): Promise<FleetProject> {
  const cwd = shopProject();
  const [port = 0, ...ports] = await freePorts(3);
  const [shop, desk] = ports;
  const systems = {
    Shop: { baseUrl: `http://localhost:${shop}`, token: 'token-of-the-shop' },
    Desk: { baseUrl: `http://127.0.0.1:${desk}/api`, token: 'token-of-the-desk' },
  };
  return {
    cwd,
    ports,
    configure: (fleet, settings) => {
      const mine = {
        url: `http://127.0.0.1:${port}`,
        start: engineCommand(port, settings),
        fleet: { systems, ...fleet },
      };
      put(cwd, { 'syncproof.config.json': JSON.stringify({ engines: { mine }, engine: 'mine' }) });
    },
  };
}

function run(cwd: string, ...words: string[]): Promise<Said> {
  return syncproof(cwd, ['run', '--no-allure', ...words]);
}

describe('run with an engine that is set to a fleet', function () {
  this.timeout(180_000);

  it('judges one that reads a file when it starts, and one that has fixed settings', async () => {
    const { cwd, ports, configure } = await fleetProject();
    configure({ configuration: 'settings/now.json' }, 'settings/now.json');
    const first = await run(cwd, '--parallel', '2');
    assert.equal(first.code, 0, first.out + first.err);
    assert.match(
      first.err,
      /^--parallel 2: the run uses one process, because the engine "mine" is set to a fleet, whose systems have one address each\.$/m,
    );
    const { summary } = resultsOf(cwd);
    assert.deepEqual(summary.byStatus, { informative: 6, passed: 5 });

    const written = join(cwd, 'settings/now.json');
    const { systems } = JSON.parse(readFileSync(written, 'utf8')) as Configure;
    assert.deepEqual(
      Object.values(systems).map(({ baseUrl, token }) => [baseUrl, token]),
      [
        [`http://127.0.0.1:${ports[0]}`, 'token-of-the-shop'],
        [`http://127.0.0.1:${ports[1]}/api`, 'token-of-the-desk'],
      ],
    );

    copyFileSync(written, join(cwd, 'settings/fixed.json'));
    configure({ documents: ['shop-to-desk'] }, 'settings/fixed.json');
    const second = await run(cwd);
    assert.equal(second.code, 0, second.out + second.err);
    assert.deepEqual(resultsOf(cwd).summary.byStatus, summary.byStatus);
  });

  it('is exit 2 where a port of the fleet is taken', async () => {
    const { cwd, ports, configure } = await fleetProject();
    configure({ documents: ['shop-to-desk'] }, 'none.json');
    const other = await listening(ports[0]);
    try {
      const { code, err } = await run(cwd);
      assert.equal(code, 2);
      assert.match(
        err,
        new RegExp(
          `The systems of the fleet of the engine "mine" cannot be served: Port ${ports[0]} of 127\\.0\\.0\\.1 cannot be used: another program listens there`,
        ),
      );
    } finally {
      other.close();
    }
  });

  it('is exit 2 where the fleet names a document that does not exist', async () => {
    const { cwd, configure } = await fleetProject();
    configure({ documents: ['shop-to-desk', 'shoop'] }, 'none.json');
    const { code, err } = await run(cwd);
    assert.equal(code, 2);
    assert.match(
      err,
      /^"engines\.mine\.fleet\.documents" of the config names "shoop", and the config's "specs" has no such document\. Write the short name of one: shop-to-desk\.$/m,
    );
  });

  it('is exit 4 where the engine cannot be started', async () => {
    const { cwd, configure } = await fleetProject();
    configure({ documents: ['shop-to-desk'] }, 'none.json');
    const { code } = await run(cwd, '--name', 'exactly one');
    assert.equal(code, 4);
    const found = resultsOf(cwd, PARTIAL).checks.find(({ scenarios }) => scenarios.length > 0);
    assert.match(
      JSON.stringify(found),
      /the engine's command \\"start\\" ended with exit code 1; the last line of its log: /,
    );
  });
});
