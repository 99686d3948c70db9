/** Several runs side by side: what differs, in each form, whatever the texts are. */
import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { compareRuns, toComparisonText, writeComparison, type ComparedRun, type RunComparison } from '..';
import { widthOf } from '../../core/printable-text';
import type { CheckLine, CheckStatus, RunResults } from '../../verdict';
import { greenResults, NASTY } from '../testing';
import { toComparisonMarkdown } from './markdown';
import { toComparisonPage } from './page';

const { run, summary } = greenResults();

function line(id: string, status: CheckStatus, more: Partial<CheckLine> = {}): CheckLine {
  return {
    ...{ type: 'check', id, document: 'specs/a-to-b.rst', line: 3, column: 1, endLine: 3 },
    ...{ kind: 'create-always', text: `Every ${id}.`, status, scenarios: [] },
    ...more,
  } as const;
}

/** A run whose checks are given as `id: state`. */
function ran(
  engine: string,
  states: Readonly<Record<string, CheckStatus>>,
  more: {
    readonly directory?: string;
    readonly run?: Partial<RunResults['run']>;
    readonly checks?: readonly CheckLine[];
  } = {},
): ComparedRun {
  return {
    directory: more.directory ?? `reports/${engine}`,
    results: {
      run: { ...run, engine: { name: engine, version: '1' }, ...more.run },
      checks: more.checks ?? Object.entries(states).map(([id, status]) => line(id, status)),
      summary,
    },
  };
}

function ids(rows: RunComparison['differing']): string[] {
  return rows.map(({ id }) => id);
}

const ONE = ran('one', {
  a: 'passed',
  b: 'failed',
  c: 'passed',
  d: 'passed',
  e: 'not-selected',
  t: 'informative',
});
const TWO = ran(
  'two',
  { a: 'passed', b: 'passed', x: 'pending', c: 'known', e: 'passed' },
  { run: { seed: 7 } },
);

describe('comparing runs', () => {
  it('puts what differs apart from what only some runs judged, and from the rest', () => {
    const found = compareRuns([ONE, TWO]);
    assert.deepEqual(ids(found.differing), ['b', 'c']);
    assert.deepEqual(ids(found.incomplete), ['x', 'd', 'e']);
    assert.deepEqual(ids(found.alike), ['a']);
    assert.deepEqual(
      found.incomplete[0]?.cells.map((cell) => cell?.status),
      [undefined, 'pending'],
    );
  });

  it('takes two runs that judged a check for different, whatever a third one left out', () => {
    const found = compareRuns([ran('one', { a: 'passed' }), ran('two', {}), ran('three', { a: 'failed' })]);
    assert.deepEqual(ids(found.differing), ['a']);
  });

  it('names columns by engine and version, and by directory where two are alike', () => {
    const again = ran('one', {}, { directory: 'reports/again' });
    assert.deepEqual(
      compareRuns([ONE, TWO, again]).columns.map(({ name }) => name),
      ['one 1 (reports/one)', 'two 1', 'one 1 (reports/again)'],
    );
  });

  it('names documents of which the runs had different versions, or not all', () => {
    const [known, other] = run.documents;
    assert.ok(known && other);
    const changed = { ...known, sha256: 'f'.repeat(64) };
    const found = compareRuns([
      ran('one', {}, { run: { documents: [known, other] } }),
      ran('two', {}, { run: { documents: [changed] } }),
    ]);
    assert.deepEqual(found.documents, [
      { slug: 'a-to-b', sha256: [known.sha256, changed.sha256] },
      { slug: 'c-to-d', sha256: [other.sha256, undefined] },
    ]);
    assert.deepEqual(compareRuns([ONE, TWO]).documents, []);
  });

  it('has each check of each run once, in an order that the first run keeps', () => {
    const lists: fc.Arbitrary<string[][]> = fc.array(
      fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f')),
      {
        minLength: 2,
        maxLength: 4,
      },
    );
    fc.assert(
      fc.property(lists, (drawn) => {
        const runs = drawn.map((each, at) =>
          ran(`${at}`, {}, { checks: each.map((id, line_) => line(id, 'passed', { line: line_ + 1 })) }),
        );
        const { differing, incomplete, alike } = compareRuns(runs);
        const all = [...ids(incomplete), ...ids(alike)];
        assert.deepEqual(differing, []);
        assert.deepEqual([...all].sort(), [...new Set(drawn.flat())].sort());
        const first = drawn[0] ?? [];
        for (const part of [ids(incomplete), ids(alike)]) {
          const kept = part.filter((id) => first.includes(id));
          assert.deepEqual(
            kept,
            first.filter((id) => part.includes(id)),
          );
        }
      }),
    );
  });
});

describe('the comparison on a terminal', () => {
  const text = (runs: readonly ComparedRun[], width = 100): string[] =>
    toComparisonText(compareRuns(runs), { colour: false, width }).trimEnd().split('\n');

  it('aligns the differences, and says last how many there are', () => {
    const lines = text([ONE, TWO]);
    assert.deepEqual(lines.slice(0, 4), [
      'What differs:',
      '                             1 one 1  2 two 1',
      'specs/a-to-b.rst:3 Every b.  failed   passed',
      'specs/a-to-b.rst:3 Every c.  passed   known',
    ]);
    assert.equal(
      lines.at(-1),
      '2 of 6 sentences and rows differ between 2 runs; 3 were judged in some runs only',
    );
    assert.match(lines.join('\n'), /\nThe runs were made differently:\n +1 one 1 +2 two 1\nseed +42 +7\n/);
    assert.match(lines.at(-2) ?? '', /^2 two 1 {2}reports\/two {2}conformant: /);
  });

  it('fits into the width, with numbers for names that leave no room', () => {
    const many = ['one', 'two', 'three', 'four', 'five'].map((name, at) =>
      ran(
        `${name} of a long name`,
        {},
        { checks: [line('a', at === 0 ? 'passed' : 'failed', { text: 'word '.repeat(40) })] },
      ),
    );
    const lines = text(many, 90);
    const table = lines.slice(1, lines.indexOf(''));
    assert.match(table[0] ?? '', /^ +1 +2 +3 +4 +5$/);
    assert.ok(
      table.every((each) => widthOf(each) <= 90),
      table.join('\n'),
    );
  });

  it('says so where nothing differs', () => {
    const lines = text([ONE, ran('two', { a: 'passed', b: 'failed', c: 'passed', d: 'passed' })]);
    assert.equal(lines.includes('What differs:'), false);
    assert.match(
      lines.at(-1) ?? '',
      /^0 of 5 sentences and rows differ between 2 runs; 1 was judged in some runs only$/,
    );
  });

  it('shows at most 60 rows of a kind, and counts the rest', () => {
    const states = (status: CheckStatus): Record<string, CheckStatus> =>
      Object.fromEntries(Array.from({ length: 70 }, (_, at) => [`check-${at}`, status]));
    const lines = text([ran('one', states('passed')), ran('two', states('failed'))]);
    assert.equal(lines.indexOf('… and 10 more rows in the files'), 62);
  });
});

const nasty = [
  ran(
    NASTY,
    {},
    {
      checks: [
        line('a', 'passed'),
        line('b', 'failed', { text: NASTY, reason: `${NASTY}\n<img src=x onerror=alert(1)>` }),
      ],
    },
  ),
  ran('two</style><script>alert(1)</script>', { a: 'failed', b: 'passed' }),
];

describe('the comparison as Markdown', () => {
  it('has the differences before everything else, and the rest folded', () => {
    const markdown = toComparisonMarkdown(compareRuns([ONE, TWO]));
    const headings = [...markdown.matchAll(/^#+ .*|^<summary>.*/gm)].map(([heading]) => heading);
    assert.deepEqual(headings, [
      '## syncproof: 2 of 6 sentences and rows differ between 2 runs; 3 were judged in some runs only',
      '### What differs',
      '### What only some runs judged',
      '### Runs',
      '### The runs were made differently',
      '<summary>1 sentence or row on which all runs agree</summary>',
    ]);
    assert.match(markdown, /\n\| specs\/a-to-b\.rst:3: Every b\. \| failed \| passed \|\n/);
    assert.match(markdown, /\n\| specs\/a-to-b\.rst:3: Every x\. \| absent \| pending \|\n/);
  });

  it('lets no text become markup', () => {
    const markdown = toComparisonMarkdown(compareRuns(nasty));
    assert.doesNotMatch(markdown, /<(?!details|\/details|summary|\/summary)/);
    const rows = markdown.split('\n').filter((each) => each.startsWith('| specs'));
    assert.ok(
      rows.length === 2 && rows.every((row) => row.match(/(?<!\\)\|/g)?.length === 4),
      rows.join('\n'),
    );
  });

  it('stays below what a job page takes, and says what it left out', () => {
    const states = (status: CheckStatus): CheckLine[] =>
      Array.from({ length: 3000 }, (_, at) => line(`check-${at}`, status, { text: 'word '.repeat(60) }));
    const markdown = toComparisonMarkdown(
      compareRuns([
        ran('one', {}, { checks: states('passed') }),
        ran('two', {}, { checks: states('failed') }),
      ]),
    );
    assert.ok(markdown.length < 400_000);
    assert.match(markdown, /… and \d+ more: see index\.html\./);
  });
});

describe('the comparison as a page', () => {
  it('has a column for each run and a cell for each state, differences first, with reasons', async () => {
    const page = await toComparisonPage(compareRuns(nasty));
    const ids_ = [...page.matchAll(/<h2 id="([a-z]+)">/g)].map(([, id]) => id);
    assert.deepEqual(ids_, ['differing', 'runs']);
    const [, table = ''] = /<table>([^]*?)<\/table>/.exec(page) ?? [];
    assert.equal([...table.matchAll(/scope="col"/g)].length, 3);
    assert.equal([...table.matchAll(/<td>/g)].length, 4);
    assert.match(
      table,
      /<summary><span class="state bad">✘ failed<\/span><\/summary>\s*<pre tabindex="0">a &lt;b&gt;/,
    );
  });

  it('shows what is absent, and how the runs were made differently', async () => {
    const page = await toComparisonPage(compareRuns([ONE, TWO]));
    assert.match(page, /<span class="state quiet">absent<\/span>/);
    assert.match(page, /<th scope="row">seed<\/th>\s*<td><code>42<\/code><\/td>\s*<td><code>7<\/code><\/td>/);
  });

  it('escapes every text, runs no script and names no address', async () => {
    const page = await toComparisonPage(compareRuns(nasty));
    assert.doesNotMatch(page, /<(?:script|img|link|iframe)|<[^>]*\son\w+=|javascript:|url\(/i);
    assert.equal([...page.matchAll(/<\/style>/g)].length, 1);
    assert.match(
      page,
      /content="default-src 'none'; style-src 'sha256-[\w+/]+=*'; base-uri 'none'; form-action 'none'"/,
    );
    assert.doesNotMatch(page, /<[^>]*\s(?:src|href|srcset|action)=/);
  });

  it('is well-formed whatever the texts are', async () => {
    const empty = (text: string): string => text.replace(/<(?:meta|br)[^>]*>/g, '');
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary' }), async (text) => {
        const runs = [ran(text, {}, { checks: [line('a', 'failed', { text, reason: text })] }), ONE];
        const page = empty(await toComparisonPage(compareRuns(runs)));
        const tags = (pattern: RegExp): number => [...page.matchAll(pattern)].length;
        assert.equal(tags(/<[a-z]/g), tags(/<\/[a-z]/g));
        // eslint-disable-next-line no-control-regex
        assert.doesNotMatch(page, /[\u0000-\u0008\u000B\u000C\u000E-\u001F]/);
      }),
      { numRuns: 50 },
    );
  });
});

describe('writing a comparison', () => {
  it('writes page and Markdown together, over the old ones, and leaves other files alone', async () => {
    const directory = join(mkdtempSync(join(tmpdir(), 'syncproof-compare-')), 'deep');
    try {
      await writeComparison(compareRuns([ONE, TWO]), directory);
      writeFileSync(join(directory, 'mine.txt'), 'mine');
      const written = await writeComparison(compareRuns([ONE, ONE]), directory);
      assert.deepEqual(written, ['index.html', 'comparison.md']);
      assert.deepEqual(readdirSync(directory).sort(), ['comparison.md', 'index.html', 'mine.txt']);
      assert.match(readFileSync(join(directory, 'comparison.md'), 'utf8'), /: 0 of 5 /);
      assert.equal(existsSync(join(directory, 'mine.txt')), true);
    } finally {
      rmSync(join(directory, '..'), { recursive: true });
    }
  });
});
