import { canCreate, has, rowsOf } from '../../model';
import { findingAt, written } from '../document-index';
import type { Rule } from '../rule';

export const CREATE_WITHOUT_PROPERTIES: Rule = {
  code: 'create-without-properties',
  severity: 'info',
  title: 'Records are created, and no property is synchronized',
  explanation:
    "The section creates records, but its property table has no row. The new records hold nothing but what the target's schema requires (D24). That may be meant, for example while a dataflow is being built. Not reported while lines of the section are not understood.",
  help: 'Add a row for each property that new records should have.',
  example: {
    failing:
      'Every Shop Order will be synchronized with a Desk Ticket.\n\n   * - Shop Order Property\n     - Desk Ticket Property\n     - Desk Data Type',
    fixed: {
      document:
        'Every Shop Order will be synchronized with a Desk Ticket.\n\n   * - Shop Order Property\n     - Desk Ticket Property\n     - Desk Data Type\n   * - name\n     - title\n     - "string"',
    },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      if (section.notUnderstood.length > 0 || rowsOf(section, 'properties').length > 0) {
        continue;
      }
      const sentence = section.statements.find(({ kind }) => canCreate(kind));
      if (sentence === undefined || !has(section, 'properties')) {
        continue;
      }
      yield findingAt(document, sentence, {
        message: `New ${written(section.target)} records will hold nothing but what their system requires: the property table has no row.`,
        help: 'Add a row for each property that new records should have.',
      });
    }
  },
};
