import assert from 'node:assert/strict';
import type { Properties } from '../systems';
import { closeStages, mismatch, stage, type Stage } from './testing';
import type { NamedRecord } from './scenario-state';

afterEach(closeStages);

describe('a record that was created for another (D9)', () => {
  /** A stage with an order only, and tickets that an engine is said to have made of it. */
  function creations(
    change: (right: Properties) => readonly Properties[],
    declared = {},
  ): Stage & { order: NamedRecord } {
    const base = stage({ declared });
    const order = base.add('Shop Order', 'first');
    const value = (path: string): string => String(order.values.get(path)?.value);
    const right: Properties = {
      title: value('name'),
      amount: Number(value('count')),
      settled: value('paid') === 'true',
      place: { city: value('address.city') },
    };
    for (const properties of change(right)) {
      base.testbed.system('Desk').create('Ticket', properties);
    }
    return { ...base, order };
  }

  function judge({ expectations, datatype, order }: ReturnType<typeof creations>): NamedRecord {
    return expectations.createdFor(datatype('Desk Ticket'), order);
  }

  it('holds what the rows carry over, and joins the scenario under its name', () => {
    const base = creations((right) => [right]);
    const ticket = judge(base);
    assert.equal(base.state.record('Desk Ticket', 'first'), ticket);
    assert.deepEqual(ticket.values.get('title'), base.order.values.get('name'));
    assert.deepEqual(base.state.unnamed(base.datatype('Desk Ticket')), []);
  });

  it('is missing where none was created', () => {
    assert.throws(
      () => judge(creations(() => [])),
      mismatch(/^no Desk Ticket was created for .*\n {4}none$/s),
    );
  });

  it('is one, and not two', () => {
    assert.throws(
      () => judge(creations((right) => [right, right])),
      mismatch(/^2 Desk Ticket were created for .*, instead of 1/),
    );
  });

  it("is known by any value that it got: what each row carries is the row's own matter", () => {
    const changes: ((right: Properties) => Properties)[] = [
      (right) => ({ ...right, title: null }),
      (right) => ({ ...right, title: 'another' }),
      (right) => ({ ...right, amount: `${Number(right.amount)}` }),
      (right) => ({ ...right, place: {} }),
      () => ({}),
    ];
    for (const change of changes) {
      judge(creations((right) => [change(right)]));
    }
    judge(creations((right) => [{ title: 'of another' }, right]));
  });

  it('is none that holds values of another record', () => {
    const base = creations(() => []);
    const other = base.add('Shop Order', 'second');
    base.testbed.system('Desk').create('Ticket', { title: String(other.values.get('name')?.value) });
    assert.throws(() => judge(base), mismatch(/^no Desk Ticket was created for Shop Order "first"/));
  });

  it('has nothing out of thin air (D24)', () => {
    for (const surplus of [{ internalNote: 'mine' }, { extra: 'x' }]) {
      assert.throws(
        () => judge(creations((right) => [{ ...right, ...surplus }])),
        mismatch(/^the Desk Ticket \S+ that was created for .* holds what no row names\n {4}\S+: "/),
      );
    }
  });

  it('may hold blanks, and what the schema requires and no row gives (D24)', () => {
    judge(creations((right) => [{ ...right, internalNote: null, reference: '' }]));
    const declared = {
      Desk: { schema: { Ticket: { properties: { state: { required: true, default: 'new' } } } } },
    };
    judge(creations((right) => [{ ...right, state: 'new' }], declared));
  });

  it('is distinguished from those that people made', () => {
    const base = creations((right) => [right]);
    base.add('Desk Ticket', 'old');
    judge(base);
    assert.throws(() => judge(base), mismatch(/^no Desk Ticket/));
  });
});
