import assert from 'node:assert/strict';
import { pair, texts, World } from './testing';
import { rewriting } from './testing-calls';

const merging = {
  merge: ['email ~ mail'],
  properties: ['email ~ mail : string', 'name ~ label : string', 'phone ~ tel'],
};

describe('values', () => {
  it('D11 lets the later modified side win a first merge, and a value beat a newer blank', async () => {
    const world = pair({ kind: 'link-required', ...merging });
    world.create('A.X', { email: 'a@x', name: 'old', phone: '1' });
    world.create('B.Y', { mail: 'a@x', label: 'new', tel: '' });
    await world.sync();
    assert.deepEqual([world.get('A.X').name, world.get('B.Y').tel], ['new', '1']);
    await world.assertRest();
  });

  it('D11 lets the system that the documents name first win at equal times', async () => {
    const world = pair({ kind: 'link-required', ...merging });
    world.createAtOnce('B.Y', { mail: 'a@x', label: 'b' });
    world.createAtOnce('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    assert.deepEqual([world.get('A.X').name, world.get('B.Y').label], ['a', 'a']);
  });

  it('D12 keeps both edits when different properties change on both sides', async () => {
    const world = pair(merging);
    const x = world.create('A.X', { email: 'a@x', name: 'a', phone: '1' });
    await world.sync();
    world.edit('A.X', x, { name: 'a2' });
    world.edit('B.Y', world.ids('B.Y')[0]!, { tel: '2' });
    await world.sync();
    assert.deepEqual([world.get('A.X').phone, world.get('B.Y').label], ['2', 'a2']);
    await world.assertRest();
  });

  it('D15 writes a decimal into a text as text, leaves the longer source, and carries an edit back', async () => {
    const world = new World({
      schemas: { A: { X: texts('email', 'price') }, B: { Y: texts('email', 'amount') } },
      sections: [
        {
          from: 'A.X',
          to: 'B.Y',
          merge: ['email ~ email'],
          properties: ['email ~ email', 'price ~ amount : decimal'],
        },
      ],
    });
    world.create('A.X', { email: 'ada', price: '12.50' });
    await world.sync();
    assert.deepEqual([world.get('A.X').price, world.get('B.Y').amount], ['12.50', '12.5']);
    await world.assertRest();
    world.edit('B.Y', world.ids('B.Y')[0]!, { amount: '13.5' });
    await world.sync();
    assert.deepEqual([world.get('A.X').price, world.get('B.Y').amount], ['13.5', '13.5']);
    await world.assertRest();
  });

  it('D12 lets an edit of one side alone win at equal stamps, on either side', async () => {
    const world = pair({ merge: ['email ~ mail'], properties: ['name ~ label'] });
    const x = world.create('A.X', { email: 'ada', name: 'first' });
    const y = world.create('B.Y', { mail: 'ada' });
    await world.sync();
    world.edit('A.X', x, { name: 'second' });
    await world.sync();
    world.editAtOnce('B.Y', y, { label: 'third' });
    await world.sync();
    assert.deepEqual([world.get('A.X').name, world.get('B.Y').label], ['third', 'third']);
    world.editAtOnce('A.X', x, { name: 'fourth' });
    await world.sync();
    assert.deepEqual([world.get('A.X').name, world.get('B.Y').label], ['fourth', 'fourth']);
    await world.assertRest();
  });

  it('D11 decides by times where what was edited while linked meets a record for the first time', async () => {
    const world = new World({
      schemas: { A: { X: texts('email', 'name') }, B: { Y: texts('email', 'name') } },
      sections: [{ from: 'A.X', to: 'B.Y', merge: ['email ~ email'], properties: ['name ~ name'] }],
    });
    const x = world.create('A.X', { email: 'ada', name: 'first' });
    await world.sync();
    world.edit('A.X', x, { name: 'edited' });
    world.create('B.Y', { email: 'ada', name: 'newer' });
    await world.sync();
    assert.deepEqual(
      world.all('B.Y').map(({ name }) => name),
      ['newer', 'newer'],
    );
  });

  it('D12 does not renew a stale property by editing another one', async () => {
    const world = pair({ kind: 'link-required', ...merging });
    const x = world.create('A.X', { email: 'a@x', name: 'stale', phone: '1' });
    await world.sync();
    const y = world.create('B.Y', { mail: 'b@x', label: 'newer' });
    world.edit('A.X', x, { phone: '2' });
    await world.sync();
    world.edit('B.Y', y, { mail: 'a@x' });
    await world.sync();
    assert.equal(world.get('A.X').name, 'newer');
    assert.equal(world.get('B.Y').tel, '2');
  });

  it('D13 spreads a clear after linking: "" to a string as "", null as null', async () => {
    const world = pair(merging);
    const x = world.create('A.X', { email: 'a@x', name: 'a', phone: '1' });
    await world.sync();
    world.edit('A.X', x, { name: '', phone: null });
    await world.sync();
    assert.deepEqual([world.get('B.Y').label, world.get('B.Y').tel], ['', null]);
    await world.assertRest();
  });

  it('D13 takes nothing that a partial response leaves out for an edit', async () => {
    let partial = false;
    const hiding = rewriting(({ label, ...properties }) =>
      partial || label === undefined ? properties : { ...properties, label },
    );
    const world = pair(merging, { through: hiding });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    partial = true;
    world.edit('A.X', x, { phone: '1' });
    await world.sync('full');
    assert.equal(world.get('A.X').name, 'a');
    assert.equal(world.get('B.Y').label, 'a');
    assert.equal(world.get('B.Y').tel, '1');
  });

  it('D14 changes only what a row names, in the middle of objects too', async () => {
    const world = pair({ properties: ['address.country.code ~ where.code'] });
    const x = world.create('A.X', {
      address: { country: { code: 'NO', name: 'Norway' }, city: 'Oslo' },
      note: 'n',
    });
    await world.sync();
    const y = world.ids('B.Y')[0]!;
    world.edit('B.Y', y, { note: 'mine', where: { other: 'o' } });
    world.edit('A.X', x, { address: { country: { code: 'SE' } } });
    assert.deepEqual(await world.writes(), [`PATCH /Y/${y} {"properties":{"where":{"code":"SE"}}}`]);
    assert.deepEqual(world.get('B.Y'), { where: { code: 'SE', other: 'o' }, note: 'mine' });
  });

  it('D15 writes back in the type that the schema states, else the one that the property held', async () => {
    const world = new World({
      schemas: {
        A: { X: { n: { type: 'string' }, m: { type: 'any' } } },
        B: { Y: { n: { type: 'integer' }, m: { type: 'integer' } } },
      },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['n ~ n : integer', 'm ~ m : integer'] }],
    });
    world.create('A.X', { n: '7', m: '7' });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { n: 7, m: 7 });
    world.edit('B.Y', world.ids('B.Y')[0]!, { n: 8, m: 9 });
    await world.sync();
    assert.deepEqual(world.get('A.X'), { n: '8', m: '9' });
    await world.assertRest();
  });

  it('D15 writes back as it is where a property takes everything and held another type', async () => {
    const world = new World({
      schemas: { A: { X: { code: { type: 'any' } } }, B: { Y: texts('code') } },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['code ~ code : string'] }],
    });
    world.create('A.X', { code: 7 });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { code: '7' });
    world.edit('B.Y', world.ids('B.Y')[0]!, { code: 'seven' });
    await world.sync();
    assert.deepEqual(world.get('A.X'), { code: 'seven' });
    await world.assertRest();
  });

  it('D15 never lets what the server made of a value flow back, nor repeats the write', async () => {
    const trimming = rewriting((properties) => ({
      ...properties,
      ...(typeof properties.label === 'string' ? { label: properties.label.trim() } : {}),
    }));
    const world = pair({ properties: ['name ~ label'] }, { through: trimming });
    const x = world.create('A.X', { name: ' a ' });
    await world.sync();
    await world.assertRest();
    assert.equal(world.get('A.X').name, ' a ');
    world.edit('A.X', x, { name: ' b ' });
    assert.equal((await world.writes()).length, 1);
    await world.assertRest();
    assert.equal(world.get('A.X').name, ' b ');
  });

  it('D15 reports what cannot be converted and continues with the rest', async () => {
    const world = new World({
      schemas: { A: { X: texts('n', 'name') }, B: { Y: { n: { type: 'integer' }, ...texts('label') } } },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['n ~ n : integer', 'name ~ label'] }],
    });
    world.create('A.X', { n: 'seven', name: 'a' });
    world.create('A.X', { n: '8', name: 'b' });
    await world.sync();
    assert.deepEqual(world.all('B.Y'), [{ label: 'a' }, { n: 8, label: 'b' }]);
    assert.deepEqual(
      world.log.filter((line) => line.includes('"seven" cannot become an integer')).length > 0,
      true,
    );
    await world.assertRest();
  });

  it('D16 writes once per other member for one edit', async () => {
    const world = pair(merging);
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('A.X', x, { name: 'b', phone: '2' });
    assert.equal((await world.writes()).length, 1);
    await world.assertRest();
  });

  it('D17 takes the source that is set, and writes back into it', async () => {
    const world = pair({ properties: ['mobile ~ tel', 'phone ~ tel'] });
    world.create('A.X', { phone: '1' });
    await world.sync();
    assert.equal(world.get('B.Y').tel, '1');
    world.edit('B.Y', world.ids('B.Y')[0]!, { tel: '2' });
    await world.sync();
    assert.deepEqual(world.get('A.X'), { phone: '2' });
    await world.assertRest();
  });

  it('D18 lets the siblings of an edited target follow', async () => {
    const world = pair({ properties: ['name ~ label', 'name ~ title'] });
    world.create('A.X', { name: 'a' });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { label: 'a', title: 'a' });
    world.edit('B.Y', world.ids('B.Y')[0]!, { title: 'b' });
    await world.sync();
    assert.deepEqual([world.get('B.Y').label, world.get('A.X').name], ['b', 'b']);
    await world.assertRest();
  });

  it('D23 never writes an identity row', async () => {
    const world = pair({ properties: ['id ~ id', 'name ~ label'] });
    world.create('A.X', { id: 'mine', name: 'a' });
    await world.sync();
    assert.deepEqual(world.get('B.Y'), { label: 'a' });
  });
});
