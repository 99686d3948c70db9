import assert from 'node:assert/strict';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { create } from 'xmlbuilder2';
import { toJunit } from '..';
import { parseDocument } from '../../documents';
import { checksOf } from '../../model';
import { verdictOf } from '../../verdict';
import type { RunResults } from '../../verdict';
import { NASTY, sampleResults } from '../testing';
import { PropertyMap, unusedProperties } from './properties';

const results = sampleResults();

/** The sample with another text and reason in the check of line 14. */
function withText(text: string): RunResults {
  const checks = results.checks.map((line) => (line.line === 14 ? { ...line, text, reason: text } : line));
  return { ...results, checks };
}

interface Case {
  readonly '@name': string;
  readonly '@line': string;
  readonly '@classname': string;
}

describe('toJunit', () => {
  const xml = toJunit(results);
  const parsed = create(xml).end({ format: 'object' }) as unknown as {
    testsuites: Record<string, string> & {
      testsuite: readonly (Record<string, string> & { testcase: readonly Case[] })[];
    };
  };

  it('has a suite for each document and a case for each check that is not informative', () => {
    const [first] = parsed.testsuites.testsuite;
    assert.equal(parsed.testsuites.testsuite.length, 2);
    assert.equal(first?.['@name'], 'A to B Dataflow');
    assert.equal(first['@file'], 'specs/a-to-b.rst');
    assert.deepEqual(
      first.testcase.map((one) => Number(one['@line'])),
      results.checks.filter(({ status }) => status !== 'informative').map(({ line }) => line),
    );
    assert.equal(first.testcase[0]?.['@classname'], 'specs/a-to-b.rst/A Person to B Contact');
    assert.equal(first.testcase[0]['@name'], 'create-always: Every A passed will be synchronized with a B.');
  });

  it('counts failures, errors and skipped as it writes them', () => {
    for (const [attribute, element] of [
      ['failures', 'failure'],
      ['errors', 'error'],
      ['skipped', 'skipped'],
    ] as const) {
      const written = [...xml.matchAll(new RegExp(`<${element} `, 'g'))].length;
      assert.equal(Number(parsed.testsuites[`@${attribute}`]), written, element);
    }
    assert.equal(parsed.testsuites['@failures'], '4');
    assert.equal(parsed.testsuites['@errors'], '2');
    assert.equal(parsed.testsuites['@skipped'], '5');
  });

  it('skips excused failures, with the reason: a job with exit code 0 must not be red', () => {
    assert.match(
      xml,
      /<skipped type="known" message="known: nobody has fixed it yet \(https:\/\/issues\.example\/7\) expected 1 Contact/,
    );
    assert.match(xml, /<skipped type="disputed" message="disputed: the author says so expected 1 Contact/);
  });

  it('tells the last calls and the command that repeats a failure', () => {
    assert.match(xml, /1\. B: POST \/Contact → 500/);
    assert.match(xml, /again: npx syncproof run specs\/ --seed 42 --tags '@check:a-to-b\/failed'/);
  });

  it('begins a failure with the reason, then expected and found, scenario and step', () => {
    assert.match(
      xml,
      /<failure type="failed" message="expected 1 Contact, found 0 [^"]*">expected 1 Contact, found 0\n[^\n]*\nscenario: every fails \(failed\)\nstep: Then B holds a Contact\nspecs\/a-to-b\.rst:14: /,
    );
  });

  it('types a failure for another sentence as precondition, and names that sentence once', () => {
    const [, blamed = ''] = /<failure type="precondition"[^>]*>([^]*?)<\/failure>/.exec(xml) ?? [];
    assert.match(blamed, /^expected 1 Contact, found 0\n/);
    assert.deepEqual(blamed.match(/precondition: [^\n]*/g)?.length, 1);
    assert.match(blamed, /\nprecondition: fix this first: specs\/a-to-b\.rst:14: /);
    assert.equal(xml.match(/<failure type="precondition"/g)?.length, results.summary.byPrecondition);
  });

  it('is well-formed whatever the texts are', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const written = toJunit(withText(text + NASTY));
        create(written);
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(written, /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]|\p{Surrogate}/u);
      }),
      { numRuns: 50 },
    );
  });
});

/** An element as `xmlbuilder2` reads it, in the order of the file. */
interface XmlElement {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly children: readonly XmlElement[];
}

function elementsOf(xml: string): XmlElement {
  const read = (node: ReturnType<typeof create>): XmlElement => {
    const element = node.node as unknown as {
      nodeName: string;
      attributes: Iterable<{ name: string; value: string }>;
    };
    const attributes = Object.fromEntries([...element.attributes].map(({ name, value }) => [name, value]));
    const children: XmlElement[] = [];
    node.each((child) => {
      if (!child.node.nodeName.startsWith('#')) {
        children.push(read(child));
      }
    });
    return { name: element.nodeName, attributes, children };
  };
  return read(create(xml).root());
}

/**
 * What importers take, by https://github.com/testmoapp/junitxml and Jenkins' junit-10.xsd (xunit-plugin), which has neither a
 * case's properties nor its file and line: element → required attributes, others, and children in their order.
 */
const GRAMMAR: Readonly<Record<string, readonly [readonly string[], readonly string[], readonly string[]]>> =
  {
    testsuites: [['tests', 'failures', 'errors'], ['name', 'time', 'skipped'], ['testsuite']],
    testsuite: [
      ['name', 'tests', 'failures', 'errors'],
      ['time', 'skipped', 'timestamp', 'file'],
      ['properties', 'testcase'],
    ],
    testcase: [
      ['name', 'classname'],
      ['time', 'file', 'line'],
      ['properties', 'skipped', 'error', 'failure'],
    ],
    properties: [[], [], ['property']],
    property: [['name', 'value'], [], []],
    skipped: [[], ['type', 'message'], []],
    error: [[], ['type', 'message'], []],
    failure: [[], ['type', 'message'], []],
  };

function assertImportable({ name, attributes, children }: XmlElement): void {
  const [required, others, allowed] = GRAMMAR[name] ?? [];
  assert.ok(required !== undefined && others !== undefined && allowed !== undefined, `element ${name}`);
  const names = Object.keys(attributes);
  assert.deepEqual(
    required.filter((each) => !names.includes(each)),
    [],
    name,
  );
  assert.deepEqual(
    names.filter((each) => !required.includes(each) && !others.includes(each)),
    [],
    name,
  );
  const places = children.map((child) => allowed.indexOf(child.name));
  assert.ok(!places.includes(-1), `children of ${name}: ${children.map((child) => child.name).join(', ')}`);
  assert.deepEqual(
    places,
    [...places].sort((one, other) => one - other),
    `order in ${name}`,
  );
  for (const number of ['tests', 'failures', 'errors', 'skipped', 'line']) {
    assert.match(attributes[number] ?? '0', /^\d+$/);
  }
  assert.match(attributes.time ?? '0', /^\d+(\.\d+)?$/);
  children.forEach(assertImportable);
}

function casesOf(xml: string): XmlElement[] {
  return elementsOf(xml).children.flatMap(({ children }) =>
    children.filter(({ name }) => name === 'testcase'),
  );
}

function propertiesOf(testcase: XmlElement | undefined): Record<string, string> {
  const list = testcase?.children.find(({ name }) => name === 'properties')?.children ?? [];
  return Object.fromEntries(list.map(({ attributes: { name = '', value = '' } }) => [name, value]));
}

const DOCUMENT = `=====================
Shop to Desk Dataflow
=====================

Generated: 2025-01-01 00:00:00

Introduction
------------

x

Shop Customer to Desk Person
----------------------------
Every Shop Customer will be synchronized with a Desk Person.

Every Shop Customer will be synchronized with a Desk Person.

The following properties are synchronized between a Shop Customer and a Desk Person:

.. list-table::
   :header-rows: 1

   * - Shop Customer Property
     - Desk Person Property
     - Desk Data Type
   * - name
     - fullName
     - "string"
`;

/** What a run says of a document of which nothing was run. */
function resultsOfDocument(text: string): RunResults {
  const document = parseDocument({ path: 'specs/shop-to-desk.rst', bytes: Buffer.from(text) });
  const evidence = {
    ...{ checks: checksOf(document), planned: [], without: [], results: [] },
    ...{ selected: new Set<string>(), disputed: new Map<string, string>() },
  };
  const { path: place, slug, title, sha256 } = document;
  const documents = [{ path: place, slug, title, sha256 }];
  return { run: { ...results.run, documents }, ...verdictOf(evidence, { durationMs: 1 }) };
}

describe('junit.xml for importers', () => {
  it('has the elements, attributes and order that importers know', () => {
    assertImportable(elementsOf(toJunit(results, { properties: { '*': { test_key: 'A-1' } } })));
    assert.throws(() => {
      assertImportable(elementsOf('<testsuites tests="1" failures="0" errors="0"><testcase/></testsuites>'));
    }, /children of testsuites/);
  });

  it('renames no case where a line is inserted above, and gives twins names of their own', () => {
    const namesOf = (text: string): string[] =>
      casesOf(toJunit(resultsOfDocument(text))).map(
        ({ attributes: { classname = '', name = '' } }) => `${classname} ${name}`,
      );
    const before = namesOf(DOCUMENT);
    const inserted = DOCUMENT.replace('\nx\n', '\nx\ny\n');
    assert.notEqual(inserted, DOCUMENT);
    assert.deepEqual(namesOf(inserted), before);
    assert.equal(before.length, 4);
    assert.equal(new Set(before).size, before.length);
    assert.equal(before.filter((name) => name.endsWith('Desk Person. (2)')).length, 1);
  });

  it('says of each case which check it is, and where', () => {
    const [first] = casesOf(toJunit(results));
    assert.deepEqual(propertiesOf(first), {
      check: 'a-to-b/passed',
      document: 'specs/a-to-b.rst',
      line: '12',
      kind: 'create-always',
      state: 'passed',
    });
    const failed = casesOf(toJunit(results)).find((each) => propertiesOf(each).check === 'a-to-b/blamed');
    assert.equal(propertiesOf(failed).precondition, 'a-to-b/failed');
  });

  it('shows what a pass rests on, and counts such passes apart', () => {
    const checks = results.checks.map((line) =>
      line.id === 'a-to-b/passed' ? { ...line, basis: 'both records exist' } : line,
    );
    const xml = toJunit({ ...results, checks });
    assert.equal(propertiesOf(casesOf(xml)[0]).basis, 'both records exist');
    const [suite] = elementsOf(xml).children;
    assert.equal(propertiesOf(suite)['passed without a property to compare'], '1');
    assert.equal(propertiesOf(suite)['failed for another sentence'], '1');
    assert.equal(propertiesOf(suite).sha256, 'a'.repeat(64));
  });

  it('adds what the map says: of patterns the later one counts, the id of the check above all', () => {
    const properties = {
      'a-to-b/passed': { test_key: 'SYNC-7' },
      'a-to-b/*': { requirements: 'SYNC-1,SYNC-2', test_key: 'SYNC-0' },
      '*/name~name': { test_id: 'C12', requirements: 'SYNC-3' },
    };
    const of = (check: string): Record<string, string> => {
      const found = casesOf(toJunit(results, { properties })).map(propertiesOf);
      const { test_key, test_id, requirements } = found.find((each) => each.check === check) ?? {};
      return JSON.parse(JSON.stringify({ test_key, test_id, requirements })) as Record<string, string>;
    };
    assert.deepEqual(of('a-to-b/passed'), { test_key: 'SYNC-7', requirements: 'SYNC-1,SYNC-2' });
    assert.deepEqual(of('a-to-b/properties/name~name'), {
      test_key: 'SYNC-0',
      test_id: 'C12',
      requirements: 'SYNC-3',
    });
  });

  it('takes nothing in a key but * for a pattern', () => {
    const map = new PropertyMap({ 'a.b/(c)*': { test_id: '1' } });
    assert.deepEqual(map.of('a.b/(c)/d'), { test_id: '1' });
    assert.deepEqual(map.of('axb/(c)'), {});
    assert.deepEqual(map.of('constructor'), {});
  });

  it('names keys that no check has, but none of documents that the run did not read', () => {
    const values = { test_id: '1' };
    assert.equal(unusedProperties(results, { 'a-to-b/passed': values, 'x-to-y/gone': values }), undefined);
    assert.match(
      unusedProperties(results, { 'a-to-b/pased': values, '*/nothing': values }) ?? '',
      /^junit\.properties of the config has 2 keys that no check has: "a-to-b\/pased", "\*\/nothing"\. /,
    );
  });

  it('cuts accounts until the file is small enough, and says so in each', () => {
    const long = {
      ...results,
      checks: results.checks.map((line) => ({ ...line, reason: 'long '.repeat(2000) })),
    };
    const whole = toJunit(long);
    assert.doesNotMatch(whole, /… cut, because/);
    const cut = toJunit(long, { mostBytes: Buffer.byteLength(whole) - 1 });
    assert.ok(Buffer.byteLength(cut) < Buffer.byteLength(whole));
    const open = long.checks.filter(({ status }) => status !== 'passed' && status !== 'informative');
    assert.equal(cut.match(/… cut, because the file would be too large/g)?.length, open.length);
    assert.doesNotThrow(() => create(cut));
  });

  it('cuts a name of ten thousand characters', () => {
    const [, failed] = casesOf(toJunit(withText('x'.repeat(10_000))));
    assert.equal(failed?.attributes.name?.length, 1000);
  });
});
