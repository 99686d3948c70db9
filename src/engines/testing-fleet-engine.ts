/**
 * The engine of a fleet, for tests: a daemon over the reference engine that takes no `configure`. It reads its settings from
 * a file when it starts: `node --require ts-node/register testing-fleet-engine.ts <port> <settings.json>`.
 */
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import type { Configure, Engine } from '../protocol';
import { createEngine } from '../reference-engine/reference';
import { answer, startDaemon } from './testing-daemon';

const [port = '', settings = ''] = process.argv.slice(2);

const read = JSON.parse(readFileSync(settings, 'utf8')) as Configure;

/** The directory that the settings name, where it is there. */
const stateDir = existsSync(read.stateDir) ? read.stateDir : `${settings}.state`;

/** An engine with the settings, and with what is in its directory. */
async function startEngine(): Promise<Engine> {
  mkdirSync(stateDir, { recursive: true });
  const created = createEngine({ fetch: globalThis.fetch, log: () => undefined });
  await created.hello({ protocol: 1 });
  await created.configure({ ...read, stateDir });
  return created;
}

let engine = startEngine();

async function membersFor(type: string, message: object): Promise<object> {
  switch (type) {
    case 'hello':
      return {
        engine: { name: 'fleet', version: '1' },
        capabilities: ['links', 'restart', 'clear'],
      };
    case 'reset':
      await (await engine).stop();
      rmSync(stateDir, { recursive: true });
      engine = startEngine();
      await engine;
      return {};
    case 'sync':
      return (await engine).sync(message as { mode: 'full' });
    case 'links':
      return (await (await engine).links?.()) ?? {};
    default:
      return {};
  }
}

void startDaemon((message, response) => {
  membersFor(message.type, message).then(
    (members) => {
      answer(response, message, members);
    },
    (error: unknown) => {
      response.writeHead(500).end(String(error));
    },
  );
}, Number(port));
