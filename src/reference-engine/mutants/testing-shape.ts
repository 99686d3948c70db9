/** Stories of the mutants that write too often, read too little, or take one record for another. */
import { pair, texts, World, type WorldOptions } from '../testing';
import { refusing } from '../testing-calls';
import { merging } from './testing';
import type { MutantStory } from './testing-matching';

const named = { properties: ['name ~ label'] };

/** A linked pair that is quiescent. */
async function quiescentPair(
  options: Partial<WorldOptions>,
): Promise<{ world: World; x: string; y: string }> {
  const world = pair(merging, options);
  const x = world.create('A.X', { email: 'a@x', name: 'a' });
  await world.sync();
  return { world, x, y: world.ids('B.Y')[0]! };
}

export const WRITING_STORIES: Readonly<Record<string, MutantStory>> = {
  'echoes-creation': {
    story: async (options) => {
      const { world } = await quiescentPair(options);
      return [(await world.writes()).length, (await world.writes()).length];
    },
    right: [0, 0],
    wrong: [1, 0],
  },
  'patches-after-restart': {
    story: async (options) => {
      const { world } = await quiescentPair(options);
      const before = await world.writes('full');
      await world.restart();
      return [before.length, (await world.writes()).length, (await world.writes()).length];
    },
    right: [0, 0, 0],
    wrong: [0, 2, 0],
  },
  'patches-on-full-sync': {
    story: async (options) => {
      const { world } = await quiescentPair(options);
      return [(await world.writes()).length, (await world.writes('full')).length];
    },
    right: [0, 0],
    wrong: [0, 2],
  },
  'writes-twice': {
    story: async (options) => {
      const { world, x } = await quiescentPair(options);
      world.edit('A.X', x, { name: 'b' });
      return (await world.writes()).length;
    },
    right: 1,
    wrong: 2,
  },
  'skips-first-of-later-pages': {
    story: async (options) => {
      const world = pair(named, { ...options, pageSize: 2 });
      ['a', 'b', 'c', 'd'].forEach((name) => world.create('A.X', { name }));
      await world.sync('full');
      return world.all('B.Y').length;
    },
    right: 4,
    wrong: 3,
  },
  'stops-after-100-records': {
    story: async (options) => {
      const world = pair(named, options);
      for (let number = 1; number <= 102; number += 1) {
        world.create('A.X', { name: `a${number}` });
      }
      await world.sync();
      await world.sync('full');
      return world.all('B.Y').length;
    },
    right: 102,
    wrong: 100,
  },
};

export const IDENTITY_STORIES: Readonly<Record<string, MutantStory>> = {
  'confuses-datatypes': {
    story: async (options) => {
      const world = new World({
        ...options,
        idOf: (sequence) => String(Math.ceil(sequence / 2)),
        schemas: { A: { X: texts('name'), Z: texts('name') }, B: { Y: texts('label'), V: texts('label') } },
        sections: [
          { from: 'A.X', to: 'B.Y', ...named },
          { from: 'A.Z', to: 'B.V', ...named },
        ],
      });
      world.create('A.X', { name: 'a' });
      world.create('A.Z', { name: 'b' });
      await world.sync();
      return [world.all('B.Y').length, world.all('B.V').length];
    },
    right: [1, 1],
    wrong: [1, 0],
  },
  'confuses-systems': {
    story: async (options) => {
      const world = pair(named, { ...options, idOf: String });
      world.create('B.Y', { label: 'was there' });
      world.create('A.X', { name: 'a' });
      await world.sync();
      world.create('A.X', { name: 'b' });
      await world.sync();
      return world.all('B.Y').length;
    },
    right: 3,
    wrong: 2,
  },
  'takes-survivor-for-merged-record': {
    story: async (options) => {
      const world = pair(named, options);
      const x = world.create('A.X', { name: 'a' });
      world.create('A.X', { name: 'b' });
      await world.sync();
      const [y = '', survivor = ''] = world.ids('B.Y');
      world.merge('B.Y', y, survivor);
      world.edit('A.X', x, { name: 'c' });
      await world.sync();
      await world.sync();
      return world.get('B.Y').label;
    },
    right: 'b',
    wrong: 'c',
  },
  'deletes-when-not-listed': {
    story: async (options) => {
      const { world, y } = await quiescentPair(options);
      await world.sync('full');
      world.remove('B.Y', y);
      await world.sync('full');
      return world.all('A.X').length;
    },
    right: 1,
    wrong: 0,
  },
  'deletes-when-not-found': {
    story: async (options) => {
      const { world, x, y } = await quiescentPair(options);
      world.remove('B.Y', y);
      await world.sync('full');
      world.edit('A.X', x, { name: 'b' });
      await world.sync();
      return world.all('A.X').length;
    },
    right: 1,
    wrong: 0,
  },
  'stops-at-refused-record': {
    story: async (options) => {
      const world = pair(named, { ...options, through: refusing('poison') });
      world.create('A.X', { name: 'poison' });
      await world.sync();
      world.create('A.X', { name: 'fine' });
      await world.sync();
      return world.all('B.Y').map(({ label }) => label);
    },
    right: ['fine'],
    wrong: [],
  },
  'never-retries-refused-record': {
    story: async (options) => {
      const refusal = { isOn: true };
      const world = pair(named, { ...options, through: refusing('poison', () => refusal.isOn) });
      world.create('A.X', { name: 'poison' });
      await world.sync();
      refusal.isOn = false;
      await world.sync();
      await world.sync();
      return world.all('B.Y').length;
    },
    right: 1,
    wrong: 0,
  },
};
