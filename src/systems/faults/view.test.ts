import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { restDialect } from '..';
import type { Dialect, FaultRule } from '..';
import { faultsOf, setUpFaulty } from './testing';
import type { FaultySetup } from './testing';

function named(name: string): { body: { properties: { name: string } } } {
  return {
    body: { properties: { name } },
  };
}

/** As many records as asked for, each a millisecond younger than the one before. */
function instance(rules: readonly FaultRule[], count: number, pageSize = 50): FaultySetup {
  const setup = setUpFaulty(rules, { pageSize });
  for (let number = 1; number <= count; number += 1) {
    setup.system.create('Contacts', { name: `n${number}` });
    setup.clock.advance(1);
  }
  return setup;
}

describe('a stale listing', () => {
  it('shows a created record only after a number of calls, while the record can be read', async () => {
    const setup = instance([{ fault: { kind: 'stale-listing', calls: 2 } }], 1);
    await setup.call('POST', '/Contacts', named('Ada'));
    assert.equal((await setup.call('GET', '/Contacts/crm-2')).status, 200);
    assert.equal(setup.system.records('Contacts').length, 2);
    const seen = [await setup.ids(), await setup.ids(), await setup.ids()];
    assert.deepEqual(
      seen.map((pages) => pages.flat()),
      [['crm-1'], ['crm-1'], ['crm-1', 'crm-2']],
    );
    assert.deepEqual(faultsOf(setup), ['stale-listing', '', 'stale-listing', 'stale-listing', '']);
    assert.equal(setup.injector.fired().length, 1);
  });

  it('ends by the clock', async () => {
    const setup = instance([{ fault: { kind: 'stale-listing', milliseconds: 100 } }], 0);
    await setup.call('POST', '/Contacts', named('Ada'));
    setup.clock.advance(99);
    assert.deepEqual((await setup.ids()).flat(), []);
    setup.clock.advance(1);
    assert.deepEqual((await setup.ids()).flat(), ['crm-1']);
  });

  it('ends by healing', async () => {
    const setup = instance([{ fault: { kind: 'stale-listing', calls: 9 }, times: 'always' }], 0);
    await setup.call('POST', '/Contacts', named('Ada'));
    assert.deepEqual((await setup.ids()).flat(), []);
    setup.injector.heal();
    assert.deepEqual((await setup.ids()).flat(), ['crm-1']);
    await setup.call('POST', '/Contacts', named('Eve'));
    assert.deepEqual((await setup.ids()).flat(), ['crm-1', 'crm-2']);
  });

  it('shows an updated record as it was, at its old place, in listings, searches and by reference', async () => {
    const setup = instance([{ fault: { kind: 'stale-listing', calls: 3 }, on: { operation: 'update' } }], 3);
    await setup.call('PATCH', '/Contacts/crm-1', named('new'));
    const { items } = (await setup.call('GET', '/Contacts?limit=2')).body;
    assert.deepEqual(
      items.map(({ id, properties }) => [id, properties.name]),
      [
        ['crm-1', 'n1'],
        ['crm-2', 'n2'],
      ],
    );
    const found = async (name: string): Promise<number> =>
      (await setup.call('GET', `/Contacts?where=name&equals="${name}"`)).body.items.length;
    assert.deepEqual([await found('n1'), await found('new')], [1, 0]);
    assert.deepEqual([await found('n1'), await found('new')], [0, 1]);
  });

  it('shows what it showed first, however often the record changes meanwhile', async () => {
    const setup = instance([{ fault: { kind: 'stale-listing', milliseconds: 9 }, times: 'always' }], 1);
    for (const name of ['second', 'third']) {
      await setup.call('PATCH', '/Contacts/crm-1', named(name));
    }
    const shown = async (): Promise<unknown> =>
      (await setup.call('GET', '/Contacts')).body.items[0]?.properties.name;
    assert.equal(await shown(), 'n1');
    setup.clock.advance(9);
    assert.equal(await shown(), 'third');
  });

  it('hides a new record from the search by reference', async () => {
    const setup = instance([{ fault: { kind: 'stale-listing' } }], 0);
    const body = { properties: { name: 'Ada' }, externalReference: 'r' };
    await setup.call('POST', '/Contacts', { body });
    assert.deepEqual((await setup.ids('/Contacts?externalReference=r')).flat(), []);
    assert.deepEqual((await setup.ids('/Contacts?externalReference=r')).flat(), ['crm-1']);
  });

  it('loses no change to a delta cursor', async () => {
    const setup = instance([{ fault: { kind: 'stale-listing', calls: 2 } }], 1);
    await setup.call('POST', '/Contacts', named('Ada'));
    setup.system.create('Contacts', { name: 'later' });
    const first = (await setup.call('GET', '/Contacts')).body;
    assert.deepEqual(
      first.items.map(({ id }) => id),
      ['crm-1', 'crm-3'],
    );
    const second = (await setup.call('GET', `/Contacts?delta=${first.delta ?? ''}`)).body;
    assert.deepEqual(second.items, []);
    const third = (await setup.call('GET', `/Contacts?delta=${second.delta ?? ''}`)).body;
    assert.deepEqual(
      third.items.map(({ id }) => id),
      ['crm-2', 'crm-3'],
    );
  });

  it('can fire on what people write', async () => {
    const setup = instance([{ fault: { kind: 'stale-listing' }, on: { by: 'person' }, skip: 1 }], 2);
    assert.deepEqual((await setup.ids()).flat(), ['crm-1']);
    assert.deepEqual((await setup.ids()).flat(), ['crm-1', 'crm-2']);
  });

  it('pages as a listing of what it shows, whatever is stale', async () => {
    const steps = fc.array(fc.record({ id: fc.integer({ min: 1, max: 8 }), stale: fc.boolean() }), {
      maxLength: 12,
    });
    await fc.assert(
      fc.asyncProperty(steps, fc.integer({ min: 1, max: 3 }), async (edits, pageSize) => {
        const setup = instance([], 8, pageSize);
        for (const { id, stale } of edits) {
          if (stale) {
            setup.injector.add({ fault: { kind: 'stale-listing', milliseconds: 1000 } });
          }
          await setup.call('PATCH', `/Contacts/crm-${id}`, named(`new ${setup.clock.advance(1)}`));
        }
        const pages = await setup.ids();
        setup.system.setPageSize(50);
        assert.deepEqual(pages.flat(), (await setup.ids()).flat());
        assert.equal(new Set(pages.flat()).size, 8);
        assert.ok(pages.slice(0, -1).every((page) => page.length === pageSize));
      }),
      { numRuns: 60 },
    );
  });
});

describe('a stale read', () => {
  it('shows an updated record as it was, and lets no stale version through', async () => {
    const setup = instance([{ fault: { kind: 'stale-read' }, on: { operation: 'update' } }], 1);
    await setup.call('PATCH', '/Contacts/crm-1', named('new'));
    const stale = await setup.call('GET', '/Contacts/crm-1');
    assert.deepEqual([stale.body.properties.name, stale.headers.get('etag')], ['n1', '"1"']);
    const overtaken = { ...named('x'), headers: { 'if-match': '"1"' } };
    assert.equal((await setup.call('PATCH', '/Contacts/crm-1', overtaken)).status, 412);
    assert.equal((await setup.call('GET', '/Contacts/crm-1')).body.properties.name, 'new');
    assert.deepEqual(faultsOf(setup), ['stale-read', 'stale-read', '', '']);
  });

  it('does not know a created record yet', async () => {
    const setup = instance([{ fault: { kind: 'stale-read', calls: 2 } }], 0);
    await setup.call('POST', '/Contacts', named('Ada'));
    const statuses = [];
    for (let count = 0; count < 3; count += 1) {
      statuses.push((await setup.call('GET', '/Contacts/crm-1')).status);
    }
    assert.deepEqual(statuses, [404, 404, 200]);
    assert.deepEqual((await setup.ids()).flat(), ['crm-1']);
  });
});

describe('an empty list', () => {
  it('is answered 200 to the calls that it fires on, and to no other', async () => {
    const setup = instance([{ fault: { kind: 'empty-list' }, skip: 1 }], 2);
    const seen = [await setup.ids(), await setup.ids(), await setup.ids()];
    assert.deepEqual(
      seen.map((pages) => pages.flat().length),
      [2, 0, 2],
    );
    assert.deepEqual(faultsOf(setup), ['', 'empty-list', '']);
  });

  it('does not fire where there is nothing to list', async () => {
    const setup = instance([{ fault: { kind: 'empty-list' } }], 0);
    await setup.ids();
    assert.equal(setup.injector.neverFired().length, 1);
    setup.system.create('Contacts', { name: 'Ada' });
    assert.deepEqual((await setup.ids()).flat(), []);
    assert.deepEqual(setup.injector.neverFired(), []);
  });

  it('loses nothing to a delta cursor', async () => {
    const setup = instance([{ fault: { kind: 'empty-list' } }], 2);
    const { items, delta } = (await setup.call('GET', '/Contacts')).body;
    assert.deepEqual(items, []);
    assert.equal((await setup.call('GET', `/Contacts?delta=${delta ?? ''}`)).body.items.length, 2);
  });
});

describe('a short page', () => {
  it('holds fewer records, and leads to the rest', async () => {
    const setup = instance([{ fault: { kind: 'short-page', records: 1 } }], 5, 3);
    assert.deepEqual(await setup.ids(), [['crm-1'], ['crm-2', 'crm-3', 'crm-4'], ['crm-5']]);
    assert.deepEqual(faultsOf(setup), ['short-page', '', '']);
  });

  it('does not fire where it would not show', async () => {
    const setup = instance([{ fault: { kind: 'short-page', records: 5 } }], 5, 50);
    assert.deepEqual(
      (await setup.ids()).map((page) => page.length),
      [5],
    );
    assert.deepEqual(faultsOf(setup), ['']);
  });
});

describe('a listing by ids', () => {
  /** Lists what it gets by ids, one after another, as a dialect with another order does. */
  const byIds: Dialect = (context) => {
    const handler = restDialect(context);
    const records = context.store.datatype('Contacts');
    return {
      ...handler,
      answer(call) {
        const found = ['crm-1', 'crm-2'].flatMap((id) => records?.get(id) ?? []);
        return call.method === 'GET'
          ? { status: 200, headers: {}, body: JSON.stringify(found.map(({ properties }) => properties.name)) }
          : handler.answer(call);
      },
    };
  };
  const listed = async ({ system }: FaultySetup): Promise<string> =>
    (await system.handler(new Request(`${system.baseUrl}/Contacts`))).text();

  it('shows what is stale as any other listing, and finds nothing where it is to', async () => {
    const setup = setUpFaulty(
      [
        { fault: { kind: 'stale-listing' }, times: 2 },
        { fault: { kind: 'empty-list' }, skip: 2 },
      ],
      { dialect: byIds },
    );
    setup.system.create('Contacts', { name: 'Ada' });
    await setup.call('POST', '/Contacts', named('Eve'));
    await setup.call('PATCH', '/Contacts/crm-1', named('Ida'));
    const seen = [await listed(setup), await listed(setup), await listed(setup), await listed(setup)];
    assert.deepEqual(seen, ['["Ada"]', '["Ida","Eve"]', '[]', '["Ida","Eve"]']);
    assert.deepEqual(faultsOf(setup).slice(2), ['stale-listing', '', 'empty-list', '']);
  });
});
