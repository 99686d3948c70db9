import assert from 'node:assert/strict';
import { MOST_CYCLES } from './testbed';
import { carry, closeStages, harness, mismatch, nameOf, pair, type Pair, type Script } from './testing';

afterEach(closeStages);

describe('quiescence', () => {
  it('fails where the engine writes in every cycle', async () => {
    const both = pair(
      ({ ticket }) =>
        (access, cycle) =>
          access.patch(ticket, { title: `t${cycle}` }),
    );
    await both.state.synchronize();
    assert.throws(
      () => {
        both.expectations.quiescent();
      },
      mismatch(new RegExp(`still writes after ${MOST_CYCLES} cycles`)),
    );
  });

  it('holds where the writes of the engine come to an end', async () => {
    const both = pair(carry);
    await both.state.synchronize();
    both.expectations.quiescent();
  });

  it('fails where the engine made a call that no engine may make', async () => {
    const both = pair(() => async (access, cycle) => {
      if (cycle === 1) {
        await access.call('Desk', 'Ticket', { method: 'GET', headers: {} });
      }
    });
    await both.state.synchronize();
    assert.throws(
      () => {
        both.expectations.quiescent();
      },
      mismatch(/no engine may make: GET/),
    );
  });
});

describe('a count', () => {
  it('fails where there are more or fewer records (D3, D4)', () => {
    const { expectations, datatype } = pair();
    expectations.count(datatype('Desk Ticket'), 1);
    for (const expected of [0, 2]) {
      assert.throws(
        () => {
          expectations.count(datatype('Desk Ticket'), expected);
        },
        mismatch(new RegExp(`^1 Ticket in Desk instead of ${expected}: desk-1 \\("first"\\)$`)),
      );
    }
  });
});

describe('an edit that has arrived (D12)', () => {
  it('fails while the counterpart holds something else, and shows both', async () => {
    const { expectations, actions, state, order, ticket } = pair();
    actions.edit(order, 'name');
    await state.synchronize();
    expectations.arrived(order, 'name');
    assert.throws(
      () => {
        expectations.arrived(ticket, 'title');
      },
      mismatch(
        /^the edit of name of Shop Order "first" has not arrived in title of Desk Ticket "first"\n {2}expected: ".+"\n {2}found: {4}".+"/s,
      ),
    );
  });

  it('holds once the counterpart has the value in the form of its side (D15)', async () => {
    const both = pair((it) => async (access, cycle) => {
      const count = it.state.current(it.order).properties.count;
      if (cycle === 1) {
        await access.patch(it.ticket, { title: nameOf(it, it.order), amount: Number(count) });
      }
    });
    both.actions.edit(both.order, 'name');
    both.actions.edit(both.order, 'count');
    await both.state.synchronize();
    both.expectations.arrived(both.ticket, 'title');
    both.expectations.arrived(both.ticket, 'amount');
  });

  it('is the latest of several, on either side', async () => {
    const both = pair(carry);
    both.actions.edit(both.order, 'name');
    both.actions.edit(both.ticket, 'title');
    await both.state.synchronize();
    for (const [record, path, message] of [
      [both.ticket, 'title', /^the edit of title of Desk Ticket "first" was lost/],
      [both.order, 'name', /^the edit of title of Desk Ticket "first" has not arrived in name of/],
    ] as const) {
      assert.throws(() => {
        both.expectations.arrived(record, path);
      }, mismatch(message));
    }
  });

  it('is a harness error for a property that no edit reaches', () => {
    const { expectations, order, actions } = pair();
    actions.edit(order, 'count');
    assert.throws(
      () => {
        expectations.arrived(order, 'name');
      },
      harness(/No step has edited what name/),
    );
  });
});

describe('what a property holds', () => {
  it('is exactly the JSON that is expected: type, presence and normal form count', () => {
    const { expectations, actions, order } = pair();
    for (const value of ['1', 1, null, '', [], 'Zo\u00eb']) {
      actions.set(order, 'name', value);
      expectations.exactly(order, 'name', value);
      for (const other of ['1', 1, null, '', [], 'Zoe\u0308']) {
        if (JSON.stringify(other) === JSON.stringify(value)) {
          continue;
        }
        assert.throws(
          () => {
            expectations.exactly(order, 'name', other);
          },
          mismatch(/expected: .*\n {2}found: /),
        );
      }
    }
    assert.throws(
      () => {
        expectations.exactly(order, 'unknown', null);
      },
      mismatch(/found: {4}nothing/),
    );
  });

  it('is empty where it is missing or blank, and only there (D13)', () => {
    const { expectations, actions, order } = pair();
    assert.throws(
      () => {
        expectations.empty(order, 'name');
      },
      mismatch(/expected: empty/),
    );
    for (const blank of [null, '', []]) {
      actions.set(order, 'name', blank);
      expectations.empty(order, 'name');
    }
    actions.set(order, 'name', false);
    assert.throws(
      () => {
        expectations.empty(order, 'name');
      },
      mismatch(/found: {4}false/),
    );
    expectations.empty(order, 'unknown');
  });

  it('is the value that another record was given, in the form of its side (D11)', () => {
    const { expectations, order, ticket } = pair();
    expectations.holdsValueOf(order, 'count', order, 'count');
    assert.throws(
      () => {
        expectations.holdsValueOf(ticket, 'amount', order, 'count');
      },
      mismatch(/^amount of Desk Ticket .* does not hold count of Shop Order .*\n {2}expected: \d+\n/),
    );
  });
});

describe('an untouched record', () => {
  it('is one without any change', async () => {
    const both = pair(carry);
    await both.testbed.cycle();
    both.expectations.untouched(both.order);
  });

  it('is not one that was saved again, even with the same values', () => {
    const { expectations, testbed, ticket } = pair();
    testbed.system('Desk').edit('Ticket', ticket.id, {});
    assert.throws(
      () => {
        expectations.untouched(ticket);
      },
      mismatch(/was changed/),
    );
  });

  it('is not one whose value was changed', async () => {
    const both = pair(
      ({ ticket }) =>
        (access) =>
          access.patch(ticket, { title: 'new' }),
    );
    await both.testbed.cycle();
    assert.throws(
      () => {
        both.expectations.untouched(both.ticket);
      },
      mismatch(/was changed\n {2}before: .*\n {2}now: .*"title":"new"/),
    );
  });
});

describe('writes (D16)', () => {
  it('are none since the engine was quiescent, where the engine only reads', async () => {
    const both = pair(() => async (access) => {
      await access.call('Desk', 'Ticket');
    });
    both.state.expectNoWrites();
    await both.testbed.cycle();
    both.expectations.noFurtherWrite();
  });

  it('fail where one was sent, even one that changes nothing', async () => {
    const both = pair(
      (it) => (access) => access.patch(it.ticket, { title: it.ticket.original.properties.title ?? null }),
    );
    both.state.expectNoWrites();
    await both.testbed.cycle();
    assert.throws(
      () => {
        both.expectations.noFurtherWrite();
      },
      mismatch(/^1 write where nothing was left to write\n {2}the engine sent:\n {4}PATCH .* at desk/),
    );
  });

  it('count from the first time that none was expected', async () => {
    const both = pair(carry);
    both.state.expectNoWrites();
    await both.testbed.cycle();
    both.state.expectNoWrites();
    assert.throws(
      () => {
        both.expectations.noFurtherWrite();
      },
      mismatch(/^1 write where/),
    );
    assert.throws(
      () => {
        both.expectations.noFurtherWrite();
      },
      harness(/since when nothing may be written/),
    );
  });

  it('are exactly one to the counterpart of an edit (echo freedom)', async () => {
    const scripts: readonly [(both: Pair) => Script, RegExp | undefined][] = [
      [carry, undefined],
      [(): Script => () => undefined, /^no write instead of 1, to Desk .*\n {4}none/s],
      [
        (it): Script =>
          (access, cycle) =>
            cycle === 1 ? access.patch(it.order, { name: 'x' }) : undefined,
        /^the one write went elsewhere than to Desk Ticket/,
      ],
      [
        (it): Script =>
          (access, cycle) =>
            cycle < 3 ? access.patch(it.ticket, { title: 'x' }) : undefined,
        /^2 writes instead of 1, to Desk Ticket/,
      ],
      [
        (it): Script =>
          async (access, cycle) => {
            if (cycle > 1) {
              return;
            }
            await access.patch(it.ticket, { title: 'x' });
            await access.patch(it.order, { name: 'x' });
          },
        /^2 writes instead of 1, to Desk Ticket/,
      ],
    ];
    for (const [script, expected] of scripts) {
      const both = pair(script);
      both.actions.edit(both.order, 'name');
      await both.state.synchronize();
      const judge = (): void => {
        both.expectations.oneWriteTo(both.ticket);
      };
      if (expected === undefined) {
        judge();
      } else {
        assert.throws(judge, mismatch(expected));
      }
    }
  });
});
