/** What is special about a row, alone and among the other rows of its section's tables. */
import { memoized } from './memoized';
import { TABLE_KINDS } from './sentence-kinds';
import type { TableKind } from './sentence-kinds';
import type { Row, Section } from './types';

/**
 * - `identity`: `id` to `id`, the records' own ids (D23);
 * - `foreign-key`: the last step of a path is `id`, or a property is known to refer to a datatype, and the row is not an
 *   identity (D23);
 * - `duplicate`: another row of a table of the same kind has the same source, target and gate;
 * - `many-to-one`: property rows with other sources write the same target (D17);
 * - `one-to-many`: property rows with other targets read the same source (D18);
 * - `gated`: the row states a gate, complete or not (D22).
 */
export type RowTrait = 'identity' | 'foreign-key' | 'duplicate' | 'many-to-one' | 'one-to-many' | 'gated';

/** The rows of one property, on one side of the tables of one kind. */
interface Uses {
  readonly rows: Row[];
  /** The different paths on the other side. */
  readonly others: Set<string>;
}

/** The rows of all tables of one kind in a section. */
interface TableIndex {
  readonly bySource: ReadonlyMap<string, Uses>;
  readonly byTarget: ReadonlyMap<string, Uses>;
  /** How many rows have the same source, target and gate. */
  readonly alike: ReadonlyMap<string, number>;
}

interface SectionIndex {
  readonly tables: Readonly<Record<TableKind, TableIndex>>;
  readonly kindOf: ReadonlyMap<Row, TableKind>;
}

function pairKey({ source, target, gate }: Row): string {
  return JSON.stringify([
    source,
    target,
    ...(gate === undefined ? [] : [gate.value ?? null, gate.property ?? null]),
  ]);
}

function addUse(uses: Map<string, Uses>, path: string, other: string, row: Row): void {
  const known = uses.get(path) ?? { rows: [], others: new Set<string>() };
  known.rows.push(row);
  known.others.add(other);
  uses.set(path, known);
}

function indexOf(rows: readonly Row[]): TableIndex {
  const bySource = new Map<string, Uses>();
  const byTarget = new Map<string, Uses>();
  const alike = new Map<string, number>();
  for (const row of rows) {
    addUse(bySource, row.source, row.target, row);
    addUse(byTarget, row.target, row.source, row);
    alike.set(pairKey(row), (alike.get(pairKey(row)) ?? 0) + 1);
  }
  return { bySource, byTarget, alike };
}

/** One value for each kind of table. */
function perTableKind<T>(make: (kind: TableKind) => T): Record<TableKind, T> {
  return Object.fromEntries(TABLE_KINDS.map((kind) => [kind, make(kind)])) as Record<TableKind, T>;
}

const sectionIndex = memoized((section): SectionIndex => {
  const rows = perTableKind((): Row[] => []);
  const kindOf = new Map<Row, TableKind>();
  for (const statement of section.statements) {
    if (!('rows' in statement)) {
      continue;
    }
    for (const row of statement.rows) {
      rows[statement.kind].push(row);
      kindOf.set(row, statement.kind);
    }
  }
  return { tables: perTableKind((kind) => indexOf(rows[kind])), kindOf };
});

/** The property rows of the section that write a target property, in order; takes constant time. */
export function rowsThatWrite(section: Section, target: string): readonly Row[] {
  return sectionIndex(section).tables.properties.byTarget.get(target)?.rows ?? [];
}

/** The property rows of the section that read a source property, in order; takes constant time. */
export function rowsThatRead(section: Section, source: string): readonly Row[] {
  return sectionIndex(section).tables.properties.bySource.get(source)?.rows ?? [];
}

function isId(path: string): boolean {
  return path === 'id' || path.endsWith('.id');
}

/** Whether the row's paths are both `id` (D23). */
export function isIdentity({ source, target }: Pick<Row, 'source' | 'target'>): boolean {
  return source === 'id' && target === 'id';
}

/**
 * Whether one of the row's paths ends in the step `id` or is known to refer to a datatype, and the row is not an identity
 * (D23). A name that only ends in the letters (`customerId`, `taxId`) does not make a foreign key by itself: it refers to a
 * record where the config or a datatype of that name says so, which `withReferences` finds out.
 */
export function isForeignKey(row: Pick<Row, 'source' | 'target' | 'references'>): boolean {
  return (isId(row.source) || isId(row.target) || row.references !== undefined) && !isIdentity(row);
}

/**
 * What is special about a row of the section, in the order of `RowTrait`; empty where nothing is. Both sections and
 * rows are known by identity: pass a row out of the section's own tables; for any other only what the row itself shows
 * is given. A section is indexed once, in time linear in its rows; each answer takes constant time.
 */
export function rowTraits(section: Section, row: Row): readonly RowTrait[] {
  const { tables, kindOf } = sectionIndex(section);
  const kind = kindOf.get(row);
  const alike = kind === undefined ? 1 : (tables[kind].alike.get(pairKey(row)) ?? 1);
  const { bySource, byTarget } = tables.properties;
  const isProperty = kind === 'properties';
  const found: Readonly<Record<RowTrait, boolean>> = {
    identity: isIdentity(row),
    'foreign-key': isForeignKey(row),
    duplicate: alike > 1,
    'many-to-one': isProperty && (byTarget.get(row.target)?.others.size ?? 0) > 1,
    'one-to-many': isProperty && (bySource.get(row.source)?.others.size ?? 0) > 1,
    gated: row.gate !== undefined,
  };
  return (Object.keys(found) as RowTrait[]).filter((trait) => found[trait]);
}
