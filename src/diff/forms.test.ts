import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import fc from 'fast-check';
import {
  diffDocuments,
  diffPair,
  formatDiffJson,
  formatDiffMarkdown,
  formatDiffText,
  type Difference,
} from '.';
import { anyDocument, documentOf, documentText, parse, type SectionText } from './testing';

const ROOT = join(__dirname, '../..');
function read(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

const TARGET = { specs: ['specs/shop-to-desk.rst'] };
const NAMES = { old: 'old', new: 'new' };
const ORDER: SectionText = { x: 'Order', y: 'Ticket', rows: [['name', 'title', '"string"']] };

/** The difference between the section of orders and the same with another row. */
function withRow(...cells: readonly string[]): Difference {
  return diffPair(documentOf([ORDER]), documentOf([{ ...ORDER, rows: [...ORDER.rows!, cells] }]));
}

interface Schema {
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly items?: Schema;
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(read('schemas/diff.json')) as Schema;

/** The names of all members that the schema describes. */
function membersOf(part: Schema): string[] {
  return [
    ...Object.entries(part.properties ?? {}).flatMap(([name, inner]) => [name, ...membersOf(inner)]),
    ...(part.items === undefined ? [] : membersOf(part.items)),
    ...Object.values(part.$defs ?? {}).flatMap(membersOf),
  ];
}

describe('diff as JSON', () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true });

  it('fits schemas/diff.json, whatever the documents', () => {
    fc.assert(
      fc.property(anyDocument, anyDocument, (one, other) => {
        const text = formatDiffJson(diffPair(parse(one), parse(other)), NAMES, TARGET);
        assert.ok(ajv.validate(schema, JSON.parse(text)), JSON.stringify(ajv.errors));
      }),
    );
  });

  it('names every member that the schema describes, and no other', () => {
    const known = new Set(membersOf(schema));
    const found = new Set<string>();
    const collect = (value: unknown): void => {
      if (Array.isArray(value)) {
        value.forEach(collect);
      } else if (typeof value === 'object' && value !== null) {
        for (const [name, inner] of Object.entries(value)) {
          found.add(name);
          collect(inner);
        }
      }
    };
    const other: SectionText = { ...ORDER, x: 'Item', rows: [['sku (Dependant on having NO in c)', 'code']] };
    const moved = diffPair(
      documentOf([ORDER, other]),
      documentOf([other, { ...ORDER, x: 'Purchase' }, ORDER]),
    );
    const renamed = diffPair(documentOf([ORDER]), documentOf([{ ...ORDER, x: 'Purchase' }, other]));
    for (const difference of [withRow('a', 'b', '"integer"'), moved, renamed]) {
      collect(JSON.parse(formatDiffJson(difference, NAMES, TARGET)));
    }
    assert.deepEqual(
      [...known].filter((name) => !found.has(name)),
      [],
    );
    fc.assert(
      fc.property(anyDocument, anyDocument, (one, now) => {
        collect(JSON.parse(formatDiffJson(diffPair(parse(one), parse(now)), NAMES, TARGET)));
        assert.deepEqual(
          [...found].filter((name) => !known.has(name)),
          [],
        );
      }),
    );
  });

  it('is described member by member in docs/diff.md', () => {
    const documented = new Set(
      [...read('docs/diff.md').matchAll(/^\| `([A-Za-z]+)` \|/gm)].map((found) => found[1]),
    );
    const kinds = ['added', 'removed', 'changed', 'renamed', 'moved', 'reworded'];
    assert.deepEqual(
      membersOf(schema).filter((name) => !documented.has(name) && !kinds.includes(name)),
      [],
    );
  });
});

describe('diff as text', () => {
  it('is what docs/diff.md shows', () => {
    const section = (x: string, y: string, rows: readonly string[][]): SectionText => ({ x, y, rows });
    const card = (condition: string): SectionText => ({
      ...section('Card', 'Pass', [['number', 'serial', '"string"']]),
      sentences: [`When a X is of type ${condition}, it will be synchronized with a Y.`],
    });
    const item = section('Item', 'Part', [['sku', 'code', '"string"']]);
    const old = documentText([
      section('Customer', 'Contact', [
        ['name', 'fullName', '"string"'],
        ['phone', 'phoneNumber', '"string"'],
        ['city', 'address.city', 'N/A'],
        ['age', 'years', '"integer"'],
      ]),
      section('Basket', 'Cart', [['owner', 'holder', '"string"']]),
      card('Gold'),
      item,
    ]);
    const now = documentText([
      section('Customer', 'Contact', [
        ['age', 'years', '"decimal"'],
        ['name', 'displayName', '"string"'],
        ['phone', 'phoneNumber', '"string"'],
        ['city', 'address.city'],
        ['email', 'mail', '"string"'],
      ]),
      section('Trolley', 'Cart', [['owner', 'holder', '"string"']]),
      item,
      card('Silver'),
    ]);
    const difference = diffPair(parse(old, 'old/shop-to-desk.rst'), parse(now));
    const shown = formatDiffText(difference, { ...TARGET, colour: false });
    const documented = /```text\n([^]*?)```/.exec(read('docs/diff.md'))?.[1];
    assert.equal(documented, shown);
  });

  it('says in the last line that there is no difference', () => {
    const same = diffPair(documentOf([ORDER]), documentOf([ORDER]));
    assert.equal(
      formatDiffText(same, { ...TARGET, colour: false }),
      '1 document: no difference; nothing to run again\n',
    );
  });

  it('is coloured only where asked, and wraps to the width', () => {
    const difference = diffPair(documentOf([]), documentOf([ORDER]));
    const plain = formatDiffText(difference, { ...TARGET, colour: false });
    assert.ok(!plain.includes('\u001b'));
    assert.ok(formatDiffText(difference, { ...TARGET, colour: true }).includes('\u001b[32m'));
    const changes = formatDiffText(difference, { ...TARGET, colour: false, width: 70 }).split('\n\n')[0]!;
    assert.ok(
      changes.split('\n').every((line) => line.length <= 70),
      changes,
    );
    assert.ok(plain.split('\n').some((line) => line.length > 120));
  });

  it('paints a new line that no rule reads as bad news', () => {
    const lost: SectionText = { ...ORDER, sentences: ['Each X becomes a Y.'] };
    const difference = diffPair(documentOf([ORDER]), documentOf([lost]));
    const text = formatDiffText(difference, { ...TARGET, colour: true });
    assert.ok(text.includes('\u001b[31mEach Shop Order becomes a Desk Ticket.\u001b[39m'), text);
  });

  it('lets no document drive the terminal', () => {
    const difference = withRow('na\u001b[31mme', 'ti\u202Etle', 'N/A');
    const text = formatDiffText(difference, { ...TARGET, colour: false });
    assert.ok(!text.includes('\u001b') && !text.includes('\u202e'));
  });

  it('tells a document of one version in one line', () => {
    const difference = diffDocuments([], [documentOf([ORDER])]);
    const text = formatDiffText(difference, { ...TARGET, colour: false });
    assert.match(
      text,
      /^shop-to-desk {2}specs\/shop-to-desk\.rst\n {2}\+ added, with 1 section, 3 sentences, 1 row\n\n/,
    );
  });

  it('tells a section that was removed in one line', () => {
    const difference = diffPair(documentOf([ORDER]), documentOf([]));
    const text = formatDiffText(difference, { ...TARGET, colour: false });
    assert.match(text, /Desk Ticket\n {4}- 7 {4}section {2}removed, with 3 sentences, 1 row\n\n/);
  });

  it('quotes what a shell would read', () => {
    const text = formatDiffText(withRow('a', 'b'), {
      specs: ["it's here/*.rst"],
      config: 'my config.yaml',
      colour: false,
    });
    assert.ok(
      text.includes(`npx syncproof run 'it'\\''s here/*.rst' --config 'my config.yaml' --tags '@`),
      text,
    );
  });
});

describe('diff as Markdown', () => {
  /** The cells of a row that are split as GitHub splits them. */
  function rowsOf(markdown: string): string[] {
    return markdown.split('\n').filter((line) => line.startsWith('| added'));
  }

  it('lets no text of a document break a table, make a link or mention anyone', () => {
    const hostile = [
      'a|b',
      '`code`',
      '<img src=x>',
      '</code>@someone',
      '#12',
      '[x](y)',
      '**bold**',
      'www.example.com',
      'https://example.com/x',
      '$math$',
      '\\|',
      '&#124;',
      '_it_',
    ];
    for (const cell of hostile) {
      const [row = ''] = rowsOf(formatDiffMarkdown(withRow(cell, 'target', 'N/A'), TARGET));
      assert.equal(row.split('|').length, 6, row);
      const inner = /<code>(.*)<\/code>/.exec(row)?.[1] ?? '';
      assert.doesNotMatch(inner.replace(/&#\d+;/g, ''), /[|`<>@#[\]*_\\$:&~!]|www\./, cell);
      const decoded = inner.replace(/&#(\d+);/g, (_, code: string) => String.fromCodePoint(Number(code)));
      assert.equal(decoded, `${cell} | target | N/A`);
    }
  });

  it('stays below the limit of a comment on GitHub, says what was cut, and keeps the command', () => {
    const sections = (type: string): SectionText[] =>
      Array.from({ length: 60 }, (_, at) => ({
        x: `Thing ${at}`,
        y: 'Part',
        rows: Array.from({ length: 12 }, (__, row) => [
          `source.property.${row}`,
          `target.property.${row}`,
          type,
        ]),
      }));
    const difference = diffPair(documentOf(sections('"string"')), documentOf(sections('"integer"')));
    const text = formatDiffMarkdown(difference, TARGET);
    assert.ok(text.length <= 65_536 && text.length > 40_000, `${text.length}`);
    const shown = text.split('\n').filter((line) => line.startsWith('| changed')).length;
    const cut = Number(/a comment holds no more: (\d+) changes not shown/.exec(text)?.[1]);
    assert.equal(shown + cut, difference.totals.changed);
    assert.match(text, /npx syncproof run specs\/shop-to-desk\.rst --tags/);
    assert.equal(text.split('<details>').length, text.split('</details>').length);
  });

  it('begins with the totals, and folds the checks and scenarios', () => {
    const text = formatDiffMarkdown(withRow('a', 'b', '"integer"'), TARGET);
    assert.match(text, /^## syncproof diff: 1 document: 1 added; \d+ scenarios to run again\n/);
    assert.match(text, /<details><summary>\d+ checks to judge again: 1 added/);
    assert.match(text, /\n\| added \| 24 \| property row \| <code>a &#124; b &#124; "integer"<\/code> \|\n/);
  });
});
