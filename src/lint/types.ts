/** What linting needs to know beyond the documents, and what it finds. */
import type { Condition, Severity, DeclaredReferences } from '../model';
import type { Finding } from '../documents';

/** What the config says of one system, as far as rules look at it. */
export type SystemFacts = DeclaredReferences['systems'][string] & {
  /** Other names by which documents call the same system. */
  readonly aliases: readonly string[];
};

/** What rules know beyond the documents; a config has all of it. */
export interface LintContext {
  readonly bindings: {
    /** Condition text → predicate (D21). */
    readonly conditions: Readonly<Record<string, Condition>>;
    /** `<system> <datatype>.<property path>` → datatype of the same system (D20, D23). */
    readonly references: Readonly<Record<string, string>>;
  };
  readonly systems: Readonly<Record<string, SystemFacts>>;
  /** Rule code → severity; `off` drops its diagnostics. A code that is not named keeps its default. */
  readonly severities: Readonly<Record<string, Severity | 'off'>>;
}

/** Nothing beyond the documents: no binding, no system, every rule with its default severity. */
export const EMPTY_CONTEXT: LintContext = {
  bindings: { conditions: {}, references: {} },
  systems: {},
  severities: {},
};

/** One finding of a rule: what is wrong, how to fix it, and where. */
export interface PlacedFinding extends Finding {
  /** The document's path. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
}
