/** The document as it reads, from its check lines. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { globSync } from 'tinyglobby';
import { packageRoot } from '../../core/package-root';
import { parseDocument } from '../../documents';
import { checksOf } from '../../model';
import type { CheckLine } from '../../verdict';
import { cellsOf, readingOrder, type DocumentBlock } from './reading-order';

function linesOf(text: string): CheckLine[] {
  const document = parseDocument({ path: 'specs/a-to-b.rst', bytes: Buffer.from(text) });
  return checksOf(document).map((check) => ({ ...check, type: 'check', status: 'passed', scenarios: [] }));
}

function linesIn(block: DocumentBlock): readonly CheckLine[] {
  return block.type === 'table'
    ? [...(block.header === undefined ? [] : [block.header]), ...block.rows]
    : [block.line];
}

const DOCUMENT = `===============
A to B Dataflow
===============

Generated: 2024-01-01 08:00:00

Introduction
------------

Words.

A X to B Y
----------
Nobody reads this.

The following properties are synchronized between a A X and a B Y:

.. list-table::
   :header-rows: 1

   * - A X Property
     - B Y Property
     - B Data Type
   * - left | right
     - name
     - "string"
   * - one
     - two
     - three
     - four
   * - size
     - size
`;

describe('the reading order of a document', () => {
  it('has its title, headings, paragraphs and tables as they follow one another', () => {
    const { title, sections } = readingOrder(linesOf(DOCUMENT));
    assert.equal(title?.text, 'A to B Dataflow');
    assert.deepEqual(
      sections.map(({ blocks }) => blocks.map((block) => `${block.type} ${linesIn(block)[0]?.line ?? ''}`)),
      [
        ['paragraph 5'],
        ['heading 7', 'paragraph 10'],
        ['heading 12', 'paragraph 14', 'paragraph 16', 'table 21'],
      ],
    );
  });

  it('keeps a row that is not understood among the rows, and takes each row apart into its cells', () => {
    const table = readingOrder(linesOf(DOCUMENT)).sections.at(-1)?.blocks.at(-1);
    assert.ok(table?.type === 'table');
    assert.deepEqual(
      table.rows.map(({ kind, line }) => [kind, line]),
      [
        ['properties', 24],
        ['not-understood', 27],
        ['properties', 31],
      ],
    );
    assert.deepEqual(table.header === undefined ? [] : cellsOf(table.header), [
      'A X Property',
      'B Y Property',
      'B Data Type',
    ]);
    assert.deepEqual(cellsOf(table.rows[0]!), ['left | right', 'name', '"string"']);
    assert.deepEqual(cellsOf(table.rows[2]!), ['size', 'size']);
    assert.equal(table.columns, 3);
  });

  it('has every line of every document once, in the order of the document', () => {
    const files = globSync(['specs/*.rst', 'fixtures/{documents,forms,rules}/**/*.rst'], {
      cwd: packageRoot(),
    });
    assert.ok(files.length > 40, `${files.length} documents`);
    for (const file of files) {
      const lines = linesOf(readFileSync(join(packageRoot(), file), 'utf8'));
      const { title, sections } = readingOrder(lines);
      const shown = sections.flatMap(({ blocks }) => blocks.flatMap(linesIn));
      const all = [...(title === undefined ? [] : [title]), ...shown];
      assert.deepEqual(new Set(all.map(({ id }) => id)), new Set(lines.map(({ id }) => id)), file);
      assert.equal(all.length, lines.length, file);
    }
  });
});
