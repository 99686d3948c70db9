import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/testing';
import { closeStages, mismatch, nameOf, pair, scripted, stage, type Pair, type Script } from './testing';
import type { NamedRecord } from './scenario-state';

afterEach(closeStages);

/** Carries every change of the order's name over, as an engine that has linked the pair. */
function mirror(both: Pair): Script {
  return async (access) => {
    const title = both.state.current(both.ticket).properties.title;
    if (title !== nameOf(both, both.order)) {
      await access.patch(both.ticket, { title: nameOf(both, both.order) });
    }
  };
}

describe('a link', () => {
  it('is proved by an edit that arrives (D8, D9)', async () => {
    const both = pair(mirror);
    await both.expectations.linked(both.order, both.ticket);
    await assert.rejects(
      both.expectations.notLinked(both.order, both.ticket),
      mismatch(/changed Desk Ticket .*, to which it is not linked/),
    );
    await assert.rejects(both.expectations.linkedToNothing(both.order), mismatch(/changed Desk Ticket/));
  });

  it('is none where the edit does not arrive', async () => {
    const both = pair();
    await assert.rejects(
      both.expectations.linked(both.order, both.ticket),
      mismatch(/title of Desk Ticket "first"/),
    );
    await both.expectations.notLinked(both.order, both.ticket);
    await both.expectations.linkedToNothing(both.order);
    await both.expectations.linkedToNothing(both.ticket);
  });

  it('is none to a record where the edit creates another, but it is one to something', async () => {
    const create =
      (it: Pair): Script =>
      async (access, cycle) => {
        if (cycle === 1) {
          await access.create(it.datatype('Desk Ticket'), { title: 'x' });
        }
      };
    const one = pair(create);
    await one.expectations.notLinked(one.order, one.ticket);
    const other = pair(create);
    await assert.rejects(other.expectations.linkedToNothing(other.order), mismatch(/changed Desk Ticket/));
  });

  it('is not proved where the engine never becomes quiescent', async () => {
    const both = pair((it) => (access, cycle) => access.patch(it.ticket, { title: `t${cycle}` }));
    await assert.rejects(
      both.expectations.linked(both.order, both.ticket),
      mismatch(/did not become quiescent/),
    );
    await assert.rejects(
      both.expectations.notLinked(both.order, both.ticket),
      mismatch(/did not become quiescent/),
    );
  });
});

describe('a link in a section without property rows', () => {
  const bare = section(
    'Shop.Order',
    'Desk.Ticket',
    sentence('link-required'),
    table('merge-on-match', row('number', 'reference')),
  );

  /** A pair whose engine reports these clusters. */
  function reporting(
    clusters: (it: {
      order: NamedRecord;
      ticket: NamedRecord;
      other: NamedRecord;
    }) => readonly (readonly NamedRecord[])[],
  ) {
    const built: { clusters: readonly (readonly NamedRecord[])[] } = { clusters: [] };
    const links = () =>
      built.clusters.map((members) =>
        members.map(({ system, datatype, id }) => ({ system: system.toLowerCase(), datatype, id })),
      );
    const base = stage({ sections: [bare], engine: scripted({ capabilities: ['links'], links }) });
    const records = {
      order: base.add('Shop Order', 'first'),
      ticket: base.add('Desk Ticket', 'first'),
      other: base.add('Desk Ticket', 'second'),
    };
    built.clusters = clusters(records);
    return { ...base, ...records };
  }

  it('is what the engine reports', async () => {
    const { expectations, order, ticket, other } = reporting((it) => [[it.order, it.ticket], [it.other]]);
    await expectations.linked(order, ticket);
    await expectations.reportedWithoutRows(order, ticket);
    await expectations.notLinked(order, other);
    await expectations.linkedToNothing(other);
    await assert.rejects(expectations.linked(order, other), mismatch(/reports no link/));
    await assert.rejects(expectations.reportedWithoutRows(order, other), mismatch(/reports no link/));
    await assert.rejects(expectations.notLinked(order, ticket), mismatch(/reports a link/));
    await assert.rejects(expectations.linkedToNothing(ticket), mismatch(/is linked with 1 other record$/));
  });

  it('is asked of no engine where a property shows it', async () => {
    const both = pair();
    await both.expectations.reportedWithoutRows(both.order, both.ticket);
  });
});
