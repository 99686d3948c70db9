import type { DataflowDocument, Place } from '../../model';
import { quote } from '../../core/text';
import { findingAt } from '../document-index';
import type { DocumentIndex } from '../document-index';
import type { Rule } from '../rule';
import type { PlacedFinding } from '../types';

/** One way to write a name: where it stands first, and how often. */
interface Spelling {
  readonly name: string;
  readonly document: DataflowDocument;
  readonly place: Place;
  count: number;
}

function titlePlace({ informative }: DataflowDocument): Place {
  return informative.find(({ kind }) => kind === 'title') ?? { line: 1, column: 1, endLine: 1 };
}

/** Names that differ only in what is dropped here are alike. */
function bare(name: string): string {
  return name.toLowerCase().replace(/[\s._-]/g, '');
}

/** Every system name of titles and create-if-connected sentences: bare name → spelling. */
function spellings({ documents }: DocumentIndex): Map<string, Map<string, Spelling>> {
  const found = new Map<string, Map<string, Spelling>>();
  const add = (name: string, document: DataflowDocument, place: Place): void => {
    if (bare(name) === '') {
      return;
    }
    const alike = found.get(bare(name)) ?? new Map<string, Spelling>();
    found.set(bare(name), alike);
    const spelling = alike.get(name) ?? { name, document, place, count: 0 };
    spelling.count += 1;
    alike.set(name, spelling);
  };
  for (const document of documents) {
    add(document.systems.source, document, titlePlace(document));
    if (document.systems.target !== document.systems.source) {
      add(document.systems.target, document, titlePlace(document));
    }
    for (const { statements } of document.sections) {
      for (const statement of statements) {
        if ('connectedTo' in statement) {
          add(statement.connectedTo.synchronizedInto, document, statement);
        }
      }
    }
  }
  return found;
}

function* compare(alike: readonly Spelling[], documentIndex: DocumentIndex): Generator<PlacedFinding> {
  const [usual, ...others] = [...alike].sort((one, other) => other.count - one.count);
  if (usual === undefined) {
    return;
  }
  for (const { name, document, place } of others) {
    if (documentIndex.systemOf(name) === documentIndex.systemOf(usual.name)) {
      continue;
    }
    const where = `${usual.document.path}:${usual.place.line}`;
    yield findingAt(document, place, {
      message: `${quote(name)} differs from ${quote(usual.name)} (${where}) only in case, blanks, hyphens, dots or underscores: they count as two systems.`,
      help: `If they are one system, write ${quote(usual.name)} here too, or list the one as an alias of the other under "systems" in the config; if not, turn this rule off.`,
    });
  }
}

export const SIMILAR_SYSTEM_NAMES: Rule = {
  code: 'similar-system-names',
  severity: 'info',
  title: 'Two system names differ only in case or punctuation',
  explanation:
    'Systems are the same only where their names are, letter for letter. `CustomWebshop` and `Customwebshop` are two systems: what one document links, the other knows nothing of. Reported is the rarer spelling, once, over all documents that are linted together; not where the config lists the one as an alias of the other.',
  help: 'Write one name everywhere, or list the other under `aliases` of the system in the config.',
  example: {
    failing: 'Shop to Serviceportal Dataflow\n\nService-Portal to Shop Dataflow',
    fixed: { document: 'Shop to Serviceportal Dataflow\n\nServiceportal to Shop Dataflow' },
  },
  *check(documentIndex) {
    for (const alike of spellings(documentIndex).values()) {
      if (alike.size > 1) {
        yield* compare([...alike.values()], documentIndex);
      }
    }
  },
};
