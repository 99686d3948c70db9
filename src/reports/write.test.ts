import assert from 'node:assert/strict';
import { renameSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import os from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, it } from 'mocha';
import { fromNdjson, writeReports } from '.';
import { greenResults, sampleResults } from './testing';
import { putInPlace } from './write';

/** The reports that are always written. */
const ALWAYS = ['results.ndjson', 'junit.xml', 'summary.md', 'badge.json', 'checklist'];

describe('writeReports', () => {
  let out: string;

  beforeEach(async () => {
    out = path.join(await mkdtemp(path.join(os.tmpdir(), 'syncproof-reports-')), 'reports');
  });

  afterEach(() => rm(path.dirname(out), { recursive: true }));

  const read = (name: string): Promise<string> => readFile(path.join(out, name), 'utf8');

  it('writes the set, and leaves nothing else there', async () => {
    const { written } = await writeReports(sampleResults(), out, { allure: false });
    assert.deepEqual(written, ALWAYS);
    assert.deepEqual((await readdir(out)).sort(), [...ALWAYS].sort());
    assert.deepEqual((await readdir(path.join(out, 'checklist'))).sort(), [
      'a-to-b.html',
      'c-to-d.html',
      'index.html',
    ]);
    assert.equal(fromNdjson(await read('results.ndjson')).checks.length, sampleResults().checks.length);
  });

  it('writes the Allure results and report as part of the set', async () => {
    const { written, allureGenerator } = await writeReports(sampleResults(), out, {
      allureReport: { generators: ['allure'] },
    });
    assert.equal(allureGenerator, 'allure');
    assert.deepEqual(written.slice(-2), ['allure-results', 'allure-report']);
    assert.ok((await readdir(path.join(out, 'allure-report'))).includes('index.html'));
  });

  it('tells why there is no Allure report, and writes all the rest', async () => {
    const { written, allureProblem } = await writeReports(sampleResults(), out, {
      allureReport: { environment: { PATH: '/nowhere' }, generators: ['allure-commandline'] },
    });
    assert.match(allureProblem ?? '', /no working Java/);
    assert.deepEqual(written, [...ALWAYS, 'allure-results']);
  });

  it('writes the Allure results also where no generator is installed, and says what to install', async () => {
    const resolvePackage = (name: string): never => {
      throw new Error(`Cannot find module '${name}'`);
    };
    const { written, allureProblem } = await writeReports(sampleResults(), out, {
      allureReport: { resolvePackage },
    });
    assert.match(allureProblem ?? '', /not installed\. Install /);
    assert.deepEqual(written, [...ALWAYS, 'allure-results']);
  });

  it('replaces all of the old set, also what the new one has not, and keeps the files of others', async () => {
    await mkdir(path.join(out, 'allure-report'), { recursive: true });
    await mkdir(path.join(out, 'checklist'));
    await writeFile(path.join(out, 'checklist', 'gone.html'), 'of a document that is gone');
    await writeFile(path.join(out, 'README.md'), 'mine');
    await writeReports(sampleResults(), out, { allure: false });
    await writeReports(greenResults(), out, { allure: false });
    assert.deepEqual((await readdir(out)).sort(), ['README.md', ...ALWAYS].sort());
    assert.ok(!(await readdir(path.join(out, 'checklist'))).includes('gone.html'));
    assert.equal(await read('README.md'), 'mine');
    assert.equal(fromNdjson(await read('results.ndjson')).summary.conformant, true);
  });

  it('leaves the old set whole when a report cannot be made', async () => {
    await writeReports(greenResults(), out, { allure: false });
    const before = await read('results.ndjson');
    const also = (): Promise<void> => Promise.reject(new Error('disk full'));
    await assert.rejects(writeReports(sampleResults(), out, { allure: false, also }), /disk full/);
    assert.equal(await read('results.ndjson'), before);
    assert.deepEqual((await readdir(out)).sort(), [...ALWAYS].sort());
  });

  it('takes every move back when one of them fails', async () => {
    await writeReports(greenResults(), out, { allure: false });
    const old = await Promise.all(['results.ndjson', 'junit.xml', 'summary.md'].map(read));
    const staging = path.join(out, '.staging');
    await mkdir(path.join(staging, 'new'), { recursive: true });
    await mkdir(path.join(staging, 'old'));
    await writeFile(path.join(staging, 'new', 'results.ndjson'), 'new');
    await writeFile(path.join(staging, 'new', 'summary.md'), 'new');
    for (let broken = 1; broken <= 5; broken += 1) {
      let call = 0;
      const rename = (from: string, to: string): void => {
        call += 1;
        if (call === broken) {
          throw new Error('cannot move');
        }
        renameSync(from, to);
      };
      assert.throws(() => putInPlace(staging, out, rename as typeof renameSync), /cannot move/);
      assert.deepEqual(
        await Promise.all(['results.ndjson', 'junit.xml', 'summary.md'].map(read)),
        old,
        `move ${broken}`,
      );
    }
  });

  it('removes what a killed run left, and only that', async () => {
    const dead = 2 ** 22 + 1;
    await mkdir(path.join(out, `.syncproof-${dead}-abc`), { recursive: true });
    await mkdir(path.join(out, '.mine'));
    await writeReports(greenResults(), out, { allure: false });
    assert.deepEqual((await readdir(out)).sort(), ['.mine', ...ALWAYS].sort());
  });

  it('writes the messages of cucumber without secrets', async () => {
    const secret = 'pa"ss word';
    const messages = path.join(path.dirname(out), 'messages.ndjson');
    const body = JSON.stringify({ token: 'abc', said: secret });
    const lines = [{ testRunStarted: { id: 'r' } }, { attachment: { body } }, { source: { data: secret } }];
    await writeFile(messages, lines.map((line) => `${JSON.stringify(line)}\n`).join(''));
    const { written } = await writeReports(greenResults(), out, {
      allure: false,
      messages,
      secrets: [secret],
    });
    assert.ok(written.includes('messages.ndjson'));
    const text = await read('messages.ndjson');
    assert.doesNotMatch(text, /ss word|abc/);
    const [first, second] = text
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as (typeof lines)[number]);
    assert.deepEqual(first, lines[0]);
    assert.match(JSON.stringify(second), /\[redacted\]/);
    await writeReports(greenResults(), out, { allure: false });
    assert.ok(!(await readdir(out)).includes('messages.ndjson'), 'those of another run would not fit');
  });

  it('takes the properties of checks for junit.xml, without secrets', async () => {
    const junitProperties = { 'a-to-b/passed': { test_key: 'top secret' } };
    await writeReports(greenResults(), out, { allure: false, junitProperties, secrets: ['top secret'] });
    assert.match(await read('junit.xml'), /<property name="test_key" value="\[redacted\]"\/>/);
  });

  it("keeps the history of runs where the user keeps one, whatever becomes of Allure's report", async () => {
    const history = path.join(out, 'allure-history');
    await mkdir(history, { recursive: true });
    await writeFile(path.join(history, 'mine.json'), '[]');
    const points = async (): Promise<number> =>
      (await read('allure-history/history.jsonl')).trimEnd().split('\n').length;
    await writeReports(greenResults(), out, { allureReport: { generators: ['allure'] } });
    assert.equal(await points(), 1);
    await writeReports(greenResults(), out, { allure: false });
    await writeReports(greenResults(), out, { allureReport: { generators: [] } });
    assert.equal(await points(), 1);
    await writeReports(greenResults(), out, { allureReport: { generators: ['allure'] } });
    assert.equal(await points(), 2);
    assert.equal(await read('allure-history/mine.json'), '[]');
  });

  it('announces an Allure page of more than 20 MB, and says what to do', async () => {
    const fake = path.join(path.dirname(out), 'fake');
    await mkdir(path.join(fake, 'dist'), { recursive: true });
    await writeFile(
      path.join(fake, 'cli.js'),
      `const { mkdirSync, writeFileSync } = require('node:fs');
const output = process.argv[process.argv.indexOf('--output') + 1];
mkdirSync(output);
writeFileSync(output + '/index.html', '<html><head></head><body>' + 'x'.repeat(21e6) + '</body></html>');`,
    );
    const allureReport = {
      generators: ['allure'] as const,
      resolvePackage: () => path.join(fake, 'dist', 'index.js'),
    };
    const large = await writeReports(greenResults(), out, { allureReport });
    assert.match(large.allureNotice ?? '', /^The Allure report has 21 MB, .*--no-allure.*fewer documents/);
    const { allureNotice } = await writeReports(greenResults(), out, {
      allureReport: { generators: ['allure'] },
    });
    assert.equal(allureNotice, undefined);
  });

  it('writes no secret into any report', async () => {
    const secret = 'every fails';
    await writeReports(sampleResults(), out, { secrets: [secret], allureReport: { generators: [] } });
    for (const name of await readdir(out, { recursive: true })) {
      if (/\.(json|ndjson|xml|md|html)$/.test(name)) {
        assert.ok(!(await read(name)).includes(secret), name);
      }
    }
  });
});
