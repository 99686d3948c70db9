import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { ALL, START, clientOf, query, setUp } from './testing';
import type { Entity, Setup } from './testing';

interface Act {
  readonly kind: 'create' | 'edit' | 'remove' | 'wait';
  readonly index: number;
}

const acts: fc.Arbitrary<Act> = fc.record({
  kind: fc.constantFrom('create', 'edit', 'remove', 'wait'),
  index: fc.nat(30),
});

function perform({ system, clock }: Setup, { kind, index }: Act): void {
  const records = system.records('Accounts');
  const id = records[index % Math.max(records.length, 1)]?.id;
  if (kind === 'wait') {
    clock.advance(index);
  } else if (kind === 'create') {
    system.create('Accounts', { Name: `n${index}` });
  } else if (id !== undefined && kind === 'edit') {
    system.edit('Accounts', id, { Phone: String(index) });
  } else if (id !== undefined) {
    system.remove('Accounts', id);
  }
}

/** Reads page after page while people act between the pages. */
async function readWhile(
  made: Setup,
  path: string,
  between: readonly (readonly Act[])[],
): Promise<readonly Entity[]> {
  const call = clientOf(made);
  const seen: Entity[] = [];
  let step = 0;
  for (let url: string | undefined = path; url !== undefined; step += 1) {
    assert.ok(step < 500, 'paging never ends');
    const { results, next, status, error } = await call('GET', url);
    assert.equal(status, 200, error);
    seen.push(...results);
    for (const act of between[step] ?? []) {
      perform(made, act);
    }
    url = next;
  }
  return seen;
}

const ORDERS = [
  '',
  '',
  '',
  'ID',
  'Modified',
  'Modified desc',
  'Name,Modified desc',
  'Phone desc',
  'Modified,Name',
];

describe('paging', () => {
  it('shows every record that does not change meanwhile exactly once, in whatever order it is asked for', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(acts, { minLength: 10, maxLength: 40 }),
        fc.array(fc.array(acts, { maxLength: 3 }), { maxLength: 20 }),
        fc.constantFrom(...ORDERS),
        fc.integer({ min: 1, max: 5 }),
        fc.constantFrom(ALL, 'Name ne null'),
        async (before, between, orderby, pageSize, filter) => {
          const made = setUp({ pageSize });
          for (const act of before) {
            perform(made, act);
          }
          const present = new Map(made.system.records('Accounts').map((record) => [record.id, record]));
          const options = { filter, ...(orderby === '' ? {} : { orderby }) };
          const seen = await readWhile(made, `/crm/Accounts${query(options)}`, between);
          const counts = new Map<unknown, number>();
          for (const { ID } of seen) {
            counts.set(ID, (counts.get(ID) ?? 0) + 1);
          }
          for (const record of made.system.records('Accounts')) {
            if (present.get(record.id) === record) {
              assert.equal(counts.get(record.id), 1, `${record.id} by ${orderby}`);
            }
          }
        },
      ),
      { numRuns: 400 },
    );
  });

  it('by time shows what changed meanwhile at its new place: nothing is lost', async () => {
    const made = setUp({ pageSize: 2 });
    const ids = ['a', 'b', 'c', 'd', 'e'].map((Name) => made.system.create('Accounts', { Name }).id);
    const call = clientOf(made);
    const path = `/crm/Accounts${query({ filter: ALL, orderby: 'Modified' })}`;
    const first = await call('GET', path);
    assert.match(
      decodeURIComponent(first.next ?? ''),
      /\$skiptoken=datetime'2024-01-01T08:00:00\.000',guid'[0-9a-f-]+'$/,
    );
    made.clock.advance(1);
    const edited = String(first.results[0]?.ID);
    made.system.edit('Accounts', edited, { Name: 'new' });
    const rest = await readWhile(made, first.next ?? '', []);
    assert.deepEqual(new Set([...first.results, ...rest].map(({ ID }) => ID)), new Set(ids));
    assert.equal(rest.at(-1)?.ID, edited);
  });

  it('gives the changes since a time, however many there were before', async () => {
    const made = setUp();
    for (let count = 0; count < 700; count += 1) {
      made.system.create('Items', { Code: `c${count}`, Description: 'x' });
    }
    made.clock.advance(1000);
    const [first] = made.system.records('Items');
    made.system.edit('Items', first!.id, { Notes: 'new' });
    const call = clientOf(made);
    const since = query({ filter: "Modified gt datetime'2024-01-01T08:00:00'", select: 'ID' });
    assert.deepEqual(
      (await call('GET', `/logistics/Items${since}`)).results.map(({ ID }) => ID),
      [first!.id],
    );
    const all = await readWhile(made, `/logistics/Items${query({ filter: ALL, select: 'ID' })}`, []);
    assert.deepEqual([all.length, new Set(all.map(({ ID }) => ID)).size], [700, 700]);
    assert.equal(made.clock.now(), START + 1000);
  });

  it('refuses tokens that were not given out for this order', async () => {
    const made = setUp();
    made.system.create('Accounts', { Name: 'a' });
    const call = clientOf(made);
    const wrong = [
      'x',
      '',
      "'a'",
      '5',
      "guid'x'",
      "datetime'2024-01-01',guid'00000000-0000-0000-0000-000000000000'",
    ];
    for (const skiptoken of wrong) {
      assert.equal(
        (await call('GET', `/crm/Accounts${query({ filter: ALL, skiptoken })}`)).status,
        400,
        skiptoken,
      );
    }
    const plain = "guid'00000000-0000-0000-0000-000000000000'";
    assert.equal(
      (await call('GET', `/crm/Accounts${query({ filter: ALL, skiptoken: plain })}`)).results.length,
      1,
    );
    assert.equal(
      (await call('GET', `/crm/Accounts${query({ filter: ALL, orderby: 'Name', skiptoken: plain })}`)).status,
      400,
    );
  });
});
