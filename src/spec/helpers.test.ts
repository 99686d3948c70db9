/** What the tests of this room share: documents made from parts, and the accounting of lines. */
import type { DataflowDocument, Place } from '../model';
import { parseDocument } from './document';
import { splitLines } from './lines';

export function bytesOf(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

export function parse(text: string, path = 'specs/test.rst'): DataflowDocument {
  return parseDocument({ path, bytes: bytesOf(text) });
}

export function titled(title: string, ...parts: string[]): string {
  const line = '='.repeat(title.length);
  return [line, title, line, '', ...parts].join('\n') + '\n';
}

export function headed(heading: string, ...parts: string[]): string {
  return [heading, '-'.repeat(heading.length), ...parts, '', ''].join('\n');
}

/** A section of `Shop Order` and `Desk Ticket` in a document of Shop and Desk; line 5 is the heading, line 7 the first part. */
export function shopSection(...parts: string[]): string {
  return titled('Shop to Desk Dataflow', headed('Shop Order to Desk Ticket', ...parts));
}

export function table(...rows: readonly (readonly string[])[]): string {
  const lines = rows.flatMap((cells) => cells.map((cell, at) => `${at === 0 ? '   * -' : '     -'} ${cell}`));
  return ['', '.. list-table::', '   :header-rows: 1', '', ...lines, ''].join('\n');
}

export const mergeSentence =
  'A Shop Order will merge with a Desk Ticket if one of the following property combinations match:';
export const propertiesSentence =
  'The following properties are synchronized between a Shop Order and a Desk Ticket:';
export const mergeHeader = ['Shop Order Property', 'Desk Ticket Property'];
export const propertiesHeader = [...mergeHeader, 'Desk Data Type'];

export function codesOf(document: DataflowDocument): string[] {
  return document.diagnostics.map(({ code, line, column }) => `${code} ${line}:${column}`);
}

function placesOf(document: DataflowDocument): Place[] {
  const inSections = document.sections.flatMap((section) => [
    section,
    ...section.notUnderstood,
    ...section.statements.flatMap((statement): Place[] =>
      'rows' in statement
        ? [statement, ...statement.rows, ...(statement.header === undefined ? [] : [statement.header])]
        : [statement],
    ),
  ]);
  return [...document.informative, ...document.notUnderstood, ...inSections];
}

/** Lines of mere RST: they may belong to nothing. */
function isMarkup(line: string): boolean {
  return (
    /^([!-/:-@[-`{-~])\1+\s*$/.test(line) ||
    /^\.\.\s+list-table::\s*$/.test(line) ||
    /^\s+:header-rows: 1\s*$/.test(line)
  );
}

/** The lines of a document that belong to nothing or to several things; none where reading is sound. */
export function unaccounted(document: DataflowDocument, text: string): string[] {
  const owners = new Map<number, number>();
  for (const { line, endLine } of placesOf(document)) {
    for (let at = line; at <= endLine; at += 1) owners.set(at, (owners.get(at) ?? 0) + 1);
  }
  return splitLines(text.replace(/^\uFEFF/, '')).flatMap((line, at) => {
    const count = owners.get(at + 1) ?? 0;
    const isSound = line.trim() === '' || count === 1 || (count === 0 && isMarkup(line));
    return isSound ? [] : [`${at + 1}: ${count} owners of ${JSON.stringify(line)}`];
  });
}
