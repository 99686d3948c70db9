/** What a scenario starts from. */
import { Given } from '@cucumber/cucumber';
import { datatypeLabel, linkingRows, plainRows, sameDatatype, type Datatype, type Row } from '../src/model';
import { stepLabel } from '../src/scenarios';
import { UserActions, Mismatch, Precondition, type RecordOverrides, type NamedRecord } from '../src/testbed';
import type { SyncWorld } from './world';

Given('the whole document is switched on', function (this: SyncWorld) {
  this.switchOn();
});

Given(
  /^the documents ("[^"]+"(?: and "[^"]+")+) are switched on$/,
  function (this: SyncWorld, documents: string) {
    this.switchOn([...documents.matchAll(/"([^"]+)"/g)].map((match) => match[1] ?? ''));
  },
);

Given('these faults:', function (this: SyncWorld, plan: string) {
  this.state.testbed.order(plan);
});

Given('the engine has synchronized once before', async function (this: SyncWorld) {
  await this.state.testbed.cycle();
});

Given(/^the ([^"]+) are listed (\d+) at a time$/, function (this: SyncWorld, datatype: string, size: string) {
  this.state.testbed.system(this.datatype(datatype).system).setPageSize(Number(size));
});

Given(
  /^there is a ([^"]+) "([^"]+)"(?: that matches nothing)?$/,
  function (this: SyncWorld, datatype: string, name: string) {
    this.actions.add(this.datatype(datatype), name);
  },
);

Given(
  /^there is a ([^"]+) "([^"]+)" without any merge property$/,
  function (this: SyncWorld, text: string, name: string) {
    const datatype = this.datatype(text);
    const paths = this.state.testbed.scope.mergePathsOf(datatype);
    this.actions.add(datatype, name, { raw: new Map(paths.map((path) => [path, undefined])) });
  },
);

Given(
  /^there are (\d+) ([^"]+), all written in the same second$/,
  function (this: SyncWorld, count: string, datatype: string) {
    for (let index = 1; index <= Number(count); index += 1) {
      this.actions.add(this.datatype(datatype), `number ${index}`, { sameSecond: index > 1 });
    }
  },
);

Given(
  /^there are (\d+) ([^"]+) that match nothing$/,
  function (this: SyncWorld, count: string, datatype: string) {
    for (let index = 1; index <= Number(count); index += 1) {
      this.actions.add(this.datatype(datatype), `other ${index}`);
    }
  },
);

Given(
  /^there is a ([^"]+) "([^"]+)" whose (.+) is (missing|null|""|\[\])$/,
  function (this: SyncWorld, datatype: string, name: string, path: string, blank: string) {
    const raw = blank === 'missing' ? undefined : (JSON.parse(blank) as null | string | []);
    this.actions.add(this.datatype(datatype), name, { raw: new Map([[path, raw]]) });
  },
);

Given(
  /^there is a ([^"]+) "([^"]+)" whose (?!.+ only begins like )(.+) is (.+) of the ([^"]+) "([^"]+)"$/,
  function (
    this: SyncWorld,
    datatype: string,
    name: string,
    path: string,
    otherPath: string,
    other: string,
    otherName: string,
  ) {
    const overrides = UserActions.matching(this.record(other, otherName), otherPath, path);
    this.actions.add(this.datatype(datatype), name, overrides);
  },
);

Given(
  /^there is a ([^"]+) "([^"]+)" whose (.+) only begins like (.+) of the ([^"]+) "([^"]+)"$/,
  function (
    this: SyncWorld,
    datatype: string,
    name: string,
    path: string,
    otherPath: string,
    other: string,
    otherName: string,
  ) {
    const overrides = UserActions.beginning(this.record(other, otherName), otherPath, path);
    this.actions.add(this.datatype(datatype), name, overrides);
  },
);

Given(
  /^there is a ([^"]+) "([^"]+)" with several (.+), the second of which is (.+) of the ([^"]+) "([^"]+)"$/,
  function (
    this: SyncWorld,
    datatype: string,
    name: string,
    path: string,
    otherPath: string,
    other: string,
    otherName: string,
  ) {
    const overrides = UserActions.matching(this.record(other, otherName), otherPath, path);
    this.actions.add(this.datatype(datatype), name, { ...overrides, several: path });
  },
);

/** The merge row that a step names: `info.emails and loginEmail`. */
function mergeRow(world: SyncWorld, one: Datatype, other: Datatype, text: string): Row {
  const row = world.state.testbed.scope.sections
    .filter(({ section }) => sameDatatype(section.source, one) && sameDatatype(section.target, other))
    .flatMap(({ section }) => linkingRows(section))
    .find(({ source, target }) => `${source} and ${target}` === text);
  if (row !== undefined) {
    return row;
  }
  throw new Error(
    `No section from ${datatypeLabel(one)} to ${datatypeLabel(other)} has the merge row ${text}: generate its feature anew.`,
  );
}

Given(
  /^a ([^"]+) "([^"]+)" and a ([^"]+) "([^"]+)" match by (?!.+" was written last)(.+)$/,
  function (this: SyncWorld, x: string, xName: string, y: string, yName: string, rowText: string) {
    const [one, other] = [this.datatype(x), this.datatype(y)];
    const row = mergeRow(this, one, other, rowText);
    const first = this.actions.add(one, xName);
    this.actions.add(other, yName, UserActions.matching(first, row.source, row.target));
  },
);

Given(
  /^a ([^"]+) "([^"]+)" and a ([^"]+) "([^"]+)" match by (.+), and the ([^"]+ "[^"]+") was written last(?: with (.+) empty)?$/,
  function (
    this: SyncWorld,
    x: string,
    xName: string,
    y: string,
    yName: string,
    rowText: string,
    last: string,
    empty: string | null,
  ) {
    const [one, other] = [this.datatype(x), this.datatype(y)];
    const row = mergeRow(this, one, other, rowText);
    const raw = empty === null ? {} : { raw: new Map([[empty, null]]) };
    if (last === `${x} "${xName}"`) {
      const early = this.actions.add(other, yName);
      this.actions.add(one, xName, { ...UserActions.matching(early, row.target, row.source), ...raw });
    } else {
      const early = this.actions.add(one, xName);
      this.actions.add(other, yName, { ...UserActions.matching(early, row.source, row.target), ...raw });
    }
  },
);

/** The row by which a link is seen at once: the second record lacks its value, and gets it from the first (D11). */
function tellingRow(world: SyncWorld, one: Datatype, other: Datatype): Row | undefined {
  const { section } = world.state.testbed.scope.between(one, other);
  const compared = new Set(linkingRows(section).flatMap(({ source, target }) => [source, target]));
  return plainRows(section).find(
    ({ source, target, dataType }) =>
      !compared.has(source) && !compared.has(target) && (dataType?.name ?? 'string') === 'string',
  );
}

/** A newcomer that agrees with the record in every row, but for the telling one, where it has nothing. */
function agreeing(
  world: SyncWorld,
  first: NamedRecord,
  other: Datatype,
  telling: Row | undefined,
): RecordOverrides {
  const { section } = world.state.testbed.scope.between(world.datatype(stepLabel(first)), other);
  const rows = [...plainRows(section), ...linkingRows(section)];
  const values = rows.flatMap(({ source, target }) => {
    const value = first.values.get(source);
    return value === undefined ? [] : [[target, value] as const];
  });
  const missing = telling === undefined ? [] : [[telling.target, undefined] as const];
  return { values: new Map(values), raw: new Map(missing) };
}

/** Makes sure that the pair is linked, as far as that can be seen without an edit. */
async function requireLink(
  world: SyncWorld,
  first: NamedRecord,
  second: NamedRecord,
  telling: Row | undefined,
): Promise<void> {
  const value = telling === undefined ? undefined : first.values.get(telling.source);
  if (telling === undefined || value === undefined) {
    await world.expectations.reportedWithoutRows(first, second);
    return;
  }
  world.expectations.holdsValueOf(second, telling.target, value);
  second.values.set(telling.target, value);
}

Given(
  /^a ([^"]+) "([^"]+)" and a ([^"]+) "([^"]+)" are linked$/,
  async function (this: SyncWorld, x: string, xName: string, y: string, yName: string) {
    const [one, other] = [this.datatype(x), this.datatype(y)];
    const telling = tellingRow(this, one, other);
    const first = this.actions.add(one, xName);
    const second = this.actions.add(other, yName, agreeing(this, first, other, telling));
    const count = this.state.testbed.recordsOf(other).length;
    await this.state.synchronize();
    try {
      this.expectations.count(other, count);
      await requireLink(this, first, second, telling);
    } catch (error) {
      if (error instanceof Mismatch) {
        throw new Precondition(this.linkingCheck(one, other), error.message);
      }
      throw error;
    }
  },
);

Given(
  /^a ([^"]+) "([^"]+)" has become a ([^"]+) "([^"]+)"$/,
  async function (this: SyncWorld, x: string, xName: string, y: string, yName: string) {
    const [one, other] = [this.datatype(x), this.datatype(y)];
    const first = this.actions.add(one, xName);
    await this.state.synchronize();
    try {
      this.actions.addOwnProperties(this.expectations.createdFor(other, first, yName));
    } catch (error) {
      if (error instanceof Mismatch) {
        throw new Precondition(this.creatingCheck(one, other), error.message);
      }
      throw error;
    }
  },
);
