import { rowsOf } from '../../model';
import type { DataflowDocument, DataType, DataTypeName, Row } from '../../model';
import { quote } from '../../core/text';
import { findingAt } from '../document-index';
import type { DocumentIndex } from '../document-index';
import type { Rule } from '../rule';
import type { PlacedFinding } from '../types';

/**
 * What a data type says of single values. `N/A` and expressions say nothing of them, `list` only that there are several
 * (D26: elements are converted one by one). `float` and `decimal` are both numbers; `integer` has no fractions.
 */
const VALUE_KINDS: Readonly<Partial<Record<NonNullable<DataTypeName>, string>>> = {
  string: 'text',
  integer: 'whole number',
  float: 'number',
  decimal: 'number',
  boolean: 'boolean',
};

function valueKind(dataType: DataType | undefined): string | undefined {
  const name = dataType?.name ?? null;
  return name === null ? undefined : VALUE_KINDS[name];
}

/** A row that types a property. */
interface Typed {
  readonly document: DataflowDocument;
  readonly row: Row;
  readonly kind: string;
}

/** All rows that type a property, by the property: system, datatype and path. The table types the target side (D15). */
function typedRows(documentIndex: DocumentIndex): Map<string, Typed[]> {
  const found = new Map<string, Typed[]>();
  for (const { document, section } of documentIndex.sections()) {
    const { system, datatype } = documentIndex.datatypeOf(section.target);
    for (const row of rowsOf(section, 'properties')) {
      const kind = valueKind(row.dataType);
      if (kind === undefined) {
        continue;
      }
      const key = JSON.stringify([system, datatype, row.target]);
      const typed = found.get(key) ?? [];
      typed.push({ document, row, kind });
      found.set(key, typed);
    }
  }
  return found;
}

/** The first row of the kind that most rows state; of equally many, the kind that stands first. */
function usualOf(typed: readonly Typed[]): Typed | undefined {
  const counts = new Map<string, number>();
  for (const { kind } of typed) {
    counts.set(kind, (counts.get(kind) ?? 0) + 1);
  }
  const most = Math.max(...counts.values());
  return typed.find(({ kind }) => counts.get(kind) === most);
}

function* compare(typed: readonly Typed[]): Generator<PlacedFinding> {
  const usual = usualOf(typed);
  if (usual === undefined) {
    return;
  }
  for (const { document, row, kind } of typed) {
    if (kind === usual.kind) {
      continue;
    }
    const where = `${usual.document.path}:${usual.row.line}`;
    yield findingAt(document, row, {
      message: `${quote(row.target)} has the data type ${row.dataType?.text ?? ''} here, and ${usual.row.dataType?.text ?? ''} in ${where}.`,
      help: 'Write one data type for the property in all rows that lead to it.',
    });
  }
}

export const CONTRADICTING_DATA_TYPES: Rule = {
  code: 'contradicting-data-types',
  severity: 'warning',
  title: 'One property has several data types',
  explanation:
    'The third column types the property of the target side. Rows that lead to one property of one datatype of one system, in any section or document, must agree on it: `"string"` here and `"integer"` there cannot both be right (D15). `float` and `decimal` agree, both are numbers; `integer` agrees with neither, because fractions would be lost. `list` agrees with every type, as elements are converted one by one (D26); `N/A`, an empty cell and transformations say nothing. Reported is the type that fewer rows state.',
  help: 'Write one data type for the property in all rows that lead to it.',
  example: {
    failing: '   * - total\n     - amount\n     - "integer"\n\n   * - sum\n     - amount\n     - "string"',
    fixed: {
      document:
        '   * - total\n     - amount\n     - "integer"\n\n   * - sum\n     - amount\n     - "integer"',
    },
  },
  *check(documentIndex) {
    for (const typed of typedRows(documentIndex).values()) {
      yield* compare(typed);
    }
  },
};
