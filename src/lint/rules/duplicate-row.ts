import { rowsOf } from '../../model';
import type { Row } from '../../model';
import { findingAt } from '../document-index';
import type { Rule } from '../rule';

function keyOf({ source, target, gate, dataType }: Row): string {
  return JSON.stringify([
    source,
    target,
    gate?.property ?? null,
    gate?.value ?? null,
    gate === undefined,
    dataType?.name === 'expression' ? dataType.text : (dataType?.name ?? null),
  ]);
}

export const DUPLICATE_ROW: Rule = {
  code: 'duplicate-row',
  severity: 'warning',
  title: 'The same row stands twice in the tables of one kind',
  explanation:
    'Two rows of a section have the same source, target, gate and data type. The second says nothing new, and often stands where another property was meant. Rows that differ in their data type only are the matter of `contradicting-data-types`.',
  help: 'Remove the row, or write the property that was meant.',
  example: {
    failing: '   * - name\n     - title\n     - "string"\n   * - name\n     - title\n     - "string"',
    fixed: {
      document: '   * - name\n     - title\n     - "string"\n   * - email\n     - address\n     - "string"',
    },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      for (const kind of ['merge-on-match', 'properties'] as const) {
        const lines = new Map<string, number>();
        for (const row of rowsOf(section, kind)) {
          const key = keyOf(row);
          const line = lines.get(key);
          if (line === undefined) {
            lines.set(key, row.line);
            continue;
          }
          yield findingAt(document, row, {
            message: `This row is already on line ${line}.`,
            help: 'Remove it, or write the property that was meant.',
          });
        }
      }
    }
  },
};
