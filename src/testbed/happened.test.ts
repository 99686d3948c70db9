import assert from 'node:assert/strict';
import { happenedIn } from '.';
import { carry, closeStages, pair, stage } from './testing';

afterEach(closeStages);

describe('what happened in a scenario', () => {
  it('is the calls and acts of each step, in order, with what was there before', async () => {
    const both = pair(carry);
    both.actions.edit(both.order, 'name');
    await both.state.synchronize();
    both.actions.clear(both.order, 'name');
    const { calls = [], acts = [] } = happenedIn(both.state, [
      { calls: 0, acts: 0 },
      { calls: 0, acts: 2 },
      { calls: 0, acts: 3 },
      { calls: 1, acts: 3 },
    ]);
    assert.deepEqual(
      acts.map(({ step, afterCall, text }) => [step, afterCall, text]),
      [
        [0, 0, 'adds Shop Order "first" (shop-1)'],
        [0, 0, 'adds Desk Ticket "first" (desk-1)'],
        [1, 0, 'edits name of Shop Order "first" (shop-1)'],
        [3, 1, 'clears name of Shop Order "first" (shop-1)'],
      ],
    );
    assert.deepEqual(
      acts.slice(2).map(({ before, after }) => [before, after]),
      [
        [JSON.stringify(both.order.original.properties.name), acts[2]?.after],
        [acts[2]?.after, 'null'],
      ],
    );
    assert.deepEqual(
      calls.map(({ method, step }) => [method, step]),
      [['PATCH', 2]],
    );
  });

  it('is every record before and after, those of the engine too, and those that are gone', async () => {
    const both = pair((it) => async (access, cycle) => {
      if (cycle === 1) {
        await access.create(it.datatype('Desk Ticket'), { title: 'made' });
      }
    });
    await both.testbed.cycle();
    both.testbed.system('Shop').remove('Order', both.order.id);
    const { records = [] } = happenedIn(both.state, []);
    assert.deepEqual(
      records.map(({ title, before, after }) => [title, before !== undefined, after !== undefined]),
      [
        ['Shop Order "first" (shop-1)', true, false],
        ['Desk Ticket "first" (desk-1)', true, true],
        ['Desk Ticket desk-2', false, true],
      ],
    );
  });

  it('is nothing where nothing happened', () => {
    assert.deepEqual(happenedIn(stage().state, []), { calls: [], acts: [], records: [] });
  });
});

describe('work that an engine has left', () => {
  it('is what it writes one cycle after it wrote nothing', async () => {
    const lazy = pair((it) => async (access, cycle) => {
      if (cycle === 2) {
        await access.patch(it.ticket, { title: 'late' });
      }
    });
    await lazy.testbed.synchronize();
    assert.equal(await lazy.testbed.workLeft(), 1);
    assert.equal(await lazy.testbed.workLeft(), 0);
    assert.equal(await pair().testbed.workLeft(), 0, 'no engine has run');
  });
});
