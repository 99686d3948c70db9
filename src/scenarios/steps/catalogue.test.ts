import assert from 'node:assert/strict';
import fc from 'fast-check';
import { awkwardName } from '../../model/testing';
import { CORPORA, featuresOf, picklesOf, stepDefinitions, textOf, type StepDefinition } from '../testing';
import { GIVEN, PARAMETERS, THEN, WHEN, Column, stepLabel, writeCell, type ParameterName } from '.';

const KEYWORDS = { Given: Object.values(GIVEN), When: Object.values(WHEN), Then: Object.values(THEN) };
const STEPS = Object.values(KEYWORDS).flat();

/** Pages with features that are written by hand. */
const PAGES = ['docs/fault-plans.md'];

/** The steps of the features in a page, without their keywords. */
function stepsIn(page: string): string[] {
  const blocks = [...page.matchAll(/```gherkin\n(.*?)```/gs)].map((match) => match[1] ?? '');
  return blocks
    .flatMap((block) => block.split('\n'))
    .flatMap((line) => /^ *(?:Given|When|Then|And|But) (.*)$/.exec(line)?.slice(1) ?? []);
}

/** The rows of a table with that first header: `[step, meaning]`. */
function tableOf(page: string, header: string): string[][] {
  const lines = page.split('\n');
  const start = lines.findIndex((line) => line.startsWith(`| ${header} |`));
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'));
  return lines.slice(start + 2, end).map((line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim()),
  );
}

/** What the definition reads from a step. */
function read(definition: StepDefinition, text: string): unknown[] {
  return definition.expression.match(text)!.map((argument) => argument.getValue(undefined));
}

const label = fc
  .record({ system: awkwardName, datatype: awkwardName.filter((name) => name.trim() !== '') })
  .map((name) => stepLabel(name));

/** Any value of a parameter. */
const VALUES: Readonly<Record<ParameterName, fc.Arbitrary<unknown>>> = {
  datatype: label,
  record: fc.record(
    { datatype: label, name: fc.constantFrom('Ada', 'first again', 'pair 1') },
    { noNullPrototype: true },
  ),
  property: awkwardName,
  value: fc.oneof(
    fc.jsonValue().map((value) => JSON.parse(JSON.stringify(value)) as unknown),
    fc.constantFrom('', '"', 'a "b" c', '\\', 0, 1.5, -2e21, null, [], {}),
  ),
  blank: fc.constantFrom(undefined, null, '', []),
  system: fc.oneof(fc.constant(''), label),
  documents: fc.constantFrom(['a-to-b', 'b-to-a'], ['a', 'b', 'c']),
  int: fc.nat(),
};

describe('the step catalogue', () => {
  let definitions: readonly StepDefinition[];
  let used: Set<string>;

  function matching(text: string): StepDefinition[] {
    return definitions.filter((definition) => definition.matchesStepName(text));
  }

  before(async () => {
    definitions = await stepDefinitions();
    const features = (await Promise.all(CORPORA.map((corpus) => featuresOf(corpus, 'full')))).flat();
    used = new Set(features.flatMap(picklesOf).flatMap(({ steps }) => steps.map(({ text }) => text)));
  });

  it('has each expression once, and a definition for each, and there is no other definition', () => {
    const expressions = STEPS.map(({ expression }) => expression).sort();
    assert.equal(new Set(expressions).size, expressions.length);
    assert.deepEqual(definitions.map(({ pattern }) => String(pattern)).sort(), expressions);
  });

  it('has no step that no scenario uses, but those for features that are written by hand', () => {
    const expressions = new Set([...used].flatMap(matching).map(({ pattern }) => pattern));
    for (const { expression, byHand } of STEPS) {
      assert.equal(expressions.has(expression), !byHand, `"${expression}" is used by generated scenarios`);
    }
  });

  it('reads every step of the features that the documentation has, and shows all steps for such features', () => {
    const texts = PAGES.flatMap((page) => stepsIn(textOf(page)));
    const shown = texts.map((text) => {
      const found = matching(text);
      assert.equal(found.length, 1, `"${text}" has one definition`);
      return found[0]!.pattern;
    });
    for (const { expression } of STEPS.filter(({ byHand }) => byHand)) {
      assert.ok(shown.includes(expression), `"${expression}" is in a feature of ${PAGES.join(', ')}`);
    }
  });

  it('is what docs/scenarios.md lists', () => {
    const page = textOf('docs/scenarios.md');
    for (const [keyword, steps] of Object.entries(KEYWORDS)) {
      assert.deepEqual(
        tableOf(page, keyword),
        steps.map(({ expression, meaning }) => [`\`${expression}\``, meaning]),
      );
    }
    assert.deepEqual(
      tableOf(page, 'Parameter').map(([name]) => name),
      Object.keys(PARAMETERS).map((name) => `\`{${name}}\``),
    );
  });

  it('is read as it was written, whatever the names, paths and values are', () => {
    for (const { expression, write } of STEPS) {
      const names = [...expression.matchAll(/\{(\w+)\}/g)].map((match) => match[1] as ParameterName);
      // Two names of datatypes in one stretch without quotes could hold the words between them.
      const isOpen = expression === THEN.created.expression || expression === THEN.createdForEach.expression;
      const values = fc.tuple(
        ...names.map((name) =>
          isOpen && (name === 'datatype' || name === 'record')
            ? VALUES[name].filter((value) => !JSON.stringify(value).includes('each'))
            : VALUES[name],
        ),
      );
      fc.assert(
        fc.property(values, (parameters) => {
          const text = (write as (...parameters: unknown[]) => string)(...parameters);
          const found = matching(text);
          assert.deepEqual(
            found.map(({ pattern }) => pattern),
            [expression],
            text,
          );
          assert.deepEqual(read(found[0]!, text), parameters, text);
        }),
        { numRuns: 100 },
      );
    }
  });

  it('quotes paths in the step where a column holds them, and not in the cell', () => {
    assert.equal(
      WHEN.edited.write(new Column('property'), new Column('edited')),
      '"<property>" of the <edited> is edited',
    );
    assert.equal(writeCell('property', 'a "b"'), 'a \\"b\\"');
    assert.equal(writeCell('record', { datatype: 'Wix Members', name: 'Ada' }), 'Wix Members "Ada"');
    assert.equal(writeCell('value', 'Zoe\u0308'), '"Zoe\\u0308"');
  });
});
