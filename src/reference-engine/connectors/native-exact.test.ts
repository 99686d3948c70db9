import assert from 'node:assert/strict';
import type { PropertySchema } from '../../protocol';
import { EXACT_API } from '../../systems/dialects/exact-online';
import { NativeWorld, type NativeWorldOptions } from './world.test';

const text: PropertySchema = { type: 'string' };

const accounts = {
  Name: { ...text, required: true, clearable: false },
  Email: text,
  Country: text,
  Code: text,
};

function toShop(more: Partial<NativeWorldOptions> = {}): NativeWorld {
  return new NativeWorld({
    places: {
      Exact: { api: EXACT_API, datatypes: { Accounts: accounts } },
      Shop: { datatypes: { Customer: { name: text, mail: text, country: text } } },
    },
    sections: [
      {
        from: 'Exact/Accounts',
        to: 'Shop/Customer',
        properties: ['Name ~ name : string', 'Email ~ mail : string', 'Country ~ country : string'],
      },
    ],
    ...more,
  });
}

describe('Exact Online and a plain system', () => {
  it('D2 accounts become customers, page after page, codes without their padding', async () => {
    const world = toShop({ pageSize: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      world.create('Exact/Accounts', { Name: name, Country: 'NL' });
    }
    await world.settle();
    const customers = world.system('Shop').records('Customer');
    assert.deepEqual(customers.map(({ properties }) => properties.name).sort(), ['a', 'b', 'c', 'd', 'e']);
    assert.ok(customers.every(({ properties }) => properties.country === 'NL'));
    await world.assertRest();
  });

  it('D12 edits come back by PUT, and nothing but what changed is sent (D14)', async () => {
    const world = toShop();
    const id = world.create('Exact/Accounts', { Name: 'Ada', Email: 'a@x.no', Code: '77' });
    await world.settle();
    world.edit('Shop/Customer', world.ids('Shop/Customer')[0]!, { mail: 'new@x.no' });
    const writes = await world.writes();
    assert.equal(writes.length, 1);
    assert.match(
      writes[0] ?? '',
      /^PUT \/api\/v1\/\d+\/crm\/Accounts\(guid'[^']+'\) \{"Email":"new@x\.no"\}$/,
    );
    assert.equal(world.value('Exact/Accounts', 'Email', id), 'new@x.no');
    assert.equal(world.value('Exact/Accounts', 'Code', id), '77');
    await world.assertRest();
  });

  it('D13 clears spread both ways', async () => {
    const world = toShop();
    const id = world.create('Exact/Accounts', { Name: 'Ada', Email: 'a@x.no', Country: 'NL' });
    await world.settle();
    world.edit('Exact/Accounts', id, { Email: null });
    world.edit('Shop/Customer', world.ids('Shop/Customer')[0]!, { country: '' });
    await world.settle();
    assert.ok([null, '', undefined].includes(world.value('Shop/Customer', 'mail') as string));
    assert.ok([null, '', undefined].includes(world.value('Exact/Accounts', 'Country', id) as string));
    await world.assertRest();
  });

  it('never writes over an edit that came after the last read (no versions: read again before each write)', async () => {
    let meddle: (() => void) | undefined;
    const world: NativeWorld = toShop({
      through: (fetch) => (input, init) => {
        const request = new Request(input, init);
        if (request.method === 'GET' && request.url.includes('(guid')) {
          meddle?.();
          meddle = undefined;
        }
        return fetch(request);
      },
    });
    const id = world.create('Exact/Accounts', { Name: 'Ada', Email: 'a@x.no' });
    await world.settle();
    world.edit('Shop/Customer', world.ids('Shop/Customer')[0]!, { mail: 'ours@x.no' });
    meddle = () => {
      world.edit('Exact/Accounts', id, { Email: 'theirs@x.no' });
    };
    await world.settle();
    assert.equal(world.value('Exact/Accounts', 'Email', id), 'theirs@x.no');
    assert.equal(world.value('Shop/Customer', 'mail'), 'theirs@x.no');
    await world.assertRest();
  });

  it('D16 what Exact skips in silence is sent once, and not again', async () => {
    const world = new NativeWorld({
      places: {
        Exact: {
          api: EXACT_API,
          datatypes: { Items: { Code: text, Description: text, StandardSalesPrice: { type: 'number' } } },
        },
        Shop: { datatypes: { Product: { code: text, title: text, price: { type: 'number' } } } },
      },
      sections: [
        {
          from: 'Exact/Items',
          to: 'Shop/Product',
          properties: [
            'Code ~ code : string',
            'Description ~ title : string',
            'StandardSalesPrice ~ price : decimal',
          ],
        },
      ],
    });
    world.create('Exact/Items', { Code: 'L1', Description: 'Lamp', StandardSalesPrice: 10 });
    await world.settle();
    assert.equal(world.value('Shop/Product', 'price'), 10);
    world.edit('Shop/Product', world.ids('Shop/Product')[0]!, { price: 12 });
    assert.equal((await world.writes()).filter((line) => line.startsWith('PUT')).length, 1);
    await world.assertRest();
  });

  it('sales orders become orders, and back', async () => {
    const world = new NativeWorld({
      places: {
        Exact: { api: EXACT_API, datatypes: { Salesorders: { Description: text, YourRef: text } } },
        Shop: { datatypes: { Order: { text, ref: text } } },
      },
      sections: [
        {
          from: 'Exact/Salesorders',
          to: 'Shop/Order',
          properties: ['Description ~ text : string', 'YourRef ~ ref : string'],
        },
      ],
    });
    const id = world.create('Exact/Salesorders', { Description: 'first', YourRef: 'r1' });
    await world.settle();
    assert.equal(world.value('Shop/Order', 'ref'), 'r1');
    world.edit('Shop/Order', world.ids('Shop/Order')[0]!, { ref: 'r2' });
    await world.settle();
    assert.equal(world.value('Exact/Salesorders', 'YourRef', id), 'r2');
    await world.assertRest();
  });

  it('D3 customers become accounts', async () => {
    const world = new NativeWorld({
      places: {
        Shop: { datatypes: { Customer: { name: text, mail: text } } },
        Exact: { api: EXACT_API, datatypes: { Accounts: accounts } },
      },
      sections: [
        {
          from: 'Shop/Customer',
          to: 'Exact/Accounts',
          properties: ['name ~ Name : string', 'mail ~ Email : string'],
        },
      ],
    });
    world.create('Shop/Customer', { name: 'Ada', mail: 'a@x.no' });
    world.create('Shop/Customer', { name: 'Ada', mail: 'a@x.no' });
    await world.settle();
    assert.equal(world.ids('Exact/Accounts').length, 2);
    const account = world.ids('Exact/Accounts')[0]!;
    world.edit('Exact/Accounts', account, { Email: 'b@x.no' });
    await world.settle();
    assert.deepEqual(
      world
        .system('Shop')
        .records('Customer')
        .map(({ properties }) => properties.mail)
        .sort(),
      ['a@x.no', 'b@x.no'],
    );
    await world.assertRest();
  });

  it('renews the token where it expires, also after a restart', async () => {
    const world = toShop();
    world.create('Exact/Accounts', { Name: 'Ada' });
    await world.settle();
    for (const name of ['Bob', 'Eve']) {
      world.clock.advance(601_000);
      world.create('Exact/Accounts', { Name: name });
      await world.restart();
      await world.settle();
    }
    assert.equal(world.ids('Shop/Customer').length, 3);
  });
});
