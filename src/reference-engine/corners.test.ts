/** Corners that a plain history seldom reaches. */
import assert from 'node:assert/strict';
import { DEFAULT_STRATEGIES } from './strategies';
import { pair, section, texts, World } from './testing';
import { rewriting } from './testing-calls';

const words = { merge: ['email ~ mail'], properties: ['email ~ mail', 'name ~ label', 'phone ~ tel'] };

describe('corners', () => {
  it('D4 creates nothing where a link is required, unless the section contradicts itself', () => {
    const required = section({ from: 'A.X', to: 'B.Y', kind: 'link-required' });
    assert.equal(DEFAULT_STRATEGIES.readSection(required).creates, false);
    const statements = [...required.statements, { kind: 'create-missing' as const }];
    assert.equal(DEFAULT_STRATEGIES.readSection({ ...required, statements }).creates, true);
  });

  it('D9 takes the repeated answer to a creation for no news: an edit made since is kept and spreads', async () => {
    let lost = true;
    const world = pair(
      { properties: ['name ~ label'] },
      {
        through: (fetch) => async (input, init) => {
          const request = new Request(input, init);
          const response = await fetch(request);
          if (!lost || request.method !== 'POST') {
            return response;
          }
          lost = false;
          throw new TypeError('fetch failed');
        },
      },
    );
    world.create('A.X', { name: 'a' });
    await world.sync();
    world.edit('B.Y', world.ids('B.Y')[0]!, { label: 'edited' });
    await world.sync();
    assert.deepEqual([world.get('A.X').name, world.all('B.Y').length], ['edited', 1]);
  });

  it('D11 lets a value that joins later beat a clear that has reached everyone before', async () => {
    const world = new World({
      schemas: { A: { X: texts('email', 'name') }, B: { Y: texts('email', 'name') } },
      sections: [
        { from: 'A.X', to: 'B.Y', merge: ['email ~ email'], properties: ['email ~ email', 'name ~ name'] },
      ],
    });
    const late = world.create('B.Y', { email: 'late@x', name: 'kept' });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('A.X', x, { name: null });
    await world.sync();
    assert.equal(world.get('B.Y', world.ids('B.Y')[1]).name, null);
    await world.sync();
    world.edit('B.Y', late, { email: 'a@x' });
    await world.sync();
    assert.equal(world.get('A.X').name, 'kept');
    await world.assertRest();
  });

  it('D12 takes a stale read for no edit', async () => {
    let stale = false;
    const remembering = rewriting((properties) => (stale ? { ...properties, label: 'a' } : properties));
    const world = pair(words, {
      through: (fetch) => {
        const changed = remembering(fetch);
        return async (input, init) => {
          const response = await changed(input, init);
          const request = new Request(input, init);
          if (!stale || request.method !== 'GET' || !request.url.includes('/Y?')) {
            return response;
          }
          const page = (await response.json()) as { items: Record<string, unknown>[] };
          return Response.json({ ...page, items: page.items.map((item) => ({ ...item, version: 1 })) });
        };
      },
    });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    world.edit('A.X', x, { name: 'b' });
    await world.sync();
    stale = true;
    assert.deepEqual(await world.writes('full'), []);
    stale = false;
    await world.assertRest();
    assert.deepEqual([world.get('A.X').name, world.get('B.Y').label], ['b', 'b']);
  });

  it('D15 lets no default that the system filled in flow back', async () => {
    const filling = rewriting((properties) => ({ tel: 'default', ...properties }));
    const world = pair(words, { through: filling });
    const x = world.create('A.X', { email: 'a@x', name: 'a' });
    await world.sync();
    await world.assertRest();
    assert.equal(world.get('A.X').phone, undefined);
    world.edit('A.X', x, { phone: '1' });
    await world.sync();
    assert.equal(world.get('B.Y').tel, '1');
  });

  it('D17 takes the source that was edited last', async () => {
    const world = pair({ properties: ['mobile ~ tel', 'phone ~ tel'] });
    const x = world.create('A.X', { mobile: '1', phone: '2' });
    await world.sync();
    assert.equal(world.get('B.Y').tel, '1');
    world.edit('A.X', x, { phone: '3' });
    await world.sync();
    assert.equal(world.get('B.Y').tel, '3');
    assert.equal(world.get('A.X').mobile, '1');
    await world.assertRest();
  });

  it('D24 leaves a required property that has a value as it is', async () => {
    const world = new World({
      schemas: {
        A: { X: texts('name') },
        B: { Y: { label: { type: 'string', required: true, default: 'nobody' } } },
      },
      sections: [{ from: 'A.X', to: 'B.Y', properties: ['name ~ label'] }],
    });
    world.create('A.X', { name: 'a' });
    world.create('A.X', {});
    await world.sync();
    assert.deepEqual(world.all('B.Y'), [{ label: 'a' }, { label: 'nobody' }]);
    await world.assertRest();
    assert.deepEqual(world.all('A.X'), [{ name: 'a' }, {}]);
  });

  it('D26 brings two scalars that share one element to agree when both are edited', async () => {
    const emails = { emails: { type: 'string', list: true } } as const;
    const world = new World({
      schemas: { A: { X: emails }, B: { Y: texts('mail') }, C: { Z: texts('mail') } },
      sections: ['B.Y', 'C.Z'].map((to) => ({
        from: 'A.X',
        to,
        merge: ['emails ~ mail'],
        properties: ['emails ~ mail : string'],
      })),
    });
    world.create('A.X', { emails: ['a@x', 'b@x'] });
    await world.sync();
    world.edit('C.Z', world.ids('C.Z')[0]!, { mail: 'later@x' });
    world.edit('B.Y', world.ids('B.Y')[0]!, { mail: 'latest@x' });
    await world.sync();
    assert.deepEqual(world.get('A.X').emails, ['latest@x', 'b@x']);
    assert.deepEqual([world.get('B.Y').mail, world.get('C.Z').mail], ['latest@x', 'latest@x']);
    await world.assertRest();
  });

  it('D11 D26 gives a list that the engine creates the time of the value in it, not of its creation', async () => {
    const emails = { emails: { type: 'string', list: true } } as const;
    const world = new World({
      schemas: {
        A: { X: texts('key', 'mail') },
        B: { Y: { ...texts('key'), ...emails } },
        C: { Z: { ...texts('key'), ...emails } },
      },
      sections: [
        { from: 'A.X', to: 'B.Y', properties: ['key ~ key', 'mail ~ emails : string'] },
        {
          from: 'B.Y',
          to: 'C.Z',
          kind: 'link-required',
          merge: ['key ~ key'],
          properties: ['emails ~ emails'],
        },
      ],
    });
    world.create('A.X', { key: 'k', mail: 'old@x' });
    world.create('C.Z', { key: 'k', emails: ['new@x'] });
    await world.sync();
    assert.deepEqual([world.get('A.X').mail, world.get('B.Y').emails], ['new@x', ['new@x']]);
    await world.assertRest();
  });

  it('D12 reads everything again in a full sync', async () => {
    const world = pair(words);
    world.create('A.X', { name: 'a' });
    await world.sync();
    const calls = await world.sync('full');
    assert.deepEqual(calls.map(({ path }) => path).sort(), ['/X?limit=100', '/Y?limit=100']);
  });
});
