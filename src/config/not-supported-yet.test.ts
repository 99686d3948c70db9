import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unsupportedKeys, loadConfig } from '.';

describe('keys that this version does not act on', () => {
  let directory: string;
  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'syncproof-unsupported-'));
  });
  afterEach(() => {
    rmSync(directory, { recursive: true, force: true });
  });

  const unsupported = async (text: string): Promise<string[]> => {
    writeFileSync(join(directory, 'syncproof.config.yaml'), text);
    return unsupportedKeys(await loadConfig({ cwd: directory }));
  };

  it('are named when they are set', async () => {
    const text = 'policies: {clear: restore, deletes: propagate, fullSync: false}\n';
    assert.deepEqual(await unsupported(text), ['policies.fullSync', 'policies.clear', 'policies.deletes']);
  });

  it('are not named where the config only says what is done anyway', async () => {
    assert.deepEqual(
      await unsupported(
        'policies: {clear: spread}\nparallel: 2\nrules: {short-underline: error}\nsystems: {A: {profile: wix, aliases: [B]}}\nbaseline: baseline.yaml\n',
      ),
      [],
    );
  });
});
