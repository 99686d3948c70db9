import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createEngine as createNoop } from '../engine/noop';
import { createEngine as createReference } from '../engine/reference';
import type { Section } from '../model';
import { row, section, sentence, table } from '../model/helpers.test';
import { sentenceKinds } from '../spec';
import { mountDirect } from '../systems';
import { Acts, Scope, Story, Testbed, Unsupported, scratchRoot } from '../testbed';
import { problemsOf, recording, type Sent } from './helpers.test';
import type { Configure, CreateEngine, LinksAnswer, Sync } from '.';

const PEOPLE = section(
  'Shop.Client',
  'Ledger.Debtor',
  sentence('link-required'),
  table('merge-on-match', row('emails', 'email')),
  sentence('keep-in-sync'),
  table(
    'properties',
    row('emails', 'email', { type: 'string' }),
    row('age', 'years', { type: 'integer' }),
    row('address.city', 'town'),
  ),
);

const MERGED = section(
  'Shop.Order',
  'Ledger.Invoice',
  sentence('create-always'),
  sentence('merge-existing'),
  sentence('create-missing'),
  table('merge-on-match', row('number', 'reference')),
  sentence('keep-in-sync'),
  table('properties'),
);

const CONDITIONAL = section('Shop.Agent', 'Ledger.Partner', sentence('conditional'), table('properties'));

const CONNECTED = section(
  'Shop.Parcel',
  'Ledger.Delivery',
  sentence('link-required'),
  sentence('create-if-connected'),
  table(
    'properties',
    row('phone', 'mobile', { gate: { property: 'country', value: 'NO' } }),
    row('note', 'text', { gate: {} }),
    row('price', 'amount', { type: 'expression' }),
  ),
);

let directory: string;
let sent: Sent[];

beforeEach(() => {
  directory = mkdtempSync(join(scratchRoot(), 'syncproof-test-'));
  sent = [];
});

afterEach(() => {
  rmSync(directory, { recursive: true, force: true });
});

function bedOf(createEngine: CreateEngine, sections: readonly Section[]): Testbed {
  const scoped = sections.map((each, index) => ({ section: each, document: 'doc', id: `doc/${index}` }));
  const stated = {
    Shop: { schema: { Client: { properties: { emails: { list: true, required: true, default: [] } } } } },
  };
  return new Testbed({
    createEngine: recording(createEngine, sent),
    mount: mountDirect(),
    stateRoot: directory,
    number: 1,
    seed: 1,
    timeout: 5000,
    bindings: {
      conditions: {
        'When it rains': { property: 'weather', equals: 'rain' },
        Else: { property: 'a', in: [1] },
      },
      references: { 'Shop Parcel.customer': 'Client' },
    },
    policies: { fullSync: true, clear: 'spread', deletes: 'keep' },
    scope: new Scope(scoped, stated),
  });
}

function sentOf(definition: string): unknown[] {
  return sent.filter((each) => each.definition === definition).map(({ value }) => value);
}

function assertAllDescribed(): void {
  for (const { definition, value } of sent)
    assert.deepEqual(problemsOf(definition, value), [], `${definition}: ${JSON.stringify(value)}`);
}

describe('what really goes between the harness and an engine', () => {
  it('is described by the schema: two lives of the reference engine', async () => {
    const bed = bedOf(createReference, [PEOPLE, MERGED]);
    const acts = new Acts(new Story(bed));
    for (const phrase of ['Shop Client', 'Ledger Debtor', 'Shop Order'])
      acts.add(bed.scope.datatype(phrase), 'Ada');
    await bed.synchronize();
    await bed.restart();
    await bed.links();
    await bed.close();

    assertAllDescribed();
    const definitions = sent.map(({ definition }) => definition);
    const life = ['hello', 'helloAnswer', 'configure', 'configureAnswer', 'sync', 'syncAnswer'];
    assert.deepEqual([...new Set(definitions)], [...life, 'stop', 'stopAnswer', 'links', 'linksAnswer']);
    assert.equal(sentOf('hello').length, 2);
    assert.deepEqual(
      [...new Set(sentOf('sync').map((message) => (message as Sync).mode))],
      ['incremental', 'full'],
    );
    const [links] = sentOf('linksAnswer') as LinksAnswer[];
    assert.ok(links?.clusters.some((cluster) => cluster.length === 2));
  });

  for (const each of [CONDITIONAL, CONNECTED]) {
    it(`is described by the schema: an engine that refuses "${each.heading}"`, async () => {
      const bed = bedOf(createReference, [each]);
      await assert.rejects(bed.synchronize(), Unsupported);
      await bed.close();
      assertAllDescribed();
      assert.match(JSON.stringify(sentOf('configureAnswer')), /"unsupported"/);
    });
  }

  it('is described by the schema: an engine that takes every kind of sentence and row', async () => {
    const bed = bedOf(createNoop, [PEOPLE, MERGED, CONDITIONAL, CONNECTED]);
    await bed.synchronize();
    await bed.close();
    assertAllDescribed();
    const [configure] = sentOf('configure') as Configure[];
    const kinds = configure?.dataflows.flatMap(({ sections }) =>
      sections.flatMap(({ statements }) => statements.map(({ kind }) => kind)),
    );
    assert.deepEqual([...new Set(kinds)].sort(), sentenceKinds.map(({ kind }) => kind).sort());
  });

  it('holds no text of a sentence', async () => {
    const bed = bedOf(createNoop, [PEOPLE, MERGED]);
    await bed.synchronize();
    await bed.close();
    assert.doesNotMatch(JSON.stringify(sent), /The (?:sentence|table) /);
  });
});

/** A right configuration, and what to make of it: every change makes a wrong one. */
async function rightConfigure(): Promise<Record<string, unknown>> {
  const bed = bedOf(createNoop, [PEOPLE, MERGED]);
  await bed.synchronize();
  await bed.close();
  const [configure] = sentOf('configure');
  assert.deepEqual(problemsOf('configure', configure), []);
  return configure as Record<string, unknown>;
}

/** The message with another value at the path; a member whose value is `undefined` is taken away. */
function changed(message: unknown, path: readonly (string | number)[], value: unknown): unknown {
  const copy: unknown = structuredClone(message);
  const last = path.at(-1) ?? '';
  const parent = path.slice(0, -1).reduce((node, step) => Reflect.get(node as object, step) as unknown, copy);
  if (value === undefined) Reflect.deleteProperty(parent as object, last);
  else Reflect.set(parent as object, last, value);
  return copy;
}

const STATEMENTS = ['dataflows', 0, 'sections', 0, 'statements'] as const;
const SHOP = ['systems', 'shop'] as const;

const wrongConfigures: readonly (readonly [string, readonly (string | number)[], unknown])[] = [
  ['no stateDir', ['stateDir'], undefined],
  ['no systems', ['systems'], {}],
  ['a base URL with a slash at its end', [...SHOP, 'baseUrl'], 'https://shop.test/'],
  ['an empty token', [...SHOP, 'token'], ''],
  ['an unknown API', [...SHOP, 'api'], 'soap'],
  ['an ability left out', [...SHOP, 'abilities', 'versions'], undefined],
  ['a time resolution of nothing', [...SHOP, 'abilities', 'timeResolution'], 0],
  ['an unknown property type', [...SHOP, 'schema', 'Client', 'properties', 'age', 'type'], 'date'],
  ['the text of a sentence', [...STATEMENTS, 0, 'text'], 'Every Shop Client …'],
  ['an unknown sentence kind', [...STATEMENTS, 0, 'kind'], 'create-sometimes'],
  ['a table without rows', [...STATEMENTS, 1, 'rows'], undefined],
  ['rows on a sentence without a table', [...STATEMENTS, 0, 'rows'], []],
  ['a condition that is not stated', [...STATEMENTS, 0, 'kind'], 'conditional'],
  ['a binding with two predicates', ['bindings', 'conditions', 'Else', 'equals'], 1],
  ['a binding without a predicate', ['bindings', 'conditions', 'Else', 'in'], undefined],
  ['an unknown policy', ['policies', 'clear'], 'sometimes'],
];

const wrongMessages: readonly (readonly [string, string, unknown])[] = [
  ['another version of the protocol', 'hello', { protocol: 2 }],
  ['a seq of 0', 'hello', { protocol: 1, seq: 0 }],
  ['an engine without a version', 'helloAnswer', { engine: { name: 'mine' }, capabilities: [] }],
  ['no list of capabilities', 'helloAnswer', { engine: { name: 'mine', version: '1' } }],
  [
    'an unknown capability',
    'helloAnswer',
    { engine: { name: 'mine', version: '1' }, capabilities: ['paging'] },
  ],
  ['the refusal of what cannot be refused', 'configureAnswer', { unsupported: 'create-always' }],
  ['a refusal and an error', 'configureAnswer', { unsupported: 'gates', error: 'no' }],
  ['a misspelt error', 'configureAnswer', { eror: 'no' }],
  ['an unknown mode', 'sync', { mode: 'partial' }],
  ['an error that is no text', 'syncAnswer', { error: true }],
  ['a record without an id', 'linksAnswer', { clusters: [[{ system: 'shop', datatype: 'Client' }]] }],
  [
    'clusters that are no lists',
    'linksAnswer',
    { clusters: [{ system: 'shop', datatype: 'Client', id: '1' }] },
  ],
  ['an answer to stop that says something', 'stopAnswer', { bye: true }],
];

describe('wrong messages', () => {
  for (const [what, path, value] of wrongConfigures) {
    it(`are refused: a configuration with ${what}`, async () => {
      const wrong = changed(await rightConfigure(), path, value);
      const place = path
        .slice(0, -1)
        .map((step) => `/${step}`)
        .join('');
      assert.ok(problemsOf('configure', wrong).some((problem) => problem.startsWith(place)));
    });
  }

  for (const [what, definition, value] of wrongMessages) {
    it(`are refused: ${what}`, () => {
      assert.notDeepEqual(problemsOf(definition, value), []);
    });
  }
});

describe('messages to an engine in another process', () => {
  it('carry a seq, and so do the answers', () => {
    assert.deepEqual(problemsOf('sync', { seq: 3, mode: 'full' }), []);
    assert.deepEqual(problemsOf('syncAnswer', { seq: 3 }), []);
  });
});
