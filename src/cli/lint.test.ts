/** `syncproof lint`: what the config sets, its formats, and what other commands print of it. */
import assert from 'node:assert/strict';
import type { Log } from 'sarif';
import { quickRun, SHOP, shopDocument, shopProject, syncproof } from './testing';

/** The document with its first row twice: a warning. */
const twice = shopDocument().replace(
  '   * - amount',
  '   * - name\n     - title\n     - "string"\n   * - amount',
);
/** The document without rows: a note. */
const empty = shopDocument().replace(/ {3}\* - name[^]*$/, '');

function projectOf(text: string, config = ''): string {
  return shopProject({ [SHOP]: text, 'syncproof.config.yaml': config });
}

describe('the rules of the config', () => {
  it('change the severity of a rule, or turn it off', async () => {
    const first = await syncproof(projectOf(twice), ['lint']);
    assert.equal(first.code, 0);
    assert.match(first.out, /warning duplicate-row [^]*\n0 errors, 1 warning\.\n$/);
    const second = await syncproof(projectOf(twice, 'rules: {duplicate-row: error}\n'), ['lint']);
    assert.equal(second.code, 1);
    assert.match(second.out, /error duplicate-row /);
    const third = await syncproof(projectOf(twice, 'rules: {duplicate-row: "off"}\n'), ['lint']);
    assert.deepEqual([third.code, third.out, third.err], [0, 'No problems.\n', '']);
  });

  it('are known by name: a misspelt one is an error of the config', async () => {
    const { code, err } = await syncproof(projectOf(twice, 'rules:\n  duplicate-rows: error\n'), ['lint']);
    assert.equal(code, 2);
    assert.match(err, /:2:3: unknown key "duplicate-rows" in "rules"; did you mean "duplicate-row"\?/);
  });

  it('do not change the verdict: a line that no rule reads stays not-understood', async () => {
    const lost = shopDocument().replace('Once a link', 'This is not understood.\n\nOnce a link');
    const cwd = projectOf(lost, 'rules: {not-understood: "off"}\n');
    assert.equal((await syncproof(cwd, ['lint'])).code, 0);
    const ran = await quickRun(cwd);
    assert.equal(ran.code, 1);
    assert.match(ran.out, /not.understood/);
  });

  it('stop generate where they make a finding an error', async () => {
    const { code, err } = await syncproof(projectOf(twice, 'rules: {duplicate-row: error}\n'), ['generate']);
    assert.equal(code, 1);
    assert.match(err, /error duplicate-row [^]*Nothing was written/);
  });
});

describe('what other commands print of lint', () => {
  it('is errors and warnings, no notes', async () => {
    const noted = projectOf(empty);
    assert.match((await syncproof(noted, ['lint'])).out, /info create-without-properties /);
    assert.doesNotMatch((await syncproof(noted, ['generate'])).err, /create-without-properties/);
    assert.match((await syncproof(projectOf(twice), ['generate'])).err, /warning duplicate-row /);
  });
});

describe('lint --format', () => {
  it('sarif: a log with the place of the finding, counted from the config', async () => {
    const { code, out, err } = await syncproof(projectOf(twice), ['lint', '--format', 'sarif']);
    assert.deepEqual([code, err], [0, '']);
    const result = (JSON.parse(out) as Log).runs[0]?.results?.[0];
    assert.equal(result?.ruleId, 'duplicate-row');
    const place = result.locations?.[0]?.physicalLocation;
    assert.equal(place?.artifactLocation?.uri, SHOP);
    assert.equal(place.region?.startLine, twice.split('\n').lastIndexOf('   * - name') + 1);
  });

  it('json: diagnostics and totals; --max-warnings counts', async () => {
    const { code, out, err } = await syncproof(projectOf(twice), [
      'lint',
      '--format',
      'json',
      '--max-warnings',
      '0',
    ]);
    assert.equal(code, 1);
    assert.deepEqual((JSON.parse(out) as { totals: unknown }).totals, { error: 0, warning: 1, info: 0 });
    assert.match(err, /^1 warning, more than the 0 that --max-warnings allows\.\n$/);
  });
});
