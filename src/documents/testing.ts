/** What the tests of this room share: documents made from parts, and the accounting of lines. */
import type { DataflowDocument, Place } from '../model';
import { parseDocument } from './document';
import { fold, splitLines } from './rst/lines';

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

/** Whether the statements that share a line are, one behind the other, all that stands on their lines. */
function shareSoundly(owners: readonly Place[], lines: readonly string[]): boolean {
  const written = owners.map((owner) => ('kind' in owner && 'text' in owner ? String(owner.text) : '?'));
  const first = Math.min(...owners.map(({ line }) => line));
  const last = Math.max(...owners.map(({ endLine }) => endLine));
  const columns = new Set(owners.map(({ line, column }) => `${line}:${column}`));
  return (
    columns.size === owners.length && fold(lines.slice(first - 1, last).join(' ')).includes(written.join(' '))
  );
}

/** The lines of a document that belong to nothing or to several things that do not share them; none where reading is sound. */
export function unaccounted(document: DataflowDocument, text: string): string[] {
  const owners = new Map<number, Place[]>();
  for (const place of placesOf(document)) {
    for (let at = place.line; at <= place.endLine; at += 1) {
      owners.set(at, [...(owners.get(at) ?? []), place]);
    }
  }
  const lines = splitLines(text.replace(/^\uFEFF/, ''));
  return lines.flatMap((line, at) => {
    const its = owners.get(at + 1) ?? [];
    const isOwned = its.length === 1 || (its.length > 1 && shareSoundly(its, lines));
    const isSound = line.trim() === '' || isOwned || (its.length === 0 && isMarkup(line));
    return isSound ? [] : [`${at + 1}: ${its.length} owners of ${JSON.stringify(line)}`];
  });
}
