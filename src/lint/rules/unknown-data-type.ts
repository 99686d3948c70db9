import { rowsOf } from '../../model';
import { quote } from '../../core/text';
import { findingAt } from '../document-index';
import type { Rule } from '../rule';

export const UNKNOWN_DATA_TYPE: Rule = {
  code: 'unknown-data-type',
  severity: 'warning',
  title: 'A data type is neither known nor a transformation that can be read',
  explanation:
    'A data type is one of `string`, `integer`, `float`, `decimal`, `boolean` and `list`, `N/A` or an empty cell, or a fragment of a transformation that can be restored without guessing. What another cell converts to cannot be told, so the row cannot be judged (D15).',
  help: 'Write one of the six types, `N/A`, or the whole transformation.',
  example: {
    failing: '   * - amount\n     - total\n     - "money"',
    fixed: { document: '   * - amount\n     - total\n     - "decimal"' },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      for (const row of rowsOf(section, 'properties')) {
        const { dataType } = row;
        if (dataType?.name !== 'expression' || dataType.conversion !== undefined) {
          continue;
        }
        const why = dataType.problem === undefined ? '' : `: ${dataType.problem}`;
        yield findingAt(document, row, {
          message: `The data type ${quote(dataType.text)} of ${quote(row.target)} cannot be read${why}.`,
          help: 'Write "string", "integer", "float", "decimal", "boolean" or "list", N/A, or the whole transformation.',
        });
      }
    }
  },
};
