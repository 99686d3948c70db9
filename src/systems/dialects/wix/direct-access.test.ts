import assert from 'node:assert/strict';
import fc from 'fast-check';
import { beforeEach, describe, it } from 'mocha';
import type { Properties } from '../..';
import { isEmpty } from '../../core/json';
import { clientOf, profile, setUp } from './testing';
import type { Client, Loose, Setup } from './testing';
import type { Json } from '../../../core/json';
import type { PropertySchema } from '../../../model';

const CONTACTS = '/contacts/v4/contacts';
const MEMBERS = '/members/v1/members';

describe('people in the mocked Wix', () => {
  let site: Setup;
  let call: Client;
  beforeEach(() => {
    site = setUp();
    call = clientOf(site);
  });
  const contact = async (id: string): Promise<Loose> => (await call('GET', `${CONTACTS}/${id}`)).body.contact;
  const member = async (id: string): Promise<Loose> =>
    (await call('GET', `${MEMBERS}/${id}?fieldsets=FULL`)).body.member;

  for (const [datatype, facts] of Object.entries(profile.datatypes)) {
    it(`give ${datatype} properties in the documents' words, and find them again`, () => {
      fc.assert(
        fc.property(propertiesOf(facts.properties), propertiesOf(facts.properties), (made, edited) => {
          const record = site.system.create(datatype, made);
          assert.deepEqual(record.properties, made);
          assert.deepEqual(site.system.record(datatype, record.id), record);
          const changed = site.system.edit(datatype, record.id, edited);
          assert.deepEqual(changed.properties, merged(made, edited));
          assert.equal(changed.version, 2);
          site.system.remove(datatype, record.id);
        }),
        { numRuns: 150 },
      );
    });
  }

  it('keep ids, tags and marks of the addresses that stay, and of those that are replaced in their place', async () => {
    const emails = {
      items: [
        { tag: 'HOME', email: 'a@x.test' },
        { tag: 'WORK', email: 'b@x.test', primary: true },
      ],
    };
    const made = (await call('POST', CONTACTS, { info: { emails } })).body.contact;
    const { id } = made;
    assert.deepEqual(site.system.record('Contacts', id)?.properties, {
      info: { emails: ['a@x.test', 'b@x.test'] },
    });
    const [home, work] = made.info.emails.items as readonly [Loose, Loose];
    site.system.edit('Contacts', id, { info: { emails: ['b@x.test', 'c@x.test', 'a@x.test'] } });
    const [first, second, third] = (await contact(id)).info.emails.items;
    assert.deepEqual([first, third], [work, home]);
    assert.deepEqual([second.tag, second.email], ['UNTAGGED', 'c@x.test']);
    site.system.edit('Contacts', id, { info: { emails: ['d@x.test', 'c@x.test', 'a@x.test'] } });
    assert.deepEqual((await contact(id)).info.emails.items, [{ ...work, email: 'd@x.test' }, second, home]);
    site.system.edit('Contacts', id, { info: { emails: [] } });
    assert.equal((await contact(id)).info.emails, undefined);
    assert.deepEqual(site.system.record('Contacts', id)?.properties, { info: { emails: [] } });
  });

  it('may leave a property out, null, empty: the API shows it as not set, the harness as what it is', async () => {
    for (const blank of [undefined, null, '', []] as const) {
      const info = blank === undefined ? {} : { emails: blank, company: blank };
      const { id } = site.system.create('Contacts', { info: { name: { first: 'Ada' }, ...info } });
      assert.deepEqual((await contact(id)).info, {
        name: { first: 'Ada' },
        ...(Array.isArray(blank) ? { company: [] } : {}),
      });
      const shown = site.system.record('Contacts', id)?.properties.info as Properties;
      assert.ok(isEmpty(shown.emails) && isEmpty(shown.company));
      assert.equal('emails' in shown, blank !== undefined);
      const bob = site.system.create('Members', blank === undefined ? {} : { loginEmail: blank });
      assert.ok(isEmpty(bob.properties.loginEmail));
      assert.ok(isEmpty((await member(bob.id)).loginEmail as Json));
    }
  });

  it('add contacts that are not members, and change them without HTTP: revision and time move', async () => {
    const { id } = site.system.create('Contacts', { info: { emails: ['a@x.test'] } });
    site.clock.advance(3);
    site.system.edit('Contacts', id, { info: { emails: ['b@x.test'] } });
    const shown = await contact(id);
    assert.deepEqual([shown.revision, shown.updatedDate], [2, '2024-01-01T00:00:00.003Z']);
    assert.deepEqual(shown.source, { sourceType: 'ADMIN' });
    assert.equal((await call('DELETE', `${CONTACTS}/${id}`)).status, 200);
    assert.equal(site.system.records('Members').length, 0);
  });

  it("change a member's login email, and the contact's primary email follows; and the other way round", async () => {
    const { id } = site.system.create('Members', { loginEmail: 'a@x.test', contact: { firstName: 'Ada' } });
    const { contactId } = await member(id);
    site.system.edit('Members', id, { loginEmail: 'b@x.test', contact: { lastName: 'L' } });
    assert.equal((await contact(contactId)).primaryInfo.email, 'b@x.test');
    assert.deepEqual(site.system.record('Members', id)?.properties, {
      loginEmail: 'b@x.test',
      contact: { firstName: 'Ada', lastName: 'L' },
    });
    site.system.edit('Contacts', contactId, { info: { emails: ['c@x.test', 'd@x.test'] } });
    const moved = await member(id);
    assert.deepEqual([moved.loginEmail, moved.contact.emails], ['c@x.test', ['c@x.test']]);
    site.system.edit('Members', id, { loginEmail: null });
    assert.equal((await contact(contactId)).primaryInfo.email, 'c@x.test');
    site.system.edit('Members', id, { loginEmail: 'e@x.test' });
    assert.deepEqual(
      (await contact(contactId)).info.emails.items.map(({ email }: Loose) => email),
      ['e@x.test', 'd@x.test'],
    );
  });

  it('see of a record only what was written, not what Wix fills in', async () => {
    const made = (await call('POST', MEMBERS, { member: { loginEmail: 'a@x.test' } })).body.member;
    assert.deepEqual(site.system.record('Members', made.id)?.properties, { loginEmail: 'a@x.test' });
    const product = { name: 'Cup', priceData: { price: 1 } };
    const { id } = (await call('POST', '/stores/v1/products', { product })).body.product;
    assert.deepEqual(site.system.record('Products', id)?.properties, product);
  });

  it('may write what Wix sets itself; the API still shows its own ids and times', async () => {
    const own = { id: 'mine', createdDate: 'x', updatedDate: 'y', lastUpdated: 'z' };
    const bob = site.system.create('Members', { ...own, loginEmail: 'a@x.test', status: 'BLOCKED' });
    const order = site.system.create('Orders', { ...own, number: '7' });
    const product = site.system.create('Products', { ...own, name: 'Cup' });
    const shown = [
      await member(bob.id),
      (await call('GET', `/ecom/v1/orders/${order.id}`)).body.order,
      (await call('GET', `/stores/v1/products/${product.id}`)).body.product,
    ];
    assert.deepEqual(
      shown.map(({ id }) => id),
      [bob.id, order.id, product.id],
    );
    assert.deepEqual(
      new Set(shown.map(({ createdDate }) => createdDate)),
      new Set(['2024-01-01T00:00:00.000Z']),
    );
    assert.deepEqual([shown[0]?.status, shown[1]?.number], ['BLOCKED', '7']);
    assert.deepEqual(bob.properties.id, 'mine');
  });

  it('work on sites whose documents leave contacts out', async () => {
    const { Members } = profile.datatypes;
    assert.ok(Members);
    site = setUp({ schema: { members: Members } });
    call = clientOf(site);
    const { id } = site.system.create('members', { loginEmail: 'a@x.test' });
    const { contactId } = await member(id);
    assert.equal((await contact(contactId)).primaryInfo.email, 'a@x.test');
    assert.throws(() => site.system.records('Contacts'), /no datatype "Contacts"/);
  });
});

/** Properties with values of their types at some of the paths; people fill in read-only ones as well. */
function propertiesOf(facts: Readonly<Record<string, PropertySchema>>): fc.Arbitrary<Properties> {
  const paths = Object.entries(facts).filter(([path]) => path !== 'contactId');
  return fc
    .tuple(...paths.map(([, each]) => fc.option(valueOf(each), { nil: undefined })))
    .map((values) =>
      values.reduce<Properties>(
        (properties, value, index) =>
          value === undefined ? properties : put(properties, (paths[index]?.[0] ?? '').split('.'), value),
        {},
      ),
    );
}

function valueOf({ type, list }: PropertySchema): fc.Arbitrary<Json> {
  const scalars: Readonly<Record<string, fc.Arbitrary<Json>>> = {
    string: fc.string({ unit: 'grapheme', minLength: 1 }),
    integer: fc.integer(),
    number: fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .map((value) => (Object.is(value, -0) ? 0 : value)),
    boolean: fc.boolean(),
    object: fc.record({ city: fc.string({ minLength: 1 }) }, { noNullPrototype: true }),
  };
  const scalar = scalars[type] ?? fc.string();
  return list === true
    ? fc.oneof(fc.array(scalar, { maxLength: 4 }), fc.constant(null))
    : fc.oneof({ weight: 4, arbitrary: scalar }, fc.constantFrom<Json>(null, ''));
}

function put(properties: Properties, [step = '', ...rest]: readonly string[], value: Json): Properties {
  const below = properties[step];
  const inner =
    typeof below === 'object' && below !== null && !Array.isArray(below) ? (below as Properties) : {};
  return { ...properties, [step]: rest.length === 0 ? value : put(inner, rest, value) };
}

/** A merge patch as the contract of `edit` has it, worked out here once more. */
function merged(before: Properties, patch: Properties): Properties {
  const isPlain = (value: Json | undefined): value is Properties =>
    typeof value === 'object' && value !== null && !Array.isArray(value);
  return Object.fromEntries(
    [...new Set([...Object.keys(before), ...Object.keys(patch)])].map((name) => {
      const [old, next] = [before[name], patch[name]];
      if (next === undefined) {
        return [name, old ?? null];
      }
      return [name, isPlain(next) ? merged(isPlain(old) ? old : {}, next) : next];
    }),
  );
}
