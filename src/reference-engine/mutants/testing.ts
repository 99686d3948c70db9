/** What every mutant does otherwise than the reference engine: a story for each, and what comes of it. */
import assert from 'node:assert/strict';
import type { CreateEngine } from '../../protocol';
import { builtInEngine } from '../catalogue';
import { listPair, pair, texts, World, type WorldOptions } from '../testing';

type Exports = Readonly<Record<string, CreateEngine | ((...parameters: number[]) => CreateEngine)>>;

/** The built-in engine of a name. */
export function load(name: string): CreateEngine {
  const engine = builtInEngine(name);
  assert.ok(engine !== undefined, name);
  const { module, exportName = 'createEngine', parameters } = engine;
  // eslint-disable-next-line @typescript-eslint/no-require-imports -- engines are loaded by module path, as the harness does
  const exported = (require(module) as Exports)[exportName]!;
  return parameters === undefined
    ? (exported as CreateEngine)
    : (exported as (...parameters: number[]) => CreateEngine)(...parameters);
}

export const merging = {
  merge: ['email ~ mail'],
  properties: ['email ~ mail', 'name ~ label', 'phone ~ tel'],
};

type Story = (options: Partial<WorldOptions>) => Promise<unknown>;

/** Three rows; the outcome of an edit on either side. */
const threeRows: Story = async (options) => {
  const world = pair({ properties: ['name ~ label', 'phone ~ tel', 'city ~ town'] }, options);
  world.create('A.X', { name: 'a', phone: 'p', city: 'c' });
  await world.sync();
  world.edit('B.Y', world.ids('B.Y')[0]!, { tel: 'q' });
  await world.sync();
  assert.deepEqual(await world.writes(), [], 'it is quiescent');
  return [world.get('B.Y'), world.get('A.X').phone];
};

/** By mutant: a story whose outcome the bug changes. */
export const stories: Readonly<Record<string, Story>> = {
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
    const world = listPair(options);
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
  'trusts-stamps-alone': async (options) => {
    const world = pair(merging, options);
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('A.X', x, { name: 'b' });
    await world.sync();
    world.editAtOnce('B.Y', world.ids('B.Y')[0]!, { label: 'c' });
    await world.sync();
    return world.get('A.X').name;
  },
  'merges-duplicates': async (options) => {
    const world = pair(merging, options);
    world.create('B.Y', { mail: 'a@x', label: 'a' });
    world.create('B.Y', { mail: 'a@x', label: 'b' });
    await world.sync();
    return world.all('B.Y').map(({ label }) => label);
  },
  'lenient-conversion': async (options) => {
    const world = new World({
      ...options,
      schemas: {
        A: { X: texts('age', 'score', 'active') },
        B: { Y: { years: { type: 'integer' }, score: { type: 'number' }, active: { type: 'boolean' } } },
      },
      sections: [
        {
          from: 'A.X',
          to: 'B.Y',
          properties: ['age ~ years : integer', 'score ~ score : float', 'active ~ active : boolean'],
        },
      ],
    });
    world.create('A.X', { age: '12.7', score: ' 2.5 ', active: 'yes' });
    await world.sync();
    return world.get('B.Y');
  },
  'clears-whole-list': async (options) => {
    const world = new World({
      ...options,
      schemas: { A: { X: { emails: { type: 'string', list: true } } }, B: { Y: texts('mail') } },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['emails ~ mail'] }],
    });
    world.create('A.X', { emails: ['one', 'other'] });
    await world.sync();
    world.edit('B.Y', world.ids('B.Y')[0]!, { mail: null });
    await world.sync();
    return world.get('A.X').emails;
  },
  'drop-row-2': threeRows,
  'drop-row-3': threeRows,
  'garble-row-1': threeRows,
  'garble-row-2': threeRows,
  'swap-rows-1-2': threeRows,
  'swap-rows-3-1': threeRows,
};

const RIGHT = [{ label: 'a', tel: 'q', town: 'c' }, 'q'];

/** By mutant: what comes of the story with the reference engine, and with the mutant. */
export const outcomes: Readonly<Record<string, readonly [right: unknown, wrong: unknown]>> = {
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
  'trusts-stamps-alone': ['c', 'b'],
  'merges-duplicates': [
    ['a', 'b'],
    ['b', 'b'],
  ],
  'lenient-conversion': [{}, { years: 12, score: 2.5, active: true }],
  'clears-whole-list': [['other'], []],
  'drop-row-2': [RIGHT, [{ label: 'a', tel: 'q', town: 'c' }, 'p']],
  'drop-row-3': [RIGHT, [{ label: 'a', tel: 'q' }, 'q']],
  'garble-row-1': [RIGHT, [{ label: 'garbleda', tel: 'q', town: 'c' }, 'q']],
  'garble-row-2': [RIGHT, [{ label: 'a', tel: 'q', town: 'c' }, 'garbledq']],
  'swap-rows-1-2': [RIGHT, [{ label: 'p', tel: 'q', town: 'c' }, 'p']],
  'swap-rows-3-1': [RIGHT, [{ label: 'c', tel: 'q', town: 'a' }, 'q']],
};
