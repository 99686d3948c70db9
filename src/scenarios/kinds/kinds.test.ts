import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { STATEMENT_KINDS } from '../../model';
import { KINDS_NOT_YET } from '.';

function page(name: string): string {
  return readFileSync(resolve(__dirname, '../../..', name), 'utf8');
}

describe('the docs of the sentence kinds', () => {
  it('have a part in docs/scenarios.md for each kind with scenarios, and for no other', () => {
    const headings = page('docs/scenarios.md')
      .split('\n')
      .filter((line) => line.startsWith('### '));
    const documented = STATEMENT_KINDS.filter((kind) =>
      headings.some((line) => line.includes(`\`${kind}\``)),
    );
    assert.deepEqual(
      documented,
      STATEMENT_KINDS.filter((kind) => !KINDS_NOT_YET.includes(kind)),
    );
  });

  it('name each kind in the README, the first page that says what is tested', () => {
    const rows = page('README.md')
      .split('\n')
      .filter((line) => line.startsWith('| '));
    const firstCells = rows.map((line) => line.split('|')[1] ?? '').join();
    assert.deepEqual(
      STATEMENT_KINDS.filter((kind) => !new RegExp(`(?<![a-z-])${kind}(?![a-z-])`).test(firstCells)),
      [],
    );
  });
});
