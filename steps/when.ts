/** What people and time do. */
import { When } from '@cucumber/cucumber';
import { UserActions } from '../src/testbed';
import type { SyncWorld } from './world';

When('the faults are healed', function (this: SyncWorld) {
  this.state.testbed.faults.heal();
});

When('the systems are synchronized', async function (this: SyncWorld) {
  await this.state.synchronize();
});

When('the systems are synchronized {int} more times', async function (this: SyncWorld, times: number) {
  this.state.expectNoWrites();
  for (let count = 0; count < times; count += 1) {
    await this.state.testbed.cycle();
  }
});

When('the engine is restarted and rescans everything', async function (this: SyncWorld) {
  this.state.expectNoWrites();
  await this.state.testbed.restart();
});

When(
  /^a ([^"]+) "([^"]+)" is added( in the same second)?$/,
  function (this: SyncWorld, datatype: string, name: string, same: string | undefined) {
    this.actions.add(this.datatype(datatype), name, { sameSecond: typeof same === 'string' });
  },
);

When(
  /^a ([^"]+) "([^"]+)" is added whose (.+) is (.+) of the ([^"]+) "([^"]+)"$/,
  function (
    this: SyncWorld,
    datatype: string,
    name: string,
    path: string,
    otherPath: string,
    other: string,
    otherName: string,
  ) {
    this.actions.add(
      this.datatype(datatype),
      name,
      UserActions.matching(this.record(other, otherName), otherPath, path),
    );
  },
);

When(
  /^a property of no row of the ([^"]+) "([^"]+)" is edited$/,
  function (this: SyncWorld, datatype: string, name: string) {
    this.actions.editOwn(this.record(datatype, name));
  },
);

When(
  /^(?!a property of no row )(.+) of the ([^"]+) "([^"]+)" is edited$/,
  function (this: SyncWorld, path: string, datatype: string, name: string) {
    this.actions.edit(this.record(datatype, name), path);
  },
);

When(
  /^(.+) of the ([^"]+) "([^"]+)" is edited under the engine's own account$/,
  function (this: SyncWorld, path: string, datatype: string, name: string) {
    this.actions.edit(this.record(datatype, name), path, 'engine');
  },
);

When(
  /^(.+) of the ([^"]+) "([^"]+)" is cleared$/,
  function (this: SyncWorld, path: string, datatype: string, name: string) {
    this.actions.clear(this.record(datatype, name), path);
  },
);

When(
  /^another (.+) is added to the ([^"]+) "([^"]+)"$/,
  function (this: SyncWorld, path: string, datatype: string, name: string) {
    this.actions.append(this.record(datatype, name), path);
  },
);

When(
  /^(.+) of the ([^"]+) "([^"]+)" is set to (.+)$/,
  function (this: SyncWorld, path: string, datatype: string, name: string, value: string) {
    this.actions.set(this.record(datatype, name), path, JSON.parse(value) as never);
  },
);

When(
  /^(.+) of the ([^"]+) "([^"]+)" becomes (.+) of the ([^"]+) "([^"]+)"$/,
  function (
    this: SyncWorld,
    path: string,
    datatype: string,
    name: string,
    fromPath: string,
    from: string,
    fromName: string,
  ) {
    this.actions.copy(this.record(from, fromName), fromPath, this.record(datatype, name), path);
  },
);
