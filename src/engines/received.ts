/** Quotes what came from an engine, so that a message can show it on one line. */
import { oneLine, truncate } from '../core/printable-text';

/** Longest quotation, in characters. */
const LONGEST = 300;

/** What was received, on one line; cut where it is long. Texts as they are, all else as JSON. */
export function received(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value) as string | undefined);
  return truncate(oneLine((text ?? String(value)).slice(0, 4 * LONGEST)), LONGEST);
}
