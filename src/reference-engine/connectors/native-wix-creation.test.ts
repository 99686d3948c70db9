import assert from 'node:assert/strict';
import type { PropertySchema } from '../../protocol';
import { WIX_API } from '../../systems/dialects/wix';
import { NativeWorld } from './world.test';

const text: PropertySchema = { type: 'string' };
const list: PropertySchema = { type: 'string', list: true };

const contacts = {
  'info.emails': list,
  'info.phones': list,
  'info.name.first': text,
  'info.name.last': text,
  'info.company': text,
  'info.jobTitle': text,
};
const members = {
  loginEmail: { ...text, required: true, clearable: false },
  'contact.jobTitle': text,
  'contact.phones': list,
};

describe('records that are created in Wix', () => {
  it('D3 are contacts of their own, though they have one address', async () => {
    const world = new NativeWorld({
      places: {
        ERP: { datatypes: { Person: { mails: list, first: text } } },
        Wix: { api: WIX_API, datatypes: { Contacts: contacts } },
      },
      sections: [
        {
          from: 'ERP/Person',
          to: 'Wix/Contacts',
          properties: ['mails ~ info.emails', 'first ~ info.name.first : string'],
        },
      ],
    });
    world.create('ERP/Person', { mails: ['a@x.no', 'b@x.no'], first: 'Ada' });
    world.create('ERP/Person', { mails: ['a@x.no'], first: 'Bob' });
    await world.settle();
    assert.equal(world.ids('Wix/Contacts').length, 2);
    const [first] = world.system('Wix').records('Contacts');
    assert.deepEqual((first?.properties.info as { emails: unknown }).emails, ['a@x.no', 'b@x.no']);
    await world.assertRest();
  });

  it('are members, orders and products too', async () => {
    const amount = { type: 'string', required: true, readOnly: true } as const;
    const world = new NativeWorld({
      places: {
        ERP: { datatypes: { User: { mail: text }, Article: { name: text, price: { type: 'number' } } } },
        Wix: {
          api: WIX_API,
          datatypes: {
            Members: members,
            Products: {
              name: { ...text, required: true },
              'priceData.price': { type: 'number', required: true },
            },
            Orders: { 'buyerInfo.email': text, 'priceSummary.total.amount': amount },
          },
        },
      },
      sections: [
        { from: 'ERP/User', to: 'Wix/Members', properties: ['mail ~ loginEmail : string'] },
        {
          from: 'ERP/Article',
          to: 'Wix/Products',
          properties: ['name ~ name : string', 'price ~ priceData.price : decimal'],
        },
        {
          from: 'Wix/Orders',
          to: 'ERP/User',
          kind: 'link-required',
          properties: ['buyerInfo.email ~ mail : string'],
        },
      ],
    });
    const user = world.create('ERP/User', { mail: 'u@x.no' });
    world.create('ERP/Article', { name: 'Lamp', price: 12.5 });
    await world.settle();
    assert.equal(world.value('Wix/Members', 'loginEmail'), 'u@x.no');
    assert.equal(world.value('Wix/Products', 'priceData.price'), 12.5);
    world.edit('ERP/User', user, { mail: 'v@x.no' });
    world.edit('Wix/Products', world.ids('Wix/Products')[0]!, { name: 'Lamp 2' });
    await world.settle();
    assert.equal(world.value('Wix/Members', 'loginEmail'), 'v@x.no');
    assert.equal(world.value('ERP/Article', 'name'), 'Lamp 2');
    await world.assertRest();
  });
});

describe('Wix orders', () => {
  it('become records page by page; what Wix lets change comes back', async () => {
    const world = new NativeWorld({
      places: {
        Wix: {
          api: WIX_API,
          datatypes: { Orders: { number: { ...text, readOnly: true }, 'buyerInfo.email': text } },
        },
        ERP: { datatypes: { Order: { no: text, mail: text } } },
      },
      sections: [
        {
          from: 'Wix/Orders',
          to: 'ERP/Order',
          properties: ['number ~ no : string', 'buyerInfo.email ~ mail : string'],
        },
      ],
      pageSize: 2,
    });
    for (const name of ['a', 'b', 'c']) {
      world.create('Wix/Orders', { buyerInfo: { email: `${name}@x.no` } });
    }
    await world.settle();
    const orders = world.system('ERP').records('Order');
    assert.deepEqual(orders.map(({ properties }) => properties.mail).sort(), ['a@x.no', 'b@x.no', 'c@x.no']);
    assert.ok(orders.every(({ properties }) => typeof properties.no === 'string' && properties.no !== ''));
    world.edit('ERP/Order', orders[0]!.id, { mail: 'new@x.no' });
    await world.settle();
    const mails = world
      .system('Wix')
      .records('Orders')
      .map(({ properties }) => (properties.buyerInfo as { email: string }).email);
    assert.ok(mails.includes('new@x.no'));
    await world.assertRest();
  });
});
