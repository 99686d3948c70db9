/** Features are replaced as a whole or not at all; what was not generated is never touched. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { contents, project, put } from '../cli/testing';
import { GENERATED_HEADER, type GeneratedFeature } from '../scenarios';
import { UsageError } from '../core/usage-error';
import { parseDocument } from '../documents';
import { compareFeatures, writeFeatures } from './features';
import { replaceFiles } from '../core/replace-files';

function feature(slug: string, note = ''): GeneratedFeature {
  const text = `${GENERATED_HEADER} specs/${slug}.rst; do not edit.\nFeature: ${slug}${note}\n`;
  return {
    fileName: `${slug}.feature`,
    text,
    document: parseDocument({ path: `specs/${slug}.rst`, bytes: new Uint8Array() }),
    scenarios: [],
    without: [],
    bases: [],
  };
}

const [one, two, three] = [feature('one'), feature('two'), feature('three')] as const;

function written(...features: readonly GeneratedFeature[]): string {
  return project(Object.fromEntries(features.map(({ fileName, text }) => [`features/${fileName}`, text])));
}

describe('comparing the features with what would be generated', () => {
  it('finds missing, stale and left over files, sorted by name', async () => {
    const cwd = written(feature('one', ' of yesterday'), three);
    assert.deepEqual(await compareFeatures(join(cwd, 'features'), [one, two], true), [
      { fileName: 'one.feature', state: 'stale' },
      { fileName: 'three.feature', state: 'left over' },
      { fileName: 'two.feature', state: 'missing' },
    ]);
  });

  it('calls nothing left over where only some documents were read', async () => {
    const cwd = written(one, three);
    assert.deepEqual(await compareFeatures(join(cwd, 'features'), [one], false), []);
  });

  it('finds everything missing where there is no directory', async () => {
    const found = await compareFeatures(join(project(), 'features'), [one], true);
    assert.deepEqual(found, [{ fileName: 'one.feature', state: 'missing' }]);
  });
});

describe('writing the features', () => {
  it('removes generated files of no document, and nothing else', async () => {
    const cwd = written(one, three);
    put(cwd, {
      'features/hand.feature': 'Feature: written by hand\n',
      'features/README.md': 'about\n',
      'features/regressions/old.feature': `${GENERATED_HEADER} a failure\n`,
      'features/notes/deep.txt': 'deep\n',
    });
    const before = new Map(contents(cwd));
    const changes = await writeFeatures(join(cwd, 'features'), [one, two], true);
    assert.deepEqual(
      changes.map(({ fileName, state }) => `${fileName} ${state}`),
      ['three.feature left over', 'two.feature missing'],
    );
    before.delete('features/three.feature');
    before.set('features/two.feature', two.text);
    assert.deepEqual(new Map([...contents(cwd)].sort()), new Map([...before].sort()));
  });

  it('leaves no other trace in the directory', async () => {
    const cwd = project();
    await writeFeatures(join(cwd, 'deep/features'), [one], true);
    assert.deepEqual(readdirSync(join(cwd, 'deep/features')), ['one.feature']);
  });

  const foreign: readonly (readonly [string, (place: string) => void])[] = [
    [
      'a file written by hand',
      (place) => {
        put(place, { 'two.feature': 'Feature: mine\n' });
      },
    ],
    [
      'a directory',
      (place) => {
        mkdirSync(join(place, 'two.feature'));
      },
    ],
  ];
  for (const [what, make] of foreign) {
    it(`writes nothing at all where ${what} is in a feature's place, and names it`, async () => {
      const cwd = written(feature('one', ' of yesterday'), three);
      make(join(cwd, 'features'));
      const before = contents(cwd);
      await assert.rejects(writeFeatures(join(cwd, 'features'), [one, two], true), (error) => {
        assert.ok(error instanceof UsageError);
        assert.match(error.message, /two\.feature, which syncproof did not generate/);
        return true;
      });
      assert.deepEqual(contents(cwd), before);
    });
  }
});

describe('replacing files as one set', () => {
  it('takes back all moves where a later one fails', () => {
    const cwd = project({ 'set/a': 'old a', 'set/z': 'old z' });
    const before = contents(cwd);
    // The new text of "b" is gone when its turn comes: what a full disk or a hasty cleaner would do.
    const write = new Map([
      ['a', 'new a'],
      ['b', 'new b'],
    ]);
    const keys = write.keys.bind(write);
    let asked = 0;
    write.keys = () => {
      asked += 1;
      const staging = readdirSync(join(cwd, 'set')).find((name) => name.startsWith('.syncproof-')) ?? '';
      rmSync(join(cwd, 'set', staging, 'new', 'b'));
      return keys();
    };
    assert.throws(() => {
      replaceFiles(join(cwd, 'set'), { write, remove: ['z'] });
    }, /ENOENT/);
    assert.equal(asked, 1);
    assert.deepEqual(contents(cwd), before);
  });

  it('leaves no new directory behind where writing fails', () => {
    const cwd = project();
    assert.throws(() => {
      const write = new Map([
        ['a', 'a file'],
        ['a/b', 'a file below it'],
      ]);
      replaceFiles(join(cwd, 'deep/er/set'), { write, remove: [] });
    }, /ENOTDIR|EEXIST/);
    assert.deepEqual(readdirSync(cwd), ['package.json']);
  });
});
