/** What the tests of this room share: documents from parts, and findings as short texts. */
import type { DataflowDocument } from '../model';
import { parse, table, titled, headed } from '../documents/testing';
import { lint } from './lint';
import { EMPTY_CONTEXT } from './types';
import type { LintContext } from './types';

/** A context with some of its parts; the others are empty. */
export function contextOf(parts: Partial<LintContext>): LintContext {
  return { ...EMPTY_CONTEXT, ...parts };
}

/** `path:line` and message of a rule's findings, in order. */
export function messages(
  code: string,
  documents: readonly DataflowDocument[],
  context: LintContext = EMPTY_CONTEXT,
): string[] {
  return lint(documents, context)
    .filter((diagnostic) => diagnostic.code === code)
    .map(({ path, line, message }) => `${path}:${line} ${message}`);
}

/** What stands in a section: rows of its tables, and sentences that come before the others. */
export interface SectionParts {
  readonly source: string;
  readonly target: string;
  /** The sentence that opens the section. Default: `create-always`. */
  readonly opening?: readonly string[];
  readonly merge?: readonly (readonly string[])[];
  readonly rows?: readonly (readonly string[])[];
}

export function requires(source: string, target: string): string {
  return `Before any synchronization can take place, a link between a ${source} and a ${target} must be established.`;
}

export function every(source: string, target: string): string {
  return `Every ${source} will be synchronized with a ${target}.`;
}

/** A whole section: opening, merge table where it has rows, keep-in-sync, property table. */
export function section({ source, target, opening, merge, rows = [] }: SectionParts): string {
  const headers = [`${source} Property`, `${target} Property`];
  const merging =
    merge === undefined
      ? []
      : [
          `A ${source} will merge with a ${target} if one of the following property combinations match:`,
          table(headers, ...merge),
        ];
  const parts = [
    ...(opening ?? [every(source, target)]),
    ...merging,
    `Once a link between a ${source} and a ${target} is established, it will keep in sync between the two systems, regardless of where it is edited.`,
    `The following properties are synchronized between a ${source} and a ${target}:`,
    table([...headers, 'Data Type'], ...rows),
  ];
  return headed(`${source} to ${target}`, parts.join('\n\n'));
}

/** A document of two systems, `<source>-to-<target>.rst` in lower case. */
export function documentOf(source: string, target: string, ...sections: readonly string[]): DataflowDocument {
  const path = `${source}-to-${target}.rst`.toLowerCase().replaceAll(' ', '-');
  return parse(titled(`${source} to ${target} Dataflow`, ...sections), path);
}
