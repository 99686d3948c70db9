/** The pages as text: what is in them, what is left out, and that nothing of a document becomes a part of the page. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { packageRoot } from '../../core/package-root';
import type { CheckLine, RunResults, ScenarioResult } from '../../verdict';
import { greenResults, NASTY } from '../testing';
import { toDocumentPage } from './document-page';
import { LARGEST_EVIDENCE } from './evidence';
import { cssString } from './frame';
import { toIndexPage } from './index-page';
import { Places } from './places';
import { checklistResults, FAILED, LONG, MARKUP } from './testing';
import { KEYS } from './tools';
import { writeChecklist } from './write';

function pageOf(results: RunResults, room?: number): Promise<string> {
  const places = new Places(results);
  const [document] = places.documents;
  assert.ok(document);
  return toDocumentPage(results, document, places, room === undefined ? {} : { room });
}

/** All elements of a page, by the name in their tags. */
function elements(page: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const [, name = ''] of page.replace(/<(style|script)>[^]*?<\/\1>/g, '<$1>').matchAll(/<([a-z]\w*)/g)) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

function contentOf(page: string, element: string): string {
  return new RegExp(`<${element}>([^]*?)</${element}>`).exec(page)?.[1] ?? '';
}

describe('the pages of the checklist', () => {
  it('are the same bytes for the same results', async () => {
    const results = checklistResults();
    assert.equal(await pageOf(results), await pageOf(checklistResults()));
    assert.equal(
      await toIndexPage(results, new Places(results)),
      await toIndexPage(checklistResults(), new Places(checklistResults())),
    );
  });

  it('let nothing in but their own style and script, by their hashes, and name no address', async () => {
    const results = checklistResults();
    for (const page of [await pageOf(results), await toIndexPage(results, new Places(results))]) {
      const policy = /http-equiv="Content-Security-Policy" content="([^"]*)"/.exec(page)?.[1] ?? '';
      for (const element of ['style', 'script']) {
        const hash = createHash('sha256').update(contentOf(page, element)).digest('base64');
        assert.ok(policy.includes(`${element}-src 'sha256-${hash}'`), element);
      }
      assert.match(policy, /^default-src 'none'; /);
      assert.match(policy, /require-trusted-types-for 'script'$/);
      assert.deepEqual(
        [
          ...page.matchAll(
            /\b(?:src|srcset|action|data|poster)="|<(?:link|img|iframe|object|base)\b|@import|url\(/g,
          ),
        ],
        [],
      );
      const addresses = [...page.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? '');
      const outside = addresses.filter((address) => !/^(?:#|[\w.~-]+\.html(?:#|$))/.test(address));
      assert.ok(
        outside.every((address) => address === 'https://issues.example/7'),
        outside.join(' '),
      );
    }
  });

  it('lead to issues that a browser can open, and to nothing else', async () => {
    const of = async (issue: string): Promise<boolean> => {
      const results = checklistResults((line) =>
        line.baseline === undefined ? line : { ...line, baseline: { issue } },
      );
      return (await pageOf(results)).includes('href="' + issue.replace(/&/g, '&amp;'));
    };
    assert.ok(await of('https://issues.example/8'));
    assert.ok(!(await of('javascript:alert(1)')));
    assert.ok(!(await of('data:text/html,<script>')));
  });

  it('show every text as text, whatever it is', async () => {
    const plain = elements(await pageOf(checklistResults(withText('plain'))));
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', minLength: 1 }), async (text) => {
        assert.deepEqual(elements(await pageOf(checklistResults(withText(text)))), plain);
      }),
      { numRuns: 40 },
    );
    for (const text of [MARKUP, NASTY, '</style><script>', '-->', '`${x}`', '"onload="']) {
      assert.deepEqual(elements(await pageOf(checklistResults(withText(text)))), plain, text);
    }
  });

  /** The text wherever a document, a person or an engine can put one. */
  function withText(text: string): (line: CheckLine) => CheckLine {
    return (line) => ({
      ...line,
      ...(line.table === undefined ? { text: `x ${text}` } : { cells: [`x ${text}`, 'b'] }),
      ...(line.reason === undefined ? {} : { reason: `x ${text}` }),
      ...(line.basis === undefined ? {} : { basis: text }),
      scenarios: line.scenarios.map((scenario) =>
        scenario.id === FAILED.id ? { ...scenario, name: text } : scenario,
      ),
    });
  }

  it('show long texts of the document whole, and long reasons with what is missing', async () => {
    const page = await pageOf(
      checklistResults((line) => (line.id === 'a-to-b/failed' ? { ...line, reason: LONG } : line)),
    );
    assert.ok(page.includes(`>${LONG}</td>`));
    assert.match(page, /8,000 more characters are in results\.ndjson/);
  });

  it('say what is left out where the room is full: calls first, then steps', async () => {
    const results = checklistResults();
    const whole = await pageOf(results);
    assert.ok(whole.includes('/contact/c-1'));
    assert.doesNotMatch(whole, /Left out|left out, so/);
    const tight = await pageOf(results, 6_000);
    assert.ok(!tight.includes('/contact/c-1'));
    assert.ok(tight.includes('the edit has arrived in &quot;name&quot;'));
    assert.match(tight, /Its calls and records are left out/);
    const none = await pageOf(results, 0);
    assert.ok(!none.includes('the edit has arrived in &quot;name&quot;'));
    assert.ok(none.includes('every fails'));
    assert.match(none, /Left out, so that the page opens fast: the steps of 1 scenario named above\./);
  });

  it('stay under 5 MB with more scenarios than anybody reads, the failures of each line before what passed', async () => {
    const page = await pageOf(checklistResults(withMany(4_000)));
    assert.ok(Buffer.byteLength(page) > LARGEST_EVIDENCE / 2, `${Buffer.byteLength(page)}`);
    assert.ok(Buffer.byteLength(page) < 5_000_000, `${Buffer.byteLength(page)}`);
    assert.match(page, /3800 more scenarios\. All of it/);
  });

  function withMany(count: number): (line: CheckLine) => CheckLine {
    const twin = (line: CheckLine, at: number): ScenarioResult => {
      const passed = line.id !== 'a-to-b/failed';
      const { error, reason, calls, records, log, acts, ...rest } = FAILED;
      return {
        ...(passed ? { ...rest, status: 'passed' } : { ...rest, error, reason, calls, records, log, acts }),
        id: `${line.id} ${at}`,
        name: `scenario ${at} of ${line.id}`,
      } as ScenarioResult;
    };
    return (line) => ({
      ...line,
      scenarios: line.scenarios.length === 0 ? [] : Array.from({ length: count }, (_, at) => twin(line, at)),
    });
  }

  it('show the worst first: its own failure before one that another line is to blame for', async () => {
    const own = { ...FAILED, id: 'own', name: 'the own failure' };
    const others = { ...FAILED, id: 'others', name: 'the failure of others', precondition: 'a-to-b/known' };
    const page = await pageOf(
      checklistResults((line) =>
        line.id === 'a-to-b/failed'
          ? { ...line, scenarios: [others, own] }
          : line.id === 'a-to-b/passed'
            ? { ...line, scenarios: [others] }
            : { ...line, scenarios: [] },
      ),
    );
    assert.ok(page.indexOf('the own failure') < page.lastIndexOf('the failure of others'));
    assert.match(page, /<summary>2 scenarios: 1 failed because of another line, 1 failed<\/summary>/);
    assert.match(page, /<summary>1 scenario: 1 failed because of another line<\/summary>/);
    assert.match(page, /It failed because of <a href="#L16">/);
  });

  it('say that the run was partial or interrupted', async () => {
    const results = checklistResults();
    assert.match(await pageOf(results), /<b>Partial run:<\/b>/);
    const stopped = { ...results, summary: { ...results.summary, interrupted: true as const } };
    assert.match(await pageOf(stopped), /<b>Interrupted run:<\/b>/);
    assert.doesNotMatch(await pageOf(greenResults()), /class="notice"/);
  });

  it('have the keys that docs/reports.md lists', () => {
    const docs = readFileSync(join(packageRoot(), 'docs/reports.md'), 'utf8');
    const table = /\| key \| what \|\n\| --- \| --- \|\n((?:\|.*\n)+)/.exec(docs)?.[1] ?? '';
    assert.equal(
      table,
      KEYS.map(
        ([keys, what]) =>
          `| ${keys
            .split(', ')
            .map((key) => `\`${key}\``)
            .join(', ')} | ${what} |\n`,
      ).join(''),
    );
  });

  it('say that everything passed, and that nothing deviates', async () => {
    const page = await pageOf(greenResults());
    assert.match(page, /1 of 1 sentence or row passed</);
    assert.match(page, /None: whatever was tried passed\./);
    assert.doesNotMatch(page, /<table class="deviations">/);
  });

  it('are complete for a document without lines', async () => {
    const page = await pageOf({ ...greenResults(), checks: [] });
    assert.match(page, /The document has no lines that can be shown/);
    assert.match(page, /nothing to check: every line is informative/);
  });

  it('end a sheet with document, version of it, engine and date, as a string that nothing ends', async () => {
    assert.equal(cssString('a "b" \\</style>\n'), String.raw`"a \22 b\22  \5c \3c \2f style\3e \a "`);
    const page = await pageOf(checklistResults());
    const foot = /@bottom-left \{ content: "([^"]*)"/.exec(page)?.[1] ?? '';
    const read = foot.replace(/\\([0-9a-f]+) /g, (_, code: string) =>
      String.fromCodePoint(parseInt(code, 16)),
    );
    assert.equal(
      read,
      `specs/a-to-b.rst · SHA-256 ${'a'.repeat(12)}… · reference 1.2.3 · 2026-01-02 03:04:05 UTC`,
    );
  });

  it('are a page over all, with the states of each document, and one for each', async () => {
    const directory = mkdtempSync(join(tmpdir(), 'syncproof-pages-'));
    try {
      const names = await writeChecklist(checklistResults(), join(directory, 'checklist'));
      assert.deepEqual(names, ['index.html', 'a-to-b.html', 'c-to-d.html']);
      assert.deepEqual(readdirSync(join(directory, 'checklist')).sort(), [...names].sort());
      const index = readFileSync(join(directory, 'checklist', 'index.html'), 'utf8');
      assert.match(index, /<a href="a-to-b\.html"><bdi>A to B Dataflow<\/bdi><\/a>/);
      assert.match(index, /href="a-to-b\.html#state=failed"><span aria-hidden="true">✘<\/span> 4 /);
      assert.match(index, /1 of the failed ones fails for another sentence or row alone/);
      assert.match(index, /This run tested syncproof&#39;s own reference engine/);
      assert.match(index, /unknown check: a-to-b\/pased is listed as failing \(known\.yaml:7\)/);
    } finally {
      rmSync(directory, { recursive: true });
    }
  });
});
