/** Reading dataflow documents: files → model, diagnostics, outward forms. */
export { parseDocument, LARGEST_DOCUMENT } from './document';
export type { DocumentFile } from './document';
export { readDocuments, readSources } from './read';
export { compareDiagnostics, DIAGNOSTIC_SEVERITIES } from './findings';
export type { DiagnosticCode, Finding } from './findings';
export { columnOf, fold, printable, splitLines } from './rst/lines';
export { formatShow, publicDocument } from './show';
export type {
  PublicDataType,
  PublicDocument,
  PublicNotUnderstood,
  PublicRow,
  PublicSection,
  PublicStatement,
  ShowFormat,
} from './show';
export { writeSentence } from './sentences';
export { closestKind } from './suggest';
export type { SectionNames } from './sentences';
export { planOf, writeDocument } from './write';
export type { DocumentPlan, RowPlan, SectionPlan, StatementPlan, DocumentWriteOptions } from './write';
