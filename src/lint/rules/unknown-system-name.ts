import type { ConnectedStatement } from '../../model';
import { quote } from '../../core/text';
import { findingAt } from '../document-index';
import type { DocumentIndex } from '../document-index';
import type { Rule } from '../rule';

/** The names in a sentence that belong to no system; where a title names no system, the connection's cannot be told. */
function unknownNames(statement: ConnectedStatement, documentIndex: DocumentIndex): string[] {
  const { systemNames } = documentIndex;
  const connection = documentIndex.connected(statement)[0]?.system ?? '';
  const isKnown = systemNames.has(connection) || systemNames.has('');
  const names = [...(isKnown ? [] : [connection]), statement.connectedTo.synchronizedInto];
  return [...new Set(names)].filter((name) => !systemNames.has(name));
}

export const UNKNOWN_SYSTEM_NAME: Rule = {
  code: 'unknown-system-name',
  severity: 'warning',
  title: 'A create-if-connected sentence names an unknown system',
  explanation:
    'A `create-if-connected` sentence names two systems: that of the connected record, and the one that it is synchronized into. Each must be a system of a title, a label of a heading or a name of the config. A name that is none of them is mostly misspelt, and then the sentence can never come true (D20). All documents that are linted together are looked at: lint a whole suite at once.',
  help: 'Write the name as the title of its document does, lint that document too, or list the system under `systems` in the config.',
  example: {
    failing:
      'A new Desk Invoice will be created from a Shop Customer if it is connected to a Shop Order that is synchronized into Dsek.',
    fixed: {
      document:
        'A new Desk Invoice will be created from a Shop Customer if it is connected to a Shop Order that is synchronized into Desk.',
    },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      for (const statement of section.statements) {
        if (!('connectedTo' in statement)) {
          continue;
        }
        for (const name of unknownNames(statement, documentIndex)) {
          yield findingAt(document, statement, {
            message:
              name === ''
                ? 'The sentence names no system for the connected record.'
                : `No document and no config knows the system ${quote(name)}.`,
            help: 'Write the name as its document does, lint that document too, or list the system under "systems" in the config.',
          });
        }
      }
    }
  },
};
