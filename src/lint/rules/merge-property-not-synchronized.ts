import { rowsOf } from '../../model';
import type { Row } from '../../model';
import { quote } from '../../core/text';
import { findingAt, written } from '../document-index';
import type { Rule } from '../rule';

/** Paths, and the paths of everything around them: a row for `address` covers `address.city`, and the other way round. */
class Coverage {
  private readonly around = new Set<string>();

  constructor(private readonly paths: ReadonlySet<string>) {
    for (const path of paths) {
      for (const prefix of prefixesOf(path)) {
        this.around.add(prefix);
      }
    }
  }

  covers(path: string): boolean {
    return this.around.has(path) || prefixesOf(path).some((prefix) => this.paths.has(prefix));
  }
}

/** Paths have few steps; of a hostile one only the first are looked at. */
const MOST_STEPS = 32;

/** `a.b.c` → `a`, `a.b`, `a.b.c`. */
function prefixesOf(path: string): string[] {
  const prefixes: string[] = [];
  for (
    let at = path.indexOf('.');
    at !== -1 && prefixes.length < MOST_STEPS;
    at = path.indexOf('.', at + 1)
  ) {
    prefixes.push(path.slice(0, at));
  }
  return [...prefixes, path];
}

export const MERGE_PROPERTY_NOT_SYNCHRONIZED: Rule = {
  code: 'merge-property-not-synchronized',
  severity: 'warning',
  title: 'Records match by a property that no row keeps in sync',
  explanation:
    "A merge row links records by two properties, but on one side no property row synchronizes it. After linking, the values can drift apart while the records stay linked (D10), and a later reader of the data sees two records that do not seem to belong together. Rows of the same two datatypes count in any document, also in the reverse one. Not reported where the property table is empty (such a section only links, D24), and for the records' own `id`.",
  help: 'Add a row for the property to the property table, or match by properties that are synchronized.',
  example: {
    failing: '   * - email\n     - address\n\n   * - name\n     - title\n     - "string"',
    fixed: { document: '   * - email\n     - address\n\n   * - email\n     - address\n     - "string"' },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      const rows = rowsOf(section, 'merge-on-match');
      if (rows.length === 0 || section.notUnderstood.length > 0) {
        continue;
      }
      if (rowsOf(section, 'properties').length === 0) {
        continue;
      }
      const paths = documentIndex.synchronized(section);
      const covered = { source: new Coverage(paths.source), target: new Coverage(paths.target) };
      const isLeftOut = (row: Row, side: 'source' | 'target'): boolean =>
        row[side] !== 'id' && !covered[side].covers(row[side]);
      for (const row of rows) {
        const missing = (['source', 'target'] as const).filter((side) => isLeftOut(row, side));
        if (missing.length === 0) {
          continue;
        }
        const names = missing.map((side) => `${quote(row[side])} of ${written(section[side])}`);
        yield findingAt(document, row, {
          message: `Records match by ${names.join(' and ')}, which no property row synchronizes: matching values can drift apart.`,
          help: 'Add a row for it to the property table, or match by properties that are synchronized.',
        });
      }
    }
  },
};
