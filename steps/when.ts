/** What people and time do. */
import type { WHEN } from '../src/scenarios/steps';
import { UserActions } from '../src/testbed';
import type { Actions } from './define';

/** In milliseconds. */
const MINUTE = 60_000;
/** In milliseconds. */
const HOUR = 60 * MINUTE;

export const WHEN_ACTIONS: Actions<typeof WHEN> = {
  synchronized: async ({ state }) => {
    await state.synchronize();
  },
  synchronizedMore: async ({ state }, times) => {
    state.expectNoWrites();
    for (let count = 0; count < times; count += 1) {
      await state.testbed.cycle();
    }
  },
  synchronizedTimes: async ({ state }, times) => {
    for (let count = 0; count < times; count += 1) {
      await state.testbed.cycle();
    }
    state.closed = true;
  },
  restarted: async ({ state }) => {
    state.expectNoWrites();
    await state.testbed.restart();
  },
  added: (world, { datatype, name }) => {
    world.actions.add(world.datatype(datatype), name);
  },
  addedInSameSecond: (world, { datatype, name }) => {
    world.actions.add(world.datatype(datatype), name, { sameSecond: true });
  },
  addedMatching: (world, { datatype, name }, path, otherPath, other) => {
    const overrides = UserActions.matching(world.record(other), otherPath, path);
    world.actions.add(world.datatype(datatype), name, overrides);
  },
  addedMatchingTwo: (world, { datatype, name }, path, onePath, one, otherwise, otherPath, other) => {
    const values = new Map([
      ...(UserActions.matching(world.record(one), onePath, path).values ?? []),
      ...(UserActions.matching(world.record(other), otherPath, otherwise).values ?? []),
    ]);
    world.actions.add(world.datatype(datatype), name, { values });
  },
  edited: (world, path, record) => {
    world.actions.edit(world.record(record), path);
  },
  editedInSameSecond: (world, path, record) => {
    world.actions.edit(world.record(record), path, { sameSecond: true });
  },
  editedByEngineAccount: (world, path, record) => {
    world.actions.edit(world.record(record), path, { account: 'engine' });
  },
  editedBeforeWrite: (world, path, edited, written) => {
    const record = world.record(edited);
    const act = (): void => {
      world.actions.edit(record, path);
    };
    world.actions.beforeWriteTo(world.record(written), act, record);
  },
  addedBeforeWrite: (world, { datatype, name }, written) => {
    world.actions.beforeWriteTo(world.record(written), () => {
      world.actions.add(world.datatype(datatype), name);
    });
  },
  reverted: (world, path, record) => {
    world.actions.revert(world.record(record), path);
  },
  editedOutsideRows: (world, record) => {
    world.actions.editOwn(world.record(record));
  },
  appended: (world, path, record) => {
    world.actions.append(world.record(record), path);
  },
  cleared: (world, path, record) => {
    world.actions.clear(world.record(record), path);
  },
  set: (world, path, record, value) => {
    world.actions.set(world.record(record), path, value);
  },
  matched: (world, path, record, otherPath, other) => {
    world.actions.copy(world.record(other), otherPath, world.record(record), path);
  },
  timePasses: ({ state }) => {
    state.testbed.tick(MINUTE);
  },
  clockBack: (world, system) => {
    world.state.testbed.setClockBack(world.systemOf(system), HOUR);
  },
  deleted: (world, record) => {
    world.actions.remove(world.record(record));
  },
  merged: (world, record, other) => {
    world.actions.merge(world.record(record), world.record(other));
  },
  accepted: ({ state }) => {
    state.testbed.faults.heal();
  },
  healed: ({ state }) => {
    state.testbed.faults.heal();
  },
};
