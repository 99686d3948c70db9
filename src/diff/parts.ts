/** A document taken apart for comparing: every check with what it means, so that lines and spelling do not count. */
import {
  checksOf,
  sectionSlugs,
  type Check,
  type DataflowDocument,
  type DataType,
  type Gate,
  type Row,
  type Section,
  type Side,
  type Statement,
} from '../model';
import { addTo } from './order';

/** One check. Two with the same meaning promise the same, however they are written. */
export interface Part {
  readonly check: Check;
  /** The check's id without document and section: the same in sections with other slugs. */
  readonly key: string;
  readonly meaning: string;
}

export interface RowPart extends Part {
  readonly row: Row;
}

export interface SentencePart extends Part {
  readonly statement: Statement;
  readonly header?: Part;
  readonly rows: readonly RowPart[];
}

export interface SectionPart {
  readonly slug: string;
  readonly section: Section;
  readonly heading: Part;
  readonly sentences: readonly SentencePart[];
  readonly notUnderstood: readonly Part[];
  /** Ids of all its checks, in the order of their lines. */
  readonly ids: readonly string[];
}

export interface DocumentParts {
  readonly document: DataflowDocument;
  readonly title?: Part;
  readonly generated: readonly Part[];
  readonly introduction: readonly Part[];
  readonly notUnderstood: readonly Part[];
  readonly sections: readonly SectionPart[];
}

/** What the heading writes of a side: its label, or else the system. */
export function labelOf({ label, system }: Side): string {
  return label ?? system;
}

/** `Dependant on having NO in country`; `null` without a gate. */
export function gateText(gate: Gate | undefined): string | null {
  return gate === undefined
    ? null
    : `Dependant on having ${gate.value ?? '(no value)'} in ${gate.property ?? '(no property)'}`;
}

/** `"string"` and `string` mean the same, as do `N/A` and no cell; a transformation means what can be read of it. */
function dataTypeMeaning(dataType: DataType | undefined): unknown {
  if (dataType?.name !== 'expression') {
    return dataType?.name ?? null;
  }
  return dataType.conversion ?? dataType.text;
}

/** What the data types of two rows promise is the same. */
export function sameDataType(one: Row, other: Row): boolean {
  return JSON.stringify(dataTypeMeaning(one.dataType)) === JSON.stringify(dataTypeMeaning(other.dataType));
}

function rowMeaning({ source, target, dataType, gate }: Row): string {
  const gated = gate === undefined ? null : [gate.value ?? null, gate.property ?? null];
  return JSON.stringify([source, target, dataTypeMeaning(dataType), gated]);
}

/** What a sentence says beyond its kind and the names of the heading; any listed datatype will do (D20). */
function sentenceMeaning(statement: Statement): string {
  if ('condition' in statement) {
    return statement.condition;
  }
  if (!('connectedTo' in statement)) {
    return '';
  }
  const { system, datatypes, synchronizedInto } = statement.connectedTo;
  return JSON.stringify([system, [...new Set(datatypes)].sort(), synchronizedInto]);
}

/** The checks of one section or of what is outside: rows below their sentences. */
interface Sorted {
  readonly all: Check[];
  readonly byTable: Map<string, Check[]>;
  readonly byPlace: Map<string, Check>;
}

function placeKey(what: { kind: string; line: number; column: number }): string {
  return `${what.kind}:${what.line}:${what.column}`;
}

function sorted(checks: readonly Check[]): Sorted {
  const byTable = new Map<string, Check[]>();
  const byPlace = new Map<string, Check>();
  for (const check of checks) {
    if (check.table !== undefined) {
      addTo(byTable, check.table, check);
    } else {
      byPlace.set(placeKey(check), check);
    }
  }
  return { all: [...checks], byTable, byPlace };
}

function partsOfKind(checks: Sorted, kind: Check['kind'], prefix: string): Part[] {
  return checks.all
    .filter((check) => check.kind === kind)
    .map((check) => ({ check, key: check.id.slice(prefix.length), meaning: check.text }));
}

function sentencePart(statement: Statement, checks: Sorted, prefix: string): SentencePart[] {
  const check = checks.byPlace.get(placeKey(statement));
  if (check === undefined) {
    return [];
  }
  const below = checks.byTable.get(check.id) ?? [];
  const keyOf = ({ id }: Check): string => id.slice(prefix.length);
  const header = below.find(({ kind }) => kind === 'table-header');
  const rowChecks = below.filter(({ kind }) => kind === statement.kind);
  const rows = 'rows' in statement ? statement.rows : [];
  return [
    {
      check,
      key: keyOf(check),
      meaning: sentenceMeaning(statement),
      statement,
      ...(header === undefined
        ? {}
        : { header: { check: header, key: keyOf(header), meaning: header.text } }),
      rows: rows.flatMap((row, at) => {
        const rowCheck = rowChecks[at];
        return rowCheck === undefined
          ? []
          : [{ check: rowCheck, key: keyOf(rowCheck), meaning: rowMeaning(row), row }];
      }),
    },
  ];
}

function sectionPart(section: Section, slug: string, document: string, checks: Sorted): SectionPart[] {
  const prefix = `${document}/${slug}`;
  const [heading] = partsOfKind(checks, 'heading', prefix);
  if (heading === undefined) {
    return [];
  }
  return [
    {
      slug,
      section,
      heading,
      sentences: section.statements.flatMap((statement) => sentencePart(statement, checks, prefix)),
      notUnderstood: partsOfKind(checks, 'not-understood', prefix),
      ids: checks.all.map(({ id }) => id),
    },
  ];
}

/** Takes a document apart, in time linear in its size. */
export function partsOf(document: DataflowDocument): DocumentParts {
  const outside: Check[] = [];
  const bySection = new Map<string, Check[]>();
  for (const check of checksOf(document)) {
    if (check.section === undefined) {
      outside.push(check);
    } else {
      addTo(bySection, check.section, check);
    }
  }
  const slugs = sectionSlugs(document);
  const rest = sorted(outside);
  const [title] = partsOfKind(rest, 'title', document.slug);
  return {
    document,
    ...(title === undefined ? {} : { title }),
    generated: partsOfKind(rest, 'generated', document.slug),
    introduction: partsOfKind(rest, 'introduction', document.slug),
    notUnderstood: partsOfKind(rest, 'not-understood', document.slug),
    sections: document.sections.flatMap((section, at) => {
      const slug = slugs[at] ?? '';
      return sectionPart(section, slug, document.slug, sorted(bySection.get(slug) ?? []));
    }),
  };
}
