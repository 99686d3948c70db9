import { STATEMENT_KINDS } from '../../model';
import { quote } from '../../core/text';
import { closestKind, writeSentence } from '../../documents';
import type { SectionNames } from '../../documents';
import { findingAt, written } from '../document-index';
import type { Rule } from '../rule';

type Names = Pick<SectionNames, 'source' | 'target'>;

/** A longer condition is compared by its beginning. */
const MOST_PARTS = 32;

/** How many words the sentences have that could stand before a condition, each number once. */
function wordCounts(names: Names): number[] {
  const counts = STATEMENT_KINDS.map((kind) => writeSentence(kind, names).split(' ').length);
  return [...new Set(counts)];
}

/**
 * What of a free text could be a sentence: its parts that end like one, but for the last, which is the condition itself;
 * and, as a full stop may be what is missing, as many of its first words as a sentence has.
 */
function candidates(condition: string, names: Names): string[] {
  const parts = condition.split(/(?<=[.:]) /, MOST_PARTS + 1);
  const words = condition.split(' ');
  const beginnings = wordCounts(names)
    .filter((count) => count < words.length)
    .map((count) => words.slice(0, count).join(' '));
  return [...parts.slice(0, -1), ...beginnings];
}

/** The first part of a condition that is close to a sentence kind, and the help for it; undefined where none is. */
export function swallowedSentence(
  condition: string,
  names: Names,
): { readonly part: string; readonly help: string } | undefined {
  for (const part of candidates(condition, names)) {
    const help = closestKind(part, names);
    if (help !== undefined) {
      return { part, help };
    }
  }
  return undefined;
}

export const SENTENCE_IN_CONDITION: Rule = {
  code: 'sentence-in-condition',
  severity: 'warning',
  title: 'A condition holds what was probably meant as a separate sentence',
  explanation:
    'A conditional begins with free text. A misspelt sentence before it on the same line, or lacks its full stop, is therefore read as a part of its condition, and is lost without an error. Reported is a condition with a part, or a beginning, that is close to a known sentence kind.',
  help: 'Fix the words of the sentence, or put a blank line between it and the conditional.',
  example: {
    failing:
      'If a matching Desk Ticket exists already, the Shop Order will be merged with the existing one. When a Shop Order is of type Agent, it will be synchronized with a Desk Ticket.',
    fixed: {
      document:
        'If a matching Desk Ticket already exists, the Shop Order will be merged with the existing one.\nWhen a Shop Order is of type Agent, it will be synchronized with a Desk Ticket.',
    },
  },
  *check(documentIndex) {
    for (const { document, section } of documentIndex.sections()) {
      const names = { source: written(section.source), target: written(section.target) };
      for (const statement of section.statements) {
        if (!('condition' in statement)) {
          continue;
        }
        const swallowed = swallowedSentence(statement.condition, names);
        if (swallowed === undefined) {
          continue;
        }
        yield findingAt(document, statement, {
          message: `The condition holds ${quote(swallowed.part)}, which is probably a separate sentence.`,
          help: `${swallowed.help} Fix its words, or put a blank line after it.`,
        });
      }
    }
  },
};
