import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { WIX_API } from '.';
import { clientOf, profile, setUp } from './testing';
import type { Loose } from './testing';

const PATHS = {
  Contacts: '/contacts/v4/contacts',
  Members: '/members/v1/members',
  Orders: '/ecom/v1/orders',
  Products: '/stores/v1/products',
} as const;

const VALUES = {
  string: 'text of a witness',
  boolean: true,
  number: 7,
  integer: 7,
  object: { city: 'Oslo' },
  any: 'x',
} as const;

/** What must be in a creation beside the property that is tried. */
const NEEDED: Readonly<Record<string, Loose>> = {
  Contacts: { info: { name: { first: 'Ada' } } },
  Members: { loginEmail: 'ada@example.com' },
  Orders: {
    channelInfo: { type: 'WEB' },
    priceSummary: { total: { amount: '9.00' } },
    lineItems: [
      {
        productName: { original: 'Cup' },
        quantity: 1,
        price: { amount: '9.00' },
        itemType: { preset: 'PHYSICAL' },
      },
    ],
  },
  Products: { name: 'Cup', priceData: { price: 1 } },
} as unknown as Readonly<Record<string, Loose>>;

const SPECIAL: Readonly<Record<string, unknown>> = {
  'info.birthdate': '1815-12-10',
  'info.addresses': [{ city: 'Oslo' }],
  'contact.addresses': [{ city: 'Oslo' }],
};

describe('profiles/wix.yaml', () => {
  it('names what the mock is, and the datatypes that it has', () => {
    assert.deepEqual([profile.name, profile.api, profile.host], [WIX_API.name, 'wix', WIX_API.host]);
    assert.deepEqual(profile.systems, ['Wix', 'Wix.com']);
    assert.deepEqual(Object.keys(profile.datatypes), WIX_API.datatypes);
  });

  for (const [datatype, { properties, spare }] of Object.entries(profile.datatypes)) {
    it(`has spare properties of ${datatype} that are optional texts, free to be written`, () => {
      assert.ok(spare.length > 0);
      for (const path of spare) {
        assert.deepEqual(properties[path], { type: 'string' }, path);
      }
    });

    it(`calls properties of ${datatype} writable that an update through the API changes, and no others`, async () => {
      for (const [path, facts] of Object.entries(properties)) {
        if (path === 'loginEmail') {
          continue;
        }
        const site = setUp();
        const call = clientOf(site);
        const envelope = datatype.toLowerCase().slice(0, -1);
        const isContact = datatype === 'Contacts';
        const needed = NEEDED[datatype];
        const made = await call(
          'POST',
          PATHS[datatype as keyof typeof PATHS],
          isContact ? needed : { [envelope]: needed },
        );
        assert.equal(made.status, 200, made.text);
        const { id } = made.body[envelope] as Loose;
        const plain = SPECIAL[path] ?? (facts.list === true ? [VALUES[facts.type]] : VALUES[facts.type]);
        const sent = put(path, isContact ? itemsOf(path, plain) : plain);
        const body = isContact ? { revision: 1, info: {}, ...sent } : { [envelope]: sent };
        const changed = await call('PATCH', `${PATHS[datatype as keyof typeof PATHS]}/${id}`, body);
        const shown = site.system.record(datatype, id);
        assert.deepEqual(
          changed.status === 200 && JSON.stringify(reach(shown?.properties, path)) === JSON.stringify(plain),
          facts.readOnly !== true,
          `${datatype} ${path}: ${changed.text}`,
        );
      }
    });
  }
});

/** Lists of a contact go out as items. */
function itemsOf(path: string, value: unknown): unknown {
  const member = { 'info.emails': 'email', 'info.phones': 'phone', 'info.addresses': 'address' }[path];
  return member === undefined ? value : { items: (value as unknown[]).map((each) => ({ [member]: each })) };
}

function put(path: string, value: unknown): object {
  return path.split('.').reduceRight<unknown>((inner, step) => ({ [step]: inner }), value) as object;
}

function reach(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((place, step) => (place as Record<string, unknown> | undefined)?.[step], value);
}
