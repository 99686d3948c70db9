/** What a scenario starts from. */
import {
  datatypeLabel,
  linkingRows,
  plainRows,
  sameDatatype,
  type Datatype,
  type DatatypeName,
  type Row,
} from '../src/model';
import type { GIVEN, RecordReference } from '../src/scenarios/steps';
import { Mismatch } from '../src/engines';
import {
  UserActions,
  Precondition,
  omit,
  refuse,
  type RecordOverrides,
  type NamedRecord,
} from '../src/testbed';
import type { Actions } from './define';
import type { SyncWorld } from './world';

function add(
  world: SyncWorld,
  { datatype, name }: RecordReference,
  overrides: RecordOverrides = {},
): NamedRecord {
  return world.actions.add(world.datatype(datatype), name, overrides);
}

/** The merge row that a step names by its two properties. */
function mergeRow(world: SyncWorld, one: Datatype, other: Datatype, source: string, target: string): Row {
  const row = world.state.sections
    .filter((section) => sameDatatype(section.source, one) && sameDatatype(section.target, other))
    .flatMap((section) => linkingRows(section))
    .find((each) => each.source === source && each.target === target);
  if (row !== undefined) {
    return row;
  }
  throw new Error(
    `No section from ${datatypeLabel(one)} to ${datatypeLabel(other)} has the merge row ${source} and ${target}: regenerate its feature.`,
  );
}

/** Adds a pair that matches by the row; the record that is written last takes the value of the other. */
function addPair(
  world: SyncWorld,
  [x, y]: readonly [RecordReference, RecordReference],
  [source, target]: readonly [string, string],
  last: RecordReference = y,
  more: RecordOverrides = {},
): void {
  const row = mergeRow(world, world.datatype(x.datatype), world.datatype(y.datatype), source, target);
  if (last.datatype === x.datatype && last.name === x.name) {
    const early = add(world, y);
    add(world, x, { ...UserActions.matching(early, row.target, row.source), ...more });
  } else {
    const early = add(world, x);
    add(world, y, { ...UserActions.matching(early, row.source, row.target), ...more });
  }
}

/** The property rows that no merge row compares. */
function uncomparedRows(world: SyncWorld, one: DatatypeName, other: DatatypeName): Row[] {
  const { section } = world.state.testbed.scope.between(one, other);
  const compared = new Set(linkingRows(section).flatMap(({ source, target }) => [source, target]));
  return plainRows(section).filter(({ source, target }) => !compared.has(source) && !compared.has(target));
}

/**
 * The rows that can show a link at once: the second record lacks their values, and gets them from the first (D11). Rows
 * that merge rows compare cannot, nor those of the check under test: what they carry is not known yet.
 */
function revealingRows(world: SyncWorld, one: Datatype, other: Datatype): Row[] {
  return uncomparedRows(world, one, other).filter(({ target }) => {
    const facts = other.properties[target];
    return facts?.required !== true && facts?.readOnly !== true;
  });
}

/** A record that agrees with the first one in every row, but for the revealing ones, where it has nothing. */
function agreeing(
  world: SyncWorld,
  first: NamedRecord,
  other: DatatypeName,
  revealing: readonly Row[],
): RecordOverrides {
  const { section } = world.state.testbed.scope.between(first, other);
  const rows = [...plainRows(section), ...linkingRows(section)];
  const values = rows.flatMap(({ source, target }) => {
    const value = first.values.get(source);
    return value === undefined ? [] : [[target, value] as const];
  });
  return { values: new Map(values), raw: new Map(revealing.map(({ target }) => [target, undefined])) };
}

/**
 * Makes sure that the pair is linked: one of the rows has brought something over, or else an edit does. Where only the row
 * under test could show it, its own scenario says what it does.
 */
async function requireLink(
  world: SyncWorld,
  first: NamedRecord,
  second: NamedRecord,
  revealing: readonly Row[],
): Promise<void> {
  if (revealing.length === 0) {
    await world.links.reportedWithoutRows(first, second);
    return;
  }
  const isShown = world.expectations.sharesAny(
    second,
    revealing.map(({ target }) => target),
  );
  for (const { source, target } of revealing) {
    const value = first.values.get(source);
    if (value !== undefined) {
      second.values.set(target, value);
    }
  }
  if (!isShown && revealing.some((row) => !world.isUnderTest(row))) {
    await world.links.linked(first, second);
  }
}

/** Where the engine fails the expectation, the sentence of that check is to blame. */
async function precondition(check: () => string, expectation: () => Promise<void> | void): Promise<void> {
  try {
    await expectation();
  } catch (error) {
    if (error instanceof Mismatch) {
      throw new Precondition(check(), error.message);
    }
    throw error;
  }
}

export const GIVEN_ACTIONS: Actions<typeof GIVEN> = {
  wholeDocument: (world) => {
    world.switchOn();
  },
  documents: (world, documents) => {
    world.switchOn(documents);
  },
  faults: ({ state }, plan) => {
    state.testbed.order(plan);
  },
  equalIds: ({ state }) => {
    for (const system of state.testbed.allSystems) {
      system.useEqualIds();
    }
  },
  refuses: (world, system, path, record) => {
    refuse(world.state.testbed, world.systemOf(system), world.record(record), path);
  },
  omits: (world, _system, path, record) => {
    omit(world.state.testbed, world.record(record), path);
  },
  synchronizedBefore: async ({ state }) => {
    await state.testbed.cycle();
  },
  pageSize: (world, datatype, size) => {
    world.state.testbed.system(world.datatype(datatype).system).setPageSize(size);
  },
  record: (world, record) => {
    add(world, record);
  },
  unmatched: (world, record) => {
    add(world, record);
  },
  withoutMergeProperties: (world, record) => {
    const paths = world.state.testbed.scope.mergePathsOf(world.datatype(record.datatype));
    add(world, record, { raw: new Map(paths.map((path) => [path, undefined])) });
  },
  sameSecond: (world, count, datatype) => {
    for (let index = 1; index <= count; index += 1) {
      add(world, { datatype, name: `number ${index}` }, { sameSecond: index > 1 });
    }
  },
  others: (world, count, datatype) => {
    for (let index = 1; index <= count; index += 1) {
      add(world, { datatype, name: `other ${index}` });
    }
  },
  holding: (world, record, value, path) => {
    add(world, record, { raw: new Map([[path, value]]) });
  },
  blank: (world, record, path, blank) => {
    add(world, record, { raw: new Map([[path, blank]]) });
  },
  matching: (world, record, path, otherPath, other) => {
    add(world, record, UserActions.matching(world.record(other), otherPath, path));
  },
  matchingTwo: (world, record, path, otherPath, one, other) => {
    const first = world.record(one).values.get(otherPath);
    add(world, record, {
      ...UserActions.matching(world.record(other), otherPath, path),
      several: path,
      ...(first === undefined ? {} : { first }),
    });
  },
  otherwiseEqual: (world, record, other) => {
    const [datatype, from] = [world.datatype(record.datatype), world.record(other)];
    const rows = uncomparedRows(world, from, datatype);
    const values = rows.flatMap(({ source, target }) => {
      const value = from.values.get(source);
      return value === undefined ? [] : [[target, value] as const];
    });
    add(world, record, { values: new Map(values) });
  },
  duplicate: (world, record, other) => {
    add(world, record, { values: world.record(other).values });
  },
  beginning: (world, record, path, otherPath, other) => {
    add(world, record, UserActions.beginning(world.record(other), otherPath, path));
  },
  several: (world, record, path, otherPath, other) => {
    const overrides = UserActions.matching(world.record(other), otherPath, path);
    add(world, record, { ...overrides, several: path });
  },
  pair: (world, x, y, source, target) => {
    addPair(world, [x, y], [source, target]);
  },
  pairInSameSecond: (world, x, y, source, target) => {
    addPair(world, [x, y], [source, target], y, { sameSecond: true });
  },
  newestOfPair: (world, x, y, source, target, last) => {
    addPair(world, [x, y], [source, target], last);
  },
  newestOfPairEmpty: (world, x, y, source, target, last, empty) => {
    addPair(world, [x, y], [source, target], last, { raw: new Map([[empty, null]]) });
  },
  linked: async (world, x, y) => {
    const [one, other] = [world.datatype(x.datatype), world.datatype(y.datatype)];
    const revealing = revealingRows(world, one, other);
    const first = add(world, x);
    const second = add(world, y, agreeing(world, first, other, revealing));
    const count = world.state.testbed.recordsOf(other).length;
    world.state.link(first, second);
    await world.state.synchronize();
    await precondition(
      () => world.linkingCheck(one, other),
      async () => {
        world.expectations.count(other, count);
        await requireLink(world, first, second, revealing);
      },
    );
  },
  created: async (world, x, y) => {
    const [one, other] = [world.datatype(x.datatype), world.datatype(y.datatype)];
    const first = add(world, x);
    await world.state.synchronize();
    await precondition(
      () => world.creatingCheck(one, other),
      () => {
        world.actions.addOwnProperties(world.expectations.createdFor(other, first, y.name));
      },
    );
  },
  becomeToo: async (world, x, y) => {
    const [one, other] = [world.datatype(x.datatype), world.datatype(y.datatype)];
    await world.state.synchronize();
    await precondition(
      () => world.creatingCheck(one, other),
      () => {
        world.expectations.createdFor(other, world.record(x), y.name);
      },
    );
  },
  linkedToo: async (world, added, known) => {
    const [datatype, from] = [world.datatype(added.datatype), world.record(known)];
    const { section } = world.state.testbed.scope.between(datatype, from);
    const isSource = sameDatatype(section.source, datatype);
    const values = [...plainRows(section), ...linkingRows(section)].flatMap(({ source, target }) => {
      const value = world.expectations.held(from, isSource ? target : source);
      return value === undefined ? [] : [[isSource ? source : target, value] as const];
    });
    const record = add(world, added, { values: new Map(values) });
    world.state.link(from, record);
    await world.state.synchronize();
    await precondition(
      () => world.linkingCheck(datatype, world.datatype(known.datatype)),
      () => world.links.linked(from, record),
    );
  },
};
