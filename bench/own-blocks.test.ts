import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import fc from 'fast-check';
import { splitLines } from '../src/documents/rst/lines';
import { blocksOf } from '../src/documents/rst/restructured';
import type { Block } from '../src/documents/rst/restructured';
import { makeCorpus } from './corpus';
import { HOSTILE_SHAPES } from './hostile-shapes';
import { ownBlocksOf } from './own-blocks';

const root = resolve(__dirname, '..');

/** One line for each mark that a skeleton distinguishes. */
const LINES = ['x', '   x', '====', '----', '.. list-table::', '.. x', '* x', '| x', ''];
const line = fc.oneof(
  { weight: 5, arbitrary: fc.constantFrom(...LINES) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('::', '  * x', ' x', '\t', '* ', '|', '..', '----- ', '--'),
  },
  { weight: 1, arbitrary: fc.string({ maxLength: 6 }).map((text) => `w${text.replace(/[\r\n]/g, '')}`) },
);

function assertSame(lines: readonly string[]): void {
  assert.deepEqual(ownBlocksOf(lines), blocksOf(lines));
}

/** Shapes in which restructured gives up: see below. */
const contradicting = new Set(['overlines of all kinds', 'nested sections']);

function headingsOf(blocks: readonly Block[]): Block[] {
  return blocks.filter(({ kind }) => kind === 'heading');
}

describe('blocks split by hand', () => {
  it('are those of restructured in every text of up to four lines', () => {
    const ways = (depth: number): string[][] =>
      depth === 0 ? [[]] : ways(depth - 1).flatMap((lines) => LINES.map((each) => [...lines, each]));
    for (let depth = 1; depth <= 4; depth += 1) {
      ways(depth).forEach(assertSame);
    }
  });

  it('are those of restructured in texts at random, but for headings that it refuses', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 5, maxLength: 25 }), (lines) => {
        const [own, theirs] = [ownBlocksOf(lines), blocksOf(lines)];
        const [ownHeadings, theirHeadings] = [headingsOf(own), headingsOf(theirs)];
        if (theirHeadings.length === ownHeadings.length) {
          assert.deepEqual(own, theirs);
        } else {
          assert.ok(theirHeadings.length < ownHeadings.length);
        }
      }),
      { numRuns: 3000 },
    );
  });

  it('are those of restructured in the documents of specs and fixtures, and in the corpus', () => {
    for (const directory of ['specs', 'fixtures/documents']) {
      for (const name of readdirSync(join(root, directory)).filter((each) => each.endsWith('.rst'))) {
        assertSame(splitLines(readFileSync(join(root, directory, name), 'utf8')));
      }
    }
    for (const { text } of makeCorpus()) {
      assertSame(splitLines(text));
    }
  });

  it('hold headings that restructured refuses: of a new kind, below a heading that ended a level', () => {
    const lines = ['a', '----', 'b', '++++', 'c', '----', 'd', '===='];
    assert.equal(headingsOf(blocksOf(lines)).length, 3);
    assert.equal(headingsOf(ownBlocksOf(lines)).length, 4);
  });

  for (const { name, text } of HOSTILE_SHAPES.filter(({ name }) => !contradicting.has(name))) {
    it(`are those of restructured in hostile documents: ${name}`, () => {
      assertSame(splitLines(text(10_000)));
    });
  }
});
