/** The registry of rules, and every rule by its fixtures: fixtures/rules/<code>/{failing,passing}/, expected.yaml. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parse as parseYaml } from 'yaml';
import schema from '../../schemas/config.json';
import { lintContext } from '../cli/diagnostics';
import { loadConfig } from '../config';
import type { Diagnostic } from '../model';
import { DIAGNOSTIC_SEVERITIES, parseDocument, readDocuments } from '../documents';
import { lint } from './lint';
import { RULES } from './rules';

const fixtures = resolve(__dirname, '../../fixtures/rules');

/** Their documents are made of bytes by the tests below. */
const withoutFixtures: ReadonlySet<string> = new Set(['not-utf8', 'too-large']);

async function lintFixture(code: string, kind: 'failing' | 'passing'): Promise<Diagnostic[]> {
  const cwd = join(fixtures, code, kind);
  return lint(await readDocuments(['.'], cwd), lintContext(await loadConfig({ cwd })));
}

function textOf(code: string, kind: 'failing' | 'passing', extension: string): string {
  const directory = join(fixtures, code, kind);
  const files = readdirSync(directory).filter((name) => name.endsWith(extension));
  return files.map((name) => readFileSync(join(directory, name), 'utf8')).join('\n');
}

function assertHolds(text: string, lines: string, where: string): void {
  const held = new Set(text.split('\n'));
  for (const line of lines.split('\n')) {
    assert.ok(held.has(line), `${where} has no line "${line}"`);
  }
}

describe('the rules', () => {
  it('are sorted by code, and no code stands twice', () => {
    const codes = RULES.map(({ code }) => code);
    assert.deepEqual(codes, [...new Set(codes)].sort());
    for (const code of codes) {
      assert.match(code, /^[a-z]+(-[a-z0-9]+)*$/);
    }
  });

  it('are all the modules of the folder', () => {
    const modules = readdirSync(resolve(__dirname, 'rules')).filter(
      (name) => name.endsWith('.ts') && !name.endsWith('.test.ts'),
    );
    const own = new Set(['index.ts', 'reading.ts', 'binding-lines.ts']);
    assert.deepEqual(
      modules.filter((name) => !own.has(name)).map((name) => name.replace(/\.ts$/, '')),
      RULES.filter(({ check }) => check !== undefined).map(({ code }) => code),
    );
  });

  it('document every code that reading gives, with its severity, and check nothing twice', () => {
    for (const [code, severity] of Object.entries(DIAGNOSTIC_SEVERITIES)) {
      const rule = RULES.find((known) => known.code === code);
      assert.equal(rule?.severity, severity, code);
      assert.equal(rule.check, undefined);
    }
    const checked = RULES.filter(({ check }) => check !== undefined);
    assert.equal(checked.length + Object.keys(DIAGNOSTIC_SEVERITIES).length, RULES.length);
  });

  it('are the codes that the schema of the config offers, and no other', () => {
    assert.deepEqual(
      Object.keys(schema.properties.rules.properties).sort(),
      RULES.map(({ code }) => code),
    );
    assert.equal(schema.properties.rules.additionalProperties, false);
  });

  it('have a title without a full stop, an explanation and help in whole sentences', () => {
    for (const { code, title, explanation, help } of RULES) {
      assert.match(title, /^[A-Z][^\n]*[^.]$/, code);
      for (const text of [explanation, help]) {
        assert.match(text, /^[A-Z`][^\n]*\.$/, code);
      }
    }
  });

  it('have fixtures, and no fixture is left over', () => {
    const codes = RULES.map(({ code }) => code).filter((code) => !withoutFixtures.has(code));
    assert.deepEqual(readdirSync(fixtures).sort(), codes);
  });
});

for (const { code, example } of RULES.filter((rule) => !withoutFixtures.has(rule.code))) {
  describe(`the rule ${code}`, () => {
    it('reports its failing fixture at the places that expected.yaml names, and nothing else is wrong with it', async () => {
      const expected = parseYaml(readFileSync(join(fixtures, code, 'expected.yaml'), 'utf8')) as string[];
      const found = await lintFixture(code, 'failing');
      assert.deepEqual(
        found.map((diagnostic) => `${diagnostic.path}:${diagnostic.line}:${diagnostic.column}`),
        expected,
      );
      assert.deepEqual([...new Set(found.map((diagnostic) => diagnostic.code))], [code]);
    });

    it('reports nothing of its passing fixture, which differs in a few lines', async () => {
      assert.deepEqual(await lintFixture(code, 'passing'), []);
    });

    it('shows an example that its fixtures hold line by line', () => {
      assertHolds(textOf(code, 'failing', '.rst'), example.failing, 'failing/');
      if ('document' in example.fixed) {
        assertHolds(textOf(code, 'passing', '.rst'), example.fixed.document, 'passing/');
      } else {
        assertHolds(textOf(code, 'passing', '.yaml'), example.fixed.config, 'passing/');
      }
    });

    it('names places in the document, and says what is wrong and how to fix it', async () => {
      for (const { message, help } of await lintFixture(code, 'failing')) {
        assert.match(message, /^\S.*\.$/s);
        assert.ok(help.length > 10);
        assert.ok(!message.includes('undefined') && !help.includes('undefined'));
      }
    });

    it('has no config beside the failing fixture: it is what reads the defaults', () => {
      assert.ok(!existsSync(join(fixtures, code, 'failing', 'syncproof.config.yaml')));
    });
  });
}

describe('rules for whole files', () => {
  const reading = (bytes: Uint8Array): string[] =>
    lint([parseDocument({ path: 'a.rst', bytes })]).map(
      ({ code, line, column }) => `${code} ${line}:${column}`,
    );

  it('not-utf8: names the first byte that cannot be read', () => {
    const title = '========\nSm_r to Desk Dataflow\n========\n';
    const bytes = Buffer.from(title, 'latin1');
    bytes[title.indexOf('_')] = 0xf8;
    assert.deepEqual(reading(bytes), ['not-utf8 2:3']);
  });

  it('too-large: five million bytes are read, one more is not', () => {
    assert.deepEqual(reading(new Uint8Array(5_000_001).fill(0x20)), ['too-large 1:1']);
    assert.deepEqual(reading(new Uint8Array(5_000_000).fill(0x20)), ['empty-document 1:1']);
  });
});
