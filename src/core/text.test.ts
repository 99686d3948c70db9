/** Counts, quotations, wrapping and words of a shell. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { plural, quote, shellWord, wrap } from './text';

describe('a count with its noun', () => {
  it('takes the plural for all but one', () => {
    assert.equal(plural(1, 'document'), '1 document');
    assert.equal(plural(0, 'document'), '0 documents');
    assert.equal(plural(2, 'more property', 'more properties'), '2 more properties');
    assert.equal(plural(1, 'more property', 'more properties'), '1 more property');
  });
});

describe('a quotation', () => {
  it('is cut where it is too long for a message', () => {
    assert.equal(quote('as it is'), '"as it is"');
    assert.equal(quote('x'.repeat(161)), `"${'x'.repeat(160)}…"`);
  });
});

describe('wrapping', () => {
  it('breaks at blanks, and leaves a longer word whole', () => {
    assert.deepEqual(wrap('one two incomprehensibilities four', 8), [
      'one two',
      'incomprehensibilities',
      'four',
    ]);
    assert.deepEqual(wrap('one two three', Infinity), ['one two three']);
  });
});

describe('a word of a shell', () => {
  it('is quoted only where it must be', () => {
    assert.equal(shellWord('specs/a-to-b.rst'), 'specs/a-to-b.rst');
    assert.equal(shellWord('@a'), "'@a'");
    assert.equal(shellWord("it's"), String.raw`'it'\''s'`);
    assert.equal(shellWord(''), "''");
  });

  it('reaches the command as it was written', () => {
    for (const text of ["it's", 'a b', '$HOME `x` "y" \\', '*', 'two\nlines', '~', '']) {
      const command = `printf %s ${shellWord(text)}`;
      assert.equal(execFileSync('sh', ['-c', command], { encoding: 'utf8' }), text);
    }
  });
});
