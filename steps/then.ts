/** What must be seen. Every step first makes sure that the engine is quiescent. */
import { sameDatatype } from '../src/model';
import { readTriedValue, readTriedValues, type THEN } from '../src/scenarios/steps';
import type { Actions } from './define';

export const THEN_ACTIONS: Actions<typeof THEN> = {
  count: (world, system, count, datatype) => {
    world.expectations.count(world.datatypeOf(system, datatype), count);
  },
  created: (world, datatype, record) => {
    world.expectations.createdFor(world.datatype(datatype), world.record(record));
  },
  createdForEach: (world, y, x) => {
    const source = world.datatype(x);
    const records = world.state.all().filter((record) => sameDatatype(record, source));
    if (records.length === 0) {
      throw new Error(`No step has brought a ${x} into this scenario.`);
    }
    for (const record of records) {
      world.expectations.createdFor(world.datatype(y), record);
    }
  },
  createdOnce: (world, x, y) => {
    world.expectations.createdOnce(world.datatype(x), world.datatype(y));
  },
  linked: async (world, one, other) => {
    await world.links.linked(world.record(one), world.record(other));
  },
  notLinked: async (world, one, other) => {
    await world.links.notLinked(world.record(one), world.record(other));
  },
  linkedToNothing: async (world, record) => {
    await world.links.linkedToNothing(world.record(record));
  },
  untouched: (world, record) => {
    world.expectations.untouched(world.record(record));
  },
  arrived: (world, path, record) => {
    world.expectations.arrived(world.record(record), path);
  },
  latest: (world, path, record) => {
    world.expectations.arrived(world.record(record), path);
  },
  empty: (world, path, record) => {
    world.expectations.empty(world.record(record), path);
  },
  exactly: (world, path, record, value) => {
    world.expectations.exactly(world.record(record), path, value);
  },
  eachArrives: async (world, path, record, otherPath, other, table) => {
    const from = { record: world.record(record), path };
    await world.trials.eachArrives(
      from,
      { record: world.record(other), path: otherPath },
      table.rows().map(readTriedValues),
    );
  },
  noneArrives: async (world, path, record, otherPath, other, table) => {
    const from = { record: world.record(record), path };
    const values = table.rows().map(([cell = '']) => readTriedValue(cell));
    await world.trials.noneArrives(from, { record: world.record(other), path: otherPath }, values);
  },
  winner: (world, path, x, otherPath, y, winner) => {
    const holder = world.record(winner);
    const [one, other] = [world.record(x), world.record(y)];
    const holderPath = holder === one ? path : otherPath;
    world.expectations.holdsValueOf(one, path, holder, holderPath);
    world.expectations.holdsValueOf(other, otherPath, holder, holderPath);
  },
  firstNamedWins: (world, path, record, otherPath, other) => {
    const [one, two] = [world.record(record), world.record(other)];
    const isFirst = world.state.testbed.firstNamed(one.system, two.system) === one.system;
    const [holder, holderPath] = isFirst ? [one, path] : ([two, otherPath] as const);
    world.expectations.holdsValueOf(one, path, holder, holderPath);
    world.expectations.holdsValueOf(two, otherPath, holder, holderPath);
  },
  carried: (world, path, record, otherPath, other) => {
    world.expectations.holdsValueOf(world.record(record), path, world.record(other), otherPath);
  },
  nothingElse: (world) => {
    world.expectations.nothingElseChanged();
  },
  noFurtherWrite: (world) => {
    world.expectations.noFurtherWrite();
  },
  ownKept: (world, record) => {
    world.expectations.ownKept(world.record(record));
  },
  oneWrite: (world, record) => {
    world.expectations.oneWriteTo(world.record(record));
  },
  faultsFired: ({ state }) => {
    const idle = state.testbed.faults.neverFired();
    if (idle.length > 0) {
      throw new Error(
        `These faults never fired, so the scenario shows less than it says: ${JSON.stringify(idle)}. Correct "on", or let more happen.`,
      );
    }
  },
};
