/** Reading dataflow documents: files → model, diagnostics, outward forms. */
export { parseDocument, largestDocument } from './document';
export type { DocumentFile } from './document';
export { readDocuments, readSources, UsageError } from './read';
export { lint } from './lint';
export type { DocumentRule } from './lint';
export { diagnosticSeverities } from './findings';
export type { DiagnosticCode } from './findings';
export { formatDiagnosticsJson, formatDiagnosticsText, totalsOf } from './diagnostics-text';
export type { DiagnosticsTextOptions, Totals } from './diagnostics-text';
export { formatShow, publicDocument } from './show';
export type { PublicDocument, PublicRow, PublicSection, PublicStatement, ShowFormat } from './show';
export { sentenceKinds, writeSentence } from './sentences';
export type { SectionNames, SentenceKind } from './sentences';
