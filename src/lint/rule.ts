/** What a rule is. */
import type { Severity } from '../model';
import type { DocumentIndex } from './document-index';
import type { PlacedFinding } from './types';

/** Lines that the rule's fixtures hold: of a document that gives a finding, and what fixes it. */
export interface RuleExample {
  readonly failing: string;
  readonly fixed: { readonly document: string } | { readonly config: string };
}

/** One thing that `lint` looks for, with its documentation. */
export interface Rule {
  /** Kebab-case; the config's `rules` names it. */
  readonly code: string;
  /** Unless the config says otherwise. */
  readonly severity: Severity;
  /** What is wrong, as a short phrase. */
  readonly title: string;
  /** What is looked at, why it matters, and what is not reported: Markdown, one paragraph. */
  readonly explanation: string;
  /** How to fix it: Markdown, one paragraph. */
  readonly help: string;
  readonly example: RuleExample;
  /** Absent where reading a document gives the diagnostics. Takes time linear in the size of the documents. */
  readonly check?: (documentIndex: DocumentIndex) => Iterable<PlacedFinding>;
}
