/** What must be seen. Every step first makes sure that the engine is quiescent. */
import { sameDatatype } from '../src/model';
import type { THEN } from '../src/scenarios/steps';
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
  linked: async (world, one, other) => {
    await world.expectations.linked(world.record(one), world.record(other));
  },
  notLinked: async (world, one, other) => {
    await world.expectations.notLinked(world.record(one), world.record(other));
  },
  linkedToNothing: async (world, record) => {
    await world.expectations.linkedToNothing(world.record(record));
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
  winner: (world, path, x, otherPath, y, winner) => {
    const holder = world.record(winner);
    const [one, other] = [world.record(x), world.record(y)];
    const value = holder.values.get(holder === one ? path : otherPath);
    if (value === undefined) {
      throw new Error(`The ${winner.datatype} "${winner.name}" was given no value in this property.`);
    }
    world.expectations.holdsValueOf(one, path, value);
    world.expectations.holdsValueOf(other, otherPath, value);
  },
  nothingElse: (world) => {
    world.expectations.nothingElseChanged();
  },
  noFurtherWrite: (world) => {
    world.expectations.noFurtherWrite();
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
