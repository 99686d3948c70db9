import { rowsOf } from '../../model';
import type { ConnectedStatement, DatatypeName, Section } from '../../model';
import { quote } from '../../core/text';
import { findingAt } from '../document-index';
import type { SectionOf, DocumentIndex } from '../document-index';
import type { Rule } from '../rule';
import type { PlacedFinding } from '../types';
import { bindingLines } from './binding-lines';

function listed(names: readonly DatatypeName[]): string {
  return names.map(({ system, datatype }) => `${system} ${datatype}`).join(', ');
}

/** The datatype whose records the sentence connects: that of the section's side in the connection's system (D20). */
function* checkConnection(
  { document, section }: SectionOf,
  statement: ConnectedStatement,
  documentIndex: DocumentIndex,
): Generator<PlacedFinding> {
  const connected = documentIndex.connected(statement);
  const { system, datatype } = section.source;
  const x = { system, datatype };
  if (connected.some((z) => documentIndex.refers(x, z) || documentIndex.refers(z, x))) {
    return;
  }
  const lines = bindingLines(
    'references',
    `${system} ${datatype}.PROPERTY`,
    connected[0]?.datatype ?? 'DATATYPE',
  );
  yield findingAt(document, statement, {
    message: `Nothing tells which property connects a ${system} ${datatype} to a ${listed(connected)}.`,
    help: `Name the property that refers, in syncproof.config.yaml, of the datatype that has it:\n${lines}`,
  });
}

/** A foreign key's property whose datatype is unknown, each once in a section (D23). */
function* checkKeys(
  { document, section }: SectionOf,
  documentIndex: DocumentIndex,
): Generator<PlacedFinding> {
  const told = new Set<string>();
  const rows = [...rowsOf(section, 'merge-on-match'), ...rowsOf(section, 'properties')];
  for (const row of rows) {
    for (const side of SIDES) {
      const path = row[side];
      const key = `${side} ${path}`;
      if (!path.endsWith('.id') || told.has(key)) {
        continue;
      }
      told.add(key);
      const { system, datatype } = section[side];
      if (documentIndex.referred({ system, datatype }, path) !== undefined) {
        continue;
      }
      yield findingAt(document, row, {
        message: `Nothing tells which datatype of ${quote(system)} the property ${quote(path)} refers to.`,
        help: `Name the datatype in syncproof.config.yaml, in place of DATATYPE:\n${bindingLines('references', `${system} ${datatype}.${path}`, 'DATATYPE')}`,
      });
    }
  }
}

const SIDES = ['source', 'target'] as const satisfies readonly (keyof Section)[];

export const REFERENCE_WITHOUT_BINDING: Rule = {
  code: 'reference-without-binding',
  severity: 'warning',
  title: 'Nothing tells what a property refers to',
  explanation:
    'A `create-if-connected` sentence speaks of records that refer to each other (D20), and a property whose path ends in `.id` holds the id of another record, which is translated (D23). For both it must be known which property refers to which datatype of its system: from `bindings.references` or `systems` of the config, or from the name: `customer.id`, `customerId` and `customer_id` refer to the datatype `Customer` or `Customers` where a document names one of that system. A name that fits two datatypes equally well tells nothing.',
  help: 'Name the property and its datatype under `bindings.references` in the config.',
  example: {
    failing:
      'A new Desk Contact will be created from a Shop Customer if it is connected to a Shop Order that is synchronized into Desk.',
    fixed: { config: 'bindings:\n  references:\n    "Shop Order.buyer": "Customer"' },
  },
  *check(documentIndex) {
    for (const place of documentIndex.sections()) {
      for (const statement of place.section.statements) {
        if ('connectedTo' in statement) {
          yield* checkConnection(place, statement, documentIndex);
        }
      }
      yield* checkKeys(place, documentIndex);
    }
  },
};
