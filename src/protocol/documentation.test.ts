import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createEngine as createReference } from '../reference-engine/reference';
import type { Section } from '../model';
import { row, section, sentence, table } from '../model/testing';
import {
  createCallLog,
  createClock,
  createSystem,
  openDirect,
  type Transport,
  type Properties,
} from '../systems';
import { moduleHost } from '../engines';
import { Scope, Testbed } from '../testbed';
import { problemsOf, textOf } from './testing';
import type { Configure, CreateEngine, Engine, Hello, Sync } from '.';
import { scratchRoot } from '../core/temporary-directory';

const text = textOf('docs/engine-protocol.md');

interface Block {
  readonly kind: string;
  readonly name: string;
  readonly value: Record<string, unknown>;
}

/** The JSON of the page, in order: `message hello`, `answer hello`, `call`. */
const blocks: readonly Block[] = Array.from(
  text.matchAll(/```json (message|answer|call) ?([^\n]*)\n(.*?)\n```/gs),
  ([, kind = '', name = '', json = '']) => ({
    kind,
    name,
    value: JSON.parse(json) as Record<string, unknown>,
  }),
);

const session = blocks.filter(({ name }) => !name.includes(','));

let directory: string;
let transport: Transport;

beforeEach(() => {
  directory = mkdtempSync(join(scratchRoot(), 'syncproof-test-'));
  transport = openDirect();
});

afterEach(() => {
  transport.close();
  rmSync(directory, { recursive: true, force: true });
});

/** Sends what the page sends, and answers with the engine's answer, numbered as it would be from another process. */
async function send(engine: Engine, block: Block): Promise<unknown> {
  return { seq: block.value.seq, ...((await sendWithin(engine, block)) ?? {}) };
}

async function sendWithin(engine: Engine, { name, value }: Block): Promise<object | undefined> {
  switch (name) {
    case 'hello':
      return engine.hello(value as unknown as Hello);
    case 'configure':
      return engine.configure({ ...(value as unknown as Configure), stateDir: directory });
    case 'sync':
      return engine.sync(value as unknown as Sync);
    case 'links':
      return engine.links?.();
    default:
      await engine.stop();
      return {};
  }
}

describe('docs/engine-protocol.md', () => {
  it('shows messages and answers that the schema knows', () => {
    const said = blocks.filter(({ kind }) => kind !== 'call');
    for (const { kind, name, value } of said) {
      const [message = ''] = name.split(',');
      assert.deepEqual(problemsOf(kind === 'answer' ? `${message}Answer` : message, value), [], name);
    }
    assert.deepEqual(
      [...new Set(said.map(({ kind, name }) => `${kind} ${name}`))],
      [
        ...['hello', 'configure', 'sync', 'links', 'stop'].flatMap((name) => [
          `message ${name}`,
          `answer ${name}`,
        ]),
        'answer configure, refused',
        'answer configure, failed',
      ],
    );
  });

  it('shows a session as it happens', async () => {
    const configure = session.find(({ name }) => name === 'configure')?.value as unknown as Configure;
    const [clock, calls] = [createClock(0), createCallLog()];
    const systems = Object.entries(configure.systems).map(([id, { name, baseUrl, token, schema }]) =>
      createSystem({ id, name, baseUrl, token, schema, clock, calls }),
    );
    systems.forEach((system) => {
      transport.add(system);
    });
    const [, person = ''] = /customer `(\{.*?\})`/.exec(text) ?? [];
    systems[0]?.create('Customer', JSON.parse(person) as Properties);
    const engine = createReference({ fetch: transport.fetch, log: () => undefined });

    const messages = session.filter(({ kind }) => kind === 'message');
    const answers = session.filter(({ kind }) => kind === 'answer');
    assert.ok(messages.length >= 6);
    for (const [index, message] of messages.entries()) {
      assert.deepEqual(await send(engine, message), answers[index]?.value, message.name);
    }

    const writes = calls.calls.filter(({ mutating }) => mutating);
    assert.deepEqual(
      writes.map(({ system, method, path, status, requestBody = '' }) => ({
        ...{ system, method, path, status },
        requestBody: JSON.parse(requestBody) as unknown,
      })),
      session.filter(({ kind }) => kind === 'call').map(({ value }) => value),
    );
  });
});

const EVERY = section(
  'Shop.Customer',
  'Ledger.Debtor (all)',
  sentence('create-always'),
  sentence('keep-in-sync'),
  table('properties', row('name', 'companyName', { type: 'string' })),
);

const ONLY_LINKED = section('Shop.Order', 'Ledger.Invoice', sentence('link-required'), table('properties'));

/** The engine of the page, as a module. */
function minimalEngine(): CreateEngine {
  const [, code = ''] = /```js\n(.*?)\n```/s.exec(text) ?? [];
  const file = join(directory, 'engine.js');
  writeFileSync(file, code);
  return (createRequire(__filename)(file) as { createEngine: CreateEngine }).createEngine;
}

function bedOf(sections: readonly Section[]): Testbed {
  const scoped = sections.map((each, index) => ({ section: each, document: 'doc', id: `doc/${index}` }));
  return new Testbed({
    engine: moduleHost(minimalEngine()),
    transport,
    stateRoot: directory,
    number: 1,
    seed: 1,
    timeout: 1000,
    bindings: {},
    policies: {},
    scope: new Scope(scoped, {}),
  });
}

describe('the minimal engine of docs/engine-protocol.md', () => {
  it('answers hello, configure, sync and stop as the schema says', async () => {
    const engine = minimalEngine()({ fetch: transport.fetch, log: () => undefined });
    const example = session.find(({ name }) => name === 'configure')?.value as unknown as Configure;
    assert.deepEqual(problemsOf('helloAnswer', { seq: 1, ...(await engine.hello({ protocol: 1 })) }), []);
    assert.deepEqual(await engine.configure({ ...example, dataflows: [], stateDir: directory }), {});
    assert.deepEqual(await engine.sync({ mode: 'full' }), {});
    await engine.stop();
  });

  it('makes one Y for each X of a create-always section, over all pages, and rests after a restart', async () => {
    const testbed = bedOf([EVERY, ONLY_LINKED]);
    testbed.system('Shop').setPageSize(2);
    const names = ['Ada', 'Bob', 'Eve', 'Olga', 'Ida'];
    for (const name of names) {
      testbed.system('Shop').create('Customer', { name });
    }
    testbed.system('Shop').create('Order', { number: '1' });
    await testbed.synchronize();
    await testbed.restart();
    const made = testbed.recordsOf({ system: 'Ledger', datatype: 'Debtor (all)' });
    assert.deepEqual(
      made.map(({ properties }) => properties),
      names.map((companyName) => ({ companyName })),
    );
    assert.deepEqual(testbed.recordsOf({ system: 'Ledger', datatype: 'Invoice' }), []);
    assert.equal(testbed.quiescent, true);
    assert.deepEqual(
      testbed.log.calls.filter(({ unexpected }) => unexpected !== undefined),
      [],
    );
    await testbed.close();
  });
});
