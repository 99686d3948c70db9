import { saysWhatIsLinked, SENTENCE_KINDS, STATEMENT_KINDS } from '../../model';
import type { NeededKind, Section, StatementKind } from '../../model';
import { quote } from '../../core/text';
import { writeSentence } from '../../documents';
import { findingAt, written } from '../document-index';
import type { Rule } from '../rule';

interface Missing {
  readonly kind: StatementKind;
  readonly why: string;
}

/** What a section lacks without a sentence of the kind. */
const REASONS: Readonly<Record<NeededKind, string>> = {
  'merge-on-match': 'the section speaks of matching records, and does not say which match',
  'keep-in-sync': 'nothing says that linked records are kept in sync',
  properties: 'nothing says which properties are synchronized',
};

/** What is suggested where a section does not say which records get a counterpart. */
const USUAL_BEGINNING: StatementKind = 'create-always';

function isNeeded(kind: StatementKind): kind is NeededKind {
  return Object.hasOwn(REASONS, kind);
}

function neededBy(kinds: readonly StatementKind[]): NeededKind[] {
  const needed = new Set(kinds.flatMap((kind) => SENTENCE_KINDS[kind].needs));
  return STATEMENT_KINDS.filter(isNeeded).filter(
    (kind) => needed.has(kind) || SENTENCE_KINDS[kind].everySection,
  );
}

function missingFrom(section: Section): Missing[] {
  const kinds = section.statements.map(({ kind }) => kind);
  const missing = neededBy(kinds)
    .filter((kind) => !kinds.includes(kind))
    .map((kind): Missing => ({ kind, why: REASONS[kind] }));
  const says = [...kinds, ...missing.map(({ kind }) => kind)].some(saysWhatIsLinked);
  return says
    ? missing
    : [{ kind: USUAL_BEGINNING, why: 'nothing says when a record gets a counterpart' }, ...missing];
}

export const MISSING_SENTENCE: Rule = {
  code: 'missing-sentence',
  severity: 'warning',
  title: 'A section lacks a sentence that every section needs',
  explanation:
    'Every section says when a record gets a counterpart, that linked records are kept in sync, and which properties are synchronized (also where the table has no row); one that speaks of matching records says which match. What a section does not say is not checked. Not reported while lines of the section are not understood: one of them may be the sentence.',
  help: 'Add the sentence; [documents.md](documents.md) has all of them.',
  example: {
    failing:
      'Every Shop Order will be synchronized with a Desk Ticket.\n\nThe following properties are synchronized between a Shop Order and a Desk Ticket:',
    fixed: {
      document:
        'Every Shop Order will be synchronized with a Desk Ticket.\n\nOnce a link between a Shop Order and a Desk Ticket is established, it will keep in sync between the two systems, regardless of where it is edited.\n\nThe following properties are synchronized between a Shop Order and a Desk Ticket:',
    },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      if (section.notUnderstood.length > 0) {
        continue;
      }
      const names = { source: written(section.source), target: written(section.target) };
      for (const { kind, why } of missingFrom(section)) {
        yield findingAt(document, section, {
          message: `The section has no ${kind} sentence: ${why}.`,
          help: `Add ${quote(writeSentence(kind, names))}`,
        });
      }
    }
  },
};
