/** What people's edits lead to: the properties that rows tie to the edited ones. */
import { datatypeLabel, linkingRows, plainRows, type Row, type Section } from '../model';
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
