/** Linting: the rules, what they find in documents, and how it is written. */
export { formatDiagnosticsJson, formatDiagnosticsText, totalsOf } from './formats/text';
export type { DiagnosticsTextOptions, DiagnosticTotals } from './formats/text';
export { lint } from './lint';
export type { RuleExample, Rule } from './rule';
export { RULES } from './rules';
export { formatDiagnosticsSarif, outsideRepository } from './formats/sarif';
export type { SarifOptions } from './formats/sarif';
export { EMPTY_CONTEXT } from './types';
export type { LintContext, PlacedFinding, SystemFacts } from './types';
