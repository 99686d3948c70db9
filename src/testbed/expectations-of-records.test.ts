/** What expectations say of several records at once: which ones they name, whose values count, whose edits lead where. */
import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/testing';
import { closeStages, harness, mismatch, pair, stage } from './testing';

afterEach(closeStages);

describe('a count that is wrong', () => {
  it('lists the records, those of the scenario by name, or none', () => {
    const base = stage();
    const ticket = base.datatype('Desk Ticket');
    const count = (expected: number) => () => {
      base.expectations.count(ticket, expected);
    };
    assert.throws(count(1), mismatch(/^0 Ticket in Desk instead of 1: none$/));
    base.add('Desk Ticket', 'first');
    base.testbed.system('Desk').create('Ticket', {});
    assert.throws(
      count(1),
      mismatch(/^2 Ticket in Desk instead of 1: desk-1 \("first"\), desk-2 \(made by the engine\)$/),
    );
  });
});

describe('the record that was created for one of several', () => {
  it('is none that holds what another record of its datatype was given', () => {
    const base = stage();
    const [first, second] = [base.add('Shop Order', 'first'), base.add('Shop Order', 'second')];
    const title = (order: typeof first): string => String(order.values.get('name')?.value);
    base.testbed.system('Desk').create('Ticket', { title: title(second) });
    assert.throws(
      () => base.expectations.createdFor(base.datatype('Desk Ticket'), first),
      mismatch(/^no Desk Ticket was created for Shop Order "first"/),
    );
    const { id } = base.testbed.system('Desk').create('Ticket', { title: title(first) });
    assert.equal(base.expectations.createdFor(base.datatype('Desk Ticket'), first).id, id);
    assert.equal(base.expectations.createdFor(base.datatype('Desk Ticket'), second).name, 'second');
  });

  it('is one without values that no record of its own datatype could have given', () => {
    const base = stage();
    const [order, stranger] = [base.add('Shop Order', 'first'), base.add('Desk Ticket', 'other')];
    base.actions.clear(order, 'name');
    const { id } = base.testbed.system('Desk').create('Ticket', {});
    assert.equal(base.expectations.createdFor(base.datatype('Desk Ticket'), order).id, id);
    assert.notEqual(stranger.id, id);
  });
});

describe('the value of a record', () => {
  it('has to be given by a step before another can be held to it', () => {
    const { expectations, order, ticket } = pair();
    assert.throws(
      () => {
        expectations.holdsValueOf(ticket, 'title', order, 'unknown');
      },
      harness(/^Shop Order "first" was given no value in unknown\.$/),
    );
  });

  it('is lost where the record itself does not hold it any more', () => {
    const { expectations, testbed, order } = pair();
    testbed.system('Shop').edit('Order', order.id, { name: 'x' });
    assert.throws(
      () => {
        expectations.holdsValueOf(order, 'name', order, 'name');
      },
      mismatch(/^name of Shop Order "first" has lost its value\n/),
    );
  });

  it('is what it holds now where that is text, else what it was given', () => {
    const { expectations, testbed, order, ticket } = pair();
    const given = ticket.values.get('amount');
    testbed.system('Shop').edit('Order', order.id, { name: 'x' });
    testbed.system('Desk').edit('Ticket', ticket.id, { amount: 7 });
    assert.deepEqual(expectations.held(order, 'name'), { type: 'text', value: 'x' });
    assert.deepEqual(expectations.held(ticket, 'amount'), given);
    assert.deepEqual(expectations.held(order, 'count'), order.values.get('count'));
    assert.equal(expectations.held(order, 'unknown'), undefined);
    testbed.system('Shop').edit('Order', order.id, { name: null });
    assert.deepEqual(expectations.held(order, 'name'), order.values.get('name'));
  });

  it('is shared where one of the properties has got something', () => {
    const { expectations, actions, order } = pair();
    assert.equal(expectations.sharesAny(order, ['unknown', 'name']), true);
    actions.clear(order, 'name');
    assert.equal(expectations.sharesAny(order, ['unknown', 'name']), false);
    assert.equal(expectations.sharesAny(order, []), false);
  });

  it('outside the rows is kept as a person left it (D14)', () => {
    const { expectations, actions, testbed, order, ticket } = pair();
    actions.editOwn(order);
    expectations.ownKept(order);
    assert.throws(
      () => {
        expectations.ownKept(ticket);
      },
      harness(/^No step has edited what no row names of Desk Ticket "first"\.$/),
    );
    testbed.system('Shop').edit('Order', order.id, { internalNote: 'x' });
    assert.throws(
      () => {
        expectations.ownKept(order);
      },
      mismatch(/^internalNote of Shop Order "first" has lost its value\n/),
    );
  });
});

describe('the edit that has to arrive', () => {
  it('is none that was made elsewhere, in this record or in another', () => {
    const { expectations, actions, order, add } = pair();
    actions.edit(add('Shop Order', 'second'), 'name');
    actions.edit(order, 'count');
    assert.throws(
      () => {
        expectations.arrived(order, 'name');
      },
      harness(/^No step has edited what name of Shop Order "first" depends on\.$/),
    );
  });

  it('is said to have been lost where it is of the property itself, else not to have arrived', () => {
    const { expectations, actions, testbed, order, ticket } = pair();
    actions.edit(order, 'name');
    testbed.system('Shop').edit('Order', order.id, { name: 'x' });
    assert.throws(
      () => {
        expectations.arrived(order, 'name');
      },
      mismatch(/^the edit of name of Shop Order "first" was lost\n/),
    );
    assert.throws(
      () => {
        expectations.arrived(ticket, 'title');
      },
      mismatch(/^the edit of name of Shop Order "first" has not arrived in title of Desk Ticket "first"\n/),
    );
  });

  it('of one record is not lost where another of its datatype has to follow it by the same path', () => {
    const same = section(
      'Shop.Order',
      'Shop.Order',
      sentence('keep-in-sync'),
      table('properties', row('name', 'name')),
    );
    const base = stage({ sections: [same] });
    const [one, other] = [base.add('Shop Order', 'first'), base.add('Shop Order', 'second')];
    base.state.link(one, other);
    base.actions.edit(one, 'name');
    assert.throws(
      () => {
        base.expectations.arrived(other, 'name');
      },
      mismatch(/^the edit of name of Shop Order "first" has not arrived in name of Shop Order "second"\n/),
    );
  });

  it('may come over a record between, as long as the records are one thing', () => {
    const chain = [
      section('Shop.Order', 'Desk.Ticket', table('properties', row('name', 'title'))),
      section('Desk.Ticket', 'Books.Entry', table('properties', row('title', 'text'))),
    ];
    const base = stage({ sections: chain });
    const [order, ticket, entry] = [
      base.add('Shop Order', 'first'),
      base.add('Desk Ticket', 'first'),
      base.add('Books Entry', 'first'),
    ];
    base.state.link(order, ticket);
    base.actions.edit(order, 'name');
    const arrived = () => {
      base.expectations.arrived(entry, 'text');
    };
    assert.throws(arrived, harness(/^No step has edited what text of Books Entry/));
    base.state.link(ticket, entry);
    assert.throws(arrived, mismatch(/^the edit of name of Shop Order "first" has not arrived in text of/));
    base.actions.edit(ticket, 'title');
    assert.throws(arrived, mismatch(/^the edit of title of Desk Ticket "first" has not arrived in text of/));
    base.actions.edit(order, 'name');
    assert.throws(arrived, mismatch(/^the edit of name of Shop Order "first" has not arrived in text of/));
  });
});

describe('what else has changed', () => {
  it('may be one element of a list, and no other one (D26)', () => {
    const lists = section(
      'Shop.Order',
      'Desk.Ticket',
      sentence('keep-in-sync'),
      table('properties', row('name', 'titles', { type: 'string' })),
    );
    const declared = {
      Desk: { schema: { Ticket: { properties: { titles: { type: 'string', list: true } } } } },
    } as const;
    const changed = (titles: readonly string[]) => () => {
      const base = stage({ sections: [lists], declared });
      const order = base.add('Shop Order', 'first');
      const ticket = base.actions.add(base.datatype('Desk Ticket'), 'first', { several: 'titles' });
      base.state.link(order, ticket);
      base.testbed.system('Desk').edit('Ticket', ticket.id, { titles: ['a', 'b'] });
      base.state.closed = true;
      base.actions.edit(order, 'name');
      base.testbed.system('Desk').edit('Ticket', ticket.id, { titles: [...titles] });
      base.expectations.nothingElseChanged();
    };
    changed(['a', 'x'])();
    assert.throws(
      changed(['x', 'b']),
      mismatch(/^1 change .*\n {4}Desk Ticket\/desk-1 titles\[0\]: "a" became "x"$/),
    );
    assert.throws(
      changed(['x', 'x']),
      mismatch(/^1 change .*\n {4}Desk Ticket\/desk-1 titles\[0\]: "a" became "x"$/),
    );
  });

  it('is named for a record that no step knows', () => {
    const { expectations, actions, state, testbed, order } = pair();
    const { id } = testbed.system('Desk').create('Ticket', { title: 'a' });
    state.closed = true;
    actions.edit(order, 'name');
    testbed.system('Desk').edit('Ticket', id, { title: 'b' });
    assert.throws(
      () => {
        expectations.nothingElseChanged();
      },
      mismatch(/^1 change that nobody asked for\n {4}Desk Ticket\/\S+ title: "a" became "b"$/),
    );
  });
});
