/** Properties of the pure core: planner and clusters, with the systems simulated as data. */
import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DatatypeSchema, SystemConfiguration } from '../protocol';
import { ingestListings, type Observation } from './sync/ingest';
import { DEFAULT_STRATEGIES } from './strategies';
import { agrees, isEmpty } from './planner/json';
import { buildModel } from './planner/model';
import type { WriteOperation } from './planner/operations';
import { recordResults, type WriteResult } from './sync/record-results';
import { datatypeKey, EMPTY_STATE, type EngineState, type RecordState } from './planner/state';
import { abilities, section, texts } from './testing';
import { type Json, type JsonObject } from '../core/json';
import type { Envelope } from './planner/envelope';

function schema(paths: DatatypeSchema['properties']): DatatypeSchema {
  return { properties: paths };
}

function system(name: string, datatypes: SystemConfiguration['schema']): SystemConfiguration {
  return {
    name,
    baseUrl: `https://${name}.test`,
    token: 't',
    api: 'rest',
    schema: datatypes,
    abilities,
  };
}

const model = buildModel(
  {
    systems: {
      a: system('A', { X: schema({ ...texts('email', 'name', 'number', 'note') }) }),
      b: system('B', { Y: schema({ ...texts('email', 'name', 'note'), number: { type: 'integer' } }) }),
      c: system('C', { Z: schema({ ...texts('email', 'name', 'note') }) }),
    },
    dataflows: [
      {
        systems: { source: 'A', target: 'B' },
        sections: [
          section({
            from: 'A.X',
            to: 'B.Y',
            merge: ['email ~ email', 'number ~ number'],
            properties: ['name ~ name : string', 'number ~ number : integer'],
          }),
        ],
      },
      {
        systems: { source: 'B', target: 'C' },
        sections: [
          section({
            from: 'B.Y',
            to: 'C.Z',
            kind: 'create-missing',
            merge: ['email ~ email'],
            properties: ['name ~ name'],
          }),
        ],
      },
    ],
    bindings: {},
    policies: {},
    stateDir: '/nowhere',
    limits: { answerSeconds: 60 },
  },
  (words) => DEFAULT_STRATEGIES.readSection(words),
);

const datatypes = ['X', 'Y', 'Z'] as const;
type Datatype = (typeof datatypes)[number];
const keys: Readonly<Record<Datatype, string>> = {
  X: datatypeKey('a', 'X'),
  Y: datatypeKey('b', 'Y'),
  Z: datatypeKey('c', 'Z'),
};

interface Seed {
  readonly datatype: Datatype;
  readonly envelope: Envelope;
}

const blank = fc.constantFrom<Json | undefined>(undefined, null, '');
function withBlanks(values: fc.Arbitrary<Json>): fc.Arbitrary<Json | undefined> {
  return fc.oneof({ weight: 3, arbitrary: values }, { weight: 1, arbitrary: blank });
}

function present(properties: Readonly<Record<string, Json | undefined>>): JsonObject {
  return Object.fromEntries(
    Object.entries(properties).filter((entry): entry is [string, Json] => entry[1] !== undefined),
  );
}

const numbers: Readonly<Record<Datatype, fc.Arbitrary<Json | undefined>>> = {
  X: withBlanks(fc.constantFrom('1', '01', '2', '3')),
  Y: withBlanks(fc.constantFrom(1, 2, 3)),
  Z: fc.constant(undefined),
};

function seedOf(datatype: Datatype): fc.Arbitrary<Omit<Seed, 'datatype'> & { datatype: Datatype }> {
  return fc
    .record({
      time: fc.integer({ min: 1, max: 4 }),
      email: withBlanks(fc.constantFrom('e1', 'e2', 'e3', 'E1')),
      name: withBlanks(fc.constantFrom('n1', 'n2', 'n3')),
      number: numbers[datatype],
    })
    .map(({ time, ...properties }) => ({
      datatype,
      envelope: { id: '', version: 1, modifiedAt: time, properties: present({ ...properties, note: 'own' }) },
    }));
}

const seeds: fc.Arbitrary<readonly Seed[]> = fc
  .array(fc.oneof(...datatypes.map(seedOf)), { maxLength: 9 })
  .map((found) => found.map((seed, index) => ({ ...seed, envelope: { ...seed.envelope, id: `r${index}` } })));

function observe(state: EngineState, found: readonly Seed[]): EngineState {
  return ingestListings(
    DEFAULT_STRATEGIES,
    model,
    state,
    datatypes.map((datatype): Observation => ({
      datatype: keys[datatype],
      envelopes: found.filter((seed) => seed.datatype === datatype).map(({ envelope }) => envelope),
    })),
  );
}

function plan(state: EngineState): ReturnType<typeof DEFAULT_STRATEGIES.plan> {
  return DEFAULT_STRATEGIES.plan(DEFAULT_STRATEGIES, model, state, 0);
}

/** A system that does exactly what it is asked to. */
function obey(state: EngineState) {
  return (operation: WriteOperation): WriteResult => ({
    kind: 'written',
    operation,
    envelope: {
      id:
        operation.kind === 'create' ? `of ${operation.origin}` : (state.records[operation.record]?.id ?? ''),
      version: operation.kind === 'create' ? 1 : Number(state.records[operation.record]?.version) + 1,
      modifiedAt: 100,
      properties: operation.properties,
    },
  });
}

interface Rest {
  readonly state: EngineState;
  readonly operations: readonly WriteOperation[];
}

function bringToRest(begin: EngineState): Rest {
  const done: WriteOperation[] = [];
  let state = begin;
  for (let round = 0; round < 12; round += 1) {
    const { state: planned, operations } = plan(state);
    state = planned;
    if (operations.length === 0) {
      return { state, operations: done };
    }
    done.push(...operations);
    state = recordResults(DEFAULT_STRATEGIES, model, state, operations.map(obey(state)));
  }
  throw new Error('The simulated systems do not become quiescent.');
}

function recordsOf(state: EngineState, datatype: Datatype): readonly RecordState[] {
  return Object.values(state.records).filter((record) => record.datatype === datatype);
}

/** What is matched with what, found pair by pair and told in another way than the engine does. */
function groupsOf(found: readonly Seed[]): readonly (readonly Seed[])[] {
  const match = (one: Seed, other: Seed): boolean => {
    const [p, q] = [one.envelope.properties, other.envelope.properties];
    const sides = [one.datatype, other.datatype];
    const crosses = sides.every((side) => side !== 'Z') || sides.every((side) => side !== 'X');
    const numbered = sides.every((side) => side !== 'Z') && Number(p.number) === Number(q.number);
    const same = (name: string): boolean => !isEmpty(p[name]) && !isEmpty(q[name]);
    return (crosses && same('email') && p.email === q.email) || (numbered && same('number'));
  };
  const groups: Seed[][] = [];
  for (const seed of found) {
    const touching = groups.filter((group) => group.some((member) => match(member, seed)));
    touching.forEach((group) => groups.splice(groups.indexOf(group), 1));
    groups.push([...touching.flat(), seed]);
  }
  return groups;
}

describe('the planner', () => {
  it('D8 makes as many records as the clusters predict: no cluster of X or Y without Y and Z', () => {
    fc.assert(
      fc.property(seeds, (found) => {
        const groups = groupsOf(found);
        const { state } = bringToRest(observe(EMPTY_STATE, found));
        const lacking = (datatype: Datatype): number =>
          groups.filter(
            (group) =>
              group.some((seed) => seed.datatype !== 'Z') &&
              !group.some((seed) => seed.datatype === datatype),
          ).length;
        const there = (datatype: Datatype): number =>
          found.filter((seed) => seed.datatype === datatype).length;
        assert.equal(recordsOf(state, 'X').length, there('X'));
        assert.equal(recordsOf(state, 'Y').length, there('Y') + lacking('Y'));
        assert.equal(recordsOf(state, 'Z').length, there('Z') + lacking('Z'));
      }),
    );
  });

  it('D11 converges: all members of a cluster hold the latest value that is not empty', () => {
    fc.assert(
      fc.property(seeds, (found) => {
        const { state } = bringToRest(observe(EMPTY_STATE, found));
        for (const group of groupsOf(found)) {
          if (group.every((seed) => seed.datatype === 'Z')) {
            continue;
          }
          const filled = group.filter(({ envelope }) => !isEmpty(envelope.properties.name));
          const [winner] = [...filled].sort(
            (one, other) =>
              other.envelope.modifiedAt - one.envelope.modifiedAt ||
              datatypes.indexOf(one.datatype) - datatypes.indexOf(other.datatype) ||
              (one.envelope.id < other.envelope.id ? -1 : 1),
          );
          const ids = new Set(group.map(({ envelope }) => envelope.id));
          const members = Object.values(state.records).filter(({ id }) => ids.has(id));
          for (const { properties } of members) {
            assert.ok(agrees(properties.name, winner?.envelope.properties.name), JSON.stringify(properties));
          }
        }
      }),
    );
  });

  it('D16 has nothing to do at rest, after a restart, and after a full rescan', () => {
    fc.assert(
      fc.property(seeds, (found) => {
        const { state } = bringToRest(observe(EMPTY_STATE, found));
        assert.deepEqual(plan(state).operations, []);
        const restarted = JSON.parse(JSON.stringify(state)) as EngineState;
        assert.deepEqual(plan(restarted).operations, []);
        const rescan = Object.values(restarted.records).map(
          ({ datatype, id, version, properties }): Seed => ({
            datatype: datatype as Datatype,
            envelope: { id, version, modifiedAt: 200, properties },
          }),
        );
        assert.deepEqual(plan(observe(restarted, rescan)).operations, []);
      }),
    );
  });

  it('D8 does not depend on the order in which records arrive', () => {
    const shuffled = seeds.chain((found) =>
      fc.tuple(fc.constant(found), fc.shuffledSubarray([...found], { minLength: found.length })),
    );
    fc.assert(
      fc.property(shuffled, ([found, permuted]) => {
        const one = bringToRest(observe(EMPTY_STATE, found)).state;
        const other = bringToRest(observe(EMPTY_STATE, permuted)).state;
        assert.deepEqual(other, one);
      }),
    );
  });

  it('D14 names nothing that no row names', () => {
    fc.assert(
      fc.property(seeds, (found) => {
        const { operations } = bringToRest(observe(EMPTY_STATE, found));
        for (const { body } of operations) {
          assert.equal(Object.hasOwn(body, 'note'), false);
        }
      }),
    );
  });

  it('D6 links nothing by blanks', () => {
    const blanks = fc.array(fc.tuple(fc.constantFrom(...datatypes), blank, blank), { maxLength: 8 });
    fc.assert(
      fc.property(blanks, (found) => {
        const state = observe(
          EMPTY_STATE,
          found.map(([datatype, email, number], index) => ({
            datatype,
            envelope: { id: `r${index}`, version: 1, modifiedAt: 1, properties: present({ email, number }) },
          })),
        );
        assert.deepEqual(plan(state).state.clusters, []);
      }),
    );
  });
});
