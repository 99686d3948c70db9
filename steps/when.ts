/** What people and time do. */
import { When } from '@cucumber/cucumber';
import { Acts } from '../src/testbed';
import type { SyncWorld } from './world';

When('the faults are healed', function (this: SyncWorld) {
  this.story.bed.faults.heal();
});

When('the systems are synchronized', async function (this: SyncWorld) {
  await this.story.synchronize();
});

When('the systems are synchronized {int} more times', async function (this: SyncWorld, times: number) {
  this.story.expectRest();
  for (let count = 0; count < times; count += 1) await this.story.bed.cycle();
});

When('the engine is restarted and rescans everything', async function (this: SyncWorld) {
  this.story.expectRest();
  await this.story.bed.restart();
});

When(
  /^a ([^"]+) "([^"]+)" is added( in the same second)?$/,
  function (this: SyncWorld, datatype: string, name: string, same: string | undefined) {
    this.acts.add(this.datatype(datatype), name, { sameSecond: typeof same === 'string' });
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
    this.acts.add(
      this.datatype(datatype),
      name,
      Acts.matching(this.record(other, otherName), otherPath, path),
    );
  },
);

When(
  /^a property of no row of the ([^"]+) "([^"]+)" is edited$/,
  function (this: SyncWorld, datatype: string, name: string) {
    this.acts.editOwn(this.record(datatype, name));
  },
);

When(
  /^(?!a property of no row )(.+) of the ([^"]+) "([^"]+)" is edited$/,
  function (this: SyncWorld, path: string, datatype: string, name: string) {
    this.acts.edit(this.record(datatype, name), path);
  },
);

When(
  /^(.+) of the ([^"]+) "([^"]+)" is edited under the engine's own account$/,
  function (this: SyncWorld, path: string, datatype: string, name: string) {
    this.acts.edit(this.record(datatype, name), path, 'engine');
  },
);

When(
  /^(.+) of the ([^"]+) "([^"]+)" is cleared$/,
  function (this: SyncWorld, path: string, datatype: string, name: string) {
    this.acts.clear(this.record(datatype, name), path);
  },
);

When(
  /^another (.+) is added to the ([^"]+) "([^"]+)"$/,
  function (this: SyncWorld, path: string, datatype: string, name: string) {
    this.acts.append(this.record(datatype, name), path);
  },
);

When(
  /^(.+) of the ([^"]+) "([^"]+)" is set to (.+)$/,
  function (this: SyncWorld, path: string, datatype: string, name: string, value: string) {
    this.acts.set(this.record(datatype, name), path, JSON.parse(value) as never);
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
    this.acts.copy(this.record(from, fromName), fromPath, this.record(datatype, name), path);
  },
);
