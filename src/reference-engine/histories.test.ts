/** Histories of people's acts on both sides, against a model that knows nothing of the engine (D8, D11, D12, D13). */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import { pair, type World } from './testing';

const paths = { A: { name: 'name', phone: 'phone' }, B: { name: 'label', phone: 'tel' } } as const;
const datatypeAt = { A: 'A.X', B: 'B.Y' } as const;
const keyAt = { A: 'email', B: 'mail' } as const;
const properties = ['name', 'phone'] as const;

type SideName = keyof typeof paths;
type Property = (typeof properties)[number];

interface Cell {
  value: string | null;
  /** What the engine saw last: what came and went between two reads is not an edit. */
  seen: string | null;
  /** When the engine must take it for written. */
  time: number;
  cleared: boolean;
}

interface SideModel {
  readonly cells: Record<Property, Cell>;
  /** When a person saved it last. */
  saved: number;
  readonly unread: Set<Property>;
}

/** One thing that people keep in one system or in both. */
interface Thing {
  readonly key: string;
  linked: boolean;
  readonly sides: Partial<Record<SideName, SideModel>>;
}

interface Model {
  now: number;
  count: number;
  readonly things: Thing[];
}

interface Real {
  readonly world: World;
  readonly ids: Map<string, string>;
}

const both: readonly SideName[] = ['A', 'B'];

function blankCell(value: string | null): Cell {
  return { value, seen: null, time: 0, cleared: false };
}

function newSide(model: Model, value: string | null): SideModel {
  return {
    cells: {
      name: blankCell(value),
      phone: blankCell(null),
    },
    saved: model.now,
    unread: new Set(properties),
  };
}

function readSide(side: SideModel, linked: boolean): void {
  for (const property of side.unread) {
    const cell = side.cells[property];
    const first = cell.time === 0;
    if (first || cell.value !== cell.seen) {
      cell.time = side.saved;
      cell.cleared = linked && !first && cell.value === null;
    }
    cell.seen = cell.value;
  }
  side.unread.clear();
}

/** What one sync must make of a thing. */
function syncThing(thing: Thing): void {
  both.forEach((name) => {
    const side = thing.sides[name];
    if (side !== undefined) {
      readSide(side, thing.linked);
    }
  });
  const { A } = thing.sides;
  if (A === undefined) {
    return;
  }
  const B = thing.sides.B ?? {
    cells: { name: blankCell(null), phone: blankCell(null) },
    saved: 0,
    unread: new Set<Property>(),
  };
  thing.sides.B = B;
  thing.linked = true;
  for (const property of properties) {
    const cells = [A.cells[property], B.cells[property]];
    const counting = cells.filter(({ value, cleared }) => value !== null || cleared);
    const winner = counting.sort((one, other) => other.time - one.time)[0];
    if (winner === undefined) {
      continue;
    }
    A.cells[property] = { ...winner, seen: winner.value, cleared: false };
    B.cells[property] = { ...winner, seen: winner.value, cleared: false };
  }
}

type Act = fc.AsyncCommand<Model, Real>;

function idOf(name: SideName, key: string): string {
  return `${name} ${key}`;
}

class Create implements Act {
  constructor(
    private readonly name: SideName,
    private readonly matching: number | undefined,
  ) {}

  check(model: Readonly<Model>): boolean {
    return this.matching === undefined || this.found(model)?.sides[this.name] === undefined;
  }

  run(model: Model, { world, ids }: Real): Promise<void> {
    const { name } = this;
    const thing = this.found(model) ?? { key: `key ${model.count}`, linked: false, sides: {} };
    if (!model.things.includes(thing)) {
      model.things.push(thing);
    }
    model.now += 1;
    model.count += 1;
    const value = `${name} ${model.count}`;
    const id = world.create(datatypeAt[name], { [keyAt[name]]: thing.key, [paths[name].name]: value });
    ids.set(idOf(name, thing.key), id);
    thing.sides[name] = newSide(model, value);
    return Promise.resolve();
  }

  toString(): string {
    return `create ${this.name}${this.matching === undefined ? '' : ` matching ${this.matching}`}`;
  }

  private found(model: Readonly<Model>): Thing | undefined {
    return this.matching === undefined
      ? undefined
      : model.things[this.matching % Math.max(model.things.length, 1)];
  }
}

class Edit implements Act {
  constructor(
    private readonly name: SideName,
    private readonly thing: number,
    private readonly property: Property,
    private readonly clears: boolean,
  ) {}

  check(model: Readonly<Model>): boolean {
    return this.found(model)?.sides[this.name] !== undefined;
  }

  run(model: Model, { world, ids }: Real): Promise<void> {
    const thing = this.found(model)!;
    const side = thing.sides[this.name]!;
    model.now += 1;
    model.count += 1;
    const value = this.clears ? null : `edit ${model.count}`;
    const datatype = datatypeAt[this.name];
    const id = ids.get(idOf(this.name, thing.key)) ?? this.createdId(world, thing.key);
    world.edit(datatype, id, { [paths[this.name][this.property]]: value });
    side.saved = model.now;
    side.unread.add(this.property);
    side.cells[this.property].value = value;
    return Promise.resolve();
  }

  toString(): string {
    return `${this.clears ? 'clear' : 'edit'} ${this.property} of ${this.name} ${this.thing}`;
  }

  private found(model: Readonly<Model>): Thing | undefined {
    return model.things[this.thing % Math.max(model.things.length, 1)];
  }

  private createdId(world: World, key: string): string {
    const position = world.all('B.Y').findIndex(({ mail }) => mail === key);
    return world.ids('B.Y')[position]!;
  }
}

class Synchronize implements Act {
  constructor(private readonly how: 'incremental' | 'full' | 'restart') {}

  check(): boolean {
    return true;
  }

  async run(model: Model, { world }: Real): Promise<void> {
    if (this.how === 'restart') {
      await world.restart();
    }
    await world.sync(this.how === 'full' ? 'full' : 'incremental');
    model.things.forEach(syncThing);
    for (const name of both) {
      const shown = world
        .all(datatypeAt[name])
        .map((record) => [
          record[keyAt[name]],
          record[paths[name].name] ?? null,
          record[paths[name].phone] ?? null,
        ]);
      const expected = model.things.flatMap(({ key, sides }) => {
        const cells = sides[name]?.cells;
        return cells === undefined ? [] : [[key, cells.name.value, cells.phone.value]];
      });
      assert.deepEqual(new Set(shown.map(String)), new Set(expected.map(String)));
      assert.equal(shown.length, expected.length);
    }
    assert.deepEqual(await world.writes(), []);
  }

  toString(): string {
    return `sync (${this.how})`;
  }
}

describe('histories on both sides', () => {
  it('D8 D11 D12 D13 end as a model of latest edits predicts', async () => {
    const side = fc.constantFrom<SideName>(...both);
    const position = fc.nat({ max: 5 });
    const acts = [
      fc
        .tuple(side, fc.option(position, { nil: undefined }))
        .map(([name, matching]) => new Create(name, matching)),
      fc
        .tuple(side, position, fc.constantFrom(...properties), fc.boolean())
        .map(([name, thing, property, clears]) => new Edit(name, thing, property, clears)),
      fc
        .tuple(side, position, fc.constantFrom(...properties))
        .map(([name, thing, property]) => new Edit(name, thing, property, false)),
      fc
        .constantFrom<'incremental' | 'full' | 'restart'>('incremental', 'full', 'restart')
        .map((how) => new Synchronize(how)),
    ];
    const histories = fc.commands(acts, { size: 'large', maxCommands: 40 });
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const merge = ['email ~ mail'];
        const world = pair({ merge, properties: ['email ~ mail', 'name ~ label', 'phone ~ tel'] });
        const begin = (): { model: Model; real: Real } => ({
          model: { now: 0, count: 0, things: [] },
          real: { world, ids: new Map<string, string>() },
        });
        await fc.asyncModelRun(begin, history);
      }),
      { numRuns: 100 },
    );
  });
});
