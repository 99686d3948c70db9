/** Every mutant differs from the reference engine in one way. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { packageRoot } from '../../core/package-root';
import { builtInEngine, BUILT_IN_ENGINES, BUILT_IN_NAMES } from '../catalogue';
import { pair, texts, World } from '../testing';
import { MUTANTS } from './all-mutants';
import { CONTROLS } from './controls';
import type { Mutant } from './mutant';
import { load, merging, outcomes, stories } from './testing';
import { FRAME_STORIES, GROUP_STORIES, TIME_STORIES } from './testing-edits';
import { MATCHING_STORIES, type MutantStory } from './testing-matching';
import { IDENTITY_STORIES, WRITING_STORIES } from './testing-shape';
import { arriving, MISMATCH_STORIES, VALUE_STORIES } from './testing-values';

const STORIES: Readonly<Record<string, MutantStory>> = {
  ...MATCHING_STORIES,
  ...FRAME_STORIES,
  ...GROUP_STORIES,
  ...TIME_STORIES,
  ...WRITING_STORIES,
  ...IDENTITY_STORIES,
};

/** The mutant of an engine's name, with or without parameters. */
function mutantOf(name: string): Mutant {
  const found = MUTANTS.find((mutant) => mutant.name === builtInEngine(name)?.exportName);
  assert.ok(found !== undefined, name);
  return found;
}

describe('the mutants', () => {
  for (const [name, story] of Object.entries(stories)) {
    const { decisions, what } = mutantOf(name);
    it(`${name} breaks ${decisions.join(', ')}: ${what}`, async () => {
      assert.deepEqual(await story({ createEngine: load('reference') }), outcomes[name]![0]);
      assert.deepEqual(await story({ createEngine: load(name) }), outcomes[name]![1]);
    });
  }

  for (const [name, { story, right, wrong }] of Object.entries(STORIES)) {
    const { decisions, what } = mutantOf(name);
    it(`${name} breaks ${decisions.join(', ')}: ${what}`, async () => {
      assert.deepEqual(await story({ createEngine: load('reference') }), right);
      assert.deepEqual(await story({ createEngine: load(name) }), wrong);
    });
  }

  for (const [name, told] of Object.entries(VALUE_STORIES)) {
    it(`${name} brings another value: ${mutantOf(name).what}`, async () => {
      assert.deepEqual(await arriving(told, { createEngine: load('reference') }), told.right);
      assert.deepEqual(await arriving(told, { createEngine: load(name) }), told.wrong);
    });
  }

  for (const [name, [source, target]] of Object.entries(MISMATCH_STORIES)) {
    it(`${name} links what does not match (D6): ${mutantOf(name).what}`, async () => {
      for (const engine of ['reference', name]) {
        const words = { merge: ['code ~ mark'], properties: ['name ~ label'] };
        const world = pair({ ...words, kind: 'link-required' }, { createEngine: load(engine) });
        world.create('A.X', { code: source, name: 'a' });
        world.create('B.Y', { mark: target });
        world.create('A.X', { code: 'equal', name: 'b' });
        world.create('B.Y', { mark: 'equal' });
        await world.sync();
        const linked = engine === name ? 'a' : undefined;
        assert.deepEqual(
          world.all('B.Y').map(({ label }) => label),
          [linked, 'b'],
        );
      }
    });
  }

  it('shifts-dates-by-local-zone writes the day before east of Greenwich, and the right one elsewhere (D15)', async () => {
    const zone = process.env.TZ;
    const arrived: Record<string, unknown> = {};
    for (const name of ['Europe/Oslo', 'UTC', 'America/New_York']) {
      process.env.TZ = name;
      const day = { value: '2024-03-01', right: '2024-03-01', wrong: '2024-02-29' };
      arrived[name] = await arriving(day, { createEngine: load('shifts-dates-by-local-zone') });
    }
    if (zone === undefined) {
      Reflect.deleteProperty(process.env, 'TZ');
    } else {
      process.env.TZ = zone;
    }
    assert.deepEqual(arrived, {
      'Europe/Oslo': '2024-02-29',
      UTC: '2024-03-01',
      'America/New_York': '2024-03-01',
    });
  });

  it('D16 echo becomes quiescent: its echoes are not echoed again', async () => {
    const world = pair(merging, { createEngine: load('echo') });
    world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    assert.equal((await world.writes()).length, 1);
    assert.deepEqual(await world.writes(), []);
  });

  it('garble-row-n garbles numbers, booleans and the element of a list that it writes, and leaves blanks alone', async () => {
    const world = new World({
      createEngine: load('garble-row-1'),
      schemas: {
        A: {
          X: { n: { type: 'integer' }, ...texts('mail') },
          Z: { yes: { type: 'boolean' } },
        },
        B: {
          Y: { no: { type: 'integer' } },
          V: { on: { type: 'boolean' } },
          W: { mails: { type: 'string', list: true } },
        },
      },
      sections: [
        { from: 'A.X', to: 'B.Y', properties: ['n ~ no'] },
        { from: 'A.Z', to: 'B.V', properties: ['yes ~ on'] },
        { from: 'A.X', to: 'B.W', properties: ['mail ~ mails'] },
      ],
    });
    const x = world.create('A.X', { n: 7, mail: 'a' });
    world.create('A.Z', { yes: true });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { no: 8 });
    assert.deepEqual(world.get('B.V'), { on: false });
    assert.deepEqual(world.get('B.W'), { mails: ['garbleda'] });
    world.edit('A.X', x, { n: null });
    await world.sync();
    assert.equal(world.get('B.Y').no, null);
  });

  it('are in the catalogue under their own names, with a story each', async () => {
    const named = [...MUTANTS, ...CONTROLS].map(({ name }) => name);
    assert.deepEqual([...named, 'reference', 'noop'].sort(), [...BUILT_IN_NAMES].sort());
    const told = new Set(
      [
        ...['shifts-dates-by-local-zone', ...Object.keys(stories), ...Object.keys(STORIES)],
        ...[...Object.keys(VALUE_STORIES), ...Object.keys(MISMATCH_STORIES)],
      ].map((name) => mutantOf(name).name),
    );
    assert.deepEqual([...told].sort(), MUTANTS.map(({ name }) => name).sort());
    for (const { name, mutant, control } of [...BUILT_IN_ENGINES, builtInEngine('swap-rows-2-3')!]) {
      const engine = load(name)({ fetch: globalThis.fetch, log: () => undefined });
      const hello = await engine.hello({ protocol: 1 });
      assert.ok(hello.capabilities.includes('links'));
      if (mutant || control) {
        assert.equal(hello.engine.name, `syncproof ${name}`);
      }
    }
  });

  it('say which kinds of sentences forbid them, as docs/mutation-testing.md does', () => {
    const page = readFileSync(join(packageRoot(), 'docs', 'mutation-testing.md'), 'utf8');
    const [, reported = ''] = page.split('## Bugs that people reported');
    const [tables = ''] = reported.split('## Controls');
    const rows = [...tables.matchAll(/^\| `([^`]+)` \| .* \| (.*) \|$/gm)];
    assert.ok(rows.length >= 80);
    for (const [, name = '', kinds] of rows) {
      assert.equal(kinds, mutantOf(name).caughtBy.join(', '), name);
    }
    assert.ok(MUTANTS.every(({ caughtBy, decisions }) => caughtBy.length > 0 && decisions.length > 0));
  });

  it('take the numbers of different rows, from 1, as parameters', () => {
    assert.deepEqual(builtInEngine('drop-row-12')?.parameters, [12]);
    assert.deepEqual(builtInEngine('swap-rows-3-1')?.parameters, [3, 1]);
    for (const name of [
      ...['drop-row', 'drop-row-', 'drop-row-0', 'drop-row-01', 'drop-row--1', 'drop-row-1.5', 'drop-row-x'],
      ...['drop-row-1-2', 'drop-row-<n>', 'swap-rows-1', 'swap-rows-2-2', 'garble-row-12345', 'echo-1'],
    ]) {
      assert.equal(builtInEngine(name), undefined, name);
    }
  });
});

describe('the no-op engine', () => {
  it('answers everything and does nothing', async () => {
    const world = pair(merging, { createEngine: load('noop') });
    world.create('A.X', { name: 'a' });
    assert.deepEqual(await world.sync('full'), []);
    assert.deepEqual(await world.clusters(), []);
    await world.restart();
  });
});
