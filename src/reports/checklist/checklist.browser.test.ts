/** The checklist in a real browser: what people see, press and print. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createRequire } from 'node:module';
import type { Browser, Page } from 'playwright-core';
import { findBrowser, openPage, startBrowser, WITHOUT_BROWSER, type OpenedPage } from '../../../test/browser';
import { checklistResults, FAILED, LONG, MARKUP } from './testing';
import { KEYS } from './tools';
import { writeChecklist } from './write';

const AXE = readFileSync(createRequire(__filename).resolve('axe-core/axe.min.js'), 'utf8');
const PAGE = 'a-to-b.html';
const executable = findBrowser();

/** What axe finds, one line each. */
async function violations(page: Page): Promise<readonly string[]> {
  const found: unknown = await page.evaluate(
    `${AXE}; axe.run().then(({ violations }) => violations.flatMap(({ id, nodes }) => nodes.map(({ target }) => id + ' ' + target.join(' '))))`,
  );
  return found as readonly string[];
}

describe(`the checklist in a browser${executable === undefined ? ` (${WITHOUT_BROWSER})` : ''}`, () => {
  let directory: string;
  let browser: Browser;
  let opened: OpenedPage;
  let page: Page;

  before(async function () {
    if (executable === undefined) {
      this.skip();
    }
    directory = mkdtempSync(path.join(tmpdir(), 'syncproof-checklist-'));
    await writeChecklist(checklistResults(), directory);
    browser = await startBrowser(executable);
  });

  after(async () => {
    if (executable !== undefined) {
      await browser.close();
      rmSync(directory, { recursive: true });
    }
  });

  async function open(fragment = '', file = PAGE): Promise<Page> {
    opened = await openPage(browser, path.join(directory, file), {}, fragment);
    ({ page } = opened);
    return page;
  }

  afterEach(async () => {
    if (executable !== undefined) {
      assert.deepEqual(
        [opened.requests, opened.complaints],
        [[], []],
        'nothing is asked for, nothing complains',
      );
      assert.notEqual(await page.title(), 'broken in');
      await page.context().close();
    }
  });

  /** The numbers of the lines that are shown, as the document has them. */
  function shownLines(): Promise<string[]> {
    return page.locator('main .line a.number:visible').allTextContents();
  }

  function focusedLine(): Promise<string | null> {
    return page.locator('.line:focus-within').getAttribute('id');
  }

  function isUnfolded(line: string): Promise<boolean> {
    return page.locator(`#${line} .unfolded[open]`).isVisible();
  }

  it('shows the document as it reads, each line with its number and state', async () => {
    await open();
    assert.equal(await page.locator('h1').textContent(), 'A to B Dataflow');
    assert.deepEqual(await shownLines(), [
      '10',
      '12',
      '14',
      '16',
      '18',
      '20',
      '22',
      '24',
      '26',
      '28',
      '30',
      '32',
      '34',
      '36',
      '38',
    ]);
    const states = await page.locator('main .line .verdict .state').allTextContents();
    assert.deepEqual(
      states.map((text) => text.trim()),
      [
        ...['informative', '✔ passed', '✘ failed', '≈ known', '≠ disputed', '… pending', '– unsupported'],
        ...['? not-understood', '· not-selected', '! not-run', '✘ failed', '✘ failed', 'informative'],
        ...['✔ passed', '✘ failed'],
      ],
    );
    assert.deepEqual(await page.locator('table.rows thead th').allTextContents(), [
      '34',
      'A',
      'B',
      ' informative',
    ]);
  });

  it('shows markup, long cells and directions of text as text', async () => {
    await open();
    const cells = page.locator('#L38 tr:first-child td');
    assert.equal(await cells.nth(1).textContent(), MARKUP);
    assert.equal(await cells.nth(2).textContent(), 'שם ⟨U+202E⟩eman⟨U+202C⟩');
    assert.equal(await cells.nth(3).textContent(), LONG);
    assert.equal(
      await page.evaluate("getComputedStyle(document.querySelector('#L38 td:nth-child(3)')).direction"),
      'rtl',
    );
    const width: unknown = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    assert.ok((width as number) <= 0, `${String(width)} pixels are beside the window`);
  });

  it('unfolds what led to a failure: acts and calls by their step, changes, records, log', async () => {
    await open();
    await page.locator('#L14 .unfolded > summary').click();
    const scenario = page.locator('#L14 .scenarios > li').first();
    assert.ok(await scenario.locator('.lane').isVisible(), 'the failed scenario is open');
    const steps = scenario.locator('.lane > li');
    assert.equal(await steps.count(), FAILED.steps.length);
    assert.deepEqual(await steps.nth(2).locator('.call > details > summary .number').allTextContents(), [
      '3',
      '4',
      '5',
    ]);
    assert.match(
      (await steps.nth(0).locator('.events').textContent()) ?? '',
      /A person adds A Person[^]*GET[^]*POST/,
    );
    assert.deepEqual(await steps.nth(2).locator('.call').nth(0).locator('mark').allTextContents(), [
      '≠       "name": "Ada L.",',
    ]);
    assert.match((await steps.nth(2).locator('.call').nth(0).textContent()) ?? '', /12345678901234567890/);
    assert.equal(
      await steps.nth(2).locator('.call details[open]').count(),
      2,
      'a write and a refusal are open',
    );
    assert.deepEqual(await scenario.locator('.records mark').allTextContents(), [
      '≠   "name": "Ada",',
      '−   "old": true',
      '≠   "name": "Ada L."',
    ]);
    assert.match((await scenario.locator('pre').last().textContent()) ?? '', /the ledger said no ␁/);
    assert.match((await scenario.textContent()) ?? '', /Shown by line 36: name \| name/);
  });

  it('leads from a line to the scenario that another line shows, and to the line to blame', async () => {
    await open();
    await page.locator('#L16 .unfolded > summary').click();
    await page.locator('#L16 .elsewhere a').first().click();
    assert.match(page.url(), /#L14$/);
    await page.locator('#L30 .because a').click();
    assert.match(page.url(), /#L14$/);
  });

  it('filters by state, several at a time, and keeps what is needed to read the rest', async () => {
    await open();
    await page.locator('.chip[data-filter="pending"]').click();
    assert.deepEqual(await shownLines(), ['10', '20']);
    await page.locator('.chip[data-filter="known"]').click();
    assert.deepEqual(await shownLines(), ['10', '16', '20']);
    assert.equal(await page.locator('#found').textContent(), '2 of 15 shown');
    await page.locator('#reset').click();
    await page.locator('.chip[data-filter="without-property"]').click();
    assert.deepEqual(await shownLines(), ['10', '32', '34', '36'], 'heading, sentence and header of the row');
    await page.locator('.chip[data-filter="without-property"]').click();
    assert.equal((await shownLines()).length, 15);
  });

  it('opens filtered from the page over all documents', async () => {
    await open('', 'index.html');
    await page.locator('tbody a', { hasText: 'not-understood' }).click();
    assert.match(page.url(), /a-to-b\.html#state=not-understood$/);
    assert.deepEqual(await shownLines(), ['10', '24']);
    opened = { ...opened, requests: opened.requests.filter((url) => !url.includes(PAGE)) };
  });

  it('finds texts, reasons and ids of checks, whatever their case', async () => {
    await open();
    await page.locator('#search').fill('NOBODY reads');
    assert.deepEqual(await shownLines(), ['10', '24']);
    await page.locator('#search').fill('is not bound');
    assert.deepEqual(await shownLines(), ['10', '20']);
    await page.locator('#search').fill('a-to-b/blamed');
    assert.deepEqual(await shownLines(), ['10', '30']);
    await page.keyboard.press('Escape');
    assert.equal((await shownLines()).length, 15);
  });

  it('is used with the keys that it lists', async () => {
    await open();
    await page.keyboard.press('?');
    const listed = await page.locator('#keys dt').allTextContents();
    assert.deepEqual(
      listed.map((text) => text.trim().split(/\s+/).join(', ')),
      KEYS.map(([keys]) => keys),
    );
    await page.keyboard.press('?');
    await page.keyboard.press('n');
    assert.equal(await focusedLine(), 'L14');
    await page.keyboard.press('n');
    assert.equal(await focusedLine(), 'L16');
    await page.keyboard.press('p');
    assert.equal(await focusedLine(), 'L14');
    await page.keyboard.press('k');
    assert.equal(await focusedLine(), 'L12');
    await page.keyboard.press('j');
    await page.keyboard.press('o');
    assert.ok(await isUnfolded('L14'));
    await page.keyboard.press('c');
    assert.ok(!(await isUnfolded('L14')));
    await page.keyboard.press('e');
    assert.ok((await isUnfolded('L14')) && (await isUnfolded('L38')));
    await page.keyboard.press('/');
    await page.keyboard.type('nope');
    assert.deepEqual(await shownLines(), [], 'what is typed into the search does nothing else');
    await page.keyboard.press('Escape');
    assert.equal((await shownLines()).length, 15);
  });

  it('has keys that can be switched off', async () => {
    await open();
    await page.keyboard.press('?');
    await page.locator('#keys-on').uncheck();
    await page.keyboard.press('n');
    assert.equal(await page.locator('.line:focus-within').count(), 0);
  });

  it('copies the command that runs a line again', async () => {
    await open();
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.locator('#L14 .unfolded > summary').click();
    await page.locator('#L14 [data-copies="L14-run"]').click();
    await page.locator('#announcement', { hasText: 'Copied.' }).waitFor({ state: 'attached' });
    const copied: unknown = await page.evaluate('navigator.clipboard.readText()');
    assert.equal(copied, "npx syncproof run specs/ --seed 42 --tags '@check:a-to-b/failed'");
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`has no barrier that axe finds, in the ${colorScheme} scheme`, async () => {
      for (const file of [PAGE, 'index.html']) {
        opened = await openPage(browser, path.join(directory, file), { colorScheme });
        ({ page } = opened);
        await page.evaluate("for (const each of document.querySelectorAll('details')) { each.open = true; }");
        assert.deepEqual(await violations(page), [], file);
        if (file === PAGE) {
          await page.context().close();
        }
      }
    });
  }

  it('fits a phone', async () => {
    opened = await openPage(browser, path.join(directory, PAGE), { viewport: { width: 360, height: 740 } });
    ({ page } = opened);
    await page.evaluate("for (const each of document.querySelectorAll('details')) { each.open = true; }");
    assert.equal(await page.evaluate('document.documentElement.scrollWidth'), 360);
  });

  it('prints the whole document, its deviations and the lines to sign, whatever is filtered and unfolded', async () => {
    await open('#state=pending');
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    assert.equal((await shownLines()).length, 15);
    assert.ok(!(await page.locator('#tools').isVisible()));
    assert.equal(await page.locator('.unfolded:visible').count(), 0);
    const facts = (await page.locator('.facts').textContent()) ?? '';
    for (const fact of ['a'.repeat(64), 'reference 1.2.3', '0.1.0', '2026-01-02 03:04:05 UTC', '42']) {
      assert.ok(facts.includes(fact), fact);
    }
    assert.deepEqual(await page.locator('.deviations tbody tr td:nth-child(2)').allTextContents(), [
      '14',
      '16',
      '18',
      '20',
      '22',
      '24',
      '28',
      '30',
      '32',
      '38',
    ]);
    assert.match((await page.locator('#L14 .reference').textContent()) ?? '', /^deviation 1$/);
    assert.match(
      (await page.locator('section.paper').first().textContent()) ?? '',
      /1 sentence or row was left out of this run/,
    );
    assert.deepEqual(await page.locator('.signatures th').allTextContents(), [
      ...['Role', 'Name', 'Date', 'Signature'],
      ...['Tested by', 'Approved by'],
    ]);
    const background: unknown = await page.evaluate('getComputedStyle(document.body).backgroundColor');
    assert.equal(background, 'rgb(255, 255, 255)', 'paper is white');
    const pdf = await page.pdf({ format: 'A4' });
    assert.equal(pdf.subarray(0, 5).toString(), '%PDF-');
  });
});
