import assert from 'node:assert/strict';
import { pair, texts, World } from './testing';

const merging = {
  merge: ['email ~ mail'],
  properties: ['email ~ mail : string', 'name ~ label : string', 'phone ~ tel'],
};

describe('creation and links', () => {
  it('D1 D2 creates a Y for every X, those that stood before included, and none for a Y', async () => {
    const world = pair({ properties: ['name ~ label'] });
    world.create('A.X', { name: 'one' });
    world.create('A.X', { name: 'two' });
    world.create('B.Y', { label: 'alone' });
    await world.sync();
    assert.deepEqual(
      world
        .all('B.Y')
        .map(({ label }) => label)
        .sort(),
      ['alone', 'one', 'two'],
    );
    assert.equal(world.all('A.X').length, 2);
    await world.assertRest();
  });

  it('D3 creates one Order for each Quote and each User, equal-looking or not', async () => {
    const world = new World({
      schemas: {
        CRM: { Quote: texts('t'), User: texts('t'), Order: texts('t') },
        Shop: { Order: texts('t') },
      },
      sections: ['Quote', 'User', 'Order'].map((from) => ({
        from: `CRM.${from}`,
        to: 'Shop.Order',
        properties: ['t ~ t'],
      })),
    });
    for (const name of ['Quote', 'User', 'Order']) {
      world.create(`CRM.${name}`, { t: 'same' });
    }
    await world.sync();
    assert.equal(world.all('Shop.Order').length, 3);
    await world.assertRest();
  });

  it('D4 creates nothing on either side where a link is required', async () => {
    const world = pair({ kind: 'link-required', ...merging });
    world.create('A.X', { email: 'a@x', name: 'a' });
    world.create('B.Y', { mail: 'b@x', label: 'b' });
    assert.deepEqual(await world.writes(), []);
  });

  it('D5 links by any one row of the merge table', async () => {
    const world = pair({ merge: ['email ~ mail', 'phone ~ tel'], properties: ['name ~ label'] });
    world.create('B.Y', { mail: 'other@x', tel: '1' });
    world.create('A.X', { email: 'a@x', phone: '1', name: 'a' });
    await world.sync();
    assert.equal(world.get('B.Y').label, 'a');
  });

  it('D6 takes no two blanks for a match', async () => {
    const world = pair({ merge: ['email ~ mail'], properties: ['name ~ label'] });
    world.create('A.X', { email: '', name: 'a' });
    world.create('A.X', { email: null, name: 'b' });
    world.create('A.X', { name: 'c' });
    world.create('B.Y', { mail: '' });
    await world.sync();
    assert.equal(world.all('B.Y').length, 4);
    await world.assertRest();
  });

  it('D6 matches a value as the property table converts it', async () => {
    const world = new World({
      schemas: {
        A: { X: texts('number', 'name') },
        B: { Y: { no: { type: 'integer' }, ...texts('label') } },
      },
      sections: [
        {
          from: 'A.X',
          to: 'B.Y',
          merge: ['number ~ no'],
          properties: ['number ~ no : integer', 'name ~ label'],
        },
      ],
    });
    world.create('B.Y', { no: 7 });
    world.create('A.X', { number: '007', name: 'a' });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { no: 7, label: 'a' });
    assert.equal(world.get('A.X').number, '007');
    await world.assertRest();
  });

  it('D7 matches a scalar by any element of a list, also through a list of objects', async () => {
    const world = new World({
      schemas: {
        A: { X: { Emails: { type: 'object', list: true }, ...texts('name') } },
        B: { Y: texts('mail', 'label') },
      },
      sections: [
        {
          from: 'A.X',
          to: 'B.Y',
          kind: 'link-required',
          merge: ['Emails.Value ~ mail'],
          properties: ['name ~ label'],
        },
      ],
    });
    world.create('B.Y', { mail: 'second@x' });
    world.create('A.X', { Emails: [{ Value: 'first@x' }, { Value: 'second@x' }], name: 'a' });
    await world.sync();
    assert.equal(world.get('B.Y').label, 'a');
  });

  it('D8 makes one Y for two X that match each other, and all three agree', async () => {
    const world = pair(merging);
    world.create('A.X', { email: 'a@x', name: 'old' });
    world.create('A.X', { email: 'a@x', name: 'new' });
    await world.sync();
    assert.equal(world.get('B.Y').label, 'new');
    assert.deepEqual(
      world.all('A.X').map(({ name }) => name),
      ['new', 'new'],
    );
    await world.assertRest();
  });

  it('D8 makes no ping-pong when the reverse document runs too', async () => {
    const world = new World({
      schemas: { A: { X: texts('name') }, B: { Y: texts('label') } },
      sections: [
        { from: 'A.X', to: 'B.Y', properties: ['name ~ label'] },
        { from: 'B.Y', to: 'A.X', properties: ['label ~ name'] },
      ],
    });
    world.create('A.X', { name: 'a' });
    world.create('B.Y', { label: 'b' });
    await world.sync();
    assert.deepEqual([world.all('A.X').length, world.all('B.Y').length], [2, 2]);
    await world.assertRest();
  });

  it('D8 goes from system to system: what X creates in B is matched and created in C', async () => {
    const world = new World({
      schemas: { A: { X: texts('name') }, B: { Y: texts('name') }, C: { Z: texts('name') } },
      sections: [
        { from: 'A.X', to: 'B.Y', properties: ['name ~ name'] },
        { from: 'B.Y', to: 'C.Z', properties: ['name ~ name'] },
      ],
    });
    world.create('A.X', { name: 'far' });
    await world.sync();
    assert.equal(world.get('C.Z').name, 'far');
    assert.equal((await world.clusters())[0]?.length, 3);
    await world.assertRest();
  });

  it('D9 keeps a created record linked to its origin after a restart, without any merge rule', async () => {
    const world = pair({ properties: ['name ~ label'] });
    const x = world.create('A.X', { name: 'a' });
    await world.sync();
    await world.restart();
    world.edit('A.X', x, { name: 'b' });
    await world.sync();
    assert.equal(world.get('B.Y').label, 'b');
  });

  it('D10 neither unlinks nor creates when a matching property is edited', async () => {
    const world = pair({ merge: ['email ~ mail'], properties: ['name ~ label'] });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    world.create('B.Y', { mail: 'a@x' });
    await world.sync();
    world.edit('A.X', x, { email: 'other@x', name: 'b' });
    await world.sync();
    assert.equal(world.get('B.Y').label, 'b');
    await world.assertRest();
  });

  it('D19 neither deletes a counterpart nor creates one again', async () => {
    const world = pair({ properties: ['name ~ label'] });
    const x = world.create('A.X', { name: 'a' });
    await world.sync();
    world.systems.B!.remove('Y', world.ids('B.Y')[0]!);
    world.edit('A.X', x, { name: 'b' });
    await world.sync('full');
    assert.deepEqual([world.all('A.X').length, world.all('B.Y').length], [1, 0]);
    assert.deepEqual(await world.writes(), [], 'what is gone is not written to again');
  });

  it('D24 writes nothing from an empty table but what the schema requires', async () => {
    const world = new World({
      schemas: {
        A: { X: texts('name', 'note') },
        B: {
          Y: {
            ...texts('note'),
            name: { type: 'string', required: true },
            'kind.code': { type: 'integer', required: true },
            state: { type: 'string', required: true, default: 'open' },
            serial: { type: 'string', required: true, readOnly: true },
            tags: { type: 'string', list: true, required: true },
          },
        },
      },
      sections: [{ from: 'A.X', to: 'B.Y' }],
    });
    world.create('A.X', { name: 'a', note: 'n' });
    // The mock refuses to create without `serial`; what was sent is what counts.
    const [post] = await world.writes();
    assert.equal(
      post,
      'POST /Y {"properties":{"name":"a","kind":{"code":0},"state":"open","tags":["unspecified"]}}',
    );
  });

  it('D25 lets two matching X of one datatype agree, and creates none', async () => {
    const world = new World({
      schemas: { A: { X: texts('email', 'name') } },
      sections: [{ from: 'A.X', to: 'A.X', merge: ['email ~ email'], properties: ['name ~ name'] }],
    });
    world.create('A.X', { email: 'a@x', name: 'old' });
    world.create('A.X', { email: 'a@x', name: 'new' });
    world.create('A.X', { email: 'b@x', name: 'b' });
    await world.sync();
    assert.deepEqual(
      world.all('A.X').map(({ name }) => name),
      ['new', 'new', 'b'],
    );
    await world.assertRest();
  });
});
