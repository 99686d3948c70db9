import { has } from '../../model';
import type { Section, StatementKind } from '../../model';
import { quote } from '../../core/text';
import { SENTENCE_KINDS, writeSentence } from '../../documents';
import { findingAt, written } from '../document-index';
import type { Rule } from '../rule';

interface Missing {
  readonly kind: StatementKind;
  readonly why: string;
}

/** The kinds that make a section say something about which records belong together. */
const BEGINNINGS: readonly StatementKind[] = [
  'create-always',
  'link-required',
  'conditional',
  'create-if-connected',
  'merge-on-match',
];

function missingFrom(section: Section): Missing[] {
  const missing: Missing[] = [];
  const matches = has(section, 'merge-existing') || has(section, 'create-missing');
  if (matches && !has(section, 'merge-on-match')) {
    missing.push({
      kind: 'merge-on-match',
      why: 'the section speaks of matching records, and does not say which match',
    });
  } else if (!BEGINNINGS.some((kind) => has(section, kind))) {
    missing.push({ kind: 'create-always', why: 'nothing says when a record gets a counterpart' });
  }
  if (!has(section, 'keep-in-sync')) {
    missing.push({ kind: 'keep-in-sync', why: 'nothing says that linked records are kept in sync' });
  }
  if (!has(section, 'properties')) {
    missing.push({ kind: 'properties', why: 'nothing says which properties are synchronized' });
  }
  return missing;
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
    mended: {
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
        const template = SENTENCE_KINDS.find((known) => known.kind === kind)?.template ?? '';
        yield findingAt(document, section, {
          message: `The section has no ${kind} sentence: ${why}.`,
          help: `Add ${quote(writeSentence(template, names))}`,
        });
      }
    }
  },
};
