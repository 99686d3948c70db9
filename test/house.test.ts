/** What holds in all rooms: the names of exported types. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { globSync } from 'tinyglobby';
import ts from 'typescript';

const ROOT = path.join(__dirname, '..');

/** Files of `src` that ship, relative to the package; tests and their helpers are left out, and what is generated. */
function sources(): string[] {
  return globSync('src/**/*.ts', {
    cwd: ROOT,
    ignore: ['**/*.test.ts', '**/testing*.ts', '**/*.d.ts'],
  }).sort();
}

function isType(
  statement: ts.Statement,
): statement is ts.DeclarationStatement & { readonly name: ts.Identifier } {
  return (
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isClassDeclaration(statement) ||
    ts.isEnumDeclaration(statement)
  );
}

function isExported(statement: ts.DeclarationStatement): boolean {
  return (ts.getCombinedModifierFlags(statement) & ts.ModifierFlags.Export) !== 0;
}

/** What `export { … }` names, where it is no re-export. */
function listedExports(statement: ts.Statement): string[] {
  const clause =
    ts.isExportDeclaration(statement) && statement.moduleSpecifier === undefined
      ? statement.exportClause
      : undefined;
  return clause !== undefined && ts.isNamedExports(clause)
    ? clause.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
    : [];
}

/** The types that a file declares and exports. */
function exportedTypes(name: string, text: string): string[] {
  const { statements } = ts.createSourceFile(name, text, ts.ScriptTarget.Latest);
  const listed = new Set(statements.flatMap(listedExports));
  return statements
    .filter(isType)
    .filter((statement) => isExported(statement) || listed.has(statement.name.text))
    .map((statement) => statement.name.text);
}

/** Names that several files export, each with the files. */
function sharedNames(files: readonly (readonly [name: string, text: string])[]): string[] {
  const places = new Map<string, string[]>();
  for (const [name, text] of files) {
    for (const type of exportedTypes(name, text)) {
      places.set(type, [...(places.get(type) ?? []), name]);
    }
  }
  return [...places]
    .filter(([, names]) => names.length > 1)
    .map(([type, names]) => `${type}: ${names.join(', ')}`);
}

describe('names of exported types', () => {
  it('are unique in src: one name for one thing', () => {
    const files = sources().map((name) => [name, readFileSync(path.join(ROOT, name), 'utf8')] as const);
    assert.ok(files.length > 100, 'the files of src are found');
    assert.deepEqual(sharedNames(files), []);
  });

  it('are found in every form that declares them', () => {
    const forms = [
      'export interface Name {}',
      'export type Name = string;',
      'export abstract class Name {}',
      'class Name {}\nexport { Name };',
    ];
    for (const form of forms) {
      assert.deepEqual(
        sharedNames([
          ['a.ts', 'export interface Name {}'],
          ['b.ts', form],
        ]),
        ['Name: a.ts, b.ts'],
        form,
      );
    }
    assert.deepEqual(
      sharedNames([
        ['a.ts', 'export interface Name {}'],
        ['index.ts', "export type { Name } from './a';"],
        ['c.ts', 'interface Name {}'],
      ]),
      [],
    );
  });
});
