import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import type { MockedSystem } from '../..';
import { clientOf, setUp } from './testing';
import type { Client } from './testing';
import type { Json } from '../../../core/json';

const START = Date.UTC(2024, 0, 1);
const NAMES = ['', 'a', 'ab', 'b', 'B', 'æ'];
const EMAILS = ['a@x.test', 'b@x.test', 'A@x.test'];

interface Person {
  readonly id: string;
  readonly first: string;
  readonly emails: readonly string[];
  readonly updated: number;
}

type Predicate = (person: Person) => boolean;
type Condition = readonly [filter: Json, holds: Predicate];

function time(milliseconds: number): string {
  return new Date(START + milliseconds).toISOString();
}

/** Conditions, each beside the same in JavaScript. */
function conditions(ids: readonly string[]): fc.Arbitrary<Condition> {
  const name = fc.constantFrom(...NAMES.slice(1));
  const email = fc.constantFrom(...EMAILS, 'nobody@x.test');
  const millisecond = fc.integer({ min: -1, max: 25 });
  const some = fc.uniqueArray(email, { maxLength: 3 });
  const field = 'info.name.first';
  const condition: fc.Arbitrary<Condition>[] = [
    name.map((value): Condition => [{ [field]: value }, ({ first }) => first === value]),
    name.map((value): Condition => [{ [field]: { $ne: value } }, ({ first }) => first !== value]),
    name.map((value): Condition => [
      { [field]: { $startsWith: value } },
      ({ first }) => first.startsWith(value),
    ]),
    fc
      .boolean()
      .map((value): Condition => [{ [field]: { $exists: value } }, ({ first }) => (first !== '') === value]),
    email.map((value): Condition => [{ 'info.emails.email': value }, ({ emails }) => emails.includes(value)]),
    email.map((value): Condition => [{ 'primaryInfo.email': value }, ({ emails }) => emails[0] === value]),
    some.map((values): Condition => [
      { 'info.emails.email': { $in: values } },
      ({ emails }) => emails.some((each) => values.includes(each)),
    ]),
    fc
      .subarray([...ids])
      .map((values): Condition => [{ id: { $in: values } }, ({ id }) => values.includes(id)]),
    millisecond.map((value): Condition => [
      { updatedDate: { $gte: time(value) } },
      ({ updated }) => updated >= value,
    ]),
    millisecond.map((value): Condition => [
      { updatedDate: { $gt: time(value) } },
      ({ updated }) => updated > value,
    ]),
    millisecond.map((value): Condition => [
      { updatedDate: { $lt: time(value) } },
      ({ updated }) => updated < value,
    ]),
    millisecond.map((value): Condition => [{ updatedDate: time(value) }, ({ updated }) => updated === value]),
    fc
      .tuple(millisecond, millisecond)
      .map(([from, to]): Condition => [
        { updatedDate: { $gte: time(from), $lte: time(to) } },
        ({ updated }) => updated >= from && updated <= to,
      ]),
  ];
  return fc.letrec<{ any: Condition }>((tie) => {
    const list = fc.array(tie('any'), { minLength: 1, maxLength: 3 });
    return {
      any: fc.oneof(
        { maxDepth: 3 },
        fc.oneof(...condition),
        list.map((parts): Condition => [
          { $and: parts.map(([filter]) => filter) },
          (person) => parts.every(([, holds]) => holds(person)),
        ]),
        list.map((parts): Condition => [
          { $or: parts.map(([filter]) => filter) },
          (person) => parts.some(([, holds]) => holds(person)),
        ]),
        tie('any').map(([filter, holds]): Condition => [{ $not: filter }, (person) => !holds(person)]),
      ),
    };
  }).any;
}

describe("Wix's filters", () => {
  it('find what the same conditions find in JavaScript, with the help of indexes and without', async () => {
    const site = setUp({ pageSize: 1000 });
    const call = clientOf(site);
    const people = populate(site.system, (milliseconds) => site.clock.advance(milliseconds));
    await fc.assert(
      fc.asyncProperty(conditions(people.map(({ id }) => id)), async ([filter, holds]) => {
        const found = await idsFound(call, filter);
        const expected = people.filter(holds).map(({ id }) => id);
        assert.deepEqual(found.toSorted(), expected.toSorted(), JSON.stringify(filter));
      }),
      { numRuns: 400 },
    );
  });

  it('find nothing that left an index, and everything that came into it', async () => {
    const site = setUp();
    const call = clientOf(site);
    const { id } = site.system.create('Contacts', { info: { emails: ['a@x.test'] } });
    const find = (email: string): Promise<readonly string[]> =>
      idsFound(call, { 'info.emails.email': email });
    assert.deepEqual(await find('a@x.test'), [id]);
    site.system.edit('Contacts', id, { info: { emails: ['b@x.test'] } });
    assert.deepEqual([await find('a@x.test'), await find('b@x.test')], [[], [id]]);
    site.system.remove('Contacts', id);
    assert.deepEqual(await find('b@x.test'), []);
  });
});

async function idsFound(call: Client, filter: Json): Promise<readonly string[]> {
  const { body } = await call('POST', '/contacts/v4/contacts/query', {
    query: { filter, paging: { limit: 1000 } },
  });
  return body.contacts.map(({ id }) => id);
}

function populate(system: MockedSystem, advance: (milliseconds: number) => number): readonly Person[] {
  return Array.from({ length: 24 }, (_, index): Person => {
    const first = NAMES[index % NAMES.length] ?? '';
    const emails = EMAILS.filter((_email, place) => (index >> place) % 2 === 1);
    const { id } = system.create('Contacts', { info: { name: { first }, emails } });
    const updated = advance(index % 2) - START - (index % 2);
    return { id, first, emails, updated };
  });
}
