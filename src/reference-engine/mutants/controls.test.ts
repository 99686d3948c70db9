/** Every control reaches what the reference engine reaches, by another strategy. */
import assert from 'node:assert/strict';
import { isDeepStrictEqual } from 'node:util';
import { pair } from '../testing';
import { interrupting } from '../testing-calls';
import { CONTROLS } from './controls';
import { load, merging } from './testing';

/** Controls that make the same calls in this story: what they do differently has a test of its own. */
const SAME_CALLS: ReadonlySet<string> = new Set([
  'control-case-insensitive',
  'control-optimistic-version',
  'control-slow',
]);

/** What the controls do differently, seen in the calls of one story. */
async function callsOf(name: string): Promise<{ readonly calls: readonly string[]; readonly end: unknown }> {
  const world = pair(merging, { createEngine: load(name) });
  const x = world.create('A.X', { email: 'a@x', name: 'a' });
  world.create('A.X', { email: 'b@x', name: 'b' });
  const calls = [await world.sync()];
  world.edit('A.X', x, { name: 'c', phone: '1' });
  calls.push(await world.sync());
  world.edit('A.X', x, { name: 'd' });
  calls.push(await world.sync());
  await world.assertRest();
  return {
    calls: calls.flat().map(({ method, path, requestBody }) => `${method} ${path} ${requestBody ?? ''}`),
    end: [
      world.all('A.X'),
      world.all('B.Y').map(({ mail, label, tel }) => ({ mail, label, tel: tel ?? null })),
    ],
  };
}

/** Records in an order that does not depend on who was created first. */
function sorted(end: unknown): readonly string[] {
  return (end as readonly unknown[][]).map((records) =>
    records
      .map((each) => JSON.stringify(each))
      .sort()
      .join(),
  );
}

describe('the controls', () => {
  for (const { name, what } of CONTROLS) {
    it(`${name} reaches what the reference reaches, by other calls: ${what}`, async () => {
      const [reference, control] = [await callsOf('reference'), await callsOf(name)];
      assert.deepEqual(sorted(control.end), sorted(reference.end));
      assert.equal(isDeepStrictEqual(control.calls, reference.calls), SAME_CALLS.has(name));
    });
  }

  it('control-case-insensitive matches what differs in capitals (D6 leaves it open)', async () => {
    const world = pair(
      { ...merging, kind: 'link-required' },
      { createEngine: load('control-case-insensitive') },
    );
    world.create('A.X', { email: 'Ada@X', name: 'a' });
    world.create('B.Y', { mail: 'ada@x' });
    await world.sync();
    assert.equal(world.get('B.Y').label, 'a');
    await world.assertRest();
  });

  it('control-slow makes one call at a time to a system, each after a pause', async () => {
    const mostAtOnce = async (engine: string): Promise<number> => {
      const flight = { calls: 0, most: 0 };
      const world = pair(merging, {
        createEngine: load(engine),
        through: (fetch) => async (input, init) => {
          const request = new Request(input, init);
          const step = new URL(request.url).host === 'b.test' ? 1 : 0;
          flight.calls += step;
          flight.most = Math.max(flight.most, flight.calls);
          const response = await fetch(request);
          flight.calls -= step;
          return response;
        },
      });
      ['a', 'b', 'c'].forEach((name) => world.create('A.X', { email: `${name}@x`, name }));
      await world.sync('full');
      return flight.most;
    };
    assert.deepEqual([await mostAtOnce('reference'), await mostAtOnce('control-slow')], [3, 1]);
  });

  it('control-optimistic-version writes after a conflict where nobody edited the same, and plans again where somebody did', async () => {
    const world = pair(merging, { createEngine: load('control-optimistic-version') });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    const y = world.ids('B.Y')[0]!;
    world.edit('B.Y', y, { note: 'mine' });
    await world.sync();
    world.edit('A.X', x, { name: 'b' });
    const calls = await world.sync();
    assert.deepEqual(
      calls.filter(({ path }) => path === `/Y/${y}`).map(({ method, status }) => `${method} ${status}`),
      ['PATCH 412', 'GET 200', 'PATCH 200'],
    );
    assert.deepEqual([world.get('B.Y').label, world.get('B.Y').note], ['b', 'mine']);
    await world.assertRest();
  });

  it('controls that write in other ways leave what a person edits between listing and write', async () => {
    for (const engine of ['control-whole-record', 'control-chatty', 'control-optimistic-version']) {
      const late: { edit: () => void } = { edit: () => undefined };
      const world = pair(merging, {
        createEngine: load(engine),
        through: interrupting('PATCH', 'b', () => {
          late.edit();
        }),
      });
      const x = world.create('A.X', { email: 'a@x', name: 'a' });
      await world.sync();
      late.edit = () => {
        world.edit('B.Y', world.ids('B.Y')[0]!, { label: 'newer', note: 'mine' });
      };
      world.edit('A.X', x, { name: 'older' });
      await world.sync();
      await world.sync();
      assert.deepEqual([world.get('A.X').name, world.get('B.Y').note], ['newer', 'mine'], engine);
      await world.assertRest();
    }
  });
});
