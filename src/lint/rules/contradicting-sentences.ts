import type { Statement, StatementKind } from '../../model';
import { findingAt } from '../document-index';
import type { Rule } from '../rule';

interface Contradiction {
  readonly kinds: readonly [StatementKind, StatementKind];
  readonly why: string;
}

const CONTRADICTIONS: readonly Contradiction[] = [
  {
    kinds: ['link-required', 'create-always'],
    why: 'without a link nothing may be created, and every record gets a counterpart',
  },
  {
    kinds: ['link-required', 'create-missing'],
    why: 'without a link nothing may be created, and a record without a match gets a counterpart',
  },
  {
    kinds: ['link-required', 'conditional'],
    why: 'without a link nothing may be created, and a record that meets a condition gets a counterpart',
  },
  {
    kinds: ['create-always', 'conditional'],
    why: 'every record gets a counterpart, and only a record that meets a condition does',
  },
  {
    kinds: ['create-always', 'create-if-connected'],
    why: 'every record gets a counterpart, and only a connected record does',
  },
];

export const CONTRADICTING_SENTENCES: Rule = {
  code: 'contradicting-sentences',
  severity: 'warning',
  title: 'Two sentences of a section contradict each other',
  explanation:
    'A section says in one way when a record gets a counterpart: always, on a condition, or only where a link exists (D4), which a `create-if-connected` sentence may relax. `link-required` beside a sentence that creates, or `create-always` beside one that sets a condition, cannot both be kept: whatever an engine does, one check fails.',
  help: 'Remove one of the two sentences, or give them sections of their own.',
  example: {
    failing:
      'Every Shop Order will be synchronized with a Desk Ticket.\n\nBefore any synchronization can take place, a link between a Shop Order and a Desk Ticket must be established.',
    mended: {
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
          help: 'Remove one of the two sentences, or give them sections of their own.',
        });
      }
    }
  },
};
