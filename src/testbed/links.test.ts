import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/testing';
import { closeStages, mismatch, nameOf, pair, scripted, stage, type Pair, type Script } from './testing';
import type { NamedRecord } from './scenario-state';
import { UserActions } from './user-actions';

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
    await both.links.linked(both.order, both.ticket);
    await assert.rejects(
      both.links.notLinked(both.order, both.ticket),
      mismatch(
        /^Shop Order "first" is linked to Desk Ticket "first", although nothing matches\n {2}an edit of name changed it/,
      ),
    );
    await assert.rejects(both.links.linkedToNothing(both.order), mismatch(/is linked to Desk Ticket/));
  });

  it('is none where the edit does not arrive', async () => {
    const both = pair();
    await assert.rejects(
      both.links.linked(both.order, both.ticket),
      mismatch(
        /^Shop Order "first" and Desk Ticket "first" are not linked\n {2}an edit of name has not arrived in title\n {2}expected: ".*"\n {2}found: {4}".*"\n {2}an edit of address\.city /,
      ),
    );
    await both.links.notLinked(both.order, both.ticket);
    await both.links.linkedToNothing(both.order);
    await both.links.linkedToNothing(both.ticket);
  });

  it('is shown by any row that carries an edit: one that does not is judged in its own place', async () => {
    const both = pair((it) => async (access) => {
      const city = it.state.current(it.order).properties.address;
      const place = it.state.current(it.ticket).properties.place;
      if (JSON.stringify(city) !== JSON.stringify(place)) {
        await access.patch(it.ticket, { place: city ?? null });
      }
    });
    await both.links.linked(both.order, both.ticket);
    assert.equal(both.state.carrying?.source, 'address.city');
    await assert.rejects(
      both.links.notLinked(both.order, both.ticket),
      mismatch(/an edit of address\.city changed/),
    );
  });

  it('is missed with the reason that it should be there', async () => {
    const base = stage();
    const order = base.add('Shop Order', 'first');
    const ticket = base.actions.add(
      base.datatype('Desk Ticket'),
      'first',
      UserActions.matching(order, 'number', 'reference'),
    );
    await assert.rejects(
      base.links.linked(order, ticket),
      mismatch(/^.* are not linked, although number = reference \(".+"\)\n/),
    );
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
    await one.links.notLinked(one.order, one.ticket);
    const other = pair(create);
    await assert.rejects(other.links.linkedToNothing(other.order), mismatch(/is linked to Desk Ticket/));
  });

  it('is not proved where the engine never becomes quiescent', async () => {
    const both = pair((it) => (access, cycle) => access.patch(it.ticket, { title: `t${cycle}` }));
    await assert.rejects(both.links.linked(both.order, both.ticket), mismatch(/did not become quiescent/));
    await assert.rejects(both.links.notLinked(both.order, both.ticket), mismatch(/did not become quiescent/));
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
    const { links, order, ticket, other } = reporting((it) => [[it.order, it.ticket], [it.other]]);
    await links.linked(order, ticket);
    await links.reportedWithoutRows(order, ticket);
    await links.notLinked(order, other);
    await links.linkedToNothing(other);
    await assert.rejects(links.linked(order, other), mismatch(/reports no link/));
    await assert.rejects(links.reportedWithoutRows(order, other), mismatch(/reports no link/));
    await assert.rejects(
      links.notLinked(order, ticket),
      mismatch(/are linked, although nothing matches\n {2}so the engine reports/),
    );
    await assert.rejects(
      links.linkedToNothing(ticket),
      mismatch(/is linked, although nothing matches it\n {2}the engine reports it with 1 other record$/),
    );
  });

  it('is asked of no engine where a property shows it', async () => {
    const both = pair();
    await both.links.reportedWithoutRows(both.order, both.ticket);
  });
});
