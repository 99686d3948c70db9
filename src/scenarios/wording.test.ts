import assert from 'node:assert/strict';
import fc from 'fast-check';
import { checksOf, type Row, type Section, type Side, type Statement } from '../model';
import { awkwardName, documentOf, row, section, sentence, table } from '../model/testing';
import {
  CORPORA,
  featureOfDocument,
  featuresOf,
  picklesOf,
  stepDefinitions,
  supportCode,
  type StepDefinition,
} from './testing';
import type { GeneratedFeature } from '.';

let definitions: readonly StepDefinition[];

/** Everything that cucumber must find in a feature as it was generated. */
function assertSound(feature: GeneratedFeature): void {
  const pickles = picklesOf(feature);
  assert.deepEqual(
    pickles.map(({ name }) => name),
    feature.scenarios.map(({ name }) => name),
  );
  const ids = feature.scenarios.map(({ id }) => id);
  assert.equal(new Set(ids).size, ids.length, 'scenario ids are unique');
  assert.deepEqual(
    ids,
    feature.scenarios.map(({ name }) => `${feature.document.slug}:${name}`),
  );
  const known = new Set(checksOf(feature.document).map(({ id }) => id));
  pickles.forEach(({ tags, steps }, index) => {
    const tagged = tags.flatMap(({ name }) =>
      name.startsWith('@check:') ? [name.slice('@check:'.length)] : [],
    );
    assert.deepEqual(tagged, feature.scenarios[index]?.checks);
    for (const id of tagged) {
      assert.ok(known.has(id), `${id} is a check`);
    }
    assert.ok(tags.some(({ name }) => name === `@document:${feature.document.slug}`));
    for (const { text } of steps) {
      const matching = definitions.filter((definition) => definition.matchesStepName(text));
      assert.deepEqual(
        matching.length,
        1,
        `${JSON.stringify(text)} matches ${JSON.stringify(matching.map(({ pattern }) => String(pattern)))}`,
      );
    }
  });
}

describe('the wording of features', () => {
  before(async () => {
    definitions = await stepDefinitions();
    assert.ok(definitions.length > 30, 'the step definitions were loaded');
  });

  for (const corpus of CORPORA) {
    it(`is what the steps understand and the names say, for the documents of ${corpus.specs}`, async () => {
      const features = await featuresOf(corpus);
      assert.ok(features.length >= 5);
      for (const feature of features) {
        assertSound(feature);
      }
    });
  }

  it('knows a step that nothing understands from one that two definitions do', () => {
    const matches = (text: string): number => definitions.filter((each) => each.matchesStepName(text)).length;
    assert.equal(matches('the systems are synchronised'), 0);
    assert.equal(matches('the systems are synchronized'), 1);
  });

  it('holds for names and properties as awkward as can be', () => {
    fc.assert(
      fc.property(awkwardDocument, (sections) => {
        assertSound(featureOfDocument(documentOf(sections)));
      }),
      { numRuns: 300 },
    );
  });
});

const path = awkwardName.map((name) => name.trim());
const anyRow: fc.Arbitrary<Row> = fc
  .record({
    source: path,
    target: path,
    type: fc.constantFrom('string', 'integer', 'float', 'decimal', 'boolean', 'list', 'expression', null),
  })
  .map(({ source, target, type }) => row(source, target, { type }));
const anySide: fc.Arbitrary<Side> = fc.record({
  system: fc.oneof(awkwardName, fc.constantFrom('', ' ', ' A ', '"', '<edited>')),
  datatype: awkwardName.filter((name) => name.trim() !== ''),
});
const rows = fc.array(anyRow, { maxLength: 4 });
const SHAPES: readonly ((merge: readonly Row[], synced: readonly Row[]) => Statement[])[] = [
  (_, synced) => [sentence('create-always'), sentence('keep-in-sync'), table('properties', ...synced)],
  (merge, synced) => [
    sentence('create-always'),
    sentence('merge-existing'),
    sentence('create-missing'),
    table('merge-on-match', ...merge),
    sentence('keep-in-sync'),
    table('properties', ...synced),
  ],
  (merge, synced) => [
    sentence('link-required'),
    table('merge-on-match', ...merge),
    sentence('keep-in-sync'),
    table('properties', ...synced),
  ],
];
const anySection: fc.Arbitrary<Section> = fc
  .record({ source: anySide, target: anySide, merge: rows, synced: rows, shape: fc.constantFrom(...SHAPES) })
  .map(({ source, target, merge, synced, shape }) => section(source, target, ...shape(merge, synced)));
const awkwardDocument = fc
  .array(anySection, { minLength: 1, maxLength: 3 })
  .chain((sections) =>
    fc.constantFrom(
      sections,
      [...sections, ...sections],
      [...sections, section(sections[0]!.source, sections[0]!.source, ...sections[0]!.statements)],
    ),
  );

describe('the steps', () => {
  it("leave the time that an answer may take to the engine's own limit", async () => {
    assert.equal((await supportCode()).defaultTimeout, -1);
  });
});
