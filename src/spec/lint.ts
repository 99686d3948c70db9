/** Lint: what is wrong in documents, in order. */
import type { DataflowDocument, Diagnostic } from '../model';
import { compareDiagnostics } from './findings';

/** A rule over several documents; each finding names the document in its `path`. */
export type DocumentRule = (documents: readonly DataflowDocument[]) => readonly Diagnostic[];

/** What reading found; rules that look at several documents are added here. */
const documentRules: readonly DocumentRule[] = [
  (documents) => documents.flatMap(({ diagnostics }) => diagnostics),
];

/** All diagnostics of the documents, sorted by path, line and column. */
export function lint(documents: readonly DataflowDocument[]): Diagnostic[] {
  return documentRules.flatMap((rule) => rule(documents)).sort(compareDiagnostics);
}
