import assert from 'node:assert/strict';
import { checksOf, type DataflowDocument, type Section } from '../model';
import { documentOf, row, section, sentence, table } from '../model/testing';
import {
  CORPORA,
  featureOfDocument,
  featureOfSections,
  featuresOf,
  picklesOf,
  stepsOf,
  textOf,
} from './testing';
import { GENERATED_HEADER, generateFeatures, type GeneratedFeature } from '.';

const KINDS_WITHOUT_SCENARIOS = new Set([
  'title',
  'generated',
  'introduction',
  'heading',
  'table-header',
  'not-understood',
]);

/** The sentences and rows that have neither a scenario, nor a reason, nor rows that have scenarios. */
function unaccounted({ document, scenarios, without }: GeneratedFeature): string[] {
  const accounted = new Set([
    ...scenarios.flatMap(({ checks }) => checks),
    ...without.map(({ check }) => check),
  ]);
  const checks = checksOf(document).filter(({ kind }) => !KINDS_WITHOUT_SCENARIOS.has(kind));
  const tables = new Set(checks.map(({ table }) => table));
  return checks.map(({ id }) => id).filter((id) => !accounted.has(id) && !tables.has(id));
}

function reasonOf(feature: GeneratedFeature, ending: string): string {
  const found = feature.without.filter(({ check }) => check.endsWith(ending));
  return found.map(({ status, reason }) => `${status}: ${reason}`).join();
}

function scenariosOf(feature: GeneratedFeature, ending: string): string[] {
  return feature.scenarios
    .filter(({ checks, name }) => checks.some((id) => id.endsWith(ending)) && name.includes(' to '))
    .map(({ name }) => name);
}

const keep = sentence('keep-in-sync');
const synced = table('properties', row('name', 'title', { type: 'string' }));
const merging = table('merge-on-match', row('number', 'reference'));

describe('generated features', () => {
  for (const corpus of CORPORA) {
    it(`account for every sentence and row of ${corpus.specs}`, async () => {
      for (const feature of await featuresOf(corpus)) {
        assert.deepEqual(unaccounted(feature), [], feature.fileName);
        for (const { reason } of feature.without) {
          assert.ok(reason.length > 10);
        }
      }
    });

    it(`are the same bytes each time, whatever else is generated, for ${corpus.specs}`, async () => {
      const [once, again] = [await featuresOf(corpus), await featuresOf(corpus)];
      assert.deepEqual(
        again.map(({ text }) => text),
        once.map(({ text }) => text),
      );
      const alone = generateFeatures(
        [...once].reverse().map(({ document }) => document),
        { systems: {}, groups: [] },
      );
      const together = generateFeatures(
        once.map(({ document }) => document),
        { systems: {}, groups: [] },
      );
      assert.deepEqual(
        alone.reverse().map(({ text }) => text),
        together.map(({ text }) => text),
      );
    });
  }

  it('begin with where they come from, and end with one newline', () => {
    const { text, fileName } = featureOfSections(
      section('Shop.Order', 'Desk.Ticket', sentence('create-always')),
    );
    assert.equal(fileName, 'shop-to-desk.feature');
    assert.ok(
      text.startsWith(
        `${GENERATED_HEADER} specs/shop-to-desk.rst; do not edit.\n# sha256 of the source: 0000`,
      ),
    );
    assert.match(text, /[^\n]\n$/);
    assert.doesNotMatch(text, /[ \t]\n/);
  });

  it('carry the line and the words of every check as a comment, wrapped', () => {
    const long = { ...sentence('create-always'), text: `Every ${'very '.repeat(40)}long sentence.` };
    const { text } = featureOfSections(section('Shop.Order', 'Desk.Ticket', long, synced));
    assert.match(text, /^ {4}# 12: Every very very/m);
    assert.match(text, /^ {4}# 15: name \| title$/m);
    const comments = text.split('\n').filter((line) => line.trim().startsWith('#'));
    assert.ok(comments.every((line) => line.length <= 118));
  });

  it('are a feature without scenarios where the document has no section', () => {
    const { scenarios, without, text } = featureOfDocument(documentOf([]));
    assert.deepEqual([scenarios, without], [[], []]);
    assert.match(text, /^Feature: Shop to Desk Dataflow$/m);
  });

  it('can be read whatever the path of the document begins with', () => {
    const paths = ['@a b/a.rst', '#1/a.rst', 'Rule: a.rst', 'Scenario Outline: a.rst', '* a.rst', '"""a.rst'];
    for (const path of paths) {
      const sections = [section('Shop.Order', 'Desk.Ticket', sentence('create-always'))];
      const generatedAt = '2025-03-01T06:30:00';
      const feature = featureOfDocument(documentOf(sections, { path, generatedAt }));
      const pickles = picklesOf(feature);
      assert.deepEqual(
        pickles.map(({ name }) => name),
        feature.scenarios.map(({ name }) => name),
        path,
      );
      assert.deepEqual(
        pickles[0]?.tags.map(({ name }) => name),
        [
          '@document:shop-to-desk',
          '@section:shop-order-to-desk-ticket',
          '@check:shop-to-desk/shop-order-to-desk-ticket/create-always',
        ],
      );
    }
  });

  it('are in features/ as they are generated', async () => {
    for (const { fileName, text } of await featuresOf(CORPORA[0]!)) {
      assert.equal(textOf(`features/${fileName}`), text, `${fileName}: run "npx syncproof generate"`);
    }
  });
});

describe('sentences without scenarios say why', () => {
  it('of a kind that has none yet', () => {
    for (const kind of ['conditional', 'create-if-connected'] as const) {
      const feature = featureOfSections(section('Shop.Order', 'Desk.Ticket', sentence(kind), keep, synced));
      assert.equal(reasonOf(feature, `/${kind}`), 'not-run: no scenarios yet for this kind of sentence');
    }
  });

  it('where no row can link: link-required, merging and creating what is missing (D27)', () => {
    const feature = featureOfSections(
      section(
        'Shop.Order',
        'Desk.Ticket',
        sentence('link-required'),
        sentence('merge-existing'),
        table('merge-on-match', row('', 'reference'), row('id', 'number')),
        keep,
        synced,
      ),
    );
    assert.match(reasonOf(feature, '/link-required'), /^pending: no row can link/);
    assert.match(reasonOf(feature, '/merge-existing'), /^pending: no row can link/);
    assert.match(reasonOf(feature, '/merge-on-match'), /^pending: no row can link/);
    assert.match(reasonOf(feature, '/keep-in-sync'), /^pending: no link is possible/);
    assert.match(reasonOf(feature, '/name~title'), /^pending: no link is possible/);
    assert.deepEqual(unaccounted(feature), []);
  });

  it('where the merge table is empty (D27)', () => {
    const parts = [sentence('link-required'), table('merge-on-match'), keep, table('properties')];
    const feature = featureOfSections(section('Shop.Order', 'Desk.Ticket', ...parts));
    assert.match(reasonOf(feature, '/link-required'), /^pending: no row can link/);
    assert.match(reasonOf(feature, '/merge-on-match'), /^pending: no row can link/);
    assert.match(reasonOf(feature, '/properties'), /^pending: no link is possible/);
    assert.deepEqual(feature.scenarios, []);
  });

  it('where one of two merge tables is empty', () => {
    const parts = [sentence('link-required'), merging, table('merge-on-match'), keep, synced];
    const feature = featureOfSections(section('Shop.Order', 'Desk.Ticket', ...parts));
    assert.deepEqual(unaccounted(feature), []);
    assert.match(reasonOf(feature, '/merge-on-match~2'), /^pending: no row can link/);
  });

  it('where both sides are one datatype: nothing can be created (D25)', () => {
    const parts = [sentence('create-always'), sentence('create-missing'), merging, keep, synced];
    const feature = featureOfSections(section('Shop.Order', 'Shop.Order', ...parts));
    assert.match(reasonOf(feature, '/create-always'), /^pending: both sides are Shop Order/);
    assert.match(reasonOf(feature, '/create-missing'), /^pending: /);
    assert.deepEqual(unaccounted(feature), []);
  });

  it('for rows that cannot be tried, beside rows that can', () => {
    const rows = [
      row('name', 'title'),
      row('phone', 'phone', { gate: { property: 'country', value: 'NO' } }),
      row('a<b>', 'c'),
    ];
    const feature = featureOfSections(
      section('Shop.Order', 'Desk.Ticket', sentence('create-always'), table('properties', ...rows)),
    );
    assert.match(reasonOf(feature, '/phone~phone~NO'), /^not-run: .*gated/);
    assert.match(reasonOf(feature, '/a%3Cb%3E~c'), /^not-run: .*angle brackets: a<b>/);
    assert.ok(scenariosOf(feature, '/name~title').length > 0);
    assert.deepEqual(unaccounted(feature), []);
  });
});

describe('what scenarios a section has', () => {
  const creating = section('Shop.Order', 'Desk.Ticket', sentence('create-always'), keep, synced);

  it('leaves out what it cannot express, and says so', () => {
    const { text } = featureOfSections(creating);
    assert.match(
      text,
      /# not applicable: editing the matching property, because the section names no merge property/,
    );
    assert.match(text, /# not applicable: different properties edited on both sides, because/);
  });

  it('begins with a creation where nothing can match, and with a match where something can', () => {
    const given = (part: Section): string =>
      stepsOf(featureOfSections(part), 'without further edits nothing is written')[0]!;
    assert.equal(given(creating), 'a Shop Order "first" has become a Desk Ticket "first"');
    const linking = section('Shop.Order', 'Desk.Ticket', sentence('link-required'), merging, keep, synced);
    assert.equal(given(linking), 'a Shop Order "first" and a Desk Ticket "first" are linked');
  });

  it('proves a link by text rather than by numbers or booleans, and rather not by a merge property', () => {
    const rows = [
      row('paid', 'settled', { type: 'boolean' }),
      row('count', 'amount', { type: 'integer' }),
      row('number', 'reference', { type: 'string' }),
      row('name', 'title', { type: 'string' }),
    ];
    const feature = featureOfSections(
      section(
        'Shop.Order',
        'Desk.Ticket',
        sentence('create-always'),
        merging,
        keep,
        table('properties', ...rows),
      ),
    );
    for (const witness of ['name', 'count']) {
      assert.ok(
        stepsOf(feature, `without further edits nothing is written, as ${witness} shows`).includes(
          `"${witness}" of the Shop Order "first" is edited`,
        ),
      );
    }
    assert.equal(
      feature.scenarios.some(({ name }) => /nothing is written, as (paid|number) shows$/.test(name)),
      false,
    );
  });

  it('tries blanks as lists where the property holds one (D6, D7)', () => {
    const systems = {
      Shop: { schema: { Order: { properties: { number: { list: true } } } } },
      Desk: { schema: { Ticket: { properties: { reference: {} } } } },
    };
    const parts = [sentence('link-required'), merging, keep, synced];
    const document: DataflowDocument = documentOf([section('Shop.Order', 'Desk.Ticket', ...parts)]);
    const names = featureOfDocument(document, systems).scenarios.map(({ name }) => name);
    assert.ok(names.includes('Order to Ticket: [] number does not match "" reference'));
    assert.ok(names.includes('Order to Ticket: the second of several number is enough to match reference'));
    const plain = featureOfDocument(document).scenarios.map(({ name }) => name);
    assert.ok(plain.includes('Order to Ticket: "" number does not match "" reference'));
    assert.equal(
      plain.some((name) => name.includes('several')),
      false,
    );
  });

  it('names people where both sides are people', () => {
    const feature = featureOfSections(section('Shop.Customer', 'Desk.Contact', sentence('create-always')));
    assert.ok(
      stepsOf(feature, 'a new Shop Customer becomes exactly one Desk Contact').includes(
        'a Shop Customer "Ada" is added',
      ),
    );
  });

  it('never speaks of one datatype as if it were two (D25)', () => {
    const parts = [sentence('link-required'), merging, keep, synced];
    const feature = featureOfSections(section('Shop.Order', 'Shop.Order', ...parts));
    const steps = stepsOf(feature, 'equal number and reference link, and create nothing');
    assert.deepEqual(steps, [
      'a Shop Order "first" and a Shop Order "first again" match by "number" and "reference"',
      'the systems are synchronized',
      'Shop has 2 Order',
      'the Shop Order "first" and the Shop Order "first again" are linked',
    ]);
  });
});
