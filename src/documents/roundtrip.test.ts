import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { DataflowDocument, Place } from '../model';
import { parse, unaccounted } from './testing';
import { splitLines } from './rst/lines';
import { documentPlan } from './testing-plans';
import { planOf, writeDocument } from './write';
import type { DocumentWriteOptions } from './write';

/** What a document says; its hash and its warnings of layout may differ from one way of writing to the other. */
function modelOf(document: DataflowDocument): object {
  const errors = document.diagnostics.filter(({ severity }) => severity === 'error');
  return { ...document, sha256: '', diagnostics: errors };
}

function placed(document: DataflowDocument): (Place & { readonly text: string })[] {
  return document.sections.flatMap((section) => [
    { ...section, text: section.heading },
    ...section.statements.flatMap((statement) => [statement, ...('rows' in statement ? statement.rows : [])]),
  ]);
}

const ways: fc.Arbitrary<DocumentWriteOptions> = fc.record({
  lineEnd: fc.constantFrom('\n', '\r\n', '\r'),
  byteOrderMark: fc.boolean(),
  cellEnd: fc.constantFrom('', ' ', '\t', ' \t  '),
  shortBy: fc.nat(3),
});

describe('a written document', () => {
  it('says, read back, what was planned; everything in it is understood and every line accounted for', () => {
    fc.assert(
      fc.property(documentPlan, (plan) => {
        const text = writeDocument(plan);
        const document = parse(text);
        assert.deepEqual(planOf(document), plan);
        assert.deepEqual(
          document.diagnostics.filter(({ severity }) => severity === 'error'),
          [],
        );
        assert.deepEqual(unaccounted(document, text), []);
      }),
      { numRuns: 500 },
    );
  });

  it('holds each heading, sentence and row where the model says', () => {
    fc.assert(
      fc.property(documentPlan, (plan) => {
        const written = writeDocument(plan);
        const lines = splitLines(written).map((line) => line.replace(/\s+/g, ' '));
        for (const { line, endLine, text } of placed(parse(written))) {
          const cells = lines.slice(line - 1, endLine).map((each) => each.replace(/^ (?:\* )?- /, ''));
          assert.equal(cells.join(' | ').trim(), text);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('says the same with other line ends, a byte order mark, blanks behind cells and short lines', () => {
    fc.assert(
      fc.property(documentPlan, ways, (plan, options) => {
        const [usual, other] = [parse(writeDocument(plan)), parse(writeDocument(plan, options))];
        assert.deepEqual(modelOf(other), modelOf(usual));
      }),
      { numRuns: 500 },
    );
  });
});
