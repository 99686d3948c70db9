/** The documents in fixtures/forms: one for each form of a document and each hazard, compared with their outward form. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Ajv2020 from 'ajv/dist/2020';
import { checksOf, rowTraits } from '../model';
import type { DataflowDocument } from '../model';
import schema from '../../schemas/document.json';
import { parseDocument } from './document';
import { parse, unaccounted } from './testing';
import { formatShow, publicDocument } from './show';

const root = resolve(__dirname, '../..');
const forms = join(root, 'fixtures/forms');

function documentAt(path: string): DataflowDocument {
  return parseDocument({ path, bytes: readFileSync(join(root, path)) });
}

function pathsIn(directory: string): string[] {
  return readdirSync(join(root, directory))
    .filter((name) => name.endsWith('.rst'))
    .sort()
    .map((name) => `${directory}/${name}`);
}

const names = pathsIn('fixtures/forms').map((path) => path.slice('fixtures/forms/'.length, -'.rst'.length));

function form(name: string): DataflowDocument {
  return documentAt(`fixtures/forms/${name}.rst`);
}

/** The rows of the table in the README: name, what it shows, codes of diagnostics. */
const listed = [
  ...readFileSync(join(forms, 'README.md'), 'utf8').matchAll(/^\| `([\w-]+)` \| (.+?) \| ?(.*?) ?\|$/gm),
].map(([, name = '', , codes = '']) => ({
  name,
  codes: [...codes.matchAll(/`([\w-]+)`/g)].map((match) => match[1] ?? ''),
}));

describe('fixtures/forms', () => {
  for (const name of names) {
    it(`reads ${name} as ${name}.json says, and drops no line`, () => {
      const document = form(name);
      assert.equal(formatShow([document], 'json'), readFileSync(join(forms, `${name}.json`), 'utf8'));
      assert.deepEqual(unaccounted(document, readFileSync(join(forms, `${name}.rst`), 'utf8')), []);
    });
  }

  it('are those that the README lists, with their outward forms and nothing else', () => {
    assert.deepEqual(
      listed.map(({ name }) => name),
      names,
    );
    const files = names.flatMap((name) => [`${name}.json`, `${name}.rst`]);
    assert.deepEqual(readdirSync(forms).sort(), ['README.md', ...files].sort());
  });

  it('have the diagnostics that the README lists, and no others', () => {
    for (const { name, codes } of listed) {
      assert.deepEqual(new Set(form(name).diagnostics.map(({ code }) => code)), new Set(codes), name);
    }
  });

  it('differ in nothing where they differ in line ends, marks and blanks only', () => {
    const reading = (name: string): unknown => {
      const { path, slug, sha256, ...rest } = form(name);
      assert.ok(path.includes(name) && slug === name && sha256.length === 64);
      return rest;
    };
    const expected = reading('crlf');
    for (const name of ['cr', 'byte-order-mark', 'no-last-line-end']) {
      assert.deepEqual(reading(name), expected, name);
    }
    const texts = ({ sections }: DataflowDocument): unknown =>
      sections.map(({ statements }) =>
        statements.map((each) => ('rows' in each ? each.rows.map(({ text }) => text) : each.text)),
      );
    assert.deepEqual(texts(form('tabs-and-blanks')), texts(form('crlf')));
  });

  it('hold the bytes that they are there for', () => {
    const text = (name: string): string => readFileSync(join(forms, `${name}.rst`), 'utf8');
    assert.equal(text('crlf').split('\r\n').length, text('crlf').split('\n').length);
    assert.ok(!text('cr').includes('\n') && text('cr').includes('\r'));
    assert.ok(text('byte-order-mark').startsWith('\uFEFF'));
    assert.ok(!text('no-last-line-end').endsWith('\n'));
    assert.match(text('tabs-and-blanks'), / \n.*\t\n/);
    assert.match(text('tabs-and-blanks'), /^\t\* - /m);
  });

  it('show every sentence kind, data type, trait and outcome of a fragment', () => {
    const statements = names.flatMap((name) =>
      publicDocument(form(name)).sections.flatMap((section) => section.statements),
    );
    const rows = statements.flatMap((statement) => statement.rows ?? []);
    assert.equal(new Set(statements.map(({ kind }) => kind)).size, 9);
    assert.equal(
      new Set(rows.flatMap(({ dataType }) => (dataType === undefined ? [] : [dataType.name]))).size,
      8,
    );
    assert.equal(new Set(rows.flatMap(({ traits }) => traits ?? [])).size, 6);
    assert.ok(rows.some(({ dataType }) => dataType?.conversion !== undefined));
    assert.ok(rows.some(({ dataType }) => dataType?.problem !== undefined));
  });

  it('have the traits that docs/documents.md explains', () => {
    const text = readFileSync(join(root, 'docs/documents.md'), 'utf8');
    const part = text.split('<!-- traits')[1]?.split('\n## ')[0] ?? '';
    const explained = [...part.matchAll(/^\| `([a-z-]+)` \|/gm)].map((match) => match[1]);
    const rows = names.flatMap((name) =>
      form(name).sections.flatMap((section) =>
        section.statements.flatMap((statement) =>
          'rows' in statement ? statement.rows.map((row) => rowTraits(section, row)) : [],
        ),
      ),
    );
    assert.deepEqual(new Set(explained), new Set(rows.flat()));
    for (const traits of rows) {
      assert.deepEqual(
        traits,
        explained.filter((trait) => traits.some((its) => its === trait)),
      );
    }
  });

  it('give every thing an id of its own', () => {
    for (const name of names) {
      const ids = checksOf(form(name)).map(({ id }) => id);
      assert.equal(new Set(ids).size, ids.length, name);
    }
  });
});

describe('schemas/document.json', () => {
  const ajv = new Ajv2020({ allErrors: true, strictTuples: false, strictTypes: false });
  const problemsOf = (form: unknown): unknown => (ajv.validate(schema, form) ? [] : ajv.errors);
  const outward = (path: string): Record<string, unknown> =>
    JSON.parse(formatShow([documentAt(path)], 'ndjson')) as Record<string, unknown>;

  for (const directory of ['specs', 'fixtures/documents', 'fixtures/forms']) {
    it(`describes the outward form of all documents in ${directory}`, () => {
      for (const path of pathsIn(directory)) {
        assert.deepEqual(problemsOf(outward(path)), [], path);
      }
    });
  }

  it('describes what is not a dataflow document', () => {
    for (const text of ['', 'Words.', '\uFEFF']) {
      assert.deepEqual(problemsOf(publicDocument(parse(text))), []);
    }
  });

  it('takes no form that lacks or changes a member', () => {
    const path = 'fixtures/forms/transformations.rst';
    const changed: Record<string, (document: string) => string> = {
      'a missing member': (text) => text.replace('"systems":', '"system":'),
      'another kind': (text) => text.replace('"create-always"', '"create"'),
      'a table sentence without rows': (text) => text.replace('"rows":', '"lines":'),
      'a plain sentence with rows': (text) =>
        text.replace('"kind":"create-always"', '"kind":"create-always","rows":[]'),
      'a fragment with neither conversion nor problem': (text) => text.replace('"conversion":', '"meaning":'),
      'a plain type with a conversion': (text) => text.replace('"name":"expression"', '"name":"string"'),
      'a call of nothing known': (text) => text.replace('"conversion":["integer"', '"conversion":["int"'),
      'a line 0': (text) => text.replace('"line":12', '"line":0'),
    };
    const text = JSON.stringify(outward(path));
    for (const [name, change] of Object.entries(changed)) {
      assert.notEqual(change(text), text, name);
      assert.notDeepEqual(problemsOf(JSON.parse(change(text))), [], name);
    }
  });
});
