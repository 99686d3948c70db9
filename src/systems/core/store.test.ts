import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import { createClock } from '..';
import { createStore } from './store';
import type { DatatypeStore, Position } from './store';

const clockAt = 1_000_000;

function datatypeStore(): { store: DatatypeStore; clock: ReturnType<typeof createClock> } {
  const clock = createClock(clockAt);
  const idOf = (sequence: number): string => `c-${sequence}`;
  const options = { datatypes: ['Contacts'], clock, idOf, timeResolution: 1 };
  const store = createStore(options).datatype('Contacts')!;
  return { store, clock };
}

/** A person's act: create, change or remove a record (the index picks one of those there are), or let time go by. */
const act = fc.oneof(
  fc.record({ kind: fc.constant('create' as const), index: fc.constant(0) }),
  fc.record({ kind: fc.constantFrom('change' as const, 'remove' as const), index: fc.nat(20) }),
  fc.record({ kind: fc.constant('wait' as const), index: fc.integer({ min: 1, max: 2 }) }),
);

interface Act {
  readonly kind: 'create' | 'change' | 'remove' | 'wait';
  readonly index: number;
}

function perform({ kind, index }: Act, { store, clock }: ReturnType<typeof datatypeStore>): void {
  const records = store.all();
  const id = records[index % Math.max(records.length, 1)]?.id;
  if (kind === 'wait') {
    clock.advance(index);
  } else if (kind === 'create') {
    store.create({}, 'person');
  } else if (id !== undefined && kind === 'change') {
    store.change(id, {}, 'person');
  } else if (id !== undefined) {
    store.remove(id);
  }
}

describe('the store', () => {
  it('counts versions and takes the time of each change from the clock', () => {
    const { store, clock } = datatypeStore();
    const created = store.create({ name: 'Ada' }, 'person');
    clock.advance(10);
    const changed = store.change(created.id, { name: 'Eve' }, 'engine');
    assert.deepEqual(created, {
      id: 'c-1',
      version: 1,
      modifiedAt: clockAt,
      modifiedBy: 'person',
      properties: { name: 'Ada' },
    });
    assert.deepEqual(changed, {
      id: 'c-1',
      version: 2,
      modifiedAt: clockAt + 10,
      modifiedBy: 'engine',
      properties: { name: 'Eve' },
    });
    assert.equal(store.get('c-1'), changed);
  });

  it('lists by modification time, then by creation, from any time on', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 60 }), fc.nat(20), (acts, offset) => {
        const made = datatypeStore();
        acts.forEach((one) => {
          perform(one, made);
        });
        const since = clockAt + offset;
        const expected = made.store
          .all()
          .map((record, index) => ({ record, index }))
          .filter(({ record }) => record.modifiedAt >= since)
          .sort((one, other) => one.record.modifiedAt - other.record.modifiedAt || one.index - other.index)
          .map(({ record }) => record);
        assert.deepEqual(made.store.page({ since, limit: 1000 }).records, expected);
      }),
    );
  });

  it('pages so that records that do not change meanwhile come exactly once, whatever else changes', () => {
    const steps = fc.array(fc.array(act, { maxLength: 4 }), { maxLength: 30 });
    fc.assert(
      fc.property(
        fc.array(act, { maxLength: 40 }),
        steps,
        fc.integer({ min: 1, max: 4 }),
        (acts, between, limit) => {
          const made = datatypeStore();
          acts.forEach((one) => {
            perform(one, made);
          });
          const before = new Map(made.store.all().map((record) => [record.id, record]));
          const seen: string[] = [];
          let after: Position | undefined;
          let step = 0;
          do {
            const page = made.store.page({ limit, ...(after === undefined ? {} : { after }) });
            seen.push(...page.records.map(({ id, version }) => `${id} ${version}`));
            after = page.next;
            between[step++]?.forEach((one) => {
              perform(one, made);
            });
          } while (after !== undefined);
          const unchanged = made.store.all().filter((record) => before.get(record.id) === record);
          for (const { id, version } of unchanged) {
            assert.equal(
              seen.filter((one) => one === `${id} ${version}`).length,
              1,
              `${id} among ${seen.join()}`,
            );
          }
        },
      ),
    );
  });

  it('finds by value what a search through all records finds, whatever changed since', () => {
    const names = fc.constantFrom('a', 'b', 'c');
    const edits = fc.array(fc.tuple(fc.nat(6), names, fc.array(names, { maxLength: 2 })), { maxLength: 30 });
    fc.assert(
      fc.property(edits, names, (given, wanted) => {
        const { store } = datatypeStore();
        for (const [index, name, tags] of given) {
          const id = store.all()[index]?.id;
          store.find('name', wanted);
          if (id === undefined) {
            store.create({ name, tags: tags.map((tag) => ({ tag })) }, 'person');
          } else if (tags.length === 0) {
            store.remove(id);
          } else {
            store.change(id, { name, tags: tags.map((tag) => ({ tag })) }, 'person');
          }
        }
        const has = (path: 'name' | 'tags'): string[] =>
          store
            .all()
            .flatMap(({ id, properties }) =>
              JSON.stringify(properties[path]).includes(`"${wanted}"`) ? [id] : [],
            );
        assert.deepEqual(
          store.find('name', wanted).map(({ id }) => id),
          has('name'),
        );
        assert.deepEqual(
          store.find('tags.tag', wanted).map(({ id }) => id),
          has('tags'),
        );
      }),
    );
  });

  it('lists what changed after any change, each record once, as it is now', () => {
    fc.assert(
      fc.property(fc.array(act, { maxLength: 30 }), fc.array(act, { maxLength: 30 }), (before, after) => {
        const made = datatypeStore();
        before.forEach((one) => {
          perform(one, made);
        });
        const mark = made.store.lastChange();
        const known = new Map(made.store.all().map((record) => [record.id, record]));
        after.forEach((one) => {
          perform(one, made);
        });
        const changes = made.store.changesAfter(mark, Infinity);
        const follower = new Map(known);
        for (const { id, record } of changes) {
          if (record === undefined) {
            follower.delete(id);
          } else {
            follower.set(id, record);
          }
        }
        assert.deepEqual(follower, new Map(made.store.all().map((record) => [record.id, record])));
        assert.equal(new Set(changes.map(({ id }) => id)).size, changes.length);
        assert.deepEqual(made.store.changesAfter(made.store.lastChange(), 1), []);
      }),
    );
  });

  it('ends with a page that is just full without promising another', () => {
    const { store } = datatypeStore();
    store.create({}, 'person');
    store.create({}, 'person');
    assert.equal(store.page({ limit: 2 }).next, undefined);
    assert.deepEqual(store.page({ limit: 1 }).next, { modifiedAt: clockAt, sequence: 1 });
  });
});
