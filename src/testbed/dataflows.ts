/** The sections of a scope as engines get them. */
import {
  conversionJson,
  sectionIds,
  type DataflowDocument,
  type DataType,
  type Row,
  type Section,
} from '../model';
import type { Dataflow, DataflowRow, DataflowSection, RowDataType } from '../protocol';

/** A section that a scenario has switched on. */
export interface ScopedSection {
  readonly section: Section;
  /** The document's slug. */
  readonly document: string;
  /** What the ids of its checks begin with: `document/section`. */
  readonly id: string;
}

/** The sections of a document, each with the id that its checks' ids begin with. */
export function scopedSections(document: Pick<DataflowDocument, 'slug' | 'sections'>): ScopedSection[] {
  const ids = sectionIds(document);
  return document.sections.map((section, index) => ({
    section,
    document: document.slug,
    id: ids[index] ?? '',
  }));
}

/** A section as engines get it: without texts, labels and places. */
function sectionOf({ id, section: { source, target, statements } }: ScopedSection): DataflowSection {
  return {
    id,
    source: { system: source.system, datatype: source.datatype },
    target: { system: target.system, datatype: target.datatype },
    statements: statements.map((statement) => ({
      kind: statement.kind,
      ...('rows' in statement ? { rows: statement.rows.map(rowOf) } : {}),
      ...('connectedTo' in statement ? { connectedTo: statement.connectedTo } : {}),
      ...('condition' in statement ? { condition: statement.condition } : {}),
    })),
  };
}

function rowOf({ source, target, dataType, gate }: Row): DataflowRow {
  return {
    source,
    target,
    ...(dataType === undefined ? {} : { dataType: dataTypeOf(dataType) }),
    ...(gate === undefined ? {} : { gate: { ...gate, side: gate.side ?? 'source' } }),
  };
}

/** As `syncproof show` writes it. */
function dataTypeOf({ name, text, conversion, problem }: DataType): RowDataType {
  return {
    name,
    text,
    ...(conversion === undefined ? {} : { conversion: conversionJson(conversion) }),
    ...(problem === undefined ? {} : { problem }),
  };
}

/** One dataflow for each document that the sections come from. */
export function dataflowsOf(scoped: readonly ScopedSection[]): Dataflow[] {
  const documents = [...new Set(scoped.map(({ document }) => document))];
  return documents.flatMap((document) => {
    const sections = scoped.filter((each) => each.document === document).map(sectionOf);
    const [first] = sections;
    if (first === undefined) {
      return [];
    }
    return [{ systems: { source: first.source.system, target: first.target.system }, sections }];
  });
}
