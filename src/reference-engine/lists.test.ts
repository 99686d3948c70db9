import assert from 'node:assert/strict';
import { pair, texts, World, type WorldOptions } from './testing';

function emails(
  kind: 'create-always' | 'link-required' = 'link-required',
  options: Partial<WorldOptions> = {},
): World {
  return new World({
    schemas: {
      A: { X: { emails: { type: 'string', list: true }, ...texts('name') } },
      B: { Y: texts('mail', 'label') },
    },
    sections: [
      {
        from: 'A.X',
        to: 'B.Y',
        kind,
        merge: ['emails ~ mail'],
        properties: ['emails ~ mail : string', 'name ~ label'],
      },
    ],
    ...options,
  });
}

async function linked(
  list: readonly string[],
  mail: string,
): Promise<{ world: World; x: string; y: string }> {
  const world = emails();
  const x = world.create('A.X', { emails: list });
  const y = world.create('B.Y', { mail });
  await world.sync();
  return { world, x, y };
}

describe('lists and scalars (D26)', () => {
  it('D26 writes nothing when the second element matched', async () => {
    const world = emails();
    world.create('A.X', { emails: ['a@x', 'b@x'] });
    world.create('B.Y', { mail: 'b@x' });
    assert.deepEqual(await world.writes(), []);
    await world.assertRest();
  });

  it('D26 replaces the anchor alone, in place, when the scalar is edited', async () => {
    const { world, y } = await linked(['a@x', 'b@x', 'c@x'], 'b@x');
    world.edit('B.Y', y, { mail: 'new@x' });
    await world.sync();
    assert.deepEqual(world.get('A.X').emails, ['a@x', 'new@x', 'c@x']);
    await world.assertRest();
  });

  it('D26 follows the anchor where it moves to', async () => {
    const { world, x, y } = await linked(['a@x', 'b@x'], 'b@x');
    world.edit('A.X', x, { emails: ['b@x', 'z@x', 'a@x'] });
    assert.deepEqual(await world.writes(), []);
    world.edit('B.Y', y, { mail: 'new@x' });
    await world.sync();
    assert.deepEqual(world.get('A.X').emails, ['new@x', 'z@x', 'a@x']);
  });

  it('D26 gives the scalar the value now at the position of an anchor that is gone', async () => {
    const { world, x } = await linked(['a@x', 'b@x'], 'b@x');
    world.edit('A.X', x, { emails: ['a@x', 'c@x'] });
    await world.sync();
    assert.equal(world.get('B.Y').mail, 'c@x');
    await world.assertRest();
  });

  it('D26 gives the scalar the first element when nothing is at the position any more', async () => {
    const { world, x } = await linked(['a@x', 'b@x'], 'b@x');
    world.edit('A.X', x, { emails: ['a@x'] });
    await world.sync();
    assert.equal(world.get('B.Y').mail, 'a@x');
    await world.assertRest();
  });

  it('D26 D13 clears the scalar when the list is emptied, and a list of one when the scalar is', async () => {
    const one = await linked(['a@x'], 'a@x');
    one.world.edit('A.X', one.x, { emails: [] });
    await one.world.sync();
    assert.equal(one.world.get('B.Y').mail, null);
    await one.world.assertRest();
    const other = await linked(['a@x'], 'a@x');
    other.world.edit('B.Y', other.y, { mail: '' });
    await other.world.sync();
    assert.deepEqual(other.world.get('A.X').emails, []);
    await other.world.assertRest();
  });

  it('D26 takes the anchor alone out of a longer list when the scalar is cleared', async () => {
    const { world, y } = await linked(['a@x', 'b@x'], 'a@x');
    world.edit('B.Y', y, { mail: null });
    await world.sync();
    assert.deepEqual(world.get('A.X').emails, ['b@x']);
    assert.equal(world.get('B.Y').mail, null);
    await world.assertRest();
  });

  it('D26 creates a scalar from the first element, and a list of one from a scalar', async () => {
    const world = emails('create-always');
    world.create('A.X', { emails: ['a@x', 'b@x'] });
    await world.sync();
    assert.equal(world.get('B.Y').mail, 'a@x');
    await world.assertRest();
    const reverse = new World({
      schemas: { A: { X: texts('mail') }, B: { Y: { emails: { type: 'string', list: true } } } },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['mail ~ emails : string'] }],
    });
    const x = reverse.create('A.X', { mail: 'a@x' });
    await reverse.sync();
    assert.deepEqual(reverse.get('B.Y'), { emails: ['a@x'] });
    reverse.edit('A.X', x, { mail: 'b@x' });
    await reverse.sync();
    assert.deepEqual(reverse.get('B.Y'), { emails: ['b@x'] });
    await reverse.assertRest();
  });

  it('D26 D14 changes one member of the anchored object in a list of objects', async () => {
    const world = new World({
      schemas: {
        A: { X: { Emails: { type: 'object', list: true } } },
        B: { Y: texts('mail') },
      },
      sections: [
        {
          from: 'A.X',
          to: 'B.Y',
          kind: 'link-required',
          merge: ['Emails.Value ~ mail'],
          properties: ['Emails.Value ~ mail : string'],
        },
      ],
    });
    world.create('A.X', {
      Emails: [{ Value: 'a@x', Type: 'home' }, { Type: 'none' }, { Value: 'b@x', Type: 'work' }],
    });
    const y = world.create('B.Y', { mail: 'b@x' });
    assert.deepEqual(await world.writes(), []);
    world.edit('B.Y', y, { mail: 'new@x' });
    await world.sync();
    assert.deepEqual(world.get('A.X').Emails, [
      { Value: 'a@x', Type: 'home' },
      { Type: 'none' },
      { Value: 'new@x', Type: 'work' },
    ]);
    await world.assertRest();
  });

  it('D15 D26 turns a scalar into a list of one where the data type is list, whatever the schema leaves open', async () => {
    const world = new World({
      schemas: { A: { X: texts('tag') }, B: { Y: { tags: { type: 'any' } } } },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['tag ~ tags : list'] }],
    });
    world.create('A.X', { tag: 'a' });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { tags: ['a'] });
    world.edit('B.Y', world.ids('B.Y')[0]!, { tags: ['b', 'c'] });
    await world.sync();
    assert.equal(world.get('A.X').tag, 'b');
    await world.assertRest();
  });

  it('D15 hands a whole list to a list, element by element', async () => {
    const world = new World({
      schemas: {
        A: { X: { sizes: { type: 'string', list: true } } },
        B: { Y: { sizes: { type: 'integer', list: true } } },
      },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['sizes ~ sizes : integer'] }],
    });
    world.create('A.X', { sizes: ['007', '8'] });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { sizes: [7, 8] });
    assert.deepEqual(world.get('A.X'), { sizes: ['007', '8'] });
    world.edit('B.Y', world.ids('B.Y')[0]!, { sizes: [7, 9, 10] });
    await world.sync();
    assert.deepEqual(world.get('A.X'), { sizes: ['7', '9', '10'] });
    await world.assertRest();
  });

  it('D26 keeps an anchor over a restart', async () => {
    const { world, y } = await linked(['a@x', 'b@x'], 'b@x');
    await world.restart();
    world.edit('B.Y', y, { mail: 'new@x' });
    await world.sync();
    assert.deepEqual(world.get('A.X').emails, ['a@x', 'new@x']);
  });
});

describe('a list of text without a schema for it', () => {
  it('D15 goes over as it is where no data type is stated', async () => {
    const world = pair(
      { properties: ['tags ~ tags'] },
      {
        schemas: {
          A: { X: { tags: { type: 'any' } } },
          B: { Y: { tags: { type: 'any' } } },
        },
      },
    );
    world.create('A.X', { tags: ['a', 'b'] });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { tags: ['a', 'b'] });
    await world.assertRest();
  });
});
