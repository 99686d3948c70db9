/** What the tests of this room share: programs that speak the protocol, well or badly. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../core/package-root';
import { scratchRoot } from '../core/temporary-directory';
import type { Configure } from '../protocol';
import { EngineError } from './errors';
import type { EngineHost } from './host';
import type { CommandLocation } from './location';
import { EngineSession } from './session';

export const CONFIGURATION: Configure = {
  systems: {},
  dataflows: [],
  bindings: {},
  policies: {},
  stateDir: '/none',
  limits: { answerSeconds: 60 },
};

/**
 * A program that answers every message; `answer(message, reply)` may do otherwise.
 *
 * @param answer - a statement in JavaScript over `message`, `reply` (sends the right answer with these members) and `say`
 *   (writes a line); it falls through to the right answer unless it returns.
 * @param capabilities - what it claims
 */
export function program(
  answer = '',
  capabilities: readonly string[] = ['restart', 'links'],
): CommandLocation {
  const source = `
const say = (line) => process.stdout.write(line + '\\n');
const hello = { engine: { name: 'fake', version: '1' }, capabilities: ${JSON.stringify(capabilities)} };
const answers = { hello, links: { clusters: [] } };
require('node:readline').createInterface({ input: process.stdin }).on('line', (line) => {
  const message = JSON.parse(line);
  const { type, seq, session } = message;
  const reply = (members) => say(JSON.stringify({ seq, session, ...members }));
  ${answer}
  reply(answers[type] ?? {});
});
`;
  return { name: 'fake', command: [process.execPath, '-e', source], directory: packageRoot() };
}

/** A session with an engine of the host. @param timeout - milliseconds */
export function sessionOf(host: EngineHost, timeout = 10_000, name = 's1'): EngineSession {
  const clock = { now: () => 0, advance: () => undefined };
  return new EngineSession({ host, name, fetch: globalThis.fetch, clock, timeout });
}

/** A statement that notes what came, with the process that it came to. */
export function noting(file: string): string {
  return `require('node:fs').appendFileSync(${JSON.stringify(file)}, process.pid + ' ' + line + '\\n');`;
}

/** A message that came, and the process that it came to. */
export interface Note {
  readonly pid: number;
  readonly message: Readonly<Record<string, unknown>>;
}

/** What `noting` noted. */
export function notesIn(file: string): Note[] {
  return readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map((line) => {
      const [pid = ''] = line.split(' ', 1);
      return { pid: Number(pid), message: JSON.parse(line.slice(pid.length + 1)) as Note['message'] };
    });
}

/** Whether a process, or a group where the number is negative, is there. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    // What has ended and nobody has waited for yet is still listed.
    const status = `/proc/${pid}/status`;
    return !existsSync(status) || !/^State:\s+Z/m.test(readFileSync(status, 'utf8'));
  } catch {
    return false;
  }
}

/** Waits until the condition holds. @throws Error after the limit, in milliseconds */
export async function until(condition: () => boolean, what: string, limit = 10_000): Promise<void> {
  for (const deadline = Date.now() + limit; !condition();) {
    if (Date.now() > deadline) {
      throw new Error(`Not within ${limit / 1000} s: ${what}.`);
    }
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** A module whose engine does nothing, but for these methods; `before` is done once, as the module is loaded. */
export function engineModule(methods = '', before = ''): string {
  return `${before}
exports.createEngine = ({ fetch, log, now, wait }) => ({
  hello: async () => ({ engine: { name: 'fake', version: '1' }, capabilities: ['restart', 'links'] }),
  configure: async () => ({}),
  sync: async () => ({}),
  stop: async () => {},
  ${methods}
});
`;
}

/** Where the tests of a file put their files, and who closes their hosts: both are new for each test. */
export interface HostStage {
  readonly directory: string;
  /** The host, which is closed after the test. */
  keep(host: EngineHost): EngineHost;
}

/** To be called once by a test file, in which it registers hooks. */
export function hostStage(): HostStage {
  let directory = '';
  let hosts: EngineHost[] = [];
  beforeEach(() => {
    directory = mkdtempSync(join(scratchRoot(), 'syncproof-test-'));
    hosts = [];
  });
  afterEach(async () => {
    await Promise.all(hosts.map((host) => host.close()));
    rmSync(directory, { recursive: true, force: true });
  });
  return {
    get directory() {
      return directory;
    },
    keep(host) {
      hosts.push(host);
      return host;
    },
  };
}

/** For `assert.rejects`: an engine error with this message. */
export function engineError(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof EngineError, String(error));
    assert.match(error.message, message);
    return true;
  };
}
