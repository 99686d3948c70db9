/** The command that repeats a run can be pasted into a shell. */
import assert from 'node:assert/strict';
import { rerunCommand, withTags, type RerunOptions } from './rerun-command';

describe('the command that repeats a run', () => {
  it('names engine and seed where they are given', () => {
    assert.equal(
      rerunCommand({ specs: [], engine: 'reference', seed: 7 }),
      'npx syncproof run --engine reference --seed 7',
    );
    assert.equal(rerunCommand({ specs: [] }), 'npx syncproof run');
  });

  it('keeps every choice that decides what runs, quoted for a shell', () => {
    assert.equal(
      rerunCommand({
        specs: ["specs/it's.rst"],
        engine: 'reference',
        seed: 7,
        config: 'my config.yaml',
        transport: 'direct',
        tags: '@a and not @b',
        name: ['x$y', 'z'],
        baseline: 'known failures.yaml',
      }),
      "npx syncproof run 'specs/it'\\''s.rst' --engine reference --seed 7 --config 'my config.yaml' --transport direct --tags '@a and not @b' --baseline 'known failures.yaml' --name 'x$y' --name z",
    );
  });

  it('is narrowed to a check by its tag alone, whatever selected the scenarios of the run', () => {
    const tag = '@check:a-to-b/c';
    const narrowed = (options: Partial<RerunOptions>): string =>
      withTags(rerunCommand({ specs: [], ...options }), tag);
    assert.equal(narrowed({}), `npx syncproof run --tags '${tag}'`);
    assert.equal(narrowed({ tags: '@a' }), `npx syncproof run --tags '${tag}'`);
    assert.equal(
      narrowed({ tags: "@it's and (not @b)", rerunFailed: true }),
      `npx syncproof run --tags '${tag}'`,
    );
    assert.equal(withTags(narrowed({ tags: '@a' }), tag), narrowed({}));
  });

  it('keeps names that look like tags when it is narrowed', () => {
    const command = rerunCommand({ specs: ["it's --tags x"], name: ['a --tags b'], tags: '@a' });
    assert.equal(
      withTags(command, '@c'),
      "npx syncproof run 'it'\\''s --tags x' --name 'a --tags b' --tags '@c'",
    );
  });

  it('says where only what failed in the last run runs', () => {
    assert.equal(rerunCommand({ specs: [], rerunFailed: true }), 'npx syncproof run --rerun-failed');
  });
});
