/** The command that repeats a run can be pasted into a shell. */
import assert from 'node:assert/strict';
import { rerunCommand, withTags } from './rerun-command';

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

  it('is narrowed to a check by other tags after it', () => {
    assert.equal(
      withTags('npx syncproof run --tags @a', '@check:a-to-b/c'),
      "npx syncproof run --tags @a --tags '@check:a-to-b/c'",
    );
  });
});
