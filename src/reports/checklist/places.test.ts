/** Names of the pages, and places of the lines. */
import assert from 'node:assert/strict';
import type { RunResults } from '../../verdict';
import { sampleResults } from '../testing';
import { linesInWords, Places } from './places';

const RESULTS = sampleResults();

function filesFor(...slugs: readonly string[]): string[] {
  const documents = slugs.map((slug, at) => ({
    path: `${at}.rst`,
    slug,
    title: slug,
    sha256: 'a'.repeat(64),
  }));
  const results: RunResults = { ...RESULTS, run: { ...RESULTS.run, documents }, checks: [] };
  return new Places(results).documents.map(({ file }) => file);
}

describe('the pages of a checklist', () => {
  it('are named after their documents, and never like the page over all', () => {
    assert.deepEqual(filesFor('a-to-b', 'index', 'wix.com-to-wix', 'größe'), [
      'a-to-b.html',
      'index~2.html',
      'wix.com-to-wix.html',
      'größe.html',
    ]);
  });

  it('stay in their directory, fit a file system, and differ, whatever a results file says', () => {
    const long = 'ß'.repeat(300);
    const names = filesFor('../../up', '../../up', '..', '', 'a/b\\c', long, `${long}2`);
    assert.equal(new Set(names).size, names.length, names.join(' '));
    for (const name of names) {
      assert.match(name, /^[\p{L}\p{N}_~-][\p{L}\p{N}._~-]*\.html$/u);
      assert.ok(Buffer.byteLength(name) < 255, name);
    }
  });

  it('have an anchor for each line, also where two sentences are on one', () => {
    const [first, ...others] = RESULTS.checks;
    assert.ok(first);
    const twice = { ...RESULTS, checks: [first, { ...first, id: 'twin' }, ...others] };
    const places = new Places(twice);
    assert.deepEqual(
      [first.id, 'twin', 'a-to-b/passed', 'nobody'].map((id) => places.of(id)?.anchor),
      ['L2', 'L2-2', 'L12', undefined],
    );
    assert.equal(places.of('a-to-b/passed')?.file, 'a-to-b.html');
  });

  it('say on which lines something is', () => {
    assert.equal(linesInWords({ line: 3, endLine: 3 }), 'line 3');
    assert.equal(linesInWords({ line: 3, endLine: 5 }), 'lines 3 to 5');
  });
});
