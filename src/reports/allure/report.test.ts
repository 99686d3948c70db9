import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { findJava, findOutsideLoads, generateAllureReport, sealReport, writeAllureResults } from '..';
import type { AllureGenerator, AllureReportOptions } from '..';
import { sampleResults } from '../testing';

const results = sampleResults();

const OUTSIDE_PAGE = `<html><head><link rel="stylesheet" href="https://fonts.example.com/x.css">
<link rel=preconnect href=//cdn.example.com><style>@import url("https://a.example.com/b.css"); p { background: url(//c.example.com/d.png) }</style>
<script async src='https://www.googletagmanager.com/gtag/js?id=G-1'></script>
<script>window.dataLayer = []; function gtag(){}; gtag('js', new Date());</script></head>
<body><img alt="x" src="http://pixel.example.com/1.gif"><iframe src="https://frame.example.com/"></iframe>
<a href="https://docs.example.com">docs</a><svg xmlns="http://www.w3.org/2000/svg"></svg>
<script>window.keep = 1;</script><script src="app.js"></script></body></html>`;

describe('sealReport and findOutsideLoads', () => {
  let directory: string;

  beforeEach(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'syncproof-allure-'));
  });

  afterEach(() => rm(directory, { recursive: true }));

  it('finds every kind of load from outside, and leaves none', async () => {
    const embedded = Buffer.from('x.src="https://trace.playwright.dev/";').toString('base64');
    await writeFile(path.join(directory, 'index.html'), OUTSIDE_PAGE);
    await writeFile(
      path.join(directory, 'one.html'),
      `<script src="data:text/javascript;base64,${embedded}"></script>`,
    );
    await mkdir(path.join(directory, 'assets'));
    await writeFile(
      path.join(directory, 'assets', 'app.css'),
      '@font-face { src: url(https://f.example.com/a.woff) }',
    );
    const before = (await findOutsideLoads(directory)).map(({ file, what }) => `${file}: ${what}`).join('\n');
    for (const host of ['fonts', 'cdn', 'a', 'c', 'pixel', 'frame', 'f']) {
      assert.ok(before.includes(`${host}.example.com`), `${host} in\n${before}`);
    }
    assert.match(before, /googletagmanager/);
    assert.match(before, /index\.html: tracker/);
    assert.match(before, /one\.html: address of trace\.playwright\.dev/);
    assert.match(before, /page without content security policy/);

    await sealReport(directory);
    const page = await readFile(path.join(directory, 'index.html'), 'utf8');
    assert.doesNotMatch(page, /gtag|fonts\.example|pixel\.example|frame\.example/);
    assert.match(page, /<a href="https:\/\/docs\.example\.com">docs<\/a>/);
    assert.match(page, /<script>window\.keep = 1;<\/script><script src="app\.js"><\/script>/);
    assert.deepEqual(await findOutsideLoads(directory), []);
    await sealReport(directory);
    assert.equal(await readFile(path.join(directory, 'index.html'), 'utf8'), page);
  });

  it('shows an address that it does not know in a bundle', async () => {
    await writeFile(path.join(directory, 'app.js'), 'load("https://new.example.com/x.js")');
    await sealReport(directory);
    assert.deepEqual(await findOutsideLoads(directory), [
      { file: 'app.js', what: 'address of new.example.com in a script or style' },
    ]);
  });
});

/** All that a page of Allure embeds, decoded. */
function embeddedText(page: string): string {
  return [...page.matchAll(/d\(["'][^"']+["'], ?["']([A-Za-z0-9+/=]+)["']/g)]
    .map(([, content = '']) => Buffer.from(content, 'base64').toString('utf8'))
    .join('\n');
}

/** How many runs a directory of history knows. */
async function historyOf(history: string): Promise<number> {
  const names = await readdir(history);
  const file = names.includes('history.jsonl') ? 'history.jsonl' : 'history-trend.json';
  const text = await readFile(path.join(history, file), 'utf8');
  return file.endsWith('.jsonl') ? text.trimEnd().split('\n').length : (JSON.parse(text) as unknown[]).length;
}

describe('generateAllureReport', () => {
  let directory: string;

  before(async () => {
    directory = await mkdtemp(path.join(os.tmpdir(), 'syncproof-allure-'));
    await writeAllureResults(results, path.join(directory, 'allure-results'));
  });

  after(() => rm(directory, { recursive: true }));

  function generate(options: AllureReportOptions): Promise<AllureGenerator> {
    return generateAllureReport(
      path.join(directory, 'allure-results'),
      path.join(directory, 'allure-report'),
      options,
    );
  }

  for (const generator of ['allure-commandline', 'allure'] as const) {
    it(`makes one sealed page with ${generator} that loads nothing from outside`, async function () {
      if (generator === 'allure-commandline' && (await findJava()) === undefined) {
        this.skip();
      }
      assert.equal(await generate({ generators: [generator] }), generator);
      const report = path.join(directory, 'allure-report');
      assert.ok((await readdir(report)).includes('index.html'));
      assert.match(await readFile(path.join(report, 'index.html'), 'utf8'), /Content-Security-Policy/);
      assert.deepEqual(await findOutsideLoads(report), []);
    });
  }

  for (const generator of ['allure-commandline', 'allure'] as const) {
    it(`gives the report of ${generator} its name and categories, and keeps the history that there is`, async function () {
      if (generator === 'allure-commandline' && (await findJava()) === undefined) {
        this.skip();
      }
      const history = await mkdtemp(path.join(directory, 'history-'));
      const options = { generators: [generator], history, name: 'conformant: 2 of 13' };
      await generate(options);
      const first = await historyOf(history);
      assert.ok(first > 0);
      await generate(options);
      assert.ok((await historyOf(history)) > first, 'the second run is added to the first');
      const page = await readFile(path.join(directory, 'allure-report', 'index.html'), 'utf8');
      assert.match(page, /conformant: 2 of 13/);
      assert.match(embeddedText(page), /The engine broke a sentence/);
      assert.deepEqual(
        (await readdir(path.join(directory, 'allure-results'))).filter((name) => name === 'history'),
        [],
      );
    });
  }

  it('takes a generator that ends well and writes no page for one that failed', async () => {
    const silent = path.join(directory, 'silent');
    await mkdir(path.join(silent, 'dist'), { recursive: true });
    await writeFile(path.join(silent, 'cli.js'), 'process.exitCode = 0;');
    await assert.rejects(
      generate({ generators: ['allure'], resolvePackage: () => path.join(silent, 'dist', 'index.js') }),
      /allure: it ended without an error and wrote no index\.html/,
    );
    assert.ok(!(await readdir(directory)).includes('allure-report'));
  });

  it('takes Allure 3 where Java does not work', async () => {
    const environment = { PATH: '/nowhere', JAVA_HOME: directory };
    assert.equal(await findJava(environment), undefined);
    assert.equal(await generate({ environment }), 'allure');
  });

  /** What a package that `--omit=optional` left out does. */
  function missing(name: string): never {
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' });
  }

  it('says in one line what to install where no generator is installed', async () => {
    await assert.rejects(generate({ resolvePackage: missing }), (error: Error) => {
      assert.match(
        error.message,
        /^The Allure report was not generated: allure-commandline and allure are not installed\. Install .*"npm install allure"/,
      );
      assert.doesNotMatch(error.message, /\n/);
      return true;
    });
  });

  it('takes the generator that is installed', async () => {
    const resolvePackage = (name: AllureGenerator): string =>
      name === 'allure' ? require.resolve('allure') : missing(name);
    assert.equal(await generate({ resolvePackage }), 'allure');
  });

  it('says what each generator said when none works, and leaves no report', async () => {
    await assert.rejects(
      generate({ environment: { PATH: '/nowhere' }, timeoutMs: 1 }),
      /no working Java.* \| allure: /,
    );
    assert.ok(!(await readdir(directory)).includes('allure-report'));
  });
});
