import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/testing';
import { UserActions } from '.';
import { closeStages, scripted, stage, type Stage } from './testing';
import { leavesOf, readAll } from '../oracle';
import type { Section } from '../model';

afterEach(closeStages);

const LISTS = {
  Shop: {
    schema: {
      Order: {
        properties: { emails: { list: true }, 'lines.sku': {}, lines: { type: 'object', list: true } },
      },
    },
  },
} as const;
const listed: Section = section(
  'Shop.Order',
  'Desk.Ticket',
  sentence('create-always'),
  table('merge-on-match', row('emails', 'login', { type: 'string' })),
  table(
    'properties',
    row('emails', 'login', { type: 'string' }),
    row('lines.sku', 'sku', { type: 'string' }),
  ),
);

function lists(): Stage {
  return stage({ sections: [listed], declared: LISTS });
}

describe('a person adds a record', () => {
  it('with a value in every property of a row, and in its own properties (D14)', () => {
    const { add } = stage();
    const { original, values } = add('Shop Order', 'first');
    assert.deepEqual([...values.keys()], ['name', 'count', 'paid', 'address.city', 'number']);
    for (const [path, { value }] of values) {
      assert.deepEqual(readAll(original.properties, path), [String(value)]);
    }
    assert.equal(readAll(original.properties, 'internalNote').length, 1);
    assert.equal(readAll(original.properties, 'address.internalNote').length, 1);
  });

  it('with values that no other record has', () => {
    const { add } = stage();
    const [one, other] = [add('Shop Order', 'first'), add('Shop Order', 'second')];
    assert.notDeepEqual(one.values.get('name'), other.values.get('name'));
    assert.notEqual(one.original.properties.internalNote, other.original.properties.internalNote);
  });

  it('in the form of its schema (D15)', () => {
    const { original, values } = stage().add('Desk Ticket', 'first');
    assert.equal(original.properties.amount, values.get('amount')?.value);
    assert.equal(typeof original.properties.amount, 'number');
    assert.equal(typeof original.properties.settled, 'boolean');
  });

  it('a second after the act before, or in the same one', () => {
    const { actions, datatype, add } = stage();
    const first = add('Shop Order', 'first').original.modifiedAt;
    assert.equal(add('Shop Order', 'second').original.modifiedAt, first + 1000);
    const third = actions.add(datatype('Shop Order'), 'third', { sameSecond: true });
    assert.equal(third.original.modifiedAt, first + 1000);
  });

  it('with what the step says, raw or missing, and no value that a later step could refer to', () => {
    const { actions, datatype } = stage();
    const raw = new Map([
      ['name', null],
      ['address.city', undefined],
    ]);
    const record = actions.add(datatype('Shop Order'), 'first', { raw });
    assert.equal(record.original.properties.name, null);
    assert.deepEqual(readAll(record.original.properties, 'address.city'), []);
    assert.equal(record.values.has('name'), false);
    assert.equal(record.values.has('address.city'), false);
  });

  it('with lists of one, or with another element before the one that counts (D7, D26)', () => {
    const { add, actions, datatype } = lists();
    const one = add('Shop Order', 'first');
    assert.deepEqual(one.original.properties.emails, [one.values.get('emails')?.value]);
    const ticket = add('Desk Ticket', 'first');
    const overrides = { ...UserActions.matching(ticket, 'login', 'emails'), several: 'emails' };
    const two = actions.add(datatype('Shop Order'), 'second', overrides);
    const emails = two.original.properties.emails as readonly string[];
    assert.equal(emails.length, 2);
    assert.equal(emails[1], ticket.values.get('login')?.value);
    assert.notEqual(emails[0], emails[1]);
    assert.equal(two.anchors.get('emails'), 1);
  });

  it('that matches another, or only begins like it (D6)', () => {
    const { add, actions, datatype } = stage();
    const order = add('Shop Order', 'first');
    const number = String(order.values.get('number')?.value);
    const match = actions.add(
      datatype('Desk Ticket'),
      'first',
      UserActions.matching(order, 'number', 'reference'),
    );
    assert.equal(match.original.properties.reference, number);
    const part = actions.add(
      datatype('Desk Ticket'),
      'second',
      UserActions.beginning(order, 'number', 'reference'),
    );
    assert.equal(part.original.properties.reference, number.slice(0, -1));
    assert.throws(
      () => UserActions.matching(order, 'unknown', 'reference'),
      /has no unknown that could match/,
    );
    assert.throws(
      () => UserActions.beginning(order, 'unknown', 'reference'),
      /has no unknown that could begin like it/,
    );
  });
});

describe('a person edits', () => {
  it('one property, and leaves all others as they were (D14)', () => {
    const { add, actions, state } = stage();
    const order = add('Shop Order', 'first');
    actions.edit(order, 'address.city');
    const { properties, modifiedAt, modifiedBy } = state.current(order);
    const city = String(order.values.get('address.city')?.value);
    assert.notDeepEqual(properties, order.original.properties);
    const address = { ...(order.original.properties.address as object), city };
    assert.deepEqual(properties, { ...order.original.properties, address });
    assert.equal(modifiedAt, order.original.modifiedAt + 1000);
    assert.equal(modifiedBy, 'person');
  });

  it("under the engine's own account, where the step says so (D16)", () => {
    const { add, actions, state, testbed } = stage();
    const order = add('Shop Order', 'first');
    actions.edit(order, 'name', { account: 'engine' });
    assert.equal(state.current(order).modifiedBy, testbed.system('Shop').account);
  });

  it('a boolean into its opposite', () => {
    const { add, actions, state } = stage();
    const ticket = add('Desk Ticket', 'first');
    actions.edit(ticket, 'settled');
    assert.equal(state.current(ticket).properties.settled, ticket.original.properties.settled !== true);
  });

  it('the anchor of a list, in place (D26)', () => {
    const { add, actions, datatype, state } = lists();
    const ticket = add('Desk Ticket', 'first');
    const overrides = { ...UserActions.matching(ticket, 'login', 'emails'), several: 'emails' };
    const order = actions.add(datatype('Shop Order'), 'first', overrides);
    actions.edit(order, 'emails');
    const emails = state.current(order).properties.emails as readonly string[];
    assert.equal(emails[0], (order.original.properties.emails as readonly string[])[0]);
    assert.equal(emails[1], order.values.get('emails')?.value);
  });

  it('what no row names, and expects no write from then on (D14)', () => {
    const { add, actions, state } = stage();
    const order = add('Shop Order', 'first');
    actions.editOwn(order);
    const changed = [...leavesOf(state.current(order).properties)].filter(
      ([pointer, value]) => leavesOf(order.original.properties).get(pointer) !== value,
    );
    assert.deepEqual(changed, [
      ['address.internalNote', order.values.get('address.internalNote')?.value],
      ['internalNote', order.values.get('internalNote')?.value],
    ]);
    assert.equal(state.noWritesSince, 0);
  });

  it('to a literal, or to nothing: null, or an empty list (D13)', () => {
    const { add, actions, state } = lists();
    const order = add('Shop Order', 'first');
    actions.set(order, 'lines', [{ sku: 'x' }]);
    assert.deepEqual(state.current(order).properties.lines, [{ sku: 'x' }]);
    actions.clear(order, 'emails');
    assert.deepEqual(state.current(order).properties.emails, []);
    assert.equal(order.values.has('emails'), false);
    const ticket = add('Desk Ticket', 'first');
    actions.clear(ticket, 'sku');
    assert.equal(state.current(ticket).properties.sku, null);
  });

  it('so that a property holds what another record has', () => {
    const { add, actions, state } = stage();
    const [order, ticket] = [add('Shop Order', 'first'), add('Desk Ticket', 'first')];
    actions.copy(order, 'number', ticket, 'reference');
    assert.equal(state.current(ticket).properties.reference, order.values.get('number')?.value);
    assert.throws(() => {
      actions.copy(order, 'unknown', ticket, 'reference');
    }, /has no unknown to copy/);
  });

  it('starting again after each synchronization', async () => {
    const { add, actions, state } = stage({ engine: scripted() });
    const order = add('Shop Order', 'first');
    actions.edit(order, 'name');
    const first = state.before;
    actions.edit(order, 'count');
    assert.equal(state.before, first);
    await state.synchronize();
    actions.edit(order, 'name');
    assert.notEqual(state.before, first);
  });

  it('gives a created record its own properties, but for those inside of lists', () => {
    const { testbed, state, actions, datatype } = lists();
    const created = testbed.system('Shop').create('Order', {});
    const order = state.add(datatype('Shop Order'), 'first', created, new Map());
    actions.addOwnProperties(order);
    assert.deepEqual(Object.keys(state.current(order).properties), ['internalNote']);
  });
});
