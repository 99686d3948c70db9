/**
 * The document model: what a dataflow document says, with the place of every word of it.
 * It knows nothing of RST, Gherkin, engines or HTTP.
 */

import type { Conversion } from './conversions';
import type { KindWith, StatementKind, TableKind } from './sentence-kinds';

/** A range of lines of a document; lines and columns count from 1, `endLine` is the last line of the range. */
export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
}

/** One side of a section: a datatype of one of the two systems of the title. */
export interface Side {
  /** The title's system. */
  readonly system: string;
  /** What the heading writes instead of the title's system; absent where it writes the system itself. */
  readonly label?: string;
  readonly datatype: string;
}

/** `null` name: no cast is stated (`N/A` or no cell). `expression`: a fragment of a transformation. */
export type DataTypeName =
  'string' | 'integer' | 'float' | 'decimal' | 'boolean' | 'list' | 'expression' | null;

export interface DataType {
  readonly name: DataTypeName;
  /** The cell as it is written, its white space folded; empty where the cell is missing. */
  readonly text: string;
  /** Of an `expression`: what the fragment says, where it is whole or can be restored without guessing. */
  readonly conversion?: Conversion;
  /** Of an `expression` without a conversion: why it cannot be read; half a sentence, without a full stop. */
  readonly problem?: string;
}

/** `(Dependant on having <value> in <property>)`; the document may leave either of them out. */
export interface Gate {
  readonly property?: string;
  readonly value?: string;
  /** The cells that state the gate, whose sides' property it means; absent: the source's. */
  readonly side?: 'target' | 'both';
}

/** A row of a merge table (no data type) or of a property table. */
export interface Row extends Place {
  /** Property path on the source side, dots between its steps. */
  readonly source: string;
  readonly target: string;
  readonly dataType?: DataType;
  readonly gate?: Gate;
  /** The datatypes whose ids the properties hold, by side, once `withReferences` has found any (D23). */
  readonly references?: { readonly source?: string; readonly target?: string };
  /** The cells as they are written, joined with ` | `. */
  readonly text: string;
  /** The cells one by one; only where one holds ` | ` itself, so that the text cannot be taken apart. */
  readonly cells?: readonly string[];
}

interface StatementBase extends Place {
  /** The sentence, its white space folded to single blanks. */
  readonly text: string;
}

export interface PlainStatement extends StatementBase {
  readonly kind: KindWith<{ readonly reads: 'nothing'; readonly table: 'none' }>;
}

/** The header row of a table. */
export interface TableHeader extends Place {
  /** The cells as they are written, joined with ` | `. */
  readonly text: string;
  /** The cells one by one; only where one holds ` | ` itself, so that the text cannot be taken apart. */
  readonly cells?: readonly string[];
}

export interface TableStatement extends StatementBase {
  readonly kind: TableKind;
  readonly rows: readonly Row[];
  /** The place of the header row; absent where the table has none. */
  readonly header?: TableHeader;
}

export interface ConnectedStatement extends StatementBase {
  readonly kind: KindWith<{ readonly reads: 'connection' }>;
  readonly connectedTo: {
    readonly system: string;
    readonly datatypes: readonly string[];
    readonly synchronizedInto: string;
  };
}

export interface ConditionalStatement extends StatementBase {
  readonly kind: KindWith<{ readonly reads: 'condition' }>;
  /** The free text before `, it  will be synchronized with`. */
  readonly condition: string;
}

export type Statement = PlainStatement | TableStatement | ConnectedStatement | ConditionalStatement;

/** A line, sentence or row that no rule reads: counted, never dropped. */
export interface NotUnderstood extends Place {
  readonly text: string;
}

export interface Section extends Place {
  readonly heading: string;
  readonly source: Side;
  readonly target: Side;
  readonly statements: readonly Statement[];
  readonly notUnderstood: readonly NotUnderstood[];
}

export type Severity = 'error' | 'warning' | 'info';

/** What `lint` reports. */
export interface Diagnostic {
  /** The document's path as the user named it. */
  readonly path: string;
  readonly line: number;
  readonly column: number;
  readonly severity: Severity;
  /** Kebab-case code of the rule, for example `not-understood`. */
  readonly code: string;
  /** What is wrong. */
  readonly message: string;
  /** How to fix it. */
  readonly help: string;
}

/** Lines that say nothing that can be checked. */
export interface Informative extends Place {
  readonly kind: 'title' | 'generated' | 'introduction';
  readonly text: string;
}

/** A parsed document. */
export interface DataflowDocument {
  readonly path: string;
  /** The file's base name as a slug: the first part of every check id. */
  readonly slug: string;
  /** SHA-256 of the file's bytes, lower-case hex. */
  readonly sha256: string;
  readonly title: string;
  readonly systems: { readonly source: string; readonly target: string };
  /** `YYYY-MM-DDTHH:MM:SS`, as the document states it (no time zone). */
  readonly generatedAt?: string;
  readonly informative: readonly Informative[];
  readonly sections: readonly Section[];
  /** What is outside every section and no rule reads. */
  readonly notUnderstood: readonly NotUnderstood[];
  readonly diagnostics: readonly Diagnostic[];
}

/** The kinds of check: the sentence kinds, the lines that are only informative, and what no rule reads. */
export type CheckKind =
  StatementKind | 'title' | 'generated' | 'introduction' | 'heading' | 'table-header' | 'not-understood';

/** One thing that the document says and that ends in exactly one state. */
export interface Check extends Place {
  readonly id: string;
  /** The document's path. */
  readonly document: string;
  readonly kind: CheckKind;
  readonly text: string;
  /** The section's slug; absent for what is outside every section. */
  readonly section?: string;
  /** The section's heading. */
  readonly heading?: string;
  /** For a row: the id of its table sentence. */
  readonly table?: string;
  /** For a row or header: its cells; only where one holds ` | `, which joins them in the text. */
  readonly cells?: readonly string[];
}
