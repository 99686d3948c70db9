/** The command that repeats a run can be pasted into a shell. */
import assert from 'node:assert/strict';
import { rerunCommand } from './rerun-command';

const PLAN = { engine: 'reference', seed: 7, request: { specs: [], name: [], transport: 'nock' as const } };

describe('the command that repeats a run', () => {
  it('names engine and seed, also where nobody chose them', () => {
    assert.equal(rerunCommand(PLAN), 'npx syncproof run --engine reference --seed 7');
  });

  it('keeps every choice that decides what runs, quoted for a shell', () => {
    const request = {
      specs: ["specs/it's.rst"],
      tags: '@a and not @b',
      name: ['x$y', 'z'],
      transport: 'direct' as const,
    };
    assert.equal(
      rerunCommand({ ...PLAN, configFile: 'my config.yaml', request }),
      "npx syncproof run 'specs/it'\\''s.rst' --engine reference --seed 7 --config 'my config.yaml' --transport direct --tags '@a and not @b' --name 'x$y' --name z",
    );
  });
});
