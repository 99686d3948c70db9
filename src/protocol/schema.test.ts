import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { createEngine as createNoop } from '../reference-engine/noop';
import { createEngine as createReference } from '../reference-engine/reference';
import { hasTable, STATEMENT_KINDS, type DataType, type Section } from '../model';
import { row, section, sentence, table } from '../model/testing';
import { openDirect } from '../systems';
import { UserActions, Scope, ScenarioState, Testbed } from '../testbed';
import { moduleHost, Unsupported } from '../engines';
import { changed, problemsOf, recording, type Sent } from './testing';
import type { Configure, CreateEngine, LinksAnswer, Sync } from '.';
import { scratchRoot } from '../core/temporary-directory';

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

/** Every kind of part that a conversion can have. */
const READABLE: DataType = {
  name: 'expression',
  text: '["if", ["is-empty", "_."], 0, ["integer", ["decimal", "_."]]]',
  conversion: {
    kind: 'if',
    condition: { kind: 'is-empty', value: { kind: 'current', path: '' } },
    then: { kind: 'literal', value: 0 },
    else: { kind: 'integer', value: { kind: 'decimal', value: { kind: 'current', path: '' } } },
  },
};
const UNREADABLE: DataType = { name: 'expression', text: '"toString"', problem: 'nobody knows it' };

const CONNECTED = section(
  'Shop.Parcel',
  'Ledger.Delivery',
  sentence('link-required'),
  sentence('create-if-connected'),
  table(
    'properties',
    row('phone', 'mobile', { gate: { property: 'country', value: 'NO' } }),
    row('note', 'text', { gate: { side: 'target' } }),
    row('price', 'amount', { dataType: READABLE }),
    row('tax', 'tax', { dataType: UNREADABLE }),
  ),
);

const EVERY_KIND = section(
  'Shop.Item',
  'Ledger.Article',
  ...STATEMENT_KINDS.map((kind) => (hasTable(kind) ? table(kind) : sentence(kind))),
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
    engine: moduleHost(recording(createEngine, sent)),
    transport: openDirect(),
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
  for (const { definition, value } of sent) {
    assert.deepEqual(problemsOf(definition, value), [], `${definition}: ${JSON.stringify(value)}`);
  }
}

describe('what really goes between the harness and an engine', () => {
  it('is described by the schema: two lives of the reference engine', async () => {
    const testbed = bedOf(createReference, [PEOPLE, MERGED]);
    const acts = new UserActions(new ScenarioState(testbed));
    for (const phrase of ['Shop Client', 'Ledger Debtor', 'Shop Order']) {
      acts.add(testbed.scope.datatype(phrase), 'Ada');
    }
    await testbed.synchronize();
    await testbed.restart();
    await testbed.links();
    await testbed.close();

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
      const testbed = bedOf(createReference, [each]);
      await assert.rejects(testbed.synchronize(), Unsupported);
      await testbed.close();
      assertAllDescribed();
      assert.match(JSON.stringify(sentOf('configureAnswer')), /"unsupported"/);
    });
  }

  it('is described by the schema: an engine that takes every kind of sentence and row', async () => {
    const testbed = bedOf(createNoop, [PEOPLE, MERGED, CONDITIONAL, CONNECTED, EVERY_KIND]);
    await testbed.synchronize();
    await testbed.close();
    assertAllDescribed();
    const [configure] = sentOf('configure') as Configure[];
    const kinds = configure?.dataflows.flatMap(({ sections }) =>
      sections.flatMap(({ statements }) => statements.map(({ kind }) => kind)),
    );
    assert.deepEqual([...new Set(kinds)].sort(), [...STATEMENT_KINDS].sort());
    const rows = configure?.dataflows.flatMap(({ sections }) =>
      sections.flatMap(({ statements }) => statements.flatMap((statement) => statement.rows ?? [])),
    );
    const [readable, unreadable] = ['amount', 'tax'].map(
      (path) => rows?.find(({ target }) => target === path)?.dataType,
    );
    assert.deepEqual(
      [readable?.conversion, unreadable?.problem],
      [['if', ['is-empty', '_.'], 0, ['integer', ['decimal', '_.']]], 'nobody knows it'],
    );
    const withEither = { ...readable, problem: 'none' };
    assert.notDeepEqual(problemsOf('dataType', withEither), []);
    assert.notDeepEqual(problemsOf('dataType', { name: 'expression', text: '"toString"' }), []);
    assert.notDeepEqual(problemsOf('dataType', { ...readable, name: 'string' }), []);
    assert.notDeepEqual(problemsOf('gate', { property: 'country', value: 'NO' }), []);
  });

  it('holds no text of a sentence', async () => {
    const testbed = bedOf(createNoop, [PEOPLE, MERGED]);
    await testbed.synchronize();
    await testbed.close();
    assert.doesNotMatch(JSON.stringify(sent), /The (?:sentence|table) /);
  });
});

/** A right configuration, and what to make of it: every change makes a wrong one. */
async function rightConfigure(): Promise<Record<string, unknown>> {
  const testbed = bedOf(createNoop, [PEOPLE, MERGED]);
  await testbed.synchronize();
  await testbed.close();
  const [configure] = sentOf('configure');
  assert.deepEqual(problemsOf('configure', configure), []);
  return configure as Record<string, unknown>;
}

const STATEMENTS = ['dataflows', 0, 'sections', 0, 'statements'] as const;
const SHOP = ['systems', 'shop'] as const;

const wrongConfigures: readonly (readonly [string, readonly (string | number)[], unknown])[] = [
  ['no stateDir', ['stateDir'], undefined],
  ['no systems', ['systems'], {}],
  ['no limits', ['limits'], undefined],
  ['no time for an answer', ['limits', 'answerSeconds'], 0],
  ['a section without an id', ['dataflows', 0, 'sections', 0, 'id'], undefined],
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

const HELLO_ANSWER = { engine: { name: 'mine', version: '1' }, capabilities: [] };

const wrongMessages: readonly (readonly [string, string, object])[] = [
  ['another version of the protocol', 'hello', { protocol: 2 }],
  ['a seq of 0', 'hello', { protocol: 1, seq: 0 }],
  ['another type', 'hello', { type: 'helo', protocol: 1 }],
  ['a session without a name', 'syncAnswer', { session: '' }],
  ['room for no session at once', 'helloAnswer', { ...HELLO_ANSWER, concurrentSessions: 0 }],
  ['a status that says nothing', 'statusAnswer', {}],
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
  ['an error that is not a text', 'syncAnswer', { error: true }],
  ['a record without an id', 'linksAnswer', { clusters: [[{ system: 'shop', datatype: 'Client' }]] }],
  [
    'clusters that are not lists',
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
      const envelope = definition.endsWith('Answer') ? { seq: 1 } : { type: definition, seq: 1 };
      const problems = problemsOf(definition, { ...envelope, ...value });
      assert.notDeepEqual(problems, []);
      assert.doesNotMatch(problems.join(), /required property '(?:type|seq)'/);
    });
  }
});

describe('messages to an engine in another process', () => {
  it('say their type, and carry a seq and a session, as the answers do', () => {
    const sync = { type: 'sync', seq: 3, session: 's1', mode: 'full' };
    assert.deepEqual(problemsOf('sync', sync), []);
    assert.deepEqual(problemsOf('syncAnswer', { seq: 3, session: 's1' }), []);
    assert.notDeepEqual(problemsOf('sync', { ...sync, type: undefined }), []);
    assert.notDeepEqual(problemsOf('sync', { ...sync, seq: undefined }), []);
    assert.notDeepEqual(problemsOf('syncAnswer', {}), []);
    assert.notDeepEqual(problemsOf('hello', { type: 'hello', seq: 1, session: 's1', protocol: 1 }), []);
  });

  it('may be answered with an error, whatever they ask', () => {
    assert.deepEqual(problemsOf('failure', { seq: 3, session: 's1', error: 'The disk is full.' }), []);
    assert.notDeepEqual(problemsOf('failure', { seq: 3 }), []);
  });
});
