import { canCreate, mergeRowObstacle, rowsOf } from '../../model';
import type { Section } from '../../model';
import { findingAt } from '../document-index';
import type { Rule } from '../rule';

/** Whether a row of the merge table can ever link: both properties are named, and its gate can be decided (D22). */
function hasUsableRow(section: Section): boolean {
  return rowsOf(section, 'merge-on-match').some((row) => {
    const { gate } = row;
    const isDecidable = gate === undefined || (gate.property !== undefined && gate.value !== undefined);
    return isDecidable && mergeRowObstacle(row)?.kind !== 'missing-property';
  });
}

export const LINK_UNREACHABLE: Rule = {
  code: 'link-unreachable',
  severity: 'warning',
  title: 'A link is required, and nothing can link',
  explanation:
    'The section says that a link must be established first, but has no merge table with a usable row, and no sentence that creates. No pair of records can ever be linked, nothing will be synchronized, and the sentences stay `pending` (D4, D27). Not reported while lines of the section are not understood: one of them may be the table.',
  help: 'Add a `merge-on-match` sentence with a row for the properties that tell which records belong together, or a `create-if-connected` sentence.',
  example: {
    failing:
      'Before any synchronization can take place, a link between a Shop Order and a Desk Ticket must be established.',
    fixed: {
      document:
        'Before any synchronization can take place, a link between a Shop Order and a Desk Ticket must be established.\n\nA Shop Order will merge with a Desk Ticket if one of the following property combinations match:',
    },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      if (section.notUnderstood.length > 0 || hasUsableRow(section)) {
        continue;
      }
      if (section.statements.some(({ kind }) => canCreate(kind))) {
        continue;
      }
      const required = section.statements.find(({ kind }) => kind === 'link-required');
      if (required === undefined) {
        continue;
      }
      yield findingAt(document, required, {
        message: 'A link must be established first, but nothing in this section can establish one.',
        help: 'Add a merge-on-match sentence with a row for the properties that tell which records belong together, or a create-if-connected sentence.',
      });
    }
  },
};
