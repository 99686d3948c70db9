/** The old version in the order and words of the new one, so that moving and rewording alone makes no scenario differ. */
import type { DataflowDocument, Row, Statement } from '../model';
import type { DocumentPairs } from './compare';
import { arranged } from './order';
import type { DocumentParts, SectionPart, SentencePart } from './parts';

function couple<T>(part: T, pairs: ReadonlyMap<T, T>): [T, T][] {
  const partner = pairs.get(part);
  return partner === undefined ? [] : [[part, partner]];
}

/** New part → old part, as old part → new part. */
function turned<T>(pairs: Iterable<readonly [T, T]>): Map<T, T> {
  return new Map([...pairs].map(([now, old]) => [old, now]));
}

/**
 * Rows are distinguished by the order of their lines: each takes the lines of the place that it goes to. One that means the
 * same takes the new words, which scenarios quote.
 */
function arrangedRows(old: SentencePart, now: SentencePart, pairs: DocumentPairs): Row[] {
  const newRows = turned(now.rows.flatMap((part) => couple(part, pairs.rows)));
  return arranged(old.rows, now.rows, pairs.rows).map((part, at) => {
    const { line, column, endLine } = old.rows[at]?.row ?? part.row;
    const partner = newRows.get(part);
    const row = partner?.meaning === part.meaning ? partner.row : part.row;
    return { ...row, line, column, endLine };
  });
}

/**
 * The old document with the sections, sentences and rows that stayed in the order of the new one. Their ids are what they
 * were.
 */
export function arrangedDocument(
  old: DocumentParts,
  now: DocumentParts,
  pairs: DocumentPairs,
): DataflowDocument {
  const newSections = turned(pairs.sections);
  const newSentences = turned(pairs.sentences);
  const statementOf = (part: SentencePart): Statement => {
    const partner = newSentences.get(part);
    if (partner === undefined || !('rows' in part.statement)) {
      return part.statement;
    }
    return { ...part.statement, rows: arrangedRows(part, partner, pairs) };
  };
  const sectionOf = (part: SectionPart): DataflowDocument['sections'][number] => {
    const partner = newSections.get(part);
    const sentences =
      partner === undefined ? part.sentences : arranged(part.sentences, partner.sentences, pairs.sentences);
    return { ...part.section, statements: sentences.map(statementOf) };
  };
  return {
    ...old.document,
    sections: arranged(old.sections, now.sections, pairs.sections).map(sectionOf),
  };
}
