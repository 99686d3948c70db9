/** Stories of the mutants that lose edits, or write what they should not. */
import { pair, texts, World, type WorldOptions } from '../testing';
import { interrupting, rewriting } from '../testing-calls';
import { merging } from './testing';
import type { MutantStory } from './testing-matching';

/** A linked pair: X with email, name and phone, and the Y that was created from it. */
async function linkedPair(options: Partial<WorldOptions>): Promise<{ world: World; x: string; y: string }> {
  const world = pair(merging, options);
  const x = world.create('A.X', { email: 'a@x', name: 'a', phone: '1' });
  await world.sync();
  return { world, x, y: world.ids('B.Y')[0]! };
}

/** The phone of X is emptied; what Y has then. */
const clearing: MutantStory['story'] = async (options) => {
  const { world, x } = await linkedPair(options);
  world.edit('A.X', x, { phone: null });
  await world.sync();
  return world.get('B.Y').tel;
};

/** Three systems in a row, by two documents. */
function chain(options: Partial<WorldOptions>): World {
  return new World({
    ...options,
    schemas: { A: { X: texts('name') }, B: { Y: texts('label') }, C: { Z: texts('title') } },
    sections: [
      { document: 'a-to-b', from: 'A.X', to: 'B.Y', properties: ['name ~ label'] },
      { document: 'b-to-c', from: 'B.Y', to: 'C.Z', properties: ['label ~ title'] },
    ],
  });
}

/** How many records the third system gets. */
const reachingThird: MutantStory['story'] = async (options) => {
  const world = chain(options);
  world.create('A.X', { name: 'a' });
  await world.sync();
  return world.all('C.Z').length;
};

export const FRAME_STORIES: Readonly<Record<string, MutantStory>> = {
  'null-becomes-text': { story: clearing, right: null, wrong: 'null' },
  'drops-clears': { story: clearing, right: null, wrong: '1' },
  'unreadable-number-becomes-null': {
    story: async (options) => {
      const world = new World({
        ...options,
        schemas: { A: { X: texts('age') }, B: { Y: { years: { type: 'integer' } } } },
        sections: [{ from: 'A.X', to: 'B.Y', properties: ['age ~ years : integer'] }],
      });
      const x = world.create('A.X', { age: '7' });
      await world.sync();
      world.edit('A.X', x, { age: 'many' });
      await world.sync();
      return world.get('B.Y').years;
    },
    right: 7,
    wrong: null,
  },
  'resends-linked-record': {
    story: async (options) => {
      const { world, x, y } = await linkedPair(options);
      world.edit('B.Y', y, { note: 'mine' });
      await world.sync();
      world.edit('A.X', x, { name: 'b' });
      await world.sync();
      return [world.get('B.Y').label, world.get('B.Y').note];
    },
    right: ['b', 'mine'],
    wrong: ['b', null],
  },
  'resends-first-values': {
    story: async (options) => {
      const { world, x, y } = await linkedPair(options);
      world.edit('A.X', x, { name: 'b' });
      await world.sync();
      world.edit('B.Y', y, { label: 'c' });
      await world.sync();
      world.edit('A.X', x, { phone: '2' });
      await world.sync();
      return [world.get('B.Y').label, world.get('B.Y').tel];
    },
    right: ['c', '2'],
    wrong: ['b', '2'],
  },
  'resends-required-defaults': {
    story: async (options) => {
      const world = new World({
        ...options,
        schemas: {
          A: { X: texts('name') },
          B: { Y: { ...texts('label'), status: { type: 'string', required: true, default: 'new' } } },
        },
        sections: [{ from: 'A.X', to: 'B.Y', properties: ['name ~ label'] }],
      });
      const x = world.create('A.X', { name: 'a' });
      await world.sync();
      world.edit('B.Y', world.ids('B.Y')[0]!, { status: 'done' });
      world.edit('A.X', x, { name: 'b' });
      await world.sync();
      return world.get('B.Y');
    },
    right: { label: 'b', status: 'done' },
    wrong: { label: 'b', status: 'new' },
  },
  'replaces-nested-objects': {
    story: async (options) => {
      const world = new World({
        ...options,
        schemas: {
          A: { X: texts('code', 'street') },
          B: { Y: texts('note', 'where.code', 'where.street', 'where.other') },
        },
        sections: [{ from: 'A.X', to: 'B.Y', properties: ['code ~ where.code', 'street ~ where.street'] }],
      });
      const x = world.create('A.X', { code: 'NO', street: 's' });
      await world.sync();
      world.edit('B.Y', world.ids('B.Y')[0]!, { note: 'mine', where: { other: 'o' } });
      world.edit('A.X', x, { code: 'SE' });
      await world.sync();
      return world.get('B.Y');
    },
    right: { note: 'mine', where: { code: 'SE', street: 's', other: 'o' } },
    wrong: { note: 'mine', where: { code: 'SE', street: 's', other: null } },
  },
};

export const GROUP_STORIES: Readonly<Record<string, MutantStory>> = {
  'first-document-only': { story: reachingThird, right: 1, wrong: 0 },
  'leaves-third-system-out': { story: reachingThird, right: 1, wrong: 0 },
  'third-system-only-receives': {
    story: async (options) => {
      const world = chain(options);
      world.create('A.X', { name: 'a' });
      await world.sync();
      world.edit('C.Z', world.ids('C.Z')[0]!, { title: 'c' });
      await world.sync();
      return [world.get('A.X').name, world.get('B.Y').label];
    },
    right: ['c', 'c'],
    wrong: ['a', 'a'],
  },
  'stops-after-one-hop': {
    story: async (options) => {
      const world = chain(options);
      const x = world.create('A.X', { name: 'a' });
      await world.sync();
      world.edit('A.X', x, { name: 'b' });
      await world.sync();
      return [world.get('B.Y').label, world.get('C.Z').title];
    },
    right: ['b', 'b'],
    wrong: ['b', 'a'],
  },
};

/** Two pairs; while the engine writes to the first X, a person edits the second, and time goes on. */
const editDuringSync: MutantStory['story'] = async (options) => {
  const late: { edit: () => void } = { edit: () => undefined };
  const world = pair(merging, {
    ...options,
    through: interrupting('PATCH', 'a', () => {
      late.edit();
    }),
  });
  world.create('A.X', { email: 'a@x', name: 'a' });
  const second = world.create('A.X', { email: 'b@x', name: 'b' });
  await world.sync();
  late.edit = () => {
    world.edit('A.X', second, { name: 'late' });
    world.pass(1000);
  };
  world.edit('B.Y', world.ids('B.Y')[0]!, { label: 'c' });
  await world.sync();
  await world.sync();
  return world.all('B.Y').map(({ label }) => label);
};

/** While the engine writes a name to Y, a person edits it there. */
const editBeforeWrite: MutantStory['story'] = async (options) => {
  const late: { edit: () => void } = { edit: () => undefined };
  const { world, x, y } = await linkedPair({
    ...options,
    through: interrupting('PATCH', 'b', () => {
      late.edit();
    }),
  });
  late.edit = () => {
    world.edit('B.Y', y, { label: 'newer' });
  };
  world.edit('A.X', x, { name: 'older' });
  await world.sync();
  await world.sync();
  return [world.get('A.X').name, world.get('B.Y').label];
};

export const TIME_STORIES: Readonly<Record<string, MutantStory>> = {
  'watermark-after-own-writes': { story: editDuringSync, right: ['c', 'late'], wrong: ['c', 'b'] },
  'overwrites-newer-edit': { story: editBeforeWrite, right: ['newer', 'newer'], wrong: ['older', 'older'] },
  'skips-watermark-time': {
    story: async (options) => {
      const { world } = await linkedPair(options);
      world.createAtOnce('A.X', { email: 'b@x' });
      await world.sync();
      return world.all('B.Y').length;
    },
    right: 2,
    wrong: 1,
  },
  'skips-edit-in-same-second': {
    story: async (options) => {
      const { world, x } = await linkedPair(options);
      world.edit('A.X', x, { name: 'b' });
      await world.sync();
      world.editAtOnce('A.X', x, { name: 'c' });
      await world.sync();
      return world.get('B.Y').label;
    },
    right: 'c',
    wrong: 'b',
  },
  'ignores-return-to-old-value': {
    story: async (options) => {
      const { world, x } = await linkedPair(options);
      world.edit('A.X', x, { name: 'b' });
      await world.sync();
      world.edit('A.X', x, { name: 'a' });
      await world.sync();
      return world.get('B.Y').label;
    },
    right: 'a',
    wrong: 'b',
  },
  'carries-first-change-only': {
    story: async (options) => {
      const { world, x } = await linkedPair(options);
      world.edit('A.X', x, { name: 'b', phone: '2' });
      await world.sync();
      return [world.get('B.Y').label, world.get('B.Y').tel];
    },
    right: ['b', '2'],
    wrong: ['b', '1'],
  },
  'missing-becomes-cleared': {
    story: async (options) => {
      const shown = { all: true };
      const leavingOutPhone = rewriting((properties) =>
        shown.all
          ? properties
          : Object.fromEntries(Object.entries(properties).filter(([name]) => name !== 'phone')),
      );
      const { world, x } = await linkedPair({ ...options, through: leavingOutPhone });
      shown.all = false;
      world.edit('A.X', x, { name: 'b' });
      await world.sync();
      return [world.get('B.Y').label, world.get('B.Y').tel];
    },
    right: ['b', '1'],
    wrong: ['b', null],
  },
};
