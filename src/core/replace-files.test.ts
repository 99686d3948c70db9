import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { replaceFiles } from './replace-files';

describe('files that are replaced as one set', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'syncproof-files-'));
  });

  afterEach(() => {
    rmSync(directory, { recursive: true });
  });

  function paths(): string[] {
    return readdirSync(directory, { recursive: true, encoding: 'utf8' }).sort();
  }

  it('may be in directories, which are made', () => {
    const write = new Map([
      ['a/b/one', '1'],
      ['a/two', '2'],
    ]);
    replaceFiles(directory, { write, remove: [] });
    replaceFiles(directory, { write: new Map([['a/b/one', '3']]), remove: ['a/two'] });
    assert.deepEqual(paths(), ['a', 'a/b', 'a/b/one']);
    assert.equal(readFileSync(join(directory, 'a/b/one'), 'utf8'), '3');
  });

  it('are as before where one of them cannot be written, and so are the directories', () => {
    writeFileSync(join(directory, 'file'), 'old');
    writeFileSync(join(directory, 'other'), 'old');
    const write = new Map([
      ['a/b/one', '1'],
      ['other', 'new'],
      ['file/two', '2'],
    ]);
    assert.throws(() => {
      replaceFiles(directory, { write, remove: [] });
    }, /ENOTDIR|EEXIST/);
    assert.deepEqual(paths(), ['file', 'other']);
    assert.equal(readFileSync(join(directory, 'other'), 'utf8'), 'old');
  });
});
