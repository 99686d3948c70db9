/** Characters that cannot be seen are written out. */
import assert from 'node:assert/strict';
import { cut, visible, visibleOutput } from './visible-text';

describe('visible text', () => {
  it('writes out control characters and what would turn the text around', () => {
    assert.equal(
      visible('a\u0000\u001b[31m\u007f\u0085\u202eb\u2066\u200b'),
      'a␀␛[31m␡⟨U+0085⟩⟨U+202E⟩b⟨U+2066⟩⟨U+200B⟩',
    );
  });

  it('keeps line ends, tabs, scripts of all directions and joined emoji', () => {
    const text = 'a\tb\nשלום 👩\u200d👧 e\u0301';
    assert.equal(visible(text), text);
    assert.equal(visible('a\r\nb\rc'), 'a\nb␍c');
  });

  it('replaces half of a character', () => {
    assert.equal(visible('\uD800 \u{1F600}'), '\uFFFD \u{1F600}');
  });

  it('leaves out what colours the output of a program', () => {
    assert.equal(visibleOutput('\u001b[31mred\u001b[0m \u0001'), 'red ␁');
  });

  it('counts what is cut off', () => {
    assert.deepEqual(cut('abc', 3), { text: 'abc', missing: 0 });
    assert.deepEqual(cut('abcde', 3), { text: 'abc', missing: 2 });
  });
});
