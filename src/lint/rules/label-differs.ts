import { quote } from '../../core/text';
import { findingAt } from '../document-index';
import type { Rule } from '../rule';

export const LABEL_DIFFERS: Rule = {
  code: 'label-differs',
  severity: 'info',
  title: "A heading writes another name than the title's system",
  explanation:
    "A heading `<A> <X> to <B> <Y>` should name the title's systems. Where it begins with other words, these are read as a label of the system, by position. That is a guess: where a name was misspelt, the datatype may be cut at the wrong word. Reported once for each label of a side of a document.",
  help: "Write the title's system into the heading and into its sentences and table headers.",
  example: {
    failing: 'Shop to Help Desk Dataflow\n\nShop Order to Help Ticket',
    fixed: { document: 'Shop to Help Desk Dataflow\n\nShop Order to Help Desk Ticket' },
  },
  *check(documentIndex) {
    for (const document of documentIndex.documents) {
      const told = new Set<string>();
      for (const section of document.sections) {
        for (const which of ['source', 'target'] as const) {
          const { system, label, datatype } = section[which];
          const key = `${which} ${label ?? ''}`;
          if (label === undefined || told.has(key)) {
            continue;
          }
          told.add(key);
          const read = label === '' ? 'no system' : quote(label);
          yield findingAt(document, section, {
            message: `The ${which} side names ${read} where the title names ${quote(system)}; it is read as the datatype ${quote(datatype)} of ${quote(system)}.`,
            help: `If that is right, write ${quote(`${system} ${datatype}`)}; or turn this rule off.`,
          });
        }
      }
    }
  },
};
