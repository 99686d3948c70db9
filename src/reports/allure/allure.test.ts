import assert from 'node:assert/strict';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { after, afterEach, before, beforeEach, describe, it } from 'mocha';
import { Status } from 'allure-js-commons';
import type { TestResult } from 'allure-js-commons';
import {
  allureFiles,
  findJava,
  findOutsideLoads,
  generateAllureReport,
  sealReport,
  writeAllureResults,
} from '..';
import type { AllureGenerator, AllureReportOptions } from '..';
import { sampleResults } from '../testing';

const results = sampleResults();

function testResults(): TestResult[] {
  return allureFiles(results)
    .filter(({ name }) => name.endsWith('-result.json'))
    .map(({ content }) => JSON.parse(content) as TestResult);
}

function named(name: string): TestResult {
  const found = testResults().filter((result) => result.name === name);
  assert.equal(found.length, 1, name);
  return found[0]!;
}

function labels(result: TestResult, name: string): string[] {
  return result.labels.filter((label) => label.name === name).map(({ value }) => value);
}

describe('allureFiles', () => {
  it('has one result for each scenario, and one for each check that no scenario speaks for', () => {
    const scenarios = new Set(results.checks.flatMap((line) => line.scenarios.map(({ name }) => name)));
    const alone = ['line 20: ', 'line 24: ', 'line 26: '];
    const names = testResults().map(({ name = '' }) => name);
    assert.equal(names.length, scenarios.size + alone.length);
    for (const name of scenarios) {
      assert.ok(names.includes(name), name);
    }
    for (const start of alone) {
      assert.equal(names.filter((name) => name.startsWith(start)).length, 1, start);
    }
  });

  it('gives every result different ids, so that none hides another as a retry', () => {
    const all = testResults();
    for (const id of ['uuid', 'historyId', 'testCaseId', 'fullName'] as const) {
      assert.equal(new Set(all.map((result) => result[id])).size, all.length, id);
    }
  });

  it('gives the same bytes for the same results', () => {
    assert.deepEqual(allureFiles(sampleResults()), allureFiles(results));
  });

  it('takes no undefined step or harness fault for a pass', () => {
    assert.equal(named('harness broke').status, 'broken');
    assert.equal(named('every fails').status, 'failed');
    assert.equal(named('unsupported one').status, 'skipped');
    assert.equal(named('line 24: Nobody reads this.').status, 'failed');
    assert.equal(testResults().filter(({ status }) => status === Status.PASSED).length, 2);
  });

  for (const status of ['undefined', 'ambiguous', 'harness-error', 'engine-error'] as const) {
    it(`shows a scenario that ended in ${status} as broken`, () => {
      const checks = results.checks.slice(2, 3).map((line) => ({
        ...line,
        scenarios: line.scenarios.map((scenario) => ({ ...scenario, status })),
      }));
      const [file] = allureFiles({ ...results, checks });
      assert.equal((JSON.parse(file?.content ?? '') as TestResult).status, Status.BROKEN);
    });
  }

  it('files a scenario under document, section and statement, and names the lines that it judges', () => {
    const both = named('both rows');
    assert.deepEqual(labels(both, 'epic'), ['A to B Dataflow']);
    assert.deepEqual(labels(both, 'feature'), ['A Person to B Contact']);
    assert.deepEqual(labels(both, 'story'), ['The following properties are synchronized:']);
    assert.match(both.description ?? '', /specs\/a-to-b\.rst:36[^]*specs\/a-to-b\.rst:38/);
    assert.ok(labels(both, 'tag').includes('check:a-to-b/properties/phone~phone'));
  });

  it('files a scenario over several sections once, under the document as a whole', () => {
    const checks = results.checks.map((line) =>
      line.id === 'a-to-b/properties/phone~phone' ? { ...line, heading: 'B Contact to A Person' } : line,
    );
    const files = allureFiles({ ...results, checks }).map(({ content }) => content);
    const both = files.find(
      (content) => content.includes('"name":"both rows"') || content.includes('"name": "both rows"'),
    );
    const result = JSON.parse(both ?? '') as TestResult;
    assert.deepEqual(labels(result, 'feature'), ['The document as a whole']);
    assert.deepEqual(labels(result, 'story'), ['The document as a whole']);
  });

  it("shows steps and message, and the calls and the engine's log where it did not pass", () => {
    const failed = named('every fails');
    assert.deepEqual(
      failed.steps.map(({ name, status }) => [name, status]),
      [
        ['Given an A Person', 'passed'],
        ['Then B holds a Contact', 'failed'],
      ],
    );
    assert.match(failed.statusDetails.message ?? '', /^expected 1 Contact, found 0/);
    const source = failed.attachments[0]?.source;
    assert.ok(
      allureFiles(results).some(({ name, content }) => name === source && content.includes('"POST"')),
    );
    const log = failed.attachments[1];
    assert.deepEqual([log?.name, log?.type], ["Engine's log, its end", 'text/plain']);
    assert.equal(
      allureFiles(results).find(({ name }) => name === log?.source)?.content,
      'listening\nthe ledger said no\n',
    );
    assert.deepEqual(named('every passes').attachments, []);
  });

  it('skips a failure that is known or disputed, with the reason first and a link to the issue', () => {
    const known = named('known fails');
    assert.equal(known.status, Status.SKIPPED);
    assert.match(
      known.statusDetails.message ?? '',
      /^known: nobody has fixed it yet \(https:\/\/issues\.example\/7\)\nexpected 1 Contact/,
    );
    assert.deepEqual(known.links, [
      { url: 'https://issues.example/7', name: 'issues.example/7', type: 'issue' },
    ]);
    assert.deepEqual(labels(known, 'tag').slice(-1), ['known']);
    const disputed = named('disputed fails');
    assert.equal(disputed.status, Status.SKIPPED);
    assert.match(disputed.statusDetails.message ?? '', /^disputed: the author says so\nexpected 1 Contact/);
    assert.deepEqual(disputed.links, []);
  });

  it('shows a scenario as failed where one of its failures is not excused', () => {
    const known = results.checks.find(({ status }) => status === 'known')!;
    const failed = { ...known, id: 'a-to-b/other', status: 'failed' as const };
    const [file] = allureFiles({ ...results, checks: [known, failed] });
    assert.equal((JSON.parse(file?.content ?? '') as TestResult).status, Status.FAILED);
  });

  it('begins the message with the sentence to blame', () => {
    assert.match(named('failed before').statusDetails.message ?? '', /^precondition: a-to-b\/failed\n/);
  });
});

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
