import assert from 'node:assert/strict';
import { accessTo, closeServings, documentText, served } from './testing';
import { NothingToServe, PortUnusable } from '.';

afterEach(closeServings);

describe('served systems', () => {
  it('answer at the base URLs that an engine is given, and only with the token', async () => {
    const { url, headers } = accessTo(await served(), 'shop');
    const listed = await fetch(`${url}/Customer`, { headers });
    assert.equal(listed.status, 200);
    assert.deepEqual(await listed.json(), { items: [], next: null });
    assert.equal((await fetch(`${url}/Customer`)).status, 401);
  });

  it('take the properties that records of the datatype usually have, where the documents name none', async () => {
    const { url, headers } = accessTo(await served(), 'shop');
    const post = (properties: object): Promise<Response> =>
      fetch(`${url}/Customer`, {
        method: 'POST',
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify({ properties }),
      });
    assert.equal((await post({ email: 'ada@example.com', address: { city: 'Oslo' } })).status, 201);
    assert.equal((await post({ shoeSize: 38 })).status, 422);
  });

  it('keep what the documents say of a property, and add nothing around or below it', async () => {
    const rows = ['phone', 'fax', 'integer', 'address', 'place', 'string'];
    const text = documentText(
      [['Customer', 'Contact']],
      `   * - ${rows[0]}\n     - ${rows[1]}\n     - "${rows[2]}"\n   * - ${rows[3]}\n     - ${rows[4]}\n     - "${rows[5]}"\n`,
    );
    const { configuration } = await served({ text });
    const shop = configuration.systems.shop?.schema.Customer?.properties ?? {};
    const desk = configuration.systems.desk?.schema.Contact?.properties ?? {};
    assert.deepEqual(desk.fax, { type: 'integer' });
    assert.deepEqual(
      Object.keys(shop).filter((path) => path.startsWith('address')),
      ['address'],
    );
    assert.ok('email' in shop && 'phone' in shop);
  });

  it('add nothing where the config says what a datatype holds', async () => {
    const stated = { Shop: { schema: { Customer: { properties: { nick: {} } } } } };
    const { configuration } = await served({ stated });
    const { Customer } = configuration.systems.shop?.schema ?? {};
    assert.deepEqual(Object.keys(Customer?.properties ?? {}), ['nick', 'internalNote']);
  });

  it('hold the records that were asked for, the same for the same seed and no two alike', async () => {
    const records = async (seed: number): Promise<unknown[]> => {
      const { systems } = await served({ records: 5, seed });
      return systems.flatMap(({ system }) =>
        Object.keys(system.schema).flatMap((datatype) =>
          system.records(datatype).map(({ properties }) => properties),
        ),
      );
    };
    const first = await records(7);
    assert.equal(first.length, 10);
    const numbers = first.map((each) => /"email":"[a-z.]+\.(\d+)@/.exec(JSON.stringify(each))?.[1]);
    assert.deepEqual(numbers, ['1', '2', '3', '4', '5', '6', '7', '8', '9', '10']);
    assert.deepEqual(await records(7), first);
    assert.notDeepEqual(await records(8), first);
  });

  it('meet the faults of the plan from the first call on, not while records are put in', async () => {
    const plan = { faults: [{ fault: { kind: 'server-error' as const }, times: 1 }] };
    const serving = await served({ records: 3, plan });
    const { url, headers } = accessTo(serving, 'shop');
    assert.equal(serving.faults.neverFired().length, 1);
    assert.equal((await fetch(`${url}/Customer`, { headers })).status, 503);
    assert.equal((await fetch(`${url}/Customer`, { headers })).status, 200);
    assert.equal(serving.faults.neverFired().length, 0);
    assert.deepEqual(
      serving.calls.calls.map(({ fault }) => fault),
      ['server-error', undefined],
    );
  });

  it('send their webhooks by themselves', async () => {
    const profile = {
      name: 'own',
      file: '/own.yaml',
      systems: [],
      api: 'rest' as const,
      abilities: { webhooks: true },
      datatypes: {},
    };
    const serving = await served({ profileOf: () => profile });
    const { url, headers } = accessTo(serving, 'shop');
    const desk = accessTo(serving, 'desk');
    const write = (path: string, method: string, body: object): Promise<Response> =>
      fetch(`${url}${path}`, {
        method,
        headers: { ...headers, 'content-type': 'application/json' },
        body: JSON.stringify(body),
      });
    const subscribed = await write('/webhooks/mine', 'PUT', { url: `${desk.url}/events` });
    assert.ok(subscribed.ok, await subscribed.text());
    await write('/Customer', 'POST', { properties: { email: 'ada@example.com' } });
    for (let count = 0; count < 200 && serving.calls.calls.length < 3; count += 1) {
      await fetch(`${serving.origin}/`);
    }
    const event = serving.calls.calls.find(({ path }) => path === '/events');
    assert.equal(event?.system, 'desk');
    assert.match(event.requestBody ?? '', /"event":"created"/);
  });

  it('are none where the documents name no datatype', async () => {
    await assert.rejects(served({ text: documentText([]) }), NothingToServe);
  });

  it('cannot start where another program listens', async () => {
    const { origin } = await served();
    const port = Number(new URL(origin).port);
    await assert.rejects(
      served({ port }),
      (error) => error instanceof PortUnusable && error.message.includes(`Port ${port}`),
    );
  });

  it('are printed in the form of the configure message', async () => {
    const { configuration } = await served();
    assert.deepEqual(Object.keys(configuration.systems), ['shop', 'desk']);
    assert.deepEqual(configuration.dataflows[0]?.systems, { source: 'Shop', target: 'Desk' });
  });
});
