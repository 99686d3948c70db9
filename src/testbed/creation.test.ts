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
    assert.throws(() => judge(creations(() => [])), mismatch(/^0 Desk Ticket were created.*\n {4}none$/s));
  });

  it('is one, and not two', () => {
    assert.throws(() => judge(creations((right) => [right, right])), mismatch(/^2 Desk Ticket were created/));
  });

  it('lacks no value, and has none that is wrong, of another type or out of thin air', () => {
    const wrong: ((right: Properties) => Properties)[] = [
      (right) => ({ ...right, title: null }),
      (right) => ({ ...right, title: 'another' }),
      (right) => ({ ...right, amount: `${Number(right.amount)}` }),
      (right) => ({ ...right, place: {} }),
      (right) => ({ ...right, internalNote: 'mine' }),
      (right) => ({ ...right, reference: 'x' }),
    ];
    for (const change of wrong) {
      assert.throws(
        () => judge(creations((right) => [change(right)])),
        mismatch(/^0 Desk Ticket were created/),
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
    assert.throws(() => judge(base), mismatch(/^0 Desk Ticket/));
  });
});
