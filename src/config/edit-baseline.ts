/**
 * Adding and removing entries in the text of a baseline. Entries that stay keep every byte, comments included, so that
 * the file's history shows what changed; a YAML library that writes the whole file again cannot promise that.
 */
import { isMap, isSeq, parseDocument, stringify, type Document, type Node, type YAMLSeq } from 'yaml';

/** Ids of checks. */
export interface BaselineEdit {
  readonly add: readonly string[];
  readonly remove: readonly string[];
}

const HEADER = `# Checks that are known to fail. \`syncproof run --update-baseline\` adds and removes entries, and keeps what is written
# into the others: a reason, an issue (its address), comments.
`;

/** An entry with the comments above it, or one that is to be added. */
interface EntryText {
  readonly check: string;
  readonly lines: readonly string[];
}

interface FileParts {
  /** Up to the line with the key `known`, itself included. */
  readonly head: readonly string[];
  readonly entries: readonly EntryText[];
  readonly tail: readonly string[];
  /** What is before the dash of an entry. */
  readonly indent: string;
}

const COMMENT_OR_BLANK = /^\s*(?:#.*)?$/;

function indentOf(line: string): number {
  return /^\s*/.exec(line)?.[0].length ?? 0;
}

/** The place of a text's character: the number of the line it is in, from 0. */
function lineAt(text: string, offset: number): number {
  return text.slice(0, offset).split('\n').length - 1;
}

/** The offset behind the last character of a node that is neither blank nor of a comment. */
function endOf(node: Node, text: string): number {
  const last = isMap(node) ? node.items.at(-1)?.value : undefined;
  const [start, end] = (last as Node | null | undefined)?.range ?? node.range ?? [0, 0];
  return start + text.slice(start, end).trimEnd().length;
}

/** First and last line of each entry, from its dash to the end of its last value. */
function spansOf(known: YAMLSeq, text: string, lines: readonly string[]): (readonly [number, number])[] {
  return known.items.map((item) => {
    const node = item as Node;
    let first = lineAt(text, node.range?.[0] ?? 0);
    while (first > 0 && !/^\s*-/.test(lines[first] ?? '')) {
      first -= 1;
    }
    return [first, Math.max(first, lineAt(text, Math.max(0, endOf(node, text) - 1)))] as const;
  });
}

/** The line after the comments that are indented deeper than the dash: they belong to the entry above them. */
function ownEnd(lines: readonly string[], last: number, limit: number, indent: number): number {
  let end = last + 1;
  for (let at = end; at < limit && COMMENT_OR_BLANK.test(lines[at] ?? ''); at += 1) {
    const line = lines[at] ?? '';
    if (line.trim() !== '' && indentOf(line) > indent) {
      end = at + 1;
    }
  }
  return end;
}

function checkOf(item: unknown): string {
  return isMap(item) ? String(item.get('check')) : '';
}

/** The file cut into its entries; `undefined` where it has none, or not as a list with a line for each. */
function partsOf(document: Document, text: string): FileParts | undefined {
  const known = document.get('known', true);
  if (!isSeq(known) || known.flow === true || known.items.length === 0) {
    return undefined;
  }
  const lines = text.replace(/\n$/, '').split('\n');
  const spans = spansOf(known, text, lines);
  const indent = indentOf(lines[spans[0]?.[0] ?? 0] ?? '');
  let key = (spans[0]?.[0] ?? 0) - 1;
  while (key > 0 && COMMENT_OR_BLANK.test(lines[key] ?? '')) {
    key -= 1;
  }
  const entries: EntryText[] = [];
  let from = key + 1;
  spans.forEach(([, last], index) => {
    const to = ownEnd(lines, last, spans[index + 1]?.[0] ?? lines.length, indent);
    entries.push({ check: checkOf(known.items[index]), lines: lines.slice(from, to) });
    from = to;
  });
  return { head: lines.slice(0, key + 1), entries, tail: lines.slice(from), indent: ' '.repeat(indent) };
}

function newEntry(check: string, indent: string): EntryText {
  return { check, lines: [`${indent}- check: ${stringify(check, { lineWidth: 0 }).trimEnd()}`] };
}

function byCheck(one: { readonly check: string }, other: { readonly check: string }): number {
  return one.check < other.check ? -1 : 1;
}

/** The head, whose last line is the key, for a list without entries. */
function emptied(head: readonly string[]): string[] {
  return [...head.slice(0, -1), (head.at(-1) ?? '').replace(/^([^:]*:)/, '$1 []')];
}

function joined({ head, tail }: FileParts, entries: readonly EntryText[]): string {
  const top = entries.length === 0 ? emptied(head) : head;
  return `${[...top, ...entries.flatMap(({ lines }) => lines), ...tail].join('\n')}\n`;
}

/** The file written by the library: for JSON, for lists on one line, and for files without entries. */
function rewritten(document: Document, json: boolean, { add, remove }: BaselineEdit): string {
  const content = (document.toJS() ?? {}) as { known?: readonly { readonly check: string }[] | null };
  const kept = (content.known ?? []).filter(({ check }) => !remove.includes(check));
  const known = [...kept, ...add.map((check) => ({ check }))].sort(byCheck);
  if (json) {
    return `${JSON.stringify({ ...content, known }, undefined, 2)}\n`;
  }
  if (document.contents === null) {
    const comments = document
      .toString()
      .replace(/^null\n?/m, '')
      .trim();
    const head = comments === '' ? HEADER : `${comments}\n`;
    return `${head}${stringify({ known }, { lineWidth: 0 })}`;
  }
  document.set('known', document.createNode(known));
  return document.toString({ lineWidth: 0 });
}

function checksIn(text: string): string[] {
  const { known } = (parseDocument(text).toJS() ?? {}) as { known?: readonly { readonly check: string }[] };
  return (known ?? []).map(({ check }) => check);
}

/**
 * The text of the baseline with entries added and removed, sorted by check.
 *
 * @param file - its name tells JSON from YAML.
 * @param text - valid by the schema; empty for a new file.
 */
export function editedBaseline(file: string, text: string, edit: BaselineEdit): string {
  const document = parseDocument(text);
  const json = /\.json$/i.test(file);
  const parts = json ? undefined : partsOf(document, text);
  if (parts === undefined) {
    return rewritten(document, json, edit);
  }
  const removed = new Set(edit.remove);
  const entries = [
    ...parts.entries.filter(({ check }) => !removed.has(check)),
    ...edit.add.map((check) => newEntry(check, parts.indent)),
  ].sort(byCheck);
  const edited = joined(parts, entries);
  const expected = entries.map(({ check }) => check).join('\n');
  // A file that is laid out in a way not foreseen here is written by the library: correct, with its comments moved.
  return checksIn(edited).join('\n') === expected ? edited : rewritten(document, json, edit);
}
