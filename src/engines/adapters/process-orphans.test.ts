/** No process outlives its engine, and none the harness. */
import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../core/package-root';
import type { EngineHost } from '../host';
import type { CommandLocation } from '../location';
import { CONFIGURATION, hostStage, isAlive, notesIn, noting, program, sessionOf, until } from '../testing';
import { processHost, type ProcessHostOptions } from './process';

const stage = hostStage();

function hostOf(location: CommandLocation, options: ProcessHostOptions = {}): EngineHost {
  const host = processHost(location, options);
  return stage.keep(host);
}

const CHILD = 'setInterval(() => undefined, 1000)';

describe('what a program leaves behind', () => {
  it('is nothing: its children end with it', async () => {
    const file = join(stage.directory, 'child');
    const forking = program(`if (type === 'hello') {
      const child = require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(CHILD)}], { stdio: 'inherit' });
      require('node:fs').writeFileSync(${JSON.stringify(file)}, String(child.pid));
      child.unref();
    }
    if (type === 'stop') { reply({}); process.exit(); }`);
    const session = sessionOf(hostOf(forking));
    await session.start(CONFIGURATION);
    const child = Number(readFileSync(file, 'utf8'));
    assert.equal(isAlive(child), true);
    await session.stop();
    await until(() => !isAlive(child), 'the end of the child');
  });

  it('is nothing where it does not end when its input closes: it is killed, and its log says so', async () => {
    const file = join(stage.directory, 'notes');
    const session = sessionOf(
      hostOf(program(`${noting(file)} setInterval(() => undefined, 1000);`), { farewell: 300 }),
    );
    await session.start(CONFIGURATION);
    await session.stop();
    assert.match(
      session.log.at(-1) ?? '',
      /did not end within 0.3 s after its input had closed, and was killed/,
    );
    assert.equal(isAlive(notesIn(file)[0]?.pid ?? 0), false);
  });

  it('is nothing where the harness itself is killed', async () => {
    const file = join(stage.directory, 'notes');
    const location = program(`${noting(file)} setInterval(() => undefined, 1000);`);
    const script = `
      const { processHost } = require(${JSON.stringify(join(__dirname, 'process'))});
      const context = { session: 's1', log() {}, signal: new AbortController().signal };
      void processHost(${JSON.stringify(location)}).open(context).then(() => { process.kill(process.pid, 'SIGKILL'); });`;
    const harness = spawn(process.execPath, ['--require', 'ts-node/register', '-e', script], {
      cwd: packageRoot(),
      stdio: 'ignore',
    });
    const signal = await new Promise((resolve) =>
      harness.once('exit', (_code, by) => {
        resolve(by);
      }),
    );
    assert.equal(signal, 'SIGKILL');
    assert.ok(existsSync(file));
    const [{ pid } = { pid: 0 }] = notesIn(file);
    await until(() => !isAlive(-pid), 'the end of the engine');
  });
});
