import { STATEMENT_KINDS } from '../../model';
import type { ExcludedBy, Statement, StatementKind } from '../../model';
import { findingAt } from '../document-index';
import type { Rule } from '../rule';

/** For each pair of kinds that exclude each other: why. */
const REASONS: { readonly [Kind in StatementKind]: Readonly<Record<ExcludedBy<Kind>, string>> } = {
  'create-always': {
    conditional: 'every record gets a counterpart, and only a record that meets a condition does',
    'create-if-connected': 'every record gets a counterpart, and only a connected record does',
  },
  'link-required': {
    'create-always': 'without a link nothing may be created, and every record gets a counterpart',
    'create-missing':
      'without a link nothing may be created, and a record without a match gets a counterpart',
    conditional:
      'without a link nothing may be created, and a record that meets a condition gets a counterpart',
  },
  'create-if-connected': {},
  conditional: {},
  'merge-on-match': {},
  'merge-existing': {},
  'create-missing': {},
  'keep-in-sync': {},
  properties: {},
};

interface Contradiction {
  readonly kinds: readonly [StatementKind, StatementKind];
  readonly why: string;
}

const CONTRADICTIONS: readonly Contradiction[] = STATEMENT_KINDS.flatMap((kind) =>
  Object.entries(REASONS[kind]).map(([other, why]): Contradiction => ({
    kinds: [kind, other as StatementKind],
    why,
  })),
);

export const CONTRADICTING_SENTENCES: Rule = {
  code: 'contradicting-sentences',
  severity: 'warning',
  title: 'Two sentences of a section contradict each other',
  explanation:
    'A section says in one way when a record gets a counterpart: always, on a condition, or only where a link exists (D4), which a `create-if-connected` sentence may relax. `link-required` beside a sentence that creates, or `create-always` beside one that sets a condition, cannot both be kept: whatever an engine does, one check fails.',
  help: 'Remove one of the two sentences, or give each its own section.',
  example: {
    failing:
      'Every Shop Order will be synchronized with a Desk Ticket.\n\nBefore any synchronization can take place, a link between a Shop Order and a Desk Ticket must be established.',
    fixed: {
      document:
        'Before any synchronization can take place, a link between a Shop Order and a Desk Ticket must be established.',
    },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      const first = new Map<StatementKind, Statement>();
      for (const statement of section.statements) {
        if (!first.has(statement.kind)) {
          first.set(statement.kind, statement);
        }
      }
      for (const { kinds, why } of CONTRADICTIONS) {
        const [one, other] = kinds.map((kind) => first.get(kind));
        if (one === undefined || other === undefined) {
          continue;
        }
        const [earlier, later] = one.line <= other.line ? [one, other] : [other, one];
        yield findingAt(document, later, {
          message: `This ${later.kind} sentence contradicts the ${earlier.kind} sentence on line ${earlier.line}: ${why}.`,
          help: 'Remove one of the two sentences, or give each its own section.',
        });
      }
    }
  },
};
