import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import type { Log, Result } from 'sarif';
import type { Diagnostic, Severity } from '../../model';
import { readDocuments, readSources } from '../../documents';
import { lint } from '../lint';
import { RULES } from '../rules';
import { formatDiagnosticsSarif, outsideRepository, type SarifOptions } from './sarif';

const schema = JSON.parse(
  readFileSync(resolve(__dirname, 'testing/sarif-schema-2.1.0.json'), 'utf8'),
) as object;
const ajv = new Ajv2020({ allErrors: true, strict: false });
addFormats(ajv);

const version = '1.2.3';
const OPTIONS: SarifOptions = { version, rules: RULES, directory: '/repository/project' };

function diagnostic(parts: Partial<Diagnostic> = {}): Diagnostic {
  return {
    path: 'specs/a.rst',
    line: 2,
    column: 3,
    severity: 'warning',
    code: 'two-writers',
    message: 'Two write it.',
    help: 'Remove one.',
    ...parts,
  };
}

/** The log of the diagnostics, after its check against the schema. */
function logOf(diagnostics: readonly Diagnostic[], text = '', options = OPTIONS): Log {
  const sources = new Map(diagnostics.map(({ path }) => [path, text]));
  const log = JSON.parse(formatDiagnosticsSarif(diagnostics, sources, options)) as Log;
  assert.ok(ajv.validate(schema, log), JSON.stringify(ajv.errors, undefined, 2));
  return log;
}

function resultsOf(diagnostics: readonly Diagnostic[], text?: string): Result[] {
  return logOf(diagnostics, text).runs[0]?.results ?? [];
}

function fingerprintsOf(diagnostics: readonly Diagnostic[], text: string): (string | undefined)[] {
  return resultsOf(diagnostics, text).map((result) => result.partialFingerprints?.['syncproof/v1']);
}

describe('formatDiagnosticsSarif', () => {
  it('gives what the schema of SARIF 2.1.0 demands: of every failing fixture, and of nothing at all', async () => {
    const cwd = resolve(__dirname, '../../../fixtures/rules');
    for (const { code } of RULES.filter(({ code }) => code !== 'not-utf8' && code !== 'too-large')) {
      const found = lint(await readDocuments([`${code}/failing`], cwd));
      const sources = await readSources(
        found.map(({ path }) => path),
        cwd,
      );
      const log: unknown = JSON.parse(formatDiagnosticsSarif(found, sources, OPTIONS));
      assert.ok(ajv.validate(schema, log), JSON.stringify(ajv.errors, undefined, 2));
    }
    assert.deepEqual(resultsOf([]), []);
  });

  it('is refused by the schema where something is wrong: the check above can fail', () => {
    const log = logOf([diagnostic()]);
    const [run] = log.runs;
    assert.ok(run);
    const wrong: unknown = { ...log, runs: [{ ...run, columnKind: 'bytes' }] };
    assert.equal(ajv.validate(schema, wrong), false);
  });

  it('names the tool, and every rule in order', () => {
    const driver = logOf([]).runs[0]?.tool.driver;
    assert.deepEqual(
      [driver?.name, driver?.version, driver?.informationUri],
      ['syncproof', version, undefined],
    );
    assert.deepEqual(
      driver?.rules?.map(({ id }) => id),
      RULES.map(({ code }) => code),
    );
  });

  it('keeps titles and descriptions within 1,024 characters, and brings help in text and Markdown', () => {
    for (const { shortDescription, fullDescription, help } of logOf([]).runs[0]?.tool.driver.rules ?? []) {
      for (const text of [shortDescription?.text, fullDescription?.text]) {
        assert.match(text ?? '', /^[^]{1,1024}$/);
      }
      assert.match(help?.text ?? '', /\.$/);
      assert.match(help?.markdown ?? '', /```rst\n/);
    }
  });

  it('points at the rule, and words severities as SARIF does', () => {
    const severities: readonly Severity[] = ['error', 'warning', 'info'];
    const results = resultsOf(severities.map((severity) => diagnostic({ severity })));
    assert.deepEqual(
      results.map(({ level }) => level),
      ['error', 'warning', 'note'],
    );
    const [result] = results;
    assert.equal(RULES[result?.ruleIndex ?? -1]?.code, result?.ruleId);
    assert.equal(result?.message.text, 'Two write it. Remove one.');
  });

  it('marks the rest of the line, one character at least', () => {
    const regions = (line: number, column: number): unknown =>
      resultsOf([diagnostic({ line, column })], 'one\r\n  two  \r\n')[0]?.locations?.[0]?.physicalLocation
        ?.region;
    assert.deepEqual(regions(2, 3), { startLine: 2, startColumn: 3, endLine: 2, endColumn: 6 });
    assert.deepEqual(regions(2, 6), { startLine: 2, startColumn: 6, endLine: 2, endColumn: 7 });
    assert.deepEqual(regions(9, 1), { startLine: 9, startColumn: 1, endLine: 9, endColumn: 2 });
  });

  it('encodes paths as addresses: relative ones below %SRCROOT%', () => {
    const location = (path: string): unknown =>
      resultsOf([diagnostic({ path })])[0]?.locations?.[0]?.physicalLocation?.artifactLocation;
    assert.deepEqual(location('specs/ä b#%?.rst'), {
      uri: 'specs/%C3%A4%20b%23%25%3F.rst',
      uriBaseId: '%SRCROOT%',
    });
    assert.deepEqual(location('/srv/a b.rst'), { uri: 'file:///srv/a%20b.rst' });
  });

  it('counts paths from the root of the repository, and gives file: addresses outside it alone', () => {
    const options = { ...OPTIONS, root: '/repository' };
    const paths = ['specs/a.rst', '../b.rst', '/repository/c.rst', '../../d.rst', '/repository/..e.rst'];
    const uris = paths.map((path) => {
      const [result] = logOf([diagnostic({ path })], '', options).runs[0]?.results ?? [];
      const location = result?.locations?.[0]?.physicalLocation?.artifactLocation;
      return [location?.uri, location?.uriBaseId];
    });
    assert.deepEqual(uris, [
      ['project/specs/a.rst', '%SRCROOT%'],
      ['b.rst', '%SRCROOT%'],
      ['c.rst', '%SRCROOT%'],
      ['file:///d.rst', undefined],
      ['..e.rst', '%SRCROOT%'],
    ]);
    const found = [...paths, '../../d.rst'].map((path) => diagnostic({ path }));
    assert.deepEqual(outsideRepository(found, options), ['../../d.rst']);
    assert.deepEqual(outsideRepository(found, OPTIONS), [
      '../b.rst',
      '/repository/c.rst',
      '../../d.rst',
      '/repository/..e.rst',
    ]);
  });

  it('gives fingerprints that do not change when lines are added above, and tell twins apart', () => {
    const before = fingerprintsOf([diagnostic({ line: 1 }), diagnostic({ line: 2 })], 'row\nrow');
    const after = fingerprintsOf([diagnostic({ line: 3 }), diagnostic({ line: 4 })], '\n\n  row\nrow\r\n');
    assert.deepEqual(before, after);
    assert.equal(new Set(before).size, 2);
    const others = fingerprintsOf(
      [diagnostic({ line: 1 }), diagnostic({ line: 1, code: 'duplicate-row' })],
      'row',
    );
    assert.equal(new Set(others).size, 2);
    assert.notDeepEqual(fingerprintsOf([diagnostic({ line: 1 })], 'other'), before.slice(0, 1));
  });

  it('leaves out the mildest of more results than code scanning takes, and says so', () => {
    const many = Array.from({ length: 25_001 }, (_, at) =>
      diagnostic({ line: at + 1, severity: at === 0 ? 'info' : 'warning' }),
    );
    const log = logOf(many);
    assert.equal(log.runs[0]?.results?.length, 25_000);
    assert.ok(log.runs[0].results.every(({ level }) => level === 'warning'));
    const said = log.runs[0].invocations?.[0]?.toolExecutionNotifications?.[0]?.message.text;
    assert.equal(said, '1 more diagnostic is left out: code scanning takes 25000 results.');
    assert.equal(logOf(many.slice(1)).runs[0]?.invocations, undefined);
  });
});
