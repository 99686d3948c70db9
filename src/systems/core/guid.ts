/** GUIDs, as the native APIs name their records. */
import { createHash } from 'node:crypto';

const GUID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Whether the text is a GUID, in any case. */
export function isGuid(text: string): boolean {
  return GUID.test(text);
}

/** A GUID (RFC 9562, version 8: made from a hash) that is the same for the same texts. */
export function guidOf(...parts: readonly (string | number)[]): string {
  const bytes = createHash('sha256').update(parts.join('\n')).digest().subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = bytes.toString('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join('-');
}
