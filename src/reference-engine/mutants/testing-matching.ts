/** Stories of the mutants that match wrongly. */
import { listPair, pair, texts, World, type WorldOptions } from '../testing';

/** What comes of a story with the reference engine, and with the mutant. */
export interface MutantStory {
  readonly story: (options: Partial<WorldOptions>) => Promise<unknown>;
  readonly right: unknown;
  readonly wrong: unknown;
}

const twoRows = { merge: ['email ~ mail', 'phone ~ tel'], properties: ['name ~ label'] };
const oneRow = { merge: ['email ~ mail'], properties: ['name ~ label'] };

function labels(world: World): readonly unknown[] {
  return world.all('B.Y').map(({ label }) => label);
}

type SideRecord = readonly [datatype: 'A.X' | 'B.Y', properties: Parameters<World['create']>[1]];

function countOf(world: World): number {
  return world.all('B.Y').length;
}

/** One sync of the records, added in this order, and what comes of it. */
function afterSync(
  words: Parameters<typeof pair>[0],
  records: readonly SideRecord[],
  outcome: (world: World) => unknown = countOf,
): MutantStory['story'] {
  return async (options) => {
    const world = pair(words, options);
    for (const [datatype, properties] of records) {
      world.create(datatype, properties);
    }
    await world.sync();
    return outcome(world);
  };
}

/** Two records of one time and one merge value; what both sides have then. */
const equalTimes: MutantStory['story'] = async (options) => {
  const world = pair(oneRow, options);
  world.createAtOnce('A.X', { email: 'a@x', name: 'a' });
  world.createAtOnce('B.Y', { mail: 'a@x', label: 'b' });
  await world.sync();
  await world.sync();
  return [world.get('A.X').name, world.get('B.Y').label];
};

/** A list with two addresses, and a record for each. */
const listOfTwo: MutantStory['story'] = async (options) => {
  const world = listPair(options);
  world.create('B.Y', { mail: 'a@x' });
  world.create('B.Y', { mail: 'b@x' });
  world.create('A.X', { emails: ['a@x', 'b@x'], name: 'a' });
  await world.sync();
  return labels(world);
};

/** Zero on both sides of a merge row. */
const zeros: MutantStory['story'] = async (options) => {
  const world = new World({
    ...options,
    schemas: {
      A: { X: { number: { type: 'integer' }, ...texts('name') } },
      B: { Y: { no: { type: 'integer' }, ...texts('label') } },
    },
    sections: [
      { from: 'A.X', to: 'B.Y', kind: 'link-required', merge: ['number ~ no'], properties: ['name ~ label'] },
    ],
  });
  world.create('A.X', { number: 0, name: 'a' });
  world.create('B.Y', { no: 0 });
  await world.sync();
  return labels(world);
};

const AGREEING_STORIES: Readonly<Record<string, MutantStory>> = {
  'falsy-matches-nothing': { story: zeros, right: ['a'], wrong: [undefined] },
  'equal-times-stay-apart': { story: equalTimes, right: ['a', 'a'], wrong: ['a', 'b'] },
  'equal-times-last-system-wins': { story: equalTimes, right: ['a', 'a'], wrong: ['b', 'b'] },
  'list-links-one-target-only': { story: listOfTwo, right: ['a', 'a'], wrong: ['a', undefined] },
  'matches-any-property': {
    story: afterSync({ merge: ['email ~ mail'], properties: ['name ~ label', 'phone ~ tel'] }, [
      ['A.X', { email: 'a@x', name: 'a', phone: '1' }],
      ['B.Y', { mail: 'b@x', label: 'a', tel: '2' }],
    ]),
    right: 2,
    wrong: 1,
  },
  'merges-equal-looking': {
    story: afterSync(oneRow, [
      ['A.X', { email: 'a@x', name: 'a' }],
      ['B.Y', { mail: 'b@x', label: 'a' }],
    ]),
    right: 2,
    wrong: 1,
  },
  'links-equal-ids': {
    story: async (options) => {
      const world = pair({ properties: ['name ~ label'] }, { ...options, idOf: String });
      world.create('A.X', { name: 'a' });
      world.create('B.Y', { label: 'b' });
      await world.sync();
      return world.all('B.Y').length;
    },
    right: 2,
    wrong: 1,
  },
  'matches-stale-values': {
    story: async (options) => {
      const world = pair({ ...oneRow, kind: 'link-required' }, options);
      const x = world.create('A.X', { email: 'wrong@x', name: 'a' });
      world.create('B.Y', { mail: 'a@x' });
      await world.sync();
      world.edit('A.X', x, { email: 'a@x' });
      await world.sync();
      return labels(world);
    },
    right: ['a'],
    wrong: [undefined],
  },
};

const CLUSTER_STORIES: Readonly<Record<string, MutantStory>> = {
  'all-merge-rows-must-match': {
    story: afterSync(twoRows, [
      ['A.X', { email: 'a@x', phone: '1', name: 'a' }],
      ['B.Y', { mail: 'a@x', tel: '2' }],
      ['A.X', { email: 'b@x', phone: '3', name: 'b' }],
      ['B.Y', { mail: 'b@x', tel: '3' }],
    ]),
    right: 2,
    wrong: 3,
  },
  'links-first-source-only': {
    story: afterSync(oneRow, [
      ['A.X', { email: 'a@x', name: 'a' }],
      ['A.X', { email: 'a@x', name: 'b' }],
      ['B.Y', { mail: 'a@x' }],
    ]),
    right: 1,
    wrong: 2,
  },
  'links-first-target-only': {
    story: afterSync(
      oneRow,
      [
        ['B.Y', { mail: 'a@x' }],
        ['B.Y', { mail: 'a@x' }],
        ['A.X', { email: 'a@x', name: 'a' }],
      ],
      labels,
    ),
    right: ['a', 'a'],
    wrong: ['a', undefined],
  },
  'ignores-ambiguous-matches': {
    story: afterSync(oneRow, [
      ['B.Y', { mail: 'a@x' }],
      ['B.Y', { mail: 'a@x' }],
      ['A.X', { email: 'a@x', name: 'a' }],
    ]),
    right: 2,
    wrong: 3,
  },
  'stops-at-first-matching-row': {
    story: afterSync(
      twoRows,
      [
        ['B.Y', { mail: 'a@x' }],
        ['B.Y', { tel: '1' }],
        ['A.X', { email: 'a@x', phone: '1', name: 'a' }],
      ],
      labels,
    ),
    right: ['a', 'a'],
    wrong: ['a', undefined],
  },
  'ignores-equal-sources': {
    story: afterSync(oneRow, [
      ['A.X', { email: 'a@x', name: 'a' }],
      ['A.X', { email: 'a@x', name: 'a' }],
    ]),
    right: 1,
    wrong: 2,
  },
  'joins-first-of-two-pairs': {
    story: async (options) => {
      const world = pair({ ...twoRows, kind: 'link-required' }, options);
      world.create('A.X', { email: 'a@x', name: 'first' });
      world.create('B.Y', { mail: 'a@x' });
      world.create('A.X', { phone: '1', name: 'second' });
      world.create('B.Y', { tel: '1' });
      await world.sync();
      world.create('A.X', { email: 'a@x', phone: '1', name: 'both' });
      await world.sync();
      return labels(world);
    },
    right: ['both', 'both'],
    wrong: ['both', 'second'],
  },
};

/** By mutant. */
export const MATCHING_STORIES: Readonly<Record<string, MutantStory>> = {
  ...AGREEING_STORIES,
  ...CLUSTER_STORIES,
};
