import assert from 'node:assert/strict';
import { parseDocument } from '../src/documents';
import { documentOfSize, makeCorpus } from './corpus';
import { HOSTILE_SHAPES } from './hostile-shapes';
import { median } from './measure';

describe('the corpus of the bench', () => {
  let corpus: ReturnType<typeof makeCorpus>;
  let sizes: number[];

  before(() => {
    corpus = makeCorpus();
    sizes = corpus.map(({ text }) => Buffer.byteLength(text));
  });

  it('has the sizes, sections and rows that were counted in published documents', () => {
    const sections = corpus.map(({ plan }) => plan.sections.length);
    assert.equal(corpus.length, 1200);
    assert.equal(Math.max(...sections), 93);
    assert.equal(
      sections.reduce((sum, count) => sum + count),
      4549,
    );
    assert.ok(median(sizes) > 2200 && median(sizes) < 2600, `median ${median(sizes)}`);
    assert.ok(Math.max(...sizes) > 90_000 && Math.max(...sizes) < 115_000, `largest ${Math.max(...sizes)}`);
    const tables = corpus
      .flatMap(({ plan }) => plan.sections)
      .flatMap(({ statements }) => statements)
      .flatMap((statement) => (statement.kind === 'properties' ? [statement.rows.length] : []));
    const rows = tables.reduce((sum, count) => sum + count);
    assert.ok(rows > 8350 && rows <= 8438, `${rows} rows`);
    const empty = tables.filter((count) => count === 0).length / tables.length;
    assert.ok(empty > 0.48 && empty < 0.53, `${empty} of the tables are empty`);
  });

  it('is understood, each document of it', () => {
    for (const { name, text } of corpus) {
      const { diagnostics } = parseDocument({ path: name, bytes: Buffer.from(text) });
      assert.deepEqual(
        diagnostics.map(({ code }) => code),
        ['short-underline'],
      );
    }
  });

  it('is the same each time', () => {
    assert.deepEqual(
      makeCorpus().map(({ text }) => text),
      corpus.map(({ text }) => text),
    );
  });

  it('has documents of a size', () => {
    const text = documentOfSize(100_000, corpus);
    assert.ok(text.length <= 100_000 && text.length > 90_000, String(text.length));
  });

  it('has hostile documents of a size', () => {
    for (const { name, text } of HOSTILE_SHAPES) {
      const size = Buffer.byteLength(text(50_000));
      assert.ok(size <= 50_000 && size > 30_000, `${name}: ${size}`);
    }
  });
});
