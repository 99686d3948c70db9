/** From a document to its checks: one for every sentence, row and informative line, with a stable id. */
import { createHash } from 'node:crypto';
import { slug } from './slug';
import type {
  Check,
  CheckKind,
  DataflowDocument,
  NotUnderstood,
  Place,
  Row,
  Section,
  Statement,
} from './types';

/** Hands out ids: the second thing with the same id gets `~2`, the third `~3`; an id is never handed out twice. */
class Ids {
  private readonly taken = new Set<string>();
  /** By id: the number to try next, so that a hundred thousand twins do not try all numbers before theirs again. */
  private readonly next = new Map<string, number>();

  take(id: string): string {
    let free = id;
    let count = this.next.get(id) ?? 2;
    for (; this.taken.has(free); count += 1) {
      free = `${id}~${count}`;
    }
    this.next.set(id, count);
    this.taken.add(free);
    return free;
  }
}

/** Percent-encodes what a row's key cannot hold: all but letters, digits and `._-~`. */
function encodeKey(text: string): string {
  return text.replace(/[^\p{L}\p{N}._~-]/gu, (character) =>
    [...Buffer.from(character, 'utf8')]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

/** The key of a row: `source~target`, with `~gate-value` where it has a gate. */
export function rowKey(row: Pick<Row, 'source' | 'target' | 'gate'>): string {
  const parts = [row.source, row.target];
  if (row.gate !== undefined) {
    parts.push(row.gate.value ?? '');
  }
  return parts.map(encodeKey).join('~');
}

interface Origin {
  readonly document: string;
  readonly section?: string;
  readonly heading?: string;
}

function place({ line, column, endLine }: Place): Place {
  return { line, column, endLine };
}

function check(
  id: string,
  kind: CheckKind,
  what: Place & { readonly text: string; readonly cells?: readonly string[] },
  origin: Origin,
  table?: string,
): Check {
  return {
    id,
    kind,
    text: what.text,
    ...place(what),
    ...origin,
    ...(table === undefined ? {} : { table }),
    ...(what.cells === undefined ? {} : { cells: what.cells }),
  };
}

function* statementChecks(statement: Statement, prefix: string, ids: Ids, origin: Origin): Generator<Check> {
  const id = ids.take(`${prefix}/${statement.kind}`);
  yield check(id, statement.kind, statement, origin);
  if (!('rows' in statement)) {
    return;
  }
  if (statement.header !== undefined) {
    yield check(ids.take(`${id}/table-header`), 'table-header', statement.header, origin, id);
  }
  for (const row of statement.rows) {
    yield check(ids.take(`${id}/${rowKey(row)}`), statement.kind, row, origin, id);
  }
}

function* lostChecks(
  lost: readonly NotUnderstood[],
  prefix: string,
  ids: Ids,
  origin: Origin,
): Generator<Check> {
  for (const line of lost) {
    const hash = createHash('sha256').update(line.text).digest('hex').slice(0, 12);
    yield check(ids.take(`${prefix}/not-understood/${hash}`), 'not-understood', line, origin);
  }
}

function* sectionChecks(section: Section, id: string, ids: Ids, origin: Origin): Generator<Check> {
  yield check(`${id}/heading`, 'heading', { ...place(section), text: section.heading }, origin);
  for (const statement of section.statements) {
    yield* statementChecks(statement, id, ids, origin);
  }
  yield* lostChecks(section.notUnderstood, id, ids, origin);
}

/**
 * The slugs of a document's sections, in order: of the heading, and `~2`, `~3` behind it where headings are alike.
 */
export function sectionSlugs(document: Pick<DataflowDocument, 'sections'>): string[] {
  const ids = new Ids();
  return document.sections.map((section) => ids.take(slug(section.heading)));
}

/** What the ids of a section's checks begin with, section by section: `document/section`. */
export function sectionIds(document: Pick<DataflowDocument, 'slug' | 'sections'>): string[] {
  return sectionSlugs(document).map((section) => `${document.slug}/${section}`);
}

/**
 * All checks of a document, in the order of their lines. Ids do not depend on line numbers, nor on other rows,
 * sentences or sections (identical twins apart).
 */
export function checksOf(document: DataflowDocument): Check[] {
  const ids = new Ids();
  const origin = { document: document.path };
  const checks: Check[] = document.informative.map((informative) =>
    check(ids.take(`${document.slug}/${informative.kind}`), informative.kind, informative, origin),
  );
  for (const lost of lostChecks(document.notUnderstood, document.slug, ids, origin)) {
    checks.push(lost);
  }
  const slugs = sectionSlugs(document);
  const prefixes = sectionIds(document);
  document.sections.forEach((section, index) => {
    const inSection = { ...origin, section: slugs[index] ?? '', heading: section.heading };
    for (const found of sectionChecks(section, prefixes[index] ?? '', ids, inSection)) {
      checks.push(found);
    }
  });
  return checks.sort((one, other) => one.line - other.line || one.column - other.column);
}
