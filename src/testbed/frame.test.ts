import assert from 'node:assert/strict';
import type { Properties } from '../systems';
import { closeStages, harness, mismatch, pair, type Pair, type Script } from './testing';
import type { NamedRecord } from './scenario-state';

afterEach(closeStages);

describe('nothing else (D14)', () => {
  async function changed(script: (both: Pair) => Script): Promise<() => void> {
    const both = pair(script);
    both.state.link(both.order, both.ticket);
    both.actions.edit(both.order, 'address.city');
    await both.state.synchronize();
    return () => {
      both.expectations.nothingElseChanged();
    };
  }

  it('has changed where only the counterpart of the edit was written', async () => {
    const judge = await changed((it) => async (access, cycle) => {
      if (cycle === 1) {
        await access.patch(it.ticket, { place: { city: 'Oslo' } });
      }
    });
    judge();
  });

  it('does not include what is beside the counterpart or in the edited record', async () => {
    const patches: readonly ((it: Pair) => [NamedRecord, Properties])[] = [
      (it) => [it.ticket, { place: { internalNote: null } }],
      (it) => [it.ticket, { internalNote: null }],
      (it) => [it.order, { internalNote: null }],
    ];
    for (const patch of patches) {
      const judge = await changed((it) => async (access, cycle) => {
        if (cycle === 1) {
          await access.patch(...patch(it));
        }
      });
      assert.throws(judge, mismatch(/^1 change that nobody asked for\n {4}\S+ \S+\/\S+ \S+: .* became /));
    }
  });

  it('is not another record, even where rows are about what changed in it', () => {
    const both = pair();
    const stranger = both.add('Desk Ticket', 'second');
    both.state.link(both.order, both.ticket);
    both.actions.edit(both.order, 'address.city');
    both.testbed.system('Desk').edit('Ticket', stranger.id, { place: { city: 'Oslo' } });
    assert.throws(
      () => {
        both.expectations.nothingElseChanged();
      },
      mismatch(/Desk Ticket\/\S+ place.city: .* became "Oslo"$/),
    );
  });

  it('leaves to other rows what they are about, in the records of the edit', async () => {
    const judge = await changed((it) => async (access, cycle) => {
      if (cycle === 1) {
        await access.patch(it.ticket, { title: 'x' });
      }
    });
    judge();
  });

  it('is not a record that was created or deleted', async () => {
    const created = await changed((it) => async (access, cycle) => {
      if (cycle === 1) {
        await access.create(it.datatype('Desk Ticket'), { title: 'x' });
      }
    });
    assert.throws(created, mismatch(/Desk Ticket\/\S+ was created/));
    const both = pair();
    both.actions.edit(both.order, 'name');
    both.testbed.system('Desk').remove('Ticket', both.ticket.id);
    assert.throws(
      () => {
        both.expectations.nothingElseChanged();
      },
      mismatch(/Desk Ticket\/\S+ was deleted/),
    );
  });

  it('can only be asked after an edit', () => {
    assert.throws(
      () => {
        pair().expectations.nothingElseChanged();
      },
      harness(/No step has edited anything/),
    );
  });
});
