/** What must be seen. Every step first makes sure that the systems came to rest. */
import { Then as define } from '@cucumber/cucumber';
import { datatypeLabel } from '../src/model';
import type { SyncWorld } from './world';

type Parameters = readonly string[];

/** Defines a Then: at rest first, then what the step says. */
function Then(
  pattern: RegExp,
  expectation: (world: SyncWorld, parameters: Parameters) => Promise<void> | void,
): void {
  const blanks = new RegExp(`${pattern.source}|`).exec('')?.length ?? 1;
  const definition = async function (this: SyncWorld, ...parameters: string[]): Promise<void> {
    this.expectations.quiescent();
    await expectation(this, parameters);
  };
  Object.defineProperty(definition, 'length', { value: blanks - 1 });
  define(pattern, definition);
}

function text(parameters: Parameters, index: number): string {
  return parameters[index] ?? '';
}

Then(/^(|[^"]+ )has (\d+) ([^"]+)$/, (world, [system = '', count = '', datatype = '']) => {
  world.expectations.count(world.datatypeOf(system.trim(), datatype), Number(count));
});

Then(/^one ([^"]+) was created for the ([^"]+) "([^"]+)"$/, (world, [y = '', x = '', name = '']) => {
  world.expectations.createdFor(world.datatype(y), world.record(x, name));
});

Then(/^one ([^"]+) was created for each ([^"]+)$/, (world, [y = '', x = '']) => {
  const source = datatypeLabel(world.datatype(x));
  const records = world.state.all().filter((record) => datatypeLabel(record) === source);
  if (records.length === 0) {
    throw new Error(`No step has brought a ${x} into this scenario.`);
  }
  for (const record of records) {
    world.expectations.createdFor(world.datatype(y), record);
  }
});

Then(/^the ([^"]+) "([^"]+)" and the ([^"]+) "([^"]+)" are linked$/, async (world, parameters) => {
  const [x = '', xName = '', y = '', yName = ''] = parameters;
  await world.expectations.linked(world.record(x, xName), world.record(y, yName));
});

Then(/^the ([^"]+) "([^"]+)" and the ([^"]+) "([^"]+)" are not linked$/, async (world, parameters) => {
  const [x = '', xName = '', y = '', yName = ''] = parameters;
  await world.expectations.notLinked(world.record(x, xName), world.record(y, yName));
});

Then(/^the ([^"]+) "([^"]+)" is linked to nothing$/, async (world, [datatype = '', name = '']) => {
  await world.expectations.linkedToNothing(world.record(datatype, name));
});

Then(/^the ([^"]+) "([^"]+)" is untouched$/, (world, [datatype = '', name = '']) => {
  world.expectations.untouched(world.record(datatype, name));
});

Then(
  /^the (?:edit has arrived|latest edit stands) in (.+) of the ([^"]+) "([^"]+)"$/,
  (world, [path = '', datatype = '', name = '']) => {
    world.expectations.arrived(world.record(datatype, name), path);
  },
);

Then(/^nothing else has changed in either system$/, (world) => {
  world.expectations.nothingElseChanged();
});

Then(/^no further write was sent to either system$/, (world) => {
  world.expectations.noFurtherWrite();
});

Then(/^exactly one write was sent, to the ([^"]+) "([^"]+)"$/, (world, [datatype = '', name = '']) => {
  world.expectations.oneWriteTo(world.record(datatype, name));
});

Then(/^(.+) of the ([^"]+) "([^"]+)" is empty$/, (world, [path = '', datatype = '', name = '']) => {
  world.expectations.empty(world.record(datatype, name), path);
});

Then(/^(.+) of the ([^"]+) "([^"]+)" is exactly (.+)$/, (world, parameters) => {
  const [path = '', datatype = '', name = ''] = parameters;
  world.expectations.exactly(world.record(datatype, name), path, JSON.parse(text(parameters, 3)) as never);
});

Then(
  /^(.+) of the ([^"]+) "([^"]+)" and (.+) of the ([^"]+) "([^"]+)" hold what the ([^"]+) "([^"]+)" had$/,
  (world, [path = '', x = '', xName = '', otherPath = '', y = '', yName = '', who = '', whoName = '']) => {
    const holder = world.record(who, whoName);
    const value = holder.values.get(who === x && whoName === xName ? path : otherPath);
    if (value === undefined) {
      throw new Error(`The ${who} "${whoName}" was given no value in this property.`);
    }
    world.expectations.holdsValueOf(world.record(x, xName), path, value);
    world.expectations.holdsValueOf(world.record(y, yName), otherPath, value);
  },
);

Then(/^every fault has struck$/, ({ state }) => {
  const idle = state.testbed.faults.neverFired();
  if (idle.length === 0) {
    return;
  }
  throw new Error(
    `These faults never struck, so the scenario shows less than it says: ${JSON.stringify(idle)}. Mend "on", or let more happen.`,
  );
});
