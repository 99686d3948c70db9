/** Opening a page in the user's browser. */
import assert from 'node:assert/strict';
import type { spawn } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { openFile, type OpenFileOptions } from './open-file';

interface Started {
  readonly command: readonly string[];
  readonly child: EventEmitter;
  isLetGo: boolean;
}

/** Starts nothing: what would have been started is kept, and `happens` to it. */
function fakeStart(happens: (child: EventEmitter) => void): {
  readonly started: Started[];
  readonly start: typeof spawn;
} {
  const started: Started[] = [];
  const start = (command: string, words: readonly string[]): EventEmitter => {
    const child = new EventEmitter();
    const entry: Started = { command: [command, ...words], child, isLetGo: false };
    started.push(entry);
    setImmediate(happens, child);
    return Object.assign(child, {
      unref: () => {
        entry.isLetGo = true;
      },
    });
  };
  return { started, start: start as unknown as typeof spawn };
}

async function opened(
  happens: (child: EventEmitter) => void,
  options: OpenFileOptions = {},
): Promise<{ readonly said: boolean; readonly started: readonly Started[] }> {
  const { started, start } = fakeStart(happens);
  return { said: await openFile('/reports & more/index.html', { ...options, start }), started };
}

function ends(code: number): (child: EventEmitter) => void {
  return (child) => child.emit('exit', code, null);
}

describe('openFile', () => {
  for (const [platform, command] of [
    ['linux', ['xdg-open']],
    ['freebsd', ['xdg-open']],
    ['darwin', ['open']],
    ['win32', ['rundll32', 'url.dll,FileProtocolHandler']],
  ] as const) {
    it(`starts ${command[0]} on ${platform}, with the path as one word, and does not hold on to it`, async () => {
      const { said, started } = await opened(ends(0), { platform });
      assert.equal(said, true);
      assert.deepEqual(
        started.map((each) => [each.command, each.isLetGo]),
        [[[...command, '/reports & more/index.html'], true]],
      );
    });
  }

  it('says so where there is no opener, or where it finds nothing to open the file with', async () => {
    assert.equal(
      (await opened((child) => child.emit('error', new Error('spawn xdg-open ENOENT')))).said,
      false,
    );
    assert.equal((await opened(ends(3))).said, false);
  });

  it('does not wait for a browser that the opener has become', async () => {
    assert.equal((await opened(() => undefined, { graceMs: 1 })).said, true);
  });

  it('finds out by itself that a platform has none', async () => {
    const path = process.env.PATH;
    process.env.PATH = '/nowhere';
    try {
      assert.equal(await openFile('/index.html', { platform: 'linux' }), false);
    } finally {
      process.env.PATH = path;
    }
  });
});
