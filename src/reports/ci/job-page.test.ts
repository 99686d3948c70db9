import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { toAnnotations, toBadge } from '..';
import type { RunResults, SummaryLine } from '../../verdict';
import { greenResults, sampleResults } from '../testing';

const results = sampleResults();

function inRepository(path: string): string {
  return `packages/sync/${path}`;
}

function annotations(of: RunResults = results): string[] {
  return toAnnotations(of, inRepository).split('\n').slice(0, -1);
}

describe('toAnnotations', () => {
  it('has an error at the line of each check that made the run red, its own failures first', () => {
    const errors = annotations().filter((line) => line.startsWith('::error file='));
    assert.deepEqual(
      errors.map((line) => /^::error file=packages\/sync\/specs\/a-to-b\.rst,line=(\d+),/.exec(line)?.[1]),
      ['14', '38', '30', '24', '28'],
    );
    assert.match(
      errors[0] ?? '',
      /^::error file=[^,]*,line=14,endLine=14,title=syncproof%3A failed%3A create-always::expected 1 Contact, found 0%0A/,
    );
  });

  it('has a warning for what nobody could judge, and nothing for what is excused or passed', () => {
    const lines = annotations().flatMap((line) => /^::warning .*line=(\d+),/.exec(line)?.[1] ?? []);
    assert.deepEqual(lines, ['22', '20']);
    assert.deepEqual(
      annotations().filter((line) => /line=(?:12|16|18|36),/.test(line)),
      [],
    );
    assert.equal(toAnnotations(greenResults(), inRepository), '');
  });

  it('names wrong entries of the baseline', () => {
    assert.ok(
      annotations().includes(
        '::error title=syncproof%3A baseline::unexpected pass: a-to-b/passed is listed as failing (known.yaml) and passed; remove the entry',
      ),
    );
  });

  it('leaves a table sentence out whose rows say the same', () => {
    assert.deepEqual(
      annotations().filter((line) => line.includes('line=32,')),
      [],
    );
  });

  it('escapes what would end a property or a command, and stays on one line', () => {
    const [document] = results.run.documents;
    const path = 'a,b:c%\r\n::error::.rst';
    const checks = results.checks
      .slice(3, 4)
      .map((line) => ({ ...line, document: path, reason: '100%\n::add-mask::x' }));
    const [error = '', ...rest] = annotations({
      ...results,
      run: { ...results.run, documents: [{ ...document!, path }] },
      checks,
      summary: { ...results.summary, unexpected: [] },
    });
    assert.deepEqual(rest, []);
    assert.match(error, /^::error file=packages\/sync\/a%2Cb%3Ac%25%0A%3A%3Aerror%3A%3A\.rst,line=14,/);
    assert.match(error, /::100%25%0A::add-mask::x%0A/);
  });

  it('says the place in the message of a document outside the repository', () => {
    const [first = ''] = toAnnotations(results, () => undefined).split('\n');
    assert.match(first, /^::error title=[^:]*::specs\/a-to-b\.rst:14: expected 1 Contact/);
  });

  it('has ten of a kind at most, and says how many were left out', () => {
    const failed = results.checks[3]!;
    const checks = Array.from({ length: 25 }, (_, at) => ({ ...failed, line: at + 1 }));
    const lines = annotations({ ...results, checks, summary: { ...results.summary, unexpected: [] } });
    assert.equal(lines.filter((line) => line.startsWith('::error ')).length, 10);
    assert.equal(
      lines.at(-1),
      '::notice title=syncproof::15 more annotations were left out: GitHub shows 10 of a kind for each step. summary.md has all of them.',
    );
  });
});

describe('toBadge', () => {
  function badge(summary: Partial<SummaryLine>): unknown {
    return JSON.parse(toBadge({ ...results, summary: { ...greenResults().summary, ...summary } }));
  }

  const cases: readonly (readonly [string, Partial<SummaryLine>, string, string])[] = [
    ['a conformant run', {}, 'conformant, 1 of 1 passed', 'brightgreen'],
    ['a strict one with something open', { exitCode: 1 }, 'conformant, 1 of 1 passed', 'yellow'],
    [
      'one that is not conformant',
      { conformant: false, exitCode: 1 },
      'not conformant, 1 of 1 passed',
      'red',
    ],
    ['a partial run', { conformant: null, partial: true }, 'partial, 1 of 1 passed', 'lightgrey'],
    [
      'a partial run with a failure',
      { conformant: null, partial: true, exitCode: 1 },
      'partial, 1 of 1 passed',
      'red',
    ],
    ['a harness that failed', { conformant: false, exitCode: 3 }, 'no verdict', 'lightgrey'],
    ['an engine that did not start', { conformant: false, exitCode: 4 }, 'no verdict', 'lightgrey'],
  ];
  for (const [title, summary, message, color] of cases) {
    it(`shows ${title}`, () => {
      assert.deepEqual(badge(summary), { schemaVersion: 1, label: 'syncproof', message, color });
    });
  }
});
