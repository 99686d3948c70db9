import { rowsOf } from '../../model';
import type { Row } from '../../model';
import { quote } from '../../core/text';
import { findingAt } from '../document-index';
import type { Rule } from '../rule';

function grouped<T>(items: readonly T[], keyOf: (item: T) => string): T[][] {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const group = groups.get(keyOf(item)) ?? [];
    group.push(item);
    groups.set(keyOf(item), group);
  }
  return [...groups.values()];
}

/** Whether all rows have whole gates on one property, so that different values exclude each other (D22). */
function areTellable(rows: readonly Row[]): boolean {
  const property = rows[0]?.gate?.property;
  return (
    property !== undefined &&
    rows.every(({ gate }) => gate?.property === property && gate.value !== undefined)
  );
}

/**
 * The rows of one target that can apply at the same time. Rows with gates on different properties, or with no gate, can;
 * of rows with gates on the same property only those with the same value.
 */
function together(rows: readonly Row[]): readonly (readonly Row[])[] {
  return areTellable(rows) ? grouped(rows, ({ gate }) => gate?.value ?? '') : [rows];
}

export const TWO_WRITERS: Rule = {
  code: 'two-writers',
  severity: 'warning',
  title: 'Several properties write one property, and nothing says which of them counts',
  explanation:
    'Several rows of a property table write one target property from different sources. The document gives no order among them, so which value arrives is left to the engine (D17). Gates on one property with different values tell rows apart, and then nothing is reported.',
  help: 'Remove all rows but one, or give each a gate on the same property with a value of its own.',
  example: {
    failing: '   * - mobile\n     - number\n     - "string"\n   * - phone\n     - number\n     - "string"',
    fixed: {
      document:
        '   * - mobile (Dependant on having MOBILE in preferred)\n     - number\n     - "string"\n   * - phone (Dependant on having LANDLINE in preferred)\n     - number\n     - "string"',
    },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      for (const rows of grouped(rowsOf(section, 'properties'), ({ target }) => target)) {
        for (const rivals of together(rows)) {
          const first = rivals[0];
          const second = rivals.find(({ source }) => source !== first?.source);
          if (first === undefined || second === undefined) {
            continue;
          }
          yield findingAt(document, second, {
            message: `${quote(second.target)} is written from ${quote(second.source)} here and from ${quote(first.source)} on line ${first.line}; the document does not say which of them counts.`,
            help: 'Remove all rows but one, or give each a gate on the same property with a value of its own.',
          });
        }
      }
    }
  },
};
