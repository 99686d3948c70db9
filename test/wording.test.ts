/** What a person reads is plain English: phrases that are translated from another language, and words that the house has replaced. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';

const ROOT = path.join(__dirname, '..');

/** What is not written. */
const PHRASES =
  /\b(?:(?<!\bthere )(?:is|are|was|were) no (?!longer\b|more\b)[a-z]+|(?:is|are|was|were) told|told apart|tells? (?:of|apart)|how to mend|to mend|mends?|anew|let be|(?:come|comes|came) to rest|truth values?|(?:what|where|nothing|it) stands? (?:there|here)|strikes|struck|whichever comes|an API of its own)\b/i;

/** Sentences that are right as they are: the file, and the words around the phrase. */
const RIGHT: readonly (readonly [file: string, words: string])[] = [
  ['CHANGELOG.md', '`every fault has struck` → `every fault has fired`'],
];

/** The files that people read, relative to the package. */
function files(): string[] {
  return globSync(
    [
      'src/**/*.ts',
      'steps/**/*.ts',
      'docs/**/*.md',
      'schemas/*',
      'README.md',
      'CONTRIBUTING.md',
      'CHANGELOG.md',
    ],
    { cwd: ROOT },
  ).sort();
}

/** The text that is checked: of the changelog the newest section alone, since what was released stays as it was. */
function textOf(file: string): string {
  const text = readFileSync(path.join(ROOT, file), 'utf8');
  return file === 'CHANGELOG.md'
    ? text
        .split(/^(?=## )/m)
        .slice(0, 2)
        .join('')
    : text;
}

/** `file:line: phrase`, for each line that holds one. */
function findings(file: string, text: string): string[] {
  return text.split('\n').flatMap((line, at) => {
    const found = PHRASES.exec(line);
    const isRight = RIGHT.some(([name, words]) => name === file && line.includes(words));
    return found === null || isRight ? [] : [`${file}:${at + 1}: ${found[0]}`];
  });
}

describe('what people read', () => {
  it('is plain English', () => {
    const found = files().flatMap((file) => findings(file, textOf(file)));
    assert.equal(found.length, 0, `${found.length} phrases to reword:\n${found.join('\n')}`);
  });

  it('is found wanting where a phrase is translated word by word', () => {
    const wrong = [
      'x is no JSON',
      'how to mend it',
      'told apart by name',
      'a fault struck',
      'is told to the user',
    ];
    for (const text of wrong) {
      assert.equal(findings('a.md', text).length, 1, text);
    }
    for (const text of ['there is no such file', 'it is no longer there', 'the document says so']) {
      assert.deepEqual(findings('a.md', text), []);
    }
  });
});
