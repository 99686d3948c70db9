/** What people's edits lead to: the properties that rows tie to the edited ones. */
import { datatypeLabel, linkingRows, plainRows, type DatatypeName, type Row, type Section } from '../model';
import type { JudgedRecord } from './records';
import type { Primitive, ValueType } from './values';

/** A person's edit of one property. */
export interface Edit {
  readonly record: JudgedRecord;
  readonly path: string;
  /** Absent where a literal was set, or the value cleared. */
  readonly value?: Primitive;
}

/** An edit whose value is known. */
export type ValueEdit = Edit & { readonly value: Primitive };

/** A row with the path of each of two records. */
export interface RowBetween {
  readonly row: Row;
  readonly onePath: string;
  readonly otherPath: string;
}

/** The rows of the sections between the datatypes of two records. */
export function rowsBetween(
  sections: readonly Section[],
  one: JudgedRecord,
  other: JudgedRecord,
): RowBetween[] {
  return sections.flatMap((section) => {
    const rows = section.statements.flatMap((statement) => ('rows' in statement ? statement.rows : []));
    const [source, target] = [datatypeLabel(section.source), datatypeLabel(section.target)];
    return rows.flatMap((row) => [
      ...(datatypeLabel(one) === source && datatypeLabel(other) === target
        ? [{ row, onePath: row.source, otherPath: row.target }]
        : []),
      ...(datatypeLabel(one) === target && datatypeLabel(other) === source
        ? [{ row, onePath: row.target, otherPath: row.source }]
        : []),
    ]);
  });
}

/** The edit that decides what the property must hold: the latest of this property or of a counterpart (D12). */
export function decidingEdit(
  sections: readonly Section[],
  edits: readonly Edit[],
  record: JudgedRecord,
  path: string,
): ValueEdit | undefined {
  return edits.findLast(
    (edit): edit is ValueEdit =>
      edit.value !== undefined &&
      ((edit.record === record && edit.path === path) ||
        rowsBetween(sections, edit.record, record).some(
          (row) => row.onePath === edit.path && row.otherPath === path,
        )),
  );
}

/** A property of a datatype, as a step on the way of an edit. */
function placeOf(name: DatatypeName, path: string): string {
  return JSON.stringify([name.system, name.datatype, path]);
}

/** The properties that the property tables tie to this one, over all sections and systems (D8). */
function tiedTo(sections: readonly Section[], start: DatatypeName, path: string): ReadonlySet<string> {
  const ends = sections.flatMap((section) =>
    plainRows(section).map(
      (row) => [placeOf(section.source, row.source), placeOf(section.target, row.target)] as const,
    ),
  );
  const reached = new Set([placeOf(start, path)]);
  for (const place of reached) {
    for (const [source, target] of ends) {
      if (place === source || place === target) {
        reached.add(source).add(target);
      }
    }
  }
  return reached;
}

/** The latest edit that reaches the property at all, through other systems too; for records that are one thing. */
export function distantEdit(
  sections: readonly Section[],
  edits: readonly Edit[],
  record: JudgedRecord,
  path: string,
): ValueEdit | undefined {
  const tied = tiedTo(sections, record, path);
  return edits.findLast(
    (edit): edit is ValueEdit => edit.value !== undefined && tied.has(placeOf(edit.record, edit.path)),
  );
}

/** The paths of a record that edits may have changed: the edited ones and their counterparts. */
export function touchedPaths(
  sections: readonly Section[],
  edits: readonly Edit[],
  record: JudgedRecord,
): string[] {
  return edits.flatMap((edit) => [
    ...(edit.record === record ? [edit.path] : []),
    ...rowsBetween(sections, edit.record, record)
      .filter((row) => row.onePath === edit.path)
      .map((row) => row.otherPath),
  ]);
}

const PROBE_ORDER: readonly ValueType[] = ['text', 'integer', 'decimal', 'boolean'];

/** What is known of the properties between two records. */
export interface PropertyFacts {
  /** The type of values that a property of the first record holds. */
  readonly typeOf: (path: string) => ValueType;
  /** Whether a person can edit the property of the first record, and an engine write that of the other. */
  readonly canCarry: (row: RowBetween) => boolean;
}

/**
 * The rows whose edits can show a link, the best first: rather those that no merge row compares, and text before numbers
 * before booleans.
 */
export function probingRows(
  section: Section,
  one: JudgedRecord,
  other: JudgedRecord,
  { typeOf, canCarry }: PropertyFacts,
): RowBetween[] {
  const plain = new Set(plainRows(section));
  const compared = new Set(
    linkingRows(section).flatMap(({ source, target }) => [`${source}<`, `>${target}`]),
  );
  const isCompared = ({ source, target }: Row): boolean =>
    compared.has(`${source}<`) || compared.has(`>${target}`);
  const rank = ({ row, onePath }: RowBetween): number =>
    PROBE_ORDER.indexOf(typeOf(onePath)) + (isCompared(row) ? PROBE_ORDER.length : 0);
  return rowsBetween([section], one, other)
    .filter((between) => plain.has(between.row) && canCarry(between))
    .sort((left, right) => rank(left) - rank(right));
}

/** The merge rows by which the two records match: their values agree. */
export function matchingRows(section: Section, one: JudgedRecord, other: JudgedRecord): RowBetween[] {
  const linking = new Set(linkingRows(section));
  return rowsBetween([section], one, other).filter(({ row, onePath, otherPath }) => {
    const [left, right] = [one.values.get(onePath), other.values.get(otherPath)];
    return linking.has(row) && left !== undefined && left.value === right?.value;
  });
}
