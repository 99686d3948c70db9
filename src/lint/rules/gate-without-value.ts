import { rowsOf } from '../../model';
import { quote } from '../../core/text';
import { findingAt } from '../document-index';
import type { Rule } from '../rule';

export const GATE_WITHOUT_VALUE: Rule = {
  code: 'gate-without-value',
  severity: 'warning',
  title: 'A gate lacks its value or its property',
  explanation:
    '`(Dependant on having <value> in <property>)` holds a row back until the property has the value. Where one of the two is missing, it is unknown when the row applies: it cannot be decided, and stays `pending` (D22).',
  help: 'Write both the value and the property, or remove the gate.',
  example: {
    failing: '   * - phone (Dependant on having  in country)',
    fixed: { document: '   * - phone (Dependant on having NO in country)' },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      for (const row of [...rowsOf(section, 'merge-on-match'), ...rowsOf(section, 'properties')]) {
        const { gate } = row;
        if (gate === undefined || (gate.value !== undefined && gate.property !== undefined)) {
          continue;
        }
        const missing = [
          gate.value === undefined ? 'value' : '',
          gate.property === undefined ? 'property' : '',
        ].filter((part) => part !== '');
        yield findingAt(document, row, {
          message: `The gate of ${quote(row.source)} has no ${missing.join(' and no ')}, so it cannot be decided when the row applies.`,
          help: 'Write `(Dependant on having <value> in <property>)` with both, or remove the gate.',
        });
      }
    }
  },
};
