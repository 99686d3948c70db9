import assert from 'node:assert/strict';
import type { PropertySchema } from '../../protocol';
import { WIX_API } from '../../systems/dialects/wix';
import { NativeWorld, type NativeWorldOptions } from './world.test';

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

/** Contacts of one site and members of another, linked by an email address. */
function sites(more: Partial<NativeWorldOptions> = {}): NativeWorld {
  return new NativeWorld({
    places: {
      'Wix.com': { api: WIX_API, key: 'one', datatypes: { Contacts: contacts } },
      Wix: { api: WIX_API, key: 'two', datatypes: { Members: members } },
    },
    sections: [
      {
        from: 'Wix.com/Contacts',
        to: 'Wix/Members',
        kind: 'link-required',
        merge: ['info.emails ~ loginEmail'],
        properties: ['info.emails ~ loginEmail : string', 'info.jobTitle ~ contact.jobTitle : string'],
      },
    ],
    ...more,
  });
}

/** Contacts that become records of a plain system. */
function toPlain(more: Partial<NativeWorldOptions> = {}): NativeWorld {
  return new NativeWorld({
    places: {
      Wix: { api: WIX_API, datatypes: { Contacts: contacts } },
      ERP: { datatypes: { Person: { email: text, first: text, phones: list, company: text } } },
    },
    sections: [
      {
        from: 'Wix/Contacts',
        to: 'ERP/Person',
        properties: [
          'info.emails ~ email : string',
          'info.name.first ~ first : string',
          'info.phones ~ phones',
          'info.company ~ company : string',
        ],
      },
    ],
    ...more,
  });
}

/** A contact as the API shows it. */
async function onWire(world: NativeWorld, id: string): Promise<Record<string, unknown>> {
  const { baseUrl, token, handler } = world.system('Wix');
  const headers = world.configuration.systems.wix?.headers ?? {};
  const response = await handler(
    new Request(`${baseUrl}/contacts/v4/contacts/${id}`, { headers: { authorization: token, ...headers } }),
  );
  return ((await response.json()) as { contact: Record<string, unknown> }).contact;
}

interface Item {
  readonly id: string;
  readonly tag: string;
  readonly email?: string;
  readonly primary?: boolean;
}

async function emailItems(world: NativeWorld, id: string): Promise<readonly Item[]> {
  return ((await onWire(world, id)).info as { emails: { items: readonly Item[] } }).emails.items;
}

describe('Wix contacts and members', () => {
  it('D7 D26 are linked by the second address, and nothing is written for it', async () => {
    const world = sites();
    const contact = world.create('Wix.com/Contacts', { info: { emails: ['a@x.no', 'b@x.no'] } });
    const member = world.create('Wix/Members', { loginEmail: 'b@x.no' });
    assert.deepEqual(await world.writes(), []);
    assert.deepEqual(
      (await world.clusters()).map((ids) => [...ids].sort()),
      [[contact, member].sort()],
    );
    await world.assertRest();
  });

  it('D26 follow an edit of the login email: the anchor alone is replaced', async () => {
    const world = sites();
    world.create('Wix.com/Contacts', { info: { emails: ['a@x.no', 'b@x.no', 'c@x.no'] } });
    const member = world.create('Wix/Members', { loginEmail: 'b@x.no' });
    await world.sync();
    world.edit('Wix/Members', member, { loginEmail: 'new@x.no' });
    assert.equal((await world.writes()).length, 1);
    assert.deepEqual(world.value('Wix.com/Contacts', 'info.emails'), ['a@x.no', 'new@x.no', 'c@x.no']);
    await world.assertRest();
  });

  it('D12 follow an edit of the anchored address: the login email is changed', async () => {
    const world = sites();
    const contact = world.create('Wix.com/Contacts', { info: { emails: ['a@x.no', 'b@x.no'] } });
    world.create('Wix/Members', { loginEmail: 'b@x.no' });
    await world.sync();
    world.edit('Wix.com/Contacts', contact, { info: { emails: ['a@x.no', 'other@x.no'] } });
    await world.sync();
    assert.equal(world.value('Wix/Members', 'loginEmail'), 'other@x.no');
    await world.assertRest();
  });

  it('D12 keep both of two edits of different properties, one on each side', async () => {
    const world = sites();
    const contact = world.create('Wix.com/Contacts', { info: { emails: ['a@x.no'], jobTitle: 'one' } });
    const member = world.create('Wix/Members', { loginEmail: 'a@x.no' });
    await world.sync();
    world.edit('Wix/Members', member, { loginEmail: 'b@x.no' });
    world.edit('Wix.com/Contacts', contact, { info: { jobTitle: 'two' } });
    await world.settle();
    assert.deepEqual(world.value('Wix.com/Contacts', 'info.emails'), ['b@x.no']);
    assert.equal(world.value('Wix/Members', 'contact.jobTitle'), 'two');
    await world.assertRest();
  });

  it('D13 spread what was cleared', async () => {
    const world = sites();
    const contact = world.create('Wix.com/Contacts', { info: { emails: ['a@x.no'], jobTitle: 'one' } });
    world.create('Wix/Members', { loginEmail: 'a@x.no' });
    await world.sync();
    assert.equal(world.value('Wix/Members', 'contact.jobTitle'), 'one');
    world.edit('Wix.com/Contacts', contact, { info: { jobTitle: null } });
    await world.settle();
    assert.ok([null, '', undefined].includes(world.value('Wix/Members', 'contact.jobTitle') as string));
    await world.assertRest();
  });

  it('never write over an edit between the read and the write: a revision that is out of date is read again', async () => {
    let meddle: (() => void) | undefined;
    const world: NativeWorld = sites({
      through: (fetch) => async (input, init) => {
        const request = new Request(input, init);
        if (request.method === 'PATCH' && request.url.includes('/contacts/')) {
          meddle?.();
          meddle = undefined;
        }
        return fetch(request);
      },
    });
    const contact = world.create('Wix.com/Contacts', { info: { emails: ['a@x.no'], jobTitle: 'one' } });
    const member = world.create('Wix/Members', { loginEmail: 'a@x.no' });
    await world.sync();
    world.edit('Wix/Members', member, { contact: { jobTitle: 'ours' } });
    meddle = () => {
      world.edit('Wix.com/Contacts', contact, { info: { jobTitle: 'theirs' } });
    };
    const calls = await world.sync();
    assert.deepEqual(
      calls.flatMap(({ method, status }) => (method === 'PATCH' ? [status] : [])),
      [409, 200],
    );
    assert.equal(world.value('Wix/Members', 'contact.jobTitle'), 'theirs');
    await world.assertRest();
  });

  it('report the primary email of a contact that is a member of its own site, and continue with the rest', async () => {
    const world = new NativeWorld({
      places: {
        Wix: { api: WIX_API, datatypes: { Contacts: contacts, Members: members } },
        ERP: { datatypes: { Person: { email: text, first: text } } },
      },
      sections: [
        {
          from: 'Wix/Contacts',
          to: 'ERP/Person',
          properties: ['info.emails ~ email : string', 'info.name.first ~ first : string'],
        },
      ],
    });
    world.create('Wix/Members', { loginEmail: 'member@x.no' });
    world.create('Wix/Contacts', { info: { emails: ['plain@x.no'] } });
    await world.settle();
    const people = world.system('ERP').records('Person');
    for (const { id, properties } of people) {
      world.edit('ERP/Person', id, { email: `new-${properties.email as string}` });
    }
    await world.sync();
    assert.match(world.log.join('\n'), /answered 428: CANNOT_UPDATE_MEMBER_EMAIL/);
    const emails = world
      .system('Wix')
      .records('Contacts')
      .map(({ properties }) => (properties.info as { emails: string[] }).emails);
    assert.deepEqual(emails.flat().sort(), ['member@x.no', 'new-plain@x.no']);
    assert.deepEqual(await world.writes(), [], 'a write that was refused rests for a sync');
  });
});

describe('Wix contacts and a plain system', () => {
  it('D3 become records, page after page, and their edits come back', async () => {
    const world = toPlain({ pageSize: 2 });
    for (const name of ['a', 'b', 'c', 'd', 'e']) {
      world.create('Wix/Contacts', { info: { name: { first: name, last: 'L' }, emails: [`${name}@x.no`] } });
    }
    await world.settle();
    const people = world.system('ERP').records('Person');
    assert.deepEqual(people.map(({ properties }) => properties.email).sort(), [
      'a@x.no',
      'b@x.no',
      'c@x.no',
      'd@x.no',
      'e@x.no',
    ]);
    const [first] = people;
    world.edit('ERP/Person', first!.id, { first: 'edited', email: 'edited@x.no' });
    await world.settle();
    const edited = world
      .system('Wix')
      .records('Contacts')
      .find(({ properties }) => {
        const info = properties.info as { name: { first: string } };
        return info.name.first === 'edited';
      });
    assert.deepEqual((edited?.properties.info as { name: unknown }).name, { first: 'edited', last: 'L' });
    await world.assertRest();
  });

  it('D14 D26 keep ids, tags and the primary mark of the addresses', async () => {
    const world = toPlain();
    const id = world.create('Wix/Contacts', { info: { emails: ['a@x.no', 'b@x.no'] } });
    await world.sync();
    const before = await emailItems(world, id);
    world.edit('ERP/Person', world.ids('ERP/Person')[0]!, { email: 'new@x.no' });
    await world.sync();
    assert.deepEqual(await emailItems(world, id), [{ ...before[0], email: 'new@x.no' }, before[1]]);
    await world.assertRest();
  });

  it('bring lists there and back: added, removed, emptied', async () => {
    const world = toPlain();
    const id = world.create('Wix/Contacts', { info: { emails: ['a@x.no'], phones: ['1', '2'] } });
    await world.sync();
    const person = world.ids('ERP/Person')[0]!;
    assert.deepEqual(world.value('ERP/Person', 'phones'), ['1', '2']);
    world.edit('ERP/Person', person, { phones: ['0', '2', '3'] });
    await world.settle();
    assert.deepEqual(world.value('Wix/Contacts', 'info.phones', id), ['0', '2', '3']);
    world.edit('ERP/Person', person, { phones: [] });
    await world.settle();
    assert.deepEqual(world.value('Wix/Contacts', 'info.phones', id), []);
    await world.assertRest();
  });

  it('asks for what changed since two hours before the last time', async () => {
    const world = toPlain();
    world.create('Wix/Contacts', { info: { emails: ['a@x.no'] } });
    await world.settle();
    const calls = await world.sync();
    const query = calls.find(({ path }) => path.endsWith('/contacts/query'));
    assert.match(query?.requestBody ?? '', /"updatedDate":\{"\$gte":"2024-01-01T06:00:01.000Z"\}/);
  });
});
