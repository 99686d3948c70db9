/** Webhooks in a scenario: a program that knows of changes by them alone shows which come, and what becomes of the others. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { scratchRoot } from '../core/temporary-directory';
import { EngineError, openEngineHost, type EngineHost } from '../engines';
import { receivedEvents, webhookProgram, type WebhookProgram } from '../engines/testing-webhooks';
import { row, section, sentence, table } from '../model/testing';
import { openHttp, openNock, type SystemRecord, type Transport } from '../systems';
import { Scope, Testbed, type TestbedOptions } from '.';

const ORDERS = section(
  'Shop.Order',
  'Desk.Ticket',
  sentence('create-always'),
  sentence('keep-in-sync'),
  table('properties', row('name', 'title', { type: 'string' }), row('amount', 'total', { type: 'integer' })),
);

let directory: string;
let notes: string;
let transport: Transport;
const open: { testbed: Testbed; host: EngineHost }[] = [];

beforeEach(async () => {
  directory = mkdtempSync(join(scratchRoot(), 'syncproof-test-'));
  notes = join(directory, 'notes');
  transport = await openHttp();
});

afterEach(async () => {
  for (const { testbed, host } of open.splice(0)) {
    await testbed.close().catch(() => undefined);
    await host.close();
  }
  transport.close();
  rmSync(directory, { recursive: true, force: true });
});

/** A scenario with such a program. @param more - default: 20 s for an answer, and no profiles */
function bedWith(
  program: Partial<WebhookProgram> = {},
  more: Pick<Partial<TestbedOptions>, 'timeout' | 'profileOf'> = {},
): Testbed {
  return bedOf(openEngineHost(webhookProgram({ notes, ...program })), more);
}

function bedOf(host: EngineHost, more: Pick<Partial<TestbedOptions>, 'timeout' | 'profileOf'> = {}): Testbed {
  const testbed = new Testbed({
    ...{ engine: host, transport, stateRoot: directory, number: open.length + 1, seed: 1, timeout: 20_000 },
    ...{ bindings: {}, policies: {} },
    scope: new Scope([{ section: ORDERS, document: 'doc', id: 'doc/0' }], {}),
    pause: () => Promise.resolve(),
    quiet: { quiet: 100, longest: 1000 },
    ...more,
  });
  open.push({ testbed, host });
  return testbed;
}

function addOrder(testbed: Testbed): SystemRecord {
  testbed.tick();
  return testbed.system('Shop').create('Order', { name: 'Ada', amount: '7' });
}

function tickets(testbed: Testbed): unknown[] {
  return testbed.recordsOf({ system: 'Desk', datatype: 'Ticket' }).map(({ properties }) => properties);
}

describe('an engine that claims webhooks', () => {
  it('gets what has changed before each cycle, signed, at the time of day', async () => {
    const testbed = bedWith();
    await testbed.start();
    const before = Math.floor(Date.now() / 1000);
    const { id } = addOrder(testbed);
    await testbed.cycle();
    assert.deepEqual(tickets(testbed), [{ title: 'Ada', total: 7 }]);
    const [event, ...others] = receivedEvents(notes);
    assert.deepEqual(others, []);
    assert.ok(event !== undefined);
    assert.deepEqual(
      { ...event, timestamp: 0, event: { recordId: event.event.recordId, event: event.event.event } },
      {
        path: '/events/shop',
        id: 'shop-event-1',
        timestamp: 0,
        event: { recordId: id, event: 'created' },
        signed: true,
        status: 204,
      },
    );
    assert.ok(event.timestamp >= before && event.timestamp <= Date.now() / 1000, String(event.timestamp));
  });

  it('gets word of its own writes, with the next delivery', async () => {
    const testbed = bedWith();
    await testbed.start();
    addOrder(testbed);
    await testbed.synchronize();
    assert.deepEqual(
      receivedEvents(notes).map(({ path, event }) => `${path} ${event.event}`),
      ['/events/shop created', '/events/desk created'],
    );
  });

  it('gets an event again that it did not take, with the same id', async () => {
    const testbed = bedWith({ status: '(count < 3 ? 500 : 204)' });
    await testbed.start();
    addOrder(testbed);
    await testbed.cycle();
    assert.deepEqual(tickets(testbed).length, 1);
    assert.deepEqual(
      receivedEvents(notes).map(({ id, status }) => [id, status]),
      [
        ['shop-event-1', 500],
        ['shop-event-1', 500],
        ['shop-event-1', 204],
      ],
    );
  });

  it('gets it with the next delivery, too, and nothing more after five that it did not take', async () => {
    const testbed = bedWith({ status: '500' });
    await testbed.start();
    addOrder(testbed);
    for (let count = 0; count < 7; count += 1) {
      await testbed.cycle();
    }
    assert.equal(receivedEvents(notes).length, 15);
    assert.equal(testbed.session.log.length, 5);
    assert.match(
      testbed.session.log[0] ?? '',
      /^\(harness: Shop, event shop-event-1 to http:.*: it was answered 500; it is sent again\)$/,
    );
    assert.match(testbed.session.log[4] ?? '', /; the webhook "syncproof" gets nothing more\)$/);
  });

  it('gets nothing more once it does not answer; the scenario goes on', async () => {
    const testbed = bedWith({ status: 'undefined' }, { timeout: 2000 });
    await testbed.start();
    addOrder(testbed);
    addOrder(testbed);
    await testbed.cycle();
    await testbed.cycle();
    assert.deepEqual([...new Set(receivedEvents(notes).map(({ id }) => id))], ['shop-event-1']);
    assert.equal(testbed.session.log.length, 1);
    assert.match(
      testbed.session.log[0] ?? '',
      /no answer came within 0\.5 s; the webhook "syncproof" gets nothing more/,
    );
  });

  it('is found where it takes an event that is signed wrongly', async () => {
    const [right, wrong] = [bedWith(), bedWith({ status: '204' })];
    await right.start();
    await wrong.start();
    assert.deepEqual([await right.webhooks.forge(), await wrong.webhooks.forge()], [401, 204]);
  });

  it('gets events at once where it synchronizes by itself', async () => {
    const testbed = bedWith({ capabilities: ['webhooks', 'continuous'] });
    await testbed.start();
    addOrder(testbed);
    await testbed.synchronize();
    assert.equal(receivedEvents(notes)[0]?.event.event, 'created');
  });

  it('gets them at its new address after a restart', async () => {
    const testbed = bedWith({ capabilities: ['webhooks', 'restart'] });
    await testbed.start();
    addOrder(testbed);
    await testbed.restart();
    assert.equal(tickets(testbed).length, 1);
  });

  it('gets none of a system whose profile says that it has no webhooks', async () => {
    const profile = {
      ...{ name: 'own', file: '/own.yaml', systems: [], api: 'rest' as const, datatypes: {} },
      abilities: { webhooks: false },
    };
    const answer = `({ error: Object.values(message.systems).map(({ name, abilities, webhooks }) =>
      [name, abilities.webhooks, typeof webhooks].join(' ')).join(', ') })`;
    const profileOf: TestbedOptions['profileOf'] = (name) => (name === 'Shop' ? profile : undefined);
    const expected = /Shop false undefined, Desk true object/;
    await assert.rejects(bedWith({ answer }, { profileOf }).start(), expected);
  });

  it('may subscribe by itself', async () => {
    const subscribing = `(async () => {
      const answer = await call('shop', 'webhooks/own', 'PUT', { url: url + '/shop' });
      systems.shop.webhooks = await answer.json();
      return {};
    })()`;
    const testbed = bedWith({ answer: subscribing });
    await testbed.start();
    addOrder(testbed);
    await testbed.synchronize();
    assert.deepEqual(
      receivedEvents(notes).map(({ path, signed }) => [path, signed]),
      [['/events/shop', true]],
    );
    assert.equal(await testbed.webhooks.forge(), undefined);
  });

  for (const [what, answer] of [
    ['another machine', '({ webhooks: { url: "http://192.0.2.1/events" } })'],
    ['https', '({ webhooks: { url: "https://127.0.0.1/events" } })'],
    ['a query', '({ webhooks: { url: url + "?a=1" } })'],
    ['no URL', '({ webhooks: true })'],
  ] as const) {
    it(`breaks the protocol where it names ${what}`, async () => {
      const expected =
        /"webhooks" in its answer to "configure" is .*; expected an http address of this machine/;
      await assert.rejects(bedWith({ answer }).start(), (error) => {
        assert.ok(error instanceof EngineError);
        assert.match(error.message, expected);
        return true;
      });
    });
  }
});

describe('an engine that does not claim webhooks', () => {
  it('sees no difference', async () => {
    const asking = `(async () => {
      const { status } = await call('shop', 'webhooks/own', 'PUT', { url });
      const { abilities, webhooks } = message.systems.shop;
      return { error: JSON.stringify({ status, offered: abilities.webhooks, webhooks }) };
    })()`;
    const testbed = bedWith({ answer: asking, capabilities: [] });
    await assert.rejects(testbed.start(), /"status\\?":404,\\?"offered\\?":false\}/);
  });

  it('breaks the protocol where it names a URL', async () => {
    await assert.rejects(bedWith({ capabilities: [] }).start(), /it does not claim that capability/);
  });
});

describe('a module that claims webhooks', () => {
  it('gets them in its thread', async () => {
    const module = join(directory, 'engine.js');
    const source = `
const { createServer } = require('node:http');
exports.createEngine = ({ log }) => {
  let server;
  return {
    hello: async () => ({ engine: { name: 'thread', version: '1' }, capabilities: ['webhooks'] }),
    configure: () => new Promise((resolve) => {
      server = createServer((request, response) => {
        log('heard ' + request.url);
        response.writeHead(204).end();
      }).listen(0, '127.0.0.1', () => resolve({ webhooks: { url: 'http://127.0.0.1:' + server.address().port } }));
    }),
    sync: async () => ({}),
    stop: async () => { server.close(); },
  };
};`;
    writeFileSync(module, source);
    const testbed = bedOf(
      openEngineHost({ name: 'thread', module }, { threadModule: transport.threadModule }),
    );
    await testbed.start();
    addOrder(testbed);
    await testbed.cycle();
    assert.equal(testbed.webhooks.delivered, 1);
    assert.deepEqual(testbed.session.log, ['heard /shop']);
  });
});

describe('the nock transport', () => {
  it('offers no webhooks: nothing can leave the process', async () => {
    transport.close();
    transport = openNock();
    const testbed = bedWith({ answer: '({ error: String(message.systems.shop.abilities.webhooks) })' });
    await assert.rejects(testbed.start(), /the engine could not be configured: "?false/);
  });
});
