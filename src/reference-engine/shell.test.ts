import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { Configure } from '../protocol';
import { createEngine } from './reference';
import { openFileStore } from './store/store';
import { EMPTY_STATE } from './planner/state';
import { pair, section, World } from './testing';
import { rewriting } from './testing-calls';

type Fetch = typeof globalThis.fetch;

const words = { merge: ['email ~ mail'], properties: ['email ~ mail', 'name ~ label'] };

/** A fetch that answers some calls in another way. */
function answering(answer: (request: Request) => Response | undefined) {
  return (fetch: Fetch): Fetch =>
    async (input, init) => {
      const request = new Request(input, init);
      return answer(request.clone()) ?? fetch(request);
    };
}

describe('the engine and its systems', () => {
  it('reads every page, one listing for each datatype', async () => {
    const world = pair({ properties: ['name ~ label'] }, { pageSize: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      world.create('A.X', { name });
    }
    const calls = await world.sync();
    assert.equal(calls.filter(({ path }) => path.startsWith('/X?')).length, 3);
    assert.equal(world.all('B.Y').length, 5);
  });

  it('asks from two hours before the highest time on: clocks are set back, and an equal time is read again (D2, D12)', async () => {
    const world = pair({ properties: ['name ~ label'] });
    world.create('A.X', { name: 'a' });
    await world.sync();
    world.createAtOnce('A.X', { name: 'b' });
    const calls = await world.sync();
    assert.match(
      calls.map(({ path }) => path).join(' '),
      /\/X\?modifiedSince=2023-12-31T22%3A00%3A01\.000Z&limit=100/,
    );
    assert.equal(world.all('B.Y').length, 2);
  });

  it('never overwrites an edit between its read and its write: 412, read again, plan again', async () => {
    let meddle = (): void => undefined;
    const meddling =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        const request = new Request(input, init);
        if (request.method === 'PATCH') {
          meddle();
        }
        return fetch(request);
      };
    const world = pair(words, { through: meddling });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('A.X', x, { name: 'ours' });
    meddle = () => {
      meddle = () => undefined;
      world.edit('B.Y', world.ids('B.Y')[0]!, { label: 'theirs' });
    };
    await world.sync();
    assert.deepEqual([world.get('A.X').name, world.get('B.Y').label], ['theirs', 'theirs']);
    await world.assertRest();
  });

  it('continues with all others when one record is refused, and tries it once in a sync (D15)', async () => {
    const refusing = answering((request) =>
      request.method === 'PATCH' && request.url.includes('/Y/b-1')
        ? Response.json({ title: 'No', detail: 'poison' }, { status: 422 })
        : undefined,
    );
    const world = pair(words, { through: refusing });
    const first = world.create('A.X', { email: 'a@x', name: 'a' });
    const second = world.create('A.X', { email: 'b@x', name: 'b' });
    await world.sync();
    world.edit('A.X', first, { name: 'a2' });
    world.edit('A.X', second, { name: 'b2' });
    await world.sync();
    assert.deepEqual(
      world
        .all('B.Y')
        .map(({ label }) => label)
        .sort(),
      ['a', 'b2'],
    );
    assert.deepEqual(world.log, ['PATCH https://b.test/Y/b-1 answered 422: No: poison.']);
  });

  it('D19 writes nothing and loses nothing while a listing fails, and takes an empty one for no delete', async () => {
    let trouble: Response | undefined;
    const failing = answering((request) =>
      request.method === 'GET' && request.url.includes('/Y?') ? trouble?.clone() : undefined,
    );
    const world = pair(words, { through: failing });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    trouble = new Response('down', { status: 503 });
    world.edit('A.X', x, { name: 'b' });
    await assert.rejects(
      world.sync(),
      /Nothing was written\. B Y could not be listed: GET .* answered 503: down/,
    );
    trouble = Response.json({ items: [], next: null });
    assert.equal((await world.writes('full')).length, 1);
    trouble = undefined;
    assert.equal(world.get('B.Y').label, 'b');
    await world.assertRest();
  });

  it('D16 brings a write that got no answer to its end in a later sync', async () => {
    let down = false;
    const failing =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        const request = new Request(input, init);
        if (down && request.method === 'PATCH') {
          throw new TypeError('fetch failed');
        }
        return fetch(request);
      };
    const world = pair(words, { through: failing });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('A.X', x, { name: 'b' });
    down = true;
    await world.sync();
    down = false;
    await world.restart();
    await world.sync();
    assert.equal(world.get('B.Y').label, 'b');
    assert.match(world.log.join(), /PATCH .* got no answer: fetch failed/);
  });

  it('sends the same Idempotency-Key after a crash between create and save, and makes no duplicate', async () => {
    let lost = true;
    const losing =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        const request = new Request(input, init);
        const response = await fetch(request);
        if (!lost || request.method !== 'POST') {
          return response;
        }
        lost = false;
        throw new TypeError('fetch failed');
      };
    const world = pair({ properties: ['name ~ label'] }, { through: losing });
    world.create('A.X', { name: 'a' });
    await world.sync();
    await world.restart();
    await world.sync();
    assert.equal(world.all('B.Y').length, 1);
    assert.equal((await world.clusters()).length, 1);
    await world.assertRest();
  });

  it('comes to an end, and says so, when a system never lets it become quiescent', async () => {
    let count = 0;
    const neverQuiescent = rewriting((properties, method) =>
      method === 'PATCH' ? { ...properties, tel: String((count += 1)), name: String(count) } : properties,
    );
    const world = pair({ properties: ['name ~ label', 'phone ~ tel'] }, { through: neverQuiescent });
    const x = world.create('A.X', { name: 'a', phone: '0' });
    await world.sync();
    world.edit('A.X', x, { name: 'b' });
    await assert.rejects(world.sync(), /do not become quiescent/);
    assert.ok(count <= 50);
  });

  it('percent-encodes the names of datatypes', async () => {
    const world = new World({
      schemas: { A: { 'X (old) / é': {} }, B: { Y: {} } },
      sections: [{ from: 'A.X (old) / é', to: 'B.Y' }],
    });
    world.create('A.X (old) / é', {});
    await world.sync();
    assert.equal(world.all('B.Y').length, 1);
  });
});

describe('configure', () => {
  const engine = createEngine({ fetch: globalThis.fetch, log: () => undefined });
  const { configuration } = pair(words);
  const withSection = (kind: 'conditional' | 'create-if-connected'): Configure => ({
    ...configuration,
    dataflows: [
      { systems: { source: 'A', target: 'B' }, sections: [section({ from: 'A.X', to: 'B.Y', kind })] },
    ],
  });

  it('refuses what it does not offer by the name of the capability', async () => {
    const gated = section({ from: 'A.X', to: 'B.Y' });
    const rows = [{ source: 'a', target: 'b', gate: { side: 'source' as const, value: 'NO' } }];
    const sections = [{ ...gated, statements: [{ kind: 'properties' as const, rows }] }];
    const a = configuration.systems.a!;
    const native = {
      ...configuration,
      systems: { ...configuration.systems, a: { ...a, api: 'native' as const } },
    };
    const withApi = (told: { readonly profile: string }): Configure => ({
      ...configuration,
      systems: { ...configuration.systems, a: { ...a, api: 'native', ...told } },
    });
    const asked: readonly (readonly [Configure, string])[] = [
      [withSection('conditional'), 'conditions'],
      [withSection('create-if-connected'), 'references'],
      [{ ...configuration, dataflows: [{ systems: { source: 'A', target: 'B' }, sections }] }, 'gates'],
      [{ ...configuration, policies: { fullSync: false } }, 'fullSync'],
      [{ ...configuration, policies: { clear: 'restore' } }, 'clear'],
      [{ ...configuration, policies: { deletes: 'propagate' } }, 'deletes'],
      [native, 'native'],
      [withApi({ profile: 'sap' }), 'native'],
      [withApi({ profile: 'wix' }), 'native'],
      [withApi({ profile: 'toString' }), 'native'],
    ];
    for (const [message, unsupported] of asked) {
      assert.deepEqual(await engine.configure(message), { unsupported });
    }
  });

  it('names an unknown system and how to fix it', async () => {
    const sections = [section({ from: 'A.X', to: 'Nowhere.Y' })];
    const dataflows = [{ systems: { source: 'A', target: 'Nowhere' }, sections }];
    const { error } = await engine.configure({ ...configuration, dataflows });
    assert.match(
      error ?? '',
      /"Nowhere" \(datatype "Y"\), but systems has only "A", "B"\. Add it to systems/,
    );
  });

  it('says that sync needs a configuration, and what the engine is', async () => {
    assert.match((await engine.sync({ mode: 'full' })).error ?? '', /Send configure first/);
    const { engine: named, capabilities } = await engine.hello({ protocol: 1 });
    assert.deepEqual([named.name, named.language], ['syncproof reference engine', 'TypeScript']);
    assert.match(named.version, /^\d+\.\d+\.\d+/);
    assert.deepEqual(capabilities, ['links', 'restart', 'clear', 'native']);
  });

  it('leaves rows with expressions and foreign keys out, and says so', async () => {
    const world = new World({
      schemas: {
        A: { X: { owner: { type: 'string', references: 'U' }, d: { type: 'any' } } },
        B: { Y: { o: { type: 'any' }, d: { type: 'any' } } },
      },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['owner ~ o', 'd ~ d : expression'] }],
    });
    world.create('A.X', { owner: 'u1', d: '2024' });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), {});
    assert.equal(world.log.length, 2);
  });
});

describe('the store', () => {
  it('replaces its file as a whole and refuses one that it cannot read', () => {
    const { configuration } = pair(words);
    const store = openFileStore(configuration.stateDir);
    assert.equal(store.load(), undefined);
    store.save(EMPTY_STATE);
    assert.deepEqual(store.load(), EMPTY_STATE);
    assert.deepEqual(readdirSync(configuration.stateDir), ['state.json']);
    store.save({ ...EMPTY_STATE, cursors: { later: 1 } });
    assert.deepEqual(store.load(), EMPTY_STATE, 'cursors alone are not worth a file');
    store.save({ ...EMPTY_STATE, records: {}, version: 2 as 1 });
    assert.throws(() => store.load(), /state\.json has version 2, not 1\. Remove the file/);
  });
});
