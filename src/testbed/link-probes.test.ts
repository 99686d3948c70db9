/** What shows a link, and what does not: which rows are tried, what an edit must change, which reports count. */
import assert from 'node:assert/strict';
import type { LinkedRecord } from '../protocol';
import { row, section, sentence, table } from '../model/testing';
import {
  closeStages,
  harness,
  mismatch,
  pair,
  scripted,
  stage,
  type EngineAccess,
  type Stage,
} from './testing';
import type { NamedRecord } from './scenario-state';

afterEach(closeStages);

const BARE = section(
  'Shop.Order',
  'Desk.Ticket',
  sentence('link-required'),
  table('merge-on-match', row('number', 'reference')),
);

interface Reported extends Stage {
  readonly order: NamedRecord;
  readonly ticket: NamedRecord;
}

function memberOf({ system, datatype, id }: NamedRecord): LinkedRecord {
  return { system: system.toLowerCase(), datatype, id };
}

/** An order and a ticket in a section without property rows, before an engine that reports these clusters. */
function reporting(clusters: (order: LinkedRecord, ticket: LinkedRecord) => LinkedRecord[][]): Reported {
  const built: { clusters: LinkedRecord[][] } = { clusters: [] };
  const engine = scripted({ capabilities: ['links'], links: () => built.clusters });
  const base = stage({ sections: [BARE], engine });
  const both = { ...base, order: base.add('Shop Order', 'first'), ticket: base.add('Desk Ticket', 'first') };
  built.clusters = clusters(memberOf(both.order), memberOf(both.ticket));
  return both;
}

describe('a report of links', () => {
  const others: readonly (readonly [string, (member: LinkedRecord) => LinkedRecord])[] = [
    ['datatype', (member) => ({ ...member, datatype: 'Other' })],
    ['system', (member) => ({ ...member, system: 'other' })],
    ['id', (member) => ({ ...member, id: 'other' })],
  ];
  for (const [what, change] of others) {
    it(`links no record of another ${what}`, async () => {
      for (const clusters of [
        (order: LinkedRecord, ticket: LinkedRecord) => [[order, change(ticket)]],
        (order: LinkedRecord, ticket: LinkedRecord) => [[change(order), ticket]],
      ]) {
        const { links, order, ticket } = reporting(clusters);
        await assert.rejects(
          links.linked(order, ticket),
          mismatch(
            /^Shop Order "first" and Desk Ticket "first" are not linked\n {2}the engine reports no link between them$/,
          ),
        );
        await links.notLinked(order, ticket);
      }
    });

    it(`leaves a record alone that shares all but the ${what} with a linked one`, async () => {
      const { links, order, ticket } = reporting((one, other) => [[change(one), other, change(other)]]);
      await links.linkedToNothing(order);
      await assert.rejects(
        links.linkedToNothing(ticket),
        mismatch(/^Desk Ticket "first" is linked, .*\n {2}the engine reports it with 2 other records$/),
      );
    });
  }

  it('may be spread over clusters, of which each links only its own', async () => {
    const { links, order, ticket } = reporting((one, other) => [[one], [other]]);
    await links.notLinked(order, ticket);
    await links.linkedToNothing(order);
    await assert.rejects(links.linked(order, ticket), mismatch(/are not linked/));
  });
});

/** A pair whose engine, in its first cycle, carries an edit of the order like that. */
function carrying(
  carry: (
    access: EngineAccess,
    both: { order: NamedRecord; ticket: NamedRecord },
    now: Stage,
  ) => Promise<void>,
) {
  return pair((it) => async (access, cycle) => {
    if (cycle === 1) {
      await carry(access, it, it);
    }
  });
}

describe('an edit that shows a link', () => {
  it('may arrive in another place: the row is judged in its own', async () => {
    const both = carrying((access, { order, ticket }, { state }) =>
      access.patch(ticket, {
        internalNote: state.current(order).properties.name ?? null,
      }),
    );
    await both.links.linked(both.order, both.ticket);
    assert.equal(both.state.carrying?.source, 'name');
  });

  it('may change the counterpart to anything', async () => {
    const both = carrying((access, { ticket }) => access.patch(ticket, { title: null }));
    await both.links.linked(both.order, both.ticket);
  });

  it('is none that changes something else to something else', async () => {
    const both = carrying((access, { ticket }) => access.patch(ticket, { internalNote: 'x' }));
    await assert.rejects(both.links.linked(both.order, both.ticket), mismatch(/are not linked/));
  });

  it('is none of a boolean that arrives in another place: every record has one of two', async () => {
    const only = section(
      'Shop.Order',
      'Desk.Ticket',
      sentence('create-always'),
      table('properties', row('paid', 'settled', { type: 'boolean' })),
    );
    const built: { script?: (access: EngineAccess) => Promise<void> } = {};
    const base = stage({
      sections: [only],
      declared: { Desk: { schema: { Ticket: { properties: { flag: { type: 'boolean' } } } } } },
      engine: scripted({ script: (access, cycle) => (cycle === 1 ? built.script?.(access) : undefined) }),
    });
    const [order, ticket] = [base.add('Shop Order', 'first'), base.add('Desk Ticket', 'first')];
    built.script = (access) =>
      access.patch(ticket, { flag: base.state.current(order).properties.paid === 'true' });
    await assert.rejects(
      base.links.linked(order, ticket),
      mismatch(/an edit of paid has not arrived in settled/),
    );
  });

  it('is looked for in three rows at most', async () => {
    const both = pair((it) => async (access) => {
      const settled = it.state.current(it.order).properties.paid === 'true';
      if (it.state.current(it.ticket).properties.settled !== settled) {
        await access.patch(it.ticket, { settled });
      }
    });
    await assert.rejects(
      both.links.linked(both.order, both.ticket),
      mismatch(
        / are not linked\n.* of name .*\n.*\n.*\n.* of address\.city .*\n.*\n.*\n.* of count .*\n.*\n.*$/,
      ),
    );
  });
});

describe('a row that has shown a link', () => {
  it('is tried first, and once only', async () => {
    const both = pair();
    both.state.carrying = both.testbed.scope
      .between(both.order, both.ticket)
      .section.statements.flatMap((statement) => ('rows' in statement ? statement.rows : []))
      .find(({ source }) => source === 'address.city');
    await assert.rejects(
      both.links.linked(both.order, both.ticket),
      mismatch(
        / are not linked\n.* of address\.city .*\n.*\n.*\n.* of name .*\n.*\n.*\n.* of count .*\n.*\n.*$/,
      ),
    );
  });
});

describe('a row that nobody can write', () => {
  it('shows no link, on either side', async () => {
    for (const declared of [
      { Shop: { schema: { Order: { properties: { name: { readOnly: true } } } } } },
      { Desk: { schema: { Ticket: { properties: { title: { readOnly: true } } } } } },
    ]) {
      const base = stage({ declared });
      const [order, ticket] = [base.add('Shop Order', 'first'), base.add('Desk Ticket', 'first')];
      await assert.rejects(
        base.links.linked(order, ticket),
        mismatch(/ are not linked\n {2}an edit of address\.city has not arrived in place\.city/),
      );
    }
  });
});

describe('a record that is linked to nothing', () => {
  it('is shown from the other side too: an edit of it changes no record', async () => {
    const both = carrying((access, { order }) => access.patch(order, { name: 'x' }));
    await assert.rejects(
      both.links.linkedToNothing(both.ticket),
      mismatch(
        /^Desk Ticket "first" is linked to Shop Order "first", although nothing matches\n {2}an edit of title changed it: \{.*"name":"x"/,
      ),
    );
  });

  it('is named by its id where no person added it', async () => {
    const both = carrying((access, _, { datatype }) =>
      access.create(datatype('Desk Ticket'), { title: 'x' }),
    );
    await assert.rejects(
      both.links.linkedToNothing(both.order),
      mismatch(/^Shop Order "first" is linked to Desk Ticket [^"\s]+, although/),
    );
  });

  it('may be one of a datatype that is on both sides, which its own edit changes', async () => {
    const both = stage({
      sections: [
        section(
          'Shop.Order',
          'Shop.Order',
          sentence('link-required'),
          table('properties', row('name', 'name')),
        ),
      ],
    });
    await both.links.linkedToNothing(both.add('Shop Order', 'first'));
  });

  it('is not, where its edit changes another record of its own datatype', async () => {
    const built: { script?: (access: EngineAccess) => Promise<void> } = {};
    const base = stage({
      sections: [section('Shop.Order', 'Shop.Order', table('properties', row('name', 'name')))],
      engine: scripted({ script: (access, cycle) => (cycle === 1 ? built.script?.(access) : undefined) }),
    });
    const [one, other] = [base.add('Shop Order', 'first'), base.add('Shop Order', 'second')];
    built.script = (access) => access.patch(other, { name: 'x' });
    await assert.rejects(
      base.links.linkedToNothing(one),
      mismatch(/^Shop Order "first" is linked to Shop Order "second", although nothing matches\n/),
    );
  });

  it('cannot be asked before a section is switched on', async () => {
    const order = stage().add('Shop Order', 'first');
    await assert.rejects(
      stage({ sections: [] }).links.linkedToNothing(order),
      harness(/^No section is switched on\.$/),
    );
  });
});
