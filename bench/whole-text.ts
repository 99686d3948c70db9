/** `restructured` alone, without our skeleton: what the whole text costs it. For the bench alone. */
import restructured from 'restructured';
import { skeletonChunks } from '../src/documents/rst/skeleton';

/** Parses a text as it is; returns whether the parser accepted it. */
export function parseWhole(text: string): boolean {
  try {
    restructured.parse(text, { position: true });
    return true;
  } catch {
    return false;
  }
}

/** Parses the chunks of a document's skeleton, each of them separately. */
export function parseChunks(lines: readonly string[]): void {
  for (const chunk of skeletonChunks(lines)) {
    restructured.parse(chunk.map(({ text }) => `${text}\n`).join(''), { position: true });
  }
}
