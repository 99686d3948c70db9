import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, it } from 'mocha';
import fc from 'fast-check';
import {
  fromNdjson,
  redactResults,
  rerunCommandOf,
  ResultsError,
  toNdjson,
  toSummaryMarkdown,
  toTerminal,
} from '.';
import type { RunResults } from '../verdict';
import { greenResults, sampleResults } from './testing';
import { clean, truncate, widthOf } from '../core/printable-text';

const results = sampleResults();

/** The sample with another text and reason in the check of line 14. */
function withText(text: string): RunResults {
  const checks = results.checks.map((line) => (line.line === 14 ? { ...line, text, reason: text } : line));
  return { ...results, checks };
}

describe('toNdjson and fromNdjson', () => {
  it('writes the run, every check in document order, and the summary last', () => {
    const lines = toNdjson(results).trimEnd().split('\n');
    const types = lines.map((line) => (JSON.parse(line) as { type: string }).type);
    assert.deepEqual(types, ['run', ...results.checks.map(() => 'check'), 'summary']);
    const places = results.checks.map(({ line }) => line);
    assert.deepEqual(
      places,
      [...places].sort((one, other) => one - other),
    );
  });

  it('reads back what it wrote, every line valid by the schema', () => {
    assert.deepEqual(fromNdjson(toNdjson(results)), JSON.parse(JSON.stringify(results)));
    assert.equal(fromNdjson(toNdjson(greenResults())).summary.conformant, true);
  });

  it('reads the example of docs/reports.md', () => {
    const docs = readFileSync(path.join(__dirname, '../../docs/reports.md'), 'utf8');
    assert.equal(fromNdjson(/```json\n([^]*?)```/.exec(docs)?.[1] ?? '').checks.length, 1);
  });

  it('holds what the baseline says of a known failure, and what is wrong with its entries', () => {
    const { checks, summary } = fromNdjson(toNdjson(results));
    const issue = 'https://issues.example/7';
    assert.deepEqual(checks.find(({ status }) => status === 'known')?.baseline, {
      reason: 'nobody has fixed it yet',
      issue,
    });
    assert.deepEqual(summary.unexpected?.[0], {
      check: 'a-to-b/pased',
      problem: 'unknown',
      near: 'a-to-b/passed',
      line: 7,
    });
  });

  it('keeps any text on one line', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        assert.equal(fromNdjson(toNdjson(withText(text))).checks.find(({ line }) => line === 14)?.text, text);
      }),
    );
  });

  it('keeps members that it does not know', () => {
    const [run = '', ...rest] = toNdjson(results).split('\n');
    const text = [run.replace('{', '{"later":1,'), ...rest].join('\n');
    assert.equal((fromNdjson(text).run as unknown as { later: number }).later, 1);
  });

  const lines = toNdjson(results).trimEnd().split('\n');
  const damaged: readonly (readonly [string, readonly string[], RegExp])[] = [
    ['no JSON', [...lines.slice(0, 2), '{', ...lines.slice(2)], /line 3: not JSON/],
    [
      'a state that is none',
      lines.map((line) => line.replace('"status":"known"', '"status":"fine"')),
      /line 6: .*status/,
    ],
    [
      'a newer form',
      lines.map((line) => line.replace('"schemaVersion":1', '"schemaVersion":2')),
      /line 1: it has schemaVersion 2, and this version of syncproof reads 1; install a newer syncproof, or run/,
    ],
    ['no run line', lines.slice(1), /line 1: the first line must have the type "run"/],
    ['a lost end', lines.slice(0, -1), /the last line must have the type "summary"/],
    ['nothing at all', [], /line 1/],
  ];
  for (const [title, text, message] of damaged) {
    it(`refuses ${title}, and says where`, () => {
      assert.throws(
        () => fromNdjson(text.join('\n')),
        (error) => error instanceof ResultsError && message.test(error.message),
      );
    });
  }
});

describe('toSummaryMarkdown', () => {
  const markdown = toSummaryMarkdown(results);

  it('begins with the verdict and lists everything that did not pass with its place, worst first', () => {
    assert.match(markdown, /^## syncproof: no verdict, the harness failed/);
    const listed = [
      ...markdown.matchAll(/^- \*\*([a-z-]+)(?: \(precondition\))?\*\* specs\/a-to-b\.rst:(\d+): /gm),
    ].map(([, , line]) => Number(line));
    const open = results.checks.filter(({ status }) => status !== 'passed' && status !== 'informative');
    assert.deepEqual(
      [...listed].sort((a, b) => a - b),
      open.map(({ line }) => line),
    );
    assert.equal(listed[0], 14);
  });

  it('lets no text become markup', () => {
    assert.match(markdown, /a &lt;b&gt; &amp; "c" \\\| \\`d\\` \\\]\\\]&gt; \\\*e\\\* red/);
    assert.doesNotMatch(toSummaryMarkdown(withText('<img src=x> ```\n```')), /^(?! {2}).*<img/m);
  });

  it('begins each account with the reason, then scenario and step; the sentence to blame is behind them', () => {
    assert.match(
      markdown,
      /\*\*failed \(precondition\)\*\* specs\/a-to-b\.rst:30: [^\n]*\n\n {2}```\n {2}expected 1 Contact, found 0\n[^\n]*\n {2}scenario: failed before \(failed\)\n {2}step: Then B holds a Contact\n {2}precondition: fix this first: specs\/a-to-b\.rst:14: /,
    );
  });

  it('counts failures for another sentence, and passes without a property to compare, apart', () => {
    assert.match(markdown, /^4 failed, 1 of them only for another sentence\.$/m);
    assert.doesNotMatch(markdown, /without a property/);
    const checks = results.checks.map((line) =>
      line.id === 'a-to-b/passed' ? { ...line, basis: 'both <exist>' } : line,
    );
    const summary = { ...results.summary, withoutProperty: 1 };
    const told = toSummaryMarkdown({ ...results, checks, summary });
    assert.match(told, /^2 passed, 1 of them without a property to compare\.$/m);
    assert.match(
      told,
      /<details><summary>What passed [^\n]* \(1\)<\/summary>\n\n- specs\/a-to-b\.rst:12: [^\n]* \*both &lt;exist&gt;\*\n\n<\/details>/,
    );
  });

  it('closes no code block early', () => {
    const [, fence] = /^ {2}(`{4,})$/m.exec(toSummaryMarkdown(withText('before\n```\nafter'))) ?? [];
    assert.equal(fence, '````');
  });

  it('names wrong entries of the baseline, and what an unknown one may mean', () => {
    assert.match(
      markdown,
      /### Baseline\n\n- unknown check: a-to-b\/pased is listed as failing \(known\.yaml:7\), and no document has it; remove the entry, or write a-to-b\/passed\n- unexpected pass: a-to-b\/passed is listed as failing \(known\.yaml\) and passed; remove the entry\n/,
    );
  });

  it('gives the reason of a known failure and of a disputed check, and a link to the issue', () => {
    assert.match(
      markdown,
      /\*\*known\*\* specs\/a-to-b\.rst:16: [^\n]*\n\n {2}Issue: <https:\/\/issues\.example\/7>\n\n {2}```\n {2}nobody has fixed it yet \(/,
    );
    assert.match(
      markdown,
      /\*\*disputed\*\* specs\/a-to-b\.rst:18: [^\n]*\n\n {2}```\n {2}the author says so\n/,
    );
  });

  it('makes no link of an issue that could end it early', () => {
    const checks = results.checks.map((line) =>
      line.status === 'known' ? { ...line, baseline: { issue: 'https://x.example/>a<b' } } : line,
    );
    assert.match(toSummaryMarkdown({ ...results, checks }), /Issue: <https:\/\/x\.example\/%3Ea%3Cb>/);
  });

  it('stays below what a job page takes, and says what it left out', () => {
    const many = Array.from({ length: 3000 }, () => results.checks[3]!);
    const long = toSummaryMarkdown({ ...results, checks: many });
    assert.ok(long.length < 400_000);
    assert.match(long, /… and \d+ more: see results\.ndjson/);
  });

  it('has nothing to list when everything passed', () => {
    const green = toSummaryMarkdown(greenResults());
    assert.match(green, /^## syncproof: conformant: 1 of 1 sentences and rows passed\n/);
    assert.doesNotMatch(green, /did not pass/);
  });
});

describe('toTerminal', () => {
  const plain = toTerminal(results, { colour: false, width: 80 });
  const lines = plain.trimEnd().split('\n');

  it('lists every check that is not informative once, with mark, line and state', () => {
    for (const { line, status } of results.checks) {
      const found = lines.filter((text) => new RegExp(`^ +\\S +${line} .*  ${status}$`).test(text));
      assert.equal(found.length, status === 'informative' ? 0 : 1, `line ${line}`);
    }
    assert.match(plain, /3 informative lines/);
  });

  it('indents the rows of a table below its sentence, and aligns the states', () => {
    assert.match(plain, /^ {4}✘ 32 .*\n.*\n {6}✔ 36 /m);
    const states = lines
      .filter((text) => /^ +[✔✘≈…–≠?·!] +\d+ Every /.test(text))
      .map((text) => / {2}[a-z-]+$/.exec(text)?.index);
    assert.equal(new Set(states).size, 1);
  });

  it('cuts sentences to the width', () => {
    const long = toTerminal(withText('word '.repeat(100)), { colour: false, width: 60 });
    const line = long.split('\n').find((text) => text.includes('✘ 14'));
    assert.ok(line !== undefined && line.includes('…') && widthOf(line) <= 60);
  });

  it('gives the reason of what is excused, and names wrong entries of the baseline just before the verdict', () => {
    assert.match(
      plain,
      /≈ 16 .* {2}known\n +nobody has fixed it yet \(https:\/\/issues\.example\/7\)\n +expected 1 Contact/,
    );
    assert.match(plain, /≠ 18 .* {2}disputed\n +the author says so\n +expected 1 Contact/);
    assert.match(lines.at(-3) ?? '', /^unknown check: a-to-b\/pased is listed as failing \(known\.yaml:7\)/);
    assert.match(lines.at(-2) ?? '', /^unexpected pass: a-to-b\/passed/);
  });

  it('says the verdict last', () => {
    assert.match(lines.at(-1) ?? '', /^no verdict, .*: 2 of 13 sentences and rows passed \(4 failed, /);
    const green = toTerminal(greenResults(), { colour: false }).trimEnd().split('\n');
    assert.equal(green.at(-1), 'conformant: 1 of 1 sentences and rows passed');
    assert.match(
      green.at(-2) ?? '',
      /^This run tested syncproof's own reference engine\. To test yours, run/,
    );
    assert.match(green.at(-3) ?? '', /^1 scenario in \d/);
    const { run, ...rest } = greenResults();
    const foreign = { ...rest, run: { ...run, engine: { name: 'mine', version: '1' } } };
    assert.doesNotMatch(toTerminal(foreign, { colour: false }), /reference engine/);
  });

  it('counts apart what rests on no property, and what fails for another check alone', () => {
    const green = greenResults();
    const checks = green.checks.map((line) =>
      line.status === 'passed' ? { ...line, basis: 'no write after an edit' } : line,
    );
    const summary = { ...green.summary, withoutProperty: 1, byPrecondition: 2 };
    const shown = toTerminal({ ...green, checks, summary }, { colour: false })
      .trimEnd()
      .split('\n');
    assert.equal(
      shown.at(-1),
      'conformant: 1 of 1 sentences and rows passed, 1 of them without a property to compare',
    );
    assert.ok(shown.some((line) => line.endsWith('on no write after an edit')));
    assert.ok(shown.includes('2 of the failed ones fail for another sentence or row alone (precondition)'));
  });

  it('lets no text command the terminal, and colours only when asked to', () => {
    // eslint-disable-next-line no-control-regex
    assert.doesNotMatch(plain, /[\u0000-\u0009\u000B-\u001F]/);
    assert.ok(toTerminal(results, { colour: true }).includes('\u001b[32m✔'));
  });

  it('is one line for a section of which nothing was selected', () => {
    const checks = results.checks.map((line) =>
      line.status === 'informative' ? line : { ...line, status: 'not-selected' as const },
    );
    assert.match(
      toTerminal({ ...results, checks }, { colour: false }),
      /· none of its 13 checks was selected/,
    );
  });
});

describe('redactResults', () => {
  it('takes secrets out of every string, as they are and as JSON or addresses write them', () => {
    const secret = 'pa"ss/word';
    const text = [secret, JSON.stringify({ secret }), encodeURIComponent(secret), 'Bearer abc.def'].join(' ');
    const written = toNdjson(redactResults(withText(text), [secret, '']));
    assert.doesNotMatch(written, /ss\/word|ss%2Fword|abc\.def/);
    assert.match(written, /Bearer \[redacted\]/);
  });

  it('leaves everything else as it is', () => {
    assert.deepEqual(redactResults(results, ['xyz', 'not there']), results);
  });
});

describe('texts of reports', () => {
  it('cut by what a reader counts, not in the middle of a character', () => {
    assert.equal(truncate('👩‍👩‍👧abc', 2), '👩‍👩‍👧…');
    assert.equal(truncate('abc', 3), 'abc');
    assert.equal(truncate('abcd', 3), 'ab…');
    assert.equal(truncate('abe\u0301', 3), 'abe\u0301');
    assert.equal(truncate('abe\u0301d', 3), 'ab…');
    assert.equal(truncate('abce\u0301', 3), 'ab…');
    assert.equal(truncate('abc', 0), '…');
  });

  it('lose escapes and broken halves of characters', () => {
    assert.equal(clean('a\u001b[31mb\u001b[0m\r\nc\u0000\uD800'), 'ab\nc\uFFFD');
  });

  it('offer no command where nothing ran', () => {
    const pending = results.checks.find(({ status }) => status === 'pending')!;
    assert.equal(rerunCommandOf(results.run, pending), undefined);
  });
});
