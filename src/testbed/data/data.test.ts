import assert from 'node:assert/strict';
import { builtInProfiles } from '../../config/profiles';
import {
  createCallLog,
  createClock,
  createSystem,
  openDirect,
  type MockedSystem,
  type NativeApi,
  type Properties,
  type SystemSchema,
} from '../../systems';
import { EXACT_API } from '../../systems/dialects/exact-online';
import { WIX_API } from '../../systems/dialects/wix';
import { FACTORIES, factoryFor, recordMaker, seededFaker, type FactoryName } from '.';

const TOKEN = 'token-of-the-system';
const COUNT = 100;
const NAMES = Object.keys(FACTORIES) as FactoryName[];

interface Setup {
  readonly system: MockedSystem;
  /** JSON of an answer that must be a success. */
  readonly call: (method: string, path: string, body?: unknown) => Promise<unknown>;
}

function setUp(schema: SystemSchema, api?: NativeApi): Setup {
  const transport = openDirect();
  const account = api?.account({ key: 'one', token: TOKEN });
  const system = createSystem({
    id: 'system',
    name: 'System',
    baseUrl: transport.originOf(api?.host ?? 'system.test'),
    token: TOKEN,
    schema,
    clock: createClock(Date.UTC(2024, 0, 1)),
    calls: createCallLog(),
    pageSize: 1000,
    ...(api === undefined ? {} : { abilities: api.abilities }),
    ...(account === undefined
      ? {}
      : {
          dialect: account.dialect,
          idOf: account.idOf,
          ...(account.claims === undefined ? {} : { claims: account.claims }),
        }),
  });
  transport.add(system);
  return {
    system,
    async call(method, path, body) {
      const response = await transport.fetch(`${system.baseUrl}${path}`, {
        method,
        headers: {
          ...account?.headers,
          authorization: `Bearer ${TOKEN}`,
          accept: 'application/json',
          ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      });
      const text = await response.text();
      assert.ok(response.ok, `${method} ${path}: ${response.status} ${text}`);
      return JSON.parse(text) as unknown;
    },
  };
}

/** The profile's datatypes as a system's schema. */
async function schemaOf(profile: string): Promise<SystemSchema> {
  const found = (await builtInProfiles()).find(({ name }) => name === profile);
  assert.ok(found, profile);
  return Object.fromEntries(
    Object.entries(found.datatypes).map(([name, { properties }]) => [
      name,
      {
        properties: Object.fromEntries(
          Object.entries(properties).map(([path, facts]) => [path, { type: 'string' as const, ...facts }]),
        ),
      },
    ]),
  );
}

function made(name: FactoryName, seed: number): Properties[] {
  const faker = seededFaker(seed);
  return Array.from({ length: COUNT }, (_, index) => FACTORIES[name](faker, index + 1));
}

describe('factories', () => {
  for (const name of NAMES) {
    it(`make the same ${name} for the same seed and number, and never one twice`, () => {
      const records = made(name, 7);
      assert.deepEqual(made(name, 7), records);
      assert.notDeepEqual(made(name, 8), records);
      assert.equal(new Set(records.map((record) => JSON.stringify(record))).size, COUNT);
    });
  }

  it('give orders a total that is the sum of their lines, to the cent', () => {
    for (const { lines, total } of made('order', 3)) {
      const cents = (lines as readonly { readonly quantity: number; readonly price: number }[])
        .map(({ quantity, price }) => quantity * Math.round(price * 100))
        .reduce((sum, each) => sum + each, 0);
      assert.equal(Math.round(Number(total) * 100), cents);
      assert.ok(cents > 0);
    }
  });

  it('are found by what documents call a datatype, and by the words that the system knows', () => {
    const choice = (datatype: string, ...paths: readonly string[]): string | undefined => {
      const facts = Object.fromEntries(paths.map((path) => [path, { type: 'string' as const }]));
      const made = factoryFor(datatype, facts)?.make;
      return NAMES.find((name) => FACTORIES[name] === made);
    };
    assert.equal(choice('Contacts', 'info.emails'), 'contact');
    assert.equal(choice('Contact'), 'customer');
    assert.equal(choice('Accounts', 'Name', 'Email'), 'account');
    assert.equal(choice('Salesorders', 'YourRef'), 'salesOrder');
    assert.equal(choice('Orders', 'buyerInfo.email'), 'storeOrder');
    assert.equal(choice('Quote'), 'quote');
    assert.equal(choice('Spaceship'), undefined);
  });
});

describe('records of a datatype', () => {
  it('get a value for every writable property, where nobody knows the datatype', () => {
    const facts = {
      properties: {
        name: { type: 'string' },
        'address.city': { type: 'string' },
        tags: { type: 'string', list: true },
        size: { type: 'integer' },
        weight: { type: 'number' },
        active: { type: 'boolean' },
        more: { type: 'object' },
        id: { type: 'string', readOnly: true },
        owner: { type: 'string', references: 'Person' },
        captain: { type: 'string', required: true, references: 'Person' },
      },
    } as const;
    const referred = (datatype: string): string => `${datatype}-1`;
    const record = recordMaker('Spaceship', facts, { referred })(seededFaker(1), 1);
    const filled = ['name', 'address', 'tags', 'size', 'weight', 'active', 'more', 'captain'];
    assert.deepEqual(Object.keys(record), filled);
    assert.equal(record.captain, 'Person-1');
    assert.ok(typeof record.name === 'string');
    assert.match(record.name, /^\S.* 1001$/);
    assert.ok(Array.isArray(record.tags) && Number.isInteger(record.size));
  });

  it('get only the required ones beside the factory’s where not every property is wanted', () => {
    const facts = {
      properties: {
        name: { type: 'string' },
        nick: { type: 'string' },
        taxNumber: { type: 'string', required: true },
      },
    } as const;
    const record = recordMaker('Customer', facts, { everyProperty: false })(seededFaker(1), 1);
    assert.deepEqual(Object.keys(record), ['name', 'taxNumber']);
  });

  it('hold values in the form that the facts state', () => {
    const facts = {
      properties: {
        email: { type: 'string', list: true },
        name: { type: 'integer' },
        'address.city': { type: 'string' },
        address: { type: 'string', readOnly: true },
      },
    } as const;
    const { email, name } = recordMaker('Customer', facts)(seededFaker(1), 1);
    assert.ok(Array.isArray(email) && email.length === 1);
    assert.ok(Number.isInteger(name));
  });

  for (const profile of ['exact-online', 'wix']) {
    it(`are accepted by POST in plain REST, with the facts of the profile ${profile}`, async () => {
      const schema = await schemaOf(profile);
      const { system, call } = setUp(schema);
      for (const [datatype, facts] of Object.entries(schema)) {
        const referred = (other: string): string | undefined => system.records(other)[0]?.id;
        const make = recordMaker(datatype, facts, { everyProperty: false, referred });
        const faker = seededFaker(1);
        for (let n = 1; n <= COUNT; n += 1) {
          const properties = make(faker, n);
          assert.ok(Object.keys(properties).length > 0, datatype);
          await call('POST', `/${datatype}`, { properties });
        }
        assert.equal(system.records(datatype).length, COUNT);
      }
    });
  }

  const created = async (datatype: string, profile: string, api: NativeApi): Promise<Setup> => {
    const schema = await schemaOf(profile);
    const setup = setUp(schema, api);
    const make = recordMaker(datatype, schema[datatype]!, { beyondFacts: true, everyProperty: false });
    const faker = seededFaker(1);
    for (let n = 1; n <= COUNT; n += 1) {
      setup.system.create(datatype, make(faker, n));
    }
    return setup;
  };

  const WIX: readonly (readonly [string, string, object, string, string])[] = [
    ['Contacts', '/contacts/v4/contacts/query', { query: { paging: { limit: COUNT } } }, 'contacts', 'info'],
    [
      'Members',
      '/members/v1/members/query',
      { query: { paging: { limit: COUNT } }, fieldsets: ['FULL'] },
      'members',
      'loginEmail',
    ],
    [
      'Orders',
      '/ecom/v1/orders/search',
      { search: { cursorPaging: { limit: COUNT } } },
      'orders',
      'lineItems',
    ],
    [
      'Products',
      '/stores/v1/products/query',
      { query: { paging: { limit: COUNT } } },
      'products',
      'priceData',
    ],
  ];
  for (const [datatype, path, body, member, property] of WIX) {
    it(`are ${datatype} that Wix’s own API shows`, async () => {
      const { call } = await created(datatype, 'wix', WIX_API);
      const answer = (await call('POST', path, body)) as Readonly<Record<string, readonly Properties[]>>;
      assert.equal(answer[member]?.length, COUNT);
      assert.ok(answer[member].every((record) => record[property] !== undefined));
    });
  }

  const EXACT: readonly (readonly [string, string, string])[] = [
    ['Accounts', 'crm/Accounts?$filter=Name ne null&', 'Name'],
    ['Items', 'logistics/Items?$filter=Code ne null&', 'Code'],
    ['Salesorders', 'salesorder/SalesOrders?', 'Description'],
  ];
  for (const [datatype, path, property] of EXACT) {
    it(`are ${datatype} that Exact Online’s own API shows`, async () => {
      const { call } = await created(datatype, 'exact-online', EXACT_API);
      const me = (await call('GET', '/api/v1/current/Me?$select=CurrentDivision')) as {
        readonly d: { readonly results: readonly { readonly CurrentDivision: number }[] };
      };
      const division = me.d.results[0]?.CurrentDivision ?? 0;
      let next: string | undefined = `/api/v1/${division}/${path}$select=${property}`.replaceAll(' ', '%20');
      const found: unknown[] = [];
      while (next !== undefined) {
        const { d } = (await call('GET', next)) as {
          readonly d: { readonly results: readonly Properties[]; readonly __next?: string };
        };
        found.push(...d.results.map((record) => record[property]));
        next = d.__next === undefined ? undefined : d.__next.slice(d.__next.indexOf('/api/'));
      }
      assert.equal(found.length, COUNT);
      assert.ok(found.every((value) => typeof value === 'string' && value !== ''));
    });
  }
});
