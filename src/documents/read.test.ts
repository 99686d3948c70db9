import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { titled } from './testing';
import { UsageError } from '../core/usage-error';
import { readDocuments, readSources } from './read';

describe('readDocuments', () => {
  let folder = '';
  const read = async (...specs: string[]): Promise<string[]> =>
    (await readDocuments(specs, join(folder, 'work'))).map(({ path }) => path);

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'syncproof-read-'));
    const text = titled('Shop to Desk Dataflow');
    for (const path of [
      'work/specs/b.rst',
      'work/specs/a.rst',
      'work/specs/deep/c.rst',
      'work/specs/[x] y.rst',
      'work/specs/notes.txt',
      'work/twice/A.rst',
      'outside.rst',
    ]) {
      await mkdir(join(folder, path, '..'), { recursive: true });
      await writeFile(join(folder, path), text);
    }
    await mkdir(join(folder, 'work/empty'));
  });
  after(() => rm(folder, { recursive: true }));

  it('reads a file, a directory with all below it, and a glob, in the order of the paths', async () => {
    assert.deepEqual(await read('specs/b.rst'), ['specs/b.rst']);
    assert.deepEqual(await read('specs'), [
      'specs/[x] y.rst',
      'specs/a.rst',
      'specs/b.rst',
      'specs/deep/c.rst',
    ]);
    assert.deepEqual(await read('specs/*.rst'), ['specs/[x] y.rst', 'specs/a.rst', 'specs/b.rst']);
    assert.deepEqual(await read('specs/[x] y.rst'), ['specs/[x] y.rst']);
  });

  it('reads each file once', async () => {
    assert.deepEqual(await read('specs/b.rst', './specs/*.rst', join(folder, 'work/specs')), [
      'specs/[x] y.rst',
      'specs/a.rst',
      'specs/b.rst',
      'specs/deep/c.rst',
    ]);
  });

  it('names files outside of the working directory by their absolute path', async () => {
    assert.deepEqual(await read('../outside.rst'), [join(folder, 'outside.rst')]);
  });

  it('refuses a SPEC that selects nothing, naming it', async () => {
    for (const spec of ['missing.rst', 'specs/*.md', 'empty']) {
      await assert.rejects(
        read('specs', spec),
        (error) => error instanceof UsageError && error.message.includes(spec),
      );
    }
    await assert.rejects(read(), { name: 'UsageError', message: /Name a file, a directory or a glob/ });
  });

  it('refuses two documents with the same slug, naming both', async () => {
    await assert.rejects(
      read('specs', 'twice'),
      (error) =>
        error instanceof UsageError &&
        error.message.includes('twice/A.rst') &&
        error.message.includes('specs/a.rst'),
    );
  });

  it('gives the texts of documents for diagnostics', async () => {
    const sources = await readSources(['specs/a.rst', 'specs/a.rst'], join(folder, 'work'));
    assert.deepEqual([...sources], [['specs/a.rst', titled('Shop to Desk Dataflow')]]);
  });
});
