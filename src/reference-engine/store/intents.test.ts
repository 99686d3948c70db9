import assert from 'node:assert/strict';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Intent } from './intents';
import { Journal, JOURNAL_FILE } from './journal';
import { stateDirectory } from '../connectors/testing';
import { pair, type World } from '../testing';

type Fetch = typeof globalThis.fetch;

const unkeyed = { abilities: { idempotencyKey: false } };

/** Answers to POST calls on Y are lost, or never came about, while `trouble` says so. */
function troubled(): {
  through: (fetch: Fetch) => Fetch;
  trouble: { kind: 'none' | 'lost' | 'down' | 'refused' };
} {
  const trouble: { kind: 'none' | 'lost' | 'down' | 'refused' } = { kind: 'none' };
  return {
    trouble,
    through: (fetch) => async (input, init) => {
      const request = new Request(input, init);
      if (request.method !== 'POST' || trouble.kind === 'none') {
        return fetch(request);
      }
      if (trouble.kind === 'refused') {
        return Response.json({ title: 'No' }, { status: 422 });
      }
      if (trouble.kind === 'lost') {
        await fetch(request);
      }
      throw new TypeError('fetch failed');
    },
  };
}

function intentsOf(world: World): readonly Intent[] {
  return new Journal(world.configuration.stateDir).intents;
}

describe('a creation whose answer is lost, without idempotency keys', () => {
  it('is found in the next listing and not done again', async () => {
    const { trouble, through } = troubled();
    const world = pair({ properties: ['name ~ label'] }, { through, ...unkeyed });
    world.create('A.X', { name: 'a' });
    trouble.kind = 'lost';
    await world.sync();
    assert.equal(intentsOf(world).length, 1);
    trouble.kind = 'none';
    await world.sync();
    assert.deepEqual(world.all('B.Y'), [{ label: 'a' }]);
    assert.equal((await world.clusters()).length, 1);
    assert.deepEqual(intentsOf(world), []);
    await world.assertRest();
  });

  it('is found after a restart too, where the engine ended before it saved anything', async () => {
    let posted = (): void => undefined;
    const created = new Promise<void>((resolve) => {
      posted = resolve;
    });
    let crashing = true;
    const through =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        const request = new Request(input, init);
        const response = await fetch(request);
        if (request.method !== 'POST' || !crashing) {
          return response;
        }
        posted();
        return new Promise<Response>(() => undefined);
      };
    const world = pair({ properties: ['name ~ label'] }, { through, ...unkeyed });
    world.create('A.X', { name: 'a' });
    void world.sync();
    await created;
    crashing = false;
    await world.restart();
    await world.sync();
    assert.deepEqual(world.all('B.Y'), [{ label: 'a' }]);
    await world.assertRest();
  });

  it('is done again where nothing was created', async () => {
    const { trouble, through } = troubled();
    const world = pair({ properties: ['name ~ label'] }, { through, ...unkeyed });
    world.create('A.X', { name: 'a' });
    trouble.kind = 'down';
    await world.sync();
    trouble.kind = 'none';
    await world.sync();
    assert.equal(world.all('B.Y').length, 1);
    await world.assertRest();
  });

  it('D3 takes no record that was there before, and each of two equal ones once', async () => {
    const { trouble, through } = troubled();
    const world = pair({ properties: ['name ~ label'] }, { through, ...unkeyed });
    const earlier = world.create('B.Y', { label: 'a' });
    await world.sync();
    world.create('A.X', { name: 'a' });
    world.create('A.X', { name: 'a' });
    trouble.kind = 'lost';
    await world.sync();
    trouble.kind = 'none';
    await world.sync();
    assert.equal((await world.clusters()).flat().includes(earlier), false);
    assert.equal(world.all('B.Y').length, 3);
    assert.deepEqual(
      (await world.clusters()).map((ids) => ids.length),
      [2, 2],
    );
    await world.assertRest();
  });

  it('D12 is not an edit: an older edit of the origin, which it knew nothing of, still wins', async () => {
    let meddle: (() => void) | undefined;
    const through =
      (fetch: Fetch): Fetch =>
      async (input, init) => {
        const request = new Request(input, init);
        if (request.method !== 'POST' || meddle === undefined) {
          return fetch(request);
        }
        meddle();
        meddle = undefined;
        await fetch(request);
        throw new TypeError('fetch failed');
      };
    const world: World = pair({ properties: ['name ~ label'] }, { through, ...unkeyed });
    const x = world.create('A.X', { name: 'a' });
    meddle = () => {
      world.edit('A.X', x, { name: 'b' });
      world.create('B.Y', { note: 'time passes' });
    };
    await world.sync();
    await world.sync();
    assert.equal(world.get('A.X').name, 'b');
    assert.deepEqual(
      world
        .all('B.Y')
        .map(({ label }) => label)
        .sort(),
      ['b', undefined],
    );
    await world.assertRest();
  });

  it('is not written down for longer than it is unknown', async () => {
    const { trouble, through } = troubled();
    const world = pair({ properties: ['name ~ label'] }, { through, ...unkeyed });
    world.create('A.X', { name: 'a' });
    await world.sync();
    assert.deepEqual(intentsOf(world), []);
    trouble.kind = 'refused';
    world.create('A.X', { name: 'b' });
    await world.sync();
    assert.deepEqual(intentsOf(world), []);
  });

  it('with idempotency keys nothing is written down: the key finds the record', async () => {
    const { trouble, through } = troubled();
    const world = pair({ properties: ['name ~ label'] }, { through });
    world.create('A.X', { name: 'a' });
    trouble.kind = 'lost';
    await world.sync();
    assert.equal(existsSync(join(world.configuration.stateDir, JOURNAL_FILE)), false);
  });
});

describe('the journal of creations', () => {
  const intent = (id: string): Intent => ({ id, origin: 'o', datatype: 'd', body: { a: 1 } });

  it('remembers what was begun and not ended, whatever was cut off at its end', () => {
    const directory = stateDirectory();
    const journal = new Journal(directory);
    ['b', 'a', 'c'].map(intent).forEach((each) => {
      journal.begin(each);
    });
    journal.end('b');
    journal.end('unknown');
    appendFileSync(join(directory, JOURNAL_FILE), '{"begun":{"id":"d"');
    assert.deepEqual(
      new Journal(directory).intents.map(({ id }) => id),
      ['a', 'c'],
    );
  });

  it('grows by one line for each creation, and shrinks to what is unknown', () => {
    const directory = stateDirectory();
    const journal = new Journal(directory);
    for (let count = 0; count < 100; count += 1) {
      journal.begin(intent(String(count)));
    }
    const text = (): string => readFileSync(join(directory, JOURNAL_FILE), 'utf8');
    assert.equal(text().split('\n').length, 101);
    journal.keepOnly([intent('7')]);
    assert.equal(text().split('\n').length, 2);
    assert.deepEqual(
      journal.intents.map(({ id }) => id),
      ['7'],
    );
  });
});
