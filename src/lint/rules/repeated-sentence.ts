import { findingAt } from '../document-index';
import type { Rule } from '../rule';

export const REPEATED_SENTENCE: Rule = {
  code: 'repeated-sentence',
  severity: 'info',
  title: 'A section has the same sentence twice',
  explanation:
    'The second one says nothing new; of a table sentence, the rows of both tables count. It is mostly left over from copying, and where it was copied from another section, the sentence that belongs here may be missing.',
  help: 'Remove the sentence, or put the rows of both tables into one.',
  example: {
    failing:
      'Every Shop Order will be synchronized with a Desk Ticket.\n\nEvery Shop Order will be synchronized with a Desk Ticket.',
    fixed: { document: 'Every Shop Order will be synchronized with a Desk Ticket.' },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      const lines = new Map<string, number>();
      for (const statement of section.statements) {
        const line = lines.get(statement.text);
        if (line === undefined) {
          lines.set(statement.text, statement.line);
          continue;
        }
        yield findingAt(document, statement, {
          message: `This ${statement.kind} sentence is already on line ${line}.`,
          help:
            'rows' in statement
              ? 'Put the rows of both tables into one.'
              : 'Remove it, or write the sentence that was meant.',
        });
      }
    }
  },
};
