/** Every faulty engine differs from the reference in what it says, and where it says nothing it does the same. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { CreateEngine } from '../../protocol';
import { builtInEngine, BUILT_IN_ENGINES } from '../catalogue';
import { pair, texts, World, type WorldOptions } from '../testing';
import type { Mutant } from './mutant';

interface EngineModule {
  readonly createEngine: CreateEngine;
  readonly MUTANT?: Mutant;
}

function load(name: string): EngineModule {
  const engine = builtInEngine(name);
  assert.ok(engine !== undefined, name);
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- engines are loaded by module path, as the harness does
  return require(engine.module) as EngineModule;
}

const merging = { merge: ['email ~ mail'], properties: ['email ~ mail', 'name ~ label', 'phone ~ tel'] };

type Story = (options: Partial<WorldOptions>) => Promise<unknown>;

/** By fault: a story whose outcome the fault changes. */
const stories: Readonly<Record<string, Story>> = {
  'one-way': async (options) => {
    const world = pair(merging, options);
    world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('B.Y', world.ids('B.Y')[0]!, { label: 'b' });
    await world.sync();
    return world.get('A.X').name;
  },
  'no-creation': async (options) => {
    const world = pair(merging, options);
    world.create('A.X', { email: 'a@x' });
    await world.sync();
    return world.all('B.Y').length;
  },
  'always-create': async (options) => {
    const world = pair({ ...merging, kind: 'link-required' }, options);
    world.create('A.X', { email: 'a@x', name: 'a' });
    world.create('B.Y', { mail: 'a@x' });
    await world.sync();
    return world.all('B.Y').length;
  },
  'blank-matches-blank': async (options) => {
    const world = pair({ merge: ['email ~ mail'], properties: ['name ~ label'] }, options);
    world.create('A.X', { email: '', name: 'a' });
    world.create('B.Y', { label: 'b' });
    await world.sync();
    return world.all('B.Y').length;
  },
  'first-page-only': async (options) => {
    const world = pair(merging, { ...options, pageSize: 1 });
    world.create('A.X', { name: 'a' });
    world.create('A.X', { name: 'b' });
    await world.sync();
    return world.all('B.Y').length;
  },
  'first-merge-row-only': async (options) => {
    const world = pair({ merge: ['email ~ mail', 'phone ~ tel'], properties: ['name ~ label'] }, options);
    world.create('A.X', { phone: '1', name: 'a' });
    world.create('B.Y', { tel: '1' });
    await world.sync();
    return world.all('B.Y').length;
  },
  'first-list-element-only': async (options) => {
    const world = new World({
      ...options,
      schemas: {
        A: { X: { emails: { type: 'string', list: true }, ...texts('name') } },
        B: { Y: texts('mail', 'label') },
      },
      sections: [
        {
          from: 'A.X',
          to: 'B.Y',
          kind: 'link-required',
          merge: ['emails ~ mail'],
          properties: ['name ~ label'],
        },
      ],
    });
    world.create('A.X', { emails: ['a@x', 'b@x'], name: 'a' });
    world.create('B.Y', { mail: 'b@x' });
    await world.sync();
    return world.get('B.Y').label;
  },
  echo: async (options) => {
    const world = pair(merging, options);
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('A.X', x, { name: 'b' });
    await world.sync();
    return (await world.writes()).length;
  },
  'record-level-latest-wins': async (options) => {
    const world = pair(merging, options);
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('B.Y', world.ids('B.Y')[0]!, { label: 'edited' });
    world.edit('A.X', x, { phone: '1' });
    await world.sync();
    return world.get('A.X').name;
  },
  'no-conversion': async (options) => {
    const world = new World({
      ...options,
      schemas: { A: { X: texts('number') }, B: { Y: { no: { type: 'any' } } } },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['number ~ no : integer'] }],
    });
    world.create('A.X', { number: '007' });
    await world.sync();
    return world.get('B.Y').no;
  },
  'forgets-links': async (options) => {
    const world = pair(
      { properties: ['name ~ label'] },
      { ...options, abilities: { idempotencyKey: false } },
    );
    world.create('A.X', { name: 'a' });
    await world.sync();
    await world.restart();
    await world.sync();
    return world.all('B.Y').length;
  },
  'whole-record-overwrite': async (options) => {
    const world = new World({
      ...options,
      schemas: {
        A: { X: texts('name', 'code') },
        B: { Y: texts('label', 'note', 'where.code', 'where.other') },
      },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['name ~ label', 'code ~ where.code'] }],
    });
    const x = world.create('A.X', { name: 'a', code: 'NO' });
    await world.sync();
    world.edit('B.Y', world.ids('B.Y')[0]!, { note: 'mine', where: { other: 'o' } });
    world.edit('A.X', x, { name: 'b' });
    await world.sync();
    return world.get('B.Y');
  },
};

const outcomes: Readonly<Record<string, readonly [sound: unknown, faulty: unknown]>> = {
  'one-way': ['b', 'a'],
  'no-creation': [1, 0],
  'always-create': [1, 2],
  'blank-matches-blank': [2, 1],
  'first-page-only': [2, 1],
  'first-merge-row-only': [1, 2],
  'first-list-element-only': ['a', undefined],
  echo: [0, 1],
  'record-level-latest-wins': ['edited', 'a'],
  'no-conversion': [7, '007'],
  'forgets-links': [1, 2],
  'whole-record-overwrite': [
    { label: 'b', where: { code: 'NO', other: 'o' }, note: 'mine' },
    { label: 'b', where: { code: 'NO', other: null }, note: null },
  ],
};

describe('the faulty engines', () => {
  const reference = load('reference');
  for (const [name, story] of Object.entries(stories)) {
    const { createEngine, MUTANT: fault } = load(name);
    it(`${name} breaks ${fault?.decisions.join(', ') ?? '?'}: ${fault?.what ?? '?'}`, async () => {
      assert.deepEqual(await story({ createEngine: reference.createEngine }), outcomes[name]![0]);
      assert.deepEqual(await story({ createEngine }), outcomes[name]![1]);
    });
  }

  it('D16 echo comes to rest: its echoes are not echoed again', async () => {
    const world = pair(merging, { createEngine: load('echo').createEngine });
    world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    assert.equal((await world.writes()).length, 1);
    assert.deepEqual(await world.writes(), []);
  });

  it('stand in the catalogue, all of them, under the names that they give themselves', async () => {
    const modules = readdirSync(__dirname).filter(
      (file) => /\.[jt]s$/.test(file) && !/^mutant|\.d\.ts$/.test(file),
    );
    const named = BUILT_IN_ENGINES.filter(({ mutant }) => mutant).map(({ name }) => name);
    assert.deepEqual(modules.map((file) => file.replace(/\.[jt]s$/, '')).sort(), named);
    assert.deepEqual(Object.keys(stories).sort(), named);
    for (const { name, mutant } of BUILT_IN_ENGINES) {
      const { createEngine, MUTANT: fault } = load(name);
      assert.equal(fault?.name, mutant ? name : undefined);
      const engine = createEngine({ fetch: globalThis.fetch, log: () => undefined });
      assert.ok((await engine.hello({ protocol: 1 })).capabilities.includes('links'));
    }
  });
});

describe('the no-op engine', () => {
  it('answers everything and does nothing', async () => {
    const world = pair(merging, { createEngine: load('noop').createEngine });
    world.create('A.X', { name: 'a' });
    assert.deepEqual(await world.sync('full'), []);
    assert.deepEqual(await world.clusters(), []);
    await world.restart();
  });
});
