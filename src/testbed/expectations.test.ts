import assert from 'node:assert/strict';
import { row, section, sentence, table } from '../model/helpers.test';
import { MOST_CYCLES } from './bed';
import { closeStages, scripted, stage, type Script, type Stage } from './helpers.test';
import { Mismatch } from './outcome';
import type { StoryRecord } from './story';
import type { Properties } from '../systems';

afterEach(closeStages);

function mismatch(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Mismatch, String(error));
    assert.match(error.message, message);
    return true;
  };
}

/** An error of the harness: a feature asks what no step has prepared. */
function harness(message: RegExp): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof Error && !(error instanceof Mismatch), String(error));
    assert.match(error.message, message);
    return true;
  };
}

interface Pair extends Stage {
  readonly order: StoryRecord;
  readonly ticket: StoryRecord;
}

/** An order and a ticket, before an engine that does what the script says. */
function pair(script: (pair: Pair) => Script = () => () => undefined): Pair {
  const built: { script?: Script } = {};
  const base = stage({ engine: scripted({ script: (hands, cycle) => built.script?.(hands, cycle) }) });
  const both = { ...base, order: base.add('Shop Order', 'first'), ticket: base.add('Desk Ticket', 'first') };
  built.script = script(both);
  return both;
}

function nameOf({ story }: Stage, order: StoryRecord): string {
  return String(story.current(order).properties.name);
}

/** Carries the name of the order into the title of the ticket, once. */
function carry(both: Pair): Script {
  return async (hands, cycle) => {
    if (cycle === 1) await hands.patch(both.ticket, { title: nameOf(both, both.order) });
  };
}

describe('at rest', () => {
  it('is no engine that writes in every cycle (quiescence)', async () => {
    const both = pair(
      ({ ticket }) =>
        (hands, cycle) =>
          hands.patch(ticket, { title: `t${cycle}` }),
    );
    await both.story.synchronize();
    assert.throws(
      () => {
        both.expectations.atRest();
      },
      mismatch(new RegExp(`still writes after ${MOST_CYCLES} cycles`)),
    );
  });

  it('is an engine whose writes come to an end', async () => {
    const both = pair(carry);
    await both.story.synchronize();
    both.expectations.atRest();
  });

  it('is no engine that made a call which no engine may make', async () => {
    const both = pair(() => async (hands, cycle) => {
      if (cycle === 1) await hands.call('Desk', 'Ticket', { method: 'GET', headers: {} });
    });
    await both.story.synchronize();
    assert.throws(
      () => {
        both.expectations.atRest();
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
        mismatch(new RegExp(`Desk has 1 Ticket; expected ${expected}`)),
      );
    }
  });
});

describe('a record that was created for another (D9)', () => {
  /** A stage with an order only, and tickets that an engine is said to have made of it. */
  function creations(
    change: (right: Properties) => readonly Properties[],
    stated = {},
  ): Stage & { order: StoryRecord } {
    const base = stage({ stated });
    const order = base.add('Shop Order', 'first');
    const value = (path: string): string => String(order.values.get(path)?.value);
    const right: Properties = {
      title: value('name'),
      amount: Number(value('count')),
      settled: value('paid') === 'true',
      place: { city: value('address.city') },
    };
    for (const properties of change(right)) base.bed.system('Desk').create('Ticket', properties);
    return { ...base, order };
  }

  function judge({ expectations, datatype, order }: ReturnType<typeof creations>): StoryRecord {
    return expectations.createdFor(datatype('Desk Ticket'), order);
  }

  it('holds what the rows carry over, and joins the story under its name', () => {
    const base = creations((right) => [right]);
    const ticket = judge(base);
    assert.equal(base.story.record('Desk Ticket', 'first'), ticket);
    assert.deepEqual(ticket.values.get('title'), base.order.values.get('name'));
    assert.deepEqual(base.story.unnamed(base.datatype('Desk Ticket')), []);
  });

  it('is missing where none was created', () => {
    assert.throws(
      () => judge(creations(() => [])),
      mismatch(/^0 Desk Ticket were created.*\n {4}none$/s),
    );
  });

  it('is one, and not two', () => {
    assert.throws(() => judge(creations((right) => [right, right])), mismatch(/^2 Desk Ticket were created/));
  });

  it('lacks no value, and has none that is wrong, of another type or out of thin air', () => {
    const wrong: ((right: Properties) => Properties)[] = [
      ({ title: _, ...rest }) => rest,
      (right) => ({ ...right, title: 'another' }),
      (right) => ({ ...right, amount: String(right.amount) }),
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
    const stated = {
      Desk: { schema: { Ticket: { properties: { state: { required: true, default: 'new' } } } } },
    };
    judge(creations((right) => [{ ...right, state: 'new' }], stated));
  });

  it('is told from those that people made', () => {
    const base = creations((right) => [right]);
    base.add('Desk Ticket', 'old');
    judge(base);
    assert.throws(() => judge(base), mismatch(/^0 Desk Ticket/));
  });
});

describe('an edit that has arrived (D12)', () => {
  it('fails while the counterpart holds something else, and tells both', async () => {
    const { expectations, acts, story, order, ticket } = pair();
    acts.edit(order, 'name');
    await story.synchronize();
    expectations.arrived(order, 'name');
    assert.throws(
      () => {
        expectations.arrived(ticket, 'title');
      },
      mismatch(
        /title of Desk Ticket "first" .* after name of Shop Order "first" .* was edited\n {2}expected: ".+"\n {2}found: {4}".+"/s,
      ),
    );
  });

  it('holds once the counterpart has the value in the form of its side (D15)', async () => {
    const both = pair((it) => async (hands, cycle) => {
      const count = it.story.current(it.order).properties.count;
      if (cycle === 1) await hands.patch(it.ticket, { title: nameOf(it, it.order), amount: Number(count) });
    });
    both.acts.edit(both.order, 'name');
    both.acts.edit(both.order, 'count');
    await both.story.synchronize();
    both.expectations.arrived(both.ticket, 'title');
    both.expectations.arrived(both.ticket, 'amount');
  });

  it('is the latest of several, on whichever side', async () => {
    const both = pair(carry);
    both.acts.edit(both.order, 'name');
    both.acts.edit(both.ticket, 'title');
    await both.story.synchronize();
    for (const [record, path] of [
      [both.ticket, 'title'],
      [both.order, 'name'],
    ] as const) {
      assert.throws(
        () => {
          both.expectations.arrived(record, path);
        },
        mismatch(/ after title of Desk Ticket "first" .* was edited/),
      );
    }
  });

  it('is asked of no property that no edit reaches', () => {
    const { expectations, order, acts } = pair();
    acts.edit(order, 'count');
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
    const { expectations, acts, order } = pair();
    for (const value of ['1', 1, null, '', [], 'Zo\u00eb']) {
      acts.set(order, 'name', value);
      expectations.exactly(order, 'name', value);
      for (const other of ['1', 1, null, '', [], 'Zoe\u0308']) {
        if (JSON.stringify(other) === JSON.stringify(value)) continue;
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
    const { expectations, acts, order } = pair();
    assert.throws(
      () => {
        expectations.empty(order, 'name');
      },
      mismatch(/expected: empty/),
    );
    for (const blank of [null, '', []]) {
      acts.set(order, 'name', blank);
      expectations.empty(order, 'name');
    }
    acts.set(order, 'name', false);
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
    const count = order.values.get('count')!;
    expectations.holdsValueOf(order, 'count', count);
    assert.throws(
      () => {
        expectations.holdsValueOf(ticket, 'amount', count);
      },
      mismatch(/after the merge\n {2}expected: \d+\n/),
    );
  });
});

describe('an untouched record', () => {
  it('is one without any change, and a save that changes no value is one', async () => {
    const both = pair(
      (it) => (hands) => hands.patch(it.ticket, { amount: it.ticket.original.properties.amount ?? null }),
    );
    both.expectations.untouched(both.ticket);
    await both.bed.cycle();
    both.expectations.untouched(both.order);
    const { version } = both.story.current(both.ticket);
    if (version > 1) {
      assert.throws(
        () => {
          both.expectations.untouched(both.ticket);
        },
        mismatch(/was changed/),
      );
    }
  });

  it('is none whose value was changed', async () => {
    const both = pair(
      ({ ticket }) =>
        (hands) =>
          hands.patch(ticket, { title: 'new' }),
    );
    await both.bed.cycle();
    assert.throws(
      () => {
        both.expectations.untouched(both.ticket);
      },
      mismatch(/was changed\n {2}before: .*\n {2}now: .*"title":"new"/),
    );
  });
});

describe('writes (D16)', () => {
  it('are none since everything was at rest, where the engine only reads', async () => {
    const both = pair(() => async (hands) => {
      await hands.call('Desk', 'Ticket');
    });
    both.story.expectRest();
    await both.bed.cycle();
    both.expectations.noFurtherWrite();
  });

  it('fail where one was sent, even one that changes nothing', async () => {
    const both = pair(
      (it) => (hands) => hands.patch(it.ticket, { title: it.ticket.original.properties.title ?? null }),
    );
    both.story.expectRest();
    await both.bed.cycle();
    assert.throws(
      () => {
        both.expectations.noFurtherWrite();
      },
      mismatch(/sent 1:\n {4}PATCH .* at desk/),
    );
  });

  it('count from the first time that rest was expected', async () => {
    const both = pair(carry);
    await both.bed.cycle();
    both.story.expectRest();
    await both.bed.cycle();
    both.story.expectRest();
    both.expectations.noFurtherWrite();
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
      [(): Script => () => undefined, /the engine sent 0:\n {4}none/],
      [
        (it): Script =>
          (hands, cycle) =>
            cycle === 1 ? hands.patch(it.order, { name: 'x' }) : undefined,
        /the engine sent 1:/,
      ],
      [
        (it): Script =>
          (hands, cycle) =>
            cycle < 3 ? hands.patch(it.ticket, { title: 'x' }) : undefined,
        /the engine sent 2:/,
      ],
      [
        (it): Script =>
          async (hands, cycle) => {
            if (cycle > 1) return;
            await hands.patch(it.ticket, { title: 'x' });
            await hands.patch(it.order, { name: 'x' });
          },
        /the engine sent 2:/,
      ],
    ];
    for (const [script, expected] of scripts) {
      const both = pair(script);
      both.acts.edit(both.order, 'name');
      await both.story.synchronize();
      const judge = (): void => {
        both.expectations.oneWriteTo(both.ticket);
      };
      if (expected === undefined) judge();
      else assert.throws(judge, mismatch(expected));
    }
  });
});

describe('nothing else (D14)', () => {
  async function changed(script: (both: Pair) => Script): Promise<() => void> {
    const both = pair(script);
    both.acts.edit(both.order, 'address.city');
    await both.story.synchronize();
    return () => {
      both.expectations.nothingElseChanged();
    };
  }

  it('has changed where only the counterpart of the edit was written', async () => {
    const judge = await changed((it) => async (hands, cycle) => {
      if (cycle === 1) await hands.patch(it.ticket, { place: { city: 'Oslo' } });
    });
    judge();
  });

  it('is not what stands beside the counterpart, in another property, or in the edited record', async () => {
    const patches: readonly ((it: Pair) => [StoryRecord, Properties])[] = [
      (it) => [it.ticket, { place: { internalNote: null } }],
      (it) => [it.ticket, { title: 'x' }],
      (it) => [it.ticket, { internalNote: null }],
      (it) => [it.order, { internalNote: null }],
      (it) => [it.order, { number: 'x' }],
    ];
    for (const patch of patches) {
      const judge = await changed((it) => async (hands, cycle) => {
        if (cycle === 1) await hands.patch(...patch(it));
      });
      assert.throws(judge, mismatch(/expected no other change; found\n {4}\S+ \S+\/\S+ \S+: .* became /));
    }
  });

  it('is not a record that was created or deleted', async () => {
    const created = await changed((it) => async (hands, cycle) => {
      if (cycle === 1) await hands.create(it.datatype('Desk Ticket'), { title: 'x' });
    });
    assert.throws(created, mismatch(/Desk Ticket\/\S+ was created/));
    const both = pair();
    both.acts.edit(both.order, 'name');
    both.bed.system('Desk').remove('Ticket', both.ticket.id);
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

/** Carries every change of the order's name over, as an engine that has linked the pair. */
function mirror(both: Pair): Script {
  return async (hands) => {
    const title = both.story.current(both.ticket).properties.title;
    if (title !== nameOf(both, both.order))
      await hands.patch(both.ticket, { title: nameOf(both, both.order) });
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
      async (hands, cycle) => {
        if (cycle === 1) await hands.create(it.datatype('Desk Ticket'), { title: 'x' });
      };
    const one = pair(create);
    await one.expectations.notLinked(one.order, one.ticket);
    const other = pair(create);
    await assert.rejects(other.expectations.linkedToNothing(other.order), mismatch(/changed Desk Ticket/));
  });

  it('is not proved where the engine never comes to rest', async () => {
    const both = pair((it) => (hands, cycle) => hands.patch(it.ticket, { title: `t${cycle}` }));
    await assert.rejects(both.expectations.linked(both.order, both.ticket), mismatch(/did not come to rest/));
    await assert.rejects(
      both.expectations.notLinked(both.order, both.ticket),
      mismatch(/did not come to rest/),
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
      order: StoryRecord;
      ticket: StoryRecord;
      other: StoryRecord;
    }) => readonly (readonly StoryRecord[])[],
  ) {
    const built: { clusters: readonly (readonly StoryRecord[])[] } = { clusters: [] };
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
    await assert.rejects(expectations.linkedToNothing(ticket), mismatch(/is linked with 1 other records/));
  });

  it('is asked of no engine where a property shows it', async () => {
    const both = pair();
    await both.expectations.reportedWithoutRows(both.order, both.ticket);
  });
});
